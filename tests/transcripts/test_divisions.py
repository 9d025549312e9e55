"""Where another interview begins: measured on kinds and languages that no weight has seen, and on one's sections."""

from __future__ import annotations

from itertools import product

import pytest

from benchmarks.several_kinds import KEPT, KEPT_LANGUAGES, Several, is_several, write
from interview_cli.errors import InputError
from interview_cli.transcripts.divisions import MIN_LINES, best_division
from interview_cli.transcripts.model import Transcript
from interview_cli.transcripts.pairing import pair
from interview_cli.transcripts.plain_text import CERTAIN, said_in
from interview_cli.transcripts.reading import read_transcripts
from interview_cli.transcripts.roles import assign_roles

TALK = "I: Where did you work before?\nR: At a small bakery.\nI: What went wrong there?\nR: We ran out of flour.\n\n"
OTHER = "I: How did you get here?\nR: I took the train.\nI: What do you bake best?\nR: Rye, without a doubt.\n\n"
CELLS = "<tr><td>10:0{at}</td><td>{who}</td><td>{said}</td></tr>"


def read(data: str, source: str = "x.txt") -> list[Transcript]:
    return [assign_roles(each) for each in read_transcripts(data.encode(), source)]


def pairs_of(transcript: Transcript) -> list[tuple[str, str]]:
    return [(each.question, each.answer) for each in pair(transcript)]


def is_right(written: Several) -> bool | None:
    """Whether a text is read right; None if it is not, and that is said."""
    try:
        read_as = read(written.text)
    except InputError:
        return None
    found = [[_bare(said) for each in pairs_of(one) for said in each] for one in read_as]
    if found == [[_bare(said) for each in pairs for said in each] for pairs in written.interviews]:
        return True
    return None if min(each.reading.confidence for each in read_as) < CERTAIN else False


def _bare(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


@pytest.mark.parametrize("several", [True, False], ids=["several", "sections of one"])
def test_kinds_that_no_weight_has_seen(several: bool) -> None:
    kinds = [kind for kind in KEPT if is_several(kind) is several]
    read_as = [is_right(write(kind, language, 0)) for kind, language in product(kinds, KEPT_LANGUAGES)]
    assert read_as.count(False) == 0
    assert read_as.count(True) >= (0.95 if several else 0.6) * len(read_as)


@pytest.mark.parametrize(
    ("heads", "count"),
    [
        (("Interview 1", "Interview 2"), 2),
        (("Entretien n° 1 – Mme L., aide-soignante", "Entretien n° 2 – M. B., retraité"), 2),
        (("インタビュー1", "インタビュー2"), 2),
        (("Name: Ada Merrin\nDate: 3 May", "Name: Tom Fox\nDate: 4 May"), 2),
        (("Part 1", "Part 2"), 1),
        (("## Background", "## Technical questions"), 1),
        (("[10:30]", "[10:50]"), 1),
    ],
)
def test_headings_say_whether_interviews_begin(heads: tuple[str, str], count: int) -> None:
    found = read(f"{heads[0]}\n\n{TALK}{heads[1]}\n\n{OTHER}")
    assert len(found) == count
    assert [len(pairs_of(each)) for each in found] == [4 // count] * count


def test_the_same_questions_to_somebody_else_are_another_interview() -> None:
    first = TALK.replace("R:", "Ada Merrin:")
    second = TALK.replace("R:", "Tom Fox:").replace("flour", "yeast")
    assert len(read(f"{first}---\n\n{second}")) == 2
    assert len(read(f"{first}---\n\n{OTHER.replace('R:', 'Ada Merrin:')}")) == 1


def test_headings_of_unclear_meaning_are_noted() -> None:
    found, _ = read(f"## Corby Foods\n\n{TALK}## Harbour Trust\n\n{OTHER}")
    assert found.reading.confidence < CERTAIN
    assert "Different interviews were taken to begin at 'Corby Foods' and 'Harbour Trust'." in found.reading.notes


def test_what_stands_above_is_no_speech_but_names_the_candidate() -> None:
    box = "====\nInterviewee:  {who} ({short})\nTape:  {n}\n====\n\n"
    text = "".join(
        box.format(who=who, short=short, n=n) + talk.replace("R:", f"{short}:")
        for n, (who, short, talk) in enumerate([("Ada Merrin", "AM", TALK), ("Tom Oyelaran", "TO", OTHER)], 1)
    )
    first, second = read(text)
    assert (first.candidate, second.candidate) == ("Ada Merrin", "Tom Oyelaran")
    assert [len(pairs_of(first)), len(pairs_of(second))] == [2, 2]
    assert {turn.speaker_label for turn in second.turns} == {"I", "TO"}


def test_tables_of_turns_are_read_one_after_the_other() -> None:
    def table(candidate: str, talk: str) -> str:
        said = [line.split(": ") for line in talk.strip().splitlines()]
        rows = (
            CELLS.format(at=at, who={"I": "bot@x.example", "R": candidate}[who], said=text)
            for at, (who, text) in enumerate(said)
        )
        return f"<table>{''.join(rows)}</table>"

    page = (
        f"<html><body><h2>Session 4f-93</h2>{table('ada@x.example', TALK)}"
        f"<h2>Session 4f-94</h2>{table('tom@x.example', OTHER)}</body></html>"
    )
    assert [pairs_of(each) for each in read(page, "x.html")] == [pairs_of(*read(TALK)), pairs_of(*read(OTHER))]


def test_short_parts_divide_nothing() -> None:
    short = "\n".join(f"Interview {n}\n" + "Ada: So.\n" * (MIN_LINES - 1) for n in range(1, 4))
    assert best_division(short.split("\n"), said_in) is None


def test_headings_above_questions_without_another_label_are_their_labels() -> None:
    parts = ["What do you do?", "Why did you leave?", "How do you plan?"]
    report = "".join(
        f"\nQuestion {number}/3 (General)\n{asked}\n\n"
        f"You said (0:38, 1 filler word):\nI do what I said in part {number}.\n\n"
        f"Score: {number}.5 / 10   Clarity 9\nTip: Say more.\nModel answer: I would do it in steps.\n"
        for number, asked in enumerate(parts, 1)
    )
    (transcript,) = read(f"Session Report\nRole: Clerk\n{report}")
    assert pairs_of(transcript) == [
        (asked, f"I do what I said in part {number}.") for number, asked in enumerate(parts, 1)
    ]


def test_rules_between_numbered_questions_with_assessments_divide_nothing() -> None:
    asked = ["How do you splice a rope?", "Why do dogs bark at sea?", "Describe how you would rig a jury mast."]
    said = ["i unlay the strands and tuck each three times", "they smell land", "a spar and four stays"]
    assessment = "Score: {}/10\n\nStrengths: \nShe names the main step.\n\nOverall Feedback: \nIt lacks detail.\n\n"
    report = "".join(
        f"Question {number}\n{question}\n\nAnswer\n{answer}\n\n{assessment.format(number)}{'-' * 40}\n"
        for number, (question, answer) in enumerate(zip(asked, said, strict=True), 1)
    )
    (transcript,) = read(report)
    assert pairs_of(transcript) == list(zip(asked, said, strict=True))
