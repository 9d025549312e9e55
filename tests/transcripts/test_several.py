"""Several interviews in one file: read one by one where something parts them, else said or refused."""

from __future__ import annotations

import pytest

from interview_cli.errors import InputError
from interview_cli.transcripts.pairing import pair
from interview_cli.transcripts.plain_text import CERTAIN
from interview_cli.transcripts.reading import read_transcripts
from interview_cli.transcripts.roles import assign_roles
from interview_cli.transcripts.several import MIN_TURNS

FIRST = [("Why did you leave?", "The office moved far away."), ("What did you build?", "A queue for the orders.")]
SECOND = [("Where did you work before?", "At a small bakery."), ("What went wrong?", "We ran out of flour.")]
Pairs = list[tuple[str, str]]


def read(text: str) -> list[tuple[str, str | None, Pairs]]:
    decided = [assign_roles(each) for each in read_transcripts(text.encode(), "round.txt")]
    return [(each.id, each.candidate, [(qa.question, qa.answer) for qa in pair(each)]) for each in decided]


def lines(pairs: Pairs) -> str:
    return "".join(f"Interviewer: {asked}\nCandidate: {said}\n" for asked, said in pairs)


@pytest.mark.parametrize(
    ("heads", "names"),
    [
        (("Candidate Name: Tom Fox\n\n", "Candidate Name: Eve Roe\n\n"), ("Tom Fox", "Eve Roe")),
        (("# Transcript 1\n", "# Transcript 2\n"), (None, None)),
        (("Notes of May\n\n## Interviewee 1: Tom\n\n", "## Interviewee 2: Eve\n\n"), ("Tom", "Eve")),
        (("INTERVIEW 1 - Tom\n\n", "\n\nINTERVIEW 2 - Eve\n\n"), (None, None)),
    ],
    ids=["names", "numbers", "numbered people", "capitals"],
)
def test_headings_part_interviews(heads: tuple[str, str], names: tuple[str | None, str | None]) -> None:
    text = heads[0] + lines(FIRST) + heads[1] + lines(SECOND)
    assert read(text) == [("round-1", names[0], FIRST), ("round-2", names[1], SECOND)]


def test_headings_that_come_again_part_nothing_for_sure() -> None:
    heads = "# Interview 1\n", "# Interview 2\n", "# Interview 1\n"
    with pytest.raises(InputError, match="contains several interviews in one text; save each in its own file"):
        read("".join(head + lines(FIRST) for head in heads))


def test_a_heading_above_each_page_parts_nothing() -> None:
    text = "# Interview 1\n" + lines(FIRST) + "# Interview 1\n" + lines(SECOND)
    assert read(text) == [("round", None, FIRST + SECOND)]


def captions(pairs: Pairs, candidate: str, begin: int = 0) -> str:
    spoken = [turn for asked, said in pairs for turn in (("Ann", asked), (candidate, said))]
    return "WEBVTT\n\n" + "".join(
        f"00:0{begin + number}:00.000 --> 00:0{begin + number}:09.000\n<v {who}>{text}</v>\n\n"
        for number, (who, text) in enumerate(spoken)
    )


def test_times_that_begin_again_with_another_candidate_part_interviews() -> None:
    text = captions(FIRST, "Tom") + captions(SECOND, "Eve")
    assert [pairs for _, _, pairs in read(text)] == [FIRST, SECOND]


def test_times_that_begin_again_with_the_same_people_are_a_second_recording() -> None:
    text = captions(FIRST, "Tom") + captions(SECOND, "Tom")
    (transcript,) = read_transcripts(text.encode(), "x.vtt")
    assert [(qa.question, qa.answer) for qa in pair(assign_roles(transcript))] == FIRST + SECOND
    assert transcript.reading.confidence < CERTAIN
    assert transcript.reading.notes == (
        "The timestamps start over; read as one interview recorded in several parts.",
    )


def test_a_few_turns_after_others_are_cross_talk() -> None:
    early = "".join(
        f"00:00:0{number}.500 --> 00:00:0{number}.900\n<v Eve>Hello {number}.</v>\n\n"
        for number in range(MIN_TURNS - 1)
    )
    assert len(read(captions(FIRST, "Tom") + early)) == 1


def test_a_part_without_speakers_next_to_one_with_speakers_is_about_the_interview() -> None:
    notes = "Date: 3 May\nPlace: Rome\n\nLinks.\n\nTom told us of the queue.\n\nWhat next?\n\nEve will call back.\n\n"
    ((key, _, pairs),) = read(f"{notes}Date: 4 May\nPlace: Rome\n\n{lines(FIRST + SECOND)}")
    assert (key, pairs) == ("round", FIRST + SECOND)
