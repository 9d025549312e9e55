"""Session notes by area: what was said about technique, communication and problem solving. None where nothing was."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean

from interview_cli.delivery.measure import measure_text
from interview_cli.interview.model import Session
from interview_cli.scoring.clarity import LONG_WORDS, SHORT_WORDS
from interview_cli.scoring.findings import Kind
from interview_cli.scoring.groups import Group
from interview_cli.scoring.key_points import PointState
from interview_cli.scoring.tags import Tag

HEDGES_PER_100_WORDS_AT_WORST = 6.0
"""From so many hedges on, an answer sounds unsure of everything."""

_HEDGE_SHARE = 0.6
"""How much of confidence is freedom from hedges; the rest is saying "I" rather than "we" for what was done."""


def structure(group: Group) -> float | None:
    """0–5: the rubric's own criterion for structure; None where it has none."""
    return next((score for name in ("structure", "organisation") if (score := group.score(name)) is not None), None)


WORDS_TO_TELL_CONFIDENCE = 50
"""Fewer scored words than these say nothing about how sure somebody sounds."""


def confidence(scored: Sequence[Group]) -> float | None:
    """1–10 from hedges ("maybe", "I guess") and ownership. Coaching only: it never enters another score."""
    words = hedges = own = shared = 0
    for group in scored:
        for _, exchange in group.pieces:
            if not exchange.attempt:
                continue
            delivery = exchange.attempt.delivery or measure_text(exchange.attempt.answer.text)
            words += delivery.word_count
            hedges += len(delivery.hedges)
        found = group.evaluation.findings if group.evaluation else ()
        own += sum(1 for each in found if each.kind == Kind.OWN_ACT)
        shared += sum(1 for each in found if each.kind == Kind.SHARED_ACT)
    if words < WORDS_TO_TELL_CONFIDENCE:
        return None
    assured = max(0.0, 1 - 100 * hedges / words / HEDGES_PER_100_WORDS_AT_WORST)
    if own + shared:
        assured = _HEDGE_SHARE * assured + (1 - _HEDGE_SHARE) * own / (own + shared)
    return max(1.0, round(10 * assured, 1))


def technical_notes(scored: Sequence[Group]) -> str | None:
    """How many key points were clearly said, and the first ones that were not found."""
    total = said = 0
    first_missing = []
    for group in scored:
        if group.score("correctness") is None or not group.evaluation:
            continue
        total += len(group.main.asked.question.key_points)
        said += _points_said(group)
        if group.evaluation.missing_points:
            first_missing.append(f"question {group.number}: {group.evaluation.missing_points[0].rstrip('.')}")
    if not total:
        return None
    note = f"I found {said} of {total} key points clearly said."
    return f"{note} I did not find, {'; '.join(first_missing[:3])}." if first_missing else note


def _points_said(group: Group) -> int:
    """Key points told right, or, of a judge that tells no states, those that are not missing."""
    judged = group.evaluation.key_points if group.evaluation else ()
    if judged:
        return sum(point.state == PointState.RIGHT for point in judged)
    missing = group.evaluation.missing_points if group.evaluation else ()
    return len(group.main.asked.question.key_points) - len(missing)


def problem_solving_notes(scored: Sequence[Group]) -> str | None:
    """Whether reasons, alternatives and examples were given, where the rubric asks for them."""
    depths = [(group, depth) for group in scored if (depth := group.score("depth")) is not None]
    if not depths:
        return None
    lacking = [
        (Tag.NO_REASONING, "reasons"),
        (Tag.NO_TRADE_OFFS, "alternatives and their costs"),
        (Tag.NO_EXAMPLE, "examples"),
    ]
    absent = [name for tag, name in lacking if 2 * sum(group.has_tag(tag) for group, _ in depths) >= len(depths)]
    note = f"Depth, which is reasons, alternatives and examples: {fmean(depth for _, depth in depths):.1f} of 5."
    return f"{note} Mostly not found: {', '.join(absent)}." if absent else note


def communication_notes(session: Session, scored: Sequence[Group]) -> str | None:
    """Length and clarity of the answers, and their fillers. The fillers are coaching and enter no score."""
    if not scored:
        return None
    lengths = [len(group.text.split()) for group in scored]
    average = fmean(lengths)
    sentences = [f"Your answers have {average:.0f} words on average"]
    short = 2 * sum(group.has_tag(Tag.TOO_SHORT) for group in scored) >= len(scored)
    if average < SHORT_WORDS and short:
        sentences[0] += ", which is short: aim for 100 to 200."
    elif average > LONG_WORDS:
        sentences[0] += ", which is long: aim for 100 to 200."
    else:
        sentences[0] += "."
    unclear = sum(group.has_tag(Tag.UNCLEAR) for group in scored)
    if unclear:
        sentences.append(f"{unclear} of {len(scored)} had what makes an answer harder to follow.")
    if session.delivery and session.delivery.fillers_per_100_words is not None:
        sentences.append(f"Fillers: {session.delivery.fillers_per_100_words:.1f} in 100 words.")
    return " ".join(sentences)
