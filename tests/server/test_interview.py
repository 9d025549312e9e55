"""One interview from the first booking to the payout, with every job of the server and mails in a folder."""

from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

from interview_server.jobs.models import Job, JobState
from interview_server.jobs.worker import Worker
from interview_server.main import job_kinds
from interview_server.settings import Settings
from tests.server.calls.conftest import transcript
from tests.server.conftest import Served
from tests.server.market import Market, instant


def subjects(folder: Path) -> list[str]:
    """The subjects of the mails that were written, without what follows a colon."""
    read = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in folder.glob("*.eml")]
    return sorted(str(mail["Subject"]).partition(":")[0] for mail in read)


def test_an_interview_is_booked_held_judged_and_paid_out(served: Served, tmp_path: Path) -> None:
    market = Market(served)
    settings = Settings(files_folder=tmp_path / "files", outbox_folder=tmp_path / "outbox")
    worker = Worker(served.database, job_kinds(settings), lambda: served.now)
    admin = market.someone(0, "ADMIN")

    booking = market.booked()
    worker.run_due()
    assert market.get(market.candidate, f"/api/bookings/{booking['id']}")["streamCallId"] == booking["id"]
    served.now = instant(booking["startTime"]) + timedelta(minutes=5)
    market.tokens.clear()
    assert market.get(market.candidate, f"/api/calls/{booking['id']}")["provider"] == "local"

    said = transcript({"candidate": market.candidate, "interviewer": market.interviewer})
    market.get(market.interviewer, "/api/user/me")
    uploaded = served.client.put(
        f"/api/calls/{booking['id']}/upload", content=said, headers=market.tokens[market.interviewer]
    )
    assert uploaded.status_code == 202
    worker.run_due()
    assert market.get(market.candidate, f"/api/bookings/{booking['id']}")["status"] == "COMPLETED"
    assert market.get(market.candidate, f"/api/bookings/{booking['id']}/feedback")["state"] == "SUFFICIENT"
    assert market.money() == (90, 10)

    market.pass_time(hours=72)
    wish = {"credits": 10, "paymentMethod": "BANK", "paymentDetail": "to Ada"}
    payout = market.post(market.interviewer, "/api/payouts", wish).json()
    worker.run_due()
    decided = market.post(admin, f"/api/payouts/{payout['id']}/approve").json()
    assert (decided["status"], decided["netAmount"]) == ("PROCESSED", 9)
    worker.run_due()
    assert market.money() == (90, 0)
    assert subjects(settings.outbox_folder) == [
        "A payout waits for a decision",
        "Feedback is ready",
        "Feedback is ready",
        "Interview booked",
        "Interview booked",
        "Your payout is processed",
        "Your payout is processing",
    ]
    with served.database.reading() as session:
        assert session.query(Job).filter(Job.state != JobState.DONE).count() == 0
