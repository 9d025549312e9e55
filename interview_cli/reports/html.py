"""A session as one self-contained HTML page: no network, nothing a transcript says becomes markup.

The only script moves the players of recordings to a button's time; the page's policy allows no other. Charts are
drawings 340 units wide, so that their letters have their own size on a screen of 360 pixels.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from interview_cli.interview.model import Attempt, Exchange, Session
from interview_cli.interview.printable import all_printable
from interview_cli.learning.attempts import best_attempt
from interview_cli.learning.compared import Comparison, compare
from interview_cli.learning.stories import Match
from interview_cli.reports.audio_player import SCRIPT, SCRIPT_HASH, Player, Sound, player
from interview_cli.reports.markdown import answer_lines, question_lines, summary_lines
from interview_cli.reports.pages import page
from interview_cli.reports.speech import clock, long_pauses

_SCROLLING: Final = '<div class="scroll" role="group" tabindex="0" aria-label="Table">'
_SOURCES: Final = f"; script-src '{SCRIPT_HASH}'; media-src data: 'self' file:"


def session_to_html(
    session: Session, sounds: Mapping[str, Sound] | None = None, better: Mapping[str, Match] | None = None
) -> str:
    """The Markdown report rendered with raw HTML switched off, with a player for each answer in `sounds`.

    `sounds` are recordings by attempt id (see `player.sounds_for`), `better` as in `session_to_markdown`.
    """
    session, sounds, better = all_printable(session), sounds or {}, all_printable(dict(better or {}))
    rendered = _renderer()
    answers = [
        {
            "question": rendered(question_lines(exchange)),
            "player": player(exchange.attempt, f"answer-{exchange.asked.position + 1}", sounds),
            "timeline": timeline(exchange.attempt),
            "said": rendered(answer_lines(exchange, better.get(exchange.asked.id))),
            "repeated": _repeated(exchange, sounds),
        }
        for exchange in session.exchanges
    ]
    return "".join(
        page(
            "session",
            summary=rendered(summary_lines(session)),
            bars=bars(session),
            answers=answers,
            script=Markup(SCRIPT) if sounds else None,  # noqa: S704 - ours
            sources=Markup(_SOURCES) if sounds else "",  # noqa: S704 - ours
        )
    )


@dataclass(frozen=True, slots=True)
class Repeated:
    """A question that was answered again: every attempt with its player, and the first against the last."""

    attempts: tuple[tuple[int, Attempt, Player | None], ...]
    dots: tuple[Dot, ...]
    comparison: Comparison


def _repeated(exchange: Exchange, sounds: Mapping[str, Sound]) -> Repeated | None:
    attempts = exchange.attempts
    if len(attempts) < 2:
        return None
    name = f"answer-{exchange.asked.position + 1}"
    return Repeated(
        tuple(
            (number, attempt, player(attempt, f"{name}-{number}", sounds) if number > 1 else None)
            for number, attempt in enumerate(attempts, 1)
        ),
        tuple(dots(attempts)),
        compare(exchange.asked, attempts, 1, len(attempts)),
    )


def _renderer() -> Callable[[Iterable[str]], Markup]:
    """Markdown to HTML with raw HTML off. A table that is wider than the screen scrolls on its own, by keys too."""
    from markdown_it import MarkdownIt

    renderer = MarkdownIt("commonmark", {"html": False}).enable("table")
    for rule, html in (("table_open", f"{_SCROLLING}<table>"), ("table_close", "</table></div>")):
        renderer.add_render_rule(rule, lambda *_, html=html: html)
    return lambda lines: Markup(renderer.render("\n".join(lines)))  # noqa: S704 - raw HTML is off


WIDTH: Final = 340
_LABEL_WIDTH: Final = 90
_NUMBER_WIDTH: Final = 50
BAR_STEP: Final = 22
_POINTS_HEIGHT: Final = 90
_MARGIN: Final = 24


@dataclass(frozen=True, slots=True)
class Bar:
    """The score of a question, 0-100, and that of its best attempt where another one is better."""

    label: str
    score: float
    best: float | None
    x: float
    y: float
    width: float
    best_width: float


def bars(session: Session) -> list[Bar]:
    """A bar for every scored answer of a session, follow-ups too."""
    found: list[Bar] = []
    scale = (WIDTH - _LABEL_WIDTH - _NUMBER_WIDTH) / 100
    for exchange in session.exchanges:
        score = _score(exchange.attempt)
        if score is None:
            continue
        best = _better(exchange)
        y = BAR_STEP * len(found)
        widths = score * scale, (best or score) * scale
        found.append(Bar(_label(exchange), score, best, _LABEL_WIDTH, y, round(widths[0], 1), round(widths[1], 1)))
    return found


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a timeline: `kind` is `speech`, `filler` or `pause`, `title` what it is and when."""

    kind: str
    x: float
    width: float
    title: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """A spoken answer from its beginning to its end."""

    marks: tuple[Mark, ...]
    duration_s: float
    summary: str


def timeline(attempt: Attempt | None) -> Timeline | None:
    """When somebody spoke, and where the fillers and long pauses are; None for what was not spoken."""
    heard = attempt.answer.transcription if attempt else None
    if attempt is None or heard is None or attempt.delivery is None or heard.duration_s <= 0:
        return None
    scale = WIDTH / heard.duration_s

    def mark(kind: str, start_s: float, end_s: float, what: str) -> Mark:
        width = (end_s - start_s) * scale
        return Mark(kind, round(start_s * scale, 1), round(width, 1), f"{what} at {clock(start_s)}")

    pauses = long_pauses(attempt.delivery.pauses)
    fillers = [each for each in attempt.delivery.fillers if each.start_s is not None]
    marks = (
        *(mark("speech", each.start_s, each.end_s, "speech") for each in heard.speech),
        *(mark("pause", each.start_s, each.end_s, f"pause of {each.duration_s:.1f} s") for each in pauses),
        *(mark("filler", each.start_s, each.end_s or each.start_s, each.text) for each in fillers if each.start_s),
    )
    summary = f"{clock(heard.duration_s)} in all, {len(fillers)} fillers, {len(pauses)} long pauses"
    return Timeline(marks, heard.duration_s, summary)


@dataclass(frozen=True, slots=True)
class Dot:
    """The score of an attempt, 0-100, and its place."""

    number: int
    score: float
    x: float
    y: float


def dots(attempts: Sequence[Attempt]) -> list[Dot]:
    """A dot for every scored attempt, in order."""
    step = (WIDTH - 2 * _MARGIN) / max(1, len(attempts) - 1)
    scale = (_POINTS_HEIGHT - 2 * _MARGIN) / 100

    def dot(number: int, score: float) -> Dot:
        x, y = _MARGIN + step * (number - 1), _POINTS_HEIGHT - _MARGIN - score * scale
        return Dot(number, score, round(x, 1), round(y, 1))

    scores = enumerate(map(_score, attempts), 1)
    return [dot(number, score) for number, score in scores if score is not None]


def _score(attempt: Attempt | None) -> float | None:
    return attempt.evaluation.overall_score if attempt and attempt.evaluation else None


def _better(exchange: Exchange) -> float | None:
    """The score of the best attempt, where that is not the first one."""
    best = best_attempt(exchange.attempts)
    return best.score if best and best.number > 1 else None


def _label(exchange: Exchange) -> str:
    asked = exchange.asked
    return f"Follow-up {asked.position + 1}" if asked.parent_id else f"Question {asked.slot + 1}"
