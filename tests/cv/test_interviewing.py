"""An interview about a CV and a job by rules: every question says why it is there, in the words it rests on."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from interview_cli.contracts.job import JobPost
from interview_cli.contracts.resume import Resume
from interview_cli.cv.interviewing import CvInterviewer
from interview_cli.cv.lines import lines_of
from interview_cli.cv.questions import OWN, QUOTE_WORDS, about_gaps, about_own_work, follow_ups, of_bank
from interview_cli.interview.kinds import AnswerSource, SessionStatus
from interview_cli.interview.model import (
    Answer,
    AskedQuestion,
    Attempt,
    Exchange,
    InterviewType,
    PlanSlot,
    Question,
    Session,
    SessionSettings,
    Stage,
)
from interview_cli.interview.planning import BankInterviewer
from interview_cli.interview.questions import QuestionLibrary
from interview_cli.resources import resource_root
from interview_cli.scoring.rules import rubric_for
from tests.cv.material import JOB, RESUME, changed

LIBRARY = QuestionLibrary(resource_root("question_banks"))
MIXED = SessionSettings(InterviewType.MIXED, questions=8, seed=3)
NOW = datetime(2026, 5, 4, tzinfo=UTC)


def interviewer(resume: Resume | None = RESUME, job: JobPost | None = JOB) -> CvInterviewer:
    return CvInterviewer(BankInterviewer(LIBRARY), LIBRARY, resume, job)


def planned(
    settings: SessionSettings, resume: Resume | None = RESUME, job: JobPost | None = JOB
) -> Sequence[PlanSlot]:
    return asyncio.run(interviewer(resume, job).plan(settings))


def asked(settings: SessionSettings, resume: Resume | None = RESUME, job: JobPost | None = JOB) -> list[Question]:
    """All main questions of a session."""
    who = interviewer(resume, job)

    async def ask() -> list[Question]:
        session = Session("s", settings, SessionStatus.IN_PROGRESS, NOW, plan=tuple(await who.plan(settings)))
        for slot in range(len(session.plan)):
            question = await who.next_question(session, slot, ())
            exchange = Exchange(AskedQuestion(f"q{slot}", slot, slot, question.text, question))
            session = replace(session, exchanges=(*session.exchanges, exchange))
        return [exchange.asked.question for exchange in session.exchanges]

    return asyncio.run(ask())


def test_the_core_opens_on_the_persons_own_work() -> None:
    core = [question for question, slot in zip(asked(MIXED), planned(MIXED), strict=True) if slot.stage is Stage.CORE]
    assert core[0].text.startswith("Your CV says “")
    assert core[0].type is InterviewType.PROJECT
    assert core[0].bank == OWN


def test_must_haves_gaps_and_own_work_are_all_asked_about() -> None:
    questions = asked(MIXED)
    assert any(question.bank not in {OWN, "core"} and "kubernetes" in question.topics for question in questions)
    assert any("The job asks for Rust, and I did not find it in your CV." in question.text for question in questions)
    assert len({question.id for question in questions}) == len(questions)


def test_every_reason_quotes_what_it_rests_on() -> None:
    lines = [line.text for line in lines_of(RESUME)]
    sentences = [each["sentence"] for each in (*JOB["must_have"], *JOB["nice_to_have"])]
    reasons = [slot.focus for slot in planned(MIXED) if slot.stage is Stage.CORE]
    assert all(reasons)
    for reason in reasons:
        quotes = [part.split("”")[0] for part in str(reason).split("“")[1:]]
        assert quotes
        assert all(any(quote in text for text in (*lines, *sentences)) for quote in quotes)


def test_a_behavioral_interview_stays_one() -> None:
    settings = SessionSettings(InterviewType.BEHAVIORAL, questions=5)
    assert {question.type for question in asked(settings)} == {InterviewType.BEHAVIORAL}


def test_the_same_seed_asks_the_same_and_others_open_elsewhere() -> None:
    openings = {asked(replace(MIXED, seed=seed))[1].text for seed in range(6)}
    assert asked(MIXED) == asked(MIXED)
    assert len(openings) > 1


def test_lines_that_show_what_the_job_asks_for_come_first() -> None:
    first = about_own_work(RESUME, JOB, InterviewType.PROJECT)[0]
    assert first.question is not None
    assert set(first.question.skills) & {"Kubernetes", "Python", "Apache Kafka"}
    assert "and the job asks for it: “" in first.why


def test_without_a_job_there_are_no_gaps_and_without_a_cv_nothing_is_said_of_one() -> None:
    assert not any("job" in question.text for question in asked(MIXED, job=None) if question.bank == OWN)
    reasons = [str(slot.focus) for slot in planned(MIXED, resume=None) if slot.focus]
    assert reasons
    assert not any("CV" in reason for reason in reasons)


def test_a_gap_is_only_what_the_cv_does_not_show() -> None:
    (gap,) = about_gaps(RESUME, JOB)
    assert gap.why == "The job asks for Rust (“You must know Rust”); I did not find it in your CV."


@pytest.mark.parametrize(
    ("line", "asks"),
    [
        ("Cut the nightly run from 6 hours to 40 minutes", "How was that measured"),
        ("Helped to introduce Kafka for shipment events", "What exactly did you do yourself"),
        ("Led the move to another office", "Which decision in it was yours"),
        ("Wrote the handbook of the depot", "What was the hardest part of it"),
        ("Cared for up to 8 patients per shift", "What was the hardest part of it"),
        ("Cut waiting times by 20%", "what was it before?"),
        ("Cut waiting times from 20 to 5 minutes", "how much of it was your doing?"),
        ("Was responsible for the till", "What exactly did you do yourself"),
        ("Won the award for kindness", "what did they see in your work?"),
    ],
)
def test_follow_ups_quote_the_line(line: str, asks: str) -> None:
    first = next(follow_ups(line))
    assert line in first
    assert asks in first


@pytest.mark.parametrize(
    ("line", "asks"),
    [
        (
            "Introduced a handover sheet that nurses asked for",
            ("what was your part in it", "what did you do yourself"),
        ),
        ("Einführung einer Akte, Zeit um 25 % gesenkt", ("what was your part in it", "what did you do yourself")),
        ("Medication rounds, wound care and discharge planning", ("one day or case", "one time when that was hard")),
        ("Load and unload up to 30 trucks per shift", ("one day or case", "one time when that was hard")),
        ("Responsible for a ward of 28 beds", ("one day or case", "one time when that was hard")),
        ("Leitung einer Station mit 30 Betten", ("one day or case", "one time when that was hard")),
        ("Helped to write the guideline for strokes", ("Which part of it was yours",)),
        ("Won the prize for kindness in 2018", ("What had you done to earn that?",)),
    ],
)
def test_a_line_is_asked_about_as_what_it_is_and_judged_as_a_story(line: str, asks: tuple[str, ...]) -> None:
    (reasoned,) = about_own_work(changed(work=[{"highlights": [line]}]), None, InterviewType.BEHAVIORAL)
    assert reasoned.question is not None
    assert any(each in reasoned.question.text for each in asks), reasoned.question.text
    assert rubric_for(reasoned.question).name == "behavioral"


def test_a_list_of_skills_is_not_asked_about_as_if_it_were_done() -> None:
    resume = changed(work=[{"highlights": ["Python, Airflow, dbt, Snowflake, Terraform"]}])
    assert about_own_work(resume, None, InterviewType.PROJECT) == []


def test_a_project_is_asked_about_as_something_made() -> None:
    resume = changed(work=[], projects=[{"name": "lineage", "description": "Open-source tool that draws a lineage"}])
    (reasoned,) = about_own_work(resume, None, InterviewType.PROJECT)
    assert reasoned.question is not None
    assert reasoned.question.text.endswith(
        "What problem did it solve, what was your part in it, and what came of it?"
    )


def asking(sentence: str, *skills: str) -> JobPost:
    return {**JOB, "must_have": [{"skill": skill, "sentence": sentence} for skill in skills]}


def test_one_of_several_alternatives_is_enough() -> None:
    either = asking("Experience with Kubernetes or Rust", "Kubernetes", "Rust")
    both = asking("Experience with Kubernetes and Rust", "Kubernetes", "Rust")
    assert about_gaps(RESUME, either) == []
    assert len(about_gaps(RESUME, both)) == 1
    (gap,) = about_gaps(RESUME, asking("Rust or Scala is needed", "Rust", "Scala"))
    assert gap.why.startswith("The job asks for Rust or Scala (“Rust or Scala is needed”)")


def test_who_is_a_data_engineer_has_done_data_engineering() -> None:
    resume = changed(work=[{"position": "Senior Data Engineer", "name": "Depot"}])
    assert about_gaps(resume, asking("7+ years of data engineering", "Data engineering")) == []
    assert about_gaps(RESUME, asking("7+ years of data engineering", "Data engineering"))


def test_a_trait_is_asked_about_by_the_words_of_the_job() -> None:
    (gap,) = about_gaps(RESUME, asking("Excellent communication skills", "Communication"))
    assert gap.question is not None
    assert gap.question.text.startswith("The job says “Excellent communication skills”. Tell me about a time")


def test_a_long_line_is_quoted_in_part() -> None:
    line = " ".join(f"word{number}" for number in range(60))
    quote = next(follow_ups(line)).split("“")[1].split("”")[0]
    assert quote.endswith(" …")
    assert line.startswith(quote.removesuffix(" …"))
    assert len(quote.split()) == QUOTE_WORDS + 1


def test_the_first_follow_up_to_own_work_is_about_the_cv() -> None:
    who = interviewer()
    question = next(each for each in asked(MIXED) if each.bank == OWN and each.follow_ups)
    answer = Answer("I did it with two others.", AnswerSource.TYPED, NOW, NOW)
    exchange = Exchange(AskedQuestion("a", 1, 1, question.text, question), (Attempt("t", answer),))
    session = Session("s", MIXED, SessionStatus.IN_PROGRESS, NOW, exchanges=(exchange,))
    text = asyncio.run(who.follow_up(session, [exchange], lambda _: None))
    assert text == question.follow_ups[0]


@pytest.mark.parametrize(
    ("skill", "topic"), [("Kubernetes", "kubernetes"), ("Postgres", "databases"), ("Kafka", "streaming")]
)
def test_skills_are_asked_about_from_the_banks(skill: str, topic: str) -> None:
    found = of_bank(skill, LIBRARY.questions(InterviewType.TECHNICAL_VERBAL))
    assert any(topic in question.topics for question in found)


def test_a_skill_without_questions_is_not_planned() -> None:
    job: JobPost = {**JOB, "must_have": [{"skill": "Cobol", "sentence": "Cobol"}, *JOB["must_have"][:1]]}
    settings = SessionSettings(InterviewType.TECHNICAL_VERBAL, questions=6)
    assert "Cobol" not in [
        slot.topic for slot in planned(settings, job=job) if slot.type is InterviewType.TECHNICAL_VERBAL
    ]
