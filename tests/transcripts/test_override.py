"""What a person says about how a transcript is to be read."""

from pathlib import Path

import pytest

from interview_cli.data_files import DataFileError
from interview_cli.errors import InputError
from interview_cli.transcripts.model import Role
from interview_cli.transcripts.override import NO_OVERRIDE, Override, override_beside, parse_speakers, read_override
from interview_cli.transcripts.reading import read_transcripts

TEXT = (
    "Notes: nobody reads these\nAnn: Why us?\nBo: I like the harbour.\nAnn: And now?\nBo: Now the crew.\nCy: Bye.\n"
)


def roles(override: Override) -> list[tuple[str | None, Role]]:
    (transcript,) = read_transcripts(TEXT.encode(), "x", override)
    return list(dict.fromkeys((turn.speaker_label, turn.role) for turn in transcript.turns))


def test_roles_of_named_speakers() -> None:
    (transcript,) = read_transcripts(
        TEXT.encode(), "x", Override(speakers=parse_speakers("bo=Interviewer,Ann=candidate"))
    )
    assert {turn.speaker_label: turn.role for turn in transcript.turns if turn.speaker_label in {"Ann", "Bo"}} == {
        "Ann": Role.CANDIDATE,
        "Bo": Role.INTERVIEWER,
    }


@pytest.mark.parametrize(
    ("named", "others"),
    [
        ("Bo=candidate", Role.INTERVIEWER),
        ("Ann=interviewer", Role.CANDIDATE),
        ("Ann=interviewer,Bo=candidate", Role.OTHER),
        ("Ann=other", Role.UNKNOWN),
    ],
)
def test_speakers_that_are_not_named(named: str, others: Role) -> None:
    text = TEXT + "Cy: Bye again.\n"
    (transcript,) = read_transcripts(text.encode(), "x", Override(speakers=parse_speakers(named)))
    assert {turn.role for turn in transcript.turns if turn.speaker_label == "Cy"} == {others}


def test_a_name_that_nobody_has() -> None:
    with pytest.raises(InputError, match=r"no speaker is called 'Dee'; the speakers are: .*Ann, Bo"):
        roles(Override(speakers=parse_speakers("Dee=candidate")))


@pytest.mark.parametrize("text", ["Ann", "Ann=boss", "=candidate", "Ann=candidate,"])
def test_what_names_no_role(text: str) -> None:
    with pytest.raises(ValueError, match="is not NAME=ROLE"):
        parse_speakers(text)


def test_lines_that_are_left_out() -> None:
    (transcript,) = read_transcripts(TEXT.encode(), "x", Override(skipped_lines=((1, 1), (6, 6))))
    assert [turn.text for turn in transcript.turns] == [
        "Why us?",
        "I like the harbour.",
        "And now?",
        "Now the crew.",
    ]


def test_a_format_that_is_asked_for() -> None:
    text = "# 1\n00:01.000 --> 00:02.000\nAnn: Why us?\n\n00:03.000 --> 00:04.000\nBo: So.\n"
    with_format = Override("text")
    assert [turn.start_s for turn in next(read_transcripts(text.encode(), "x", Override("captions"))).turns] == [1, 3]
    (transcript,) = read_transcripts(b'{"a": 1}\nAnn: Why us?\nBo: So.\nAnn: Why?\nBo: Thus.\n', "x", with_format)
    assert [turn.speaker_label for turn in transcript.turns][-4:] == ["Ann", "Bo", "Ann", "Bo"]


@pytest.mark.parametrize("name", ["chat", "json", "sami", "table", "textgrid", "xml"])
def test_a_format_that_the_text_is_not_in(name: str) -> None:
    with pytest.raises(InputError, match=r"^x"):
        list(read_transcripts(TEXT.encode(), "x", Override(name)))


def test_the_file_beside(tmp_path: Path) -> None:
    file = tmp_path / "call.txt"
    assert override_beside(file) == NO_OVERRIDE
    beside = tmp_path / "call.txt.reading.yaml"
    beside.write_text('format: text\nskip_lines: [1-2, 9]\nspeakers:\n  Ann: interviewer\n  "007": Candidate\n')
    assert override_beside(file) == Override(
        "text", {"Ann": Role.INTERVIEWER, "007": Role.CANDIDATE}, ((1, 2), (9, 9))
    )
    beside.write_text("")
    assert override_beside(file) == NO_OVERRIDE


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("format: text\nspeaker: 1\n", 2, "'speaker' is none of format, speakers, skip_lines"),
        ("\nformat: word\n", 2, "format: 'word' is none of captions"),
        ("speakers:\n  Ann: interviewer\n  Bo: boss\n", 3, "speakers: the role of 'Bo' must be interviewer"),
        ("speakers: [Ann]\n", 1, "speakers: must be names with their roles"),
        ("skip_lines:\n  - 3\n  - 9-4\n", 3, "skip_lines: must be line numbers"),
        ("- a\n", 1, "must contain format"),
        ("a: [\n", 2, "broken YAML"),
    ],
)
def test_what_is_wrong_in_the_file_is_named_with_its_line(tmp_path: Path, text: str, line: int, problem: str) -> None:
    file = tmp_path / "x.reading.yaml"
    file.write_text(text)
    with pytest.raises(DataFileError, match=problem) as raised:
        read_override(file)
    assert raised.value.line == line
    assert str(file) in raised.value.message


def test_what_is_said_first_counts() -> None:
    first = Override("text", {"Ann": Role.CANDIDATE})
    second = Override("xml", {"Ann": Role.OTHER, "Bo": Role.INTERVIEWER}, ((1, 1),))
    assert first.over(second) == Override("text", {"Ann": Role.CANDIDATE, "Bo": Role.INTERVIEWER}, ((1, 1),))
