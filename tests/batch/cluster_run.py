"""A batch on a Ray cluster of this machine with two workers, one of which is killed in the midst.

    python -m tests.batch.cluster_run IN OUT

Prints the ids of the processes that made briefs, and that of the one that was killed.
"""

import contextlib
import json
import os
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

from briefgen import Briefer
from briefgen.batch.cluster import Cluster
from briefgen.batch.documents import Documents
from briefgen.batch.items import Made, Task
from briefgen.batch.run import run_batch

OPTIONS = {"summarizer": "extractive", "to": [], "words": (20, 40), "recall": False, "threads": 1}


def workers() -> set[int]:
    """The processes of Ray's actors on this machine that are below this one."""
    import psutil

    found = set()
    for process in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.Error):  # it has just ended
            if "MapWorker" in " ".join(process.cmdline()):
                found.add(process.pid)
    return found


def main(source: Path, folder: Path) -> None:
    """Run the batch, and kill a worker after the first group has come back."""
    briefer = Briefer(**OPTIONS)  # type: ignore[arg-type]
    cluster = Cluster("local", OPTIONS, briefer.identity(), threading.Event())
    import ray

    ray.init(address="local", num_cpus=2, include_dashboard=False, log_to_driver=False)
    seen: set[int] = set()
    killed = 0

    def work(
        groups: Iterator[tuple[Task, ...]], documents: Documents
    ) -> Iterator[tuple[Made, ...]]:
        nonlocal killed
        for made in cluster(groups, documents):
            now = workers()
            if not seen:
                killed = min(now)
                os.kill(killed, signal.SIGKILL)
            seen.update(now)
            yield made

    for _ in run_batch(
        [source], briefer=briefer, folder=folder, formats=("md", "json"), worker=work
    ):
        pass
    ray.shutdown()
    sys.stdout.write(json.dumps({"workers": sorted(seen), "killed": killed}) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
