"""The steps of what a process does with its database, so that something can be killed at each of them.

A step is a statement that writes, or a commit: dying while one reads is dying after the step before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from sqlalchemy import Engine, event

WRITES = ("INSERT", "UPDATE", "DELETE")


class Dies(Protocol):
    """Kills something. `commits` is whether a commit is about to be made."""

    def __call__(self, connection: Any, /, *, commits: bool) -> None: ...


@contextmanager
def killed_at(engine: Engine, step: int, dies: Dies) -> Iterator[Callable[[], int]]:
    """In this block, have `dies` called before step number `step`, from 1; gives how many steps there were."""
    done = 0

    def count(connection: Any, *, commits: bool) -> None:
        nonlocal done
        done += 1
        if done == step:
            dies(connection, commits=commits)

    def write(connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith(WRITES):
            count(connection, commits=False)

    def commit(connection: Any) -> None:
        count(connection, commits=True)

    listeners: list[tuple[str, Any]] = [("before_cursor_execute", write), ("commit", commit)]
    for name, listener in listeners:
        event.listen(engine, name, listener)
    yield lambda: done
    for name, listener in listeners:
        event.remove(engine, name, listener)
