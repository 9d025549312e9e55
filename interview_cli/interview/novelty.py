"""Is a question new? A question is a repeat when an earlier one asks the same thing, in whatever words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final

from interview_cli.interview.content_words import content, weight, words
from interview_cli.interview.inbox import in_thread

Similarity = Callable[[str, Sequence[str]], Sequence[float]]
"""How alike in meaning a text and each of some others are, from -1 to 1."""

SAME_LETTERS: Final = 80.0
"""Likeness of the sorted words (0-100) from which two questions are one; 560 distinct shipped ones reach 76."""

SAME_CONTENT: Final = 0.65
"""Share of the content words of both (Dice). Of 156,520 pairs of shipped questions one reaches it, and is a near
repeat; of 15 pairs of paraphrases 12 do."""

ALL_OF_THE_SHORTER: Final = 0.8
"""Share of the shorter question's content words that the other has too; no shipped pair reaches it."""

_ENOUGH_TO_COMPARE: Final = 1.5
"""A question with less than one word of its subject and one general word cannot be distinguished by that share."""

SAME_MEANING: Final = 0.8
"""Cosine of MiniLM embeddings: shipped pairs reach 0.75, 13 of 15 pairs of paraphrases are above."""

ASKING_WORDS: Final = "tell describe share give explain specific example instance time situation face resolve"
"""Words with which any question about an experience is put: they say nothing about what it asks (chosen)."""

_REMEMBERED_TEXTS: Final = 4096


def repeated(
    text: str, earlier: Sequence[str], language: str = "en", similarity: Similarity | None = None
) -> str | None:
    """The earlier question that `text` asks again, None when it is new.

    Words decide; with `similarity`, meaning does too. `language` is an ISO 639-1 code.
    """
    found = next((other for other in earlier if _same_words(text, other, language)), None)
    if found is None and similarity and earlier:
        likeness = similarity(text, earlier)
        found = next((other for other, value in zip(earlier, likeness, strict=True) if value >= SAME_MEANING), None)
    return found


async def repeated_meanwhile(
    text: str, earlier: Sequence[str], language: str, similarity: Similarity | None
) -> str | None:
    """As `repeated`, in a thread of its own, which may take seconds to load what compares meanings.

    Nobody waits for that thread when the task is cancelled or the program ends, as they would for one of a pool.
    """
    return await in_thread(lambda: repeated(text, earlier, language, similarity))


def _same_words(first: str, second: str, language: str) -> bool:
    from rapidfuzz import fuzz

    if fuzz.ratio(*(" ".join(sorted(words(each))) for each in (first, second))) >= SAME_LETTERS:
        return True
    one, other = _content(first, language), _content(second, language)
    common = weight(one.keys() & other.keys(), one)
    sizes = sum(one.values()), sum(other.values())
    if common and 2 * common / sum(sizes) >= SAME_CONTENT:
        return True
    return min(sizes) >= _ENOUGH_TO_COMPARE and common / min(sizes) >= ALL_OF_THE_SHORTER


@lru_cache(maxsize=_REMEMBERED_TEXTS)
def _content(text: str, language: str) -> dict[str, float]:
    found, asking = content(text, language), content(ASKING_WORDS)
    return {word: each for word, each in found.items() if word not in asking} or found
