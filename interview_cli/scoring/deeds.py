"""Who did what: every deed that an answer tells of, with its doer.

A subject ("I", "we", "she", "the supplier") opens a clause; the verb behind it says whether something was done, is
being done, was not done, or only might be. Verbs joined to it by a comma or "and" belong to the same doer until
another subject takes over: "I listed both options, asked her and built a cache" are three deeds.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from interview_cli.scoring.verbs import Verbs, is_regular_past, verbs
from interview_cli.text.lexicon import FRACTIONS, FUNCTION_WORDS, ONES, TENS


class Actor(StrEnum):
    """Who acts, as the candidate puts it. NOBODY stands for a passive without a doer: "it was repaired"."""

    OWN = "own"
    SHARED = "shared"
    OTHER = "other"
    NOBODY = "nobody"


class Form(StrEnum):
    """How a verb is told: done in the past, told in the present, ongoing, a habit, not done, or only thought of."""

    PAST = "past"
    PRESENT = "present"
    ONGOING = "ongoing"
    HABIT = "habit"
    NOT_DONE = "not_done"
    THOUGHT = "thought"
    STATE = "state"


class Deed(NamedTuple):
    """A verb with its subject: word indexes of both, who acts, and how it is told."""

    actor: Actor
    form: Form
    subject: int
    verb: int


_OWN = frozenset("i i'm i've i'd i'll".split())
_SHARED = frozenset("we we're we've we'd we'll".split())
_OTHER = frozenset(
    "he she they it who which he's she's it's they're they've they'd he'd she'd it'd he'll she'll they'll it'll "
    "who's who'd that's there there's somebody someone everyone everybody nobody nothing "
    "something people anyone anybody this these those".split()
)
_HAVE = frozenset("have has had haven't hasn't hadn't".split())
_BE = frozenset("am is are was were be been being wasn't weren't isn't aren't".split())
_DO = frozenset("do does did didn't don't doesn't".split())
_JOINING = frozenset("and then but or".split())
_DETERMINERS = frozenset(
    "the a an my our your his her its their this that these those every each some any no one two three four five six "
    "seven eight nine ten all both another other more most many several half".split()
)
_PREPOSITIONS = frozenset(
    "in on at to for from with by of into onto about after before over under up down out off through around between "
    "against amongst among without within across along behind until as than like near past during since beside "
    "towards".split()
)
_OBJECTS = _DETERMINERS | frozenset(
    "me him her them it us you everyone everybody what why how who where whether if that up down out off away back "
    "over there people somebody myself".split()
)
_CONDITIONS = frozenset("if when whenever unless nowadays whoever".split())
_EACH = frozenset({"every", "each"})
_TURNS = _OWN | _SHARED | _OTHER | _JOINING | _CONDITIONS | _EACH | _BE
"""Words at which a clause may take another turn."""

_REPEATED = frozenset("time day morning afternoon evening night week month year shift meeting monday friday".split())
""" "Every morning I check" is a habit; "I cross out every clause" is not."""

_GOT_BY_LUCK = frozenset("chance opportunity idea job permission offer feeling impression call right".split())
_CAUSED_WITHIN = 6
""" "I got the head of the school to give me two cones" is a deed, "I got the chance to go" is not."""

_NOT_TOLD_AFTER = frozenset(
    "like as what how wish wished thought do did does can could should would will may shall must".split()
)
"""Before "I" these make a question or a thing talked about, not a deed: "what I took from it"."""
_NO_VERBS = (
    _OWN
    | _SHARED
    | _OTHER
    | _PREPOSITIONS
    | _DETERMINERS
    | _JOINING
    | _CONDITIONS
    | _EACH
    | frozenset("me him so because".split())
    | FRACTIONS.keys()
) - {
    "like",
    "near",
}
_SAYING = frozenset("say says said tell tells told asked asks ask goes answered answers".split())
"""What another says behind these is in their words: "he says, I decide here"."""

_ARTICLES = frozenset("a an the my our".split())
"""Before these "put" and "set" tell what was done, where somebody tells something at all: "Put a meter on it"."""

_OTHERS_OBJECTS = frozenset("him her".split())
"""Who does something to "her" is not the "she" of the sentence before."""

_NOBODY = frozenset("nothing nobody".split())

_PERSONS = frozenset("he she he's she's he'd she'd".split())

_ACTED_ON = _OBJECTS - {"that", "out", "over", "back", "me"}
"""Behind a verb without a subject these make it a deed: "opened it", "asked the baker"."""

_BEING = _BE | _HAVE
_AUXILIARIES = _BE | _HAVE | _DO
_NOTHING_DONE = _OBJECTS | _NO_VERBS | FUNCTION_WORDS
_BARE_OBJECTS = _OBJECTS - _PREPOSITIONS
_NO_OBJECTS = _JOINING | _BE
_OF_ITS_OWN = _DETERMINERS - {"this", "that", "no"}
"""Behind "did" these begin what was done: "did the round"."""

_OBJECTS_TOO = frozenset("it you this these those people everyone everybody nothing nobody something".split())

_WATCHING = frozenset("watch watched watches saw".split())
_PEOPLE = (["him"], ["her"], ["them"])
"""Who watches others do something does nothing."""

_NUMBERS = frozenset(ONES) | frozenset(TENS)

_HAPPENED = frozenset("turned happened ended came".split())
"""At the start of a clause without a subject these tell of things: "turned out to be the pump"."""

_JUDGING = frozenset("hard easy useful strange odd weird very really quite so too fun nice good".split())

_TURNING_OUT = frozenset("ended end wound wind came come went go".split())

_NOT_YET_AFTER = frozenset("before until till".split())
_CLAUSE_MARKS = frozenset(",;:—–-(")


_HABIT_OPENINGS = (("now",), ("these", "days"), ("since", "then"), ("from", "then"), ("nowadays",), ("today",))


_HABIT_WORDS = frozenset(mark[0] for mark in _HABIT_OPENINGS)


def _opens_habit(words: Sequence[str], first: int, last: int) -> bool:
    """Whether a clause begins as one about how things are done now: "Since then I bring the page"."""
    if words[first] not in _HABIT_WORDS and (last - first < 2 or words[first + 1] not in _HABIT_WORDS):
        return False
    opening = tuple(words[first : min(last, first + 3)])
    return any(opening[skip : skip + len(mark)] == mark for mark in _HABIT_OPENINGS for skip in (0, 1))


def find_deeds(words: Sequence[str], gaps: Sequence[str], units: Sequence[tuple[int, int]]) -> list[Deed]:
    """The deeds of a text, in order. `gaps[i]` is what stands before word `i`; `units` are its sentences or clauses.

    Where a terse speaker leaves the subject out, it is "I", or whoever alone the sentence before was about: "She came
    out. Sent us a photo". Linear in the number of words.
    """
    found: list[Deed] = []
    speaks_of_others = tells = False
    for first, last in units:
        unsaid = Actor.OTHER if speaks_of_others else Actor.OWN
        deeds = _Clause(words, gaps, first, last, unsaid, tells=tells).deeds()
        tells = tells or any(deed.form is Form.PAST for deed in deeds)
        speaks_of_others = bool(deeds) and all(
            deed.actor is Actor.OTHER and words[deed.subject] in _PERSONS and words[deed.verb] not in _SAYING
            for deed in deeds
        )
        found += deeds
    return found


class _Clause:
    """One sentence or clause on its way from first word to last."""

    def __init__(
        self, words: Sequence[str], gaps: Sequence[str], first: int, last: int, unsaid: Actor, *, tells: bool
    ) -> None:
        self.unsaid, self.tells = unsaid, tells
        self.words, self.gaps, self.first, self.last = words, gaps, first, last
        self.verbs: Verbs = verbs()
        self.found: list[Deed] = []
        self.chain: Deed | None = None
        self.noun_first = False
        self.quoted = False
        self.conditional = self._is_condition(first)
        self.habitual = _opens_habit(words, first, last)

    def deeds(self) -> list[Deed]:
        words, gaps, last = self.words, self.gaps, self.last
        index = self._without_subject()
        while index < last:
            word = words[index]
            if word not in _TURNS and gaps[index] == " " and not self.noun_first:
                index += 1  # most words: nothing turns here
                continue
            if word in _OWN or word in _SHARED:
                index = self._pronoun(index)
                continue
            if word in _OTHER and not (word == "that" or self._is_object(index) or self._is_place(index)):
                index = self._pronoun(index)
                continue
            if word in _JOINING or (index > self.first and not _CLAUSE_MARKS.isdisjoint(gaps[index])):
                index = self._joined(index)
                continue
            if (word in _CONDITIONS or word in _EACH) and self._is_condition(index):
                self.conditional = True
            elif self.chain and self._noun_takes_over(index):
                self._other_noun(index)
            elif word in _BE and self.chain is None:
                self._passive(index)
            index += 1
        return self.found

    def _is_condition(self, index: int) -> bool:
        """Whether a word makes what follows a case that may come or comes again: "if", "whenever", "every time"."""
        word = self.words[index]
        following = self.words[index + 1] if index + 1 < self.last else ""
        return word in _CONDITIONS or (word in _EACH and following in _REPEATED)

    def _has_object(self, verb: int, also: frozenset[str] = frozenset()) -> bool:
        """Whether what stands behind a verb can be what it acts on: "lay it", "take eleven samples"."""
        following = self.words[verb + 1] if verb + 1 < self.last else ""
        return following in _OBJECTS or following in also or following[:1].isdigit() or following in _NUMBERS

    def _causes(self, at: int) -> bool:
        """Whether "got" says that the speaker brought something about: "got her in", "got it replaced", "got the lab
        to mix it"."""
        behind = self.words[at + 1 : min(self.last, at + 2 + _CAUSED_WITHIN)]
        if behind and behind[0] in {"him", "her", "them", "everyone"}:
            return True
        if behind[:1] == ["it"] and behind[1:] and self.verbs.is_past(behind[1]):
            return True
        cause = behind.index("to") if "to" in behind[:-1] else 0
        return cause > 1 and behind[cause + 1] not in _DETERMINERS and _GOT_BY_LUCK.isdisjoint(behind[:cause])

    def _without_subject(self) -> int:
        """Terse speakers leave "I" out: "Opened it up, found a chafed cable". Returns where to read on."""
        at, negated, _ = self._skip_adverbs(self.first)
        word = self.words[at] if at < self.last else ""
        following = self.words[at + 1] if at + 1 < self.last else ""
        tells = (
            self.verbs.is_past(word)
            and word not in _HAPPENED
            and (word not in self.verbs.irregular_bases or (self.tells and following in _ARTICLES))
            and word not in self.verbs.states
        )
        if not tells or negated or following not in _ACTED_ON:
            return self.first
        self.chain = Deed(Actor.OWN if following in _OTHERS_OBJECTS else self.unsaid, Form.PAST, at, at)
        self.found.append(self.chain)
        return at + 1

    def _is_object(self, index: int) -> bool:
        """Whether a pronoun that could be a subject is what the verb before it acts on: "I asked you"."""
        if self.words[index] not in _OBJECTS_TOO:
            return False
        before = self.words[index - 1] if index > self.first else ""
        return bool(before) and (
            before in _PREPOSITIONS
            or (self.chain is not None and self.chain.verb == index - 1)
            or before.endswith("ing")
        )

    def _is_place(self, index: int) -> bool:
        """Whether "there" says where, and not that something is: "I went there, carried two of them"."""
        following = self.words[index + 1] if index + 1 < self.last else ""
        return self.words[index] == "there" and following not in _BEING and following not in self.verbs.modals

    def _pronoun(self, index: int) -> int:
        """Read the verb group behind a pronoun; returns where to read on."""
        words, last = self.words, self.last
        subject = words[index]
        actor = Actor.OWN if subject in _OWN else Actor.SHARED if subject in _SHARED else Actor.OTHER
        if actor is Actor.OWN and index + 1 < last and words[index + 1] == "and" and index + 2 < last:
            if self._is_spoken_to(index):
                return index + 1
            return self._and_i(index)
        if (
            actor is Actor.OWN
            and index >= self.first + 2
            and words[index - 1] == "and"
            and self._is_company(index - 2)
        ):
            actor = Actor.SHARED
        verb, form = self._verb_group(index)
        if verb is None:
            self.chain = None
            return index + 1
        if index > self.first and words[index - 1] in _NOT_TOLD_AFTER and form in {Form.PAST, Form.PRESENT}:
            form = Form.THOUGHT
        if form is Form.PRESENT and index > self.first and words[index - 1] in _NOT_YET_AFTER:
            form = Form.HABIT
        if form is Form.PAST and self._is_supposed(index):
            form = Form.THOUGHT
        if actor is Actor.OTHER and subject in _NOBODY and form in {Form.PAST, Form.PRESENT}:
            form = Form.NOT_DONE
        if index > self.first + 1 and words[index - 1] in _REPEATED and words[index - 2] in _EACH:
            form = Form.HABIT
        if actor is Actor.OTHER and words[verb] in _SAYING:
            self.quoted = True
        elif self.quoted and actor is not Actor.OTHER and form is Form.PRESENT:
            form = Form.THOUGHT
        if words[index] == "it" and words[verb] in _HAPPENED:
            form = Form.STATE
        deed = Deed(actor, form, index, verb)
        self.found.append(deed)
        left = form is Form.NOT_DONE and self.verbs.is_past(words[verb])
        self.chain = deed._replace(form=Form.PAST) if left else deed
        self.noun_first = False
        return verb + 1

    def _is_supposed(self, index: int) -> bool:
        """Whether what follows a subject is only a case or denied: "if I brought it", "I don't think I asked",
        "making sure they made sense"."""
        before = self.words[index - 1] if index > self.first else ""
        denied = index > self.first + 1 and self.words[index - 2] in self.verbs.negations
        return before in {"if", "sure"} or (denied and before in {"think", "say", "believe"})

    def _and_i(self, index: int) -> int:
        """ "I and my colleague rang": done together, or "I, and …" left alone."""
        stop = min(self.last, index + 6)
        for at in range(index + 2, stop):
            if self.verbs.is_past(self.words[at]) and self.words[at] not in self.verbs.states:
                deed = Deed(Actor.SHARED, Form.PAST, index, at)
                self.found.append(deed)
                self.chain = deed
                return at + 1
        self.chain = None
        return index + 1

    def _is_spoken_to(self, index: int) -> bool:
        """Whether "I" is somebody that another acts on: "she talked to my partner and I"."""
        before = self.words[max(self.first, index - 4) : index]
        return list(before[-1:]) == ["and"] and not _PREPOSITIONS.isdisjoint(before)

    def _is_company(self, index: int) -> bool:
        """Whether a word before "and I" names somebody: "Tom and I", "my manager and I"."""
        if self.words[index] in _JOINING or self.words[index] in FUNCTION_WORDS:
            return False
        start = index - 1 if index > self.first and self.words[index - 1] in _DETERMINERS else index
        return (
            start == self.first or self.words[start - 1] in _JOINING or not _CLAUSE_MARKS.isdisjoint(self.gaps[start])
        )

    def _verb_group(self, index: int) -> tuple[int | None, Form]:
        """The verb that belongs to the subject at `index`, and how it is told."""
        words, last, known = self.words, self.last, self.verbs
        subject = words[index]
        at, negated, habit = self._skip_adverbs(index + 1)
        if at >= last:
            return None, Form.STATE
        ending = subject.rpartition("'")[2] if "'" in subject else ""
        word = words[at]
        if ending == "ll" or word in known.modals:
            return at, Form.THOUGHT
        if ending == "d" and (not known.is_participle(word) or word in known.irregular_bases) and word != "been":
            return at, Form.THOUGHT
        if ending in {"ve", "d"}:
            return self._perfect(at, negated)
        if ending in {"m", "re"} or (ending == "s" and subject != "that's"):
            return self._being(at, negated)
        if word in _HAVE:
            following, denied, _ = self._skip_adverbs(at + 1)
            return self._perfect(following, negated or denied or word.endswith("n't"), own_word=at)
        if word in _BE:
            following, denied, _ = self._skip_adverbs(at + 1)
            negated = negated or denied or word.endswith("n't")
            return self._being(following, negated, own_word=at)
        if word in _DO:
            return self._doing(at, negated)
        if word == "used" and at + 1 < last and words[at + 1] == "to":
            return at, Form.HABIT
        if word in _NO_VERBS or len(word) == 1:
            return None, Form.STATE
        if at + 1 < last and words[at + 1] in _HAVE and not self._may_be_verb(at):
            return at + 1, Form.STATE
        return at, self._main(at, negated, habit)

    def _main(self, at: int, negated: bool, habit: bool) -> Form:
        """How a full verb without an auxiliary is told."""
        word, known = self.words[at], self.verbs
        if word in {"got", "get"}:
            if not negated and self._causes(at):
                return Form.PAST if word == "got" else Form.PRESENT
            return Form.NOT_DONE if negated else Form.STATE
        if self._ends_up(at) or self._finds_it_so(at) or self.words[at : at + 3] == ["tried", "to", "be"]:
            return Form.STATE
        if self._is_state(at) or (word in _WATCHING and self.words[at + 1 : at + 2] in _PEOPLE):
            return Form.STATE
        if negated or self._is_left(at):
            return Form.NOT_DONE
        if known.is_past(word) and not (self.habitual and word in known.irregular_bases):
            return Form.PAST
        return Form.HABIT if habit or self.conditional or self.habitual else Form.PRESENT

    def _is_left(self, at: int) -> bool:
        """Whether a verb has nothing to act on: "I moved nothing and added no alert". To lose no time is a saying."""
        behind = self.words[at + 1 : min(self.last, at + 3)]
        return bool(behind) and behind[0] in {"nothing", "no", "none", "nobody"} and "time" not in behind[1:]

    def _finds_it_so(self, at: int) -> bool:
        """Whether "found" says what somebody thinks of something: "found it helpful", "found that hard"."""
        after = self.words[at + 2] if at + 2 < self.last else ""
        judges = after.endswith(("ful", "ing", "able", "ible", "ant", "ent")) or after in _JUDGING
        return self.words[at] in {"found", "find"} and self.words[at + 1] in {"it", "that", "this"} and judges

    def _ends_up(self, at: int) -> bool:
        """Whether a verb only says how things turned out: "ended up", "went from forty to ten"."""
        following = self.words[at + 1] if at + 1 < self.last else ""
        return following == ("from" if self.words[at] in {"went", "go"} else "up") and self.words[at] in _TURNING_OUT

    def _is_state(self, at: int) -> bool:
        """Whether a verb is one of being or feeling; "lay" is one without an object only."""
        word = self.words[at]
        return word in self.verbs.states and not (word in self.verbs.acting_bases and self._has_object(at))

    def _perfect(self, at: int, negated: bool, own_word: int | None = None) -> tuple[int | None, Form]:
        """What follows "have": a deed ("have asked"), a state ("have been", "have a dog"), or nothing done."""
        fallback = at if own_word is None else own_word
        if at >= self.last:
            return (fallback if own_word is not None else None), Form.STATE
        word, known = self.words[at], self.verbs
        if word == "been" or word == "to" or word in known.states:
            return fallback, Form.STATE
        if known.is_participle(word):
            return at, Form.NOT_DONE if negated else Form.PAST
        bare = (
            word in known.bare_participles
            and at + 1 < self.last
            and self.words[at + 1] in (_OBJECTS | {"with", "to"})
        )
        if bare and own_word is not None:
            return at, Form.PAST
        return fallback, Form.STATE

    def _being(self, at: int, negated: bool, own_word: int | None = None) -> tuple[int | None, Form]:
        """What follows "be": something ongoing ("was walking"), a plan ("going to"), or a state."""
        fallback = at if own_word is None else own_word
        was = own_word is not None and self.words[own_word] in {"was", "were"}
        if was and not negated and at + 2 < self.last and self.words[at : at + 2] == ["able", "to"]:
            at, _, _ = self._skip_adverbs(at + 2)
            word = self.words[at] if at < self.last else ""
            if word and word not in _NO_VERBS and word not in FUNCTION_WORDS and word not in self.verbs.states:
                return at, Form.PAST
            return (fallback if fallback < self.last else None), Form.STATE
        if at < self.last:
            word = self.words[at]
            plans = word == "going" and at + 1 < self.last and self.words[at + 1] == "to"
            if word.endswith("ing") and len(word) > 4 and not plans and not negated:
                return at, Form.ONGOING
            if plans:
                return at, Form.THOUGHT
        return (fallback if fallback < self.last else None), Form.STATE

    def _doing(self, at: int, negated: bool) -> tuple[int | None, Form]:
        """What follows "do": its own object ("did the round"), a stressed verb ("did check"), or nothing done."""
        word = self.words[at]
        following, denied, _ = self._skip_adverbs(at + 1)
        if negated or denied or word.endswith("n't"):
            at = min(following, self.last - 1)
            return at, Form.STATE if self.words[at] in self.verbs.states else Form.NOT_DONE
        after = self.words[following] if following < self.last else ""
        beyond = self.words[following + 1] if following + 1 < self.last else ""
        stressed = after not in _NOTHING_DONE and "'" not in after
        if after in self.verbs.irregular_bases or (stressed and beyond in _BARE_OBJECTS):
            if after in self.verbs.states:
                return following, Form.STATE
            return following, Form.PAST if word == "did" else self._main(following, negated=False, habit=False)
        if after not in _OF_ITS_OWN:
            return at, Form.STATE
        return at, self._main(at, negated=False, habit=word != "did" and self.habitual)

    def _skip_adverbs(self, at: int) -> tuple[int, bool, bool]:
        """The first word from `at` on that is no adverb, whether one denies, and whether one tells of a habit."""
        negated = habit = False
        while at < self.last:
            word = self.words[at]
            if word in self.verbs.negations and word not in self.verbs.modals and word not in _AUXILIARIES:
                negated = True
            elif self.verbs.is_adverb(word) or self._is_filler(at):
                habit = habit or word in self.verbs.habits
            else:
                break
            at += 1
        return at, negated, habit or (at > 0 and self.words[at - 1] == "now")

    def _is_filler(self, at: int) -> bool:
        """Whether "like" only fills: "I like went there", "we did like fake sales"."""
        following = self.words[at + 1] if at + 1 < self.last else ""
        return self.words[at] == "like" and (self.verbs.is_past(following) or self.words[at - 1] in _DO)

    def _joined(self, index: int) -> int:
        """A verb that a comma or "and" joins to the last one has the same doer. Returns where to read on."""
        words, last = self.words, self.last
        at = index
        while at < last and words[at] in _JOINING:
            at += 1
        at, negated, _ = self._skip_adverbs(at)
        if at >= last:
            return last
        word = words[at]
        if word == "that" and at > index and at + 1 < last and self._verb_behind(at):
            self.chain = None
            return at + 1
        self.noun_first = word in _DETERMINERS or not self._may_be_verb(at)
        chain = self.chain
        if chain and self._continues(at, chain):
            form = Form.NOT_DONE if negated or self._is_left(at) else chain.form
            if self._is_state(at) and not (word in {"got", "get"} and self._causes(at)):
                form = Form.STATE
            elif chain.form is Form.STATE and not negated:
                form = Form.PAST  # "I stayed late and asked her"
            deed = Deed(chain.actor, form, chain.subject, at)
            self.found.append(deed)
            self.chain = deed if form is not Form.STATE and form is not Form.NOT_DONE else chain
            return at + 1
        if word in _OWN or word in _SHARED or word in _OTHER or word in _BE:
            return (
                max(at, index + (words[index] in _JOINING))
                if at > index or words[index] in _JOINING
                else self._step(at)
            )
        return max(at, index + 1)

    def _step(self, at: int) -> int:
        """Read a pronoun that stands right behind a comma."""
        word = self.words[at]
        if word in _OWN or word in _SHARED or (word in _OTHER and not self._is_object(at)):
            return self._pronoun(at)
        return at + 1

    def _verb_behind(self, at: int) -> bool:
        """Whether "that" is what acts, as in "and that helped me": a past tense follows it."""
        following, _, _ = self._skip_adverbs(at + 1)
        return following < self.last and self.verbs.is_past(self.words[following])

    def _may_be_verb(self, at: int) -> bool:
        word = self.words[at]
        return self.verbs.is_past(word) or word in self.verbs.irregular_bases

    def _continues(self, at: int, chain: Deed) -> bool:
        """Whether the word at `at` is a further verb of the last doer."""
        word, known = self.words[at], self.verbs
        following = self.words[at + 1] if at + 1 < self.last else ""
        if chain.form in {Form.THOUGHT, Form.HABIT, Form.NOT_DONE} or (
            chain.actor is Actor.OWN and following == "me"
        ):
            return False
        chained = self.words[chain.verb]
        if chain.form is Form.PRESENT and chained.endswith("ing") and chained not in known.irregular_bases:
            return word.endswith("ing") and len(word) > 4
        if chain.form is Form.PAST or (chain.form is Form.STATE and known.is_past(self.words[chain.verb])):
            if word in known.pasts:
                return word not in known.irregular_bases or self._has_object(at, _PREPOSITIONS)
            return is_regular_past(word) and following != "by"
        if chain.form is Form.PRESENT:
            if word in known.irregular_bases or word in known.regular_bases:
                return at + 1 < self.last and following not in _NO_OBJECTS and not self.gaps[at + 1].strip()
            no_verb = word in _NO_VERBS or word in FUNCTION_WORDS or word in _NUMBERS
            return not no_verb and not word.endswith(("s", "ing", "ed")) and self._has_object(at)
        return False

    def _noun_takes_over(self, index: int) -> bool:
        """Whether a noun that began the stretch behind the last comma or "and" has its own verb here."""
        word = self.words[index]
        before = self.words[index - 1]
        if (
            not self.noun_first
            or before in _PREPOSITIONS
            or before in _DETERMINERS
            or before in {"get", "got", "getting"}
        ):
            return False
        return (
            (word in self.verbs.pasts and word not in self.verbs.irregular_bases)
            or is_regular_past(word)
            or word in {"is", "are", "was", "were", "has", "had"}
        )

    def _other_noun(self, index: int) -> None:
        word = self.words[index]
        form = Form.STATE if word in self.verbs.states else Form.PAST
        deed = Deed(Actor.OTHER, form, index, index)
        self.found.append(deed)
        self.chain = deed
        self.noun_first = False

    def _passive(self, index: int) -> None:
        """ "was repaired": done, and nobody is named."""
        at, negated, _ = self._skip_adverbs(index + 1)
        if at < self.last and self.verbs.is_participle(self.words[at]) and self.words[at] not in self.verbs.states:
            by = at + 1 < self.last and self.words[at + 1] == "by"
            form = Form.NOT_DONE if negated else Form.PAST
            if self.words[index] in {"was", "were", "been"}:
                self.found.append(Deed(Actor.OTHER if by else Actor.NOBODY, form, index, at))
