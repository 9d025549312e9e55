"""Which weaknesses an answer has."""

from __future__ import annotations

from collections.abc import Sequence

from interview_cli.interview.model import CriterionScore
from interview_cli.scoring.criteria import BESIDE_THE_POINT, LONG_WORDS, SHORT_WORDS, Sheet
from interview_cli.scoring.star import Result
from interview_cli.scoring.tags import Tag, worst_first

WEAK = 2.5
"""A criterion below half of its points is worth a remark."""

_LOW_SCORE_TAGS = {
    "clarity": Tag.UNCLEAR,
    "correctness": Tag.MISSING_KEY_POINTS,
    "scale": Tag.NO_NUMBERS,
}


def diagnose(sheet: Sheet, scores: Sequence[CriterionScore], is_follow_up: bool) -> tuple[Tag, ...]:
    """The tags of a scored answer, worst first."""
    judged = {score.criterion: score.score for score in scores if score.score is not None}
    tags = {tag for name, tag in _LOW_SCORE_TAGS.items() if judged.get(name, 5.0) < WEAK}
    if judged.get("relevance", 5.0) < BESIDE_THE_POINT:
        tags.add(Tag.OFF_TOPIC)
    story, reading = sheet.story, sheet.reading
    if "structure" in judged:
        story_parts = (
            (story.situation < 0.5, Tag.NO_SITUATION),
            (story.task == 0, Tag.NO_TASK),
            (not story.own and not story.shared, Tag.NO_ACTION),
            (story.result < Result.HINTED, Tag.NO_RESULT),
            (len(story.shared) > len(story.own), Tag.WE_NOT_I),
        )
        tags |= {tag for missing, tag in story_parts if missing}
    if "specificity" in judged and not sheet.figures:
        tags.add(Tag.NO_NUMBERS)
    if "depth" in judged:
        depth_parts = (
            (not reading.found("reason"), Tag.NO_REASONING),
            (not reading.found("tradeoff"), Tag.NO_TRADE_OFFS),
            (not reading.found("example"), Tag.NO_EXAMPLE),
        )
        tags |= {tag for missing, tag in depth_parts if missing}
    if reading.count("vague") > max(3, len(reading.words) // 25):
        tags.add(Tag.VAGUE)
    if reading.judged.orders:
        tags.add(Tag.INSTRUCTION_INJECTION)
    if len(reading.words) > LONG_WORDS:
        tags.add(Tag.TOO_LONG)
    elif len(reading.words) < SHORT_WORDS and not is_follow_up:
        tags.add(Tag.TOO_SHORT)
    return worst_first(tags)
