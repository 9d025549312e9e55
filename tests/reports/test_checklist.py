"""The checklist in the reports for people, and in JSON."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from rich.console import Console

from interview_cli.cli.report import print_report
from interview_cli.interview.checklist import with_ticks
from interview_cli.interview.model import Evaluation, KeyPoint, Session
from interview_cli.reports.contract import session_to_json
from interview_cli.reports.html import session_to_html
from interview_cli.reports.markdown import session_to_markdown
from interview_cli.scoring.rules import evaluate_answer, session_feedback
from tests.judge.support import DISAGREEMENT, INDEX, STORY, session_of

ANSWER = "An index lets the database find rows without scanning the table, like the register of a book."
WORDS = {
    "right": "right",
    "wrong": "said the other way round",
    "mentioned": "mentioned",
    "not_said": "not found",
    "cannot_tell": "cannot tell",
    "something_newer": "something_newer",
}
POINTS = tuple(KeyPoint(f"Point <b>{state}</b>.", state) for state in WORDS)
OWN = {"Point <b>cannot_tell</b>.": True, "Point <b>right</b>.": False}


def with_points(session: Session, number: int, points: tuple[KeyPoint, ...], ticks: dict[str, bool]) -> Session:
    """The session with other key points, and ticks, of one answer."""
    exchanges = list(session.exchanges)
    attempt = exchanges[number].attempt
    assert attempt
    assert attempt.evaluation
    judged = replace(attempt.evaluation, key_points=points)
    exchanges[number] = exchanges[number].with_attempt(with_ticks(replace(attempt, evaluation=judged), ticks))
    return replace(session, exchanges=tuple(exchanges))


@pytest.fixture
def session() -> Session:
    """A question of knowledge with a key point in every state, and a story with one point; two ticks are changed."""
    knowledge, story = evaluate_answer(INDEX, ANSWER), evaluate_answer(DISAGREEMENT, STORY)
    session = session_of((INDEX, ANSWER, knowledge), (DISAGREEMENT, STORY, story))
    session = with_points(session, 0, POINTS, OWN)
    return with_points(session, 1, (KeyPoint("Names the other person's reason.", "cannot_tell"),), {})


def printed(session: Session) -> str:
    out = Console(file=io.StringIO(), width=100, no_color=True)
    print_report(session, out)
    assert isinstance(out.file, io.StringIO)
    return out.file.getvalue()


def test_lines_have_number_tick_point_and_what_the_rules_found(session: Session) -> None:
    lines = [
        re.split(r" {2,}", line.rstrip()) for line in printed(session).splitlines() if re.match(r"\d\.\d ", line)
    ]
    assert lines == [
        ["1.1", "(your own)", "Point <b>right</b>.", "right"],
        ["1.2", "Point <b>wrong</b>.", "said the other way round"],
        ["1.3", "Point <b>mentioned</b>.", "mentioned"],
        ["1.4", "Point <b>not_said</b>.", "not found"],
        ["1.5", "✓ (your own)", "Point <b>cannot_tell</b>.", "cannot tell"],
        ["1.6", "Point <b>something_newer</b>.", "something_newer"],
        ["2.1", "Names the other person's reason."],
    ]


def test_the_lines_say_how_to_tick_the_first_blank(session: Session) -> None:
    text = printed(session)
    assert "Tick: interview feedback session --tick 1.1\n" in text
    assert "Tick: interview feedback session --tick 2.1\n" in text
    done = with_points(session, 1, (KeyPoint("Names the reason.", "cannot_tell"),), {"Names the reason.": True})
    assert "--tick 2" not in printed(done)


def test_markdown_and_the_page_have_it_as_a_table(session: Session) -> None:
    rows = [line for line in session_to_markdown(session).splitlines() if re.match(r"\| (Number|\d\.\d)", line)]
    assert rows[0] == "| Number | Ticked | Key point | By the rules |"
    assert rows[1] == r"| 1.1 | (your own) | Point \<b\>right\</b\>. | right |"
    assert rows[5] == r"| 1.5 | ✓ (your own) | Point \<b\>cannot\_tell\</b\>. | cannot tell |"
    assert rows[7:] == ["| Number | Ticked | Key point |", "| 2.1 |  | Names the other person's reason. |"]
    page = session_to_html(session)
    assert "<td>✓ (your own)</td>" in page
    assert "<td>Point &lt;b&gt;wrong&lt;/b&gt;.</td>\n<td>said the other way round</td>" in page
    assert page.count("Key points (your own ticks are no part of the score)") == 2


def test_json_says_what_is_ticked_and_by_whom(session: Session) -> None:
    points = session_to_json(session)["answers"][0]["key_points"]
    assert points[0] == {
        "point": "Point <b>right</b>.",
        "state": "right",
        "quote": None,
        "ticked": False,
        "ticked_by": "candidate",
    }
    assert [each["ticked_by"] for each in points] == ["candidate", "rules", "rules", "rules", "candidate", "rules"]
    assert [each["ticked"] for each in points] == [False, False, False, False, True, False]
    found = session_to_json(session_of((INDEX, ANSWER, evaluate_answer(INDEX, ANSWER))))["answers"][0]["key_points"]
    assert (found[0]["ticked"], found[0]["ticked_by"], found[0]["state"]) == (True, "rules", "right")
    assert found[0]["quote"]
    assert found[0]["quote"] in ANSWER


def test_ticks_are_no_part_of_any_score(session: Session) -> None:
    everything = with_points(session, 0, POINTS, {point.point: True for point in POINTS})
    nothing = with_points(session, 0, POINTS, {point.point: False for point in POINTS})
    assert session_feedback(everything) == session_feedback(nothing) == session_feedback(session)


def test_ticks_are_found_where_a_point_has_characters_that_steer_terminals(session: Session) -> None:
    steering = KeyPoint("Says \x1b[31mwhy\u202e.", "not_said")
    text = printed(with_points(session, 1, (steering,), {steering.point: True}))
    assert "✓ (your own)  Says \ufffd[31mwhy\ufffd." in text


@pytest.fixture
def withheld() -> Evaluation:
    """An answer whose overall score is withheld, for there are no key points to say whether it is right."""
    evaluation = evaluate_answer(replace(INDEX, key_points=()), ANSWER)
    assert evaluation.overall_score is None
    assert evaluation.not_scored
    return evaluation


def test_a_withheld_score_is_not_said_to_be_for_too_little(withheld: Evaluation) -> None:
    session = session_of((replace(INDEX, key_points=()), ANSWER, withheld))
    for text in (printed(session), session_to_markdown(session)):
        assert "No overall score: the question has no key points" in text
        assert "too little" not in text
        assert "elevance" in text or "larity" in text, "the criteria are shown"
        assert "Key points" not in text
