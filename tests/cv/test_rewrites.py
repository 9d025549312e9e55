"""Wordings that say the same pass; none that says more, or something else, does."""

from __future__ import annotations

from typing import Final

import pytest

from benchmarks.rewrite_pairs import PAIRS, adds

BLOCKED_ALTHOUGH_GOOD: Final = {
    "Calculated the statics of three bridges, guided by the lead engineer",
    "Ran weekly A/B tests that increased newsletter readers from 2,000 to 9,500 within one year",
    "Looked after social media accounts for three brands, writing up to 10 posts a week",
    "Taught two evening classes German, one of them for beginners, while the regular teacher was absent",
    "Passed the test of a course on fork-lift safety at the second attempt",
}
"""Wordings that a person would let pass and the check does not."""

CASES: Final = [case for cases in PAIRS.values() for case in cases]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["before"][:40])
def test_no_wording_that_says_more_may_be_written(case: dict[str, list[str]]) -> None:
    assert [line for line in case["bad"] if not adds(case, line)] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["before"][:40])
def test_wordings_that_say_the_same_may_be_written(case: dict[str, list[str]]) -> None:
    assert [line for line in case["good"] if adds(case, line) and line not in BLOCKED_ALTHOUGH_GOOD] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["before"][:40])
def test_every_line_may_stay_as_it_is(case: dict[str, str]) -> None:
    assert adds(case, case["before"]) == []


def test_what_is_known_to_be_blocked_is_blocked() -> None:
    good = [(case, line) for case in CASES for line in case["good"] if line in BLOCKED_ALTHOUGH_GOOD]
    assert len(good) == len(BLOCKED_ALTHOUGH_GOOD)
    assert all(adds(case, line) for case, line in good)
