"""What speaks against a sentence saying a key point, although it says the point's words.

Words that stand there as their contrary, or denied, are weighed in `comparing`; here is what only their order, their
number or what stands beside them shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from interview_cli.scoring.matching import AnswerSentence, SharedTerms
from interview_cli.scoring.statements import Mention, Point, QuestionPoints, Term, contrasted_subject, figures
from interview_cli.scoring.vocabulary import Token, word_tokens

REPLACED_FROM = 0.6
"""A subject counts as replaced when this much of the rest of the point is said (chosen)."""

REST_SAID = 0.6
"""With less than this of a point said apart from what it wants replaced, saying that speaks against it (chosen)."""

MIXED_FROM = 0.25
"""From this share of what is said on, parts of two halves are exchanged (chosen)."""

SAID_ELSEWHERE = 0.4
"""From this share of a point on, what is said of another subject in the same sentence speaks against it (chosen)."""

OTHER_CLAUSE_WORDS = 4.0
"""A word in another clause counts as this much farther away (chosen)."""

_ARTICLES = frozenset("a an the".split())
_CONJUNCTIONS = frozenset("and but while whereas".split())
_ANY = frozenset("any anything anybody anyone".split())
_OVERSTATING = frozenset("always exactly completely entirely only too".split())
"""Words by which a statement says more, or of more, than the same one without them; so do those of `_ANY`, but where
it denies something: "doesn't boot anything"."""
_LIMITING = frozenset("only just".split())
_ONLY = frozenset("only once".split())
_ONLY_WITHIN = 4
"""At most so many words behind "only" stands what it limits something to (chosen)."""
_UNLIMITED = frozenset("all every whole any".split())
"""What is said of these is not said only of some."""
_PASSIVE = frozenset("by from of for to".split())
_PASSIVE_VERBS = frozenset({"be", "been", "being"})
_RELATING = frozenset(token.root for token in word_tokens("before after"))
"""These belong to what follows them alone."""
_WITHOUT = word_tokens("without")[0].root
_SUBJECT_WORDS = 3
"""A comparative stands at most so many words behind what it is said of (chosen)."""
_FRONTED_BY = frozenset("after before when if once during in on at for with without until".split())
_AVOIDING = frozenset("avoid avoids avoiding".split())
_NOT_DONE = _AVOIDING | frozenset("avoided prevent prevents stop stops instead rather than against without".split())
"""With one of these a sentence may say that something is not done."""
_DISMISSING = frozenset("useless pointless needless needlessly unnecessary superfluous overrated nonsense".split())
_MADE, _HARMED = frozenset("it that this them things everything".split()), frozenset({"worse"})
_BE = frozenset("is are be it's that's they're".split())
_GENERIC = frozenset(
    tuple(phrase.split())
    for phrase in (
        "best practice, best practices, good practice, everybody does, everyone does, always important, "
        "is important, it's important"
    ).split(", ")
)
"""By these, a sentence recommends something without saying what it does."""
_ENDS_GENERIC = frozenset(last for _, last in _GENERIC)


class Contradictions(NamedTuple):
    """What in a sentence speaks against its saying a point.

    `subject_replaced`: it says of another point's subject what the point says of its own. `other_subject`: it is
    about another of the things that the question asks to tell apart. `roles_swapped`: it says the point's words with
    their parts exchanged. `halves_mixed`: of two halves, it takes parts of both halves of the point in each of its
    own, or says of what one is about the contrary, which the other says. `number_differs`: it has another figure for
    the same thing. `affirms_replaced`: it says what the point wants replaced or more than, and little of the rest or
    only this. `overstated`: it has a word such as "always" or "too" that the point has not. `unlimited`: it says of
    all what the point says only of some. `denied_beside`: a clause with words of a point that denies nothing denies
    something. `affirms_avoided`: it says what the point avoids and denies nothing. `generic`: it only recommends, as
    "best practice". `dismissed`: it says that something is useless or the like, and the point does not. `equated`: it
    says that something is the same as another thing, and the point does not, or "just like" it, and the point tells
    two apart. `affirms_denied`: it denies nothing, and names what the point denies something of.
    """

    subject_replaced: bool = False
    other_subject: bool = False
    roles_swapped: bool = False
    halves_mixed: bool = False
    number_differs: bool = False
    affirms_replaced: bool = False
    overstated: bool = False
    unlimited: bool = False
    denied_beside: bool = False
    affirms_avoided: bool = False
    generic: bool = False
    dismissed: bool = False
    equated: bool = False
    affirms_denied: bool = False


def find_contradictions(
    point: Point, question: QuestionPoints, sentence: AnswerSentence, shared: SharedTerms, said: float
) -> Contradictions:
    """What speaks against a sentence saying a point, of which it says terms that weigh `said`."""
    words = sentence.said
    return Contradictions(
        subject_replaced=_subject_replaced(point, question.subjects, sentence, shared, said)
        or _is_said_of_contrasted(point, question, sentence, shared),
        other_subject=_is_of_another(point, question, sentence.weighing)
        or _names_only_another(point, question, sentence, shared),
        roles_swapped=_roles_swapped(point, shared.same, sentence),
        halves_mixed=_halves_mixed(point, question.contrasted, shared.same, sentence)
        or _says_contrary_of_other_half(point, shared.same),
        number_differs=_number_differs(point, sentence.words),
        affirms_replaced=_affirms_replaced(point, shared.same, sentence),
        overstated=not point.words.issuperset((_OVERSTATING if sentence.denies else _OVERSTATING | _ANY) & words),
        unlimited=_is_unlimited(point, words),
        denied_beside=bool(sentence.denying)
        and not point.denies
        and any(each.clause in sentence.denying for each in shared.same.values()),
        affirms_avoided=_affirms_avoided(point, sentence, words),
        dismissed=not point.words.issuperset((_DISMISSING | _HARMED) & words) and _is_dismissed(sentence.words),
        equated=("same" in words - point.words and _is_equated(sentence.words))
        or (point.second_half is not None and "like" in words and _is_likened(sentence.words)),
        affirms_denied=point.denies and not sentence.denies and _affirms_denied(point, shared.same),
        generic=not _ENDS_GENERIC.isdisjoint(words) and _is_generic(sentence.words),
    )


def _subject_replaced(
    point: Point, subjects: frozenset[str], sentence: AnswerSentence, shared: SharedTerms, said: float
) -> bool:
    """Whether the sentence says of another point's subject what the point says of its own."""
    if not point.has_subject:
        return False
    own = next(place for place, term in enumerate(point.terms) if term.weight)
    if own in shared.same:
        return _rest_is_said_of_another(point, own, subjects, sentence, shared)
    rest = point.weight - point.terms[own].weight
    if own in shared.part or not rest or said / rest < REPLACED_FROM:
        return False
    first = next(iter(sentence.weighing), None)
    return first in subjects and first not in point.names


def _is_said_of_contrasted(
    point: Point, question: QuestionPoints, sentence: AnswerSentence, shared: SharedTerms
) -> bool:
    """Whether the sentence says of another of the things that the question asks to tell apart, and that another point
    is about, what the point says of its own."""
    own = contrasted_subject(point, question.contrasted)
    return own in shared.same and _rest_is_said_of_another(point, own, question.compared, sentence, shared)


def _rest_is_said_of_another(
    point: Point, own: int, subjects: frozenset[str], sentence: AnswerSentence, shared: SharedTerms
) -> bool:
    """Whether a sentence that speaks of the point's subject and of another point's says the rest of the other one.

    "Gluten eats the sugar, and the yeast holds the gas in": what the point says stands in clauses that begin with the
    other subject, and little of it in those of its own.
    """
    names = sentence.names
    others = subjects.intersection(names).difference(point.names)
    if not others:
        return False
    weights = {term.name: term.weight for term in point.terms[own + 1 :] if term.weight}
    subject_of: dict[int, str] = {}
    said: dict[int, set[str]] = {}
    joined = 0
    own_name, own_at = point.terms[own].name, shared.same[own].at - sentence.first
    for at, (name, clause) in enumerate(zip(names, sentence.clauses, strict=True)):
        clause += joined
        if at == own_at:  # a phrase, too
            name = own_name
        if name == own_name or name in others:
            if _is_joined(sentence.words, at):
                joined += len(names)
                clause += len(names)
            subject_of.setdefault(clause, name)
        elif name in weights:
            said.setdefault(clause, set()).add(name)
    about = ""
    for clause in sorted(subject_of.keys() | said.keys()):
        about = subject_of.setdefault(clause, about)
    elsewhere = {name for clause, found in said.items() if subject_of[clause] in others for name in found}
    here = {name for clause, found in said.items() if subject_of[clause] not in others for name in found}
    rest = sum(weights.values())
    moved, kept = sum(weights[name] for name in elsewhere - here), sum(weights[name] for name in here)
    return moved >= SAID_ELSEWHERE * rest > 0 and kept < moved


def _is_joined(words: Sequence[Token], at: int) -> bool:
    """Whether "and" or the like, an article and a word at most stand before a word: "… and a failing probe …"."""
    before = at - 1
    if at >= 2 and words[before].word not in _ARTICLES | _CONJUNCTIONS and words[at - 2].word in _ARTICLES:
        before -= 1
    while before >= 0 and words[before].word in _ARTICLES:
        before -= 1
    return before >= 0 and words[before].word in _CONJUNCTIONS


def _is_of_another(point: Point, question: QuestionPoints, said: Sequence[str]) -> bool:
    """Whether a sentence of these terms begins with another of the things that the question asks to tell apart, or
    says of this one what only a point about another says, and nothing that only this point says."""
    contrasted = question.contrasted
    if contrasted.isdisjoint(point.names):
        return False
    if said and said[0] in contrasted and said[0] not in point.names:
        return True
    if not point.alone or not point.alone.isdisjoint(said) or point.topic not in contrasted:
        return False
    return any(
        not other.alone.isdisjoint(said) and contrasted.isdisjoint(set(other.names) & set(said))
        for other in question.points
        if other is not point and other.topic in contrasted and other.topic != point.topic
    )


def _names_only_another(
    point: Point, question: QuestionPoints, sentence: AnswerSentence, shared: SharedTerms
) -> bool:
    """Whether of the things that the question asks to tell apart a sentence names only others than the point does."""
    own = question.compared.intersection(point.names)
    if not own or any(point.terms[place].name in own for place in shared.same):
        return False
    return not question.compared.isdisjoint(sentence.weighing)


def _roles_swapped(point: Point, same: dict[int, Mention], sentence: AnswerSentence) -> bool:
    """Whether the sentence says the point's words with their parts exchanged."""
    return (
        _is_mirrored(point, same, sentence)
        or _sides_swapped(point, same, sentence.than)
        or _heads_swapped(point, same, sentence)
    )


def _is_mirrored(point: Point, same: dict[int, Mention], sentence: AnswerSentence) -> bool:
    """Whether three terms of one clause stand in mirrored order in one clause of the answer, without a passive."""
    if len(same) < 3 or not _PASSIVE_VERBS.isdisjoint(point.words):
        return False
    places = sorted(
        place for place in same if point.terms[place].weight and point.names.count(point.terms[place].name) == 1
    )
    for first, middle, last in zip(places, places[1:], places[2:], strict=False):
        one, two, three = same[first], same[middle], same[last]
        if three.at < two.at < one.at and one.clause == three.clause:
            if point.terms[first].clause != point.terms[last].clause:
                continue
            between = sentence.words[three.at - sentence.first : one.at - sentence.first]
            if not any(word.word in _PASSIVE for word in between) and not _is_fronted(three, sentence):
                return True
    return False


def _is_fronted(mention: Mention, sentence: AnswerSentence) -> bool:
    """Whether a sentence only begins with what the point may say last: "after a question I wait"."""
    before = [token.word for token in sentence.words[: mention.at - sentence.first] if token.word not in _ARTICLES]
    return len(before) == 1 and before[0] in _FRONTED_BY


def _sides_swapped(point: Point, same: dict[int, Mention], than: int | None) -> bool:
    """Whether what the point puts before "than" stands behind it in the sentence, and the other way round."""
    if than is None:
        return False
    if point.than is None:
        return _is_second_of_pair(point, same, than)
    sides = [
        (point.terms[place].at < point.than, mention.at < than)
        for place, mention in same.items()
        if point.terms[place].weight and point.names.count(point.terms[place].name) == 1
    ]
    return (True, False) in sides and (False, True) in sides


def _is_second_of_pair(point: Point, same: dict[int, Mention], than: int) -> bool:
    """Whether a comparative's subject in the point stands behind "than": "safer than weak" of "weak is safer"."""
    compared = [point.terms[place] for place, mention in same.items() if mention.at == than - 1]
    return any(
        mention.at > than and term.weight and term.clause == safer.clause and 0 < safer.at - term.at <= _SUBJECT_WORDS
        for safer in compared
        for term, mention in ((point.terms[place], mention) for place, mention in same.items())
    )


def _heads_swapped(point: Point, same: dict[int, Mention], sentence: AnswerSentence) -> bool:
    """Whether two contraries that the point says of two things are said of the other one each.

    Every other term belongs to the nearer of the two, in the point and in the sentence.
    """
    turning = [place for place in same if point.terms[place].contraries and point.terms[place].root not in _RELATING]
    for one in turning:
        for other in turning:
            if one >= other or point.terms[other].root not in point.terms[one].contraries:
                continue
            if abs(same[one].at - same[other].at) <= 2 or abs(point.terms[one].at - point.terms[other].at) <= 2:
                continue  # "precision and recall"
            kept = moved = 0
            for place, mention in same.items():
                term = point.terms[place]
                if place in (one, other) or not term.weight or point.names.count(term.name) > 1:
                    continue
                here = _distance(term, point.terms[one]) - _distance(term, point.terms[other])
                there = _words_apart(mention, same[one], sentence) - _words_apart(mention, same[other], sentence)
                kept += here * there > 0
                moved += here * there < 0
            if moved > kept:
                return True
    return False


def _distance(one: Term | Mention, other: Term | Mention) -> float:
    """Words between two terms, a little less when the first stands behind."""
    farther = OTHER_CLAUSE_WORDS if one.clause != other.clause else 0.0
    return abs(one.at - other.at) - (0.5 if one.at > other.at else 0.0) + farther


def _words_apart(one: Mention, other: Mention, sentence: AnswerSentence) -> float:
    """Words between two mentions; an "and" parts them like a clause: "the first is low and the second is high"."""
    begin, end = sorted((one.at - sentence.first, other.at - sentence.first))
    is_joined = any(token.word in _CONJUNCTIONS for token in sentence.words[begin:end])
    return _distance(one, other) + (OTHER_CLAUSE_WORDS if is_joined and one.clause == other.clause else 0.0)


def _halves_mixed(
    point: Point, contrasted: frozenset[str], same: dict[int, Mention], sentence: AnswerSentence
) -> bool:
    """Whether what the point says of two things is said of the other one each: "testers propose, and the owner
    decides" as "the owner proposes and testers decide"."""
    if point.second_half is None:
        return False
    half = point.second_half
    in_both = {term.name for term in point.terms if term.at < half}.intersection(
        term.name for term in point.terms if term.at >= half
    )
    placed = [
        (mention.at - sentence.first, term.at >= half, 1.0 if term.name in contrasted else term.weight)
        for term, mention in ((point.terms[place], mention) for place, mention in same.items())
        if term.weight and term.name not in in_both
    ]
    for at, word in enumerate(sentence.words):
        if word.word not in _CONJUNCTIONS:
            continue
        kept, moved = [0.0, 0.0], [0.0, 0.0]
        for where, is_second, weight in placed:
            (kept if (where > at) == is_second else moved)[is_second] += weight
        if min(*kept, *moved) > 0 and min(sum(kept), sum(moved)) >= MIXED_FROM * (sum(kept) + sum(moved)):
            return True
    return False


def _number_differs(point: Point, sentence: Sequence[Token]) -> bool:
    """Whether a figure stands where the point has another one for the same thing."""
    if not point.figures:
        return False
    said = figures(sentence)
    return any(
        all(value != other for other, _ in said) and any(unit == other for _, other in said)
        for value, unit in point.figures
    )


def _says_contrary_of_other_half(point: Point, same: dict[int, Mention]) -> bool:
    """Whether a clause says of what one half of a point is about only the contrary of what this half says, which the
    other one does: "averages include nulls" of "averages ignore nulls, while count star includes them"."""
    if point.second_half is None:
        return False
    half = point.second_half
    for place, mention in same.items():
        said = point.terms[place]
        is_second = said.at >= half
        if not any(
            each not in same
            and term.contraries.intersection((said.name, said.root))
            and (term.at >= half) != is_second
            for each, term in enumerate(point.terms)
        ):
            continue
        beside = [0.0, 0.0]
        for each, other in same.items():
            term = point.terms[each]
            if each != place and other.clause == mention.clause and point.names.count(term.name) == 1:
                beside[term.at >= half] += term.weight
        if beside[not is_second] > beside[is_second]:
            return True
    return False


def _affirms_replaced(point: Point, same: dict[int, Mention], sentence: AnswerSentence) -> bool:
    """Whether what the point wants replaced is said as such, and little of what it wants instead or only this: "only
    once, at the login"."""
    affirmed = [mention for place, mention in same.items() if mention.affirms_replaced(point.terms[place])]
    if not affirmed:
        return False
    for mention in affirmed:
        at = mention.at - sentence.first
        if any(word.word in _ONLY for word in sentence.words[max(0, at - _ONLY_WITHIN) : at]):
            return True
    rest = sum(term.weight for term in point.terms if not term.replaced)
    said = sum(point.terms[place].weight for place in same if not point.terms[place].replaced)
    return said < REST_SAID * rest


def _is_dismissed(words: Sequence[Token]) -> bool:
    """Whether it is said that something "is useless" or the like, or "makes it worse"."""
    return any(
        (one.word in _BE and other.word in _DISMISSING) or (one.word in _MADE and other.word in _HARMED)
        for one, other in pairwise(words)
    )


def _is_equated(words: Sequence[Token]) -> bool:
    """Whether it is said that something "is the same as" another thing, perhaps "basically"."""
    said = [word.word for word in words]
    at = said.index("same")
    return said[at + 1 : at + 2] == ["as"] and not _BE.isdisjoint(said[max(0, at - 3) : at])


def _is_likened(words: Sequence[Token]) -> bool:
    """Whether something is said to be "just like" another thing."""
    return any(one.word == "just" and other.word == "like" for one, other in pairwise(words))


def _affirms_denied(point: Point, same: dict[int, Mention]) -> bool:
    """Whether a point denies something of what is said, and this is not said: "test with equals null" names what
    "equals null never matches" is about."""
    denying = {term.clause for term in point.terms if term.negated}
    denying -= {term.clause for term in point.terms if term.root == _WITHOUT}  # "anyone can read it without a key"
    spoken = {term.clause for place, term in enumerate(point.terms) if term.negated and place in same}
    return any(
        term.clause in denying - spoken and not term.negated and point.names.count(term.name) == 1
        for term in (point.terms[place] for place in same)
    )


def _is_generic(words: Sequence[Token]) -> bool:
    """Whether it is only said that something is "best practice" or the like."""
    return not _GENERIC.isdisjoint(pairwise([word for word, _ in words]))


def _affirms_avoided(point: Point, sentence: AnswerSentence, words: frozenset[str]) -> bool:
    """Whether a point begins with "avoid", and a sentence neither denies, avoids nor prevents anything."""
    avoids = any(term.at == 1 and term.averted for term in point.terms) and not _AVOIDING.isdisjoint(point.words)
    return avoids and not sentence.denies and _NOT_DONE.isdisjoint(words)


def _is_unlimited(point: Point, words: frozenset[str]) -> bool:
    """Whether a sentence speaks of all where the point speaks only of some: "every row", "only one column"."""
    if _LIMITING.isdisjoint(point.words):
        return False
    return _LIMITING.isdisjoint(words) and not _UNLIMITED.isdisjoint(words - point.words)
