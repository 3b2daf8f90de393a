"""The training loop: Muon and AdamW over a fixed number of steps, with checkpoints."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import torch
from torch import Tensor, nn

from training.muon import Muon

PAD = 1
Batch = TypeVar("Batch")


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """Steps and rates; the rate rises linearly, then falls linearly to zero."""

    steps: int
    warmup_steps: int
    matrix_rate: float
    other_rate: float
    checkpoint_every: int

    def share(self, step: int) -> float:
        """The part of the full rate that holds at a step, 0 to 1."""
        rise = (step + 1) / self.warmup_steps
        left = (self.steps - step) / (self.steps - self.warmup_steps)
        return min(1.0, rise, left)


def set_up(seed: int) -> None:
    """Seeds torch and sets what the weights may depend on: two threads, no denormals."""
    torch.manual_seed(seed)
    torch.set_num_threads(2)
    torch.set_flush_denormal(True)


def padded(rows: list[list[int]], multiple: int = 8) -> Tensor:
    """(rows, tokens), padded to a multiple of ``multiple`` tokens."""
    longest = -(-max(map(len, rows)) // multiple) * multiple
    return torch.tensor([[*row, *[PAD] * (longest - len(row))] for row in rows])


def _optimizers(model: nn.Module, schedule: Schedule) -> list[torch.optim.Optimizer]:
    """Muon for the hidden matrices, AdamW for embeddings, norms and biases."""
    hidden: list[nn.Parameter] = []
    queries: list[nn.Parameter] = []
    others: list[nn.Parameter] = []
    for name, parameter in model.named_parameters():
        matrix = parameter.ndim == 2 and ("layers" in name or ".block." in name)
        if not matrix or "relative" in name:
            others.append(parameter)
        else:
            (queries if name.endswith(".q.weight") else hidden).append(parameter)
    adam: dict[str, Any] = {"betas": (0.9, 0.98), "weight_decay": 0.0, "fused": True}
    # T5 does not divide by the root of a head's width (64): its queries are that much smaller.
    groups: list[dict[str, Any]] = [{"params": hidden}]
    if queries:
        groups.append({"params": queries, "lr": schedule.matrix_rate / 8})
    return [
        Muon(groups, lr=schedule.matrix_rate),
        torch.optim.AdamW(others, lr=schedule.other_rate, **adam),
    ]


def train(
    model: nn.Module,
    stream: Iterator[Batch],
    loss_of: Callable[[Batch], tuple[Tensor, int]],
    schedule: Schedule,
    folder: Path,
) -> float:
    """Trains for the schedule's steps, from ``folder``'s checkpoint if there is one.

    Args:
        model: what is trained, in place.
        stream: batches, the same at every start: those before the checkpoint are skipped.
        loss_of: the mean loss of a batch and its number of target tokens.
        schedule: steps and rates.
        folder: where ``checkpoint.pt`` lies.

    Returns:
        Wall-clock seconds, those before the checkpoint counted in.
    """
    optimizers = _optimizers(model, schedule)
    peaks = [group["lr"] for o in optimizers for group in o.param_groups]
    saved = folder / "checkpoint.pt"
    first, before = 0, 0.0
    if saved.exists():
        state = torch.load(saved, weights_only=True)
        model.load_state_dict(state["model"])
        for o, s in zip(optimizers, state["optimizers"], strict=True):
            o.load_state_dict(s)
        first, before = state["step"], state["seconds"]
    for _ in range(first):
        next(stream)
    model.train()
    began, tokens, total = time.monotonic(), 0, 0.0
    for step in range(first, schedule.steps):
        loss, count = loss_of(next(stream))
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        groups = [group for o in optimizers for group in o.param_groups]
        for group, peak in zip(groups, peaks, strict=True):
            group["lr"] = peak * schedule.share(step)
        for o in optimizers:
            o.step()
            o.zero_grad()
        total += loss.item()
        tokens += count
        seconds = time.monotonic() - began
        if (step + 1) % 50 == 0:
            print(
                f"step {step + 1} loss {total / 50:.3f} {before + seconds:.0f} s "
                f"{tokens / seconds:.0f} tokens/s",
                flush=True,
            )
            total = 0.0
        if (step + 1) % schedule.checkpoint_every == 0 or step + 1 == schedule.steps:
            state = {
                "model": model.state_dict(),
                "optimizers": [o.state_dict() for o in optimizers],
                "step": step + 1,
                "seconds": before + seconds,
            }
            torch.save(state, saved.with_suffix(".new"))
            saved.with_suffix(".new").replace(saved)
    return before + time.monotonic() - began


def save_half(model: Any, folder: Path) -> None:
    """Saves a copy of the weights in float16; loaded as float32 they lose nothing that shows."""
    import copy

    copy.deepcopy(model).half().save_pretrained(folder)
