"""The port that pools fill: run a piece of work over many items, somewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Any, ClassVar, Protocol, Self

from interview_cli.batch.items import Item


class Work(Protocol):
    """What is done with an item: a small value that can be sent to any worker.

    `preloaded` is the module whose import prepares a process for the work as far as that is the same for all of it.
    """

    preloaded: ClassVar[str]

    def prepared(self) -> Callable[[Item], Any]:
        """What a worker calls with each item; made once in every worker. Raises nothing but what is unexpected."""
        ...


class OwnFault(str):
    """Why an item failed when nothing is wrong with the item: a bug in this program."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an item: the `result` of the work, or the `problem` that kept it from being done.

    `unreachable` says that a server did not do its part, and `about_it` that this may be for what is in the item.
    `remedy` is what helps then.
    """

    item: Item
    result: Any
    problem: str | None = None
    unreachable: bool = False
    about_it: bool = False
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class TimeLimits:
    """How long an item may take, in seconds."""

    transcript_s: float
    recording_s: float

    def of(self, item: Item) -> float:
        return self.recording_s if item.recording else self.transcript_s


class Pool(Protocol):
    """Works on items with some of them in flight at a time. Used as a context manager; leaving it ends all work."""

    def run(self, items: Iterator[Item]) -> Iterator[Outcome | None]:
        """An outcome for every item, in the order they finish, and None now and then while nothing does.

        Items are taken only as fast as they can be worked on. A worker that hangs or dies costs only the item it was
        working on. Raises UnavailableError when no worker can be started.
        """
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
