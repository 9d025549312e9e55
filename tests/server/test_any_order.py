"""Whatever people do and in whatever order: credits are neither made nor lost, nobody is in two places at once."""

from __future__ import annotations

from typing import Any, ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test
from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session, aliased

from interview_server.booking.models import Booking, BookingStatus
from interview_server.booking.work import booking_kinds
from interview_server.calls.models import Feedback
from interview_server.jobs.worker import Worker
from interview_server.ledger.audit import audit
from interview_server.ledger.entries import Kind
from interview_server.ledger.models import Entry, Movement, Payout, PayoutStatus
from interview_server.ledger.payments import ManualPayments
from interview_server.ledger.work import MoneyWork
from tests.server.conftest import Served
from tests.server.market import Market

ANY = st.integers(0, 1_000_000)
EXPECTED = {200, 201, 402, 403, 404, 409, 422, 429}


class Marketplace(RuleBasedStateMachine):
    """Two interviewers, three candidates with few credits, two admins."""

    served: ClassVar[Served]

    def __init__(self) -> None:
        super().__init__()
        self.markets = [Market(self.served), Market(self.served)]
        self.candidates = [self.markets[0].someone(amount) for amount in (25, 15)] + [self.markets[0].candidate]
        self.admins = [self.markets[0].admin(), self.markets[0].admin()]
        self.markets[0].earned()
        self.bookings: list[Any] = [self.markets[number % 2].booked(number) for number in range(4)]
        for booking in self.bookings[:2]:
            self.markets[0].give_feedback(booking["id"])
        self.holds: list[Any] = []
        self.payouts: list[Any] = []
        self.purchases: list[Any] = []
        self.number = 0
        self.worker = Worker(
            self.served.database,
            [*booking_kinds(), *MoneyWork(ManualPayments(), {}).kinds()],
            lambda: self.served.now,
        )

    def act(self, person: str, path: str, body: Any = None) -> Any:
        """Send a request with a key of its own, some twice: the answer is the same, unless it was a limit."""
        self.number += 1
        key = f"{id(self)}-{self.number}"
        first = self.markets[0].post(person, path, body, key)
        assert first.status_code in EXPECTED, first.text
        if self.number % 4 == 0 and first.status_code != 429:
            again = self.markets[0].post(person, path, body, key)
            assert (again.status_code, again.json()) == (first.status_code, first.json())
        return first.json() if first.status_code < 300 else None

    def someone_of(self, booking: Any, who: int) -> str:
        people = [booking["candidateId"], booking["interviewerId"], self.candidates[0]]
        return str(people[who % 3])

    @rule(who=ANY, which=ANY, slot=ANY, is_hold=st.booleans())
    def take_a_time(self, who: int, which: int, slot: int, is_hold: bool) -> None:
        market = self.markets[which % 2]
        slots = market.slots(3)
        if not slots:
            return
        body = market.at(slots[slot % min(len(slots), 3)])
        candidate = self.candidates[who % 3]
        made = self.act(candidate, "/api/holds" if is_hold else "/api/bookings", body)
        if made is not None:
            (self.holds if is_hold else self.bookings).append({"candidateId": candidate, **made})

    @precondition(lambda self: self.holds)
    @rule(which=ANY, who=ANY)
    def book_a_hold(self, which: int, who: int) -> None:
        hold = self.holds[which % len(self.holds)]
        person = self.someone_of(hold, who % 2 * 2)
        made = self.act(person, "/api/bookings", {"holdId": hold["id"]})
        if made is not None:
            self.bookings.append(made)

    @precondition(lambda self: self.bookings)
    @rule(which=ANY, who=ANY, what=st.sampled_from(["cancel", "no-show", "dispute"]))
    def end_a_booking(self, which: int, who: int, what: str) -> None:
        booking = self.bookings[which % len(self.bookings)]
        body = {"reason": "It was not so."} if what == "dispute" else None
        self.act(self.someone_of(booking, who), f"/api/bookings/{booking['id']}/{what}", body)

    @precondition(lambda self: self.bookings)
    @rule(which=ANY, slot=ANY)
    def move_a_booking(self, which: int, slot: int) -> None:
        booking = self.bookings[which % len(self.bookings)]
        slots = self.markets[0].slots(4)
        if slots:
            body = {"startTime": slots[slot % len(slots)]}
            self.act(booking["candidateId"], f"/api/bookings/{booking['id']}/reschedule", body)

    @precondition(lambda self: self.bookings)
    @rule(which=ANY)
    def complete_a_booking(self, which: int) -> None:
        self.markets[0].give_feedback(self.bookings[which % len(self.bookings)]["id"])

    @precondition(lambda self: self.bookings)
    @rule(which=ANY, side=st.sampled_from(["CANDIDATE", "INTERVIEWER"]))
    def decide_a_dispute(self, which: int, side: str) -> None:
        booking = self.bookings[which % len(self.bookings)]
        body = {"inFavourOf": side, "reason": "so it seems"}
        self.act(self.admins[0], f"/api/admin/bookings/{booking['id']}/resolve", body)

    @rule(which=ANY, amount=st.integers(1, 25))
    def ask_for_a_payout(self, which: int, amount: int) -> None:
        body = {"credits": amount, "paymentMethod": "TRANSFER", "paymentDetail": "x"}
        made = self.act(self.markets[which % 2].interviewer, "/api/payouts", body)
        if made is not None:
            self.payouts.append(made)

    @precondition(lambda self: self.payouts)
    @rule(which=ANY, approve=st.booleans())
    def decide_a_payout(self, which: int, approve: bool) -> None:
        path = f"/api/payouts/{self.payouts[which % len(self.payouts)]['id']}"
        if approve:
            self.act(self.admins[1], f"{path}/approve")
        else:
            self.act(self.admins[1], f"{path}/reject", {"reason": "no"})

    @rule(who=ANY, amount=st.integers(1, 30))
    def buy(self, who: int, amount: int) -> None:
        made = self.act(self.candidates[who % 3], "/api/credits/purchase", {"credits": amount})
        if made is not None:
            self.purchases.append(made)

    @precondition(lambda self: self.purchases)
    @rule(which=ANY, what=st.sampled_from(["approve", "reject"]))
    def decide_a_purchase(self, which: int, what: str) -> None:
        self.act(self.admins[0], f"/api/admin/purchases/{self.purchases[which % len(self.purchases)]['id']}/{what}")

    @rule(who=ANY, amount=st.integers(-20, 20))
    def adjust(self, who: int, amount: int) -> None:
        body = {"personId": self.candidates[who % 3], "amount": amount, "reason": "because"}
        self.act(self.admins[0], "/api/admin/adjustments", body)

    @rule(hours=st.sampled_from([0.05, 1, 12, 73]))
    def pass_time(self, hours: float) -> None:
        self.markets[0].pass_time(hours=hours)
        self.markets[1].tokens.clear()

    @rule()
    def work(self) -> None:
        self.worker.run_due()

    def teardown(self) -> None:
        """In the end, since what the ledger has once written stays: the books are right."""
        with self.served.database.transaction() as session:
            assert audit(session) == []
            assert overlaps(session) == 0
            assert not unearned(session)
            assert feedback_of(session) == {BookingStatus.COMPLETED}
            assert reserved(session) == (0, 0)


def overlaps(session: Session) -> int:
    """Pairs of interviews that one person would have at once."""
    one, other = aliased(Booking), aliased(Booking)
    return (
        session.scalar(
            select(func.count())
            .select_from(one)
            .join(
                other,
                and_(
                    one.id < other.id,
                    (one.interviewer_id == other.interviewer_id) | (one.candidate_id == other.candidate_id),
                    one.starts_at < other.ends_at,
                    other.starts_at < one.ends_at,
                ),
            )
            .where(one.status != BookingStatus.CANCELLED, other.status != BookingStatus.CANCELLED)
        )
        or 0
    )


def unearned(session: Session) -> list[str]:
    """Completed interviews without the feedback, or without the one earning that it brought."""
    earned = (
        select(func.count())
        .select_from(Movement)
        .join(Entry, Entry.movement_id == Movement.id)
        .where(
            Movement.kind == Kind.BOOKING_EARNING,
            Movement.reference == Booking.id,
            Entry.account == "earnings:" + Booking.interviewer_id,
            Entry.amount == Booking.credits_charged,
        )
        .scalar_subquery()
    )
    has_none = ~select(Feedback.booking_id).where(Feedback.booking_id == Booking.id).exists()
    completed = select(Booking.id).where(Booking.status == BookingStatus.COMPLETED, (earned != 1) | has_none)
    return list(session.scalars(completed))


def feedback_of(session: Session) -> set[BookingStatus]:
    """The states of the interviews that have feedback; it is one of each, by its key."""
    return set(session.scalars(select(Booking.status).join(Feedback, Feedback.booking_id == Booking.id)))


def reserved(session: Session) -> tuple[int, int]:
    """Credits reserved beyond what is in process, and credits held for bookings beyond what they cost."""
    in_process = select(func.coalesce(func.sum(Payout.credits), 0)).where(Payout.status == PayoutStatus.PROCESSING)
    kept = select(func.coalesce(func.sum(Entry.amount), 0)).where(Entry.account.like("reserved:%"))
    due = select(func.coalesce(func.sum(Booking.credits_charged), 0)).where(Booking.status == BookingStatus.SCHEDULED)
    held = (
        select(func.coalesce(func.sum(Entry.amount), 0))
        .join(Booking, Entry.account == "held:" + Booking.id)
        .where(Booking.status == BookingStatus.SCHEDULED)
    )
    values = [session.scalar(query) or 0 for query in (kept, in_process, held, due)]
    return int(values[0] - values[1]), int(values[2] - values[3])


def test_the_marketplace_in_any_order(served: Served) -> None:
    Marketplace.served = served
    run_state_machine_as_test(
        Marketplace,
        settings=settings(
            max_examples=8,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
