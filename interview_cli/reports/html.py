"""A session as one self-contained HTML page: no network, nothing a transcript says becomes markup.

The only script moves the players of recordings to a button's moment; the page's policy allows no other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from interview_cli.interview.model import Session
from interview_cli.interview.printable import all_printable
from interview_cli.reports.markdown import answer_lines, question_lines, summary_lines
from interview_cli.reports.player import SCRIPT, SCRIPT_HASH, Sound, player_html

_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'{sources}">
<title>Interview feedback</title>
<style>
body {{ max-width: 46rem; margin: 2rem auto; padding: 0 1rem; font: 16px/1.55 system-ui, sans-serif; color: #222; }}
blockquote {{ margin: 0; padding: .2rem 1rem; border-left: 3px solid #88a; background: #f5f6fa; }}
table {{ border-collapse: collapse; width: 100%; }}
td, th {{ border: 1px solid #ccd; padding: .3rem .5rem; text-align: left; vertical-align: top; }}
h3 {{ margin-top: 2rem; }}
audio {{ width: 100%; }}
button {{ font: inherit; font-size: .85rem; margin: .1rem 0; cursor: pointer; }}
@media (prefers-color-scheme: dark) {{
  body {{ background: #16181d; color: #ddd; }} blockquote {{ background: #20242c; }} td, th {{ border-color: #445; }}
}}
</style>
<body>
{body}{script}</body>
</html>
"""


_SOURCES = f"; script-src '{SCRIPT_HASH}'; media-src data: 'self' file:"


def session_to_html(session: Session, sounds: Mapping[str, Sound] | None = None) -> str:
    """The Markdown report rendered with raw HTML switched off, with a player for each answer in `sounds`.

    `sounds` are recordings by attempt id (see `player.sounds_for`).
    """
    from markdown_it import MarkdownIt

    renderer = MarkdownIt("commonmark", {"html": False}).enable("table")

    def rendered(lines: Iterable[str]) -> str:
        return str(renderer.render("\n".join(lines)))

    session = all_printable(session)
    body = [rendered(summary_lines(session))]
    for exchange in session.exchanges:
        body.append(rendered(question_lines(exchange)))
        if exchange.attempt and sounds:
            body.append(player_html(exchange.attempt, exchange.asked.position + 1, sounds))
        body.append(rendered(answer_lines(exchange)))
    script = f"<script>{SCRIPT}</script>\n" if sounds else ""
    return _PAGE.format(body="".join(body), script=script, sources=_SOURCES if sounds else "")
