"""CVs that are data already: JSON Resume and RenderCV's YAML."""

from __future__ import annotations

import json
import re
from typing import Any, Final, cast, get_args, get_type_hints

from interview_cli.contracts.resume import Resume
from interview_cli.data_files import load_yaml
from interview_cli.errors import InputError

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
