"""The same interview in every supported format gives the same questions and answers."""

from pathlib import Path

import pytest

from interview_cli.transcripts.model import Role, Transcript
from interview_cli.transcripts.pairing import pair
from interview_cli.transcripts.reading import read_transcripts
from interview_cli.transcripts.roles import assign_roles

FIXTURES = Path(__file__).parent / "fixtures"
INTERVIEWS = [
    "zoom.vtt",
    "teams.vtt",
    "plain.vtt",
    "rolling.vtt",
    "captions.srt",
    "ours.json",
    "whisper_openai.json",
    "whisper_faster.json",
    "whisper_diarised.json",
    "segments.jsonl",
    "utterances_ms.json",
    "otter.txt",
    "labelled.txt",
    "markdown.md",
    "timestamps.txt",
    "zoom_tabs.txt",
    "zoom_saved.txt",
    "dashes.txt",
    "headings.txt",
    "brackets.srt",
    "whisper.txt",
    "unlabelled.txt",
    "teams.docx",
    "table.docx",
]
TIMED_BY_WORD = {
    "ours.json",
    "whisper_openai.json",
    "whisper_faster.json",
    "whisper_diarised.json",
    "utterances_ms.json",
}
TIMED_BY_CUE = {
    "zoom.vtt",
    "teams.vtt",
    "plain.vtt",
    "rolling.vtt",
    "captions.srt",
    "segments.jsonl",
    "whisper.txt",
    "brackets.srt",
}


def read(name: str) -> list[Transcript]:
    return list(read_transcripts((FIXTURES / name).read_bytes(), f"some/folder/{name}"))


@pytest.mark.parametrize("name", INTERVIEWS)
def test_every_format_gives_the_same_pairs(name: str) -> None:
    (transcript,) = read(name)
    first, second, third = pair(assign_roles(transcript))
    assert first.question == "Tell me about a time you fixed something that kept breaking."
    assert first.answer.startswith("Sure. Last spring our nightly billing export failed about twice a week")
    assert first.answer.endswith("and support saved about six hours a month.")
    assert "Mm-hmm" not in first.answer
    assert second.question == "How did you convince the team to spend time on it?"
    assert second.answer == (
        "I showed them the support tickets. There were forty-one in one quarter, so nobody argued."
    )
    assert third.question == "Walk me through how you would design the export today."
    assert third.answer.endswith("because finance can live with yesterday's numbers.")


@pytest.mark.parametrize("name", INTERVIEWS)
def test_times_are_those_of_the_source(name: str) -> None:
    (transcript,) = read(name)
    for each in pair(assign_roles(transcript)):
        if name in TIMED_BY_WORD:
            assert each.words is not None
            assert [word.text for word in each.words] == each.answer.split()
            assert each.words[0].start_s == 0
            assert each.response_latency_s == pytest.approx(0.55, abs=0.1)
        elif name in TIMED_BY_CUE:
            assert each.words is None
            assert each.response_latency_s == pytest.approx(0.5)
        else:
            assert each.words is None
            assert each.response_latency_s is None


@pytest.mark.parametrize("name", [name for name in INTERVIEWS if name != "ours.json"])
def test_roles_are_not_decided_while_reading(name: str) -> None:
    (transcript,) = read(name)
    assert {turn.role for turn in transcript.turns} == {Role.UNKNOWN}


def test_our_json_keeps_what_it_says() -> None:
    (transcript,) = read("ours.json")
    assert (transcript.id, transcript.type, transcript.role) == ("priya-2026", "behavioral", "Backend engineer")
    assert transcript.candidate == "Priya Raman"
    assert {turn.role for turn in transcript.turns} == {Role.INTERVIEWER, Role.CANDIDATE}


def test_a_file_without_an_id_is_called_by_its_name() -> None:
    (transcript,) = read("zoom.vtt")
    assert (transcript.id, transcript.source) == ("zoom", "some/folder/zoom.vtt")


def test_milliseconds_are_distinguished_from_seconds() -> None:
    (in_milliseconds,), (in_seconds,) = read("utterances_ms.json"), read("whisper_diarised.json")
    assert [turn.start_s for turn in in_milliseconds.turns] == pytest.approx(
        [turn.start_s for turn in in_seconds.turns], abs=0.001
    )


@pytest.mark.parametrize("name", ["pairs.csv", "pairs.jsonl", "pairs.docx"])
def test_a_table_of_pairs_is_one_transcript_word_for_word(name: str) -> None:
    (transcript,) = read(name)
    pairs = pair(assign_roles(transcript))
    assert transcript.id == "pairs"
    assert [each.question for each in pairs] == [
        "Why do you want this job?",
        "Where do you see yourself?",
        "Any weakness?",
    ]
    assert pairs[0].answer == "Because I enjoy billing systems, “odd” as that is."
    assert pairs[1].answer == "Leading a small team; not managing full time."
    assert pairs[2].answer == "I say yes too often,\nand then work late."


def test_a_table_with_an_id_column_is_several_transcripts() -> None:
    ana, ben = read("pairs_by_id.csv")
    assert (ana.id, ana.candidate, ana.type, len(pair(ana))) == ("ana", "Ana", "behavioral", 2)
    assert (ben.id, ben.candidate, len(pair(ben))) == ("ben", "Ben", 1)
    assert [transcript.id for transcript in read("pairs_by_id.jsonl")] == ["0", "1", "2"]
