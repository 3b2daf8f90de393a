"""What the machine has, and a library that is kept quiet while it works.

torch and transformers are imported inside the functions: this module costs nothing at start-up.
"""

import ctypes
import logging as levels
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from briefgen.errors import UsageError

_CGROUP = Path("/sys/fs/cgroup")
_ELSEWHERE_BYTES = 2 * 2**30


def usable_cores(cgroup: Path = _CGROUP) -> int:
    """How many cores this process may really use, at least 1.

    `os.cpu_count` sees the whole host: a container's quota and a process's affinity may allow less,
    and more threads than cores wait for each other.

    Args:
        cgroup: where the control groups are mounted.
    """
    if hasattr(os, "sched_getaffinity"):
        cores = len(os.sched_getaffinity(0))
    else:
        cores = os.cpu_count() or 1
    quota = _quota(cgroup)
    return max(1, min(cores, quota) if quota else cores)


def _quota(cgroup: Path) -> int:
    """Cores that the container's quota allows, rounded up; 0 for no quota."""
    try:
        if (cgroup / "cpu.max").is_file():  # version 2
            limit, period = (cgroup / "cpu.max").read_text().split()
        else:
            limit = (cgroup / "cpu" / "cpu.cfs_quota_us").read_text().strip()
            period = (cgroup / "cpu" / "cpu.cfs_period_us").read_text().strip()
        return max(0, -(-int(limit) // int(period)))
    except (OSError, ValueError):  # no such file, or `max`
        return 0


def available_memory_bytes(meminfo: Path = Path("/proc/meminfo"), cgroup: Path = _CGROUP) -> int:
    """How much memory a process may still take without anything being swapped out.

    Where the system does not say (only Linux is asked), 2 GiB.

    Args:
        meminfo: what the kernel says of the whole machine.
        cgroup: where the control groups are mounted: a container may have less.
    """
    free = _ELSEWHERE_BYTES
    try:
        for line in meminfo.read_text().splitlines():
            if line.startswith("MemAvailable:"):
                free = int(line.split()[1]) * 1024
        limit = int((cgroup / "memory.max").read_text())
        free = min(free, max(0, limit - int((cgroup / "memory.current").read_text())))
    except (OSError, ValueError, IndexError):  # no such file, or `max`
        pass
    return free


def give_back_freed_memory() -> None:
    """Hand memory that has been freed back to the system, where the C library does so when asked.

    CTranslate2 copies weights while it loads them, and glibc keeps what the copies took: with
    NLLB-600M some 300 MB, which the search then takes once more.
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim is not None:
        trim(0)


def choose_device(wanted: str) -> str:
    """Name of the torch device to run on.

    Args:
        wanted: `auto` takes CUDA, else Apple's MPS, else the processor.

    Raises:
        UsageError: the wanted device is not on this machine.
    """
    import torch

    there = {
        "cpu": True,
        "cuda": torch.cuda.is_available(),
        "mps": torch.backends.mps.is_available(),
        "xpu": torch.xpu.is_available(),
    }
    if wanted == "auto":
        return next(name for name in ("cuda", "mps", "cpu") if there[name])
    kind, _, number = wanted.partition(":")
    found = there[kind]
    if found and number:
        count = torch.cuda.device_count() if kind == "cuda" else torch.xpu.device_count()
        found = int(number) < count
    if not found:
        have = ", ".join(name for name, present in there.items() if present)
        raise UsageError(f"there is no device {wanted!r} on this machine: use auto, or {have}")
    return wanted


@contextmanager
def torch_threads(count: int) -> Iterator[None]:
    """Let torch use `count` threads inside the block; 0 means the usable cores."""
    import torch

    before = torch.get_num_threads()
    wanted = count or usable_cores()
    if wanted != before:
        torch.set_num_threads(wanted)
    try:
        yield
    finally:
        if wanted != before:
            torch.set_num_threads(before)


@contextmanager
def quiet_transformers() -> Iterator[None]:
    """Keep warnings and progress bars of transformers off the user's terminal inside the block.

    What they would say, briefgen checks for itself and raises.
    """
    from transformers.utils import logging

    verbosity, bars = logging.get_verbosity(), logging.is_progress_bar_enabled()
    logging.set_verbosity(levels.ERROR)
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.set_verbosity(verbosity)
        if bars:
            logging.enable_progress_bar()  # type: ignore[no-untyped-call]
