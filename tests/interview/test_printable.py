"""What a terminal may be shown, in any value."""

from __future__ import annotations

from interview_cli.interview.kinds import Difficulty
from interview_cli.interview.model import Document
from interview_cli.interview.printable import all_printable


def test_every_text_is_made_printable_and_nothing_else_changes() -> None:
    value = {"a\x1b": (1, None, 2.5, Difficulty.WARMUP, "two\r\nlines"), "b": Document("cv", "red \x1b[31m")}
    assert all_printable(value) == {
        "a\N{REPLACEMENT CHARACTER}": (1, None, 2.5, Difficulty.WARMUP, "two\nlines"),
        "b": Document("cv", "red \N{REPLACEMENT CHARACTER}[31m"),
    }
    assert all_printable(Document) is Document
