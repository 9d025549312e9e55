"""What is kept about a person: handed out whole, and erased."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text

from interview_server.accounts.models import Person
from interview_server.accounts.personal_data import ABOUT, ONLY_DEALT_WITH, naming_columns
from interview_server.calls.erasing import erasing_kinds
from interview_server.calls.files import NewFile, keep
from interview_server.calls.judged import FeedbackContent
from interview_server.calls.models import CallFile, Feedback, FileKind, Rating
from interview_server.database.base import Base
from interview_server.jobs.worker import Worker
from tests.server.conftest import Served
from tests.server.market import Market

SECRET_WORDS = "I led the migration at Initech"


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


def test_erasing_leaves_nothing_that_names_or_quotes_the_person(
    interviewed: tuple[Market, str], tmp_path: Path
) -> None:
    market, booking = interviewed
    served = market.served
    with served.database.transaction() as session:
        person = session.get_one(Person, market.candidate)
        person.name, person.bio = "Ada Lovelace", SECRET_WORDS
        email = person.email
    assert market.send("DELETE", market.candidate, "/api/user/data").status_code == 204
    for name in ("c" * 64, "d" * 64):
        (tmp_path / name).write_bytes(b"sound")
    Worker(served.database, erasing_kinds(tmp_path), lambda: served.now).run_due()
    assert [path.name for path in tmp_path.iterdir() if path.is_file() and len(path.name) == 64] == ["d" * 64]
    with served.database.reading() as session:
        for table in Base.metadata.sorted_tables:
            for row in session.execute(select(table)):
                for word in ("Lovelace", SECRET_WORDS, email):
                    assert word not in str(tuple(row)), table.name
        assert session.scalar(select(CallFile.content)) is None
        assert session.execute(text("SELECT count(*) FROM feedback")).scalar() == 1
    assert market.send("GET", market.candidate, "/api/user/me").status_code == 401
    assert market.get(market.interviewer, f"/api/bookings/{booking}/feedback")["state"] == "INSUFFICIENT"


def test_erasing_waits_for_what_is_open_and_asks_for_a_fresh_sign_in(served: Served) -> None:
    market = Market(served)
    market.booked()
    assert market.send("DELETE", market.candidate, "/api/user/data").status_code == 409
    assert market.send("DELETE", market.interviewer, "/api/user/data").status_code == 409
    other = market.someone()
    market.send("GET", other, "/api/user/me")
    served.now += timedelta(minutes=10, seconds=1)
    assert market.send("DELETE", other, "/api/user/data").status_code == 403
