"""What a question asks for, and whether an answer is about it."""

from __future__ import annotations

import re
from functools import lru_cache

from interview_cli.interview.model import InterviewType, Question
from interview_cli.scoring.cleaning import SENTENCE_END
from interview_cli.scoring.coverage import relevance
from interview_cli.scoring.reading import Reading
from interview_cli.scoring.subjects import INTENTS, SUBJECTS
from interview_cli.scoring.text import root
from interview_cli.scoring.vocabulary import vocabulary

OFF_TOPIC = 0.1
"""Below this an answer is about something else, and counts as having nothing to do with the question."""

LIVED = 0.45
"""What an answer about one's own working life is worth when it shares no word with the question."""

WORDS_PER_CHANCE_HIT = 80
"""Any text meets a word of a given subject about this often."""

STORY_TYPES = frozenset({InterviewType.BEHAVIORAL, InterviewType.PROJECT})
KEY_POINT_TYPES = frozenset({InterviewType.TECHNICAL_VERBAL, InterviewType.SYSTEM_DESIGN})
"""Where key points are content that can be looked for. Elsewhere they say what a good story shows."""

_HYPOTHETICAL = re.compile(
    r"\b(?:would|imagine|suppose|assume|how do|what do you|if you|do you|your)\b", re.IGNORECASE
)
_EXPERIENCE = re.compile(
    r"\b(?:did|have you|had|was|were|time|once|example|last|recent|recently|ever|been|moment|you \w+ed|that \w+ed|"
    r"you (?:made|built|turned|found|took|led|gave|pushed|dealt|got)|your (?:project|cv|work|team)|you learned|"
    r"got off|with your name)\b",
    re.IGNORECASE,
)
_ONESELF = frozenset(("i", "me", "my"))
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def is_story(question: Question) -> bool:
    """Whether an answer to this question is a story of something that happened; "how would you …" asks for none."""
    return question.type in STORY_TYPES and _asks_for_experience(question.text)


@lru_cache(maxsize=4096)
def _asks_for_experience(text: str) -> bool:
    return bool(_EXPERIENCE.search(text)) or not _HYPOTHETICAL.search(text)


def reference_points(question: Question) -> tuple[str, ...]:
    """What a right answer says: the key points, or else the sentences of the ideal answer."""
    return question.key_points or _sentences(question.ideal_answer or "")


@lru_cache(maxsize=4096)
def _sentences(text: str) -> tuple[str, ...]:
    return tuple(sentence for part in SENTENCE_END.split(text) if (sentence := part.strip()))


def topicality(question: Question, asked: str, reading: Reading, is_follow_up: bool) -> float | None:
    """How much an answer is about the question, 0–1; 0 when it is about something else, None without a question.

    Knowledge is compared with the question and its key points. A story needs few of the question's words to be about
    it, so shared subjects ("argued" for "disagree") count as well, and telling of a working life at all counts some.
    The answer to a follow-up may be a few words that repeat none of it ("forty percent"): it begins half way.
    """
    if not asked.strip():
        return None
    if question.type in KEY_POINT_TYPES:
        reference = [question.ideal_answer] if question.ideal_answer else []
        value = 1.6 * relevance(asked, [*question.key_points, *reference], reading.judged.text)
    else:
        value = _personal(question, asked, reading)
    if is_follow_up:
        return min(1.0, 0.5 + value)
    return min(1.0, value) if value >= OFF_TOPIC else 0.0


def _personal(question: Question, asked: str, reading: Reading) -> float:
    said = {root(word) for word in set(reading.words)}
    family, terms = _asked_for(asked, question.topics)
    shared = len(family & said)
    words = len(terms & said)
    around = len(_terms(" ".join(question.key_points)) & said)
    by_chance = len(reading.words) / WORDS_PER_CHANCE_HIT
    shared_subjects = min(4.0, max(0.0, shared - by_chance))
    setting = reading.count("work", "situation")
    if question.type is InterviewType.HR_SCREEN:
        return _screening(question, said, reading, shared_subjects, words, around)
    if not (setting or words or shared_subjects >= 1):
        return 0.0
    lived = min(1.0, reading.count("i_act", "we_act") / 2) * min(1.0, setting / 3)
    return LIVED * lived + 0.15 * shared_subjects + 0.1 * min(3, words) + 0.07 * min(5, around)


def _screening(
    question: Question, said: set[str], reading: Reading, shared_subjects: float, words: int, around: int
) -> float:
    """The same for a screening question, which is also met by what its answers usually speak of.

    Speaking of oneself counts as far as it is about work: a family dinner is told in the first person as well.
    """
    usual = frozenset().union(*(INTENTS.get(topic, frozenset()) for topic in question.topics))
    intent = min(4.0, max(0.0, len(usual & said) - len(reading.words) / WORDS_PER_CHANCE_HIT))
    setting = reading.count("work", "situation")
    about_work = min(1.0, (reading.count("work") + shared_subjects + intent) / 2)
    oneself = sum(map(_ONESELF.__contains__, reading.words))
    lived = min(1.0, oneself / 3) * (0.6 + 0.4 * min(1.0, setting / 2)) * about_work
    named = 0.1 * min(3, words) + 0.07 * min(5, around)
    return LIVED * lived + 0.15 * max(shared_subjects, intent) + named * about_work


@lru_cache(maxsize=4096)
def _asked_for(question: str, topics: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """Roots of the words that belong to the subjects a question is about, and of those that say something in it."""
    text = f"{question} {' '.join(topics).replace('_', ' ')}"
    words = {root(word) for word in _WORD.findall(text)}
    family = frozenset().union(*(members for members in SUBJECTS.values() if words & members))
    return family, _terms(text)


@lru_cache(maxsize=4096)
def _terms(text: str) -> frozenset[str]:
    """The roots of the words in a text that say something."""
    known = vocabulary()
    return frozenset(word for word in map(root, _WORD.findall(text)) if known.weight(word) >= 1.0)
