"""When a word that can be a discourse marker is one: hand-written rules, one function per marker.

A rule looks at two words and the punctuation on either side, and at short lists of words by what they do in a
sentence. Each docstring shows what its rule accepts and what it must leave alone. What the rules reach on real speech
is measured by benchmarks/fillers.py.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from interview_cli.text import lexicon
from interview_cli.text.lexicon import word_set
from interview_cli.text.sentences import END_MARKS, LINE_ENDS
from interview_cli.text.words import Words

SUBJECTS: Final = word_set("i you he she it we they who people everybody everyone somebody someone nobody")
SPEAKERS: Final = word_set("i you he she we they")
OBJECTS: Final = word_set("it them him me us her you")
CONTRACTED: Final = word_set(
    "i'm you're he's she's it's we're they're that's there's i've you've we've they've i'd you'd we'd they'd he'd"
    " she'd i'll you'll he'll she'll we'll they'll it'll what's who's here's"
)
DETERMINERS: Final = word_set(
    "a an the this that these those my your our their his her its some any every each no another"
)
BE_FORMS: Final = word_set(
    "is are was were be been being am i'm you're he's she's it's we're they're that's there's who's what's isn't"
    " aren't wasn't weren't"
)
AUXILIARIES: Final = word_set("do does did are is was were have has can could would will don't didn't isn't aren't")
PREPOSITIONS: Final = word_set(
    "in at on for with from about by into through during after before over under around since until between within"
    " without toward towards as than"
)
CONJUNCTIONS: Final = word_set("and but or because cause then when if while")
QUESTION_WORDS: Final = lexicon.QUESTION_WORDS | word_set("what's how's who's where's")
NUMBERS: Final = lexicon.ONES.keys() | lexicon.TENS.keys() | lexicon.SCALES.keys() | word_set("half once twice")
FILLED_PAUSES: Final = word_set("uh um er erm uhm hmm")
RESPONSES: Final = word_set("yeah yes no oh okay ok right well exactly uh-huh that's")
REPORTING_VERBS: Final = word_set("said say saying says mentioned told tell talked talking was were")
CLAUSE_STARTS: Final = SUBJECTS | CONTRACTED | DETERMINERS | QUESTION_WORDS


OPEN: Final = ""
"""Nothing but blanks is between two words."""
COMMA: Final = ","
"""A mark that does not end a sentence is between two words."""
STOP: Final = "."
"""A sentence, or the text, begins or ends between two words."""

_MIN_LOOSE_WORDS: Final = 10

MOST_COMPARED: Final = 4
"""What somebody or something is like takes so few words: "like everyone in my family" (chosen)."""


class Context(NamedTuple):
    """What surrounds a candidate; words are "" where the text ends.

    `capital` tells a capital letter after a word in lower case, which begins a sentence even without a mark.
    `loose` text has no punctuation to go by. `to_stop` is how many words are behind it up to the end of the sentence.
    """

    previous: str
    before_previous: str
    following: str
    after_following: str
    before: str
    after: str
    capital: bool
    loose: bool
    to_stop: int


Rule = Callable[[Context], bool]


def is_you_know(c: Context) -> bool:
    """Accepts "it was, you know, slow"; leaves "do you know", "you know the answer", "you know what I mean"."""
    if c.before == OPEN and c.previous in _KNOWING:
        return c.loose and c.previous in {"don't", "would"}
    if c.after != OPEN:
        return True
    if c.following in {"the", "a"} and c.after_following in _KNOWN_THINGS:
        return False
    if c.loose:
        return not (c.following in {"what", "how"} and c.after_following in {"i", "that", "the", "you"})
    return c.following not in _KNOWN and (c.before == COMMA or c.following not in _DEFINITE)


_KNOWING: Final = word_set("do did does if as whether how let least don't didn't would before until")
_KNOWN: Final = word_set("what how why who where which that about anything of him them whether nothing everything")
_KNOWN_THINGS: Final = word_set("answer answers difference drill feeling lot rules story thing truth type way")
_DEFINITE: Final = word_set("the my your his her our their this these those it")


def is_i_mean(c: Context) -> bool:
    """Accepts "I mean, it was slow"; leaves "that's what I mean", "I mean to"."""
    if c.before == OPEN and c.previous in {"what", "who", "which", "whatever", "if"}:
        return False
    return c.loose or c.after != OPEN or c.following not in {"to", "by"}


def is_well(c: Context) -> bool:
    """Accepts "well, we tried"; leaves "it went well", "as well", "well aware"."""
    if c.before != OPEN or c.capital:
        return c.after != OPEN or c.following not in _WELL_DONE
    if c.previous in _MANNER or c.following in _WELL_DONE:
        return False
    if c.previous in _BEFORE_WELL or (c.after == OPEN and c.following in CLAUSE_STARTS):
        return True
    return c.loose and not c.previous.endswith(("ed", "ing"))


_MANNER: Final = word_set(
    "as very pretty so real really how quite too fairly rather extremely reasonably equally might do does did done"
    " doing gone going work works worked working out pay pays perform performs is it's i'm are be can feel not"
)
_WELL_DONE: Final = word_set("as enough aware worth known educated rounded versed done informed equipped cared or")
_BEFORE_WELL: Final = word_set("oh yeah yes no but and okay um uh said say thought because then like know see mean")


def is_like(c: Context) -> bool:
    """Accepts "it was, like, slow", "for like two years"; leaves "I like", "something like that", "looks like"."""
    if c.following == "to" or (c.after == OPEN and c.following in {"that", "those", "these"}):
        return False
    if c.following in SPEAKERS and c.after_following in REPORTING_VERBS:
        return False
    if _paused(c):
        return _is_like_after_pause(c)
    if c.previous == "to":
        return c.before_previous in _GOING or _is_number(c.following)
    if c.previous in _LIKE_HEADS or c.previous in _LIKING:
        return False
    if c.previous in BE_FORMS:
        compares = c.previous == "it's" or c.following in _COMPARED
        return c.after == OPEN and (_is_number(c.following) or not compares)
    if c.previous in _BEFORE_LIKE or (_is_number(c.following) and c.to_stop > 1):  # not "one like five"
        return True
    return c.after == OPEN and c.following in PREPOSITIONS and c.previous not in {"just", "even"}


def _is_like_after_pause(c: Context) -> bool:
    """After a pause, "like" leads into something new; a bare noun or verb after it is an example instead, as is "like
    in the rush", and a few last words are a comparison: "a mechanic, like my father"."""
    if c.after == COMMA or c.previous in FILLED_PAUSES:
        return True
    compares = c.previous not in CONJUNCTIONS and c.following in _COMPARED_TO and c.to_stop <= MOST_COMPARED
    if compares or (c.following in {"in", "at", "on", "with", "for"} and c.after_following in DETERMINERS):
        return False
    return c.following in CLAUSE_STARTS or c.following in PREPOSITIONS or c.following == "if"


_COMPARED_TO: Final = DETERMINERS | {"everybody", "everyone"}

_LIKE_HEADS: Final = word_set(
    "thing things something anything nothing everything stuff someone anyone anybody somebody people seem seems"
    " seemed sound sounds sounded look looks looked looking feel feels felt feeling taste tastes smell smells act"
    " acts acting acted of not more much really almost exactly kind sort lot always usually even only"
)
_LIKING: Final = word_set(
    "i you we they who don't didn't doesn't wouldn't do did would i'd you'd we'd they'd he'd she'd might also never"
    " still both"
)
_GOING: Final = word_set("go goes going went gone down up on back over talk talked listen listening get limited")
_COMPARED: Final = (
    CLAUSE_STARTS | OBJECTS | PREPOSITIONS | {"if", "oh", "okay", "well", "uh", "um", "anything", "anywhere"}
)
_BEFORE_LIKE: Final = (
    PREPOSITIONS
    | CONJUNCTIONS
    | word_set("have had has having got get gets getting there's use used using mean that a every")
    | word_set("make made making watch pay paid put create give gives called start take takes took said")
)


def is_so(c: Context) -> bool:
    """Accepts "so, what do you think?", "so anyway"; leaves "so that", "so much", "it rained, so we left"."""
    if c.before != STOP and not c.capital:
        return False
    if c.after == OPEN:
        return c.following in {"anyway", "do", "how", "are", "which"}
    return c.following in {"anyway", "well"} or c.following in QUESTION_WORDS or c.following in AUXILIARIES


def is_now(c: Context) -> bool:
    """Accepts "now, that is hard", "now what do we do"; leaves "right now", "we do it now"."""
    if c.after == STOP or (c.before == OPEN and not c.capital):
        return False
    if c.after == COMMA:
        return c.following not in {"and", "but", "so", "because"}
    if c.following in QUESTION_WORDS or c.following in AUXILIARIES:
        return True
    if c.following == "i":
        return c.before != COMMA and c.after_following in _SAID_OF_ONESELF  # not "now I work in Graz"
    return c.before != COMMA and c.following in {"i've", "my", "this", "if", "you", "you're", "see", "maybe"}


_SAID_OF_ONESELF: Final = AUXILIARIES | word_set("think know mean guess understand see suppose didn't am had")


def is_actually(c: Context) -> bool:
    """Accepts "actually, we lost"; leaves "we actually lost"."""
    if c.before == OPEN and c.previous not in {"well", "uh", "um", "yeah"}:
        return False
    return c.after == COMMA or c.following in CLAUSE_STARTS


def is_okay(c: Context) -> bool:
    """Accepts "we shipped it and, okay, um, it broke"; leaves "okay." and "that is okay"."""
    return c.before == c.after == COMMA and c.following in FILLED_PAUSES


def is_basically(c: Context) -> bool:
    """Accepts "it was, basically, slow"; leaves "it is basically done"."""
    return c.before == c.after == COMMA


def is_right(c: Context) -> bool:
    """Accepts "it was slow, right, so I fixed it"; leaves "the right answer", "that's right", "yeah, right"."""
    alone = c.before == c.after == COMMA and not c.capital
    return alone and c.previous not in RESPONSES and c.following not in RESPONSES


SINGLE_RULES: Final[dict[str, Rule]] = {
    "well": is_well,
    "like": is_like,
    "so": is_so,
    "now": is_now,
    "actually": is_actually,
    "okay": is_okay,
    "ok": is_okay,
    "basically": is_basically,
    "right": is_right,
}
PHRASE_RULES: Final[dict[str, tuple[str, Rule]]] = {"you": ("know", is_you_know), "i": ("mean", is_i_mean)}


def context(said: Words, first: int, last: int, loose: bool) -> Context:
    """The surroundings of the words `first` to `last`; `loose` is the result of `is_loose`."""
    words, count = said.words, len(said.words)
    return Context(
        previous=words[first - 1] if first else "",
        before_previous=words[first - 2] if first > 1 else "",
        following=words[last + 1] if last + 1 < count else "",
        after_following=words[last + 2] if last + 2 < count else "",
        before=boundary(said.gaps[first]) if first else STOP,
        after=boundary(said.gaps[last + 1]) if last + 1 < count else STOP,
        capital=first > 0 and _begins_sentence(said, first),
        loose=loose,
        to_stop=_words_to_stop(said, last + 1),
    )


def _words_to_stop(said: Words, first: int) -> int:
    """How many words there are from word `first` to the end of the sentence; of many, one more than MOST_COMPARED."""
    ends = range(first + 1, min(first + MOST_COMPARED, len(said)) + 1)
    return next((end - first for end in ends if end == len(said) or is_stop(said.gaps[end])), MOST_COMPARED + 1)


def is_loose(said: Words) -> bool:
    """Whether a text is long enough to have punctuation and has none, as some speech recognition gives it."""
    return len(said.words) >= _MIN_LOOSE_WORDS and not any(map(str.strip, set(said.gaps)))


_STOPS: Final = frozenset(END_MARKS + LINE_ENDS)


def is_stop(gap: str) -> bool:
    """Whether a mark or line break that may end a sentence is between two words."""
    return not _STOPS.isdisjoint(gap)


def boundary(gap: str) -> str:
    """How far a gap separates its words: OPEN, COMMA or STOP."""
    if gap == " ":
        return OPEN
    if is_stop(gap):
        return STOP
    return OPEN if gap.isspace() else COMMA


def _begins_sentence(said: Words, index: int) -> bool:
    """Whether word `index` has a capital and the word before it none."""
    starts = said.starts
    return said.text[starts[index]].isupper() and said.text[starts[index - 1]].islower()


def _paused(c: Context) -> bool:
    """Whether the speaker stopped before the candidate: a mark, or another filler."""
    return c.before != OPEN or c.previous in FILLED_PAUSES or (c.before_previous, c.previous) in _PHRASES


_PHRASES: Final = {("you", "know"), ("i", "mean")}


def _is_number(word: str) -> bool:
    return word in NUMBERS or word[:1].isdigit()
