"""Which words of a text are somebody's name although they could be something else: Rose, Will, April, Mohammed.

The rules must read "I asked Rose" like "I asked Priya", and find no rise in it. Only the case and the words around
tell; where they do not, a word is taken for a word.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence, Set
from typing import Final

from interview_cli.scoring.cleaning import SENTENCE_END, lower_in_place
from interview_cli.scoring.person_names import GROUPS, KNOWN, NAMES_AND_WORDS
from interview_cli.scoring.verbs import is_regular_past, verbs
from interview_cli.text.words import list_words

_WORD: Final = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_TIMES: Final = frozenset("april may june august summer".split())
_MONTHS: Final = frozenset(
    "january february march april may june july august september october november december".split()
)
_MODALS: Final = frozenset("may will".split())
_NAMES: Final = frozenset(form for name in NAMES_AND_WORDS for form in (name.lower(), f"{name.lower()}'s"))
_KNOWN: Final = frozenset(list_words(name)[0] for name in KNOWN) | {
    list_words(name)[0] for group in GROUPS for name in group.family if "-" in name
}
_FIRST_PERSON: Final = frozenset("i i'm i've i'd i'll".split())
_SUBJECTS: Final = frozenset("i you we they he she it this that there".split())
_BEFORE_TIMES: Final = frozenset(
    "in last since until during early late mid this next every till through around".split()
)
_BEFORE_BOTH: Final = frozenset("from to for of by before after between on the is was be were".split())
_IS: Final = frozenset("is was be were".split())
"""Behind these a possessive is a person's: "that was April's idea"."""
_BEHIND_TIMES: Final = frozenset("first second third fourth fifth".split())
_BEHIND_PEOPLE: Final = frozenset("and who is has does also then never".split())
_BEHIND_VERBS: Final = frozenset("by from up out the a an this that".split())
_BEING: Final = frozenset("was were am had came ended based".split())
"""Past verbs that follow times as well: "April was hard"."""


def name_places(words: Sequence[str], capitals: Sequence[int], first_words: Iterable[int]) -> list[int]:
    """The indexes of words that are names and could be taken for something else, in order.

    `words` are in lower case; `capitals` are the indexes of those that were written with a capital, `first_words` of
    those that begin a sentence, where a capital says nothing. Where most words have one, no name can be told.
    """
    candidates = [
        index for index in capitals if (word := words[index]) in _NAMES or _misleads(word.removesuffix("'s"))
    ]
    if not candidates:
        return []
    openings, capital = set(first_words), set(capitals)
    inside = [index for index in capitals if index not in openings and words[index] not in _FIRST_PERSON]
    if len(inside) * 2 >= len(words):
        return []
    sure = {
        index
        for index in candidates
        if (_opens_as_name(words, index) if index in openings else _is_name(words, index, capital))
    }
    named = {words[index].removesuffix("'s") for index in sure}
    return [index for index in candidates if index in sure or _is_named_again(words, index, named)]


def name_starts(text: str) -> frozenset[int]:
    """Where in a text such names begin, in characters."""
    lowered = lower_in_place(text).replace("’", "'")
    spans = [match.span() for match in _WORD.finditer(lowered)]
    ends = [0, *(match.end() for match in SENTENCE_END.finditer(lowered))]
    openings = {next((at for at, (start, _) in enumerate(spans) if start >= end), -1) for end in ends}
    capitals = [at for at, (start, _) in enumerate(spans) if text[start].isupper()]
    words = [lowered[start:end] for start, end in spans]
    return frozenset(spans[at][0] for at in name_places(words, capitals, openings))


def hidden(name: str) -> str:
    """What a name in lower case is judged as: as long, the same for the same name, and no word there is."""
    return name[::-1].replace("-", "x")


def _misleads(word: str) -> bool:
    """A name like Mohammed looks like a past verb, one like Emily like an adverb, and one like Anne-Marie like two
    words."""
    if "-" in word:
        return word in _KNOWN or _KNOWN.issuperset(word.split("-"))
    return word.endswith(("ed", "ly")) and len(word) > 4 and word not in _MONTHS


def _is_name(words: Sequence[str], index: int, capitals: Set[int]) -> bool:
    """Whether a word with a capital inside a sentence is a name: it is, but for times."""
    if words[index].removesuffix("'s") not in _TIMES:
        return True
    before, following = words[index - 1], _following(words, index)
    if following[:1].isdigit() or following in _BEHIND_TIMES or before in _BEFORE_TIMES:
        return False
    if before in {"and", "or"}:
        listed = index - 2 in capitals and words[index - 2] not in _MONTHS
        return listed or (_acts(following) and following not in _BEING)
    return before not in _BEFORE_BOTH or (before in _IS and words[index].endswith("'s"))


def _opens_as_name(words: Sequence[str], index: int) -> bool:
    """Whether the first word of a sentence is a name, by what it is said to do."""
    word, following = words[index], _following(words, index)
    if word not in _NAMES:
        return "-" in word or word.removesuffix("'s") in _KNOWN
    if words[index + 1 : index + 3] == ["and", "i"] or following in {"my", "our"}:
        return True
    if word.removesuffix("'s") in _TIMES:
        return _acts(following) and following not in _BEING
    return _acts(following) or word.endswith("'s") or following in _BEHIND_PEOPLE


def _is_named_again(words: Sequence[str], index: int, named: Collection[str]) -> bool:
    """Whether a word that could not be told is one that is a name elsewhere in the text."""
    if words[index].removesuffix("'s") not in named:
        return False
    following = _following(words, index)
    is_time = index > 0 and words[index - 1] in _BEFORE_TIMES
    is_verb = following in _BEHIND_VERBS or (words[index] in _MODALS and following in _SUBJECTS)
    return not is_time and not is_verb


def _following(words: Sequence[str], index: int) -> str:
    return words[index + 1] if index + 1 < len(words) else ""


def _acts(word: str) -> bool:
    """Whether a word is what somebody did."""
    return is_regular_past(word) or word in verbs().pasts or word in verbs().states
