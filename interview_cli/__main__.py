"""The program's entry point: turns every expected failure into one or two lines and an exit code."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run the command line and exit with its code."""
    if sys.argv[1:] == ["--version"]:
        from interview_cli import __version__

        print(f"interview {__version__}")  # noqa: T201
        return
    if not sys.argv[1:]:
        from interview_cli.cli.terminal import can_show_app

        if can_show_app():  # the app needs nothing of the command line, whose loading would double the wait
            from interview_cli.cli.outcome import run_and_report
            from interview_cli.tui.launch import run_app

            sys.exit(run_and_report(run_app))
    from interview_cli.cli.main import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    # `python -m interview_cli` must read as `interview` in usage lines.
    sys.argv[0] = os.path.join(os.path.dirname(sys.argv[0]), "interview")  # noqa: PTH118, PTH120
    main()
