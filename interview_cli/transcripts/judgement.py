"""Whether questions and their answers are those of an interview: somebody is asked, and somebody answers.

Guides, job posts, scorecards, help pages, chats with support and many other texts are questions with something below,
too. What speaks against an interview are signs from 0 to 1 in its questions, answers and turns; their weights
(`prompts/weights/judgement.json`) come from a logistic regression on interviews and on texts of other kinds
(`benchmarks/fit_judgement.py`), as do those of words that notes contain rather than answers (`notes.json`).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import islice
from math import exp
from typing import Final

from interview_cli.text.language import language
from interview_cli.text.sentences import is_ended
from interview_cli.text.words import count_words
from interview_cli.transcripts.asking import act_of, persons_in, sentences
from interview_cli.transcripts.known_words import fitted_weights, word_list
from interview_cli.transcripts.labels import marks_question
from interview_cli.transcripts.leftovers import likelihood
from interview_cli.transcripts.model import QuestionAnswer, Reading, Role, Transcript
from interview_cli.transcripts.sentence_acts import Act, is_marked_question, judge_act, words_and_features
from interview_cli.transcripts.utterances import judged, utterances

CERTAIN: Final = 0.9
"""From this likelihood on there is no doubt that a text is an interview (as in `plain_text`)."""

MAX_SENTENCES: Final = 4
"""Sentences of each answer that are examined (chosen)."""

MAX_PAIRS: Final = 40
"""Pairs that are examined, so that the cost of a long interview is bounded (chosen)."""

ENOUGH_ASKED_WORDS: Final = 6
ENOUGH_SAID_WORDS: Final = 20
"""In a question or an answer of fewer words a missing person means less (chosen)."""

_MAX_ENTRY_WORDS: Final = 3
_MAX_CHARACTERS: Final = 1_000
_SCALE: Final = 10.0
_PRONOUNS: Final = frozenset("en de fr nl ru hi zh".split())
"""Languages in which a person is mostly a word of its own, not part of a verb or left out; in others, and between
speakers who are called interviewer and candidate, answers are impersonal as far as they read like notes rather than
not."""

_SIDES: Final = (word_list("interviewer"), word_list("candidate"))
_OF_PERSONS: Final = ("unaddressed", "about_oneself", "impersonal", "to_reader")
_REASONS: Final = {
    "unasked": "headings stand in place of questions",
    "unaddressed": "questions address nobody",
    "about_oneself": "questions are asked in the first person, as on help pages",
    "impersonal": "nobody speaks of themselves in the answers",
    "notes": "answers read like notes or instructions",
    "to_reader": "answers address a reader",
    "terse": "answers are entries of a form",
    "asks_back": "whoever answers also asks",
}
"""What a sign means, for the note on a reading."""


@lru_cache(maxsize=4096)
def note_share(sentence: str) -> float:
    """How likely a sentence is a note, hint, instruction or judgement rather than part of an answer, 0–1."""
    model = fitted_weights("notes")
    _, found = words_and_features(sentence)
    score = sum([model.get(feature, 0) for feature in found])
    return 1 / (1 + exp(-score / _SCALE))


def judgement_of(transcript: Transcript, pairs: Sequence[QuestionAnswer]) -> Reading:
    """How likely pairs are those of an interview, and if that is in doubt, what speaks against it."""
    asked = [pair for pair in pairs if pair.question]
    if not asked:
        return Reading()
    signs, weights = signs_of(transcript, asked), fitted_weights("judgement")
    likely = likelihood(signs, weights)
    if likely >= CERTAIN:
        return Reading()
    against = sorted(_REASONS, key=lambda name: weights.get(name, 0.0) * signs[name])
    reasons = [_REASONS[name] for name in against[:2] if weights.get(name, 0.0) * signs[name] < 0]
    return Reading(round(likely, 2), (f"This may be no interview: {', and '.join(reasons)}.",))


def signs_of(transcript: Transcript, pairs: Sequence[QuestionAnswer]) -> dict[str, float]:
    """What speaks against pairs being an interview, by name from 0 to 1. The cost is bounded."""
    pairs = pairs[:MAX_PAIRS]
    rows = [_of_question(pair.question) | _of_answer(pair.answer) for pair in pairs]
    means = {name: sum(row[name] for row in rows) / len(rows) for name in rows[0]}
    if _names_sides(transcript) or language(" ".join(pair.answer for pair in pairs)) not in _PRONOUNS:
        means |= dict.fromkeys(_OF_PERSONS, 0.0)
        means["impersonal"] = max(0.0, 2 * means["notes"] - 1)
    return means | {
        "impersonal_notes": means["impersonal"] * means["notes"],
        "unaddressed": means["impersonal"] * means["unaddressed"],
        "impersonal_unnamed": 0.0 if _names_people(transcript) else means["impersonal"],
        "asks_back": _asks_back(transcript),
    }


def _of_question(question: str) -> dict[str, float]:
    first, second = persons_in(question)
    said = (sentences(question) or [question])[-3:]
    prompts = judge_act(said[-1]).shares[Act.PROMPT]
    told = min(1.0, count_words(question) / ENOUGH_ASKED_WORDS)
    return {
        "unasked": float(not any(act_of(each) is Act.QUESTION for each in said)),
        "unaddressed": 0.0 if second else told * (1 - prompts),
        "about_oneself": float(first and not second) * (1 - prompts),
    }


def _of_answer(answer: str) -> dict[str, float]:
    answer = answer[:_MAX_CHARACTERS]
    first, second = persons_in(answer)
    may_be_entry = answer.isascii() and not is_ended(answer)
    words = ENOUGH_SAID_WORDS if first and not may_be_entry else count_words(answer)
    shares = [note_share(sentence) for sentence in islice(sentences(answer), MAX_SENTENCES)]
    return {
        "impersonal": 0.0 if first else min(1.0, words / ENOUGH_SAID_WORDS),
        "notes": sum(shares) / max(1, len(shares)),
        "to_reader": float(second and not first),
        "terse": float(may_be_entry and words <= _MAX_ENTRY_WORDS),
    }


def _names_people(transcript: Transcript) -> bool:
    """Whether speakers have names or roles, not just marks of questions and answers."""
    labels = {turn.speaker_label for turn in transcript.turns if turn.speaker_label}
    return bool(labels) and not any(map(marks_question, labels))


def _names_sides(transcript: Transcript) -> bool:
    """Whether the text calls its speakers interviewer and candidate, who may tell knowledge without persons."""
    words = {word for turn in transcript.turns for word in (turn.speaker_label or "").casefold().split()}
    return not any(map(words.isdisjoint, _SIDES))


def _asks_back(transcript: Transcript) -> float:
    """How often the candidate asks, 1.0 being every other time; until they are invited to, or the last third."""
    said = [] if transcript.paired else list(utterances(transcript.turns))
    asking = []
    for utterance in said[: -(-2 * len(said) // 3)]:
        if utterance.role is Role.CANDIDATE:
            asking.append(is_marked_question(utterance.text))
        elif any(act is Act.HAND_OVER for _, act in judged(utterance.text)):
            break
    return min(1.0, 2 * sum(asking) / max(1, len(asking)))
