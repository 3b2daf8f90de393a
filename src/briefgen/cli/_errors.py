"""From an exception to what the user sees: one or two lines, and an exit code."""

import sys
import traceback
from collections.abc import Callable

from typer import Abort

from briefgen import errors

EXIT_CODES: tuple[tuple[type[Exception], int], ...] = (
    (errors.UsageError, 2),
    (errors.ModelNotInstalledError, 5),
    (errors.BriefgenError, 1),
)
"""The first class that fits gives the code."""

STRICT_EXIT = 4
PARTLY_FAILED_EXIT = 3
INTERRUPTED_EXIT = 130


def exit_code(error: Exception) -> int:
    """The exit code of the contract for an error."""
    for kind, code in EXIT_CODES:
        if isinstance(error, kind):
            return code
    return 1


def guarded(command: Callable[[], object], *, verbose: bool) -> int:
    """Run a command and turn what it raises into an exit code and a message on stderr.

    Args:
        command: the command line, parsed and ready; gives its exit code, or nothing for 0.
        verbose: show tracebacks.
    """
    try:
        code = command()
    except KeyboardInterrupt:
        print("briefgen: interrupted", file=sys.stderr)
        return INTERRUPTED_EXIT
    except BrokenPipeError:
        # The reader of our output has gone: nobody is left to tell.
        sys.stderr.close()
        return 1
    except Abort:
        _report("stopped, as you wished", verbose=False)
        return 1
    except errors.BriefgenError as error:
        _report(str(error), verbose=verbose)
        return exit_code(error)
    except Exception as error:
        usage = getattr(error, "format_message", None)
        if usage is not None:
            # Typer's own errors on arguments; their class is private to it.
            _report(f"{usage()} (briefgen --help shows what there is)", verbose=verbose)
            return 2
        _report(
            f"internal error: {type(error).__name__}: {error}\n"
            "this is a defect of briefgen: run again with -v for the traceback, and report it",
            verbose=verbose,
        )
        return 1
    if code == INTERRUPTED_EXIT:  # Typer has caught the interrupt before us
        print("briefgen: interrupted", file=sys.stderr)
    return code if isinstance(code, int) else 0


def _report(message: str, *, verbose: bool) -> None:
    if verbose:
        traceback.print_exc()
    print(f"briefgen: {message}", file=sys.stderr)
