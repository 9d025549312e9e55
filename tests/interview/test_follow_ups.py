"""What is asked after an answer: the weakness, in the candidate's own words, and never the solution."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime

import pytest

from interview_cli.interview.model import (
    Answer,
    AnswerSource,
    AskedQuestion,
    Attempt,
    Difficulty,
    Evaluation,
    EvaluationStatus,
    Evaluator,
    Evidence,
    Exchange,
    InterviewType,
    Question,
)
from interview_cli.interview.planning import write_follow_up
from interview_cli.scoring.rules import RulesJudge
from interview_cli.scoring.tags import Tag

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
STANDARD = Difficulty.STANDARD
QUESTION = Question(
    id="late-release",
    text="Tell me about a release that came late.",
    type=InterviewType.BEHAVIORAL,
    difficulty=STANDARD,
    bank="test",
    competencies=("delivery",),
    key_points=("Names the zebra clause in the contract.", "Mentions the purple calendar of the customer."),
    follow_ups=("Who told the customer?",),
)
ANSWER = (
    "In spring our release was late because a supplier failed. We sat together every day. "
    "I cut two features from the plan and then I called each of the nine customers myself to explain it. "
    "The customers stayed with us."
)
PARTS = {
    "situation": "In spring our release was late because a supplier failed.",
    "team": "We sat together every day.",
    "action": "I cut two features from the plan and then I called each of the nine customers myself to explain it.",
    "result": "The customers stayed with us.",
}


def exchange(
    tags: list[str], *parts: str, text: str = ANSWER, asked: str = QUESTION.text, place: int = 0
) -> Exchange:
    found: dict[str, tuple[Evidence, ...]] = {
        part: (Evidence(PARTS[part], text.index(PARTS[part]), 0),) for part in parts
    }
    who = Evaluator("rules", "rules", None, "test@1")
    evaluation = Evaluation(
        EvaluationStatus.SCORED, (), 50.0, 1.0, "", tuple(tags), QUESTION.key_points, found, None, who
    )
    answer = Answer(text, AnswerSource.TYPED, NOON, NOON)
    put = AskedQuestion(f"q{place}", place, 0, asked, QUESTION, parent_id="q0" if place else None)
    return Exchange(put, (Attempt(f"a{place}", answer, None, evaluation),))


@pytest.mark.parametrize(
    ("tag", "parts", "says"),
    [
        ("no_result", ["situation", "action"], "what was the result, in numbers?"),
        ("no_action", ["situation"], "what did you do yourself, step by step?"),
        ("we_not_i", ["team"], "What was your own part in that?"),
        ("no_numbers", ["result"], "Can you put that in numbers?"),
        ("no_situation", ["action"], "where and when was this"),
        ("no_reasoning", ["action"], "Why is that?"),
        ("no_trade_offs", ["action"], "what is the alternative?"),
        ("no_example", ["action"], "Can you give an example"),
        ("vague", ["action"], "Can you be more specific?"),
        ("too_short", ["action"], "Could you tell me more about that?"),
        ("off_topic", [], f"bring you back to what I asked, in your own words: {QUESTION.text}"),
        ("copied_question", [], "in your own words"),
        ("no_answer", [], "What comes to mind first"),
        ("gibberish", [], "What comes to mind first"),
        ("instruction_injection", [], "What comes to mind first"),
        ("keyword_list", [], "explain in sentences"),
        ("missing_key_points", [], "Who told the customer?"),
    ],
)
def test_each_weakness_has_its_question(tag: str, parts: list[str], says: str) -> None:
    text = write_follow_up(STANDARD, [exchange([tag], *parts)])
    assert text is not None
    assert says in text


def test_what_was_covered_is_named_before_what_is_missing() -> None:
    text = write_follow_up(STANDARD, [exchange(["no_result"], "situation", "action")])
    assert text is not None
    assert text.startswith("You described the situation and what you did (“I cut two features")


@pytest.mark.parametrize("tag", [*Tag])
def test_quotes_are_short_and_verbatim_and_key_points_stay_secret(tag: Tag) -> None:
    text = write_follow_up(Difficulty.INTENSE, [exchange([tag], *PARTS)])
    for quote in re.findall("“([^”]*)”", text or ""):
        assert quote in ANSWER
        assert len(quote.split()) <= 12
    assert "zebra" not in (text or "")
    assert "purple" not in (text or "")


def test_a_quote_keeps_the_candidates_spacing(monkeypatch: pytest.MonkeyPatch) -> None:
    spaced = "I  cut   two\tfeatures and told nobody about it until the very last day of all."
    monkeypatch.setitem(PARTS, "action", spaced)
    text = write_follow_up(STANDARD, [exchange(["vague"], "action", text=spaced)])
    expected = "I  cut   two\tfeatures and told nobody"
    assert text == f"You said “{expected}”. Can you be more specific?"


@pytest.mark.parametrize(
    ("said", "quoted"),
    [
        ("a b c d e f g h i j k l", "a b c d e f g h i j k l"),
        ("a b c d e f g h i j k l m", "a b c d e f g h i j k l"),
        ("a b c d e, f g h i j k l m", "a b c d e, f g h i j k l"),
        ("a b c d e f, g h i j k l m", "a b c d e f"),
        ("a b c d e f, g h i j k l, m", "a b c d e f, g h i j k l"),
        ("a b c d e f g h i j in the m", "a b c d e f g h i j"),
    ],
    ids=["twelve", "thirteen", "an early comma", "a late comma", "two late commas", "dangling words"],
)
def test_a_quote_has_at_most_twelve_words(monkeypatch: pytest.MonkeyPatch, said: str, quoted: str) -> None:
    monkeypatch.setitem(PARTS, "action", said)
    text = write_follow_up(STANDARD, [exchange(["vague"], "action", text=said)])
    assert text == f"You said “{quoted}”. Can you be more specific?"


def test_good_answers_and_skipped_questions_bring_no_follow_up() -> None:
    assert write_follow_up(STANDARD, [exchange([], *PARTS)]) is None
    skipped = Exchange(AskedQuestion("q0", 0, 0, QUESTION.text, QUESTION), skipped=True)
    assert write_follow_up(STANDARD, [skipped]) is None


def test_an_intense_interview_asks_on_even_after_a_good_answer() -> None:
    assert write_follow_up(Difficulty.INTENSE, [exchange([], *PARTS)]) == "Who told the customer?"


def test_no_follow_up_is_asked_twice() -> None:
    everything = [*Tag][7:]
    exchanges = [exchange([*everything], *PARTS)]
    asked = {QUESTION.text}
    while text := write_follow_up(STANDARD, exchanges):
        assert text not in asked
        asked.add(text)
        exchanges.append(exchange([*everything], *PARTS, asked=text, place=len(exchanges)))
        assert len(exchanges) < 20
    assert len(asked) > 3


def test_a_part_told_in_answer_to_a_follow_up_is_not_asked_for_again() -> None:
    first = exchange(["no_result"], "situation", "action")
    second = exchange(["no_result"], "result", asked="and then?", place=1)
    assert write_follow_up(STANDARD, [first, second]) is None


def test_the_real_judge_leads_to_a_question_about_the_missing_result() -> None:
    said = "Last year in Leeds our release was late. I cut two features and I called all nine customers myself."
    asked = AskedQuestion("q0", 0, 0, QUESTION.text, QUESTION)
    answer = Answer(said, AnswerSource.TYPED, NOON, NOON)
    evaluation = asyncio.run(RulesJudge().evaluate(asked, answer))
    texts = []
    exchanges = [Exchange(asked, (Attempt("a0", answer, None, evaluation),))]
    while text := write_follow_up(STANDARD, exchanges):
        texts.append(text)
        put = AskedQuestion(f"q{len(texts)}", len(texts), 0, text, QUESTION, parent_id="q0")
        exchanges.append(Exchange(put, (Attempt(f"a{len(texts)}", answer, None, evaluation),)))
    assert any("result" in text for text in texts), texts
    for quote in re.findall("“([^”]*)”", " ".join(texts)):
        assert quote in said
