"""What the person sees of a batch, and how they stop it."""

import json
import os
import signal
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, Any

from briefgen.cli._errors import INTERRUPTED_EXIT
from briefgen.cli._output import tell

if TYPE_CHECKING:
    from briefgen.batch.run import Ended, Event, ItemDone, Planned

_MANY = 20
"""Errors that are listed at the end; the index has them all."""


@contextmanager
def interruptible(*, silent: bool) -> Generator[threading.Event]:
    """Turn Ctrl-C into an event that says to begin nothing more; a second one ends at once.

    At once means without the usual way out, which would wait for the models. Nothing is lost by it:
    the manifest is whole at any moment.

    Args:
        silent: do not tell the person that the event was heard.
    """
    stop = threading.Event()

    def interrupted(_number: int, _frame: FrameType | None) -> None:
        if stop.is_set():
            os._exit(INTERRUPTED_EXIT)
        stop.set()
        if silent:
            return
        # Not print: the interrupt may have come in the midst of one.
        os.write(2, b"\nbriefgen: finishing what is in hand; press Ctrl-C again to stop at once\n")

    if threading.current_thread() is not threading.main_thread():
        yield stop  # only the main thread may listen for signals
        return
    before = signal.signal(signal.SIGINT, interrupted)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)


class Reporter:
    """Tells of a batch: a bar on a terminal, JSON lines where asked for, and how it ended.

    Args:
        quiet: only errors.
        as_json: one object a line in place of words.

    Attributes:
        ended: the last event.
    """

    def __init__(self, *, quiet: bool, as_json: bool) -> None:
        self._quiet = quiet
        self._as_json = as_json
        self._bar: Any = None
        self._made = self._failed = 0
        self.ended: Ended

    def __enter__(self) -> "Reporter":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.close()

    def tell(self, event: "Event") -> None:
        """Tell of one event."""
        from briefgen.batch.run import Ended, ItemDone

        if isinstance(event, Ended):
            self.ended = event
            self._end(event)
        elif isinstance(event, ItemDone):
            self._item(event)
        else:
            self._planned(event)

    def fail(self, error: Exception) -> None:
        """Tell in JSON what ended the batch."""
        self._line("error", error=str(error))

    def _planned(self, event: "Planned") -> None:
        if self._as_json:
            self._line(
                "planned",
                total=event.total,
                todo=event.todo,
                unchanged=event.unchanged,
                failed=event.failed,
            )
        elif not self._quiet:
            from tqdm import tqdm

            # None: no bar unless standard error is a terminal.
            self._bar = tqdm(
                total=event.todo, unit=" briefs", file=sys.stderr, disable=None, smoothing=0.1
            )

    def _item(self, event: "ItemDone") -> None:
        self._failed += bool(event.error)
        self._made += not event.error
        if self._as_json:
            self._line(
                "item",
                source=event.source,
                name=event.name,
                state="failed" if event.error else "done",
                files=list(event.files),
                errors=event.errors,
                warnings=event.warnings,
                error=event.error,
                seconds=event.seconds,
            )
        if self._bar is not None:
            self._bar.update()
            if self._failed:
                self._bar.set_postfix_str(f"{self._failed} failed", refresh=False)

    def _end(self, event: "Ended") -> None:
        if self._bar is not None:
            self._bar.close()
        if self._as_json:
            self._line(
                "end",
                made=self._made,
                done=event.done,
                failed=len(event.failed),
                pending=event.pending,
                flagged=event.flagged,
                files=[str(path) for path in event.files],
            )
            return
        for _, error in event.failed[:_MANY]:
            tell(f"failed: {error}")
        if len(event.failed) > _MANY:
            tell(f"failed: {len(event.failed) - _MANY} more; the index has them all")
        unchanged = event.done - self._made
        parts = [f"{self._made:,} made"]
        parts += [f"{unchanged:,} unchanged"] if unchanged else []
        parts += [f"{len(event.failed):,} failed"] if event.failed else []
        parts += [f"{event.pending:,} not begun"] if event.pending else []
        parts += [f"{event.flagged:,} with error flags"] if event.flagged else []
        tell(f"{', '.join(parts)}; see {event.files[0]}", quiet=self._quiet)
        if event.pending:
            tell("the same command goes on where this one stopped", quiet=self._quiet)

    def _line(self, event: str, **fields: object) -> None:
        line = json.dumps({"event": event, **fields}, ensure_ascii=True)
        print(line, file=sys.stderr, flush=True)
