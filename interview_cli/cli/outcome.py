"""How a run ends: an exit code, and one or two lines when something went wrong."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from typing import Final

from interview_cli.cli.terminal import make_streams_usable
from interview_cli.errors import InputError, InterviewError
from interview_cli.interview.printable import printable

CLOSED_OUTPUT: Final = 141
"""What a shell reports for a program that ended because nobody reads its output any more, as in `… | head`."""

_REMEDY: Final = "What was saved is safe. Run it again with 'interview --debug …' for the details."
_UNWRITABLE: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM})
"""The errno values of an output that accepts nothing: full, read-only, not ours, or no longer read."""


def run_and_report(action: Callable[[], object], *, debug: bool = False) -> int:
    """Run `action`; its exit code. Errors are reported on stderr, or raised with their traceback under `debug`."""
    make_streams_usable()
    code = _run(action, debug=debug)
    try:
        sys.stdout.flush()
    except OSError as error:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - until the process ends
        return code or _cannot_be_written(error)
    return code


def _run(action: Callable[[], object], *, debug: bool) -> int:
    try:
        action()
    except SystemExit as stop:
        if isinstance(stop.__context__, BrokenPipeError):  # how Typer ends when nobody reads the output
            return CLOSED_OUTPUT
        return stop.code if isinstance(stop.code, int) else 1
    except BrokenPipeError:
        return CLOSED_OUTPUT
    except InterviewError as error:
        if debug:
            raise
        _report(f"Error: {error}\n")
        return error.exit_code
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        if debug:
            raise
        if isinstance(error, OSError) and error.errno in _UNWRITABLE:
            return _cannot_be_written(error)
        _report(f"Error: something unexpected went wrong ({type(error).__name__}: {error}).\n{_REMEDY}\n")
        return 1
    return 0


def _cannot_be_written(error: OSError) -> int:
    """Say that stdout, or the file that the error names, cannot be used; the exit code."""
    if isinstance(error, BrokenPipeError):
        return CLOSED_OUTPUT
    what = f"{error.filename} cannot be used" if error.filename else "The output cannot be written"
    full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    remedy = "Free some space and try again." if full else "Name another place, or check its permissions."
    _report(f"Error: {what}: {error.strerror}.\n{remedy}\n")
    return InputError.exit_code


def _report(text: str) -> None:
    """Write to stderr, where that takes anything."""
    try:
        sys.stderr.write(printable(text))
        sys.stderr.flush()
    except OSError:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - until the process ends
