"""A worker process of the local pool."""

from __future__ import annotations

import gc
import os
import signal
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import Any, Final

from interview_cli.batch.items import Item
from interview_cli.batch.pool import OwnFault, Work
from interview_cli.errors import InterviewError

READY: Final = "ready"
CLEANS_UP_S: Final = 1.0
"""How long a worker may take to exit (chosen)."""


def serve(connection: Connection[Any, Any], work: Work, threads: int = 1) -> None:
    """Work on the items that come in, one after the other, until the other end is closed.

    Libraries that compute in threads of their own (those of transcribers) are to use no more than `threads`. Sends
    READY once, then `(result, problem)` for each item in order. Ctrl-C is the parent's business.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    os.environ.setdefault("OMP_NUM_THREADS", str(threads))
    inbox: SimpleQueue[Item | None] = SimpleQueue()
    call = work.prepared()
    gc.freeze()  # what is loaded by now stays: the garbage collector need not look through it again and again
    threading.Thread(target=_receive, args=(connection, inbox), daemon=True).start()
    try:
        connection.send(READY)
        while item := inbox.get():
            connection.send(perform(call, item))
    except OSError:
        return


def _receive(connection: Connection[Any, Any], inbox: SimpleQueue[Item | None]) -> None:
    """Takes items in at once, so that the parent never waits; leaves with the parent, whatever is being worked on.

    An idle worker exits, and cleans up after the libraries that it has loaded.
    """
    try:
        while True:
            inbox.put(connection.recv())
    except (EOFError, OSError):
        inbox.put(None)
        threading.main_thread().join(CLEANS_UP_S)
        os._exit(0)


def perform(call: Callable[[Item], Any], item: Item) -> tuple[Any, str | None]:
    """What the work gives for an item, or why it gives nothing."""
    try:
        return call(item), None
    except MemoryError:
        return None, "it needs more memory than is available"
    except InterviewError as error:
        return None, error.message.rstrip(".")
    except Exception as error:  # noqa: BLE001 - what goes wrong with one item must not stop the others
        return None, OwnFault(f"unexpected {type(error).__name__}: {error}")
