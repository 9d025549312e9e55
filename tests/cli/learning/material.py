"""What is practised in the tests of learning, and when."""

from __future__ import annotations

from datetime import datetime

from tests.conftest import STRONG_ANSWERS, SteppingClock

STRONG = " ".join(STRONG_ANSWERS[0].split())
OTHER = " ".join(STRONG_ANSWERS[2].split())
WEAK = "We had some trouble with a release and things got better in the end because the team worked hard on it."
QUESTION = "ownership-inherited-mess"
ONE = ("--question", QUESTION, "--follow-ups", "0", "--json")


def on_day(time: SteppingClock, day: str) -> None:
    """Move the clock to eight in the evening of a day."""
    time.moment = datetime.fromisoformat(f"{day}T20:00:00+00:00")
