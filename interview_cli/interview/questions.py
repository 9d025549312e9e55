"""Question banks: the YAML schema, reading and checking it, and finding questions in it.

A bank is a YAML file whose name is the bank's name; `docs/question-banks.md` documents the format. Shipped banks lie
in one folder per interview type, so that only the types a session needs are read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from interview_cli.data_files import DataFileError, line_finder, load_yaml, read_text
from interview_cli.errors import InputError
from interview_cli.interview.job_roles import role_matches
from interview_cli.interview.model import Difficulty, InterviewType, Question, Stage

MAX_BANK_BYTES: Final = 5_000_000
"""A larger file is not a question bank."""

MOST_PROBLEMS: Final = 50
"""More are not reported for one file: it is something else, or the same mistake in every question (chosen)."""

_Place = tuple[str | int, ...]
"""Keys and indices that lead to a part of a file."""

_Mistake = tuple[_Place, str]
"""Where in a bank something is wrong, and what."""


class _QuestionEntry(BaseModel):
    """One question as written in a bank."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)
    text: str = Field(min_length=10, max_length=600)
    type: InterviewType | None = None
    difficulty: Difficulty
    stage: Stage = Stage.CORE
    competencies: list[str] = []
    skills: list[str] = []
    roles: list[str] = []
    key_points: list[str] = Field(min_length=1)
    pitfalls: list[str] = []
    follow_ups: list[str] = []
    ideal_answer: str | None = None
    source: str | None = None

    @field_validator("competencies", "skills", "roles", "key_points", "pitfalls", "follow_ups")
    @classmethod
    def _no_empty_item(cls, value: list[str]) -> list[str]:
        if any(not item for item in value):
            raise ValueError("has an empty item")
        return value

    @model_validator(mode="after")
    def _has_topic(self) -> _QuestionEntry:
        if not self.competencies and not self.skills:
            raise ValueError("needs at least one of competencies or skills")
        return self


class _BankHead(BaseModel):
    """A bank file whose questions are still to be checked, one after the other."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    title: str = Field(min_length=1)
    description: str = ""
    type: InterviewType
    questions: list[object] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class _BankFile:
    """A whole bank file."""

    type: InterviewType
    questions: list[_QuestionEntry]


@dataclass(frozen=True, slots=True)
class BankProblem:
    """One thing wrong with a bank file. `line` counts from 1 and is None when the whole file is meant."""

    file: str
    line: int | None
    field: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.field}: {self.message}" if self.field else f"{place}: {self.message}"


def read_bank(file: Traversable) -> tuple[list[Question], list[BankProblem]]:
    """The questions of one bank file, or what is wrong with it, up to MOST_PROBLEMS things (then no question)."""
    try:
        text = read_text(file, MAX_BANK_BYTES)
        data = load_yaml(text, file)
    except DataFileError as error:
        return [], [BankProblem(str(file), error.line, "", error.problem)]
    bank, mistakes = _checked(data)
    if bank is None:
        line_of = line_finder(text)
        return [], [
            BankProblem(str(file), line_of(path), ".".join(map(str, path)), message) for path, message in mistakes
        ]
    return [_question(entry, bank, _stem(file)) for entry in bank.questions], []


def _checked(data: object) -> tuple[_BankFile | None, list[_Mistake]]:
    """The bank in the data of a file, or else its first mistakes."""
    try:
        head = _BankHead.model_validate(data)
    except ValidationError as error:
        return None, _mistakes(error, ())
    mistakes: list[_Mistake] = []
    entries: list[_QuestionEntry] = []
    for index, entry in enumerate(head.questions):
        try:
            entries.append(_QuestionEntry.model_validate(entry))
        except ValidationError as error:
            mistakes += _mistakes(error, ("questions", index))
        if len(mistakes) >= MOST_PROBLEMS:
            break
    bank = _BankFile(head.type, entries)
    mistakes = mistakes or _semantic_mistakes(bank)
    return None if mistakes else bank, mistakes[:MOST_PROBLEMS]


def _mistakes(error: ValidationError, place: _Place) -> list[_Mistake]:
    return [((*place, *item["loc"]), _plain(item)) for item in error.errors(include_url=False, include_input=False)]


def _semantic_mistakes(bank: _BankFile) -> list[_Mistake]:
    """What the schema cannot say."""
    mistakes: list[_Mistake] = []
    if bank.type is InterviewType.MIXED:
        mistakes.append((("type",), "must be one interview type, not mixed"))
    seen: set[str] = set()
    for index, entry in enumerate(bank.questions):
        if entry.id in seen:
            mistakes.append((("questions", index, "id"), f"{entry.id!r} is used twice"))
        seen.add(entry.id)
        if entry.type is InterviewType.MIXED:
            mistakes.append((("questions", index, "type"), "must be one interview type, not mixed"))
    return mistakes


def _plain(item: Any) -> str:
    message = str(item["msg"]).removeprefix("Value error, ")
    if item["type"] == "missing":
        return "is missing"
    if item["type"] == "model_type":
        return "must be a mapping of fields to values"
    if item["type"] == "extra_forbidden":
        return "is not a field of this format"
    return message[0].lower() + message[1:]


def _question(entry: _QuestionEntry, bank: _BankFile, bank_name: str) -> Question:
    return Question(
        id=entry.id,
        text=entry.text,
        type=entry.type or bank.type,
        difficulty=entry.difficulty,
        bank=bank_name,
        competencies=tuple(entry.competencies),
        skills=tuple(entry.skills),
        roles=tuple(role.lower() for role in entry.roles),
        stage=entry.stage,
        key_points=tuple(entry.key_points),
        pitfalls=tuple(entry.pitfalls),
        follow_ups=tuple(entry.follow_ups),
        ideal_answer=entry.ideal_answer,
        source=entry.source,
    )


def _stem(file: Traversable) -> str:
    return file.name.rsplit(".", 1)[0]


class QuestionLibrary:
    """The shipped banks merged with the user's own, read type by type when first needed.

    A user's bank with a mistake is left out and reported in `problems`; it never stops an interview. A user's
    question with the id of a shipped one replaces it.
    """

    def __init__(self, shipped: Traversable, user_folder: Path | None = None) -> None:
        self._shipped = shipped
        self._user_folder = user_folder
        self._by_type: dict[InterviewType, list[Question]] = {}
        self._user: list[Question] | None = None
        self._problems: list[BankProblem] = []

    @property
    def problems(self) -> Sequence[BankProblem]:
        """What is wrong with the user's banks, and with the shipped ones read so far."""
        self._user_questions()
        return self._problems

    def questions(self, kind: InterviewType) -> Sequence[Question]:
        """All questions of a type (of all types for MIXED), in a stable order."""
        if kind is InterviewType.MIXED:
            return [q for each in InterviewType if each is not kind for q in self.questions(each)]
        if kind not in self._by_type:
            own = {q.id: q for q in self._user_questions()}
            merged = {q.id: q for q in self._read(self.shipped_files(kind)) if q.id not in own}
            merged |= {q_id: q for q_id, q in own.items() if q.type is kind}
            self._by_type[kind] = list(merged.values())
        return self._by_type[kind]

    def find(self, question_id: str) -> Question:
        """The question with this id or unique beginning of an id. Raises InputError when none or several match."""
        everything = self.questions(InterviewType.MIXED)
        matches = [q for q in everything if q.id.startswith(question_id)]
        exact = [q for q in matches if q.id == question_id]
        if exact or len(matches) == 1:
            return (exact or matches)[0]
        if matches:
            some = ", ".join(q.id for q in matches[:5])
            raise InputError(f"{question_id!r} fits {len(matches)} questions: {some} …", "Give more of the id.")
        raise InputError(f"There is no question {question_id!r}.", "See 'interview questions list'.")

    def banks(self) -> dict[str, int]:
        """How many questions each bank holds, by name."""
        return dict(sorted(Counter(q.bank for q in self.questions(InterviewType.MIXED)).items()))

    def shipped_files(self, kind: InterviewType) -> Iterator[Traversable]:
        """The shipped bank files of one type."""
        folder = self._shipped.joinpath(kind.value)
        return iter(bank_files(folder) if folder.is_dir() else [])

    def _user_questions(self) -> list[Question]:
        if self._user is None:
            folder = self._user_folder
            self._user = list(self._read(bank_files(folder))) if folder and folder.is_dir() else []
        return self._user

    def _read(self, files: Iterable[Traversable]) -> Iterator[Question]:
        for file in files:
            questions, problems = read_bank(file)
            self._problems += problems
            yield from questions


def bank_files(folder: Traversable) -> list[Traversable]:
    """The YAML files directly in a folder, by name."""
    found = [file for file in folder.iterdir() if file.is_file() and file.name.endswith((".yaml", ".yml"))]
    return sorted(found, key=lambda file: file.name)


def filter_questions(
    questions: Iterable[Question],
    *,
    difficulty: Difficulty | None = None,
    bank: str | None = None,
    topic: str | None = None,
    role: str | None = None,
    search: str | None = None,
) -> list[Question]:
    """The questions that fit every filter given. `search` is looked for in the text, letter case aside."""

    def fits(question: Question) -> bool:
        return (
            (difficulty is None or question.difficulty is difficulty)
            and (bank is None or question.bank == bank)
            and (topic is None or topic.lower() in (each.lower() for each in question.topics))
            and (role is None or role_matches(role, question.roles))
            and (search is None or search.lower() in question.text.lower())
        )

    return [question for question in questions if fits(question)]
