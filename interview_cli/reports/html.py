"""A session as one self-contained HTML page: no scripts, no network, nothing a transcript says becomes markup."""

from __future__ import annotations

from interview_cli.interview.model import Session
from interview_cli.reports.markdown import session_to_markdown

_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Interview feedback</title>
<style>
body {{ max-width: 46rem; margin: 2rem auto; padding: 0 1rem; font: 16px/1.55 system-ui, sans-serif; color: #222; }}
blockquote {{ margin: 0; padding: .2rem 1rem; border-left: 3px solid #88a; background: #f5f6fa; }}
table {{ border-collapse: collapse; width: 100%; }}
td, th {{ border: 1px solid #ccd; padding: .3rem .5rem; text-align: left; vertical-align: top; }}
h3 {{ margin-top: 2rem; }}
@media (prefers-color-scheme: dark) {{
  body {{ background: #16181d; color: #ddd; }} blockquote {{ background: #20242c; }} td, th {{ border-color: #445; }}
}}
</style>
<body>
{body}</body>
</html>
"""


def session_to_html(session: Session) -> str:
    """The Markdown report rendered with raw HTML switched off."""
    from markdown_it import MarkdownIt

    renderer = MarkdownIt("commonmark", {"html": False}).enable("table")
    return _PAGE.format(body=renderer.render(session_to_markdown(session)))
