"""The port that engines fill: run a piece of work over many items, somewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self

from interview_cli.batch.items import Item, ItemResult


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an item: its `result`, or the `problem` that kept it from being worked on."""

    item: Item
    result: ItemResult | None
    problem: str | None = None


class Engine(Protocol):
    """Works on items with some of them under way at a time. Used as a context manager; leaving it ends all work."""

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
