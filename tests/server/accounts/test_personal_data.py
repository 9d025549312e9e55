"""What is kept about a person: handed out whole, and erased."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from interview_cli.scoring.rules import RulesJudge
from interview_server.accounts.mail import OutboxMailer
from interview_server.accounts.models import AuditRow, Person
from interview_server.accounts.personal_data import ABOUT, ONLY_DEALT_WITH, naming_columns
from interview_server.calls.erasing import erasing_kinds
from interview_server.calls.files import NewFile, keep
from interview_server.calls.judged import FeedbackContent
from interview_server.calls.models import CallFile, Feedback, FileKind, Rating
from interview_server.calls.provider import LocalCalls
from interview_server.calls.public_web import PublicWeb
from interview_server.calls.work import CallWork, store_feedback
from interview_server.database.base import Base
from interview_server.database.connection import Database
from interview_server.jobs.incoming import receive
from interview_server.jobs.worker import Worker
from interview_server.ledger.audit import audit
from interview_server.notices.letters import Sender
from interview_server.notices.work import NoticeWork
from tests.server.conftest import Served
from tests.server.market import FEEDBACK, Market

SECRET_WORDS = "I led the migration at Initech"
WORDS = (SECRET_WORDS, "I asked about queues for an hour")
NAMES = ("Ada Lovelace", "Grace Hopper")
EMAILS = ("ada@lovelace.example", "grace@hopper.example")
WEB = PublicWeb(hosts=None)


@pytest.fixture
def interviewed(served: Served) -> tuple[Market, str]:
    """A market in which one interview is over, with everything that comes of one."""
    market = Market(served)
    booking = market.booked(0)["id"]
    market.pass_time(days=1)
    with served.database.transaction() as session:
        spoken = NewFile(FileKind.TRANSCRIPT, "o1", served.now, content=f"Candidate: {SECRET_WORDS}".encode())
        keep(session, booking, spoken, served.now)
        keep(
            session,
            booking,
            NewFile(FileKind.RECORDING, "o2", served.now, checksum="c" * 64, url="https://x"),
            served.now,
        )
        content = FeedbackContent(
            is_sufficient=True,
            summary=SECRET_WORDS,
            technical=None,
            communication=None,
            problem_solving=None,
            recommendation="HIRE",
            exact_recommendation="HIRE",
            overall_rating=7,
            coverage=1,
            strengths=[],
            improvements=[],
            evaluator={},
            notes=[],
            report={"words": SECRET_WORDS},
        )
        made = content.model_dump(mode="json")
        session.add(Feedback(booking_id=booking, content=made, transcript_ids=[], made_at=served.now))
        session.add(
            Rating(
                booking_id=booking,
                rater_id=market.candidate,
                rated_id=market.interviewer,
                rating=9,
                comment=SECRET_WORDS,
                rated_at=served.now,
            )
        )
    market.complete(booking)
    return market, booking


def test_every_column_that_names_a_person_says_whether_the_row_is_about_them() -> None:
    named = {column.name for table in Base.metadata.tables.values() for column in naming_columns(table)}
    assert named == ABOUT | ONLY_DEALT_WITH


def test_an_export_holds_everything_about_a_person_and_no_secret(interviewed: tuple[Market, str]) -> None:
    market, booking = interviewed
    data = market.get(market.candidate, "/api/user/data")
    tables = data["tables"]
    assert [row["id"] for row in tables["booking"]] == [booking]
    assert tables["feedback"][0]["content"]["summary"] == SECRET_WORDS
    assert SECRET_WORDS in json.dumps(tables["call_file"])
    assert sorted(entry["amount"] for entry in data["transactions"]) == [-10, 100]
    assert "password_hash" not in json.dumps(data)
    assert not {"refresh_token", "signing_key", "sign_up"} & set(tables)
    stranger = market.get(market.someone(), "/api/user/data")
    assert SECRET_WORDS not in json.dumps(stranger)


def traces(database: Database, *folders: Path) -> str:
    """Everything that is kept, as one text: all rows, the files of SQLite as they are, and all files of folders."""
    with database.reading() as session:
        rows = [str(row) for table in Base.metadata.sorted_tables for row in session.execute(select(table))]
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    if database.is_sqlite:
        main = Path(str(database.engine.url.database))
        files += [main, main.with_name(f"{main.name}-wal")]
    return "\n".join([*rows, *(path.read_bytes().decode(errors="replace") for path in files)])


def everything_is_written(market: Market, booking: str, outbox: Path) -> Callable[[], object]:
    """Leave words of both people wherever some can be left; what does the background work of it."""
    served, candidate, interviewer, admin = market.served, market.candidate, market.interviewer, market.admin()
    with served.database.transaction() as session:
        for number, person in enumerate((candidate, interviewer)):
            found = session.get_one(Person, person)
            found.email, found.name, found.bio = EMAILS[number], NAMES[number], WORDS[number]
    notices = NoticeWork(OutboxMailer(outbox, "us@example.org"), Sender("https://i.example", "us@example.org"), WEB)
    kinds = [*notices.kinds(), *CallWork(LocalCalls(), RulesJudge(), outbox).kinds()]
    work = Worker(served.database, kinds, lambda: served.now).run_due
    decision = {"inFavourOf": "INTERVIEWER", "reason": "It was so."}
    market.post(candidate, f"/api/bookings/{booking}/dispute", {"reason": WORDS[0]}, "a")
    market.post(admin, f"/api/admin/bookings/{booking}/resolve", decision, "b")
    missed = market.booked(0)["id"]
    market.pass_time(days=1)
    market.post(candidate, f"/api/bookings/{missed}/no-show", None, "c")
    market.post(interviewer, f"/api/bookings/{missed}/dispute", {"reason": WORDS[1]}, "d")
    market.post(admin, f"/api/admin/bookings/{missed}/resolve", decision, "e")
    work()
    market.pass_time(days=3)
    wanted = {"credits": 10, "paymentMethod": WORDS[1], "paymentDetail": EMAILS[1]}
    payout = market.post(interviewer, "/api/payouts", wanted, "f").json()["id"]
    assert market.post(admin, f"/api/payouts/{payout}/reject", {"reason": EMAILS[1]}, "g").status_code == 200
    with served.database.transaction() as session:
        session.execute(update(AuditRow).values(detail=""))  # an admin quoted an address there: that is theirs
        for number, person in enumerate((candidate, interviewer)):
            event = {"type": "call.closed_caption", "user": {"id": person, "name": NAMES[number]}}
            receive(session, "stream", json.dumps(event | {"text": WORDS[number]}).encode(), served.now)
    work()
    for email in EMAILS:
        served.client.post("/api/auth/reset", json={"email": email})
        served.client.post("/api/auth/signup", json={"email": email, "password": "correct horse", "name": "x"})
    return work


@pytest.mark.parametrize("which", [0, 1], ids=["candidate", "interviewer"])
def test_erasing_leaves_nothing_that_names_or_quotes_the_person(
    interviewed: tuple[Market, str], tmp_path: Path, which: int
) -> None:
    market, booking = interviewed
    database = market.served.database
    work = everything_is_written(market, booking, tmp_path / "outbox")
    person = (market.candidate, market.interviewer)[which]
    theirs = (NAMES[which], WORDS[which], EMAILS[which])
    before = traces(database, tmp_path / "outbox")
    assert [word for word in theirs if word not in before] == []
    answer = market.send("DELETE", person, "/api/user/data")
    assert answer.status_code == 204, answer.text
    work()
    after = traces(database, tmp_path / "outbox")
    assert [word for word in theirs if word in after] == []
    assert EMAILS[1 - which] in after
    assert market.send("GET", person, "/api/user/me").status_code == 401
    with database.transaction() as session:
        assert audit(session) == []


def test_erasing_deletes_recordings_and_leaves_that_there_was_feedback(
    interviewed: tuple[Market, str], tmp_path: Path
) -> None:
    market, booking = interviewed
    served = market.served
    assert market.send("DELETE", market.candidate, "/api/user/data").status_code == 204
    for name in ("c" * 64, "d" * 64):
        (tmp_path / name).write_bytes(b"sound")
    Worker(served.database, erasing_kinds(tmp_path), lambda: served.now).run_due()
    assert [path.name for path in tmp_path.iterdir() if path.is_file() and len(path.name) == 64] == ["d" * 64]
    with served.database.reading() as session:
        assert session.scalar(select(CallFile.content)) is None
    assert market.get(market.interviewer, f"/api/bookings/{booking}/feedback")["state"] == "INSUFFICIENT"


def test_nothing_of_an_erased_interview_is_stored_any_more(interviewed: tuple[Market, str], tmp_path: Path) -> None:
    market, booking = interviewed
    served = market.served
    assert market.send("DELETE", market.candidate, "/api/user/data").status_code == 204
    late, header = f"Candidate: {SECRET_WORDS}".encode(), served.token(market.interviewer)
    refused = served.client.put(f"/api/calls/{booking}/upload", content=late, headers=header)
    assert (refused.status_code, "erased" in refused.json()["detail"]) == (409, True)
    with served.database.transaction() as session:
        content = FeedbackContent.model_validate(FEEDBACK.model_dump() | {"summary": SECRET_WORDS})
        store_feedback(session, booking, content, [], served.now)
    assert SECRET_WORDS not in traces(served.database)


def test_erasing_waits_for_what_is_open_and_asks_for_a_fresh_sign_in(served: Served) -> None:
    market = Market(served)
    market.booked()
    assert market.send("DELETE", market.candidate, "/api/user/data").status_code == 409
    assert market.send("DELETE", market.interviewer, "/api/user/data").status_code == 409
    other = market.someone()
    market.send("GET", other, "/api/user/me")
    served.now += timedelta(minutes=10, seconds=1)
    assert market.send("DELETE", other, "/api/user/data").status_code == 403
