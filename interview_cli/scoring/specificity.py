"""Details that could be checked: numbers in digits or words, names, dates."""

from __future__ import annotations

from interview_cli.scoring.person_names import KNOWN
from interview_cli.scoring.reading import Hit, Reading

_SMALL = frozenset(
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen twenty thirty forty fifty sixty seventy eighty ninety".split()
)
_LARGE = frozenset("hundred hundreds thousand thousands million millions billion dozen dozens".split())
_RATIO = frozenset("half halved twice doubled tripled quarter third percent zero double triple".split())
_UNITS = frozenset(
    "% percent percentage points point seconds second milliseconds ms minutes minute hours hour days day weeks "
    "week months month years year quarters users customers clients people engineers developers teams requests "
    "rows records servers tickets calls dollars euros pounds gigabytes terabytes gb tb mb kb items orders "
    "pages services bugs times incidents nodes shards partitions replicas stores products stakeholders "
    "members sites countries rps qps k m x".split()
)
_COUNTING = _SMALL | _LARGE | _RATIO
_FIGURES = _COUNTING | {"one"}
_FIGURE_STARTS = frozenset("0123456789$€£")
_LONGEST_FIGURE = 8
_SHARES = frozenset("% percent percentage half halved twice doubled tripled double triple zero".split())
_NO_NAMES = frozenset(
    "i i'm i've i'd i'll ok okay monday tuesday wednesday thursday friday saturday sunday january february "
    "march april may june july august september october november december".split()
)

_GIVEN = frozenset(name.lower() for name in KNOWN)
"""A word behind one of these that opens a sentence is the rest of the same name: "Mary Jane asked"."""


def numbers(reading: Reading) -> list[Hit]:
    """Every figure, in digits or words. A bare "one", "second" or "third" is none; "one week" is.

    Their kind is `share` for percentages and ratios, `measure` for figures with a unit or in words, else `figure`.
    """
    found: list[Hit] = []
    words = reading.words
    count = len(words)
    last = 0
    for index in [index for index, word in enumerate(words) if word in _FIGURES or word[0] in _FIGURE_STARTS]:
        if index < last or (words[index] == "one" and not _unit_follows(words, index)):
            continue
        last = index + 1
        while last < count and (words[last] in _COUNTING or words[last][0] in _FIGURE_STARTS):
            last += 1
        while last < count and words[last] in _UNITS and last - index < _LONGEST_FIGURE:
            last += 1
        kind = "share" if not _SHARES.isdisjoint(words[index:last]) or "%" in words[last - 1] else "figure"
        if kind == "figure" and (last - index > 1 or not words[index].isdigit()):
            kind = "measure"
        found.append(Hit(kind, index, last))
    return found


def _unit_follows(words: list[str], index: int) -> bool:
    return index + 1 < len(words) and (words[index + 1] in _UNITS or words[index + 1] in _LARGE)


def names(reading: Reading) -> list[Hit]:
    """Names of people, companies and tools: capitals inside a sentence, each name once.

    A text that is all lower case or all capitals has none to be found.
    """
    words = reading.words
    openings = {first for first, _ in reading.units}
    found: list[Hit] = []
    seen: set[str] = set()
    for index in reading.capitals:
        word = words[index]
        if index in openings or word in _NO_NAMES or (index - 1 in openings and words[index - 1] in _GIVEN):
            continue
        if found and found[-1].last == index:
            found[-1] = found[-1]._replace(last=index + 1)
        elif word not in seen:
            found.append(Hit("name", index, index + 1))
        seen.add(word)
    return found if len(seen) * 2 < len(words) else []
