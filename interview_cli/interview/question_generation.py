"""New questions for a bank, written by a language model and checked against every question there is."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from itertools import cycle, islice
from typing import Any, Final

from interview_cli.interview.model import Question
from interview_cli.interview.model_questions import BANK, QuestionWriter, Wanted

AT_A_TIME: Final = 5
"""How many questions are asked for in one request: their replies fit a small context window."""

_TOPIC_IN_ID_CHARACTERS: Final = 30


async def generate(
    writer: QuestionWriter, wanted: Wanted, skills: Sequence[str], count: int, earlier: Sequence[str]
) -> AsyncIterator[Question]:
    """Up to `count` questions as they come, shared out over the skills; fewer when the model has no more new ones.

    Raises ChatModelError when the model fails; what has come until then can be used.
    """
    topics: list[str | None] = list(islice(cycle(skills or [wanted.topic]), count))
    known = list(earlier)
    for topic in dict.fromkeys(topics):
        left = topics.count(topic)
        while left:
            asked_for = min(left, AT_A_TIME)
            found = await writer.write(replace(wanted, topic=topic), asked_for, known)
            for question in found:
                yield question
            known = [*(question.text for question in found), *known]
            left = left - len(found) if len(found) == asked_for else 0


def bank_yaml(name: str, title: str, questions: Sequence[Question]) -> str:
    """A bank file of questions of one type, with ids that begin with the bank's name."""
    import yaml

    bank = {
        "title": title,
        "description": "Written by a program; read them before you rely on them.",
        "type": questions[0].type.value,
        "questions": [_entry(question) for question in in_bank(name, questions)],
    }
    return yaml.safe_dump(bank, sort_keys=False, allow_unicode=True, width=110)


def in_bank(name: str, questions: Sequence[Question]) -> list[Question]:
    """The questions with the bank's name, and ids that say what they are about."""
    found = []
    for question in questions:
        topic = re.sub(r"[^a-z0-9]+", "-", question.topics[0])[:_TOPIC_IN_ID_CHARACTERS].strip("-")
        parts = (name, topic, question.id.removeprefix(f"{BANK}-"))
        found.append(replace(question, id="-".join(filter(None, parts)), bank=name))
    return found


def _entry(question: Question) -> dict[str, Any]:
    entry = {
        "id": question.id,
        "text": question.text,
        "difficulty": question.difficulty.value,
        "competencies": list(question.competencies),
        "skills": list(question.skills),
        "roles": list(question.roles),
        "key_points": list(question.key_points),
        "follow_ups": list(question.follow_ups),
        "pitfalls": list(question.pitfalls),
        "ideal_answer": question.ideal_answer,
        "source": question.source,
    }
    return {name: value for name, value in entry.items() if value}
