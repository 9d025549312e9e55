"""A CV or a job post out of the bytes of a file, identified by its content and never by its name.

CVs that are data already (JSON Resume, RenderCV's YAML) are read here; other formats have modules of their own.
"""

from __future__ import annotations

import json
import re
from typing import Any, Final, cast, get_args, get_type_hints

from interview_cli.contracts.job import JobPost
from interview_cli.contracts.resume import ParsedResume, Resume
from interview_cli.data_files import load_yaml
from interview_cli.documents.jobs import job_from
from interview_cli.documents.lines import Document, bounded
from interview_cli.documents.plain_text import looks_like_html, looks_like_markdown, read_html, read_text
from interview_cli.documents.resume import resume_from
from interview_cli.errors import InputError
from interview_cli.text.decoding import decode

PARSER: Final = "6"
"""Version of the reading: results stored by another version are read again."""

MAX_FILE_BYTES: Final = 20_000_000
MAX_TEXT_CHARACTERS: Final = 100_000
MAX_LINES: Final = 2_500
"""Twenty-five full pages have some 100,000 characters in 1,500 lines."""

_OTHER_KINDS: Final = (
    (b"\x89PNG", "an image; no text can be read from it"),
    (b"\xff\xd8\xff", "an image; no text can be read from it"),
    (b"GIF8", "an image; no text can be read from it"),
    (b"II*\x00", "an image; no text can be read from it"),
    (b"MM\x00*", "an image; no text can be read from it"),
    (b"RIFF", "a recording or an image"),
    (b"BM", "an image; no text can be read from it"),
    (b"\xd0\xcf\x11\xe0", "an old Word document; save it as .docx"),
    (b"{\\rtf", "an RTF document; save it as .docx or PDF"),
    (b"\x1f\x8b", "compressed; unpack it first"),
    (b"7z\xbc\xaf", "an archive; unpack it first"),
    (b"Rar!", "an archive; unpack it first"),
    (b"SQLite format 3", "a database"),
)


def read_resume(data: bytes, name: str) -> ParsedResume:
    """The CV in a file: PDF, DOCX, text, Markdown, HTML, JSON Resume or RenderCV's YAML; `name` is used in errors.

    Raises InputError with one line when it cannot be read or holds no CV that can be seen.
    """
    text = _text(data, name)
    if text is not None and (data_read := _structured(text, name)):
        return ParsedResume(resume=data_read, hidden=[], problems=[], parser=PARSER)
    document = _document(data, text, name)
    resume, problems = resume_from(document)
    return ParsedResume(resume=resume, hidden=document.hidden, problems=document.problems + problems, parser=PARSER)


def read_job(data: bytes, name: str) -> JobPost:
    """The job in a post: text, Markdown, HTML, PDF or DOCX. Raises InputError with one line when that fails."""
    return job_from(_document(data, _text(data, name), name), PARSER)


def visible_text(data: bytes, name: str) -> str | None:
    """The text of a CV that a person would see, a line a line; None for data. Raises InputError."""
    text = _text(data, name)
    if text is not None and (text.lstrip()[:1] == "{" or is_render_cv(text)):
        return None
    return _document(data, text, name).text


def _structured(text: str, name: str) -> Resume | None:
    if text.lstrip()[:1] == "{":
        return read_json_resume(text, name)
    return read_render_cv(text, name) if is_render_cv(text) else None


def _text(data: bytes, name: str) -> str | None:
    """The text of a text file, None for PDF and DOCX."""
    if not data.strip(b"\x00 \t\r\n"):
        raise InputError(f"{name} is empty.")
    if len(data) > MAX_FILE_BYTES:
        raise InputError(f"{name} is larger than {MAX_FILE_BYTES // 1_000_000} MB: that is no CV and no job post.")
    if data.startswith(b"PK\x03\x04") or b"%PDF-" in data[:1024]:
        return None
    if kind := next((what for head, what in _OTHER_KINDS if data.startswith(head)), None):
        raise InputError(f"{name} is {kind}.")
    text = decode(data)
    if text is None:
        raise InputError(f"{name} is no text, PDF or Word document.")
    if len(text) > MAX_TEXT_CHARACTERS:
        raise InputError(f"{name} has more than {MAX_TEXT_CHARACTERS:,} characters: that is no CV and no job post.")
    return text


def _document(data: bytes, text: str | None, name: str) -> Document:
    if text is not None:
        document = (
            read_html(text) if looks_like_html(text) else read_text(text, is_markdown=looks_like_markdown(text))
        )
    elif data.startswith(b"PK\x03\x04"):
        from interview_cli.documents.docx import read_docx

        document = read_docx(data, name)
    else:
        from interview_cli.documents.pdf import read_pdf

        document = read_pdf(data, name)
    document.lines = bounded(document.lines)
    if len(document.lines) > MAX_LINES or len(document.text) > MAX_TEXT_CHARACTERS:
        raise InputError(f"{name} is longer than {MAX_LINES:,} lines: that is no CV and no job post.")
    if not re.search(r"\w", document.text):
        what = "text that a person could see" if document.hidden else "text"
        raise InputError(f"{name} holds no {what}; a scan has to be read by text recognition first.")
    return document


_SECTIONS: Final = {key: kind for key, kind in get_type_hints(Resume).items() if key not in {"basics", "meta"}}
_DAY: Final = re.compile(r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_DAYS: Final = frozenset({"startDate", "endDate", "date", "releaseDate"})
_MARKUP: Final = re.compile(r"\[([^\]\n]*)\]\([^)\n]*\)|[*`]{1,3}")
_DEPTH: Final = 40


def read_json_resume(text: str, source: str) -> Resume:
    """A JSON Resume, reduced to the fields of the contract. Raises InputError when it is damaged or none."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{source} is damaged JSON: {_one_line(error)}.") from None
    if not isinstance(found, dict) or not isinstance(found.get("basics"), dict):
        raise InputError(f"{source} is JSON, but not a JSON Resume: it has no object 'basics'.")
    resume: dict[str, Any] = {"basics": _fitted(found["basics"], get_type_hints(Resume)["basics"])}
    for key, kind in _SECTIONS.items():
        if items := _fitted(found.get(key), kind):
            resume[key] = items
    return cast("Resume", resume)


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]


def _fitted(value: Any, kind: Any) -> Any:
    """A value as the type wants it, None where it cannot be."""
    if kind is str:
        return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else None
    (item,) = get_args(kind) or (None,)
    if item is not None and getattr(kind, "__origin__", None) is list:
        found = [_fitted(each, item) for each in value] if isinstance(value, list) else []
        return [each for each in found if each] or None
    if item is not None:
        return _fitted(value, item)
    if not isinstance(value, dict):
        return None
    fields = {}
    for key, wanted in get_type_hints(kind).items():
        fitted = _fitted(value.get(key), wanted)
        if fitted and (key not in _DAYS or _DAY.fullmatch(fitted[:10])):
            fields[key] = fitted[:10] if key in _DAYS else fitted
    return fields or None


def is_render_cv(text: str) -> bool:
    """Whether a text begins like a RenderCV file."""
    return re.search(r"^cv:[ \t]*$", text[:20_000], re.MULTILINE) is not None


def read_render_cv(text: str, source: str) -> Resume:
    """A RenderCV file as JSON Resume. Raises InputError when it is damaged or something else."""
    found = load_yaml(text, source, as_text=True)
    cv = found.get("cv") if isinstance(found, dict) else None
    if not isinstance(cv, dict):
        raise InputError(f"{source} is YAML, but not a RenderCV file: it has no mapping 'cv'.")
    basics: dict[str, Any] = {
        "name": cv.get("name"),
        "label": cv.get("headline") or cv.get("label"),
        "email": cv.get("email"),
        "phone": str(cv.get("phone") or "").removeprefix("tel:"),
        "url": cv.get("website"),
        "location": {"city": cv.get("location")},
        "profiles": [
            {"network": each.get("network"), "username": each.get("username")}
            for each in cv.get("social_networks") or []
            if isinstance(each, dict)
        ],
    }
    resume: dict[str, Any] = {"basics": basics}
    sections = cv.get("sections")
    for title, entries in sections.items() if isinstance(sections, dict) else ():
        for entry in entries if isinstance(entries, list) else ():
            _add_entry(resume, str(title), entry)
    return read_json_resume(json.dumps(resume), source)


def _add_entry(resume: dict[str, Any], title: str, entry: Any) -> None:
    """Adds an entry of RenderCV, known by its fields, to the section of JSON Resume that it belongs to."""
    if isinstance(entry, str):
        if re.search(r"summary|about|profile", title, re.IGNORECASE) and "summary" not in resume["basics"]:
            resume["basics"]["summary"] = _plain(entry)
        return
    if not isinstance(entry, dict):
        return
    field = {key: _plain(value) for key, value in entry.items() if value}
    start, end = field.get("start_date"), field.get("end_date")
    dates = {"startDate": start, "endDate": end or (None if start else field.get("date"))}
    common = {
        "summary": field.get("summary"),
        "highlights": field.get("highlights"),
        "location": field.get("location"),
    }
    if "company" in field:
        key, made = "work", {"name": field["company"], "position": field.get("position"), **dates, **common}
    elif "institution" in field:
        key = "education"
        made = {
            "institution": field["institution"],
            "area": field.get("area"),
            "studyType": field.get("degree"),
            **dates,
        }
    elif "label" in field:
        keywords = [each.strip() for each in str(field.get("details", "")).split(",")]
        is_language = re.search(r"language|sprache|langue|idioma|lingue", title, re.IGNORECASE)
        key = "languages" if is_language else "skills"
        made = {"name": field["label"], "keywords": keywords}
        if is_language:
            made = {"language": field["label"], "fluency": field.get("details")}
    elif "title" in field and ("journal" in field or "authors" in field):
        key = "publications"
        made = {"name": field["title"], "publisher": field.get("journal"), "releaseDate": field.get("date")}
        made["url"] = field.get("url") or (f"https://doi.org/{field['doi']}" if "doi" in field else None)
    elif "name" in field:
        key = "projects"
        made = {"name": field["name"], "description": field.get("summary"), **dates, **common}
    elif "bullet" in field and re.search(r"award|honou?r|prize", title.replace("_", " "), re.IGNORECASE):
        key, made = "awards", {"title": field["bullet"]}
    else:
        return
    resume.setdefault(key, []).append(made)


def _plain(value: Any, depth: int = _DEPTH) -> Any:
    """Text without Markdown, and the same of each text in a list."""
    if isinstance(value, str):
        return " ".join(_MARKUP.sub(lambda match: match[1] or "", value).split())
    if isinstance(value, list) and depth:
        return [_plain(each, depth - 1) for each in value]
    return value
