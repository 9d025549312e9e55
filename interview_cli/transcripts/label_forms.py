"""The ways a line can say who is speaking, each a row of a table.

The time at the start of a line is removed first; each form then splits the rest into a label and what is said.
Ordinary sentences can look the same, so `proposals` decides which form a text uses and which labels are speakers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, NamedTuple

from interview_cli.transcripts.asking import is_acknowledgement
from interview_cli.transcripts.labels import could_be_label, is_name_like, names_side
from interview_cli.transcripts.line_times import TIME, LineTime, is_date, label_with_time, leading_time
from interview_cli.transcripts.turns import is_stage_direction

HEAD_CHARACTERS: Final = 160
"""How far into a line its label can extend."""


HEADING: Final = re.compile(r"#{1,6}\s")
"""How a heading begins in Markdown."""


_MARKS: Final = re.compile(
    r"\s{0,40}(?:(?:#{1,6}|[*|])\s{1,4}|[<>•◦‣▪→►▶▷▸➤➜○●◆◇■□▲△–—―─-]{1,3}\s{0,4}){0,3}"
    r"(?:\(?[0-9]{1,2}[.)]\s{1,4})?(?P<around>[*_]{1,3}(?=\S))?(?:\(?[0-9]{1,2}[.)]\s{1,4})?"
)
_DIGITS: Final = re.compile(r"[0-9]+")


class Line(NamedTuple):
    """A line without the time at its start. A rule (`---`) is a blank line.

    `look` is what tells it from others: blanks, marks, a number (as 9) and emphasis before it, and `A` for capitals.
    """

    whole: str
    time: LineTime | None = None
    is_rule: bool = False
    look: str = ""


def look_of(line: str) -> tuple[str, str]:
    """What tells a line from others (`Line.look`), and its text without the marks of that."""
    found = _MARKS.match(line)
    begin, end, around = (found.end(), len(line), found["around"]) if found else (0, len(line), None)
    if found and around:
        closed = line.rstrip().endswith(around) and around not in line[begin : -len(around) - 1]
        begin, end = (begin, line.rindex(around)) if closed else (found.start("around"), end)
    look = _DIGITS.sub("9", " ".join(["", *line[:begin].split(), ""] if line[:1].isspace() else line[:begin].split()))
    return look + "A" * line.isupper(), line[begin:end].strip()


class Split(NamedTuple):
    """A line split into its label and what is said; `time` is that of the line, or one next to the label."""

    label: str
    text: str
    time: LineTime | None = None

    @property
    def all_said(self) -> str:
        """What is said if the time at its start is part of it."""
        return f"{self.time.spoken} {self.text}".strip() if self.time else self.text


@dataclass(frozen=True, slots=True)
class Form:
    """One way to mark the speaker of a line.

    A line of this form contains one of the characters `marks`, if given. `alone`: the label is the whole line.
    `loose`: sentences often contain the same marks. `roles_only`: only labels that name a side count. `skipped`
    matches lines that accompany the form and are not speech.
    """

    patterns: tuple[re.Pattern[str], ...]
    marks: str = ""
    alone: bool = False
    loose: bool = False
    roles_only: bool = False
    skipped: re.Pattern[str] | None = None

    def split(self, line: Line) -> Split | None:
        """The label of a line and what is said in it, None when the line is not of this form."""
        head = line.whole[:HEAD_CHARACTERS]
        for pattern in self.patterns:
            match = pattern.fullmatch(head) if self.alone else pattern.match(head)
            if match is None or not self._is_label(label := match["label"].strip()):
                continue
            if self.alone:
                return Split(label, "", line.time)
            text = line.whole[match.end() :].strip().removesuffix(" |")
            if line.time is None and (time := leading_time(text[:HEAD_CHARACTERS])):
                return Split(label, text[time.stop :].strip(), time)
            return Split(label, text, line.time)
        return None

    def _is_label(self, label: str) -> bool:
        if (
            _TIME_INSIDE.search(label)
            or is_date(label)
            or not could_be_label(label)
            or (self.alone and _ENDS_LIKE_SPEECH.search(label))
        ):
            return False
        if names_side(label):
            return True
        return not (self.roles_only or is_stage_direction(label) or (self.alone and is_acknowledgement(label)))


_MODE: Final = r"[@+%~&]?"
"""What a chat shows before the names of people with rights in it."""

_LABEL: Final = r"(?P<label>[^\W_][^\n\t?!;\"<>{}=\[\]]{0,79}?)"
_NO_NUMBERED_NAME: Final = r"(?!Q?[0-9]{1,4}\s{1,40}(?:[^\W\d_a-z][\w'’.-]{0,19}\s?){1,4}:\s)"
"""Not `Q12   Dana Brook: …`, in which the number is no label."""

_ENDS_LIKE_SPEECH: Final = re.compile(r"(?:(?<!\b[JSD]r)\.|[?!,;:…。！？])$")

_TIME_INSIDE: Final = re.compile(r"[0-9][:;][0-9]")
_COLON: Final = re.compile(
    r"\s*(?:[^\w\s\[(\"'“”‘’#]{1,4}\s*|\([0-9]{1,3}\)\s)?[*_]{0,3}\[?(?P<label>[^\W_][^:：\n\t?!;\"<>{}=\]，。、？！]{0,79}?)\]?[*_]{0,3}"
    r"\s?(?:\([0-9]{1,2}:[0-9]{2},[^():\n]{1,60}\)|\[[^\[\]:\n]{1,40}\])?(?:(?:::|[:：])[*_]{0,3}(?:\s+|$)|(?P<dense>：[*_]{0,3}))"
)
_MARKED_UP: Final = re.compile(r"(?P<label>(?>(?:<[^<>\n]{0,120}>)|[^:：\n]){1,120}?)[:：](?:\s+|$)")
_MARKUP: Final = re.compile(r"<[^<>\n]{0,120}>|[\"<>{}=]")
_NUMBERED_LABEL: Final = (
    r"\s*(?:[0-9]{1,3}\s{1,8})?(?P<label>(?:[QＱ]|[AＡ]|Ques|Ans|Question|Answer)\s?\d{0,3})"
    r"(?:[.)]\s+|[．）]\s*|\s[-–]\s+|\s{2,8}(?=\S))"
)
_NUMBERED: Final = re.compile(_NUMBERED_LABEL)
_ITEM: Final = re.compile(r"(?:Q|A|Ques|Ans|Question|Answer)\s?[0-9]{1,3}[.)]?")
_BARE_LABEL: Final = re.compile(
    r"(?:[^\w\s\"'“‘«(¿¡]|\s){0,12}(?P<label>[^\W_][^:\[\]*=\t\n]{0,39}?(?<![.?!,;…\s]))[\]*_=#\s–—-]{0,80}"
)


@dataclass(frozen=True, slots=True)
class _UsualForm(Form):
    """What most texts use, possibly mixed: `Jane Doe: hello`, `Jane Doe (0:12): hello`, `Q1. hello`, a time and a
    tab, a role or a timed name alone above the text."""

    def split(self, line: Line) -> Split | None:
        found = self._outer(line)
        inner = split_prefix(found.text) if found and _ITEM.fullmatch(found.label) else None
        if found and inner and names_side(inner[0]):
            return Split(inner[0], inner[1].strip(), found.time)
        return found

    def _outer(self, line: Line) -> Split | None:
        whole, time = line.whole, line.time
        head = whole[:HEAD_CHARACTERS]
        if time is None and (timed := label_with_time(head)) and could_be_label(timed[0]):
            label, beside = timed
            return Split(label.strip(" |,-–—"), whole[beside.stop :].strip(), beside)
        if prefix := split_prefix(whole):
            label, text = prefix[0], prefix[1].strip()
            if time is None and (behind := leading_time(text[:HEAD_CHARACTERS])):
                text, time = text[behind.stop :].strip(), behind
            return Split(label, text, time)
        if (bare := _BARE_LABEL.fullmatch(head)) and _is_bare_label(label := bare["label"].strip()):
            return Split(label, "", time)
        return None


def _is_bare_label(label: str) -> bool:
    """Whether a line of only a few words is a speaker's name above what they say."""
    return could_be_label(label) and names_side(label) and label.count(" ") < 4


def split_prefix(line: str) -> tuple[str, str] | None:
    """The label and the rest of a line like `Jane Doe: hello` or `Q1. hello`, when it could begin with a label.

    Without a following space, as in Chinese and Japanese, only a label that names a role or is emphasised counts.
    """
    head = line[:100]
    match = _COLON.match(head) if ":" in head or "：" in head else None
    if match and match["dense"]:
        label = match["label"].strip()
        if not names_side(label) and head[:1] not in {"*", "_"}:
            match = None
    if match and head.startswith("[") and line.endswith("]") and "]" not in match[0]:  # a note
        match = None
    for found in (match, _NUMBERED.match(head)):
        if found and could_be_label(label := found["label"].strip()):
            return label, line[found.end() :]
    if "<" in head and (match := _MARKED_UP.match(head)):
        label = " ".join(_MARKUP.sub(" ", match["label"]).split())
        if could_be_label(label) and (is_name_like(label) or names_side(label)):
            return label, line[match.end() :]
    return None


def _row(
    *patterns: str,
    marks: str = "",
    alone: bool = False,
    loose: bool = False,
    roles_only: bool = False,
    skipped: str | None = None,
) -> Form:
    unspoken = re.compile(skipped, re.IGNORECASE) if skipped else None
    return Form(tuple(map(re.compile, patterns)), marks, alone, loose, roles_only, unspoken)


USUAL: Final = _UsualForm(())
BY_LOOK: Final = Form(())
"""No labels: what asks looks different (`Line.look`)."""

FORMS: Final = (
    USUAL,
    _row(rf"{_NO_NUMBERED_NAME}{_NUMBERED_LABEL}"),
    _row(
        rf"\[(?:[Ss]peaker:\s?)?(?P<label>[^\[\]\n:]{{1,80}}?)(?:[\s,|-]+{TIME})?\]\s*[:：]?\s*",
        r"<[@+%~& ]{0,2}(?P<label>[^\W_][^<>\n:]{0,79})>\s*",
        r"\{(?P<label>[^\W_][^{}\n:]{0,79})\}\s*",
        marks="[<{",
    ),
    _row(
        rf"{_MODE}{_LABEL}\t\s*",
        rf"{_NO_NUMBERED_NAME}(?P<label>[^\W_][^\n\t?!;,\"<>{{}}=\[\]、。：]{{0,39}}?)(?:\s{{2,20}}|[\u2001\u2003\u3000])"
        r"(?=\S)",
        marks="\t \u2001\u2003\u3000",
    ),
    _row(
        rf"{_MODE}{_LABEL}(?:\s+[-–|/]\s+|\s*—\s*|\s+//\s+)",
        marks="-–—|/",
        loose=True,
    ),
    _row(
        r"(?P<label>[^\W_][^\n\t?!;\"<>{}=\[\]:：，。、]{0,79}?)(?:(?<!\d):(?=[^\s:/\\])|：|(?<=\d):(?=[^\s\d:/\\]))",
        marks=":：",
        loose=True,
    ),
    _row(
        r"[*_#\s\[]{0,6}(?P<label>\+?[^\W_][^:\[\]*\t\n·•]{0,59}?)[\]*_\s]{0,4}",
        alone=True,
    ),
    _row(
        r"(?P<label>(?:[^\W\d_a-z][\w'’-]{0,19}\.?\s){1,3}[^\W\d_a-z][\w'’-]{1,24})(?:,\s[^\W\d_][\w '’-]{1,40})?\."
        r"\s+(?:[-–—]\s+)?(?=[^\W\d_a-z]|[\"«“„¿¡])",
        marks=".",
        loose=True,
    ),
    _row(
        r"(?P<label>[^\W\d_a-z](?:\.[^\W\d_a-z]){0,2})\.\s(?:\([^()\n:]{1,40}\)\s)?",
        r"(?P<label>(?:[A-Za-z]{2,12}_){1,2}[0-9]{1,3})\s(?=[^\W_])",
        marks="._",
    ),
    _row(r"(?P<label>[^\W\d_]{1,20}(?:\s?\d{1,2})?)[.,;](?:\s+|$|(?=[A-ZÀ-Þ¿¡]))", marks=".,;", roles_only=True),
    _row(r"\((?P<label>[^()\n:]{1,60}(?:\([^()\n:]{1,40}\))?)\)\s*", marks="(", loose=True),
    _row(
        r"[^\w\s(\"'“‘!]{0,4}\s?(?P<label>[^\W_][\w .'’()-]{0,39}?)"
        r"(?:\s?[^\w\s'’\"“”.,:;?!…()、，。：；？！・-]{1,3}|\s?-{1,2}>|\s-{1,2}\s)\s*",
        loose=True,
    ),
    _row(
        r"(?:From|Von|De)\s+(?P<label>[^\W_][^:\n]{0,59}?)\s+(?:to|an|à|a|para)\s+[^:\n]{1,60}:\s*",
        r"From\s+(?P<label>[^\W_][^:\n]{0,59}?)\s+:\s*",
        marks="FVD",
    ),
    _row(
        r">*\s*\**From:\**\s+\"?(?P<label>[^\s\"<>][^\"<>\n]{0,79}?)\"?\s*(?:<[^<>\n]{0,200}>)?\s*",
        marks="F",
        alone=True,
        skipped=r">*\s*\**(?:To|Cc|Bcc|Subject|Date|Sent|Received|Type|Reply-To):",
    ),
)
"""All forms; the usual one first."""
