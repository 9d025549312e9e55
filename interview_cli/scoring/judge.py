"""The judge that asks a language model, and believes of its reply only what code has checked.

The model gives levels and quotes criterion by criterion. Everything else is done here: what holds too little is never
sent, quotes are looked up in the answer, the overall score is computed, sentences with invented facts are dropped,
and the rules judge the same answer as a sanity check. When the model fails, which includes quoting nothing that was
said, the rules judge in its place, marked with why.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from interview_cli.errors import ChatModelError
from interview_cli.interview.model import (
    Answer,
    AskedQuestion,
    Evaluation,
    EvaluationStatus,
    Evaluator,
    Exchange,
    Feedback,
    Session,
)
from interview_cli.interview.model_questions import language_name
from interview_cli.interview.ports import ChatModel, Message
from interview_cli.prompting import load_prompt
from interview_cli.scoring.addressing import document, said_to_the_grader
from interview_cli.scoring.aggregate import evidence_coverage, overall_score
from interview_cli.scoring.asked_for import KEY_POINT_TYPES
from interview_cli.scoring.cleaning import JUDGED_CHARACTERS
from interview_cli.scoring.criteria import CRITERIA
from interview_cli.scoring.facts import Facts
from interview_cli.scoring.gates import MIN_FOLLOW_UP_WORDS, MIN_WORDS
from interview_cli.scoring.groups import Group, group_exchanges
from interview_cli.scoring.model_reply import MODEL_TAGS, JudgedAnswer, reply_for, said_to_you
from interview_cli.scoring.other_languages import closed_gate, count_words, in_language
from interview_cli.scoring.reading import read
from interview_cli.scoring.remembering import EvaluationCache, Memory, evaluation_key
from interview_cli.scoring.rubric import MAX_SCORE, Criterion, Rubric
from interview_cli.scoring.rules import RulesJudge, evaluate_answer, rubric_for
from interview_cli.scoring.session_words import SessionWriter
from interview_cli.scoring.tags import Tag, worst_first
from interview_cli.scoring.unscored import insufficient, unread
from interview_cli.scoring.verified import Heard, Verified, nearest, together, verified

KIND: Final = "model"
ANSWER_PROMPT: Final = "judge_answer"
ENGLISH: Final = "en"
FLAG_POINTS: Final = 40.0
"""The rules and the model differ by more than this, of 100: two points of five."""

LONGEST_CV_CHARACTERS: Final = 6_000
"""So much of a CV (about 1,500 tokens) goes along with every answer."""

_MAY_BE_GIVEN: Final = frozenset({*(tag.value for tag in MODEL_TAGS), Tag.TOO_SHORT.value})
_SHOWN_OF_A_REPLY: Final = 1_500
"""Characters of a reply that are shown to the model again."""
_QUOTE_THE_ANSWER: Final = (
    "None of these quotes is in the candidate's answer, so none of the scores counts. Judge again. Copy every quote, "
    "word for word, from the answer between its marks: not from the rubric or the question, nothing of your own."
)
_ONLY_ENGLISH: Final = "The language model did not judge this answer, and the rules understand English only."


@dataclass(frozen=True, slots=True)
class _Case:
    """An answer on its way to the model. `by_rules` is what the rules say, None in a language they cannot read."""

    asked: AskedQuestion
    heard: Heard
    rubric: Rubric
    criteria: tuple[Criterion, ...]
    by_rules: Evaluation | None

    @property
    def is_follow_up(self) -> bool:
        return self.asked.parent_id is not None

    @property
    def key_points(self) -> tuple[str, ...]:
        """What a right answer covers, where that is known and asked for: key points, or else an ideal answer."""
        question = self.asked.question
        if question.type not in KEY_POINT_TYPES or self.is_follow_up:
            return ()
        return question.key_points or ((question.ideal_answer,) if question.ideal_answer else ())


class ModelJudge:
    """The `Judge` port, filled by a language model.

    `samples` is how often it is asked about an answer; the median counts. `overrides` is the folder of the user's own
    prompts. `cv` is a source of facts, never of scores. `parameters` names what else decides the model's replies
    (address, context window); it enters the key of remembered evaluations. `fresh` asks again whatever is remembered.
    `rubric` replaces those of the questions' types. Unless it `falls_back` on the rules, a model that fails raises
    ChatModelError. `compact` asks less of models with a small window. `report` hears, as message and remedy, what did
    not work.
    """

    quick = False

    def __init__(
        self,
        model: ChatModel,
        rules: RulesJudge,
        *,
        cache: EvaluationCache | None = None,
        samples: int = 1,
        overrides: Path | None = None,
        language: str = ENGLISH,
        cv: str | None = None,
        report: Callable[[str, str], None] = lambda _message, _remedy: None,
        parameters: str = "",
        fresh: bool = False,
        rubric: Rubric | None = None,
        falls_back: bool = True,
        compact: bool = False,
    ) -> None:
        self._model = model
        self._compact = compact
        self._rules = rules
        report = _once(report)
        self._memory = Memory(cache, report, fresh=fresh)
        self._samples = samples
        self._prompt = load_prompt(ANSWER_PROMPT, overrides, compact=compact)
        self._language = language
        self._cv = document(cv, LONGEST_CV_CHARACTERS)
        self._report = report
        self._parameters = parameters
        self._rubric = rubric
        self._falls_back = falls_back
        self._writer = SessionWriter(model, overrides, language, cv, report, compact=compact)

    async def evaluate(self, asked: AskedQuestion, answer: Answer) -> Evaluation:
        """The evaluation of one answer. Raises InputError when a rubric or prompt file is broken."""
        rubric = self._rubric or rubric_for(asked.question)
        key = self._key(asked, answer.text, rubric)
        if known := self._memory.known(key):
            return known
        case, closed = await self._open(asked, answer, rubric)
        if closed:
            return closed
        try:
            return await self._memory.recall(key, lambda: self._judged(case))
        except ChatModelError as error:
            if not self._falls_back:
                raise
            instead = "The rules judge in its place." if case.by_rules else "The answer is not scored."
            self._report(f"{error.message} {instead}", error.remedy)
            return self._fallback(case, error.message)

    async def feedback(self, session: Session) -> Feedback:
        """The report on a session whose answers have all been evaluated.

        A main answer and the answers to its follow-ups are judged once more as one; the better judgement counts.
        """
        groups = await self._groups(session)
        return await self._writer.feedback(session, groups)

    def _key(self, asked: AskedQuestion, answer: str, rubric: Rubric) -> str:
        return evaluation_key(
            asked,
            answer,
            rubric=rubric,
            prompt=self._prompt,
            engine=f"{self._model.name} {self._parameters}",
            samples=self._samples,
            language=self._language,
            cv=self._cv,
        )

    async def _open(self, asked: AskedQuestion, answer: Answer, rubric: Rubric) -> tuple[_Case, Evaluation | None]:
        """The answer made ready for the model, and its evaluation when it holds too little to be sent at all."""
        is_follow_up = asked.parent_id is not None
        criteria = tuple(criterion for criterion in rubric.criteria if criterion.follow_up or not is_follow_up)
        heard = Heard(answer.text[:JUDGED_CHARACTERS], said_to_the_grader(answer.text))
        by_rules = await self._by_rules(asked, answer) if self._language == ENGLISH else None
        case = _Case(asked, heard, rubric, criteria, by_rules)
        if by_rules and by_rules.status is EvaluationStatus.INSUFFICIENT_EVIDENCE:
            return case, by_rules
        gate = None if by_rules else closed_gate(read(answer.text), asked.text, is_follow_up=is_follow_up)
        least = MIN_FOLLOW_UP_WORDS if is_follow_up else MIN_WORDS
        if not gate and heard.to_the_grader and count_words(heard.left("")) < least:
            gate = Tag.INSTRUCTION_INJECTION
        return case, insufficient(asked.question, answer.text, rubric, gate, is_follow_up) if gate else None

    async def _by_rules(self, asked: AskedQuestion, answer: Answer) -> Evaluation:
        if self._rubric is None or any(each.name not in CRITERIA for each in self._rubric.criteria):
            return await self._rules.evaluate(asked, answer)
        is_follow_up = asked.parent_id is not None
        return evaluate_answer(
            asked.question, answer.text, asked.text, is_follow_up=is_follow_up, rubric=self._rubric
        )

    async def _judged(self, case: _Case) -> Evaluation:
        """The evaluation by the model. Raises ChatModelError, also when nothing it says rests on the answer.

        That would say more about the model than about the answer.
        """
        samples = [await self._sample(case, number) for number in range(self._samples)]
        checked = [each for _, each in samples]
        result = together(checked, case.criteria)
        overall = overall_score(result.scores, case.rubric)
        if overall is None or not result.rests_on_the_answer:
            raise ChatModelError(
                f"{self._model.name} quoted nothing that is in the answer, although it was asked again.",
                "If it happens often, choose a larger model with --llm.",
            )
        return self._evaluation(case, result, samples[nearest(checked, case.rubric, overall)][0], overall)

    async def _sample(self, case: _Case, number: int) -> tuple[JudgedAnswer, Verified]:
        """One judgement and what of it stands; asked for once more, with what was wrong, when that is nothing."""
        messages = self._messages(case)
        names = [criterion.name for criterion in case.criteria]
        form = reply_for(names, translated=self._language != ENGLISH, compact=self._compact)
        reply = await self._model.complete(messages, form, sample=number)
        judged = reply.judged(names)
        checked = verified(judged, case.criteria, case.heard)
        if checked.rests_on_the_answer:
            return judged, checked
        shown = reply.model_dump_json(by_alias=True)[:_SHOWN_OF_A_REPLY]
        messages += [Message("assistant", shown), Message("user", _QUOTE_THE_ANSWER)]
        judged = (await self._model.complete(messages, form, sample=number)).judged(names)
        return judged, verified(judged, case.criteria, case.heard)

    def _messages(self, case: _Case) -> list[Message]:
        values = {
            "criteria": case.criteria,
            "max_score": MAX_SCORE,
            "tags": tuple(tag.value for tag in MODEL_TAGS),
            "is_follow_up": case.is_follow_up,
            "language": self._language,
            "language_name": language_name(self._language),
            "kind": case.asked.question.type.value.replace("_", " "),
        }
        data = {
            "question": case.asked.text,
            "key_points": "\n".join(f"- {point}" for point in case.key_points),
            "cv": None if case.is_follow_up else self._cv,
            "answer": case.heard.left(),
        }
        return self._prompt.render(values, data)

    def _evaluation(self, case: _Case, result: Verified, reply: JudgedAnswer, overall: float) -> Evaluation:
        by_rules = case.by_rules
        rules_score = by_rules.overall_score if by_rules else None
        gap = 0.0 if rules_score is None else overall - rules_score
        unchecked = overall is not None and rules_score is None
        if case.heard.to_the_grader and (gap > FLAG_POINTS or unchecked):
            return self._persuaded(case, rules_score)
        facts = self._facts(case)
        ideal = "" if case.is_follow_up else self._checked(facts, reply.ideal_answer)
        comment = self._checked(facts, said_to_you(reply.comment))
        tags = by_rules.tags if by_rules and self._compact else reply.tags
        coverage = evidence_coverage(result.scores, case.rubric)
        return Evaluation(
            status=EvaluationStatus.SCORED,
            scores=result.scores,
            overall_score=overall,
            coverage=coverage,
            comment=comment or (by_rules.comment if by_rules else ""),
            tags=_tags(tags, case.heard),
            missing_points=by_rules.missing_points if by_rules else (),
            found=by_rules.found if by_rules else {},
            ideal_answer=ideal or (by_rules.ideal_answer if by_rules else None),
            evaluator=Evaluator(KIND, self._model.name, self._prompt.label, case.rubric.label),
            dropped_quotes=result.dropped_quotes,
            rules_score=rules_score,
            flagged=abs(gap) > FLAG_POINTS,
        )

    def _checked(self, facts: Facts, text: str) -> str:
        return in_language(self._language, facts.checked(text).text)

    def _persuaded(self, case: _Case, rules_score: float | None) -> Evaluation:
        """No score: the answer speaks to its grader, and the model's score is far above what the rules find."""
        tag = Tag.INSTRUCTION_INJECTION
        closed = insufficient(case.asked.question, case.heard.text, case.rubric, tag, case.is_follow_up)
        signed = Evaluator(KIND, self._model.name, self._prompt.label, case.rubric.label)
        return replace(closed, evaluator=signed, rules_score=rules_score, flagged=True)

    def _facts(self, case: _Case) -> Facts:
        question = case.asked.question
        sources = (case.heard.left(), self._cv, case.asked.text, question.text, question.ideal_answer)
        known = [text for text in sources if text]
        return Facts([*known, *question.key_points], self._language)

    def _fallback(self, case: _Case, reason: str) -> Evaluation:
        """What the rules say, marked; in a language they do not understand, no score at all."""
        if case.by_rules:
            tags = case.by_rules.tags
            if case.heard.to_the_grader:
                tags = tuple(tag.value for tag in worst_first({*map(Tag, tags), Tag.INSTRUCTION_INJECTION}))
            return replace(case.by_rules, tags=tags, fallback_reason=reason)
        closed = unread(case.rubric, _ONLY_ENGLISH, is_follow_up=case.is_follow_up)
        return replace(closed, fallback_reason=reason)

    async def _groups(self, session: Session) -> list[Group]:
        """The questions of the session with the judgement that counts for each."""
        wanted: list[tuple[Exchange, str]] = []

        def note(exchange: Exchange, text: str) -> Evaluation:
            wanted.append((exchange, text))
            rubric = rubric_for(exchange.asked.question)
            return insufficient(exchange.asked.question, text, rubric, Tag.NO_ANSWER, is_follow_up=False)

        group_exchanges(session, note, _weights)
        judged = {(each.asked.id, text): await self._joined(each, text) for each, text in wanted}
        return group_exchanges(session, lambda exchange, text: judged[exchange.asked.id, text], _weights)

    async def _joined(self, main: Exchange, text: str) -> Evaluation:
        """The evaluation of a main answer joined with more. When the model fails, that of the main answer stays."""
        assert main.attempt
        alone = main.attempt.evaluation
        if alone and alone.fallback_reason and text != main.attempt.answer.text:
            return alone
        evaluation = await self.evaluate(main.asked, replace(main.attempt.answer, text=text))
        return alone if alone and evaluation.fallback_reason else evaluation


def _once(report: Callable[[str, str], None]) -> Callable[[str, str], None]:
    """The same words are reported once, however many answers they are about."""
    told: set[tuple[str, str]] = set()

    def tell(message: str, remedy: str) -> None:
        if (message, remedy) not in told:
            told.add((message, remedy))
            report(message, remedy)

    return tell


def _weights(exchange: Exchange) -> dict[str, float]:
    return {criterion.name: criterion.weight for criterion in rubric_for(exchange.asked.question).criteria}


def _tags(names: Sequence[str], heard: Heard) -> tuple[str, ...]:
    """Those of the names that are tags, worst first; one more when the answer speaks to its grader."""
    tags = {Tag(name) for name in names if name in _MAY_BE_GIVEN}
    if heard.to_the_grader:
        tags.add(Tag.INSTRUCTION_INJECTION)
    return tuple(tag.value for tag in worst_first(tags))
