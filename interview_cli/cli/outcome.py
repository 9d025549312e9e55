"""How a run ends: an exit code, and one or two lines when something went wrong."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Final

from interview_cli.cli.terminal import make_streams_usable
from interview_cli.errors import InterviewError
from interview_cli.interview.printable import printable

CLOSED_OUTPUT: Final = 141
"""What a shell reports for a program that ended because nobody reads its output any more, as in `… | head`."""


def run_and_report(action: Callable[[], object], *, debug: bool = False) -> int:
    """Run `action`; its exit code. Errors are told on stderr, or raised with their traceback under `debug`."""
    make_streams_usable()
    code = _run(action, debug=debug)
    try:
        sys.stdout.flush()
    except OSError as error:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - until the process ends
        if isinstance(error, BrokenPipeError):
            return code or CLOSED_OUTPUT
        sys.stderr.write(f"Error: the output cannot be written: {error.strerror}.\n")
        return code or 1
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
        sys.stderr.write(printable(f"Error: {error}\n"))
        return error.exit_code
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        if debug:
            raise
        sys.stderr.write(printable(f"Error: something unexpected went wrong ({type(error).__name__}: {error}).\n"))
        sys.stderr.write("What was saved is safe. Run it again with 'interview --debug …' for the details.\n")
        return 1
    return 0
