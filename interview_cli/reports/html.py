"""A session as one self-contained HTML page: no network, nothing a transcript says becomes markup.

The only script moves the players of recordings to a button's time; the page's policy allows no other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from interview_cli.interview.model import Attempt, Exchange, Session
from interview_cli.interview.printable import all_printable
from interview_cli.learning.compared import Comparison, compare
from interview_cli.learning.stories import Match
from interview_cli.reports.charts import Dot, bars, dots, timeline
from interview_cli.reports.markdown import answer_lines, question_lines, summary_lines
from interview_cli.reports.pages import page
from interview_cli.reports.player import SCRIPT, SCRIPT_HASH, Player, Sound, player

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
    """Markdown to HTML with raw HTML off. A table that is wider than the screen scrolls by itself, by keys too."""
    from markdown_it import MarkdownIt

    renderer = MarkdownIt("commonmark", {"html": False}).enable("table")
    for rule, html in (("table_open", f"{_SCROLLING}<table>"), ("table_close", "</table></div>")):
        renderer.add_render_rule(rule, lambda *_, html=html: html)
    return lambda lines: Markup(renderer.render("\n".join(lines)))  # noqa: S704 - raw HTML is off
