"""The ranking as one self-contained HTML page: no scripts, no network, nothing a transcript says becomes markup."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from html import escape
from itertools import islice
from pathlib import Path
from typing import Any, Final

from interview_cli.batch.ledger import Ledger
from interview_cli.batch.out_file import OutFile
from interview_cli.batch.report_files import RANKING, replacing
from interview_cli.batch.standing import doubt_about, ranking

MOST_ROWS: Final = 2_000
MOST_DETAILS: Final = 300
"""A browser opens a page of this size at once; everything else is in the JSON Lines and the CSV."""

_BAR_POINTS: Final = 5
_LEVELS: Final = ("STRONG_HIRE", "HIRE", "LEAN_NO_HIRE", "NO_HIRE", "WITHHELD")

_STATUSES: Final = {"scored": "scored", "insufficient_evidence": "with too little to score", "failed": "not read"}

_HEAD: Final = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Interview ranking</title>
<style>
body { max-width: 62rem; margin: 2rem auto; padding: 0 1rem; font: 16px/1.5 system-ui, sans-serif; color: #222; }
table { border-collapse: collapse; width: 100%; }
td, th { border-bottom: 1px solid #ccd; padding: .25rem .5rem; text-align: left; vertical-align: top; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
blockquote { margin: .2rem 0; padding: .1rem .8rem; border-left: 3px solid #88a; background: #f5f6fa; }
details { border-bottom: 1px solid #ccd; padding: .4rem 0; }
summary { cursor: pointer; font-weight: 600; }
svg { width: 100%; height: auto; fill: #57a; } svg text { font-size: 10px; fill: #666; }
.flag { color: #a50; }
@media (prefers-color-scheme: dark) {
  body { background: #16181d; color: #ddd; } blockquote { background: #20242c; } .flag { color: #fb6; }
  td, th, details { border-color: #445; } svg text { fill: #aaa; }
}
</style>
<body>
<h1>Interview ranking</h1>
"""


def write_page(path: Path, out: OutFile, ledger: Ledger) -> None:
    """Distributions, the ranking, and the answers of the best; `-` is stdout. Raises like `replacing`."""
    with replacing("--html", path, RANKING) as file:
        file.write(_HEAD)
        for part in (*_overview(ledger), *_distributions(ledger)):
            file.write(part)
        for part in _table(ledger):
            file.write(part)
        for part in _details(out, ledger):
            file.write(part)
        file.write("</body>\n</html>\n")


def _overview(ledger: Ledger) -> Iterator[str]:
    summary = ledger.summary()
    told = ", ".join(
        f"{summary[name]} {name.replace('_', ' ')}" for name in ("scored", "insufficient_evidence", "failed")
    )
    yield f"<p>{told}.</p>\n"
    yield (
        "<p>Scores are points of 100, ± is the standard deviation between a candidate's answers. How something was "
        "said (fillers, pace) does not enter them. Rules judge what stands in a transcript, not a person.</p>\n"
    )


def _distributions(ledger: Ledger) -> Iterator[str]:
    bars: Counter[int] = Counter()
    levels: Counter[str] = Counter()
    criteria: dict[str, list[float]] = {}
    for line in ranking(ledger):
        levels[line.facts.recommendation or "WITHHELD"] += 1
        if line.facts.score is not None:
            bars[min(99, int(line.facts.score)) // _BAR_POINTS] += 1
        for name, mean in json.loads(line.facts.criteria).items():
            total = criteria.setdefault(name, [0.0, 0.0])
            total[0] += mean
            total[1] += 1
    if bars:
        yield "<h2>Scores</h2>\n" + _histogram([bars[index] for index in range(100 // _BAR_POINTS)])
    yield "<h2>Recommendations</h2>\n<table>\n"
    for name in _LEVELS:
        yield f"<tr><td>{name.replace('_', ' ').lower()}</td><td class=n>{levels[name]}</td></tr>\n"
    yield "</table>\n<h2>Criteria</h2>\n<table>\n<tr><th>criterion<th class=n>mean of 5<th class=n>transcripts</tr>\n"
    for name, (total_score, count) in sorted(criteria.items()):
        yield f"<tr><td>{escape(name)}<td class=n>{total_score / count:.2f}<td class=n>{count:.0f}</tr>\n"
    yield "</table>\n"


def _histogram(counts: list[int]) -> str:
    """Bars of one colour over 0 to 100, with the highest count written on top."""
    most = max(counts)
    width = 600 / len(counts)
    bars = "".join(
        f'<rect x="{index * width + 1:.0f}" y="{112 - 100 * count / most:.1f}" width="{width - 2:.0f}" '
        f'height="{100 * count / most:.1f}"><title>{count}</title></rect>'
        for index, count in enumerate(counts)
        if count
    )
    labels = "".join(f'<text x="{mark * 6}" y="124">{mark}</text>' for mark in (0, 20, 40, 60, 80))
    return (
        f'<svg viewBox="0 0 600 128" role="img" aria-label="Distribution of scores">{bars}{labels}'
        f'<text x="0" y="10">highest bar: {most}</text></svg>\n'
    )


def _table(ledger: Ledger) -> Iterator[str]:
    yield (
        "<h2>Ranking</h2>\n<table>\n<tr><th class=n>#<th>transcript<th class=n>score<th class=n>±"
        "<th class=n>coverage<th>recommendation<th>look at</tr>\n"
    )
    for rank, line in enumerate(ranking(ledger, MOST_ROWS), 1):
        facts = line.facts
        name = escape(facts.candidate or facts.id)
        link = f'<a href="#t{rank}">{name}</a>' if rank <= MOST_DETAILS else name
        yield (
            f'<tr><td class=n>{rank}<td title="{escape(facts.source)}">{link}<td class=n>{_number(facts.score)}'
            f"<td class=n>{_number(facts.spread)}<td class=n>{facts.coverage:.0%}"
            f"<td>{escape((facts.recommendation or '').replace('_', ' ').lower())}"
            f"<td class=flag>{escape('; '.join(doubt_about(facts).reasons))}</tr>\n"
        )
    yield "</table>\n"
    summary = ledger.summary()
    left_out = summary["scored"] + summary["insufficient_evidence"] - MOST_ROWS
    if left_out > 0:
        yield f"<p>{left_out} more are in the JSON Lines and the CSV.</p>\n"
    failed = list(islice(ledger.lines(where="status = 'failed'"), MOST_ROWS))
    if failed:
        yield "<h2>Not read</h2>\n<ul>\n"
        yield from (f"<li>{escape(line.facts.source)}: {escape(line.facts.error or '')}</li>\n" for line in failed)
        yield "</ul>\n"


def _details(out: OutFile, ledger: Ledger) -> Iterator[str]:
    yield "<h2>Answers</h2>\n"
    for rank, line in enumerate(ranking(ledger, MOST_DETAILS), 1):
        content = out.read(line)
        name = escape(line.facts.candidate or line.facts.id)
        yield f'<details id="t{rank}"><summary>{rank}. {name}</summary>\n'
        yield f"<p>{escape(content['source'])}</p>\n"
        for each in content.get("job", {}).get("must_haves", []):
            quote = f"<blockquote>{escape(each['evidence'][0]['quote'])}</blockquote>" if each["evidence"] else ""
            yield f"<p>Must-have {'met' if each['met'] else 'not heard'}: {escape(each['text'])}</p>{quote}\n"
        for answer in content["answers"]:
            yield from _answer(answer)
        yield "</details>\n"


def _answer(answer: dict[str, Any]) -> Iterator[str]:
    yield f"<h3>{escape(answer['question'] or 'Without a question')}</h3>\n<p>{escape(answer['comment'])}</p>\n"
    yield "<table>\n"
    for name, score in answer["scores"].items():
        quotes = "".join(f"<blockquote>{escape(each['quote'])}</blockquote>" for each in score["evidence"][:1])
        yield f"<tr><td>{escape(name)}<td class=n>{_number(score['score'])}<td>{quotes}</tr>\n"
    yield "</table>\n"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}"
