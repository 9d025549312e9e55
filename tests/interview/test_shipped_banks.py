"""The questions that ship: enough of them, spread as promised, each once, and answerable from their key points."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest
from rapidfuzz import fuzz
from rapidfuzz.process import cdist

from interview_cli.interview.job_roles import role_matches
from interview_cli.interview.model import InterviewType, Question, Stage
from interview_cli.interview.questions import QuestionLibrary, bank_files, read_bank
from interview_cli.resources import resource_root
from interview_cli.scoring.key_points import PointState, find_key_points
from interview_cli.scoring.short_answers import sentences_of

LIBRARY = QuestionLibrary(resource_root("question_banks"))
QUESTIONS = LIBRARY.questions(InterviewType.MIXED)
TYPES = [kind for kind in InterviewType if kind is not InterviewType.MIXED]


def of_type(kind: InterviewType) -> list[Question]:
    return [question for question in QUESTIONS if question.type is kind]


@pytest.mark.parametrize("kind", TYPES)
def test_every_bank_is_valid_and_lies_in_the_folder_of_its_type(kind: InterviewType) -> None:
    files = bank_files(resource_root("question_banks").joinpath(kind.value))
    assert files
    for file in files:
        questions, problems = read_bank(file)
        assert problems == []
        assert {question.type for question in questions} == {kind}, f"{file} is in the wrong folder"
    assert LIBRARY.problems == []


@pytest.mark.parametrize(
    ("kind", "at_least"),
    [
        (InterviewType.BEHAVIORAL, 120),
        (InterviewType.HR_SCREEN, 40),
        (InterviewType.TECHNICAL_VERBAL, 160),
        (InterviewType.PROJECT, 30),
        (InterviewType.SYSTEM_DESIGN, 25),
    ],
)
def test_there_are_enough_questions(kind: InterviewType, at_least: int) -> None:
    everyone = [q for q in of_type(kind) if kind is InterviewType.TECHNICAL_VERBAL or not q.roles]
    assert len(everyone) >= at_least
    assert len(QUESTIONS) >= 400


def test_behavioral_questions_spread_over_competencies() -> None:
    counts = Counter(question.competencies[0] for question in of_type(InterviewType.BEHAVIORAL))
    assert sum(count >= 4 for count in counts.values()) >= 15, counts


@pytest.mark.parametrize(
    "field", ["backend", "frontend", "data-engineering", "data-science", "devops", "mobile", "security", "qa"]
)
def test_each_technical_field_has_a_bank_with_three_to_six_key_points(field: str) -> None:
    questions = [q for q in of_type(InterviewType.TECHNICAL_VERBAL) if q.bank == field]
    assert len(questions) >= 20
    assert all(3 <= len(question.key_points) <= 6 for question in questions)
    assert {question.stage for question in questions} == {*Stage}


@pytest.mark.parametrize("role", ["product manager", "engineering manager"])
def test_there_are_packs_for_people_who_lead(role: str) -> None:
    assert sum(bool(question.roles) and role_matches(role, question.roles) for question in QUESTIONS) >= 15


def test_system_design_prompts_have_a_checklist() -> None:
    core = [q for q in of_type(InterviewType.SYSTEM_DESIGN) if q.stage is Stage.CORE]
    assert min(len(question.key_points) for question in core) >= 4


def test_ids_are_unique_over_all_banks() -> None:
    files = [file for kind in TYPES for file in LIBRARY.shipped_files(kind)]
    ids = Counter(question.id for file in files for question in read_bank(file)[0])
    assert [identifier for identifier, count in ids.items() if count > 1] == []
    assert len(ids) == len(QUESTIONS)


def test_no_question_is_nearly_another() -> None:
    texts = [question.text.lower() for question in QUESTIONS]
    alike = cdist(texts, texts, scorer=fuzz.token_set_ratio, score_cutoff=90.5)
    pairs = [(QUESTIONS[a].id, QUESTIONS[b].id) for a, b in combinations(range(len(texts)), 2) if alike[a, b]]
    assert pairs == []


def test_every_role_can_be_matched() -> None:
    roles = {role for question in QUESTIONS for role in question.roles}
    assert [role for role in roles if not role_matches(role, [role])] == []


def test_ideal_answers_cover_their_own_key_points() -> None:
    states = [
        found.state
        for question in QUESTIONS
        if question.ideal_answer
        for found in find_key_points(
            question.text, question.key_points, question.ideal_answer, sentences_of(question.ideal_answer)
        )
    ]
    assert len(states) > 100
    said = sum(state is PointState.RIGHT for state in states) / len(states)
    assert said >= 0.8, f"{said:.1%} of {len(states)} points"


def test_follow_ups_and_pitfalls_do_not_give_a_key_point_away() -> None:
    told = [
        (question.id, point)
        for question in QUESTIONS
        for point in question.key_points
        for text in question.follow_ups
        if fuzz.token_set_ratio(point.lower(), text.lower()) > 90
    ]
    assert told == []


def test_the_banks_are_packaged() -> None:
    assert Path(str(resource_root("question_banks"))).is_dir()
