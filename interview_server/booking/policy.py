"""Where the credits go when an interview does not take place. A booking keeps the version it was made under."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from interview_server.booking.models import Side


@dataclass(frozen=True)
class Policy:
    """The terms of a booking. Shares are in percent of the credits charged; odd credits go to the candidate."""

    version: int
    full_refund_before: timedelta
    """A candidate who cancels at least this long before the start pays nothing."""
    late_cancel_percent: int
    """What a candidate pays the interviewer for cancelling later."""
    no_show_percent: int
    """What a candidate who does not come pays the interviewer, once the time for disputes is over."""
    dispute_window: timedelta
    """How long whoever was reported as missing, and the candidate after the feedback, can object."""
    give_up_after: timedelta
    """How long after the end of an interview its feedback may take; then everything is refunded."""

    @property
    def text(self) -> str:
        """The terms as the person who books reads them."""
        hours = int(self.full_refund_before.total_seconds() // 3600)
        dispute_h = int(self.dispute_window.total_seconds() // 3600)
        return (
            f"You can cancel or move the interview free of charge until {hours} hours before it starts. "
            f"If you cancel later, you pay {self.late_cancel_percent} % of the credits. "
            f"If you do not come, you pay {self.no_show_percent} %. "
            "If the interviewer cancels, you get everything back at once; if the interviewer does not come, when the "
            f"{dispute_h} hours are over in which they can object. "
            f"You can object for {dispute_h} hours, too: to the feedback, or when you are reported as missing. "
            f"If there is no feedback {self.give_up_after.days} days after the interview, you get everything back."
        )

    def cancellation_fee(self, charged: int, by: Side, starts_at: datetime, now: datetime) -> int:
        """Credits that the interviewer keeps when `by` cancels at `now`."""
        if by is Side.INTERVIEWER or starts_at - now >= self.full_refund_before:
            return 0
        return charged * self.late_cancel_percent // 100

    def contested(self, charged: int, missing: Side) -> int:
        """Credits that stay held while `missing`, who is said not to have come, can object."""
        return charged if missing is Side.INTERVIEWER else charged * self.no_show_percent // 100


POLICIES: Final = {
    1: Policy(
        version=1,
        full_refund_before=timedelta(hours=24),
        late_cancel_percent=50,
        no_show_percent=50,
        dispute_window=timedelta(hours=72),
        give_up_after=timedelta(days=7),
    )
}
"""Every policy that a booking was ever made under. A changed policy is a new version."""

CURRENT: Final = POLICIES[max(POLICIES)]
