"""Muon for the hidden matrices, in float32 and in batches of equal shape.

``torch.optim.Muon`` works in bfloat16, which processors without AMX do slowly, and one matrix at
a time.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import torch
from torch import Tensor


def orthogonal(matrices: Tensor, steps: int) -> Tensor:
    """Newton-Schulz iteration towards the nearest semi-orthogonal matrices.

    Args:
        matrices: (matrices, rows, columns), rows not more than columns.
        steps: iterations; 4 suffice for training.

    Returns:
        A tensor of the same shape, its singular values near 1.
    """
    x: Tensor = matrices / (matrices.norm(dim=(1, 2), keepdim=True) + 1e-7)
    for _ in range(steps):
        gram = x @ x.mT
        x = 3.4445 * x + (-4.7750 * gram + 2.0315 * (gram @ gram)) @ x
    return x


class Muon(torch.optim.Optimizer):
    """Momentum whose update is made orthogonal (Jordan 2024); for matrices alone."""

    def __init__(
        self, params: Iterable[Any], lr: float, momentum: float = 0.95, steps: int = 4
    ) -> None:
        """Takes matrices or groups of them; ``lr`` is an update's root mean square, times 5."""
        super().__init__(params, {"lr": lr, "momentum": momentum, "steps": steps})

    @torch.no_grad()
    def step(self, closure: Any = None) -> None:  # type: ignore[override]  # noqa: ARG002 - the base class has it
        """One update of every parameter that has a gradient."""
        for group in self.param_groups:
            shapes: dict[tuple[int, int], list[tuple[Tensor, Tensor]]] = {}
            for p in group["params"]:
                state = self.state[p]
                buffer = state.setdefault("momentum", torch.zeros_like(p))
                buffer.lerp_(p.grad, 1 - group["momentum"])
                update = p.grad.lerp(buffer, group["momentum"])
                rows, columns = min(p.shape), max(p.shape)
                update = update if p.shape[0] == rows else update.T
                shapes.setdefault((rows, columns), []).append((p, update))
            for (_, columns), pairs in shapes.items():
                done = orthogonal(torch.stack([u for _, u in pairs]), group["steps"])
                # An orthogonal matrix has a root mean square of 1 / sqrt(columns).
                rate = group["lr"] * 0.2 * columns**0.5
                for (p, _), new in zip(pairs, done, strict=True):
                    p.sub_(new if new.shape == p.shape else new.T, alpha=rate)
