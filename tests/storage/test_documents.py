"""CVs and job posts that are kept, what was read in them, and talks with the coach."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from interview_cli.errors import InputError, InterviewError
from interview_cli.interview.model import Document
from interview_cli.storage import documents
from interview_cli.storage.coaching import Conversations
from interview_cli.storage.documents import Shelf, document_id
from interview_cli.storage.sessions import SqliteSessionStore, open_store
from interview_cli.storage.traces import is_trace, probes, size, write_ahead_log
from tests.storage.conftest import SessionMaker, StoppedClock

CV, OTHER_CV, JOB = Document("cv", "CV"), Document("cv", "Another CV"), Document("job", "A job")
"""A session of `make_session` is held with the first and the last."""


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteSessionStore]:
    with open_store(tmp_path_factory.mktemp("documents") / "interview.db", StoppedClock()) as store:
        yield store


@pytest.fixture
def store(opened: SqliteSessionStore) -> Iterator[SqliteSessionStore]:
    """One database for all tests here, emptied after each."""
    yield opened
    with opened.database.transaction() as connection:
        for table in ("session", "document", "document_reading", "coach_message"):
            connection.execute(f"DELETE FROM {table}")
    documents.remove_files(opened.database.path.parent / documents.FOLDER)


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock()


@pytest.fixture
def shelf(store: SqliteSessionStore, clock: StoppedClock) -> Shelf:
    return Shelf(store.database, clock)


def test_what_is_added_is_found_by_name_beginning_of_id_and_last(shelf: Shelf) -> None:
    added = shelf.add(CV, b"%PDF", "cv.pdf", "  my\n CV ")
    assert (added.id, added.kind, added.name, added.file_name) == (document_id(CV), "cv", "my CV", "cv.pdf")
    assert (added.file_hash, added.text, added.sessions) == (sha256(b"%PDF").hexdigest(), "CV", 0)
    assert shelf.file_of(added).read_bytes() == b"%PDF"
    for reference in ("my CV", "last", added.id, added.id[:4].upper()):
        assert shelf.find("cv", reference) == added
    assert shelf.with_text(CV) == added
    assert shelf.with_text(OTHER_CV) is None


def test_the_id_is_half_a_hash_of_kind_and_text() -> None:
    assert document_id(CV) == sha256(b"cv\nCV").hexdigest()[:32]


def test_what_was_added_last_comes_first(shelf: Shelf, clock: StoppedClock) -> None:
    for day, document in enumerate((CV, OTHER_CV), 1):
        clock.time = clock.time.replace(day=day)
        shelf.add(document, b"", "cv.txt", f"of day {day}")
    assert [each.name for each in shelf.documents("cv")] == ["of day 2", "of day 1"]
    assert shelf.find("cv", "last").name == "of day 2"
    assert shelf.documents("job") == []


@pytest.mark.parametrize("reference", ["", "nothing", "my C"], ids=["empty", "unknown", "part of a name"])
def test_what_nobody_added_is_not_found(shelf: Shelf, reference: str) -> None:
    with pytest.raises(InputError, match="There is no file and no CV 'last'"):
        shelf.find("cv", "last")
    shelf.add(CV, b"", "cv.txt", "my CV")
    with pytest.raises(InputError, match=f"There is no file and no CV '{reference}'"):
        shelf.find("cv", reference)


def test_the_beginning_of_several_ids_is_not_enough(shelf: Shelf) -> None:
    first, second = next(
        (Document("cv", "0"), other)
        for other in (Document("cv", str(number)) for number in range(1, 1000))
        if document_id(other)[0] == document_id(Document("cv", "0"))[0]
    )
    shelf.add(first, b"", "a", "a")
    shelf.add(second, b"", "b", "b")
    with pytest.raises(InputError, match="fits 2 CVs"):
        shelf.find("cv", document_id(first)[0])


@pytest.mark.parametrize("name", ["", " \n ", "x" * 61, "bell\a"])
def test_names_that_are_none(shelf: Shelf, name: str) -> None:
    with pytest.raises(InputError, match="is no name: 1 to 60 characters"):
        shelf.add(CV, b"", "cv.txt", name)


def test_a_name_may_have_sixty_characters_and_belongs_to_one_document_of_a_kind(shelf: Shelf) -> None:
    name = "x" * 60
    shelf.add(CV, b"", "cv.txt", name)
    assert shelf.add(CV, b"new", "new.txt", name).file_name == "new.txt", "the same text again"
    assert shelf.add(JOB, b"", "job.txt", name).kind == "job"
    with pytest.raises(InputError, match="There is a CV called"):
        shelf.add(OTHER_CV, b"", "cv.txt", name)


def test_a_removed_document_leaves_its_sessions_and_a_file_that_another_one_came_from(
    store: SqliteSessionStore, shelf: Shelf, make_session: SessionMaker
) -> None:
    store.create(make_session())
    kept, shared = shelf.add(CV, b"same", "cv.txt", "one"), shelf.add(OTHER_CV, b"same", "cv.txt", "two")
    shelf.keep_reading("cv", kept.file_hash, "parser 1", {"name": "Ada"})
    assert shelf.held_with(shelf.find("cv", "one")) == ("one-session",)
    assert (shelf.find("cv", "one").sessions, shelf.find("cv", "two").sessions) == (1, 0)
    shelf.remove(kept)
    assert shelf.file_of(shared).exists()
    assert shelf.has_reading("cv", kept.file_hash, "parser 1")
    assert store.load("one-session").settings.cv is None
    assert store.load("one-session").settings.job == JOB
    shelf.remove(shared)
    assert not shelf.file_of(shared).exists()
    assert not shelf.has_reading("cv", kept.file_hash, "parser 1")
    assert shelf.documents("cv") == []


def test_a_reading_is_the_newest_of_its_parser(shelf: Shelf) -> None:
    assert shelf.reading("cv", "hash", "parser 1") is None
    shelf.keep_reading("cv", "hash", "parser 1", {"name": "Ada"})
    shelf.keep_reading("cv", "hash", "parser 1", {"name": "Åsa"})
    assert shelf.reading("cv", "hash", "parser 1") == {"name": "Åsa"}
    assert not shelf.has_reading("job", "hash", "parser 1")
    assert not shelf.has_reading("cv", "hash", "parser 2")


def test_readings_of_files_that_nobody_added_are_forgotten(shelf: Shelf) -> None:
    """A hash of 64 characters is a file's; an id of 32 is a text's, and its reading stays."""
    added = shelf.add(CV, b"added", "cv.txt", "mine")
    loose, other, of_text = sha256(b"a").hexdigest(), sha256(b"b").hexdigest(), document_id(OTHER_CV)
    for source in (added.file_hash, loose, other, of_text):
        shelf.keep_reading("cv", source, "parser 1", "read")
    assert shelf.forget(loose)
    assert not shelf.forget(loose)
    assert not shelf.forget(added.file_hash)
    assert shelf.forget_unkept() == 1
    assert shelf.forget_unkept() == 0
    assert [shelf.has_reading("cv", source, "parser 1") for source in (added.file_hash, other, of_text)] == [
        *(True, False, True)
    ]


def test_a_piece_of_a_forgotten_text_in_a_loose_file_is_a_trace(shelf: Shelf) -> None:
    """Of the longest four texts, the first, middle and last 24 bytes are looked for."""
    loose = sha256(b"loose").hexdigest()
    text = "x" * 30 + "a piece in the very middle of it" + "y" * 30
    shelf.keep_reading("cv", loose, "parser 1", text)
    shelf.keep_file("lost", text.encode())
    with pytest.raises(InterviewError, match="but 1 traces are left"):
        shelf.forget(loose)


@pytest.mark.parametrize(
    ("characters", "pieces"), [(23, []), (24, [0]), (25, [0, 1]), (26, [0, 1, 2]), (100, [0, 38, 76])]
)
def test_the_pieces_looked_for_are_the_first_the_middle_and_the_last(characters: int, pieces: list[int]) -> None:
    text = "".join(map(chr, range(1000, 1000 + characters)))
    assert list(probes(text)) == [text[start : start + 24] for start in pieces]


@pytest.mark.parametrize(
    ("in_file", "in_log", "is_kept", "is_left"),
    [
        (True, False, False, True),
        (False, True, False, True),
        (True, False, True, False),
        (False, False, False, False),
    ],
    ids=["in the file", "in the log", "in the file and kept", "nowhere"],
)
def test_a_trace_is_in_the_file_or_its_log_and_in_nothing_that_is_kept(
    store: SqliteSessionStore, shelf: Shelf, tmp_path: Path, in_file: bool, in_log: bool, is_kept: bool, is_left: bool
) -> None:
    file, piece = tmp_path / "some.db", "the piece that is looked for"
    for path, is_there in ((file, in_file), (write_ahead_log(file), in_log)):
        path.write_text(f"before {piece} after" if is_there else "")
    if is_kept:
        shelf.add(Document("cv", f"CV with {piece}."), b"", "cv.txt", "mine")
    with store.database.transaction() as connection:
        assert is_trace(connection, file, piece) is is_left
    assert size(tmp_path / "missing") == 0


def test_a_kept_file_is_not_written_over_and_a_folder_in_the_way_is_reported(shelf: Shelf, tmp_path: Path) -> None:
    shelf.keep_file("hash", b"first")
    shelf.keep_file("hash", b"second")
    assert (shelf.folder / "hash").read_bytes() == b"first"
    assert [file.name for file in documents.files_in(shelf.folder)] == ["hash"]
    shelf.folder = tmp_path / "file"
    shelf.folder.touch()
    with pytest.raises(InputError, match="cannot be written"):
        shelf.keep_file("hash", b"first")


def test_conversations_are_told_apart_and_forgotten(store: SqliteSessionStore, clock: StoppedClock) -> None:
    talks = Conversations(store.database, clock)
    for conversation, question in (("alpha", "1"), ("also", "2"), ("alpha", "3")):
        talks.keep(conversation, question, {"reply": question})
    assert [(each.question, each.reply) for each in talks.exchanged("alpha")] == [
        ("1", {"reply": "1"}),
        ("3", {"reply": "3"}),
    ]
    assert [talks.resolve(reference) for reference in ("last", "als", "alp")] == ["alpha", "also", "alpha"]
    with pytest.raises(InputError, match="fits 2 conversations"):
        talks.resolve("al")
    with pytest.raises(InputError, match="is no conversation"):
        talks.resolve("b")
    assert (talks.forget("alpha"), talks.forget(None), talks.forget(None)) == (2, 1, 0)


def test_the_coach_finds_what_was_said_about_a_word(
    store: SqliteSessionStore, clock: StoppedClock, make_session: SessionMaker
) -> None:
    store.create(make_session("one", "We cut the budget."))
    store.create(make_session("two", "A budget for the budget of budgets."))
    talks = Conversations(store.database, clock)
    assert [each.session_id for each in talks.said_about(["budget"], 5)] == ["two-session", "one-session"]
    assert len(talks.said_about(["led"], 1)) == 1
    assert talks.said_about([], 5) == []
    (said,) = talks.said_about(["cut"], 5)
    assert (said.number, said.text, said.score) == (1, "We cut the budget.", 80.0)
