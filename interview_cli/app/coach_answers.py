"""What a model answers as the coach: sentences checked as they come, and the records that they name."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Sequence
from textwrap import shorten
from typing import TYPE_CHECKING, Final

from interview_cli.learning.coach import Passage

if TYPE_CHECKING:
    from interview_cli.contracts.cv import CoachReply, Source

MOST_SENTENCES: Final = 6
SHOWN_QUOTE: Final = 120
"""The longest quote below an answer, in characters (chosen)."""

_MARK: Final = re.compile(r" ?\[(\d{1,3})\]")


class Marks:
    """The records that a model names, renumbered in order of appearance."""

    def __init__(self, records: int) -> None:
        self._records = records
        self.used: list[int] = []

    def anew(self, sentence: str) -> str:
        """The sentence with the new numbers, and without those of no record."""
        return " ".join(_MARK.sub(self._mark, sentence).split())

    def _mark(self, found: re.Match[str]) -> str:
        number = int(found[1])
        if not 1 <= number <= self._records:
            return ""
        if number not in self.used:
            self.used.append(number)
        return f"{' ' if found[0][0] == ' ' else ''}[{self.used.index(number) + 1}]"


def source_of(passage: Passage, mark: int) -> Source:
    """A record as the contract has it, with the number that stands for it in the answer."""
    source: Source = {
        "kind": passage.kind,
        "id": passage.id,
        "quote": passage.text,
        "mark": f"[{mark}]",
        "label": passage.label,
    }
    return {**source, "command": passage.command} if passage.command else source


def sources_in_words(reply: CoachReply) -> list[str]:
    """What an answer rests on where it only names it, and the commands that show more; each a line."""
    found = []
    for source in reply["rests_on"]:
        if "mark" in source and "label" in source:
            found.append(
                f"{source['mark']} {source['label']}: “{shorten(source['quote'], SHOWN_QUOTE, placeholder=' …')}”"
            )
        if "command" in source:
            found.append(f"see: {source['command']}")
    return list(dict.fromkeys(found))


async def checked(stream: AsyncIterator[str], sources: Sequence[str]) -> AsyncIterator[str]:
    """The sentences of a reply that hold nothing which no source has, as soon as each is whole."""
    from interview_cli.scoring.facts import Facts
    from interview_cli.text.sentences import SentenceSplitter

    facts, splitter = Facts(sources), SentenceSplitter()
    count = 0
    async for piece in stream:
        for sentence in splitter.feed(piece):
            if count < MOST_SENTENCES and not facts.invented(sentence):
                count += 1
                yield sentence
    for sentence in splitter.flush():
        if count < MOST_SENTENCES and not facts.invented(sentence):
            count += 1
            yield sentence
