"""The words on a whole session, written by a language model; the numbers are computed in code and only told to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from interview_cli.errors import ChatModelError
from interview_cli.fencing import fence
from interview_cli.interview.model import Evaluation, EvaluationStatus, Evaluator, Feedback, FeedbackPoint, Session
from interview_cli.interview.model_questions import language_name
from interview_cli.interview.ports import ChatModel, Message
from interview_cli.prompting import load_prompt
from interview_cli.scoring.addressing import LEFT_OUT, document, said_to_the_grader
from interview_cli.scoring.facts import Facts, sentences
from interview_cli.scoring.feedback import (
    MOST_IMPROVEMENTS,
    MOST_STRENGTHS,
    MOST_SUGGESTIONS,
    build_feedback,
    unsigned,
)
from interview_cli.scoring.groups import Group
from interview_cli.scoring.model_reply import JudgedPoint, SessionReply, said_to_you
from interview_cli.scoring.other_languages import count_words, in_language
from interview_cli.scoring.rubric import MAX_SCORE, RULES
from interview_cli.scoring.verified import Heard

SESSION_PROMPT: Final = "judge_session"
FEWEST_REPORT_WORDS: Final = 150
MOST_REPORT_WORDS: Final = 200
TRANSCRIPT_CHARACTERS: Final = 10_000
"""So much of all answers together goes into the prompt (about 2,500 tokens): it has to fit a window of 8,192."""
DOCUMENT_CHARACTERS: Final = 3_000
"""So much of the CV, and of the job description."""
COMPACT_SHARE: Final = 0.3
"""So much of both for models with a small window: the whole has to fit one of 4,096."""

_VERDICT: Final = re.compile(
    r"\b(?:strong|lean|no|clear|definite|definitely|would|should|must|please)[ _-](?:no[ _-])?(?:be |get )?hired?\b"
    r"|\bhire (?:this|the|them|him|her|you)\b|\brecommend(?:ation|ed)?\b.{0,40}\b(?:candidate|position|role|offer)\b"
    r"|\b(?:overall|total|final) (?:score|grade|rating)\b|\b\d+(?:\.\d+)?\s?(?:/|out of|of)\s?(?:5|10|100)\b",
    re.IGNORECASE,
)
"""A verdict or a grade: that is for code to say."""


@dataclass(frozen=True, slots=True)
class _Material:
    """What the model is shown and what its words are checked against. `said` grows: no sentence is shown twice."""

    groups: Sequence[Group]
    heard: Sequence[Heard]
    facts: Facts
    language: str
    said: set[str] = field(default_factory=set)


class SessionWriter:
    """Writes feedback on sessions. `report` hears, as message and remedy, what did not work."""

    def __init__(
        self,
        model: ChatModel,
        overrides: Path | None,
        language: str,
        cv: str | None,
        report: Callable[[str, str], None],
        *,
        compact: bool = False,
    ) -> None:
        """`compact` shows and asks less, for models with a small window."""
        self._model = model
        self._prompt = load_prompt(SESSION_PROMPT, overrides, compact=compact)
        self._share = COMPACT_SHARE if compact else 1.0
        self._language = language
        self._cv = cv
        self._report = report

    async def feedback(self, session: Session, groups: Sequence[Group]) -> Feedback:
        """The feedback on a session whose questions have been judged; the rules write what the model fails to."""
        base = self._computed(session, groups)
        judged = [group.evaluation for group in groups if group.evaluation]
        if base.evaluator.kind == RULES or not any(each.status is EvaluationStatus.SCORED for each in judged):
            return base
        heard = [Heard(group.text, said_to_the_grader(group.text)) for group in groups]
        given = (session.settings.cv_text or self._cv, session.settings.job_text or None)
        cv, job = (document(text, round(self._share * DOCUMENT_CHARACTERS)) for text in given)
        messages = self._messages(session, groups, heard, base.summary, cv, job)
        asked = [piece[1].asked.text for group in groups for piece in group.pieces]
        points = [point for group in groups for point in group.main.asked.question.key_points]
        known = [each.left() for each in heard]
        own = [base.summary, *(point.text for point in base.improvements), *base.suggestions]
        sources = [*known, *asked, *points, *own, cv or "", session.settings.role or ""]
        material = _Material(groups, heard, Facts(sources, self._language), self._language)
        try:
            return await self._written(base, messages, material)
        except ChatModelError as error:
            self._report(f"{error.message} The feedback is written by the rules.", error.remedy)
            reasons = [base.fallback_reason, f"The words of this feedback: {error.message}"]
            return replace(base, fallback_reason=" ".join(filter(None, reasons)))

    def _computed(self, session: Session, groups: Sequence[Group]) -> Feedback:
        """All numbers, with the words of the rules, and who scored: the model, the rules, or both and why."""
        scored = [
            group for group in groups if group.evaluation and group.evaluation.status is EvaluationStatus.SCORED
        ]
        by_rules = [group for group in scored if group.evaluation and group.evaluation.evaluator.kind == RULES]
        reasons = {group.evaluation.fallback_reason for group in groups if group.evaluation}
        why = " ".join(sorted(filter(None, reasons))) or None
        if scored and len(by_rules) == len(scored):
            return replace(build_feedback(session, groups, unsigned(session, RULES, RULES)), fallback_reason=why)
        nobody = unsigned(session, "model", self._model.name)
        note = f"Scored by {self._model.name}."
        if by_rules:
            numbers = ", ".join(str(group.main.asked.slot + 1) for group in by_rules)
            note = f"Scored by {self._model.name}, but by the rules at question {numbers}."
            why = f"The rules scored the answer to question {numbers}: {why}"
        base = build_feedback(session, groups, nobody, note)
        name = f"{self._model.name} + {RULES}" if by_rules else self._model.name
        versions = sorted({each for group in scored if group.evaluation and (each := _prompt(group.evaluation))})
        signed = Evaluator("model", name, ",".join(versions) or None, base.evaluator.rubric_version)
        if self._language != "en":  # both are measured with English words
            base = replace(base, scores=replace(base.scores, confidence=None, structure=None))
        return replace(base, evaluator=signed, fallback_reason=why)

    def _messages(
        self,
        session: Session,
        groups: Sequence[Group],
        heard: Sequence[Heard],
        counted: str,
        cv: str | None,
        job: str | None,
    ) -> list[Message]:
        room = round(self._share * TRANSCRIPT_CHARACTERS) // max(1, len(groups))
        values = {
            "answers": [
                _shown(number, group, _shortened(each.left(), room))
                for number, (group, each) in enumerate(zip(groups, heard, strict=True), start=1)
            ],
            "counted": counted,
            "max_score": MAX_SCORE,
            "fewest_words": FEWEST_REPORT_WORDS,
            "most_words": MOST_REPORT_WORDS,
            "kind": session.settings.type.value.replace("_", " "),
            "language": self._language,
            "language_name": language_name(self._language),
        }
        return self._prompt.render(values, {"role": session.settings.role, "job": job, "cv": cv})

    async def _written(self, base: Feedback, messages: list[Message], material: _Material) -> Feedback:
        reply = await self._model.complete(messages, SessionReply)
        report = await self._report_text(reply, messages, material)
        summary = _new(reply.summary, material)
        strengths = _points(reply.strengths, material, quoted=True)[:MOST_STRENGTHS]
        improvements = _points(reply.improvements, material, quoted=False)[:MOST_IMPROVEMENTS]
        suggestions = [text for each in reply.suggestions if (text := _new(each, material))]
        prompts = ",".join(filter(None, [base.evaluator.prompt_version, self._prompt.label]))
        return replace(
            base,
            evaluator=replace(base.evaluator, prompt_version=prompts),
            summary=summary or base.summary,
            strengths=tuple(strengths) or base.strengths,
            improvements=tuple(improvements) or base.improvements,
            suggestions=tuple(suggestions[:MOST_SUGGESTIONS]) or base.suggestions,
            fix_first=improvements[0] if improvements else base.fix_first,
            technical_notes=_new(reply.technical_notes, material) or base.technical_notes,
            communication_notes=_new(reply.communication_notes, material) or base.communication_notes,
            problem_solving_notes=_new(reply.problem_solving_notes, material) or base.problem_solving_notes,
            report=report,
        )

    async def _report_text(self, reply: SessionReply, messages: list[Message], material: _Material) -> str | None:
        """The report at its length: asked for once more when it is not, then cut at a sentence or left out."""
        text = _checked(reply.report, material)
        words = count_words(text)
        if not FEWEST_REPORT_WORDS <= words <= MOST_REPORT_WORDS:
            wish = (
                f"Without sentences whose facts nobody gave, `report` has {words} words. Write the whole reply "
                f"again, with a report of {FEWEST_REPORT_WORDS} to {MOST_REPORT_WORDS} words, said to “you”, "
                "that keeps all rules."
            )
            again = [*messages, Message("assistant", reply.model_dump_json()), Message("user", wish)]
            try:
                second = _checked((await self._model.complete(again, SessionReply)).report, material)
            except ChatModelError as error:
                self._report(f"{error.message} The report was not written again.", error.remedy)
            else:
                text = second
        text = _cut(text)
        if count_words(text) < FEWEST_REPORT_WORDS:
            self._report(
                f"The report in {FEWEST_REPORT_WORDS} to {MOST_REPORT_WORDS} words is left out: {self._model.name} "
                f"wrote {count_words(text)} that could be kept.",
                "",
            )
            return None
        return text


def _prompt(evaluation: Evaluation) -> str | None:
    return evaluation.evaluator.prompt_version


def _shown(number: int, group: Group, text: str) -> dict[str, object]:
    """A question as the model is shown it, everything that others wrote fenced."""
    evaluation = group.evaluation
    scores = evaluation.scores if evaluation else ()
    return {
        "number": number,
        "question": fence(f"question {number}", group.main.asked.text),
        "text": fence(f"answer {number}", text) if text.strip() else None,
        "levels": ", ".join(f"{each.criterion} {each.score:g}" for each in scores if each.score is not None),
        "tags": ", ".join(evaluation.tags if evaluation else ()),
    }


def _shortened(text: str, room: int) -> str:
    """The beginning and the end of a text that is longer than its room, in characters."""
    if len(text) <= room:
        return text
    return f"{text[: 2 * room // 3].rsplit(' ', 1)[0]} {LEFT_OUT} {text[-room // 3 :].split(' ', 1)[-1]}"


def _checked(text: str, material: _Material) -> str:
    """The text without sentences that hold invented facts, a grade or a verdict.

    Nothing of one that is in another language, or not said to the candidate.
    """
    kept = " ".join(each.strip() for each in sentences(said_to_you(text)) if not _VERDICT.search(each))
    return in_language(material.language, material.facts.checked(kept).text)


def _new(text: str, material: _Material) -> str:
    """As `_checked`, without sentences that stand elsewhere in the feedback already."""
    kept = [each.strip() for each in sentences(_checked(text, material)) if each.strip() not in material.said]
    material.said.update(kept)
    return " ".join(kept)


def _points(points: Sequence[JudgedPoint], material: _Material, *, quoted: bool) -> list[FeedbackPoint]:
    """The points whose words stand and whose quote is in the answer; others without a quote, unless it has to be."""
    found: dict[str, FeedbackPoint] = {}
    for point in points:
        place = _place(point, material)
        if (place or not quoted) and (text := _new(point.text, material)):
            found[text] = FeedbackPoint(text, *(place or ()))
    return list(found.values())


def _place(point: JudgedPoint, material: _Material) -> tuple[int, str] | None:
    """The position and the wording of a quote: in the answer it is said to be from, or else in another."""
    named = point.question - 1
    order = sorted(range(len(material.groups)), key=lambda index: index != named)
    for index in order:
        if evidence := material.heard[index].evidence(point.quote):
            return material.groups[index].place(evidence)
    return None


def _cut(text: str) -> str:
    """The longest run of whole sentences from the start that is not too long."""
    kept = ""
    for sentence in sentences(text):
        if count_words(kept + sentence) > MOST_REPORT_WORDS:
            break
        kept += sentence
    return kept.strip()
