"""The verb that belongs to a subject, and how it is told: done, ongoing, a habit, not done, or only thought of."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from interview_cli.scoring.deed_words import (
    AFTER_CAUSED,
    ALMOST,
    AUXILIARIES,
    BARE_OBJECTS,
    BE,
    BROUGHT,
    CAUSED,
    CAUSED_PERSONS,
    CAUSED_THINGS,
    CAUSED_WITHIN,
    DETERMINERS,
    DO,
    GOT_BY_LUCK,
    HAVE,
    JOINING,
    JUDGING,
    NO_VERBS,
    NOTHING_DONE,
    NUMBERS,
    OBJECTS,
    OF_ITS_OWN,
    ONLY_SO,
    PEOPLE,
    SAYING,
    TURNING_OUT,
    WATCHING,
)
from interview_cli.scoring.verbs import Verbs, verbs
from interview_cli.text.lexicon import FUNCTION_WORDS


class Form(StrEnum):
    """How a verb is told: done in the past, told in the present, ongoing, a habit, not done, or only thought of."""

    PAST = "past"
    PRESENT = "present"
    ONGOING = "ongoing"
    HABIT = "habit"
    NOT_DONE = "not_done"
    THOUGHT = "thought"
    STATE = "state"


TOLD: Final = frozenset({Form.PAST, Form.PRESENT})
"""The forms of a verb by which something is said to have been done."""


def caused_from(words: Sequence[str], gaps: Sequence[str], verb: int) -> int:
    """Where a deed begins that the speaker had others do, at its "had", or else its verb: "had the wall painted"."""
    for at in range(verb - 1, max(-1, verb - 2 - CAUSED_WITHIN), -1):
        if words[at] == "had":
            return at if at + 1 < verb and words[at + 1] in CAUSED else verb
        if words[at] in JOINING or gaps[at + 1].strip():
            break
    return verb


class VerbGroups:
    """The verbs of one sentence or clause, the words `first` to `last` (exclusive).

    `conditional` says that what follows may or may not come, `habitual` that it is how things are done now.
    """

    def __init__(self, words: Sequence[str], first: int, last: int, *, conditional: bool, habitual: bool) -> None:
        self.words, self.first, self.last = words, first, last
        self.conditional, self.habitual = conditional, habitual
        self.verbs: Verbs = verbs()

    def has_object(self, verb: int, also: frozenset[str] = frozenset()) -> bool:
        """Whether what stands behind a verb can be what it acts on: "lay it", "take eleven samples"."""
        following = self.words[verb + 1] if verb + 1 < self.last else ""
        return following in OBJECTS or following in also or following[:1].isdigit() or following in NUMBERS

    def causes(self, at: int) -> bool:
        """Whether "got" says that the speaker brought something about: "got her in", "got it replaced", "got the lab
        to mix it"."""
        behind = self.words[at + 1 : min(self.last, at + 2 + CAUSED_WITHIN)]
        if behind and behind[0] in {"him", "her", "them", "everyone"}:
            return True
        if behind[:1] in (["it"], ["these"], ["those"]) and behind[1:]:
            return self.verbs.is_past(behind[1]) or behind[1] in BROUGHT
        cause = behind.index("to") if "to" in behind[:-1] else 0
        return cause > 1 and behind[cause + 1] not in DETERMINERS and GOT_BY_LUCK.isdisjoint(behind[:cause])

    def verb_group(self, index: int) -> tuple[int | None, Form]:
        """The verb that belongs to the subject at `index`, and how it is told."""
        words, last, known = self.words, self.last, self.verbs
        subject = words[index]
        at, negated, habit = self.skip_adverbs(index + 1)
        if at >= last:
            return None, Form.STATE
        ending = subject.rpartition("'")[2] if "'" in subject else ""
        word = words[at]
        if ending == "ll" or word in known.modals:
            return at, Form.THOUGHT
        if ending == "d" and (not known.is_participle(word) or word in known.irregular_bases) and word != "been":
            return at, Form.THOUGHT
        if ending in {"ve", "d"}:
            return self.perfect(at, negated)
        if ending in {"m", "re"} or (ending == "s" and subject != "that's"):
            return self.being(at, negated)
        if word in HAVE:
            following, denied, _ = self.skip_adverbs(at + 1)
            return self.perfect(following, negated or denied or word.endswith("n't"), own_word=at)
        if word in BE:
            following, denied, _ = self.skip_adverbs(at + 1)
            negated = negated or denied or word.endswith("n't")
            return self.being(following, negated, own_word=at)
        if word in DO:
            return self.doing(at, negated)
        if word == "used" and at + 1 < last and words[at + 1] == "to":
            return at, Form.HABIT
        if word in NO_VERBS or len(word) == 1:
            return None, Form.STATE
        if at + 1 < last and words[at + 1] in HAVE and not self.may_be_verb(at):
            return at + 1, Form.STATE
        return at, self.main(at, negated, habit)

    def main(self, at: int, negated: bool, habit: bool) -> Form:
        """How a full verb without an auxiliary is told."""
        word, known = self.words[at], self.verbs
        if word in {"got", "get"}:
            if not negated and self.causes(at):
                return Form.PAST if word == "got" else Form.PRESENT
            return Form.NOT_DONE if negated else Form.STATE
        if self.ends_up(at) or self.finds_it_so(at) or self.words[at : at + 3] == ["tried", "to", "be"]:
            return Form.STATE
        if self.is_state(at) or (word in WATCHING and self.words[at + 1 : at + 2] in PEOPLE):
            return Form.STATE
        if negated or self.is_left(at):
            return Form.NOT_DONE
        if known.is_past(word) and not (self.habitual and word in known.irregular_bases):
            return Form.PAST
        return Form.HABIT if habit or self.conditional or self.habitual else Form.PRESENT

    def is_left(self, at: int) -> bool:
        """Whether a verb has nothing to act on: "I moved nothing and added no alert". To lose no time is a saying,
        and to say no a deed."""
        behind = self.words[at + 1 : min(self.last, at + 3)]
        return (
            bool(behind)
            and self.words[at] not in SAYING
            and behind[0] in {"nothing", "no", "none", "nobody"}
            and "time" not in behind[1:]
        )

    def finds_it_so(self, at: int) -> bool:
        """Whether "found" says what somebody thinks of something: "found it helpful", "found that hard"."""
        after = self.words[at + 2] if at + 2 < self.last else ""
        judges = after.endswith(("ful", "ing", "able", "ible", "ant", "ent")) or after in JUDGING
        return self.words[at] in {"found", "find"} and self.words[at + 1] in {"it", "that", "this"} and judges

    def ends_up(self, at: int) -> bool:
        """Whether a verb only says how things turned out: "ended up", "went from forty to ten"."""
        following = self.words[at + 1] if at + 1 < self.last else ""
        return following == ("from" if self.words[at] in {"went", "go"} else "up") and self.words[at] in TURNING_OUT

    def is_state(self, at: int) -> bool:
        """Whether a verb is one of being or feeling; "lay" is one without an object only, "turned" with an age."""
        word = self.words[at]
        following = self.words[at + 1] if at + 1 < self.last else ""
        if word == "turned" and (following in NUMBERS or following.isdigit()):
            return True
        return word in self.verbs.states and not (word in self.verbs.acting_bases and self.has_object(at))

    def perfect(self, at: int, negated: bool, own_word: int | None = None) -> tuple[int | None, Form]:
        """What follows "have": a deed ("have asked"), a state ("have been", "have a dog"), or nothing done."""
        fallback = at if own_word is None else own_word
        if at >= self.last:
            return (fallback if own_word is not None else None), Form.STATE
        word, known = self.words[at], self.verbs
        if word == "been" or word == "to" or word in known.states:
            return fallback, Form.STATE
        if known.is_participle(word):
            return at, Form.NOT_DONE if negated else Form.PAST
        if own_word is not None and not negated and (caused := self.has_done(own_word)):
            return caused, Form.PAST
        bare = (
            word in known.bare_participles and at + 1 < self.last and self.words[at + 1] in (OBJECTS | {"with", "to"})
        )
        if bare and own_word is not None:
            return at, Form.PAST
        return fallback, Form.STATE

    def has_done(self, had: int) -> int | None:
        """The verb by which "had" says that the speaker brought something about: "had it replaced", "had the worst
        beams wrapped in foil", "had him sit down". Not what only was so: "had a table booked", "had her down"."""
        words, known = self.words, self.verbs
        if words[had] != "had" or had + 2 >= self.last:
            return None
        first, following = words[had + 1 : had + 3]
        if first in CAUSED_PERSONS and following in known.irregular_bases | known.regular_bases:
            return had
        if first in {"it", "them"}:
            return had + 2 if self._is_brought_about(had + 2) else None
        if first not in CAUSED_THINGS:
            return None
        for at in range(had + 3, min(self.last, had + 3 + CAUSED_WITHIN // 2)):
            if self._is_brought_about(at):
                return at
            if words[at] in known.irregular_bases - known.pasts and self.has_object(at):
                return had  # "had the old lady write down what was on"
        return None

    def _is_brought_about(self, at: int) -> bool:
        """Whether a word behind "had it" says what was done to it, and does not belong to the noun behind."""
        word, following = self.words[at], self.words[at + 1] if at + 1 < self.last else ""
        return (
            self.verbs.is_participle(word)
            and word not in ONLY_SO
            and word not in self.verbs.states
            and (not following or following in AFTER_CAUSED)
        )

    def being(self, at: int, negated: bool, own_word: int | None = None) -> tuple[int | None, Form]:
        """What follows "be": something ongoing ("was walking"), a plan ("going to"), or a state."""
        fallback = at if own_word is None else own_word
        was = own_word is not None and self.words[own_word] in {"was", "were"}
        if was and not negated and at + 2 < self.last and self.words[at : at + 2] == ["able", "to"]:
            at, _, _ = self.skip_adverbs(at + 2)
            word = self.words[at] if at < self.last else ""
            if word and word not in NO_VERBS and word not in FUNCTION_WORDS and word not in self.verbs.states:
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

    def doing(self, at: int, negated: bool) -> tuple[int | None, Form]:
        """What follows "do": its own object ("did the round"), a stressed verb ("did check"), or nothing done."""
        word = self.words[at]
        following, denied, _ = self.skip_adverbs(at + 1)
        if negated or denied or word.endswith("n't"):
            at = min(following, self.last - 1)
            return at, Form.STATE if self.words[at] in self.verbs.states else Form.NOT_DONE
        after = self.words[following] if following < self.last else ""
        beyond = self.words[following + 1] if following + 1 < self.last else ""
        stressed = after not in NOTHING_DONE and "'" not in after
        if after in self.verbs.irregular_bases or (stressed and beyond in BARE_OBJECTS):
            if after in self.verbs.states:
                return following, Form.STATE
            return following, Form.PAST if word == "did" else self.main(following, negated=False, habit=False)
        if after not in OF_ITS_OWN:
            return at, Form.STATE
        return at, self.main(at, negated=False, habit=word != "did" and self.habitual)

    def skip_adverbs(self, at: int) -> tuple[int, bool, bool]:
        """The first word from `at` on that is no adverb, whether one denies, and whether one tells of a habit."""
        negated = habit = False
        while at < self.last:
            word = self.words[at]
            if word in ALMOST or (
                word in self.verbs.negations and word not in self.verbs.modals and word not in AUXILIARIES
            ):
                negated = True
            elif (self.verbs.is_adverb(word) and not self.is_sorting(at)) or (word == "like" and self.is_filler(at)):
                habit = habit or word in self.verbs.habits
            else:
                break
            at += 1
        return at, negated, habit or (at > 0 and self.words[at - 1] == "now")

    def is_sorting(self, at: int) -> bool:
        """Whether "sort" is what somebody does: "I sort the calls", and not "I sort of called"."""
        return self.words[at] == "sort" and at + 1 < self.last and self.words[at + 1] in BARE_OBJECTS

    def is_filler(self, at: int) -> bool:
        """Whether "like" at this place only fills: "I like went there", "we did like fake sales"."""
        following = self.words[at + 1] if at + 1 < self.last else ""
        return self.verbs.is_past(following) or self.words[at - 1] in DO

    def may_be_verb(self, at: int) -> bool:
        word = self.words[at]
        return self.verbs.is_past(word) or word in self.verbs.irregular_bases
