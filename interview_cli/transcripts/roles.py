"""Who is the candidate.

The first of these that decides is taken:

1. Roles the source itself gives (our JSON, tables of pairs).
2. The name the user gives, matched against the speakers' labels, letter case, order and small misspellings aside.
3. Labels that say so: "Interviewer", "Recruiter", "Host", "Q" …; "Candidate", "Applicant", "Interviewee" … Speakers
   who take no part (note takers, recording notices) are `other`. If only one side is named, the rest follows:
   everybody except a candidate interviews; among those who are not interviewers, the candidate answers most.
4. The name of the candidate in the source, where it fits a label.
5. Behaviour. The candidate is the speaker with the most words in turns that follow somebody else's question and ask
   nothing themselves; without any question, the speaker with the most words. All others interview, so a panel may
   have any number of members.

A label that also answers, and starts where the candidate's label ends or ends where it starts, belongs to the
candidate too: some tools learn names during the call.

If all labels name interviewers, the other side was not transcribed and there is no candidate.
Speech without speakers, or all under one uninformative label, is divided sentence by sentence (`unlabelled`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from math import inf
from typing import Final

from interview_cli.errors import InputError
from interview_cli.text.sentences import has_end_marks
from interview_cli.text.words import count_words
from interview_cli.transcripts.asking import act_of, asks, sentences
from interview_cli.transcripts.labels import role_of_label, roles_of_labels
from interview_cli.transcripts.leftovers import doubts
from interview_cli.transcripts.model import Reading, Role, Transcript, Turn, quoted
from interview_cli.transcripts.sentence_acts import Act, has_question_mark
from interview_cli.transcripts.unlabelled import is_divided, split_by_question

MIN_NAME_SIMILARITY: Final = 85
"""Minimum of rapidfuzz's token_set_ratio, 0–100: allows one or two wrong letters, or only part of a name."""

MIN_ANSWERS: Final = 2
MIN_ANSWER_WORDS: Final = 12
"""Minimum turns of a second label of the candidate, or words of a single one where nobody is named so (chosen)."""

ONE_PERSON: Final = 0.7
"""Highest confidence of a reading in which two labels are treated as one person (chosen)."""

_END_CHARACTERS: Final = 160
_DECIDED: Final = frozenset({Role.INTERVIEWER, Role.CANDIDATE})


def assign_roles(transcript: Transcript, candidate: str | None = None) -> Transcript:
    """The transcript with a role for every turn, by the rules above. `candidate` is a name given by the user.

    Raises InputError when speakers are named, no source says who the candidate is, and none fits `candidate`.
    """
    turns = transcript.turns
    if any(turn.role in _DECIDED for turn in turns):
        return replace(transcript, reading=transcript.reading.and_(doubts(turns)))
    labels = list(dict.fromkeys(turn.speaker_label for turn in turns if turn.speaker_label))
    roles = _roles(turns, labels, candidate, transcript)
    decided = split_by_question(turns) if roles is None else tuple(_with_role(turn, roles) for turn in turns)
    are_whole = roles is not None or is_divided(turns)
    reading = transcript.reading.and_(doubts(decided if are_whole else turns, roles is not None))
    if together := _taken_together(roles or {}):
        note = f"Treated as one person, because one label starts where the other ends: {quoted(together)}."
        reading = reading.and_(Reading(ONE_PERSON, (note,)))
    return replace(transcript, turns=decided, reading=reading)


def _taken_together(roles: Mapping[str, Role]) -> list[str]:
    """The labels of a candidate, if there are several and they do not name the role."""
    said = roles_of_labels(set(roles))
    labels = [label for label, role in roles.items() if role is Role.CANDIDATE]
    return labels if len(labels) > 1 and not said.keys() >= set(labels) else []


def _with_role(turn: Turn, roles: Mapping[str, Role]) -> Turn:
    role = roles.get(turn.speaker_label, Role.OTHER) if turn.speaker_label else Role.OTHER
    return Turn(turn.speaker_label, role, turn.text, turn.start_s, turn.end_s, turn.words)


def _roles(
    turns: tuple[Turn, ...], labels: list[str], candidate: str | None, transcript: Transcript
) -> dict[str, Role] | None:
    """The role of each label, or None when the labels do not distinguish the speakers."""
    said = roles_of_labels(set(labels))
    others = {label for label, role in said.items() if role is Role.OTHER} - _answered(turns, said)
    speakers = [label for label in labels if label not in others]
    if candidate and speakers:
        named = _named(candidate, speakers)
        if not named and Role.CANDIDATE not in said.values():
            known = ", ".join(speakers[:8])
            raise InputError(f"{transcript.source}: no speaker is called {candidate!r}; the speakers are: {known}.")
        if named:
            return _divide(labels, others, named)
    candidates = {label for label, role in said.items() if role is Role.CANDIDATE}
    interviewers = {label for label, role in said.items() if role is Role.INTERVIEWER}
    if candidates and len(candidates) < len(speakers):
        candidates |= _going_on(turns, candidates, [label for label in speakers if label not in said])
    if candidates and (interviewers or len(candidates) < len(speakers) or len(speakers) == 1):
        return _divide(labels, others, candidates)
    rest = [label for label in speakers if label not in interviewers]
    if interviewers and not rest:
        return _divide(labels, others, set())
    if len(speakers) < 2:
        return None
    named = _named(transcript.candidate, rest) if transcript.candidate else set()
    candidates = named or {_answering_most(turns, rest)}
    least_words = inf if named else MIN_ANSWER_WORDS
    return _divide(labels, others, candidates | _going_on(turns, candidates, rest, least_words))


def _answered(turns: Sequence[Turn], said: Mapping[str, Role]) -> set[str | None]:
    """Who asks something that the candidate answers at once, unless their label says that they take no part."""
    return {
        turn.speaker_label
        for turn, after in pairwise(turns)
        if said.get(after.speaker_label or "") is Role.CANDIDATE and has_question_mark(turn.text)
        if turn.speaker_label and role_of_label(turn.speaker_label) is Role.UNKNOWN
    }


def _divide(labels: list[str], others: set[str], candidates: set[str]) -> dict[str, Role]:
    return {
        label: Role.OTHER if label in others else Role.CANDIDATE if label in candidates else Role.INTERVIEWER
        for label in labels
    }


def _named(name: str, labels: Iterable[str]) -> set[str]:
    """The labels that match a person's name best; several only if they match equally well (the same person twice)."""
    from rapidfuzz import fuzz, utils

    scores = {label: fuzz.token_set_ratio(name, label, processor=utils.default_process) for label in labels}
    best = max(scores.values(), default=0.0)
    return {label for label, score in scores.items() if score == best} if best >= MIN_NAME_SIMILARITY else set()


def _answering_most(turns: tuple[Turn, ...], labels: list[str]) -> str:
    """The label with the most words in answers; if nobody answers anything, the one with the most words."""
    answered, spoken = _word_counts(turns)
    counts = answered if any(answered[label] for label in labels) else spoken
    return max(labels, key=lambda label: counts[label])


def _going_on(turns: tuple[Turn, ...], candidates: set[str], labels: list[str], least_words: float = inf) -> set[str]:
    """Further labels of a candidate: they also answer, several times or in `least_words`, and start where the
    candidate's labels end or end where those start, as when a tool learns a speaker's name during the call."""
    places: dict[str, list[int]] = {}
    for place, turn in enumerate(turns):
        places.setdefault(turn.speaker_label or "", []).append(place)
    taken = [(places[label][0], places[label][-1]) for label in candidates if label in places]
    apart = {
        label
        for label in labels
        if label not in candidates
        if all(places[label][0] > last or places[label][-1] < first for first, last in taken)
    }
    answered, spoken = _word_counts(turns) if apart else (Counter[str](), Counter[str]())
    return {
        label
        for label in apart
        if 2 * answered[label] > spoken[label]
        if len(places[label]) >= MIN_ANSWERS or spoken[label] >= least_words
    }


def _word_counts(turns: tuple[Turn, ...]) -> tuple[Counter[str], Counter[str]]:
    """The number of words of each label in answers, and in total; who invites questions gives no answers."""
    answered: Counter[str] = Counter()
    spoken: Counter[str] = Counter()
    asked_by: str | None = None
    answering: str | None = None
    inviting: set[str] = set()
    for label, text in _merged(turns):
        words = count_words(text)
        spoken[label] += words
        if _ends_asking(text):
            asked_by, answering = label, None
            if any(act_of(sentence) is Act.HAND_OVER for sentence in _last_sentences(text)):
                inviting.add(label)
        elif label in inviting:
            continue
        elif label == answering or (asked_by not in {None, label} and answering is None):
            answering = label
            answered[label] += words
    return answered, spoken


def _ends_asking(text: str) -> bool:
    """Whether a speaker asks or prompts; a prompt without a question mark is at the end of what they say."""
    unmarked = not has_end_marks(text[-_END_CHARACTERS:])
    return has_question_mark(text) or any(asks(sentence, unmarked) for sentence in _last_sentences(text))


def _last_sentences(text: str) -> list[str]:
    return sentences(text[-_END_CHARACTERS:])[-2:]


def _merged(turns: tuple[Turn, ...]) -> Iterable[tuple[str, str]]:
    """The consecutive turns of each speaker, joined."""
    label: str | None = None
    texts: list[str] = []
    for turn in turns:
        if turn.speaker_label and turn.speaker_label != label:
            if label:
                yield label, " ".join(texts)
            label, texts = turn.speaker_label, []
        if label:
            texts.append(turn.text)
    if label:
        yield label, " ".join(texts)
