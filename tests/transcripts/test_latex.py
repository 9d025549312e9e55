"""Interviews in LaTeX, as theses and appendices hold them."""

from __future__ import annotations

from typing import Final

import pytest

from interview_cli.transcripts.reading import read_transcripts

_TURNS: Final = (
    ("Moss", "How did it go?"),
    ("Hart", "Über 60 % of it went well, Smith & Söhne said: 38 € each."),
    ("Moss", "And then?"),
    ("Hart", "We went to the pub – the long way."),
)
_WRITTEN: Final = (
    "How did it go?",
    r"\"Uber 60\,\% of it \emph{went} well, Smith \& S{\"o}hne said: 38 \euro{} each. % laughs",
    "And then?",
    r"We went to the pub -- the long way.\footnote{Two miles.}",
)


def _as(row: str) -> str:
    return "\n".join(row % (who, text) for (who, _), text in zip(_TURNS, _WRITTEN, strict=True))


@pytest.mark.parametrize(
    "body",
    [
        "\\begin{tabularx}{\\textwidth}{|p{2cm}|X|}\\hline\n"
        + _as("%s & %s\n\\tabularnewline\\hline")
        + "\n\\end{tabularx}",
        "\\begin{longtable}{ll}\n\\toprule\n" + _as("\\textbf{%s:} & %s\n\\\\[2mm]") + "\n\\end{longtable}",
        "\\begin{description}\n" + _as("\\item[%s:] %s\n") + "\n\\end{description}",
        "\\begin{dialogue}\n" + _as("\\speak{%s} %s\n") + "\n\\end{dialogue}",
        "\\begin{quote}\n" + _as("\\%s{} %s\n") + "\n\\end{quote}",
        _as("\\%s{%s\n}"),
        _as("\\textbf{%s:} %s\n\n"),
    ],
    ids=["table", "long table", "description", "dialogue", "macros", "macros with text", "bold"],
)
def test_what_is_said_is_without_markup(body: str) -> None:
    text = "\\documentclass[11pt]{article}\n\\usepackage{array}\n\\geometry{left=2cm}\n\\begin{document}\n"
    text += f"\\section*{{Interview 4}}\n\\vspace{{1cm}}\n{body}\n\\newpage\n\\end{{document}}\n"
    (transcript,) = read_transcripts(text.encode(), "x.tex")
    assert [(turn.speaker_label, turn.text) for turn in transcript.turns] == list(_TURNS)


def test_a_text_that_only_mentions_commands_is_left_alone() -> None:
    text = (
        "Ann: What does \\textbf{x} do?\nBo: It is bold, 10% of it, C:\\newline & all.\nAnn: And?\nBo: That is all.\n"
    )
    (transcript,) = read_transcripts(text.encode(), "x.txt")
    assert [turn.text for turn in transcript.turns][:2] == [
        "What does \\textbf{x} do?",
        "It is bold, 10% of it, C:\\newline & all.",
    ]
