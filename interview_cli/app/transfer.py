"""All of the user's data as lines of JSON, and such lines brought in: what `export` writes and `import` reads."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, cast

from interview_cli.app.learning import Learning
from interview_cli.errors import InputError
from interview_cli.learning.review import review_to_json
from interview_cli.paths import place_below
from interview_cli.reports.contract import session_to_json
from interview_cli.storage.documents import files_in
from interview_cli.storage.transfer import BESIDE_SESSIONS, BroughtIn, Item
from interview_cli.whole_files import part_of

if TYPE_CHECKING:
    from interview_cli.app import Application
    from interview_cli.contracts import export as contract

MAX_LINE_BYTES: Final = 200_000_000
"""A longer line was not written by this program: a recording of an hour takes some 100 MB (chosen)."""

_REMEDY: Final = "Nothing was imported. Give a file that 'interview export' has written."
_KINDS: Final = ("profile", *BESIDE_SESSIONS)


def exported(application: Application, *, with_recordings: bool = False) -> Iterator[contract.Line]:
    """A line for each session, oldest first, then those for what is kept besides them, and for files of CVs and jobs.

    Then one for each question that comes back, with its review log; with recordings, these come last. Raises
    StorageError.
    """
    store = application.store
    for session in store.export():
        yield {**session_to_json(session), "record": store.transfer.record_of(session.id)}
    for kind, row in store.transfer.beside_sessions():
        yield cast("contract.Line", {kind: row})
    learning = Learning(application)
    for card in learning.cards():
        log = learning.review_log(card.question.id)
        rated: list[contract.Rated] = [{"on": on.isoformat(), "rating": int(rating)} for on, rating in log]
        review: contract.Review = {**review_to_json(card), "log": rated}
        yield {"review": review}
    for kept in files_in(store.shelf.folder):
        yield {"file": {"hash": kept.name, "content": base64.b64encode(kept.read_bytes()).decode()}}
    if with_recordings:
        for summary in reversed(store.history.list_sessions()):
            for name in store.recordings.of_session(summary.id):
                file = place_below(application.paths.recordings, name)
                if file is not None and file.is_file():
                    yield {"recording": {"name": name, "sound": base64.b64encode(file.read_bytes()).decode()}}


def bring_in(application: Application, lines: Iterable[bytes], source: str) -> BroughtIn:
    """Add everything in the lines of an export that is not there yet: all of it, or nothing.

    Reviews are rebuilt from the answers; how many come back on another day, because other
    settings or more answers say so, is counted. `source` is what messages call the lines. Recordings that have been
    read stay when a later line fails. Raises InputError and StorageError.
    """
    due: dict[str, str] = {}
    brought = application.store.transfer.bring_in(_items(application, lines, source, due))
    if due:
        here = {card.question.id: card.card.due.isoformat() for card in Learning(application).cards()}
        brought.rescheduled = sum(here.get(question_id) != on for question_id, on in due.items())
    return brought


def _items(application: Application, lines: Iterable[bytes], source: str, due: dict[str, str]) -> Iterator[Item]:
    """What the lines hold; when each question came back there is put into `due`."""
    for number, line in enumerate(lines, 1):
        place = f"Line {number} of {source}"
        if not line.strip():
            continue
        content = _parsed(line, place)
        if "record" in content:
            yield Item(place, "session", content["record"])
        elif "recording" in content:
            _keep_recording(application, content["recording"], place)
        elif "review" in content:
            due.update([_review_in(content["review"], place)])
        elif "file" in content:
            _keep_file(application, content["file"], place)
        elif kind := next((name for name in _KINDS if name in content), None):
            yield Item(place, kind, content[kind])
        elif "session" in content:
            raise InputError(f"{place} was exported by an older version, which left out what is needed.", _REMEDY)
        else:
            raise InputError(f"{place} is nothing that can be imported.", _REMEDY)


def _parsed(line: bytes, place: str) -> dict[str, Any]:
    if len(line) > MAX_LINE_BYTES:
        raise InputError(f"{place} is longer than {MAX_LINE_BYTES // 1_000_000} MB.", _REMEDY)
    try:
        content = json.loads(line)
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict):
        raise InputError(f"{place} is no JSON object.", _REMEDY)
    return content


def _review_in(review: Any, place: str) -> tuple[str, str]:
    """The question and the day of a review."""
    match review:
        case {"question_id": str(question_id), "due": str(on)}:
            return question_id, on
    raise InputError(f"{place} holds no review that can be read.", _REMEDY)


def _keep_recording(application: Application, recording: Any, place: str) -> None:
    """Put a recording where the attempt that names it looks for it, unless there is one already."""
    folder = application.paths.recordings
    try:
        file, sound = place_below(folder, recording["name"]), base64.b64decode(recording["sound"], validate=True)
    except (ValueError, KeyError, TypeError):
        file = None
    if file is None or file.parent != folder.resolve():
        raise InputError(f"{place} holds no recording that can be read.", _REMEDY)
    if not file.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with part_of(file, new=True) as part:
            part.write_bytes(sound)


def _keep_file(application: Application, kept: Any, place: str) -> None:
    """Put the file of a CV or job post where it is looked for; its hash must be right."""
    try:
        name, data = str(kept["hash"]), base64.b64decode(kept["content"], validate=True)
    except (ValueError, KeyError, TypeError):
        name, data = "", b""
    if sha256(data).hexdigest() != name:
        raise InputError(f"{place} holds no file that can be read.", _REMEDY)
    application.store.shelf.keep_file(name, data)
