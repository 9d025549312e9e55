"""How a run ends: an exit code, and one or two lines when something went wrong."""

from __future__ import annotations

import sys
from collections.abc import Callable

from interview_cli.cli.terminal import make_streams_usable
from interview_cli.errors import InterviewError
from interview_cli.interview.printable import printable


def run_and_report(action: Callable[[], object], *, debug: bool = False) -> int:
    """Run `action`; its exit code. Errors are told on stderr, or raised with their traceback under `debug`."""
    make_streams_usable()
    try:
        action()
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 1
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
