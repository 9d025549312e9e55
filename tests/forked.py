"""Processes that fork from one that is ready to score: they start at once, where a new Python takes seconds."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from multiprocessing import forkserver, get_context, resource_tracker
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.conftest import PATIENCE_S, Result


class Forked:
    """A process that calls a function of a module with arguments that can be pickled, and ends with what it returns.

    It has the environment of now, `stdin` to read, and may start worker processes itself.
    """

    def __init__(self, function: Callable[..., int | None], *arguments: Any, stdin: str = "") -> None:
        context = get_context("forkserver")
        context.set_forkserver_preload(["interview_cli.batch.worker"])
        self._folder = TemporaryDirectory()
        streams = [Path(self._folder.name, name) for name in ("stdin", "stdout", "stderr")]
        streams[0].write_text(stdin, encoding="utf-8")
        self._outputs = streams[1:]
        self._process = context.Process(target=_call, args=(function, arguments, streams, dict(os.environ)))
        self._process.start()

    def end(self) -> Result:
        """How it ended; the code is negative for a signal, which is sent when it takes longer than any should."""
        self._process.join(2 * PATIENCE_S)
        self._process.kill()
        self._process.join()
        code = self._process.exitcode
        assert code is not None
        texts = [output.read_text(encoding="utf-8") if output.exists() else "" for output in self._outputs]
        self._process.close()
        self._folder.cleanup()
        return Result(code, *texts)


def _call(
    function: Callable[..., int | None], arguments: tuple[Any, ...], streams: list[Path], environment: dict[str, str]
) -> None:
    os.environ.clear()
    os.environ.update(environment)
    for descriptor, stream in enumerate(streams):
        os.dup2(os.open(stream, os.O_RDWR | os.O_CREAT), descriptor)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - the process has ended when it is closed
    # Python starts another server for the children of a server's children, though they can use the one there is.
    forkserver._forkserver.ensure_running = resource_tracker.ensure_running  # type: ignore[method-assign]
    sys.exit(function(*arguments))
