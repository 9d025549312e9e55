"""Reading a transcript of any supported format, recognised by its content and never by its file name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from interview_cli.errors import InputError
from interview_cli.text.decoding import decode_with_doubt
from interview_cli.transcripts.assembling import read_data
from interview_cli.transcripts.captions import is_captions, objects_in, read_captions
from interview_cli.transcripts.chat_templates import turns_in
from interview_cli.transcripts.json_text import looks_like_json, read_json, read_yaml
from interview_cli.transcripts.mails import is_mail, text_of_mail
from interview_cli.transcripts.model import Reading, Transcript, Turn, id_from
from interview_cli.transcripts.override import NO_OVERRIDE, Override
from interview_cli.transcripts.plain_text import plain_transcripts
from interview_cli.transcripts.recordings import is_recording
from interview_cli.transcripts.several import one_by_one
from interview_cli.transcripts.tables import read_table

MAX_TRANSCRIPT_BYTES: Final = 32_000_000
"""A larger file is not a transcript: an hour of captions is 0.1 MB, an hour of Whisper's word times 1 MB.

Parsing can take eighty times the memory of a text and forty times that of JSON, so those have lower limits.
"""

ENCODING_CONFIDENCE: Final = 0.5
"""Confidence of a reading whose encoding was uncertain (chosen)."""

_ZIP_SIGNATURE: Final = b"PK\x03\x04"
_OTHER_KINDS: Final = (
    (
        (b"\xd0\xcf\x11\xe0",),
        "an old Office document (.doc, .xls) or an Outlook message; save it as .docx, CSV or text",
    ),
    ((b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd"), "compressed; unpack it first"),
    ((b"7z\xbc\xaf", b"Rar!"), "an archive; unpack it first"),
    ((b"\x89PNG", b"\xff\xd8\xff", b"GIF8"), "an image, not a transcript"),
    ((b"SQLite format 3",), "a database, not a transcript"),
    (
        (b"Scenarist_SCC",),
        "SCC captions, which hold codes of a television signal; convert them to SRT or WebVTT",
    ),
    ((b"# VobSub index file",), "VobSub captions, which are images; convert them to SRT or WebVTT"),
)
_EBU_STL: Final = re.compile(rb".{3}STL\d\d\.\d\d", re.DOTALL)
_XML: Final = re.compile(
    r"<\?xml|<(?:tt|timedtext|transcript|Trans|TEI|basic-transcription)[\s>]|<!DOCTYPE\s(?!html)", re.IGNORECASE
)
_ROOT: Final = re.compile(r"(?:<\?xml[^<>]{0,200}>\s{0,9})?<([A-Za-z][\w:-]{0,40})[\s>]")
_ELEMENTS: Final = re.compile(r"(?:<([A-Za-z][\w-]{0,40})(?: [^<>]{0,200})?>[^<>]*</\1>\s*){2,}")
"""Elements without one around them: `<question>…</question><answer>…</answer>`."""

_HTML: Final = re.compile(
    r"<(?:!doctype\shtml|html|head|body|article|section|main|header|cite|time|dl|dt|table|div|ul|ol|li|p|span|h[1-6]|"
    r"blockquote|strong|b|em|a|br|meta|style|script|figure|details|!--)(?=[\s/>-])",
    re.IGNORECASE,
)
_TAGS: Final = re.compile(r"</?[a-z][a-z0-9]{0,12}(?:\s[^<>]{0,300})?/?>", re.IGNORECASE)
_TAGS_OF_CORPUS: Final = re.compile(r"</?[^\W\d_][\w-]{0,30}(?:\s?=\s?\"[^\"<>\n]{0,80}\"|\s[^<>\n]{0,200})?\s?/?>")
_MIN_TAGS: Final = 3
_FENCED: Final = re.compile(r"^```\w{0,12}\n\s*([\[{].*?)^```", re.DOTALL | re.MULTILINE)
_RTTM: Final = re.compile(r"(?:SPEAKER|SPKR-INFO|LEXEME) \S+ \d+ \S+ \S+ \S+ \S+ \S+")
_CTM: Final = re.compile(
    r"\S+ \S+ \d+\.\d+ \d+\.\d+ \S+(?: [\d.]+)?\s*\n\S+ \S+ \d+\.\d+ \d+\.\d+ \S+(?: [\d.]+)?\s*\n"
)
_SQL_BEGINS: Final = re.compile(r"--|/\*|(?:CREATE|INSERT|DROP|SET|BEGIN|PRAGMA)\b", re.IGNORECASE)
_SQL: Final = re.compile(r"^INSERT INTO [^\n]{1,300}\bVALUES\b", re.IGNORECASE | re.MULTILINE)


def read_transcripts(data: bytes, source: str, override: Override = NO_OVERRIDE) -> Iterator[Transcript]:
    """The transcripts in a file's bytes, usually one. Speakers keep their labels; roles are set only where the source
    or `override` gives them.

    `source` names the file in errors; without folder and extension it replaces a missing id. Raises InputError
    with a one-line reason when the bytes cannot be read; a JSON Lines file of whole transcripts yields the good ones
    first.
    """
    if len(data) > MAX_TRANSCRIPT_BYTES:
        raise InputError(
            f"{source} is larger than {MAX_TRANSCRIPT_BYTES // 1_000_000} MB, too large for a transcript."
        )
    for transcript in _read(data, source, override):
        yield from map(override.with_roles, one_by_one(transcript))


def _read(data: bytes, source: str, override: Override) -> Iterator[Transcript]:
    fallback_id = id_from(source)
    if data.startswith(_ZIP_SIGNATURE):
        from interview_cli.transcripts.documents import read_archive

        yield from read_archive(data, source, fallback_id)
        return
    if b"%PDF-" in data[:1024]:
        from interview_cli.transcripts.documents import read_pdf

        yield from read_pdf(data, source, fallback_id)
        return
    if is_mail(data):
        data = text_of_mail(data, source) or data
    text, doubt = _text_of(data, source)
    text = override.kept(text)
    for transcript in _transcripts_in(text, override.format, source, fallback_id):
        if doubt:
            reading = Reading(ENCODING_CONFIDENCE, (doubt,)).and_(transcript.reading)
            transcript = replace(transcript, reading=reading)
        yield transcript


def _transcripts_in(text: str, name: str | None, source: str, fallback_id: str) -> Iterator[Transcript]:
    """The transcripts in a text of a format, which is recognized when none is given."""
    if name is None:
        if (inner := _FENCED.search(text)) and 2 * len(inner[1]) > len(text) and looks_like_json(inner[1]):
            text = inner[1]
        if chat := turns_in(text):
            return read_data(chat, source, fallback_id)
        text = objects_in(text) or _below_xml(text) or text
        if _RTTM.match(text) or _CTM.match(text):
            raise InputError(f"{source} is a list of times (RTTM or CTM) without speech.")
        if _SQL_BEGINS.match(text) and _SQL.search(text):
            raise InputError(f"{source} is a dump of a database (SQL); export the table as CSV or JSON.")
        name = _format_of(text)
        if name == "text":
            found = read_yaml(text, source, fallback_id) or read_table(text, source, fallback_id)
            if found is not None:
                return found
    read = _read_table if name == "table" else _READERS.get(name) or _reader_of(name)
    return read(text, source, fallback_id)


def _below_xml(text: str) -> str | None:
    """What stands below a header in XML that describes an interview, without tags; None if that is no text."""
    root = _ROOT.match(text)
    header, end, rest = text.partition(f"</{root[1]}>") if root and not is_html(text) else ("", "", "")
    rest = rest.strip()
    return _TAGS_OF_CORPUS.sub("", rest) if end and rest and not rest.startswith("<") and "<" in header[1:] else None


def _text_of(data: bytes, source: str) -> tuple[str, str | None]:
    """The text and, if its encoding is uncertain, why. Raises InputError when the bytes are not text."""
    if is_recording(data[:16]):
        raise InputError(f"{source} is a recording, not a transcript.")
    for signatures, kind in _OTHER_KINDS:
        if data.startswith(signatures):
            raise InputError(f"{source} is {kind}.")
    if _EBU_STL.match(data[:16]):
        raise InputError(f"{source} is EBU STL captions; convert them to SRT or WebVTT.")
    decoded = decode_with_doubt(data)
    if decoded is None:
        raise InputError(f"{source} is a binary file, not a transcript.")
    text = decoded[0].lstrip("\ufeff \n")
    begun = text.lstrip("\ufeff \t\n")
    if not begun:
        raise InputError(f"{source} is empty.")
    is_header = text.startswith("\t") and "\t" in begun.partition("\n")[0]  # whose first column has no name
    return f"\t{begun}" if is_header else begun, decoded[1]


_Read = Callable[[str, str, str], Iterator[Transcript]]
"""Reads the transcripts in a text, given the text, its source, and the id of a transcript that has none."""


def _of_turns(read_turns: Callable[[str, str], tuple[Turn, ...]]) -> _Read:
    """A reader of a single transcript from a reader of its turns."""

    def read(text: str, source: str, fallback_id: str) -> Iterator[Transcript]:
        yield Transcript(fallback_id, source, read_turns(text, source))

    return read


def _format_of(text: str) -> str:
    """Which of `override.FORMATS` a text is in; "text" when none is recognised by how it begins."""
    if text.startswith("{\\rtf"):
        return "rtf"
    if text[0] in '<@F"':
        from interview_cli.transcripts.corpora import is_chat, is_text_grid

        if re.match(r"<sami\b|<sync\b", text[:20], re.IGNORECASE):
            return "sami"
        if _XML.match(text[:200]) and not re.search("<html", text[:1000], re.IGNORECASE):
            return "xml"
        if is_chat(text):
            return "chat"
        if is_text_grid(text):
            return "textgrid"
    if is_captions(text):
        return "captions"
    if text.startswith("<") and is_html(text):
        return "html"
    if (root := _ROOT.match(text)) and text.rstrip().endswith(f"</{root[1]}>"):
        return "xml"
    if root and _ELEMENTS.fullmatch(text):
        return "xml"
    return "json" if looks_like_json(text) else "text"


def is_html(text: str) -> bool:
    """Whether a text that starts with `<` is a web page or part of one rather than a text with a name in brackets."""
    return _HTML.match(text[:64]) is not None and len(_TAGS.findall(text[:4_000])) >= _MIN_TAGS


def _reader_of(name: str) -> _Read:
    """The reader of one of `override.FORMATS`."""
    from interview_cli.transcripts import corpora, documents

    return {
        "chat": _of_turns(corpora.read_chat),
        "html": documents.read_html,
        "rtf": documents.read_rtf,
        "sami": _of_turns(corpora.read_sami),
        "textgrid": _of_turns(corpora.read_text_grid),
        "xml": corpora.read_xml,
    }[name]


_READERS: Final = {"captions": _of_turns(read_captions), "json": read_json, "text": plain_transcripts}
"""The readers that most files need; those of other formats are imported where one is met (`_reader_of`)."""


def _read_table(text: str, source: str, fallback_id: str) -> Iterator[Transcript]:
    found = read_table(text, source, fallback_id)
    if found is None:
        raise InputError(f"{source} is not a table with columns that are recognised.")
    yield from found
