"""What programs write around speech: notices of chats, ends of mails, properties of notes, tags of pages."""

from __future__ import annotations

import html
import re
from typing import Final, NamedTuple

from interview_cli.text.decoding import clean
from interview_cli.text.sentences import END_MARKS
from interview_cli.transcripts.asking import may_be_said


class _Written(NamedTuple):
    """A pattern of what a program writes; no text without `sign` contains it. People write it too if `by_people`."""

    sign: str
    pattern: re.Pattern[str]
    by_people: bool


def _row(sign: str, pattern: str, by_people: bool = False) -> _Written:
    return _Written(sign, re.compile(pattern, re.MULTILINE), by_people)


_QUOTED: Final = r"(?:>[^\n]*(?:\n|\Z))"
_CLOSING: Final = r"(?:^[^\n>]{1,40},\n{1,2}[^\n>]{1,60}\n\s{0,9})?"
_REACTION: Final = r" \w{1,10} [^\w\s]{1,8}"
_ATTRIBUTION: Final = r"^(?=[^\n]*(?:@|[0-9]{4}|[0-9]:[0-9]))(?!>|[^\n]*: )[^\n]{1,200}:[ \t]*\n{1,2}"
_ADDRESSED: Final = r"(?=(?:[^\n]*\n){0,5}[^\n]*@)"
_STATUS: Final = (
    r"^(?:(?:[0-9-]{8,10}[ T])?\[?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?\]?\s{1,20}(?:-!-|-->|<--|--|\*{1,3}|=!=)(?=\s)"
    r"|--- (?:Log|Day) )[^\n]*\n?"
)
_AT: Final = r"[0-9]{1,2}:[0-9]{2}(?: [AP]M)?"
_NOTICE_BELOW: Final = r"\s*(?:[^\n]{1,300}\s*)?\Z"
_PROFILE: Final = r"View [^\n]{1,60} profile(?=[^\s.,;:?!])[^\n]{1,60}|[^\w\s]{1,8}\n[0-9]{1,3}"
_ROWS: Final = (
    # Clients of IRC: who comes and goes, what people are called, and what they do.
    *(_row(sign, _STATUS) for sign in (" -!- ", "-->\t", "--> |", " has joined #")),
    # WhatsApp's own notices under a person's name start with a character that nobody types.
    _row("\u200e", r"^[^\n]{0,100}?: ?\u200e[^\n]*\n?"),
    # Slack: reactions with their numbers, the status of a person before a time, edited and unread messages.
    _row("\n:", r"^:[\w+'-]{1,60}:(?:[ \t]*(?:\n?[0-9]{1,3}[ \t]*)?$|[ \t]+(?=[0-9]{1,2}:[0-9]{2}))"),
    _row("\nNew\n\n", r"^New\n(?=\n)"),
    _row(" (", r"[ \t]\((?:edited|bearbeitet|modifié|editado|modificato|bewerkt|edytowane)\)[ \t]*$"),
    # Zoom: a reaction, and a reply above it, quote the beginning of a message; its messages are indented.
    _row("\n\t", rf'^\t[^\W\d_][^":\n]{{2,30}} "[^"\n]{{1,200}}(?:\.\.\."(?:{_REACTION})?|"{_REACTION})[ \t]*$'),
    # LinkedIn: notices above each message, the names of pictures, who has seen the last one, reactions with numbers.
    _row(" sent the following message", rf"^(?:[^\n]{{1,99}} sent the following messages? at {_AT}|{_PROFILE})\n"),
    _row(
        "\nSeen by ", rf"^Seen by [^\n]{{1,80}} at {_AT}\.$(?=\s*\Z|\nWrite a message…\s*\Z)(?:\nWrite a message…)?"
    ),
    # Discord: what hangs on a message, under its kind in braces.
    _row("\n\n{", r"(?<=\n\n)\{[A-Z][a-z]{2,20}\}\n(?>(?:[^\n]+\n){0,20})(?=\n|\Z)", by_people=True),
    # Fathom: a task that it found in what was said.
    _row(" - WATCH: http", r"^[ \t]*ACTION ITEM: [^\n]* - WATCH: http[^\n]*\n?"),
    # Google Meet: when the meeting ended, and a notice below. iMessage Exporter: when a message was read.
    _row("\U0001f44b", rf"^[^\n]{{1,40}} {_AT}:[0-9]{{2}}[^\n]{{0,20}}\U0001f44b{_NOTICE_BELOW}"),
    _row("\nTranscription ended after", rf"^Transcription ended after {_AT}:[0-9]{{2}}{_NOTICE_BELOW}"),
    _row("(Read by ", r"(?<=[0-9] [AP]M) \(Read by [^()\n]{1,60}\)$"),
    # Mails: the mail that is answered, a signature, and what is above one that is answered piece by piece.
    _row("\n>", rf"(?!\A){_CLOSING}{_ATTRIBUTION}{_QUOTED}{{1,2000}}\s*\Z", by_people=True),
    _row("\n-- \n", rf"{_CLOSING}^-- \n(?>(?:[^\n]+(?:\n|\Z)){{1,12}})(?=\s*\Z)", by_people=True),
    _row("\n>", rf"\A{_ADDRESSED}(?:[^\W\d_][\w-]{{0,19}}:[ \t][^\n]*\n){{3,12}}(?=\n(?:(?!>)[^\n]*\n){{1,40}}>)"),
    _row("\n>", rf"{_ATTRIBUTION}(?=>)", by_people=True),
    # Notes: properties above, remarks of the writer, names of paragraphs.
    _row(
        "---\n",
        r"\A---\n(?:(?:[a-z][\w -]{0,40}:(?:[ \t][^\n]*)?|(?:[ \t]+|- )[^\n]+|(?=\n(?:[ \t\n]|---)))\n){1,120}"
        r"---[ \t]*\n(?![a-z]\w{0,40}:)",
    ),
    # the same with capitals: at least three that do not recur and ask nothing, as speakers do
    _row(
        "---\n",
        r"\A---\n(?:(?P<key>[A-Z][\w ]{0,40}):(?!(?:[^\n]*\n){1,40}?(?P=key):)[ \t][^\n?]*\n){3,40}"
        r"---[ \t]*\n(?!\w{1,40}:)",
    ),
    _row("[!", rf"^(?=>[ \t]?\[!(?!quote|cite|question|faq|help)\w{{1,20}}\]){_QUOTED}{{1,200}}"),
    _row(" ^", r"[ \t]\^[a-z0-9-]{1,40}[ \t]*$"),
    # Escapes, pictures and comments in Markdown and HTML.
    _row("\\", r"\\(?=[\[\]()*_#.!+`~<>-]|[ \t]*$)"),
    _row("![", r"!\[[^\[\]\n]{0,200}\]\([^()\n]{1,400}(?:\([^()\n]{1,100}\)[^()\n]{0,100})?\)[ \t]*"),
    _row("<!--", r"<!--(?>(?:[^<-]|<(?!!--)|-(?!->))*)-->[ \t]*"),
    _row("<br", r"(?:[ \t]*<br ?/?>)+[ \t]*$"),
    _row("%%", r"^%%(?>(?:[^%\n]|%(?!%))+)%%[ \t]*$"),
    _row("]: # ", r"^\[[^\]\n]{1,40}\]: # [^\n]*$"),
)
_ENDS: Final = (*END_MARKS, ":", '"', ")")
_AT_START: Final = re.compile(r"\A(?:[>\s]|[0-9]{1,2}[.)]\s){1,20}")
_FIRST_SENTENCES: Final = 20
_TAG: Final = re.compile(
    r"</?(?:(?P<block>p|div|br|li|ul|ol|table|tbody|tr|h[1-6])|span|b|i|u|em|strong|td|font)(?:\s[^<>]{0,200})?/?>",
    re.IGNORECASE,
)


def _new_in(lines: list[str], text: str) -> list[str]:
    """The sentences in lines, unless one of the first is also in the text, as in a mail that is answered."""
    said = [_AT_START.sub("", line) for line in lines]
    sentences = [each for each in said if each.endswith(_ENDS) and may_be_said(each)]
    return [] if any(said in text for said in sentences[:_FIRST_SENTENCES]) else sentences


def without_marks_of_programs(text: str) -> tuple[str, list[str]]:
    """A text without what programs write around speech, and what of that may be speech; tags of blocks become line
    breaks."""
    removed: list[str] = []
    for sign, pattern, by_people in _ROWS:
        if sign in text:
            found = [each[0].split("\n") for each in pattern.finditer(text)] if by_people else []
            text = pattern.sub("", text)
            for lines in found:
                removed += _new_in(lines, text)
    if not text.isascii():
        text = "\n\f".join(map(clean, text.split("\f")))
    if _TAG.match(text):
        text = html.unescape(_TAG.sub(lambda tag: "\n" if tag["block"] else "", text))
    return text, removed
