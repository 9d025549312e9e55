"""Workbooks: which of their sheets hold interviews, and what their cells say."""

import re

import pytest

from interview_cli.errors import InputError
from interview_cli.transcripts.model import Transcript
from interview_cli.transcripts.pairing import pair
from interview_cli.transcripts.plain_text import EVEN, LIKELY
from interview_cli.transcripts.reading import read_transcripts
from interview_cli.transcripts.roles import assign_roles
from tests.transcripts.formats import archive, workbook

ASKED = ("How did you come to weld?", "What do you refuse?", "When can you start?")
OLA = ("At school. They had one machine.", "Night work on Sundays.", "Tomorrow, honestly.")
PIOTR = ("My uncle had a yard.", "Anything above two metres without a board.", "In March, after my exam.")


def read(sheets: dict[str, list[list[str]]], hidden: str = "") -> list[Transcript]:
    return list(read_transcripts(workbook(sheets, hidden), "x.xlsx"))


def answered(transcript: Transcript) -> list[tuple[str, str]]:
    return [(each.question, each.answer) for each in pair(assign_roles(transcript))]


def pairs(answers: tuple[str, ...]) -> list[tuple[str, str]]:
    return list(zip(ASKED, answers, strict=True))


def sheet(answers: tuple[str, ...]) -> list[list[str]]:
    return [["Question", "", "Answer", "Points"], *([asked, "", said, "3"] for asked, said in pairs(answers))]


def test_a_sheet_for_each_candidate_beside_others() -> None:
    scores = [["Candidate", "Points"], ["Ola Lis", "9"], ["Piotr Wrona", "9"]]
    found = read({"Scores": scores, "Ola Lis": sheet(OLA), "Piotr Wrona": sheet(PIOTR)})
    assert list(map(answered, found)) == [pairs(OLA), pairs(PIOTR)]
    assert [(each.id, each.candidate) for each in found] == [("x-1", "Ola Lis"), ("x-2", "Piotr Wrona")]
    assert {each.reading.confidence for each in found} == {1}


def test_facts_above_the_names_of_columns_and_sums_below() -> None:
    facts = [["Interview record"], ["Applicant", "", "Ola Lis"], [], *sheet(OLA), [], ["Sum", "", "", "9"]]
    (transcript,) = read({"1": facts})
    assert answered(transcript)[:3] == pairs(OLA)


@pytest.mark.parametrize("rows", [2, 1], ids=["speakers and texts", "lines"])
def test_speech_without_names_of_columns(rows: int) -> None:
    said = [turn for asked, reply in pairs(OLA) for turn in (("Vik", asked), ("Ola", reply))]
    (transcript,) = read({"1": [list(turn) if rows == 2 else [": ".join(turn)] for turn in said]})
    assert answered(transcript) == pairs(OLA)


def test_each_row_of_a_survey_is_an_interview() -> None:
    found = read({"Form responses": [["Time", "Name", *ASKED], ["1", "Ola", *OLA], ["2", "Piotr", *PIOTR]]})
    assert list(map(answered, found)) == [pairs(OLA), pairs(PIOTR)]


@pytest.mark.parametrize(
    "note",
    [
        "She was calm throughout and told us how she once repaired a crane by night with two others.",
        "I forgot that I can start in March.",
    ],
)
@pytest.mark.parametrize("hidden", ["", "More"])
def test_what_was_written_on_other_sheets_is_noted(note: str, hidden: str) -> None:
    (transcript,) = read({"Talk": sheet(OLA), "More": [["Topic", "Remark"], ["Manner", note]]}, hidden)
    assert answered(transcript) == pairs(OLA)
    assert transcript.reading.confidence == LIKELY
    assert transcript.reading.notes == (f"Left out with its {'hidden ' * bool(hidden)}sheet: {note[:60]!r}.",)


def test_a_hidden_sheet_without_speech_is_not_noted() -> None:
    (transcript,) = read({"Talk": sheet(OLA), "Lists": [["Yes"], ["No"], ["J. Haldane, R. Crewe"]]}, hidden="Lists")
    assert transcript.reading.notes == ()


def test_a_note_between_turns_is_named() -> None:
    said = [turn for asked, reply in pairs(OLA) for turn in (("Vik", asked), ("Ola", reply))]
    note = ("Note", "Ola shows a photo of the yard and laughs about it.")
    (transcript,) = read({"1": [["Speaker", "Text"], *map(list, (*said[:2], note, *said[2:]))]})
    assert answered(transcript) == pairs(OLA)
    assert transcript.reading.notes == ("Left out by their kind: 'note'.",)


def test_sheets_that_may_be_parts_of_one_interview_are_doubted() -> None:
    rows = sheet(OLA)
    found = read({"Start": rows[:3], "End": [rows[0], rows[3]]})
    assert [each.reading.confidence for each in found] == [EVEN, EVEN]


def test_what_cannot_be_read_names_its_sheet() -> None:
    with pytest.raises(InputError, match=re.escape("x.xlsx, sheet 'Costs' is a table with the columns")):
        read({"Costs": [["Month", "Cost"], ["May", "3"], ["June", "4"]]})


def test_cells_far_off_and_texts_that_are_not_there() -> None:
    cells = '<c r="A1" t="inlineStr"><is><t>Why us?</t></is></c><c r="XFD1" t="s"><v>9</v></c><c t="s"><v>x</v></c>'
    listed = '<sheet name="a" r:id="b"/><sheet r:id="c"/>'
    parts: dict[str, str | bytes] = {
        "xl/workbook.xml": f'<workbook xmlns:r="r"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="b" Target="a.xml"/></Relationships>',
        "xl/a.xml": f"<worksheet><row>{cells}</row></worksheet>",
    }
    (transcript,) = read_transcripts(archive(parts), "x")
    assert [turn.text for turn in transcript.turns] == ["Why us?", "x"]
