"""How transcription tools, recorders and chats write speech: each form with the same questions and answers."""

from __future__ import annotations

import io
from collections.abc import Iterator

import docx
import pytest

from interview_cli.transcripts.pairing import pair
from interview_cli.transcripts.reading import read_transcripts
from interview_cli.transcripts.roles import assign_roles

PAIRS = [
    ("Which loom did you repair first?", "The old one by the window. I took the frame apart twice before it ran."),
    ("What broke most often?", "The belts did. I kept nine spare ones in a drawer and wrote down each change."),
    ("Who taught you to weave?", "My aunt showed me on Sundays, and I still use her knots."),
]
SAID = [text for each in PAIRS for text in each]
NAMES = ("Olga Venn", "Ravi Pell")


def pairs(data: str | bytes) -> list[tuple[str, str]]:
    (transcript,) = read_transcripts(data.encode() if isinstance(data, str) else data, "x.txt")
    return [(each.question, each.answer) for each in pair(assign_roles(transcript))]


def turns(names: tuple[str, str] = NAMES) -> Iterator[tuple[int, str, str]]:
    """When each turn starts in seconds, who speaks, and what."""
    return ((10 + 10 * at, names[at % 2], text) for at, text in enumerate(SAID))


@pytest.mark.parametrize(
    ("form", "names"),
    [
        ("00:00:{0} | 00:00:{0} | {1} | {2}\n", NAMES),
        ("{0}.2\t{0}.9\t{1}\t{2}\n", ("SPEAKER_00", "SPEAKER_01")),
        ("[{0}00ms-{0}90ms] {1}: {2}\n", ("Interviewer", "Weaver")),
        ("start={0}.2s stop={0}.9s speaker_{1} {2}\n", ("SPEAKER_00", "SPEAKER_01")),
        ("00:00:{0}:12 00:00:{0}:20\n{1}: {2}\n\n", NAMES),
        ("{1} :: {2}\n", ("Interviewer", "Weaver")),
        ("{1} {2}\n", ("spk_0", "spk_1")),
        ("{1} {2}\n\n", ("O.V.", "R.P.")),
        ("[speaker: {1}][00:{0}-00:{0}]: {2}\n\n", ("spk_0", "spk_1")),
        ("### {1} (00:{0})\n{2}\n\n", ("Speaker 1", "Speaker 2")),
        ("09:30:{0}\t From  {1} : {2}\n", NAMES),
        ("May 03, 2027  9:31:{0} AM (Read by them after 1 minute)\n{1}\n{2}\n\n", ("Me", "Ravi")),
        ("From: {1}\nType: incoming\nSent: Wed, 12 Nov 2025 09:30:{0} +0100\n\n{2}\n\n", NAMES),
        ("1\n00:00:{0},100 --> 00:00:{0},900\n{1}\n{2}\n\n", NAMES),
    ],
)
def test_forms_of_tools(form: str, names: tuple[str, str]) -> None:
    assert pairs("".join(form.format(*turn) for turn in turns(names))) == PAIRS


def test_a_first_line_of_a_cue_that_does_not_recur_is_said() -> None:
    cues = "".join(f"1\n00:00:{start},100 --> 00:00:{start},900\nWell Sure\n{text}\n\n" for start, _, text in turns())
    assert "Well Sure" in " ".join(turn.text for turn in next(read_transcripts(cues.encode(), "x.srt")).turns)


def test_styles_of_subtitles_name_speakers_if_nothing_else_does() -> None:
    lines = [f"Dialogue: 0,0:00:{start}.00,0:00:{start}.90,{name},,0,0,0,,{text}" for start, name, text in turns()]
    assert pairs("[Script Info]\n\n[Events]\nFormat: Layer, Start\n" + "\n".join(lines)) == PAIRS


@pytest.mark.parametrize(
    "form",
    [
        "[00:00:{0}.100 --> 00:00:{0}.900]   {2} [SPEAKER_TURN]\n",
        "{2} [SPEAKER_TURN]\n",
        "1\n00:00:{0},100 --> 00:00:{0},900\n{2} [SPEAKER_TURN]\n\n",
        ">> {2}\n",
    ],
)
def test_marks_of_a_change_of_speaker(form: str) -> None:
    statements = [(f"Tell me about loom {number}.", f"It ran for {number} winters.") for number in (4, 5, 6)]
    said = [text for each in statements for text in each]
    assert pairs("".join(form.format(10 + at, "", text) for at, text in enumerate(said))) == statements


def test_whisper_writes_a_table_of_texts_and_times() -> None:
    rows = "".join(f"{start}00\t{start}90\t{text}\n" for start, _, text in turns())
    assert pairs(f"start\tend\ttext\n{rows}") == PAIRS


def test_line_breaks_may_be_written_out() -> None:
    assert pairs("".join(f"{name}: {text}\\n\\n" for _, name, text in turns())) == PAIRS
    (read,) = read_transcripts(b"Ann: Where is it?\nBo: In C:\\new\\nodes\\names, I think.\n", "x.txt")
    assert read.turns[1].text == "In C:\\new\\nodes\\names, I think."


@pytest.mark.parametrize("line", ["Meeting ended after 00:01:08 👋", "Transcription ended after 00:01:08"])
def test_the_end_of_a_meeting_is_no_answer(line: str) -> None:
    said = "".join(f"{name}: {text}\n" for _, name, text in turns())
    notice = "This editable transcript was computer generated and might contain errors."
    assert pairs(f"{said}{line}\n{notice}\n") == PAIRS


def test_headings_of_org_mode() -> None:
    asked = "".join(f"** {question}\nSCHEDULED: <2027-05-03 Mon>\n{answer}\n" for question, answer in PAIRS)
    assert pairs(f"#+TITLE: Looms\n* Talk\n{asked}") == PAIRS


def test_roman_numbers_of_questions() -> None:
    numbered = zip(("I", "II", "III"), PAIRS, strict=True)
    assert pairs("".join(f"{number}. {question}\n\n{answer}\n\n" for number, (question, answer) in numbered)) == PAIRS


@pytest.mark.parametrize("note", ["[End of tape 1] [Start of tape 2]", "(Exhibit 4 was marked for identification.)"])
def test_lines_of_notes_in_brackets(note: str) -> None:
    first, *others = (f"{name}: {text}\n" for _, name, text in turns(("Q", "A")))
    assert pairs("".join([first, others[0], f"{note}\n", *others[1:]])) == PAIRS


def test_a_line_in_brackets_that_somebody_says_stays() -> None:
    question, answer, *others = (f"{name}: {text}\n" for _, name, text in turns())
    read = pairs("".join([question, answer, "(I was still a child then.)\n", *others]))
    assert read[0] == (PAIRS[0][0], f"{PAIRS[0][1]} (I was still a child then.)")


def test_how_somebody_speaks_makes_no_other_speaker() -> None:
    names = iter(["Olga", "Ravi (aloud)", "Olga (softly)", "Ravi (in writing)", "Olga", "Ravi (aloud)"])
    assert pairs("".join(f"**{next(names)}:** {text}\n\n" for text in SAID)) == PAIRS


def test_a_cell_may_hold_name_and_time() -> None:
    document = docx.Document()
    table = document.add_table(rows=0, cols=2)
    for start, name, text in turns():
        cells = table.add_row().cells
        cells[0].text, cells[1].text = f"{name}\n00:00:{start}", text
    document.save(data := io.BytesIO())
    assert pairs(data.getvalue()) == PAIRS


def test_a_time_directly_behind_a_name_in_a_page() -> None:
    form = "<div class='a1'><span class='b2'>{1}</span><span class='c3'>0:{0}</span><div class='d4'>{2}</div></div>"
    page = "".join(form.format(*turn) for turn in turns())
    assert pairs(f"<html><body>{page}</body></html>") == PAIRS


def test_a_saved_panel_of_a_player() -> None:
    form = (
        "<div class='row-1'><div class='ms-Persona-coin'>OV</div><span class='itemDisplayName-588'>{1}</span>"
        "<div class='baseTimestamp-584'><span class='screenReaderFriendly-496'>0 minutes {0} seconds</span>"
        "<span id='h'>0:{0}</span></div><div class='entryText-573'>{2}</div></div>"
    )
    page = "".join(form.format(*turn) for turn in turns())
    assert pairs(f"<html><body>{page}</body></html>") == PAIRS


def test_a_paragraph_that_repeats_the_talk_is_no_answer() -> None:
    said = "".join(f"{name}: {text}\n\n" for _, name, text in turns())
    assert pairs(f"{said}Unedited\n\n{' '.join(SAID)}\n") == PAIRS


def test_notes_that_quote_an_interview_are_no_other_interview() -> None:
    said = "".join(f"{name}: {text}\n\n" for _, name, text in turns(("Interviewer", "Weaver")))
    notes = '- code: tools\n    - W: "I kept nine spare ones in a drawer"\n    - W: "The belts did"\n\n'
    notes += '- code: people\n    - W: "My aunt showed me on Sundays"\n'
    assert pairs(f"# Talk\n\n## Text\n\n{said}## Codes\n\n{notes}") == PAIRS


def test_an_interview_with_the_same_questions_is_no_quotation() -> None:
    end = "Olga Venn: Thank you, that was all for today.\n"
    first = "".join(f"{name}: {text} {text}\n" for _, name, text in turns()) + end
    second = "".join(
        f"Olga Venn: {question} {question}\nTim Orr: Nothing {number}.\n"
        for number, (question, _) in enumerate(PAIRS, 7)
    )
    read = list(
        read_transcripts(
            f"# Candidate 1: Ravi Pell\n\n{first}\n# Candidate 2: Tim Orr\n\n{second}{end}".encode(), "x"
        )
    )
    assert [len(pair(assign_roles(each))) for each in read] == [3, 3]


def test_a_table_may_begin_with_a_column_without_a_name() -> None:
    rows = "".join(f"{at}\t0:{at}.0 - 0:{at}.9\t{said}\t{who}\n" for at, who, said in turns())
    assert pairs("\tTimespan\tContent\tSpeaker\n" + rows) == PAIRS


def test_rows_about_an_interview_may_stand_above_its_table() -> None:
    rows = "".join(f'{at},0:{at},{who},"{said}"\n' for at, who, said in turns())
    head = "Interview log,,,\nCandidate:,Ravi Pell,,\nDate:,12/04/2026,,\n,,,\nNo.,Time,Who,Said\n"
    assert pairs(head + rows + ",,,\nTotal,0:58,,\n") == PAIRS
