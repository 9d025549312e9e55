"""The labelled spoken answers, pairs and edits as the judge is given them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

from interview_cli.interview.model import Difficulty, Evaluation, InterviewType, Question
from interview_cli.scoring.rules import evaluate_answer
from interview_cli.text import embeddings
from tests.conftest import read_yaml

FOLDER = Path(__file__).parent
SPLITS = ("development", "held_out")


@dataclass(frozen=True)
class Labelled:
    """A spoken answer with its question; `labels` maps each label to verbatim quotes of the answer."""

    id: str
    question: Question
    answer: str
    is_about_it: bool
    labels: dict[str, list[str]]

    @property
    def is_story(self) -> bool:
        """Whether an experience is asked for."""
        return self.question.type in {InterviewType.BEHAVIORAL, InterviewType.PROJECT}

    def spans(self, label: str) -> list[tuple[int, int]]:
        """Where the quotes of a label stand in the answer."""
        starts = [(self.answer.index(quote), quote) for quote in self.labels.get(label, [])]
        return [(start, start + len(quote)) for start, quote in starts]


def question_of(entry: dict[str, Any]) -> Question:
    """The question of a labelled answer, pair or edit; a mixed one is taken for a behavioral one."""
    points = [point["point"] if isinstance(point, dict) else point for point in entry.get("key_points", [])]
    kind = InterviewType.BEHAVIORAL if entry["type"] == "mixed" else InterviewType(entry["type"])
    return Question(
        entry.get("id", "labelled"), entry["question"], kind, Difficulty.STANDARD, "tests", key_points=tuple(points)
    )


@cache
def spoken(split: str) -> tuple[Labelled, ...]:
    """The spoken answers of one half."""
    return tuple(
        Labelled(
            entry["id"],
            question_of(entry),
            entry["answer"],
            entry["about"] == "it",
            {
                label: [quote["quote"] if isinstance(quote, dict) else quote for quote in quotes]
                for label, quotes in entry["labels"].items()
            },
        )
        for path in sorted((FOLDER / "spoken" / split).glob("*.yaml"))
        for entry in entries(path)
    )


def entries(path: Path) -> list[dict[str, Any]]:
    """The entries of a file of cases."""
    found: list[dict[str, Any]] = read_yaml(path)
    return found


def samples() -> Iterator[tuple[str, Question, str]]:
    """Every sample's id, question and answer."""
    for path in sorted((FOLDER / "samples").glob("*.yaml")):
        data = read_yaml(path)
        questions = {
            name: Question(
                name,
                question["text"],
                InterviewType(question["type"]),
                Difficulty.STANDARD,
                "samples",
                competencies=tuple(question.get("competencies", ())),
                skills=tuple(question.get("skills", ())),
                key_points=tuple(question.get("key_points", ())),
                ideal_answer=question.get("ideal_answer"),
            )
            for name, question in data["questions"].items()
        }
        for entry in data["samples"]:
            yield entry["id"], questions[entry["question"]], entry["answer"]


@cache
def judged(question: Question, answer: str) -> Evaluation:
    """The rules' evaluation by the base install, whatever extras are there; kept, as several tests look at it."""
    with patch.object(embeddings, "is_installed", return_value=False):
        return evaluate_answer(question, answer)
