"""Feedback on whole sessions: numbers from code, words from the model, what cannot be kept left out."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from interview_cli.errors import ChatModelError
from interview_cli.interview.model import (
    AskedQuestion,
    Attempt,
    Evaluation,
    EvaluationStatus,
    Exchange,
    Feedback,
    Session,
)
from interview_cli.llm.context import estimated_tokens, fitted
from interview_cli.scoring.judge import ModelJudge
from interview_cli.scoring.model_reply import SessionReply
from interview_cli.scoring.other_languages import count_words
from interview_cli.scoring.rules import RulesJudge, evaluate_answer
from tests.judge.support import (
    DISAGREEMENT,
    INDEX,
    STORY,
    WEAK,
    StubModel,
    always,
    failing,
    judged,
    reply,
    say,
    session_of,
)

MEETING = "I set up a meeting"


def sentences(count: int) -> str:
    """So many sentences of 19 words, no two alike: a reply that repeats itself is left."""
    told = (
        "payment service meeting cache risk figure manager customer failure argument option week result plan".split()
    )
    return " ".join(
        f"You told the story of the {what} in good order and your own part in it really was clear."
        for what in told[:count]
    )


REPORT = sentences(9)


def words(**others: Any) -> dict[str, Any]:
    """A good reply to judge_session."""
    return {
        "summary": "You tell concrete stories.",
        "strengths": [{"text": "You act.", "question": 1, "quote": MEETING}],
        "improvements": [{"text": "Say why at once.", "question": 1, "quote": "we had so little time"}],
        "suggestions": ["Tell it again in one minute."],
        "technical_notes": "You know what a cache is for.",
        "communication_notes": "You speak plainly.",
        "problem_solving_notes": "You listed both options.",
        "report": REPORT,
        **others,
    }


def writer(*replies: Any) -> StubModel:
    """Judges every answer with 4; gives these replies, the last one for ever, when asked about a session."""
    left = list(replies)

    def script(_messages: Any, schema: Any, _sample: int) -> Any:
        if schema is SessionReply:
            return left.pop(0) if len(left) > 1 else left[0]
        return reply(schema, 4, [MEETING])

    return StubModel(script)


@pytest.fixture
async def evaluation() -> Evaluation:
    return await judged(always(4, MEETING))


async def feedback(model: StubModel, session: Session, told: list[str] | None = None, **options: Any) -> Feedback:
    def report(message: str, _remedy: str) -> None:
        if told is not None:
            told.append(message)

    return await ModelJudge(model, RulesJudge(), report=report, **options).feedback(session)


async def test_the_words_are_the_model_s_and_the_numbers_are_computed(evaluation: Evaluation) -> None:
    model = writer(words())
    made = await feedback(model, session_of((DISAGREEMENT, STORY, evaluation)))
    assert made.summary == "You tell concrete stories."
    assert [(point.text, point.position, point.quote) for point in made.strengths] == [("You act.", 0, MEETING)]
    assert made.fix_first == made.improvements[0]
    assert made.improvements[0].quote == "we had so little time"
    assert made.suggestions == ("Tell it again in one minute.",)
    assert made.problem_solving_notes == "You listed both options."
    assert made.report == REPORT
    assert (made.overall_score, made.recommendation, made.coverage) == (80, "STRONG_HIRE", 1)
    assert made.evaluator.kind == "model"
    assert made.evaluator.name == "stub:1"
    assert made.evaluator.prompt_version == "judge_answer@2,judge_session@1"
    assert made.fallback_reason is None
    assert len(model.calls) == 1


async def test_words_about_the_candidate_and_words_said_before_give_way_to_those_of_the_rules(
    evaluation: Evaluation,
) -> None:
    about = "The candidate acts. They are strong."
    reply_ = words(
        summary=about,
        strengths=[{"text": "You act.", "question": 1, "quote": MEETING}],
        improvements=[{"text": "You act.", "question": 1, "quote": MEETING}],
        suggestions=["You act. Say why.", about],
        technical_notes="You act.",
    )
    made = await feedback(writer(reply_), session_of((DISAGREEMENT, STORY, evaluation)))
    assert "1 question answered" in made.summary
    assert [point.text for point in made.strengths] == ["You act."]
    assert "You act." not in [point.text for point in made.improvements]
    assert made.suggestions == ("Say why.",)
    assert made.technical_notes != "You act."


async def test_delivery_is_never_shown(evaluation: Evaluation) -> None:
    model = writer(words())
    await feedback(model, session_of((DISAGREEMENT, f"Um, uh, {STORY}", evaluation)))
    assert "filler" not in model.calls[-1][1].text.lower()
    assert "a minute" not in model.calls[-1][1].text.lower()


async def test_what_nobody_said_is_left_out(evaluation: Evaluation) -> None:
    reply_ = words(
        summary="You tell concrete stories. You were great at Google.",
        strengths=[
            {"text": "You act.", "question": 1, "quote": "I never said this"},
            {"text": "You led 99 people.", "question": 1, "quote": MEETING},
            {"text": "You plan.", "question": 7, "quote": MEETING},
        ],
        improvements=[{"text": "Say why at once.", "question": 0, "quote": "never said"}],
        suggestions=["Read the 12 rules.", "Practise."],
        technical_notes="You would get 5 out of 5.",
        communication_notes="A strong hire.",
    )
    made = await feedback(writer(reply_), session_of((DISAGREEMENT, STORY, evaluation)))
    assert made.summary == "You tell concrete stories."
    assert [point.text for point in made.strengths] == ["You plan."]
    assert [(point.text, point.quote) for point in made.improvements] == [("Say why at once.", None)]
    assert made.suggestions == ("Practise.",)
    assert made.technical_notes is None
    assert "hire" not in (made.communication_notes or "")


async def test_words_in_another_language_than_the_interview_are_left_out(evaluation: Evaluation) -> None:
    german = "Du hast gut erzählt, was du selbst getan hast, aber nicht, warum es wichtig gewesen ist."
    reply_ = words(summary=german, suggestions=[german, "Practise."], technical_notes=german)
    made = await feedback(writer(reply_), session_of((DISAGREEMENT, STORY, evaluation)))
    assert "Scored by stub:1" in made.summary
    assert made.suggestions == ("Practise.",)
    assert made.technical_notes is None


async def test_nothing_is_said_twice(evaluation: Evaluation) -> None:
    points = [{"text": text, "question": 1, "quote": MEETING} for text in ("You act.", "You plan.", "You act.")]
    weak = [{**point, "text": f"Rarely: {point['text']}"} for point in points]
    reply_ = words(strengths=points, improvements=weak, suggestions=["Rest.", "Practise.", "Rest."])
    made = await feedback(writer(reply_), session_of((DISAGREEMENT, STORY, evaluation)))
    assert [point.text for point in made.strengths] == ["You act.", "You plan."]
    assert [point.text for point in made.improvements] == ["Rarely: You act.", "Rarely: You plan."]
    assert made.suggestions == ("Rest.", "Practise.")


class TestTheReport:
    @pytest.mark.parametrize("first", ["Too short.", sentences(14)])
    async def test_of_the_wrong_length_is_asked_for_once_more(self, evaluation: Evaluation, first: str) -> None:
        model = writer(words(report=first), words())
        made = await feedback(model, session_of((DISAGREEMENT, STORY, evaluation)))
        assert made.report == REPORT
        assert len(model.calls) == 2
        assert f"`report` has {count_words(first)} words" in model.calls[1][-1].text

    async def test_that_stays_too_long_is_cut_at_a_sentence(self, evaluation: Evaluation) -> None:
        made = await feedback(writer(words(report=sentences(14))), session_of((DISAGREEMENT, STORY, evaluation)))
        assert made.report is not None
        assert 150 <= count_words(made.report) <= 200
        assert made.report.endswith("was clear.")

    @pytest.mark.parametrize("text", ["Too short.", "", ("I worked at Google. " * 45).strip(), "word " * 300])
    async def test_that_stays_unusable_is_left_out_with_the_reason(self, evaluation: Evaluation, text: str) -> None:
        told: list[str] = []
        model = writer(words(report=text))
        made = await feedback(model, session_of((DISAGREEMENT, STORY, evaluation)), told)
        assert made.report is None
        assert made.summary == "You tell concrete stories."
        assert "left out" in told[0]
        assert len(model.calls) == 2

    async def test_survives_a_failing_repair(self, evaluation: Evaluation) -> None:
        told: list[str] = []
        model = writer(words(report=sentences(14)), ChatModelError("Gone.", ""))
        made = await feedback(model, session_of((DISAGREEMENT, STORY, evaluation)), told)
        assert made.report is not None
        assert told == ["Gone. The report was not written again."]


async def test_when_the_model_fails_the_rules_write_and_the_scores_stay(evaluation: Evaluation) -> None:
    told: list[str] = []
    made = await feedback(
        writer(ChatModelError("The server is gone.", "")), session_of((DISAGREEMENT, STORY, evaluation)), told
    )
    assert made.overall_score == 80
    assert made.evaluator.kind == "model"
    assert made.evaluator.prompt_version == "judge_answer@2"
    assert made.fallback_reason == "The words of this feedback: The server is gone."
    assert "Scored by stub:1" in made.summary
    assert "fixed rules" not in made.summary
    assert made.report is None
    assert told == ["The server is gone. The feedback is written by the rules."]


async def test_scores_of_rules_and_model_are_never_mixed_in_silence(evaluation: Evaluation) -> None:
    by_rules = replace(evaluate_answer(DISAGREEMENT, STORY), fallback_reason="It was asleep.")
    session = session_of((DISAGREEMENT, STORY, evaluation), (DISAGREEMENT, STORY, by_rules))
    made = await feedback(writer(words()), session)
    assert made.evaluator.name == "stub:1 + rules"
    assert made.fallback_reason is not None
    assert "question 2" in made.fallback_reason
    assert "It was asleep." in made.fallback_reason


async def test_when_only_the_rules_scored_they_write_too() -> None:
    by_rules = replace(evaluate_answer(DISAGREEMENT, STORY), fallback_reason="It was asleep.")
    model = writer(words())
    made = await feedback(model, session_of((DISAGREEMENT, STORY, by_rules)))
    assert model.calls == []
    assert made.evaluator.kind == "rules"
    assert made.fallback_reason == "It was asleep."
    assert "fixed rules" in made.summary


async def test_an_answer_nobody_could_judge_is_not_counted_as_thin() -> None:
    unjudged = await judged(
        failing(), "Ich habe eine Liste gemacht und jeden Punkt mit allen besprochen.", language="de"
    )
    assert unjudged.status is EvaluationStatus.NOT_SCORED
    made = await feedback(writer(words()), session_of((DISAGREEMENT, STORY, unjudged), language="de"), language="de")
    assert "1 answer could not be judged by anyone. Nothing was scored." in made.summary
    assert "too little" not in made.summary
    assert "Scored by" not in made.summary
    assert made.fallback_reason == "The server is gone."


async def test_nothing_said_costs_no_call() -> None:
    model = writer(words())
    thin = evaluate_answer(DISAGREEMENT, "fine")
    made = await feedback(model, session_of((DISAGREEMENT, "fine", thin), (DISAGREEMENT, None, None)))
    assert model.calls == []
    assert made.recommendation == "WITHHELD"
    assert "1 answer held too little to be scored." in made.summary
    assert "Scored by" not in made.summary, "nothing was scored by anybody"
    assert (await feedback(model, session_of())).overall_score is None


class TestFollowUps:
    @staticmethod
    def with_follow_up(evaluation: Evaluation, text: str) -> Session:
        session = session_of((DISAGREEMENT, STORY, evaluation))
        asked = AskedQuestion("asked-1", 1, 0, "What changed?", DISAGREEMENT, parent_id="asked-0")
        follow_up = Exchange(asked, (Attempt("attempt-1", say(text), None, evaluate_answer(DISAGREEMENT, text)),))
        return replace(session, exchanges=(*session.exchanges, follow_up))

    @staticmethod
    def judging_joined(score: float) -> StubModel:
        """Gives joined answers this score, with a quote of the follow-up's answer."""

        def script(_messages: Any, schema: Any, _sample: int) -> Any:
            return words() if schema is SessionReply else reply(schema, score, ["It fell by half"])

        return StubModel(script)

    async def test_what_they_add_can_raise_the_score(self, evaluation: Evaluation) -> None:
        session = self.with_follow_up(evaluation, "It fell by half within a month.")
        model = self.judging_joined(5)
        made = await feedback(model, session)
        assert made.overall_score == 100
        assert len(model.calls) == 2
        assert STORY in model.calls[0][1].text
        assert "It fell by half within a month." in model.calls[0][1].text

    async def test_and_never_lower_it(self, evaluation: Evaluation) -> None:
        session = self.with_follow_up(evaluation, "It fell by half within a month.")
        assert (await feedback(self.judging_joined(1), session)).overall_score == 80

    async def test_a_model_that_fails_then_leaves_the_main_judgement(self, evaluation: Evaluation) -> None:
        def script(_messages: Any, schema: Any, _sample: int) -> Any:
            return words() if schema is SessionReply else ChatModelError("Gone.", "")

        session = self.with_follow_up(evaluation, "It fell by half within a month.")
        made = await feedback(StubModel(script), session)
        assert made.overall_score == 80
        assert made.evaluator.name == "stub:1"


async def test_long_answers_are_shortened_in_the_middle_to_fit_the_window(evaluation: Evaluation) -> None:
    model = writer(words())
    talks = [(DISAGREEMENT, "A first sentence here. " + STORY * 12 + " The very last words.", evaluation)] * 8
    await feedback(model, session_of(*talks, cv="CV " * 9_000, job="Job " * 9_000))
    prompt = "".join(message.text for message in model.calls[-1])
    assert len(prompt) < 24_000
    assert prompt.count("A first sentence here.") == 8
    assert prompt.count("The very last words.") == 8


async def test_a_model_with_a_small_window_is_shown_less_and_all_of_it_fits(evaluation: Evaluation) -> None:
    model = writer(words())
    talks = [(DISAGREEMENT, STORY * 12, evaluation)] * 5
    session = session_of(*talks, cv="CV " * 9_000, job="Job " * 9_000)
    made = await feedback(model, session, compact=True)
    assert made.evaluator.prompt_version == "judge_answer@2,judge_session@1-compact"
    form_tokens = estimated_tokens(json.dumps(SessionReply.model_json_schema()))
    assert fitted(model.calls[-1], 4_096 * 3 // 4 - form_tokens) == model.calls[-1]
    assert model.shown.count("In my last job at Acme") == len(talks)


async def test_in_another_language_nothing_is_measured_with_english_words(evaluation: Evaluation) -> None:
    model = writer(words(summary="Du erzählst konkret."))
    made = await feedback(model, session_of((DISAGREEMENT, STORY, evaluation), language="de"), language="de")
    assert made.summary == "Du erzählst konkret."
    assert made.scores.confidence is None
    assert "German" in model.shown


async def test_of_answers_nobody_judged_yet_the_model_is_asked() -> None:
    model = writer(words())
    made = await feedback(model, session_of((DISAGREEMENT, STORY, None), (INDEX, WEAK, None)))
    assert made.evaluator.kind == "model"
    assert len(model.calls) == 4  # the words quote nothing of the second answer, which is asked about once more
