"""Numbers, heads and feet of pages, and numbers of lines, are no part of what is said; sentences go on over pages."""

from __future__ import annotations

from textwrap import wrap
from typing import Final

import pytest
from fpdf import FPDF

from interview_cli.transcripts.plain_text import plain_transcript
from interview_cli.transcripts.reading import read_transcripts

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


def _pdf(pages: list[list[tuple[str, str, str]]], head: str = "Time code   What is said") -> bytes:
    """A PDF document of lines: the time before them, their style in the notation of fpdf, and their text."""
    document = FPDF()
    for page in pages:
        document.add_page()
        document.set_font("Helvetica", "B", 9)
        document.cell(text=head, new_x="LMARGIN", new_y="NEXT")
        for time, style, text in page:
            if time:
                document.set_font("Times", "", 9)
                document.cell(text=f"{time} ")
            document.set_font("Helvetica", style, 11)
            document.cell(text=text, new_x="LMARGIN", new_y="NEXT")
    return bytes(document.output())


@pytest.mark.parametrize("style", ["B", "BI", "I"])
@pytest.mark.parametrize("timed", [True, False])
def test_questions_in_another_font_than_answers_in_a_pdf(style: str, timed: bool) -> None:
    def line(time: str, style: str, text: str) -> tuple[str, str, str]:
        return (time * timed, style, text)

    pages = [
        [
            line("01:00:01", style, "You left banking to repair accordions."),
            line("", style, "Was that as sudden as it sounds?"),
            line("01:00:09", "", "It took nine years, so no. I bought a broken one in"),
            line("", "", "2004 because my daughter liked the colour."),
            line("01:01:12", style, "What breaks most often?"),
            line("01:01:15", "", "Wax. The reeds are held in with beeswax, and after"),
        ],
        [
            line("", "", "forty years in a loft it turns to biscuit."),
            line("01:02:40", style, "Who comes through that door?"),
            line("01:02:44", "", "Morris sides, and I let them hold the heavy one."),
        ],
    ]
    (transcript,) = read_transcripts(_pdf(pages), "x.pdf")
    assert [(turn.speaker_label, turn.text) for turn in transcript.turns] == [
        ("Question", "You left banking to repair accordions. Was that as sudden as it sounds?"),
        ("Answer", "It took nine years, so no. I bought a broken one in 2004 because my daughter liked the colour."),
        ("Question", "What breaks most often?"),
        (
            "Answer",
            "Wax. The reeds are held in with beeswax, and after forty years in a loft it turns to biscuit.",
        ),
        ("Question", "Who comes through that door?"),
        ("Answer", "Morris sides, and I let them hold the heavy one."),
    ]


@pytest.mark.parametrize("number", ["[T{:03}]", "[{}]", "#{}", "({})"])
def test_the_numbers_of_turns_are_no_labels(number: str) -> None:
    text = "\n".join(f"{number.format(at)} {who}: {said}" for at, (who, said) in enumerate(_SAID, 1))
    assert _said_in(text) == [(who, said.strip()) for who, said in _SAID]
