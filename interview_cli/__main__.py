"""The program's entry point: turns every expected failure into one or two lines and an exit code."""

from __future__ import annotations

import os
import sys
import time

TYPE_CHECKING = False  # as `typing` has it, whose import takes longer than all of `--version`
if TYPE_CHECKING:
    from typing import NoReturn

_PATIENCE_S = 3.0
"""How long after Ctrl-C the program may take to end in order before another one ends it at once (chosen)."""

_interrupted_at: float | None = None


def main() -> None:
    """Run the command line and exit with its code."""
    if sys.argv[1:] == ["--version"]:
        from interview_cli import __version__

        print(f"interview {__version__}")  # noqa: T201
        return
    import signal

    signal.signal(signal.SIGINT, _interrupt_once)
    if not sys.argv[1:]:
        from interview_cli.cli.terminal import can_show_app

        if can_show_app():  # the app needs nothing of the command line, whose loading would double the wait
            from interview_cli.cli.outcome import run_and_report
            from interview_cli.tui.launch import run_app

            _exit(run_and_report(run_app))
    from interview_cli.cli.main import run

    _exit(run(sys.argv[1:]))


def _exit(code: int) -> NoReturn:
    """End with a code that a late Ctrl-C doesn't change: Python gives signals back their defaults as it ends."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.exit(code)


def _interrupt_once(*_: object) -> None:
    """Turn the first Ctrl-C into KeyboardInterrupt, in a blocking read inside asyncio too; let it end in order."""
    global _interrupted_at
    if _interrupted_at is None:
        _interrupted_at = time.monotonic()
        raise KeyboardInterrupt
    if time.monotonic() - _interrupted_at > _PATIENCE_S:
        os._exit(130)


if __name__ == "__main__":
    # `python -m interview_cli` must read as `interview` in usage lines.
    sys.argv[0] = os.path.join(os.path.dirname(sys.argv[0]), "interview")  # noqa: PTH118, PTH120
    main()
