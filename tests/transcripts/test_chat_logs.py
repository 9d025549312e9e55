"""Logs of IRC, as its clients write them, and texts of corpora below a header in XML."""

from __future__ import annotations

from typing import Final

import pytest

from interview_cli.errors import InputError
from interview_cli.transcripts.reading import read_transcripts

_TURNS: Final = [
    ("olga_k", "what made you look at our mail queue code in the first place?"),
    ("moth", "a bounce loop at my last job. 400k messages in one night"),
    ("olga_k", "how do you test something like that without sending mail?"),
    ("moth", "i run a fake server that lies. it accepts, then says 451"),
    ("olga_k", "which part would you rather not touch?"),
    ("moth", "the header folding -- there's a comment from 2009 that says don't"),
]


@pytest.mark.parametrize(
    ("message", "status"),
    [
        (
            "2025-03-14 20:0{n}:02\t{nick}\t{text}\n",
            "2025-03-14 20:0{n}:40\t{sign}\tzed (~z@203.0.113.9) has left #hiring\n",
        ),
        ("20:0{n}:02 {nick:>9} | {text}\n", "20:0{n}:40 {sign:>9} | zed (~z@203.0.113.9) has joined #hiring\n"),
        ("20:0{n} <{nick}> {text}\n", "20:0{n} -!- zed [~z@203.0.113.9] has joined #hiring\n20:0{n}  * zed waves\n"),
        ("20:0{n}:02 <{nick}> {text}\n", "20:0{n}:40 *** zed (~z@203.0.113.9) has joined #hiring\n"),
    ],
    ids=["tabs", "bars", "brackets", "stars"],
)
def test_people_who_come_and_go_in_a_chat_say_nothing(message: str, status: str) -> None:
    signs = ("-->", "<--", " *", "--", "-->", "<--")
    log = status.format(n=0, sign="-->") + "".join(
        message.format(n=n, nick=f"@{who}" if who == "olga_k" else who, text=text) + status.format(n=n, sign=sign)
        for n, ((who, text), sign) in enumerate(zip(_TURNS, signs, strict=True), 1)
    )
    (transcript,) = read_transcripts(log.encode(), "x.log")
    assert [(turn.speaker_label, turn.text) for turn in transcript.turns] == _TURNS


@pytest.mark.parametrize("declaration", ["", '<?xml version="1.0" encoding="utf-8"?>\n'])
def test_speech_below_a_header_in_xml(declaration: str) -> None:
    header = (
        '<Trans audio="A.mp3" xml:lang="es"><Datos clave="A"/>\n<Hablantes><Hablante id="h"/></Hablantes></Trans>\n'
    )
    said = (
        'E: bueno / ¿y cómo empezaste?\nI: pue<alargamiento/>s por mi tío // a los dieciséis <risas = "I"/>\n'
        "E: ¿y lo más difícil?\nI: el frío <silencio/> y además <simultáneo> no tengo jefe </simultáneo>\n"
    )
    (transcript,) = read_transcripts(f"{declaration}{header}\n{said}".encode(), "x.txt")
    assert [turn.text for turn in transcript.turns] == [
        "bueno / ¿y cómo empezaste?",
        "pues por mi tío // a los dieciséis",
        "¿y lo más difícil?",
        "el frío y además no tengo jefe",
    ]


def test_what_is_xml_to_its_end_but_damaged_is_still_refused() -> None:
    with pytest.raises(InputError, match="damaged XML"):
        list(read_transcripts(b"<Trans><Turn>Hello</Trans>\n<Trans>", "x.xml"))


def test_minutes_are_no_broken_data() -> None:
    text = (
        "PARISH COUNCIL\n\nMINUTES of the meeting in the Reading Room\n\nPresent: P. Wroe (Chair), S. Anand\n"
        "In attendance: R. Fenn (Clerk); members of the public\n\n1/25  Apologies: Cllr Grieve. Accepted.\n\n"
        "2/25  Public session\n      Mr Lacey asked when the bridge would be mended.\n\n"
        "3/25  Finance: the Clerk reported a balance: it was low.\n\n4/25  Date of next meeting: 11 March 2025.\n"
    )
    (transcript,) = read_transcripts(text.encode(), "minutes.txt")
    assert transcript.turns
