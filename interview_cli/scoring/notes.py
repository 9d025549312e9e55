"""Session notes by area: what was said about technique, communication and problem solving. None where nothing was."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean

from interview_cli.delivery.measure import measure_text
from interview_cli.interview.model import Session
from interview_cli.scoring.criteria import GOOD
from interview_cli.scoring.findings import Kind
from interview_cli.scoring.groups import Group
from interview_cli.scoring.sheet import LONG_WORDS, SHORT_WORDS
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
    """How many key points were covered, and the first ones that were not."""
    total = missing = 0
    first_missing = []
    for group in scored:
        if group.score("correctness") is None or not group.evaluation:
            continue
        total += len(group.main.asked.question.key_points)
        missing += len(group.evaluation.missing_points)
        if group.evaluation.missing_points:
            first_missing.append(f"question {group.number}: {group.evaluation.missing_points[0].rstrip('.')}")
    if not total:
        return None
    note = f"{total - missing} of {total} key points were covered."
    return f"{note} Not clearly heard, {'; '.join(first_missing[:3])}." if first_missing else note


def problem_solving_notes(scored: Sequence[Group]) -> str | None:
    """Whether reasons, alternatives and examples were given, where the rubric asks for them."""
    depths = [(group, depth) for group in scored if (depth := group.score("depth")) is not None]
    if not depths:
        return None
    average = fmean(depth for _, depth in depths)
    lacking = [
        (Tag.NO_REASONING, "reasons"),
        (Tag.NO_TRADE_OFFS, "alternatives and their costs"),
        (Tag.NO_EXAMPLE, "examples"),
    ]
    absent = [name for tag, name in lacking if 2 * sum(group.has_tag(tag) for group, _ in depths) >= len(depths)]
    start = "You explain your thinking well" if average >= GOOD else "Show more of your thinking"
    return f"{start} (depth {average:.1f} of 5)." + (f" Mostly missing: {', '.join(absent)}." if absent else "")


def communication_notes(session: Session, scored: Sequence[Group]) -> str | None:
    """Length and clarity of the answers, and their fillers. The fillers are coaching and enter no score."""
    if not scored:
        return None
    lengths = [len(group.text.split()) for group in scored]
    average = fmean(lengths)
    sentences = [f"Your answers have {average:.0f} words on average"]
    if average < SHORT_WORDS:
        sentences[0] += ", which is short: aim for 100 to 200."
    elif average > LONG_WORDS:
        sentences[0] += ", which is long: aim for 100 to 200."
    else:
        sentences[0] += "."
    unclear = sum(group.has_tag(Tag.UNCLEAR) for group in scored)
    if unclear:
        sentences.append(f"{unclear} of {len(scored)} had faults that make an answer hard to follow.")
    if session.delivery and session.delivery.fillers_per_100_words is not None:
        sentences.append(f"Fillers: {session.delivery.fillers_per_100_words:.1f} in 100 words.")
    return " ".join(sentences)
