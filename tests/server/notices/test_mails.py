"""Who is mailed when, and what."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from interview_server.accounts.models import Person
from interview_server.booking.changes import give_up
from interview_server.jobs.announcing import Happened, announce
from interview_server.ledger.models import Purchase, PurchaseStatus
from interview_server.ledger.payments import Reversal
from interview_server.ledger.work import reverse
from interview_server.notices.work import REMIND, SEND_MAIL
from tests.server.market import instant
from tests.server.notices.conftest import Notices


def test_both_are_told_of_a_booking_with_an_entry_for_their_calendar(notices: Notices) -> None:
    booking = notices.market.booked()
    mails = notices.mailed()
    assert set(mails) == {"candidate", "interviewer"}
    start = instant(booking["startTime"])
    for mail in mails.values():
        assert mail.subject.startswith("Interview booked: ")
        assert f"{start:%H:%M} UTC" in mail.text
        assert "Europe/Berlin" in mail.text
        assert booking["id"] in mail.text
        assert mail.ics is not None
        assert "METHOD:REQUEST" in mail.ics
        assert "BEGIN:VTIMEZONE" in mail.ics
        assert f"UID:{booking['id']}@interview" in mail.ics
    assert "It costs 10 credits. You can cancel" in mails["candidate"].text
    assert "credits" not in mails["interviewer"].text


def test_a_mail_is_as_text_and_as_html_and_names_do_no_harm_in_it(notices: Notices) -> None:
    with notices.market.served.database.transaction() as session:
        session.get_one(Person, notices.market.interviewer).name = "<b>Ada</b>"
    notices.market.booked()
    mail = notices.mailed()["candidate"]
    assert "<b>Ada</b>" in mail.text
    assert "<b>Ada</b>" not in mail.html
    assert "&lt;b&gt;Ada" in mail.html


def test_a_cancellation_takes_the_entry_out_of_the_calendar_and_closes_the_call(notices: Notices) -> None:
    booking = notices.market.booked()
    notices.mailed()
    read = notices.market.get(notices.market.candidate, f"/api/bookings/{booking['id']}")
    assert read["streamCallId"] == booking["id"]
    notices.market.post(notices.market.candidate, f"/api/bookings/{booking['id']}/cancel")
    mails = notices.mailed()
    assert set(mails) == {"candidate", "interviewer"}
    assert "You cancelled the interview" in mails["candidate"].text
    assert "Your candidate cancelled the interview" in mails["interviewer"].text
    assert all("METHOD:CANCEL" in (mail.ics or "") for mail in mails.values())
    read = notices.market.get(notices.market.candidate, f"/api/bookings/{booking['id']}")
    assert read["streamCallId"] is None


def test_a_mail_that_is_no_longer_true_is_not_sent(notices: Notices) -> None:
    booking = notices.market.booked()
    notices.market.post(notices.market.candidate, f"/api/bookings/{booking['id']}/cancel")
    assert all(mail.subject.startswith("Interview cancelled") for mail in notices.mailed().values())


def test_both_are_reminded_a_day_and_an_hour_before(notices: Notices) -> None:
    booking = notices.market.booked()
    notices.mailed()
    start = instant(booking["startTime"])
    assert [job.run_at for job in notices.waiting(REMIND)] == [
        start - timedelta(hours=24),
        start - timedelta(hours=1),
    ]
    notices.market.served.now = start - timedelta(hours=24)
    notices.market.tokens.clear()
    assert {mail.subject[:9] for mail in notices.mailed().values()} == {"Reminder:"}
    notices.market.served.now = start - timedelta(hours=1)
    notices.market.tokens.clear()
    assert set(notices.mailed()) == {"candidate", "interviewer"}


def test_nobody_is_reminded_of_an_interview_that_was_moved_or_cancelled(notices: Notices) -> None:
    booking = notices.market.booked()
    notices.mailed()
    new = next(slot for slot in reversed(notices.market.slots(days=12)) if slot > booking["startTime"])
    moved = notices.market.post(
        notices.market.candidate, f"/api/bookings/{booking['id']}/reschedule", {"startTime": new}
    )
    assert moved.status_code == 200
    assert {mail.subject[:16] for mail in notices.mailed().values()} == {"Interview moved:"}
    notices.market.served.now = instant(booking["startTime"])
    notices.market.tokens.clear()
    assert notices.mailed() == {}
    notices.market.post(notices.market.candidate, f"/api/bookings/{booking['id']}/cancel")
    notices.mailed()
    notices.market.served.now = instant(new)
    notices.market.tokens.clear()
    assert notices.mailed() == {}


def test_nobody_is_reminded_of_an_interview_that_has_begun(notices: Notices) -> None:
    booking = notices.market.booked()
    notices.mailed()
    notices.market.served.now = instant(booking["startTime"])
    notices.market.tokens.clear()
    assert notices.mailed() == {}


def test_both_are_told_of_feedback(notices: Notices) -> None:
    booking = notices.market.booked()
    notices.mailed()
    notices.market.served.now = instant(booking["startTime"]) + timedelta(minutes=30)
    notices.market.tokens.clear()
    notices.mailed()
    said = (
        "Interviewer: Tell me about a time you fixed something that kept breaking.\n"
        "Candidate: Last spring our nightly export failed twice a week. I was asked to find out why. I added timing "
        "to each step, saw that one query slowed down, and rewrote it. It ran five months without a failure.\n"
    )
    notices.market.send("GET", notices.market.candidate, "/api/user/me")
    answer = notices.market.served.client.put(
        f"/api/calls/{booking['id']}/upload",
        content=said.encode(),
        headers=notices.market.tokens[notices.market.candidate],
    )
    assert answer.status_code == 202, answer.text
    mails = notices.mailed()
    assert {mail.subject for mail in mails.values()} == {"Feedback is ready"}
    assert "You earned 10 credits." in mails["interviewer"].text
    assert "earned" not in mails["candidate"].text


def test_the_owner_and_the_admins_are_told_of_a_payout(notices: Notices) -> None:
    admin = notices.market.someone(0, "ADMIN")
    notices.market.earned()
    notices.mailed()
    body = {"credits": 10, "paymentMethod": "BANK", "paymentDetail": "DE02 1203 0000 0000 2020 51"}
    payout = notices.market.post(notices.market.interviewer, "/api/payouts", body).json()
    mails = notices.mailed()
    assert mails["interviewer"].subject == "Your payout is processing"
    assert mails[notices.address(admin)].subject == "A payout waits for a decision"
    assert not any("DE02" in mail.text for mail in mails.values())
    notices.market.post(admin, f"/api/payouts/{payout['id']}/approve")
    mails = notices.mailed()
    assert {name: mail.subject for name, mail in mails.items()} == {"interviewer": "Your payout is processed"}


def test_an_objection_is_told_to_the_other_side_and_the_admins_and_its_decision_to_both(notices: Notices) -> None:
    market = notices.market
    admin = market.someone(0, "ADMIN")
    booking = market.booked()
    notices.mailed()
    market.pass_time(days=7)
    notices.mailed()
    market.post(market.candidate, f"/api/bookings/{booking['id']}/no-show")
    mails = notices.mailed()
    assert f"interview market dispute {booking['id']}" in mails["interviewer"].text
    assert "did not come" in mails["candidate"].text
    assert "market dispute" not in mails["candidate"].text
    market.post(market.interviewer, f"/api/bookings/{booking['id']}/dispute", {"reason": "I waited for an hour."})
    mails = notices.mailed()
    assert mails["candidate"].text.startswith("Your interviewer objects to how")
    assert mails["interviewer"].text.startswith("You object to how")
    assert booking["id"] in mails[notices.address(admin)].text
    assert not any("an hour" in mail.text for mail in mails.values())
    decision = {"inFavourOf": "INTERVIEWER", "reason": "The call shows it."}
    market.post(admin, f"/api/admin/bookings/{booking['id']}/resolve", decision)
    mails = notices.mailed()
    assert set(mails) == {"candidate", "interviewer"}
    assert all("10 credits to the interviewer: The call shows it." in mail.text for mail in mails.values())


def test_an_interview_without_feedback_is_not_said_to_have_had_no_call(notices: Notices) -> None:
    booking = notices.market.booked()
    notices.mailed()
    notices.market.served.now = instant(booking["endTime"]) + timedelta(days=7)
    notices.market.tokens.clear()
    with notices.market.served.database.transaction() as session:
        assert give_up(session, notices.market.served.now, 1) == 1
    mails = notices.mailed()
    assert {mail.subject[:27] for mail in mails.values()} == {"Interview without feedback:"}


def test_who_bought_and_the_admins_are_told_when_a_payment_went_back(notices: Notices) -> None:
    market = notices.market
    admin = market.someone(0, "ADMIN")
    with market.served.database.transaction() as session:
        purchase = Purchase(
            person_id=market.candidate,
            credits=50,
            price_cents=5000,
            currency="usd",
            provider="stripe",
            provider_reference="cs_1",
            payment_reference="pi_1",
            status=PurchaseStatus.PAID,
            created_at=market.served.now,
        )
        session.add(purchase)
    for is_undone in (False, True):
        with market.served.database.transaction() as session:
            event = Reversal("dp_1", "pi_1", 2000, "usd", is_undone=is_undone)
            reverse(session, "stripe", event, None, market.served.now)
        mails = notices.mailed()
        assert set(mails) == {"candidate", notices.address(admin)}
        assert ("20 of the 50 credits" in mails["candidate"].text) is not is_undone
        assert ("has to be sent another way" in mails[notices.address(admin)].text) is is_undone


def test_admins_are_told_who_waits_for_verification_and_that_person_how_it_ended(notices: Notices) -> None:
    market = notices.market
    admin, newcomer = market.someone(0, "ADMIN"), market.someone()
    address, admins = notices.address(newcomer), notices.address(admin)

    def says(**said: Any) -> None:
        answer = market.post(newcomer, "/api/onboarding", {"role": "INTERVIEWER", **said})
        assert answer.status_code == 200, answer.text

    says(title="Engineer", yearsExp=9, categories=["BACKEND"], creditRate=10)
    mails = notices.mailed()
    assert set(mails) == {address, admins}
    assert mails[admins].subject == "An interviewer waits for verification"
    assert f"POST /api/admin/interviewers/{newcomer}/verification" in mails[admins].text
    says(title="Principal Engineer")
    assert notices.mailed() == {}

    body = {"verified": True, "reason": "A colleague."}
    for _ in range(2):
        market.post(admin, f"/api/admin/interviewers/{newcomer}/verification", body)
    assert {to: mail.subject for to, mail in notices.mailed().items()} == {
        address: "You are verified as an interviewer"
    }
    says(bio="Sixteen years.")
    assert notices.mailed() == {}
    says(company="Example")
    assert set(notices.mailed()) == {address, admins}


def test_nobody_is_asked_to_verify_who_is_verified_already_or_left(notices: Notices) -> None:
    market = notices.market
    market.someone(0, "ADMIN")
    with market.served.database.transaction() as session:
        announce(session, Happened.INTERVIEWER_WAITING, market.interviewer, market.served.now)
        announce(session, Happened.INTERVIEWER_WAITING, market.candidate, market.served.now)
    assert notices.mailed() == {}


def test_a_mail_server_that_is_away_gets_the_mail_later(notices: Notices) -> None:
    notices.mail.failure = OSError("no route to mail@example.org")
    notices.market.booked()
    notices.worker.run_due()
    waiting = notices.waiting(SEND_MAIL)
    assert len(waiting) == 2
    assert not any("example.org" in (job.last_error or "") for job in waiting)
    notices.mail.failure = None
    notices.market.served.now += timedelta(minutes=1)
    notices.market.tokens.clear()
    assert set(notices.mailed()) == {"candidate", "interviewer"}


def test_nobody_who_was_erased_is_mailed(notices: Notices) -> None:
    notices.market.booked()
    with notices.market.served.database.transaction() as session:
        session.get_one(Person, notices.market.interviewer).erased_at = notices.market.served.now
    notices.worker.run_due()
    [mail] = notices.mail.take().values()
    assert "It costs 10 credits" in mail.text
