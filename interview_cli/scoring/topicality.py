"""Whether an answer is about what was asked."""

from __future__ import annotations

from interview_cli.interview.model import InterviewType, Question
from interview_cli.scoring.coverage import relevance
from interview_cli.scoring.reading import Reading

_STORY_TYPES = frozenset({InterviewType.BEHAVIORAL, InterviewType.PROJECT})


def topicality(question: Question, asked: str, reading: Reading) -> float:
    """0–1: shared subject words with the question and what is known about it; for stories, also a working life."""
    context = [*question.key_points, *([question.ideal_answer] if question.ideal_answer else []), *question.topics]
    base = min(1.0, 1.6 * relevance(asked, context, reading.clean))
    if question.type in _STORY_TYPES:
        working = min(1.0, reading.count("work", "situation") / 5) * min(1.0, reading.count("i_act", "we_act") / 2)
        return min(1.0, 0.6 * working + base)
    return base
