"""Everything, taken from one database to another."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings

from interview_cli.errors import InputError
from interview_cli.interview.model import Document, Profile, Session
from interview_cli.learning.stories import Story
from interview_cli.storage import documents
from interview_cli.storage.coaching import Conversations
from interview_cli.storage.documents import Shelf
from interview_cli.storage.learning import SqliteLearningStore
from interview_cli.storage.sessions import SqliteSessionStore, open_store
from interview_cli.storage.transfer import BroughtIn, Item
from tests.storage.conftest import evaluation, sample_session
from tests.storage.test_round_trip import EpochClock, as_storable, sessions

if TYPE_CHECKING:
    from tests.storage.conftest import SessionMaker, StoppedClock

STORY = Story("a", "The late release", "s", "t", "I cut two features.", "r", ("40%",), ("conflict",))


def taken(store: SqliteSessionStore) -> list[Item]:
    """Everything in a store as it travels: as JSON."""
    found = [("session", store.transfer.record_of(session.id)) for session in store.export()]
    found += store.transfer.beside_sessions()  # type: ignore[arg-type]
    return [Item(f"Line {n}", kind, json.loads(json.dumps(content))) for n, (kind, content) in enumerate(found, 1)]


@pytest.fixture
def other(tmp_path: Path, clock: StoppedClock) -> Iterator[SqliteSessionStore]:
    """A store with nothing in it."""
    with open_store(tmp_path / "other" / "interview.db", clock) as opened:
        yield opened


def test_everything_arrives_as_it_was(
    store: SqliteSessionStore, other: SqliteSessionStore, make_session: SessionMaker, clock: StoppedClock
) -> None:
    first, second = make_session("one"), make_session("two", started_at=datetime(2026, 3, 11, 12, tzinfo=UTC))
    attempt = first.exchanges[0].attempt
    assert attempt is not None
    for session in (second, first):  # the later one was saved first
        store.create(session)
    store.save_answer("two-asked-0", "two-attempt-1", attempt.answer)
    store.save_evaluation("one-attempt-0", replace(evaluation("rules"), overall_score=12.0))
    store.save_draft("one-asked-1", "half an answer")
    store.rate("one-session", 4)
    learning = SqliteLearningStore(store.database, clock)
    learning.save_story(replace(STORY, source="distilled", quotes=("q",), attempt_id="one-attempt-0"))
    learning.save_story(replace(STORY, id="b"))
    learning.save_round("round", "numbers", 3.0, reached=True)
    learning.save_round("unmeasured", "numbers", None, reached=False)
    learning.set_days_off([date(2026, 5, 1)], off=True)
    store.update_profile("nurse", "in May")
    store.set_interview_day(date(2026, 5, 9))
    items = taken(store)
    assert other.transfer.bring_in(items) == BroughtIn(sessions=2, others=6, known=0)
    assert taken(other) == items
    assert list(other.export()) == list(store.export())
    assert other.profile() == store.profile()
    arrived = SqliteLearningStore(other.database, clock)
    assert arrived.place_of("question-two") == learning.place_of("question-two")
    assert arrived.rounds("numbers") == [3.0]
    assert len(other.history.list_sessions(search="build time")) == 2
    assert other.transfer.bring_in(items) == BroughtIn(sessions=0, others=0, known=8)
    assert taken(other) == items


def test_what_is_here_already_stays(
    store: SqliteSessionStore, other: SqliteSessionStore, make_session: SessionMaker, clock: StoppedClock
) -> None:
    store.create(make_session("one", "From there."))
    store.create(make_session("two"))
    store.update_profile("nurse", "in May")
    SqliteLearningStore(store.database, clock).save_story(STORY)
    other.create(make_session("one"))
    other.update_profile("pilot", None)
    SqliteLearningStore(other.database, clock).save_story(replace(STORY, title="Mine"))
    assert other.transfer.bring_in(taken(store)) == BroughtIn(sessions=1, others=1, known=2)
    assert other.load("one-session") == make_session("one")
    assert other.load("two-session") == make_session("two")
    assert (other.profile().target_role, other.profile().timeline) == ("pilot", "in May")
    assert SqliteLearningStore(other.database, clock).story("a").title == "Mine"


def test_kept_documents_and_talks_with_the_coach_arrive_once(
    store: SqliteSessionStore, other: SqliteSessionStore, make_session: SessionMaker, clock: StoppedClock
) -> None:
    """A CV that is there without a name, as part of a session, gets it."""
    shelf, talks = Shelf(store.database, clock), Conversations(store.database, clock)
    shelf.add(Document("cv", "CV"), b"pdf", "cv.pdf", "mine")
    shelf.add(Document("job", "Another job"), b"", "job.txt", "the job")
    for question in ("first", "second"):
        clock.time += timedelta(seconds=1)
        talks.keep("talk", question, {"reply": question})
    other.create(make_session("one"))
    items = taken(store)
    assert other.transfer.bring_in(items).others == 4
    arrived = Shelf(other.database, clock)
    assert [each.name for kind in documents.KINDS for each in arrived.documents(kind)] == ["mine", "the job"]
    assert (arrived.find("cv", "mine").file_name, arrived.find("cv", "mine").sessions) == ("cv.pdf", 1)
    assert [each.question for each in Conversations(other.database, clock).exchanged("talk")] == ["first", "second"]
    assert other.transfer.bring_in(items).others == 0
    assert len(Conversations(other.database, clock).exchanged("talk")) == 2


def test_attempts_keep_their_order_behind_those_that_are_here(
    store: SqliteSessionStore, other: SqliteSessionStore, make_session: SessionMaker, clock: StoppedClock
) -> None:
    store.create(make_session("one"))
    store.create(make_session("two"))
    attempt = make_session("three").exchanges[0].attempt
    assert attempt is not None
    store.save_answer("one-asked-0", "one-attempt-1", attempt.answer)
    other.create(make_session("three"))
    other.transfer.bring_in(taken(store))
    rows = other.database.rows("SELECT id FROM attempt ORDER BY number")
    assert [row["id"] for row in rows] == ["three-attempt-0", "one-attempt-0", "two-attempt-0", "one-attempt-1"]


def test_a_story_whose_answer_did_not_come_along(
    store: SqliteSessionStore, other: SqliteSessionStore, make_session: SessionMaker, clock: StoppedClock
) -> None:
    store.create(make_session())
    learning = SqliteLearningStore(store.database, clock)
    learning.save_story(replace(STORY, source="distilled", attempt_id="one-attempt-0"))
    (_, story) = taken(store)
    other.transfer.bring_in([story])
    assert SqliteLearningStore(other.database, clock).story("a") == replace(STORY, source="distilled")


@pytest.mark.parametrize(
    ("table", "columns", "says"),
    [
        ("session", {"colour": "red"}, "no 'colour'"),
        ("session", {"id, text": "x"}, "no 'id, text'"),
        ("session", {"status": "dreaming"}, "CHECK"),
        ("session", {"type": "astrology"}, "astrology"),
        ("session", {"plan": "[["}, "can be read"),
        ("session", {"started_at": "2026-03-10T12:00:00"}, "started_at is not a time"),
        ("session", {"started_at": "yesterday"}, "yesterday"),
        ("session", {"started_on": "tuesday"}, "tuesday"),
        ("session", {"role": ["nurse"]}, "role is no plain value"),
        ("session", {"helpfulness": 2**70}, "too large"),
        ("question_asked", {"session_id": "victim-session"}, "another session"),
        ("attempt", {"question_asked_id": "victim-asked-0"}, "another session"),
        ("evaluation", {"attempt_id": "victim-attempt-0"}, "another session"),
        ("delivery", {"session_id": "victim-session", "attempt_id": None}, "another session"),
        ("feedback", {"session_id": "victim-session"}, "another session"),
        ("attempt", {"zone": "../../etc/passwd"}, "no time zone"),
        ("attempt", {"words": "{"}, "can be read"),
        ("attempt", {"number": "first"}, "first"),
        ("attempt", {"id": "victim-attempt-0"}, "another session"),
        ("question_asked", {"position": 1}, "UNIQUE"),
    ],
    ids=lambda value: value if isinstance(value, str) else next(iter(value)),
)
def test_a_record_that_was_not_written_by_this_program_brings_nothing_in(
    store: SqliteSessionStore, other: SqliteSessionStore, make_session: SessionMaker, table: str,
    columns: dict[str, Any], says: str,
) -> None:  # fmt: skip
    store.create(make_session("good"))
    store.create(make_session("one"))
    other.create(make_session("victim"))
    before = taken(other)
    good, bad = taken(store)
    bad.content[table][0] |= columns
    with pytest.raises(InputError, match=r"Line 2") as refused:
        other.transfer.bring_in([good, bad])
    assert says in str(refused.value)
    assert taken(other) == before


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("session", []),
        ("session", {"session": []}),
        ("session", {"session": [{"id": "x"}]}),
        ("story", {"id": "x"}),
        ("story", {"id": "x", "created_at": "2026-03-10T12:00:00.000000+00:00", "numbers": "no list"}),
        ("drill_round", {"id": "x", "drill": "numbers", "value": "many"}),
        ("day_off", {"day": "someday"}),
        ("day_off", {}),
        ("day_off", None),
        ("profile", {"interview_on": "soon"}),
    ],
)
def test_rows_that_cannot_be_read(other: SqliteSessionStore, kind: str, content: Any) -> None:
    with pytest.raises(InputError, match="Line 1"):
        other.transfer.bring_in([Item("Line 1", kind, content)])
    assert taken(other) == []
    assert other.profile() == Profile()


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[SqliteSessionStore, SqliteSessionStore]]:
    folder = tmp_path_factory.mktemp("two")
    with (
        open_store(folder / "here" / "interview.db", EpochClock()) as here,
        open_store(folder / "there" / "interview.db", EpochClock()) as there,
    ):
        yield here, there


@settings(max_examples=50, deadline=None)
@given(session=sessions())
def test_every_session_arrives(stores: tuple[SqliteSessionStore, SqliteSessionStore], session: Session) -> None:
    here, there = stores
    for each in stores:
        each.user_data.purge_everything()
    here.create(session)
    there.transfer.bring_in(taken(here))
    assert there.load("session") == here.load("session") == as_storable(session)


def test_the_sample_fills_every_table(store: SqliteSessionStore) -> None:
    store.create(sample_session("one", "I led.", datetime(2026, 3, 10, 12, tzinfo=UTC)))
    record = store.transfer.record_of("one-session")
    assert {table: len(rows) for table, rows in record.items()} == {
        "document": 2,
        "session": 1,
        "question_asked": 2,
        "attempt": 1,
        "delivery": 2,
        "evaluation": 1,
        "feedback": 1,
    }
    tables = {
        row["name"]
        for row in store.database.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
        if "_fts" not in row["name"]
    }
    made_anew = {"evaluation_cache", "review_card", "review_state", "session_point", "document_reading"}
    not_travelling = made_anew | {"market_item", "outbox"}  # what this machine owes a server, and was given by it
    internal = {"_sqlite_migrations", "sqlite_sequence"}
    assert tables - record.keys() - not_travelling - internal == {
        "profile",
        "story",
        "drill_round",
        "day_off",
        "coach_message",
    }
