"""Runs the command line in this process, as `briefgen ARGUMENTS` would run."""

import sys
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper

import pytest

from briefgen.cli.app import main


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    code: int
    out: str
    err: str


class Cli:
    """Call it with arguments; `stdin` is what the command reads from standard input."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch = monkeypatch
        self._capfd = capfd

    def __call__(self, *arguments: str, stdin: str = "") -> Outcome:
        self._monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(stdin.encode()), "utf-8"))
        with pytest.raises(SystemExit) as ended:
            main(list(arguments))
        sys.stdout.flush()
        captured = self._capfd.readouterr()
        code = ended.value.code
        return Outcome(
            code=code if isinstance(code, int) else 0, out=captured.out, err=captured.err
        )
