"""What the judge believes of a model's reply to one answer, and what it does without one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.errors import ChatModelError, InputError, StorageError
from interview_cli.interview.model import Evaluation, EvaluationStatus
from interview_cli.resources import resource_root
from interview_cli.scoring.evidence import verify
from interview_cli.scoring.judge import ModelJudge
from interview_cli.scoring.rubric import load_rubric
from interview_cli.scoring.rules import RulesJudge, evaluate_answer
from interview_cli.scoring.tags import Tag
from tests.judge.support import (
    DISAGREEMENT,
    INDEX,
    STORY,
    WEAK,
    StubModel,
    always,
    ask,
    failing,
    fenced,
    judged,
    reply,
    say,
)

MEETING = "I set up a meeting"


async def test_scores_stand_on_quotes_and_the_overall_score_is_computed() -> None:
    evaluation = await judged(always(4, MEETING.upper() + "!"))
    assert evaluation.status is EvaluationStatus.SCORED
    assert [score.criterion for score in evaluation.scores] == [
        criterion.name for criterion in load_rubric("behavioral").criteria
    ]
    for score in evaluation.scores:
        assert score.evidence[0].quote == MEETING
        assert verify(STORY, score.evidence[0])
        assert score.anchor == next(
            each.anchors[4] for each in load_rubric("behavioral").criteria if each.name == score.criterion
        )
    assert evaluation.overall_score == 80
    assert evaluation.coverage == 1
    assert (evaluation.evaluator.kind, evaluation.evaluator.name) == ("model", "stub:1")
    assert evaluation.evaluator.prompt_version == "judge_answer@2"
    assert evaluation.evaluator.rubric_version == "behavioral@4"


async def test_technical_answers_are_judged_for_correctness_depth_relevance_and_clarity() -> None:
    model = always(3, "scan the whole table")
    text = "An index lets it find a row quickly because it need not scan the whole table, but each write is slower."
    evaluation = await judged(model, text, ask(INDEX))
    assert {score.criterion for score in evaluation.scores} == {"correctness", "depth", "relevance", "clarity"}
    assert "- Writes become slower." in fenced(model.calls[0], "key_points")


async def test_key_points_of_a_story_are_not_shown() -> None:
    model = always(3, MEETING)
    await judged(model, STORY, ask(replace(DISAGREEMENT, key_points=("Listens first.",))))
    assert "Listens first" not in model.shown


async def test_a_quote_that_was_never_said_is_dropped_and_counted() -> None:
    def script(_messages: Any, schema: Any, _sample: int) -> dict[str, Any]:
        made = reply(schema, 5, [MEETING])
        made["scores"]["outcome"] = {"quotes": ["we won a prize", "and cried"], "score": 5}
        made["scores"]["clarity"] = {"quotes": ["we won a prize", MEETING], "score": 4}
        return made

    evaluation = await judged(StubModel(script))
    by_name = {score.criterion: score for score in evaluation.scores}
    assert evaluation.dropped_quotes == 3
    assert (by_name["outcome"].score, by_name["outcome"].unsupported) == (None, True)
    assert by_name["clarity"].score == 4
    assert len(by_name["clarity"].evidence) == 1
    assert evaluation.overall_score == pytest.approx(100 * (72 + 0.8 * 8) / 80, abs=0.1)


RUBRIC = "The situation is told so that a stranger understands it."


@pytest.mark.parametrize(("score", "quote"), [(5, RUBRIC), (0, RUBRIC), (5, "I"), (4, "")])
async def test_a_judgement_that_quotes_nothing_true_is_asked_for_once_more(score: float, quote: str) -> None:
    quotes = iter(([quote], [MEETING]))
    model = StubModel(lambda _messages, schema, _sample: reply(schema, score, next(quotes)))
    evaluation = await judged(model)
    assert evaluation.evaluator.kind == "model"
    assert evaluation.overall_score == 20 * score
    assert len(model.calls) == 2
    shown, told = model.calls[1][-2:]
    assert (shown.role, told.role) == ("assistant", "user")
    assert quote in shown.text
    assert "Copy every quote, word for word, from the answer" in told.text


@pytest.mark.parametrize("quotes", [[], [RUBRIC], ["I"]])
@pytest.mark.parametrize("score", [0, 5])
async def test_then_the_failure_is_the_model_s_and_the_rules_judge(score: float, quotes: list[str]) -> None:
    reported: list[tuple[str, str]] = []
    evaluation = await judged(always(score, *quotes), report=lambda *what: reported.append(what))
    by_rules = evaluate_answer(DISAGREEMENT, STORY)
    reason = "stub:1 quoted nothing that is in the answer, although it was asked again."
    assert evaluation == replace(by_rules, fallback_reason=reason)
    assert evaluation.status is EvaluationStatus.SCORED
    assert reported[0][0] == f"{reason} The rules judge in its place."
    with pytest.raises(ChatModelError, match="quoted nothing"):
        await judged(always(score, *quotes), falls_back=False)


async def test_a_shorter_form_for_models_with_a_small_window() -> None:
    full, compact = always(4, MEETING, tags=["vague"]), always(4, MEETING, tags=["vague"])
    long, short = await judged(full), await judged(compact, compact=True)
    assert len(compact.shown) < 0.6 * len(full.shown)
    assert (short.overall_score, short.comment) == (long.overall_score, long.comment)
    by_rules = evaluate_answer(DISAGREEMENT, STORY)
    assert (short.tags, short.ideal_answer) == (by_rules.tags, by_rules.ideal_answer)
    assert short.evaluator.prompt_version == "judge_answer@2-compact"


async def test_without_key_points_the_ideal_answer_is_what_a_right_one_covers() -> None:
    question = replace(INDEX, key_points=(), ideal_answer="It finds rows without a scan.")
    model = always(3, "scan the whole table")
    text = "An index lets it find a row quickly because it need not scan the whole table, but each write is slower."
    await judged(model, text, ask(question))
    assert fenced(model.calls[0], "key_points") == "- It finds rows without a scan."


@pytest.mark.parametrize("text", ["fine", "Fine, thanks.", "I don't know.", "", "asdf qwer zxcv asdf qwer zxcv bnm"])
async def test_an_answer_that_says_nothing_is_never_sent(text: str) -> None:
    model = always(5, text, comment="Wonderful, concise and confident!")
    evaluation = await judged(model, text)
    assert model.calls == []
    assert evaluation.status is EvaluationStatus.INSUFFICIENT_EVIDENCE
    assert evaluation.overall_score is None
    assert "Wonderful" not in evaluation.comment


async def test_the_rules_look_over_its_shoulder() -> None:
    own = evaluate_answer(DISAGREEMENT, STORY).overall_score
    assert own is not None
    near, far = await judged(always(4, MEETING)), await judged(always(1, MEETING))
    assert (near.rules_score, far.rules_score) == (own, own)
    assert not near.flagged
    assert own - 20 > 40
    assert far.flagged


async def test_a_comment_about_the_candidate_instead_of_to_them_is_the_rules() -> None:
    by_rules = (await judged(failing())).comment
    made = await judged(always(4, MEETING, comment="It is clear. The candidate's ownership is strong."))
    assert (made.evaluator.kind, made.comment) == ("model", by_rules)


async def test_a_follow_up_is_judged_by_its_own_criteria_alone() -> None:
    model = always(4, "eight percent")
    evaluation = await judged(
        model, "By about eight percent in all.", ask(wording="By how much?", parent="asked-0"), cv="A CV."
    )
    wanted = [criterion.name for criterion in load_rubric("behavioral").criteria if criterion.follow_up]
    assert [score.criterion for score in evaluation.scores] == wanted
    assert evaluation.ideal_answer is None
    assert "ownership" not in model.shown
    assert "A CV." not in model.shown


async def test_only_tags_that_there_are() -> None:
    tags = ["vague", "no_result", "lacks charisma", "no_answer"]
    assert (await judged(always(4, MEETING, tags=tags))).tags == ("no_result", "vague")


async def test_invented_facts_are_dropped_from_comment_and_ideal_answer() -> None:
    ideal = (
        "In March 2022, at Acme, our payments failed for eight percent of customers. I had learned that at Google. "
        "I listed both options. We saved 2 million dollars. I cut failures to [your figure]."
    )
    comment = "You said “I set up a meeting”, which is concrete. You said “I fired my boss at once”. That is 9 of 10."
    evaluation = await judged(always(4, MEETING, ideal_answer=ideal, comment=comment))
    assert evaluation.ideal_answer == (
        "In March 2022, at Acme, our payments failed for eight percent of customers. I listed both options. "
        "I cut failures to [your figure]."
    )
    assert evaluation.comment == "You said “I set up a meeting”, which is concrete."


GERMAN = "Du hast gut erzählt, was du selbst getan hast, aber nicht, warum es wichtig gewesen ist."
ENGLISH = "You told well what you did yourself, but not why it was important to the team."


async def test_words_in_another_language_than_the_interview_are_left_out() -> None:
    model = always(4, MEETING, comment=GERMAN, ideal_answer=GERMAN)
    by_rules = evaluate_answer(DISAGREEMENT, STORY)
    evaluation = await judged(model)
    assert (evaluation.comment, evaluation.ideal_answer) == (by_rules.comment, by_rules.ideal_answer)
    assert (await judged(model, language="de")).comment == GERMAN
    assert (await judged(always(4, MEETING, comment=ENGLISH), language="de")).comment == ""


async def test_a_quote_in_another_language_is_none_of_its_words() -> None:
    said = "Wir haben uns im Team getroffen und beide Wege mit allen Risiken verglichen, dann habe ich entschieden."
    comment = f"You say “{said[:-1]}”."
    evaluation = await judged(always(4, "Wir haben uns im Team", comment=comment), f"{said} {STORY}")
    assert evaluation.comment == comment


async def test_the_cv_is_a_source_of_facts() -> None:
    ideal = "At Globex I ran 12 servers."
    assert (await judged(always(4, MEETING, ideal_answer=ideal))).ideal_answer != ideal
    evaluation = await judged(always(4, MEETING, ideal_answer=ideal), cv="Globex, 2019 to 2021: 12 servers.")
    assert evaluation.ideal_answer == ideal


async def test_when_nothing_true_is_left_the_rules_write() -> None:
    evaluation = await judged(always(4, MEETING, ideal_answer="Google paid me 7 dollars.", comment="9 points."))
    by_rules = evaluate_answer(DISAGREEMENT, STORY)
    assert evaluation.ideal_answer == by_rules.ideal_answer
    assert evaluation.comment == by_rules.comment


async def test_a_failing_model_leaves_the_step_to_the_rules_and_says_so() -> None:
    told: list[tuple[str, str]] = []
    evaluation = await judged(failing(), report=lambda *what: told.append(what))
    by_rules = evaluate_answer(DISAGREEMENT, STORY)
    assert evaluation == replace(by_rules, fallback_reason="The server is gone.")
    assert evaluation.evaluator.kind == "rules"
    assert told == [("The server is gone. The rules judge in its place.", "Start it.")]


async def test_the_same_trouble_is_reported_once() -> None:
    told: list[str] = []
    judge = ModelJudge(failing(), RulesJudge(), report=lambda message, _remedy: told.append(message))
    for text in (STORY, STORY + " It held."):
        assert (await judge.evaluate(ask(), say(text))).fallback_reason
    assert len(told) == 1


async def test_it_may_be_told_to_fail_instead() -> None:
    with pytest.raises(ChatModelError):
        await judged(failing(), falls_back=False)


async def test_a_rubric_may_take_the_place_of_the_type_s() -> None:
    rubric = load_rubric("technical_verbal")
    evaluation = await judged(always(4, MEETING), rubric=rubric)
    assert [score.criterion for score in evaluation.scores] == [criterion.name for criterion in rubric.criteria]
    assert evaluation.evaluator.rubric_version == rubric.label


class TestSamples:
    @staticmethod
    def drawing(*scores: float) -> StubModel:
        def script(_messages: Any, schema: Any, sample: int) -> dict[str, Any]:
            return reply(schema, scores[sample], [MEETING], comment=f"Comment {'abc'[sample]}.")

        return StubModel(script)

    async def test_the_median_counts_and_the_spread_is_kept(self) -> None:
        model = self.drawing(5, 1, 4)
        evaluation = await judged(model, samples=3)
        assert len(model.calls) == 3
        assert {(score.score, score.spread) for score in evaluation.scores} == {(4.0, 4.0)}
        assert evaluation.overall_score == 80
        assert evaluation.comment == "Comment c."

    async def test_one_sample_has_no_spread(self) -> None:
        assert {score.spread for score in (await judged(self.drawing(3))).scores} == {None}

    async def test_between_two_the_anchor_is_that_of_the_median(self) -> None:
        evaluation = await judged(self.drawing(2, 3), samples=2)
        clarity = next(score for score in evaluation.scores if score.criterion == "clarity")
        assert (clarity.score, clarity.spread, clarity.anchor) == (2.5, 1.0, "It can be followed with effort.")

    @staticmethod
    def quoting(*true: bool) -> StubModel:
        def script(_messages: Any, schema: Any, sample: int) -> dict[str, Any]:
            return reply(schema, 5, [MEETING if true[sample] else "never said at all"])

        return StubModel(script)

    async def test_most_samples_have_to_support_a_score(self) -> None:
        two = await judged(self.quoting(True, False, True), samples=3)
        assert (two.evaluator.kind, two.overall_score) == ("model", 100)
        assert two.dropped_quotes == len(two.scores)
        one = await judged(self.quoting(True, False, False), samples=3)
        assert one.evaluator.kind == "rules"
        assert "quoted nothing" in (one.fallback_reason or "")


class TestOtherLanguages:
    ANSWER = (
        "Ich war damals im Support und wir hatten jeden Tag 40 Beschwerden. Ich habe mit allen gesprochen, eine "
        "Liste gemacht und die drei häufigsten Fehler selbst behoben. Danach kamen nur noch 5 Beschwerden am Tag."
    )

    @staticmethod
    def speaking(score: float, quote: str) -> StubModel:
        def script(_messages: Any, schema: Any, _sample: int) -> dict[str, Any]:
            made = reply(schema, score, [quote], comment="Die Zahl ist gut. Es waren 99 Leute.")
            for each in made["scores"].values():
                each["anchor"] = "Ein Ergebnis mit Zahl."
            return made

        return StubModel(script)

    async def test_comment_and_rubric_text_are_in_the_language_and_quotes_as_said(self) -> None:
        model = self.speaking(4, "eine Liste gemacht")
        evaluation = await judged(model, self.ANSWER, language="de")
        assert "German" in model.shown
        assert evaluation.overall_score == 80
        assert {score.anchor for score in evaluation.scores} == {"Ein Ergebnis mit Zahl."}
        assert evaluation.scores[0].evidence[0].quote == "eine Liste gemacht"
        assert evaluation.comment == "Die Zahl ist gut."
        assert evaluation.rules_score is None
        assert not evaluation.flagged

    @pytest.mark.parametrize("text", ["gut", "Alles gut.", "gut gut gut gut gut gut gut gut gut gut"])
    async def test_too_little_is_too_little_in_every_language(self, text: str) -> None:
        model = self.speaking(5, text)
        evaluation = await judged(model, text, language="de")
        assert evaluation.status is EvaluationStatus.INSUFFICIENT_EVIDENCE
        assert model.calls == []

    async def test_scripts_without_spaces_are_measured_in_letters(self) -> None:
        text = "我在上一家公司负责支付系统，当时故障率很高，我找到了原因并且修复了它。"
        evaluation = await judged(self.speaking(3, "我找到了原因并且修复了它"), text, language="zh")
        assert evaluation.overall_score == 60
        assert (await judged(self.speaking(3, "很好"), "很好。", language="zh")).overall_score is None

    async def test_the_rules_do_not_pretend_to_understand(self) -> None:
        evaluation = await judged(failing(), self.ANSWER, language="de")
        assert evaluation.status is EvaluationStatus.NOT_SCORED
        assert evaluation.fallback_reason == "The server is gone."
        assert evaluation.tags == ()


class TestRemembering:
    class Cache:
        """Keeps keys; may fail before or after the judgement."""

        def __init__(self, *, fails: str = "") -> None:
            self.keys: list[str] = []
            self.fresh: list[bool] = []
            self._fails = fails

        def remembered(self, key: str) -> Evaluation | None:
            return None

        async def recall(
            self, key: str, judge: Callable[[], Awaitable[Evaluation]], *, fresh: bool = False
        ) -> Evaluation:
            self.keys.append(key)
            self.fresh.append(fresh)
            if self._fails == "before":
                raise StorageError("The disk is full.")
            made = await judge()
            if self._fails == "after":
                raise StorageError("The disk is full.")
            return made

    async def key(self, model: StubModel | None = None, text: str = STORY, **options: Any) -> str:
        cache = self.Cache()
        await judged(model or always(4, MEETING), text, cache=cache, **options)
        return cache.keys[0]

    async def test_everything_that_an_evaluation_depends_on_is_in_the_key(self, tmp_path: Path) -> None:
        other = always(4, MEETING)
        other.name = "stub:2"
        own = (resource_root("prompts") / "judge_answer.md").read_text(encoding="utf-8")
        (tmp_path / "judge_answer.md").write_text(own.replace("You are strict", "You are kind"), encoding="utf-8")
        keys = [
            await self.key(),
            await self.key(other),
            await self.key(text=STORY + "\u200b"),
            await self.key(samples=2),
            await self.key(language="de"),
            await self.key(cv="A CV"),
            await self.key(parameters="num_ctx=4096"),
            await self.key(overrides=tmp_path),
            await self.key(rubric=load_rubric("case")),
            await self.key(asked=ask(wording="In other words?")),
            await self.key(asked=ask(parent="asked-0")),
            await self.key(asked=ask(replace(DISAGREEMENT, key_points=("Another.",)))),
        ]
        assert len(set(keys)) == len(keys)
        assert await self.key() == keys[0]

    async def test_fresh_is_passed_on(self) -> None:
        cache = self.Cache()
        await judged(always(4, MEETING), cache=cache, fresh=True)
        await judged(always(4, MEETING), cache=cache)
        assert cache.fresh == [True, False]

    @pytest.mark.parametrize("moment", ["before", "after"])
    async def test_a_cache_that_fails_costs_no_judgement(self, moment: str) -> None:
        told: list[str] = []
        model = always(4, MEETING)
        cache = self.Cache(fails=moment)
        evaluation = await judged(model, cache=cache, report=lambda message, _remedy: told.append(message))
        assert evaluation.overall_score == 80
        assert len(model.calls) == 1
        assert told == ["The disk is full. The evaluation is not remembered."]

    async def test_what_the_gate_stops_is_not_asked_for(self) -> None:
        cache = self.Cache()
        await judged(always(4, MEETING), "fine", cache=cache)
        assert cache.keys == []


async def test_a_broken_prompt_of_the_user_is_reported_before_the_first_answer(tmp_path: Path) -> None:
    (tmp_path / "judge_answer.md").write_text("---\nname: judge_answer\nversion: 1\n---\n## user\n{{ oops }}")
    with pytest.raises(InputError, match="schema"):
        await judged(always(4, MEETING), overrides=tmp_path)


@given(
    quotes=st.lists(st.text(max_size=60), max_size=4),
    score=st.floats(min_value=0, max_value=5, allow_nan=False),
    comment=st.text(max_size=200),
    ideal=st.text(max_size=200),
    tags=st.lists(st.text(max_size=12), max_size=5),
)
async def test_whatever_fits_the_schema_gives_an_evaluation_that_holds(
    quotes: list[str], score: float, comment: str, ideal: str, tags: list[str]
) -> None:
    evaluation = await judged(always(score, *quotes, comment=comment, ideal_answer=ideal, tags=tags), WEAK)
    assert set(evaluation.tags) <= {tag.value for tag in Tag}
    assert evaluation.overall_score is None or 0 <= evaluation.overall_score <= 100
    for each in evaluation.scores:
        assert (each.score is None) == each.unsupported
        assert each.score is None or 0 <= each.score <= each.max
        assert not each.score or each.evidence
        assert all(verify(WEAK, evidence) for evidence in each.evidence)
