"""Kills batches at random moments: `python -m tests.batch.kills FOLDER KILLS`.

Each batch runs in a process that is forked from this one, which has imported everything already, so
that a dozen kills take seconds. The articles are in FOLDER/in; the last batch, into FOLDER/out, is
left as the last kill left it. Those that came to their end before it are FOLDER/out1, out2 and so
on. Prints how many kills hit.
"""

import contextlib
import os
import random
import signal
import sys
import time
from pathlib import Path

from briefgen.cli.app import main

OPTIONS = ("--summarizer", "extractive", "--to", "", "--words", "20-40", "--format", "md,json")


def batch(folder: Path) -> list[str]:
    """The arguments of a batch from FOLDER/in into a folder."""
    return ["batch", str(folder.parent / "in"), "-o", str(folder), "--quiet", *OPTIONS]


def run(arguments: list[str], kill_after_s: float | None = None) -> int:
    """Run briefgen in a process of its own, killed after a time; how that ended."""
    child = os.fork()
    if child == 0:
        code = 99
        try:
            main(arguments)
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else 1
        finally:
            os._exit(code)
    if kill_after_s is not None:
        time.sleep(kill_after_s)
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def kill(folder: Path, kills: int) -> int:
    """Kill batches, as the module says; gives how many kills hit."""
    begun = time.monotonic()
    if run(batch(folder / "whole")) != 0:
        sys.exit("the unbroken batch failed")
    whole_s = time.monotonic() - begun
    chance = random.Random(3)  # noqa: S311 - nothing secret
    hit = ended = 0
    for _ in range(10 * kills):
        code = run(batch(folder / "out"), chance.uniform(0, 0.8 * whole_s))
        if code == -signal.SIGKILL:
            hit += 1
        elif code == 0:
            ended += 1
            (folder / "out").rename(folder / f"out{ended}")
        else:
            sys.exit(f"a resumed batch exited {code}")
        if hit == kills:
            break
    return hit


if __name__ == "__main__":
    sys.stdout.write(f"{kill(Path(sys.argv[1]), int(sys.argv[2]))}\n")
