"""Many CVs against a job: read in parallel, each once, and what was read is kept."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from interview_cli.app.shelf import JobInHand, read_file
from interview_cli.errors import InputError
from interview_cli.interview.printable import printable

if TYPE_CHECKING:
    from interview_cli.app import Application
    from interview_cli.contracts.cv import CvMatch
    from interview_cli.contracts.resume import ParsedResume

FILES_PER_PROCESS: Final = 4
"""Fewer new files are read in this process: starting another takes longer (chosen)."""

ENDINGS: Final = frozenset({".pdf", ".docx", ".txt", ".md", ".markdown", ".json", ".yaml", ".yml", ".html", ".htm"})
"""What is taken for a CV in a folder."""


class _Found(NamedTuple):
    name: str
    data: bytes
    hash: str


def match_all(
    application: Application,
    references: Sequence[str],
    job: JobInHand,
    *,
    mask_schools: bool,
    progress: Callable[[int, int], None],
) -> CvMatch:
    """Rank CVs (files, folders, ids or names) against a job; `progress` gets how many of how many have been read.

    What was read in a file is kept, so an interrupted run continues where it was. Raises InputError when nothing can
    be read, and StorageError.
    """
    from interview_cli.cv.masking import KINDS
    from interview_cli.cv.matching import RULES, WEIGHTS, Likeness, match, ranked, wanted_by
    from interview_cli.text.meaning import load_vectors

    unreadable: list[dict[str, str]] = []
    read = _read_all(application, _files(application, references, unreadable), unreadable, progress)
    wanted = wanted_by(job.post)
    likeness = Likeness(wanted.tasks, load_vectors())
    today = application.clock.now().date()
    matches = []
    for name, parsed in read:
        found = match(parsed, wanted, likeness, today, mask_schools=mask_schools)
        found["cv"] = name
        matches.append(found)
    kinds = [kind for kind in KINDS if mask_schools or kind != "schools"]
    return {
        "job": job.title,
        "gates": len(wanted.must_have) + (wanted.years is not None),
        "similarity": likeness.name,
        "weights": dict(WEIGHTS),
        "masked": kinds,
        "ranking": ranked(matches),
        "unreadable": unreadable,
        "rules": RULES,
    }


def _files(application: Application, references: Sequence[str], unreadable: list[dict[str, str]]) -> Iterator[_Found]:
    """The bytes of every CV named, those in a folder in the order of their names."""
    shelf = application.store.shelf
    for reference in references:
        path = Path(reference)
        if path.is_dir():
            inside = sorted(each for each in path.rglob("*") if each.suffix.lower() in ENDINGS and each.is_file())
            places = [(str(each), each) for each in inside]
        elif path.exists():
            places = [(reference, path)]
        else:
            document = shelf.find("cv", reference)
            places = [(document.name, shelf.file_of(document))]
        for name, place in places:
            try:
                data, _ = read_file(place)
            except InputError as error:
                unreadable.append({"cv": name, "error": str(error)})
                continue
            yield _Found(name, data, sha256(data).hexdigest())


def _read_all(
    application: Application,
    files: Iterator[_Found],
    unreadable: list[dict[str, str]],
    progress: Callable[[int, int], None],
) -> list[tuple[str, ParsedResume]]:
    from interview_cli.documents.reading import PARSER

    shelf = application.store.shelf
    found = list(files)
    known: dict[str, ParsedResume] = {}
    new: dict[str, _Found] = {}
    for file in found:
        if file.hash not in known and file.hash not in new:
            kept = shelf.reading("cv", file.hash, PARSER)
            if kept is None:
                new[file.hash] = file
            else:
                known[file.hash] = kept
    errors: dict[str, str] = {}
    for number, (file_hash, result) in enumerate(_parsed(list(new.values())), 1):
        if isinstance(result, str):
            errors[file_hash] = result
        else:
            shelf.keep_reading("cv", file_hash, PARSER, result)
            known[file_hash] = result
        progress(len(known) + len(errors), len(known) + len(errors) + len(new) - number)
    unreadable += [{"cv": file.name, "error": errors[file.hash]} for file in found if file.hash in errors]
    return [(file.name, known[file.hash]) for file in found if file.hash in known]


def _parsed(files: Sequence[_Found]) -> Iterator[tuple[str, ParsedResume | str]]:
    """What was read in each file, or why it could not be: in several processes where that pays."""
    workers = min(os.cpu_count() or 1, len(files) // FILES_PER_PROCESS)
    if workers < 2:
        yield from ((file.hash, read_one(file.data, file.name)) for file in files)
        return
    left = list(files)
    while left:
        done = 0
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            results = [pool.submit(read_one, file.data, file.name) for file in left]
            try:
                for file, result in zip(left, results, strict=True):
                    yield file.hash, result.result()
                    done += 1
            except BrokenProcessPool:  # one of the files under way has killed its process
                for result in results:
                    result.cancel()
        left = left[done:]
        if left:
            yield left[0].hash, _read_alone(left[0])
            left = left[1:]


def _read_alone(file: _Found) -> ParsedResume | str:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        try:
            return pool.submit(read_one, file.data, file.name).result()
        except BrokenProcessPool:
            return "The reader crashed on this file."


def read_one(data: bytes, name: str) -> ParsedResume | str:
    """What is in one CV, or in one line why it cannot be read."""
    from interview_cli.documents.reading import read_resume

    try:
        return read_resume(data, Path(name).name)
    except InputError as error:
        return printable(error.message)
