"""Who did what: every deed that an answer tells of, with its doer.

A subject ("I", "we", "she", "the supplier") opens a clause; the verb behind it says whether something was done, is
being done, was not done, or only might be. Verbs joined to it by a comma or "and" belong to the same doer until
another subject takes over: "I listed both options, asked her and built a cache" are three deeds.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from interview_cli.scoring.deed_words import (
    ACTED_ON,
    ALL_OF_THEM,
    ARTICLES,
    BE,
    BEFORE_MONTHS,
    BEING,
    CLAUSE_MARKS,
    CONDITIONS,
    DETERMINERS,
    DO,
    EACH,
    HABIT_OPENINGS,
    HABIT_WORDS,
    HAPPENED,
    JOINING,
    NO_OBJECTS,
    NO_VERBS,
    NOBODY,
    NOT_TOLD_AFTER,
    NOT_YET_AFTER,
    NUMBERS,
    OBJECTS_TOO,
    OTHER,
    OTHERS_OBJECTS,
    OWN,
    PERSONS,
    PREPOSITIONS,
    REPEATED,
    SAME_PERSON,
    SAYING,
    SHARED,
    THINGS,
    TURNS,
    YOU,
)
from interview_cli.scoring.verb_groups import TOLD, Form, VerbGroups
from interview_cli.scoring.verbs import is_regular_past
from interview_cli.text.lexicon import FUNCTION_WORDS


class Actor(StrEnum):
    """Who acts, as the candidate puts it. NOBODY stands for a passive without a doer: "it was repaired"."""

    OWN = "own"
    SHARED = "shared"
    OTHER = "other"
    NOBODY = "nobody"


OURS: Final = frozenset({Actor.OWN, Actor.SHARED})

_LEFT_AT_THAT: Final = frozenset({Form.THOUGHT, Form.HABIT, Form.NOT_DONE})
"""What is told so is not gone on with by a further verb."""

_ONLY_IS: Final = frozenset({Form.THOUGHT, Form.ONGOING})


class Deed(NamedTuple):
    """A verb with its subject: word indexes of both, who acts, and how it is told."""

    actor: Actor
    form: Form
    subject: int
    verb: int


def _opens_habit(words: Sequence[str], first: int, last: int) -> bool:
    """Whether a clause begins as one about how things are done now: "Since then I bring the page"."""
    if words[first] not in HABIT_WORDS and (last - first < 2 or words[first + 1] not in HABIT_WORDS):
        return False
    opening = tuple(words[first : min(last, first + 3)])
    return any(opening[skip : skip + len(mark)] == mark for mark in HABIT_OPENINGS for skip in (0, 1))


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
        tells = tells or Form.PAST in [deed.form for deed in deeds]
        speaks_of_others = bool(deeds) and all(
            deed.actor is Actor.OTHER and words[deed.subject] in PERSONS and words[deed.verb] not in SAYING
            for deed in deeds
        )
        found += deeds
    return found


class _Clause(VerbGroups):
    """One sentence or clause on its way from first word to last."""

    def __init__(
        self, words: Sequence[str], gaps: Sequence[str], first: int, last: int, unsaid: Actor, *, tells: bool
    ) -> None:
        super().__init__(words, first, last, conditional=False, habitual=_opens_habit(words, first, last))
        self.gaps, self.unsaid, self.tells = gaps, unsaid, tells
        self.conditional = self._is_condition(first)
        self.found: list[Deed] = []
        self.chain: Deed | None = None
        self.outer: Deed | None = None
        self.noun_first = False
        self.quoted = False

    def deeds(self) -> list[Deed]:
        words, gaps, last = self.words, self.gaps, self.last
        index = self._without_subject()
        while index < last:
            word = words[index]
            if word not in TURNS and gaps[index] == " " and not self.noun_first:
                index += 1  # most words: nothing turns here
                continue
            if word in OWN or word in SHARED:
                index = self._pronoun(index)
                continue
            if word in OTHER and not (word == "that" or self._is_object(index) or self._is_place(index)):
                index = self._pronoun(index)
                continue
            if word in YOU and not self._is_object(index):
                self.chain = None
            if word in JOINING or (index > self.first and not CLAUSE_MARKS.isdisjoint(gaps[index])):
                index = self._joined(index)
                continue
            if (word in CONDITIONS or word in EACH) and self._is_condition(index):
                self.conditional = True
            elif self.chain and self._noun_takes_over(index):
                self._other_noun(index)
            elif word in BE and self.chain is None:
                self._passive(index)
            index += 1
        return self.found

    def _is_condition(self, index: int) -> bool:
        """Whether a word makes what follows a case that may come or comes again: "if", "whenever", "every time"; not
        where that ends a clause: "I took a photo each time, I told the nurse"."""
        word = self.words[index]
        following = self.words[index + 1] if index + 1 < self.last else ""
        ends = index > self.first and index + 2 <= self.last and self.gaps[index + 2].strip() != ""
        return word in CONDITIONS or (word in EACH and following in REPEATED and not ends)

    def _without_subject(self) -> int:
        """Terse speakers leave "I" out: "Opened it up, found a chafed cable". Returns where to read on."""
        at, negated, _ = self.skip_adverbs(self.first)
        word = self.words[at] if at < self.last else ""
        following = self.words[at + 1] if at + 1 < self.last else ""
        tells = (
            self.verbs.is_past(word)
            and word not in HAPPENED
            and (word not in self.verbs.irregular_bases or (self.tells and following in ARTICLES))
            and word not in self.verbs.states
        )
        if not tells or negated or following not in ACTED_ON:
            return self.first
        self.chain = Deed(Actor.OWN if following in OTHERS_OBJECTS else self.unsaid, Form.PAST, at, at)
        self.found.append(self.chain)
        return at + 1

    def _is_object(self, index: int) -> bool:
        """Whether a pronoun that could be a subject is what the verb before it acts on: "I asked you"."""
        if self.words[index] not in OBJECTS_TOO:
            return False
        before = self.words[index - 1] if index > self.first else ""
        return bool(before) and (
            before in PREPOSITIONS
            or (self.chain is not None and self.chain.verb == index - 1)
            or before.endswith("ing")
        )

    def _is_place(self, index: int) -> bool:
        """Whether "there" says where, and not that something is: "I went there, carried two of them"."""
        following = self.words[index + 1] if index + 1 < self.last else ""
        return self.words[index] == "there" and following not in BEING and following not in self.verbs.modals

    def _pronoun(self, index: int) -> int:
        """Read the verb group behind a pronoun; returns where to read on."""
        words, last = self.words, self.last
        subject = words[index]
        is_own = subject in OWN
        is_other = not is_own and subject not in SHARED
        actor = Actor.OWN if is_own else Actor.OTHER if is_other else Actor.SHARED
        if is_own and index + 1 < last and words[index + 1] == "and" and index + 2 < last:
            if self._is_spoken_to(index):
                return index + 1
            return self._and_i(index)
        if (
            is_own
            and index >= self.first + 2
            and words[index - 1] == "and"
            and not self.gaps[index - 1].strip()
            and self._is_company(index - 2)
        ):
            actor = Actor.SHARED
        self._keep_outer(index)
        verb, form = self.verb_group(index)
        if verb is None:
            self.chain = None
            return index + 1
        if form in TOLD and self._is_asked(index):
            form = Form.THOUGHT
        if form is Form.PRESENT:
            form = Form.HABIT if self._says_when(index) else form
        elif form is Form.PAST and (self._is_supposed(index) or self._is_broken_off(verb)):
            form = Form.THOUGHT
        if is_other and subject in NOBODY and form in TOLD:
            form = Form.NOT_DONE
        if index > self.first + 1 and words[index - 2] in EACH and self._is_condition(index - 2):
            form = Form.HABIT
        if is_other and words[verb] in SAYING and subject not in NOBODY:
            self.quoted = True
        elif self.quoted and not is_other and form is Form.PRESENT:
            form = Form.THOUGHT
        if words[index] == "it" and words[verb] in HAPPENED:
            form = Form.STATE
        deed = Deed(actor, form, index, verb)
        self.found.append(deed)
        left = form is Form.NOT_DONE and self.verbs.is_past(words[verb])
        self.chain = deed._replace(form=Form.PAST) if left else deed
        self.noun_first = False
        return verb + 1

    def _is_asked(self, index: int) -> bool:
        """Whether what stands before a subject makes a question of it or a thing talked about: "did I check", "what I
        took from it". Not "what I did I put a timer on", where "did" has its own subject, nor "last May I moved"."""
        before = self.words[index - 1] if index > self.first else ""
        if before not in NOT_TOLD_AFTER or self.gaps[index].strip():
            return False
        further = self.words[index - 2] if index > self.first + 1 else ""
        return not (
            (before in DO and further in OWN | SHARED | OTHER) or (before == "may" and further in BEFORE_MONTHS)
        )

    def _says_when(self, index: int) -> bool:
        """Whether a clause only says when: "after we close I ring her". At the start without a comma behind it,
        "after" mostly means "then": "after I make only small portions"."""
        before = self.words[index - 1] if index > self.first else ""
        if before != "after" or index > self.first + 1:
            return before in NOT_YET_AFTER
        return any("," in self.gaps[at] for at in range(index, self.last))

    def _keep_outer(self, index: int) -> None:
        """Remember the deed that a clause hangs on: "I told her it was late". Another clause may go on with it."""
        if index == self.first or self.words[index - 1] in JOINING or self.gaps[index].strip():
            self.outer = None
        elif self.chain and (self.chain.form in TOLD or self.verbs.is_past(self.words[self.chain.verb])):
            self.outer = self.chain

    def _returns_to(self, at: int) -> Deed | None:
        """The deed outside of the last clause where its verb goes on behind "and" or a comma: "I told her it was
        late and rang him", "I checked what I had to bring, packed it". Things that only are do not act."""
        chain, words = self.chain, self.words
        if self.outer is None or not self._continues(at, self.outer):
            return None
        if chain is None or chain is self.outer:
            return self.outer
        subject, following = words[chain.subject], words[at + 1] if at + 1 < self.last else ""
        only_is = chain.form in _ONLY_IS or words[chain.verb] in BEING
        asks = subject == "who" and chain.subject == self.outer.verb + 1
        acts_on_itself = following in SAME_PERSON.get(subject, ())
        return self.outer if only_is or asks or acts_on_itself or subject in THINGS else None

    def _is_broken_off(self, verb: int) -> bool:
        """Whether somebody starts anew behind a verb: "I went to, I wanted to go to the manager"."""
        words, after = self.words, verb + 2
        return (
            after < self.last and words[verb + 1] == "to" and words[after] in OWN and bool(self.gaps[after].strip())
        )

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
        return list(before[-1:]) == ["and"] and not PREPOSITIONS.isdisjoint(before)

    def _is_company(self, index: int) -> bool:
        """Whether a word before "and I" names somebody: "Tom and I", "my manager and I"."""
        if self.words[index] in JOINING or self.words[index] in FUNCTION_WORDS:
            return False
        start = index - 1 if index > self.first and self.words[index - 1] in DETERMINERS else index
        if start > self.first and self.words[start - 1] in JOINING:
            start -= 1
            return start == self.first or not CLAUSE_MARKS.isdisjoint(self.gaps[start])
        return start == self.first or not CLAUSE_MARKS.isdisjoint(self.gaps[start])

    def _joined(self, index: int) -> int:
        """A verb that a comma or "and" joins to the last one has the same doer. Returns where to read on."""
        words, last = self.words, self.last
        at = index
        while at < last and words[at] in JOINING:
            at += 1
        if at < last and words[at] in ALL_OF_THEM and self._own_goes_on() and self._verb_behind(at):
            self._other_noun(at + 1)
            return at + 2
        at, negated, _ = self.skip_adverbs(at)
        if at >= last:
            return last
        word = words[at]
        if word == "that" and at > index and at + 1 < last and self._verb_behind(at):
            self.chain = None
            return at + 1
        self.noun_first = word in DETERMINERS or not self.may_be_verb(at)
        chain = self._returns_to(at) or self.chain
        if chain and chain.form is not Form.THOUGHT and (caused := self.has_done(at)):
            self.chain = Deed(chain.actor, Form.PAST, chain.subject, caused)
            self.found.append(self.chain)
            return caused + 1
        if chain and self._continues(at, chain):
            form = Form.NOT_DONE if negated or self.is_left(at) else chain.form
            if self.is_state(at) and not (word in {"got", "get"} and self.causes(at)):
                form = Form.STATE
            elif chain.form is Form.STATE and not negated:
                form = Form.PAST  # "I stayed late and asked her"
            deed = Deed(chain.actor, form, chain.subject, at)
            self.found.append(deed)
            self.chain = deed if form is not Form.STATE and form is not Form.NOT_DONE else chain
            return at + 1
        if word in OWN or word in SHARED or word in OTHER or word in BE:
            return (
                max(at, index + (words[index] in JOINING))
                if at > index or words[index] in JOINING
                else self._step(at)
            )
        return max(at, index + 1)

    def _own_goes_on(self) -> bool:
        return self.chain is not None and self.chain.actor is Actor.OWN

    def _step(self, at: int) -> int:
        """Read a pronoun that stands right behind a comma."""
        word = self.words[at]
        if word in OWN or word in SHARED or (word in OTHER and not self._is_object(at)):
            return self._pronoun(at)
        return at + 1

    def _verb_behind(self, at: int) -> bool:
        """Whether "that" is what acts, as in "and that helped me": a past tense follows it."""
        following, _, _ = self.skip_adverbs(at + 1)
        return following < self.last and self.verbs.is_past(self.words[following])

    def _continues(self, at: int, chain: Deed) -> bool:
        """Whether the word at `at` is a further verb of the last doer."""
        word, known = self.words[at], self.verbs
        following = self.words[at + 1] if at + 1 < self.last else ""
        if chain.form in _LEFT_AT_THAT or (following == "me" and chain.actor is Actor.OWN):
            return False
        chained = self.words[chain.verb]
        if chain.form is Form.PRESENT and chained.endswith("ing") and chained not in known.irregular_bases:
            return word.endswith("ing") and len(word) > 4
        if chain.form is Form.PAST or (chain.form is Form.STATE and known.is_past(self.words[chain.verb])):
            if word in known.pasts:
                return word not in known.irregular_bases or self.has_object(at, PREPOSITIONS)
            return is_regular_past(word) and following != "by"
        if chain.form is Form.PRESENT:
            if word in known.irregular_bases or word in known.regular_bases:
                return at + 1 < self.last and following not in NO_OBJECTS and not self.gaps[at + 1].strip()
            no_verb = word in NO_VERBS or word in FUNCTION_WORDS or word in NUMBERS
            counted = following[:1].isdigit() or following in NUMBERS  # "room 12"
            return not (no_verb or counted) and not word.endswith(("s", "ing", "ed")) and self.has_object(at)
        return False

    def _noun_takes_over(self, index: int) -> bool:
        """Whether a noun that began the stretch behind the last comma or "and" has its own verb here."""
        word = self.words[index]
        before = self.words[index - 1]
        if (
            not self.noun_first
            or before in PREPOSITIONS
            or before in DETERMINERS
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
        self.chain, self.outer = deed, None
        self.noun_first = False

    def _passive(self, index: int) -> None:
        """ "was repaired": done, and nobody is named."""
        at, negated, _ = self.skip_adverbs(index + 1)
        if at < self.last and self.verbs.is_participle(self.words[at]) and self.words[at] not in self.verbs.states:
            by = at + 1 < self.last and self.words[at + 1] == "by"
            form = Form.NOT_DONE if negated else Form.PAST
            if self.words[index] in {"was", "were", "been"}:
                self.found.append(Deed(Actor.OTHER if by else Actor.NOBODY, form, index, at))
