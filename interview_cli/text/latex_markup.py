r"""LaTeX as text: rows of tables as `name: text`, items and macros for speakers as labels, `\euro{}` as its sign."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final
from unicodedata import normalize

_BODY: Final = re.compile(r"\\begin\{document\}")
_END: Final = "\\end{document}"
_KNOWN: Final = re.compile(
    r"\\(?:begin|end|item|section|subsection|text(?:bf|it)|emph|newline|tabularnewline)(?![a-zA-Z])"
)
_MIN_KNOWN: Final = 3
"""Fewer commands may be quoted in a text about LaTeX (chosen)."""

_ARGUMENT: Final = r"(?:\[[^\[\]\n]{0,200}\]|\{(?:[^{}\n]|\{[^{}\n]{0,80}\}){0,200}\})"
_DROPPED: Final = (
    "vspace hspace rule label ref pageref cite citep citet footnote input include index pagestyle thispagestyle "
    "setlength setcounter addtolength includegraphics bibliography bibliographystyle newcommand renewcommand color "
    "fontsize geometry hypersetup usepackage documentclass title author date newcolumntype definecolor cline cmidrule"
)
_SIGNS: Final = {
    "euro": "€", "texteuro": "€", "EUR": "€", "ldots": "…", "dots": "…", "textellipsis": "…", "ss": "ß", "ae": "æ",
    "AE": "Æ", "oe": "œ", "o": "ø", "O": "Ø", "aa": "å", "AA": "Å", "l": "ł", "L": "Ł", "i": "i", "glqq": "„",
    "grqq": "“", "flqq": "«", "frqq": "»", "textendash": "–", "textemdash": "—", "textbackslash": "\\", "S": "§",
    "quad": " ", "qquad": " ", "textquotedblleft": "“", "textquotedblright": "”", "degree": "°", "pounds": "£",
}  # fmt: skip
_ACCENTS: Final = {
    "'": "\u0301",
    "`": "\u0300",
    "^": "\u0302",
    '"': "\u0308",
    "~": "\u0303",
    "c": "\u0327",
    "v": "\u030c",
}
_HEADINGS: Final = "chapter|section|subsection|subsubsection|paragraph"
_AMPERSAND: Final = "\ue000"
"""Stands for `\\&` until the columns of tables are told apart."""

_ROWS: Final = (
    (r"(?<!\\)%[^\n]*\n?", ""),
    (r"^[^\n]{0,400}\\kill[ \t]*$", ""),
    (rf"\\begin\{{[a-zA-Z]{{1,20}}\*?\}}{_ARGUMENT}{{0,4}}|\\end\{{[a-zA-Z]{{1,20}}\*?\}}", "\n"),
    (rf"\\(?:{'|'.join(_DROPPED.split())})(?![a-zA-Z])\*?{_ARGUMENT}{{0,3}}", ""),
    (r"\\item\s{0,3}\[([^\[\]\n]{1,60}?):?\][ \t]{0,9}", r"\n\1: "),
    (rf"\\(?:{_HEADINGS})\*?(?:\[[^\[\]\n]{{0,100}}\])?\{{([^{{}}\n]{{0,200}})\}}", r"\n\n## \1\n\n"),
    (r"\\textbf\{([^{}\n]{1,2000})\}|\{\\bf(?:series)?[ \t]([^{}\n]{1,2000})\}", r"**\1\2**"),
    (r"\\(?:emph|text(?:it|sl|tt|rm|normal)|enquote|underline)(?=\{)", ""),
    (r"(?<!\\)&", " \x00 "),
    (r"\\(?:\\\*?(?:\[[^\[\]\n]{0,20}\])?|(?:tabularnewline|newline|linebreak|par|item|hline)(?![a-zA-Z]))", "\n"),
    (r"\\&", _AMPERSAND),
    (r"\\([%$#_{}])", r"\1"),
    (r"\\[,;:! ]|(?<!\\)~|\\>", " "),
    (r"\\[-/]|\\=", ""),
    (r"``|''", '"'),
    (r'"`', "„"),
    (r"\"'", "“"),
    (r"(?<!-)---(?!-)", "—"),
    (r"(?<!-)--(?!-)", "–"),
)
_ACCENT: Final = re.compile(r"\\(?:(['`^\"~])|([cv])(?=\{))\s{0,2}(?:\{\\?([A-Za-z])\}|([A-Za-z]))")
_MACRO: Final = re.compile(
    r"^[ \t]*\\([A-Za-z]{1,20})(?![A-Za-z])[ \t]*(?:\{([^{}\n]{1,40})\}[ \t]*(?=[^\s{\\])|(?=\{|[^\s\\]))",
    re.MULTILINE,
)
"""A command that begins a line: it stands for a speaker, or names one in its first argument."""
_COMMAND: Final = re.compile(r"\\([A-Za-z]{1,30})\*?[ \t]?(?:\{\})?")
_CELLS: Final = re.compile(r"^(?P<before>[^\n]{0,80}?)[ ]*\x00[ ]*(?P<said>[^\n\x00]*)$", re.MULTILINE)


def without_latex(text: str) -> str:
    """The text of (a part of) a LaTeX document, with headings and bold type as in Markdown; other text unchanged."""
    begin = _BODY.search(text)
    if not begin and len(_KNOWN.findall(text)) < _MIN_KNOWN:
        return text
    if begin:
        text = text[begin.end() :].partition(_END)[0]
    for pattern, kept in _ROWS:
        text = re.sub(pattern, kept, text, flags=re.MULTILINE)
    text = _ACCENT.sub(lambda found: normalize("NFC", (found[3] or found[4]) + _ACCENTS[found[1] or found[2]]), text)
    counts = Counter(found[1] for found in _MACRO.finditer(text) if found[1] not in _SIGNS)
    text = _MACRO.sub(lambda found: f"{found[2] or found[1]}: " if counts[found[1]] > 1 else found[0], text)
    text = _COMMAND.sub(lambda found: _SIGNS.get(found[1], ""), text)
    text = re.sub(r"[{}]", "", text)
    text = _CELLS.sub(_as_turn, text)
    return text.replace("\x00", " ").replace(_AMPERSAND, "&")


def _as_turn(row: re.Match[str]) -> str:
    """A row of a table as what somebody says."""
    before = " ".join(row["before"].replace("\x00", " ").split()).rstrip(" :*").lstrip("*")
    return f"{before}: {row['said']}" if before else row["said"]
