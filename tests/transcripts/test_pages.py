"""Numbers, heads and feet of pages, and numbers of lines, are no part of what is said; sentences go on over pages."""

from __future__ import annotations

from textwrap import wrap
from typing import Final

import pytest

from interview_cli.transcripts.plain_text import plain_transcript

_SAID: Final = (
    ("I", "Where did you learn to rig a mast, and who paid for it?"),
    ("B4", "On the quay at Hoorn, from a man who had sailed round the Horn twice and fallen once. " * 4),
    ("I", "What made you stay?"),
    ("B4", "The money at first, 5 guilders a day. Then the smell of it, the tar and the hemp and the cold. " * 5),
    ("I", "Did you ever fall?"),
    ("B4", "Twice, and once into the water, which I deserved, for I had laughed at someone else. " * 5),
)
_LINES: Final = [line for label, text in _SAID for line in wrap(f"{label}: {text}", 60)]
_PAGES: Final = ["\n".join(_LINES[begin : begin + 13]) for begin in range(0, len(_LINES), 13)]


def _said_in(text: str) -> list[tuple[str | None, str]]:
    return [(turn.speaker_label, turn.text) for turn in plain_transcript(text, "x.txt", "x").turns]


def _every(step: int) -> str:
    return "\n".join(
        f"{number if number % step == 0 else '':>3}      {line}" for number, line in enumerate(_LINES, 1)
    )


@pytest.mark.parametrize(
    "text",
    [
        "".join(
            f"Voices of the Quay      R. Hale\n\n{page}\n\n   - {number} -\n\f"
            for number, page in enumerate(_PAGES, 9)
        ),
        "".join(f"{page}\n\n   Page {number} of 3\n\n" for number, page in enumerate(_PAGES, 1)),
        "\n".join(f"{page}\n{number}\nVoices of the Quay" for number, page in enumerate(_PAGES, 17)),
        _every(5),
        _every(3),
        "\n\f".join("\n".join(f"{n:>2}  {line}" for n, line in enumerate(page.split("\n"), 1)) for page in _PAGES),
    ],
    ids=["form feeds", "pages of", "bare numbers", "every fifth line", "every third line", "every line"],
)
def test_what_stands_beside_the_text_of_a_page_is_left_out(text: str) -> None:
    assert _said_in(text) == [(label, said.strip()) for label, said in _SAID]


def test_answers_that_count_up_are_kept() -> None:
    text = "I: How many rooms has it?\nB4:\n3\nI: And how many windows, all in all?\nB4:\n4\nI: And doors?\nB4:\n5\n"
    assert [said for _, said in _said_in(text)][1::2] == ["3", "4", "5"]


def test_the_number_of_a_recording_stands_before_a_time() -> None:
    text = (
        "01-00:00:00\nTran:     Where were you born?\n\n01-00:00:21\nHale:     At Coos Bay, over a bakery.\n\n"
        "01-00:01:47\nTran:     What did your father do?\n\n01-00:01:50\nHale:     He graded lumber by eye.\n"
    )
    turns = plain_transcript(text, "x.txt", "x").turns
    assert [turn.start_s for turn in turns] == [0.0, 21.0, 107.0, 110.0]
    assert turns[1].text == "At Coos Bay, over a bakery."
