"""The same batch over several machines, by Ray Data: one actor with loaded models a worker.

Ray is what spreads, queues, restarts and retries; nothing of that is written here. A row is a whole
group, as the translator would see it here, so that the briefs are the same. The manifest and the
files stay on this machine: workers read articles, compute and send documents back.
"""

import logging
import os
import pickle
import threading
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

from briefgen.batch.documents import Documents
from briefgen.batch.items import Made, Task
from briefgen.batch.stages import Stages
from briefgen.errors import BriefgenError, UsageError
from briefgen.pipeline import Briefer

LOCAL = "local"
"""In place of an address: a cluster on this machine alone, which ends with the batch."""

CPUS_OF_WORKER = 4
"""Cores of a worker where `threads` does not say: above some four one more worker gives more."""


# Ray reads these when it is imported: it would call home, and log on the user's terminal.
_QUIET = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_DATA_LOG_LEVEL": "ERROR",
}


class ClusterError(BriefgenError):
    """The cluster cannot be reached, or its workers are not like this machine."""


class Cluster:
    """Makes briefs of groups on a Ray cluster; what `run.run_batch` takes as its worker.

    A worker that dies is restarted by Ray and its group given to another; what has come back is
    written and not computed again.

    Args:
        address: of the cluster's head (`host:6379`, or `auto` on a machine of it), or `local`.
        options: what `Briefer` is made with here, so that every worker makes one like it.
        identity: of the briefer here: a worker with other models refuses.
        stop: when it is set, nothing more is taken from the workers.

    Raises:
        UsageError: the extra is not installed.
    """

    def __init__(
        self, address: str, options: Mapping[str, Any], identity: str, stop: threading.Event
    ) -> None:
        for name, value in _QUIET.items():
            os.environ.setdefault(name, value)
        try:
            import ray.data  # noqa: F401 - found out before any work is done
        except ImportError as error:
            raise UsageError("--ray needs Ray: pip install 'briefgen[ray]'") from error
        self._address = address
        self._options = dict(options)
        self._identity = identity
        self._stop = stop

    def __call__(
        self, groups: Iterator[tuple[Task, ...]], documents: Documents
    ) -> Iterator[tuple[Made, ...]]:
        """Make briefs of groups, which come back in any order.

        Args:
            groups: all are taken at once.
            documents: what each is drawn as; a template has the same path on every machine.

        Raises:
            ClusterError: the cluster cannot be reached, or a worker cannot make the same briefs.
        """
        rows = [{"group": pickle.dumps(group)} for group in groups]
        if not rows:
            return
        import ray
        from ray.exceptions import RayError

        begun = self._connect()
        try:
            yield from self._run(rows, documents)
        except (RayError, ConnectionError) as error:
            raise ClusterError(
                f"the cluster at {self._address} failed ({_reason(error)}): mend it and run the "
                "same command, which goes on where this one stopped"
            ) from error
        finally:
            if begun:
                ray.shutdown()

    def _connect(self) -> bool:
        """Join the cluster; whether that was to be done."""
        import ray

        if ray.is_initialized():
            return False
        try:
            ray.init(
                address=self._address,
                log_to_driver=False,
                logging_level=logging.ERROR,
                include_dashboard=False if self._address == LOCAL else None,
            )
        except (ConnectionError, ValueError, RuntimeError, OSError) as error:
            raise ClusterError(
                f"no Ray cluster answers at {self._address} ({_reason(error)}): begin one with "
                f"`ray start --head`, or use --ray {LOCAL}"
            ) from error
        return True

    def _run(
        self, rows: list[dict[str, bytes]], documents: Documents
    ) -> Iterator[tuple[Made, ...]]:
        # As a module of any type: Ray is not there where types are checked without the extra.
        ray: Any = import_module("ray")
        context = ray.data.DataContext.get_current()
        context.enable_progress_bars = False
        cpus, gpus, workers = self._share(ray.cluster_resources())
        made = ray.data.from_items(rows, override_num_blocks=len(rows)).map(
            _Worker,  # a class, made once an actor
            fn_constructor_args=(self._options, documents, self._identity),
            compute=ray.data.ActorPoolStrategy(size=min(workers, len(rows))),
            num_cpus=cpus,
            num_gpus=gpus,
        )
        for row in made.iter_rows():
            yield pickle.loads(row["made"])  # noqa: S301 - from our own worker, by Ray's pickles
            if self._stop.is_set():
                return

    def _share(self, resources: Mapping[str, float]) -> tuple[int, int, int]:
        """Cores and GPUs of a worker, and how many workers the cluster can hold."""
        all_cpus = max(1, int(resources.get("CPU", 1)))
        cpus = min(all_cpus, int(self._options.get("threads") or CPUS_OF_WORKER))
        workers = max(1, all_cpus // cpus)
        if not str(self._options.get("device", "")).startswith("cuda"):
            return cpus, 0, workers
        return cpus, 1, max(1, min(workers, int(resources.get("GPU", 1))))


class _Worker:
    """One actor: its models are loaded once."""

    def __init__(self, options: Mapping[str, Any], documents: Documents, identity: str) -> None:
        briefer = Briefer(**options)
        if briefer.identity() != identity:
            raise ClusterError(
                "a worker has other models than this machine: install the same ones everywhere "
                "(briefgen models export, then import)"
            )
        self._stages = Stages(briefer, threading.Event())
        self._documents = documents

    def __call__(self, row: dict[str, bytes]) -> dict[str, bytes]:
        group = pickle.loads(row["group"])  # noqa: S301 - from the batch that began this worker
        return {"made": pickle.dumps(self._stages.run_one(group, self._documents))}


def _reason(error: BaseException) -> str:
    """The last line of what Ray says, which is the cause; above it stand traces."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[-1][:300] if lines else type(error).__name__
