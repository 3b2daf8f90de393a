"""From an exception to an exit code and a message."""

from collections.abc import Callable

import pytest
from typer import Abort

from briefgen import errors
from briefgen.cli._errors import exit_code, guarded


def _raising(error: BaseException) -> Callable[[], None]:
    def command() -> None:
        raise error

    return command


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.UsageError("x"), 2),
        (errors.SourceNotFoundError("x"), 1),
        (errors.OfflineError("x"), 1),
        (errors.ModelNotInstalledError("x"), 5),
        (errors.ModelOfflineError("x"), 5),
        (errors.CheckpointError("x"), 1),
        (errors.OutputError("x"), 1),
    ],
)
def test_exit_codes_of_the_contract(error: errors.BriefgenError, code: int) -> None:
    assert exit_code(error) == code


def test_an_interrupted_run_exits_130(capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(_raising(KeyboardInterrupt()), verbose=False) == 130
    assert capsys.readouterr().err == "briefgen: interrupted\n"


def test_a_defect_shows_its_traceback_only_when_asked(
    capsys: pytest.CaptureFixture[str],
) -> None:
    command = _raising(ZeroDivisionError("by chance"))
    assert guarded(command, verbose=False) == 1
    message = capsys.readouterr().err
    assert "internal error: ZeroDivisionError: by chance" in message
    assert "Traceback" not in message
    assert len(message.strip().splitlines()) == 2
    assert guarded(command, verbose=True) == 1
    assert "Traceback" in capsys.readouterr().err


def test_an_error_for_the_user_is_its_message(capsys: pytest.CaptureFixture[str]) -> None:
    command = _raising(errors.OutputError("the disk is full: free some room"))
    assert guarded(command, verbose=False) == 1
    assert capsys.readouterr().err == "briefgen: the disk is full: free some room\n"


def test_what_a_command_gives_is_the_exit_code() -> None:
    assert guarded(lambda: 4, verbose=False) == 4
    assert guarded(lambda: None, verbose=False) == 0


def test_saying_no_to_a_question_is_no_defect(capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(_raising(Abort()), verbose=False) == 1
    assert "defect" not in capsys.readouterr().err
