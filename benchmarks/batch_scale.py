"""Time an article and peak memory of batches of growing size.

    python benchmarks/batch_scale.py --sizes 100,1000 -- --summarizer extractive --to ""

Each size runs in a process of its own, on articles of `kill_batch.write_articles`, so that all have
the same mix of lengths. Time is from the first item to the end (models loaded, inputs read), and
from the start of the process; memory is the peak of the resident set.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from kill_batch import command, write_articles


def measure(count: int, options: list[str]) -> tuple[float, float, float]:
    """Run one batch; seconds of work, seconds in all, and the peak of memory in MB."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        write_articles(root / "in", count)
        begun = time.monotonic()
        argv = [*command(root / "in", root / "out", options), "--log-json"]
        with subprocess.Popen(argv, stderr=subprocess.PIPE, text=True) as process:
            planned = begun
            done = 0
            for line in process.stderr or ():
                event = json.loads(line)
                if event["event"] == "planned":
                    planned = time.monotonic()
                done += event["event"] == "item" and event["state"] == "done"
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        ended = time.monotonic()
        if process.returncode or done != count:
            sys.exit(f"{done} of {count} done, exit {process.returncode}")
        return ended - planned, ended - begun, _megabytes(used)


def _megabytes(used: resource.struct_rusage) -> float:
    return used.ru_maxrss / (1 if sys.platform != "darwin" else 1024) / 1024


def main() -> None:
    """Print a line a size, each against the first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="100,1000")
    parser.add_argument("options", nargs="*", help="options of briefgen batch, after --")
    given = parser.parse_args()
    options = given.options or ["--summarizer", "extractive", "--to", ""]
    first: tuple[float, float] | None = None
    for count in map(int, given.sizes.split(",")):
        work_s, all_s, peak_mb = measure(count, options)
        each_s = work_s / count
        first = first or (each_s, peak_mb)
        print(
            f"{count:6} articles: {1000 * each_s:8.1f} ms each ({each_s / first[0]:.2f} x), "
            f"{all_s:7.1f} s in all, peak {peak_mb:6.0f} MB ({peak_mb / first[1]:.2f} x)",
            flush=True,
        )


if __name__ == "__main__":
    main()
