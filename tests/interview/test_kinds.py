"""Types of interviews as people write them."""

from __future__ import annotations

import pytest

from interview_cli.interview.kinds import InterviewType


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Behavioral", InterviewType.BEHAVIORAL),
        (" hr ", InterviewType.HR_SCREEN),
        ("HR-screen", InterviewType.HR_SCREEN),
        ("technical", InterviewType.TECHNICAL_VERBAL),
        ("system design", InterviewType.SYSTEM_DESIGN),
    ],
)
def test_a_type_is_known_by_its_names(written: str, meant: InterviewType) -> None:
    assert InterviewType(written) is meant


@pytest.mark.parametrize("written", ["", "behaviour", "hr_screens", "none"])
def test_no_other_word_is_a_type(written: str) -> None:
    with pytest.raises(ValueError, match="is not a valid InterviewType"):
        InterviewType(written)
