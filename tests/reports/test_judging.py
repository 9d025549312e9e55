"""Reports tell who judged, what fell back, what is in doubt, and what was dropped."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from rich.console import Console

from interview_cli.cli.report import print_report
from interview_cli.interview.model import Evaluation, Session
from interview_cli.reports.html import session_to_html
from interview_cli.reports.markdown import session_to_markdown
from interview_cli.reports.phrases import fallback_line, judging_lines
from interview_cli.scoring.rules import evaluate_answer, session_feedback
from tests.judge.support import DISAGREEMENT, STORY, StubModel, judged, reply, session_of
from tests.reports.conftest import as_read


def on_screen(session: Session) -> str:
    out = Console(file=io.StringIO(), width=100, no_color=True)
    print_report(session, out)
    assert isinstance(out.file, io.StringIO)
    return " ".join(out.file.getvalue().split())


@pytest.fixture
async def doubtful() -> Evaluation:
    """Judged twice by a model that is far from the rules and from itself, with one quote that was never said."""

    def script(_messages: object, schema: type, sample: int) -> dict[str, object]:
        return reply(schema, 2 * sample, ["I set up a meeting", "never said"][: 2 - sample])

    evaluation = await judged(StubModel(script), samples=2)
    return replace(evaluation, cached=True)


@pytest.fixture
async def session(doubtful: Evaluation) -> Session:
    fallen = replace(evaluate_answer(DISAGREEMENT, STORY), fallback_reason="The server is <gone>.")
    session = session_of((DISAGREEMENT, STORY, doubtful), (DISAGREEMENT, STORY, fallen))
    feedback = replace(session_feedback(session), report="A *long* word.", fallback_reason="No.")
    return replace(session, feedback=replace(feedback, evaluator=doubtful.evaluator))


def test_json_has_it_all(session: Session) -> None:
    made = as_read(session)
    first, second = made["answers"]
    assert (first["flagged"], first["cached"], first["dropped_quotes"]) == (True, True, 6)
    assert first["rules_score"] == evaluate_answer(DISAGREEMENT, STORY).overall_score
    assert first["scores"]["clarity"]["spread"] == 2
    assert first["evaluator"]["kind"] == "model"
    assert first["fallback_reason"] is None
    assert second["fallback_reason"] == "The server is <gone>."
    assert second["evaluator"]["kind"] == "rules"
    assert (made["feedback"]["report"], made["feedback"]["fallback_reason"]) == ("A *long* word.", "No.")


def test_an_answer_without_a_judgement_has_the_same_keys(session: Session) -> None:
    skipped = session_of((DISAGREEMENT, None, None))
    assert as_read(skipped)["answers"][0].keys() == as_read(session)["answers"][0].keys()


def test_people_read_it_too(session: Session) -> None:
    markdown = session_to_markdown(session)
    for text in (markdown.replace("\\", ""), on_screen(session)):
        assert "Judged by stub:1, from the evaluation cache." in text
        assert "Check this answer yourself: the model gives it 20 of 100, the rules 100." in text
        assert "6 quotes of the model dropped" in text
        assert "1 of 5 (judgements 2 apart)" in text
        assert "Judged by rules, not by the language model: The server is <gone>." in text
        assert "In part by rules: No." in text
        assert "A *long* word." in text
    assert "&lt;gone&gt;" in session_to_html(session)
    assert "<em>long</em>" not in session_to_html(session)


def test_a_report_wholly_by_rules_is_not_said_to_be_so_in_part(session: Session) -> None:
    assert session.feedback
    feedback = replace(session_feedback(session), fallback_reason="No.")
    assert fallback_line(feedback) == "By rules: No."
    assert fallback_line(session.feedback) == "In part by rules: No."


def test_of_rules_that_were_meant_to_judge_nothing_is_said() -> None:
    assert list(judging_lines(evaluate_answer(DISAGREEMENT, STORY))) == []
