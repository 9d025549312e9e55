"""A session as one self-contained HTML page: no network, nothing a transcript says becomes markup.

The only script moves the players of recordings to a button's moment; the page's policy allows no other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from interview_cli.interview.model import Session
from interview_cli.interview.printable import all_printable
from interview_cli.reports.markdown import answer_lines, question_lines, summary_lines
from interview_cli.reports.pages import page
from interview_cli.reports.player import SCRIPT, SCRIPT_HASH, Sound, player

_SOURCES: Final = f"; script-src '{SCRIPT_HASH}'; media-src data: 'self' file:"


def session_to_html(session: Session, sounds: Mapping[str, Sound] | None = None) -> str:
    """The Markdown report rendered with raw HTML switched off, with a player for each answer in `sounds`.

    `sounds` are recordings by attempt id (see `player.sounds_for`).
    """
    from markdown_it import MarkdownIt
    from markupsafe import Markup

    renderer = MarkdownIt("commonmark", {"html": False}).enable("table")

    def rendered(lines: Iterable[str]) -> Markup:
        return Markup(renderer.render("\n".join(lines)))  # noqa: S704 - raw HTML is off

    session = all_printable(session)
    answers = [
        {
            "question": rendered(question_lines(exchange)),
            "player": player(exchange.attempt, exchange.asked.position + 1, sounds or {}),
            "said": rendered(answer_lines(exchange)),
        }
        for exchange in session.exchanges
    ]
    return "".join(
        page(
            "session",
            summary=rendered(summary_lines(session)),
            answers=answers,
            script=Markup(SCRIPT) if sounds else None,  # noqa: S704 - ours
            sources=Markup(_SOURCES) if sounds else "",  # noqa: S704 - ours
        )
    )
