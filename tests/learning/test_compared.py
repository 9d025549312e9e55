"""Two attempts at one question."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.errors import InputError
from interview_cli.interview.model import Evaluation, EvaluationStatus, Evaluator, Evidence, Exchange
from interview_cli.learning.attempts import Best, best_attempt, best_overall_score
from interview_cli.learning.compared import Comparison, compare, overall_spread
from interview_cli.learning.contract import comparison_to_json
from tests.learning.making import NOON, RULES, a_question, an_attempt, an_evaluation, asked, judged
from tests.storage.conftest import sample_session

MODEL = Evaluator("model", "ollama:llama3.2", "4", "behavioral-2")
VAGUE = "We had some trouble with a release and things got better in the end because the team worked hard on it."
STRONG = (
    "In 2023 our release was three weeks late. I cut two features and paired with the new developer every morning. "
    "As a result we shipped in ten days and complaints fell by 40%."
)


def _compared(before: Evaluation | None, after: Evaluation | None) -> Comparison:
    return compare(asked(), [an_attempt(evaluation=before), an_attempt(evaluation=after)], 1, 2)


@pytest.mark.parametrize(("after", "real"), [(64.0, False), (64.1, True), (56.0, False), (55.9, True)])
def test_a_change_is_real_beyond_what_other_words_move_the_rules(after: float, real: bool) -> None:
    found = _compared(an_evaluation(60.0), an_evaluation(after))
    assert found.overall.real is real
    assert (found.note == "No real change.") is not real


def test_the_same_answer_twice_is_no_real_change() -> None:
    found = compare(asked(), [judged(STRONG), judged(STRONG)], 1, 2)
    assert found.overall.change == 0.0
    assert found.note == "No real change."
    assert not any(each.gained or each.lost for each in found.criteria.values())


def test_a_better_answer_gains_evidence_and_says_which() -> None:
    found = compare(asked(), [judged(VAGUE), judged(STRONG)], 1, 2)
    assert found.overall.real
    assert found.overall.change is not None
    assert found.overall.change > 0
    gained = [quote for each in found.criteria.values() for quote in each.gained]
    assert any("40%" in quote for quote in gained)
    back = compare(asked(), [judged(VAGUE), judged(STRONG)], 2, 1)
    assert back.overall.change == -found.overall.change
    assert {name: (each.lost, each.gained) for name, each in back.criteria.items()} == {
        name: (each.gained, each.lost) for name, each in found.criteria.items()
    }


@pytest.mark.parametrize(
    ("kept", "gained"), [("I led four people to", ()), ("We planned all the", ("led four people",))]
)
def test_evidence_whose_words_were_there_before_is_not_gained(kept: str, gained: tuple[str, ...]) -> None:
    text = "I led four people to the sea"
    quote = Evidence("led four people", 2, 17)
    one = an_attempt(f"{kept} the sea", an_evaluation(scores={"ownership": 3.0}))
    two = an_attempt(text, an_evaluation(scores={"ownership": 3.0}, quotes={"ownership": (quote,)}))
    assert compare(asked(), [one, two], 1, 2).criteria["ownership"].gained == gained


@pytest.mark.parametrize(
    ("other", "says"),
    [
        (an_evaluation(90.0, evaluator=MODEL), "different evaluators gave them (rules and model:ollama:llama3.2)"),
        (an_evaluation(90.0, evaluator=replace(MODEL, kind="rules", name="rules")), "different evaluators"),
        (an_evaluation(90.0, evaluator=Evaluator("rules", "rules", None, "behavioral-3")), "rubric has changed"),
        (an_evaluation(None, status=EvaluationStatus.INSUFFICIENT_EVIDENCE), "later answer holds too little"),
        (
            replace(an_evaluation(None, status=EvaluationStatus.NOT_SCORED), fallback_reason="The server is gone."),
            "later answer could not be scored: The server is gone.",
        ),
        (None, "later answer has not been judged"),
    ],
    ids=["model", "prompt", "rubric", "insufficient", "not scored", "not judged"],
)
def test_what_cannot_be_compared_says_why(other: Evaluation | None, says: str) -> None:
    found = _compared(an_evaluation(60.0, scores={"clarity": 1.0}), other)
    assert found.overall.change is None
    assert not found.overall.real
    assert found.note is not None
    assert says in found.note
    assert found.criteria["clarity"].score.change is None


def test_a_models_spread_is_that_of_its_repeated_judgements() -> None:
    scores = {"structure": 3.0, "outcome": 3.0, "clarity": None, "ownership": 2.0, "relevance": 4.0}
    assert overall_spread(an_evaluation(scores=scores, evaluator=MODEL, spread=0.5)) == pytest.approx(5.0)
    assert overall_spread(an_evaluation(scores=scores, evaluator=MODEL)) == pytest.approx(10.0)
    assert overall_spread(an_evaluation(evaluator=MODEL)) == 100.0


@pytest.mark.parametrize(("after", "real"), [(4.0, False), (4.5, True)])
def test_a_criterion_changes_really_beyond_one_level(after: float, real: bool) -> None:
    found = _compared(an_evaluation(scores={"outcome": 3.0}), an_evaluation(scores={"outcome": after}))
    assert found.criteria["outcome"].score.real is real


def test_key_points_gained_lost_and_missing() -> None:
    before = an_evaluation(points={"a": "not_said", "b": "right", "c": "not_said", "d": "cannot_tell", "e": "wrong"})
    after = an_evaluation(points={"a": "right", "b": "not_said", "c": "wrong", "d": "cannot_tell", "e": "mentioned"})
    points = _compared(before, after).key_points
    assert (points.gained, points.lost, points.missing) == (("a",), ("b",), ("c",))


def test_a_tick_of_the_candidate_covers_a_key_point() -> None:
    evaluation = an_evaluation(points={"a": "cannot_tell", "b": "cannot_tell"})
    attempts = [an_attempt(evaluation=evaluation), an_attempt(evaluation=evaluation, ticks={"a": True, "b": False})]
    points = compare(asked(a_question(key_points=("a", "b"))), attempts, 1, 2).key_points
    assert (points.gained, points.missing) == (("a",), ("b",))


def test_delivery_is_compared_and_what_was_not_measured_is_none() -> None:
    found = compare(asked(), [an_attempt("Um, um, I led."), an_attempt("I led a team of nine.")], 1, 2).delivery
    assert found["filler_count"] == (2, 0)
    assert found["word_count"] == (4, 6)
    assert found["words_per_minute"] == (None, None)


def test_an_attempt_that_does_not_exist() -> None:
    with pytest.raises(InputError, match="no attempt 2"):
        compare(asked(), [an_attempt()], 1, 2)


@given(st.floats(0, 100), st.floats(0, 100))
def test_comparing_backwards_turns_the_change_round(before: float, after: float) -> None:
    attempts = [an_attempt(evaluation=an_evaluation(score)) for score in (before, after)]
    there, back = compare(asked(), attempts, 1, 2).overall, compare(asked(), attempts, 2, 1).overall
    assert there.change is not None
    assert back.change is not None
    assert there.change == pytest.approx(-back.change)
    assert there.real == back.real


def test_the_json_contract() -> None:
    attempts = [judged(VAGUE), judged(STRONG)]
    found = comparison_to_json(asked(), attempts, compare(asked(), attempts, 1, 2))
    assert found["question"] == asked().text
    assert [each["number"] for each in found["attempts"]] == [1, 2]
    for each in found["attempts"]:
        assert {"number", "answered_at", "answer", "overall_score", "scores", "delivery", "evaluator"} <= each.keys()
    assert found["attempts"][1]["evaluator"] == "rules"
    compared = found["compared"]
    assert {"overall", "criteria", "key_points", "delivery"} <= compared.keys()
    assert compared["overall"].keys() == {"before", "after", "change", "real"}
    assert all({"before", "after", "gained", "lost"} <= each.keys() for each in compared["criteria"].values())
    assert compared["key_points"].keys() == {"gained", "lost", "missing"}
    assert all(each.keys() == {"before", "after"} for each in compared["delivery"].values())


@pytest.mark.parametrize(
    ("evaluations", "best"),
    [
        ([], None),
        ([None, an_evaluation(None)], None),
        ([an_evaluation(0.0)], Best(1, 0.0)),
        ([an_evaluation(50.0), an_evaluation(80.0), an_evaluation(70.0)], Best(2, 80.0)),
        ([an_evaluation(80.0), an_evaluation(80.0)], Best(1, 80.0)),
        ([an_evaluation(None), an_evaluation(50.0)], Best(2, 50.0)),
        ([an_evaluation(50.0), an_evaluation(90.0, evaluator=MODEL)], Best(1, 50.0)),
        ([an_evaluation(50.0), an_evaluation(90.0, evaluator=replace(RULES, rubric_version="3"))], Best(1, 50.0)),
    ],
    ids=["none", "not scored", "zero", "second", "equal", "first not scored", "another judge", "another rubric"],
)
def test_the_best_attempt(evaluations: list[Evaluation | None], best: Best | None) -> None:
    assert best_attempt([an_attempt(evaluation=each) for each in evaluations]) == best


@pytest.mark.parametrize(
    ("attempts", "of_session", "best"),
    [
        ([[60.0], [40.0]], 50.0, None),
        ([[60.0, 90.0], [40.0]], 50.0, 65.0),
        ([[60.0, 50.0], [40.0]], 50.0, 50.0),
        ([[60.0, 50.0], [40.0]], 58.0, 58.0),
        ([[60.0, 90.0], []], 60.0, 90.0),
        ([[None, None]], None, None),
    ],
    ids=["nothing repeated", "better", "worse", "follow-ups helped", "one skipped", "nothing scored"],
)
def test_the_best_of_a_session(
    attempts: list[list[float | None]], of_session: float | None, best: float | None
) -> None:
    exchanges = []
    for number, scores in enumerate(attempts):
        judged_so = tuple(an_attempt(evaluation=an_evaluation(each)) for each in scores)
        exchanges.append(Exchange(replace(asked(), id=str(number)), judged_so))
    follow_up = Exchange(replace(asked(), id="f", parent_id="0"), (an_attempt(evaluation=an_evaluation(99.0)),))
    session = sample_session("one", STRONG, NOON)
    assert session.feedback is not None
    feedback = replace(session.feedback, overall_score=of_session)
    session = replace(session, exchanges=(*exchanges, follow_up), feedback=feedback)
    assert best_overall_score(session) == best
    assert best_overall_score(replace(session, feedback=None)) is None
