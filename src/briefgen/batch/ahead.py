"""Stages that work at the same time, each a bounded step ahead of the next."""

import contextlib
import queue
import threading
from collections.abc import Generator, Iterator
from typing import Generic, TypeVar

_T = TypeVar("_T")
_POLL_S = 0.2


class _End(Generic[_T]):
    """The last thing that a stage says, with the exception that ended it, if one did."""

    def __init__(self, error: BaseException | None) -> None:
        self.error = error


def ahead(source: Generator[_T], *, size: int = 1) -> Iterator[_T]:
    """Run an iterator in a thread of its own, at most `size` values ahead of who takes them.

    Args:
        source: runs in the thread alone and is closed there.
        size: values that may wait. What is in memory is bounded by it.

    Yields:
        The values, in order. Closing this generator stops the thread before its next value.

    Raises:
        BaseException: whatever `source` raised.

    >>> list(ahead(n * n for n in range(4)))
    [0, 1, 4, 9]
    """
    waiting: queue.Queue[_T | _End[_T]] = queue.Queue(maxsize=size)
    stop = threading.Event()

    def put(value: _T | _End[_T]) -> None:
        while not stop.is_set():
            with contextlib.suppress(queue.Full):
                waiting.put(value, timeout=_POLL_S)
                return

    def work() -> None:
        error: BaseException | None = None
        try:
            with contextlib.closing(source):
                for value in source:
                    put(value)
                    if stop.is_set():
                        return
        except BaseException as raised:
            error = raised
        put(_End(error))

    thread = threading.Thread(target=work, name="briefgen-stage", daemon=True)
    thread.start()
    try:
        while True:
            try:
                value = waiting.get(timeout=_POLL_S)  # in pieces, so that Ctrl-C is heard
            except queue.Empty:
                continue
            if isinstance(value, _End):
                if value.error is not None:
                    raise value.error
                return
            yield value
    finally:
        stop.set()
