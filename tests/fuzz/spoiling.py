"""Files spoilt on purpose, the same ones for the same number."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

LARGE_BYTES: Final = 400_000
"""What is repeated is repeated up to this: time that grows with the square shows, and reading takes a moment."""

EVERY_LARGE: Final = 12
"""One input in so many is nothing but repetition."""

TOKENS: Final = tuple(
    token.encode("utf-8", "surrogatepass")
    for token in (
        *(" ", "\n", "\t", "\r\n", "\0", "\x1b", "\x85", "\u2028", "\ufeff", "\ud800", "\u202e", "🎉", "é", "会"),
        *('"', "'", "`", "```", "\\", "\\u0000", "\\ud800", "[", "]", "{", "}", "<", ">", "(", ")", "<v ", "</v>"),
        *("-", "- ", "- {}\n", "*", "**", "_", "#", "# ", "|", ";", ",", ":", "::", "=", "&a ", "*a", "!!bool x"),
        *("!!int ''", "!!timestamp foo", "? ", "<<: ", "%YAML 9", "---\n", "...", "…", "?", "!", "。", ".", "—"),
        *("2024-02-31", "1:1:1", "-->", "00:00:01.000 --> ", "99:99:99,999", "-1", "1e400", "NaN", "0x", "9" * 5_000),
        *("Q: ", "A: ", "Interviewer: ", "Candidate: ", "um, ", "you know ", "the the ", "So ", "nice to have", "i "),
        *("true", "null", "[1]", "[[", "{a: ", '{"a":', "x=", "{{ ", "}}", "{% ", "a.b.", "www.", "http://a.b/"),
        *("A", "a", "A-", "7", "7 "),
    )
)


@dataclass(frozen=True, slots=True)
class Sample:
    """A file as it should be."""

    name: str
    content: bytes


def spoilt(samples: Sequence[Sample], label: str, number: int, large_bytes: int = LARGE_BYTES) -> Sample:
    """Input `number` of a reader: a sample with some mistakes, or with something in it repeated very often.

    `large_bytes` is how large the latter are: a reader that refuses such files is given smaller ones.
    """
    chance = random.Random(f"{label}-{number}")
    sample = chance.choice(samples)
    if number % EVERY_LARGE == 0:
        return Sample(sample.name, _repeated(chance, sample.content, large_bytes))
    content = sample.content
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        content = _mistaken(chance, content, samples)
    return Sample(sample.name, content[: 2 * LARGE_BYTES])


def _repeated(chance: random.Random, content: bytes, large_bytes: int) -> bytes:
    unit = chance.choice(
        (
            chance.choice(TOKENS),
            chance.choice(TOKENS) + chance.choice(TOKENS),
            _piece(chance, content, 40) or b"x",
            chance.choice(content.splitlines(keepends=True) or [b"\n"]),
        )
    )
    many = unit * (large_bytes // len(unit) + 1)
    place = chance.choice((0, chance.randrange(len(content) + 1), len(content)))
    return content[:place] + many + content[place:]


def _mistaken(chance: random.Random, content: bytes, samples: Sequence[Sample]) -> bytes:
    start = chance.randrange(len(content) + 1)
    end = min(len(content), start + chance.choice((1, 1, 4, 40, 400)))
    match chance.randrange(8):
        case 0:
            return content[:start] + bytes([chance.randrange(256)]) + content[start + 1 :]
        case 1:
            return content[:start] + content[end:]
        case 2:
            return content[:start] + chance.choice(TOKENS) + content[start:]
        case 3:
            return content[:start] + chance.choice(TOKENS) * chance.choice((2, 60, 3_000)) + content[start:]
        case 4:
            return content[:start] + content[start:end] * chance.choice((2, 3, 500)) + content[end:]
        case 5:
            return content[:start]
        case 6:
            other = chance.choice(samples).content
            return content[:start] + other[chance.randrange(len(other) + 1) :]
        case _:
            return content[:start] + _piece(chance, content, 200) + content[end:]


def _piece(chance: random.Random, content: bytes, most: int) -> bytes:
    start = chance.randrange(len(content) + 1)
    return content[start : start + chance.randrange(1, most)]
