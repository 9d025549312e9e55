"""What is read in answers as people say them: without marks, in the present, with causes told without "because"."""

from __future__ import annotations

import pytest

from interview_cli.interview.model import Difficulty, Evaluation, InterviewType, Question
from interview_cli.scoring.answer_criteria import MANY_FILLERS, _says_so
from interview_cli.scoring.asked_for import Asked
from interview_cli.scoring.finders import find, find_without_story
from interview_cli.scoring.findings import Finding, Findings, Kind
from interview_cli.scoring.reading import read
from interview_cli.scoring.reasoning import reasoning
from interview_cli.scoring.sheet import Sheet
from interview_cli.scoring.story import unit_signs
from interview_cli.scoring.wording import QUOTE_CHARACTERS, quoted
from tests.scoring.labelled import judged


def sheet_of(text: str, asked: Asked = Asked.STORY, question: str = "") -> Sheet:
    return Sheet(find_without_story(read(text)), (), None, is_follow_up=False, asked=asked, question=question)


def reasons(text: str, kind: Kind = Kind.REASON, asked: Asked = Asked.STORY) -> list[str]:
    findings: Findings = find_without_story(read(text))
    words = findings.reading.words
    return [" ".join(words[each.first : each.last]) for each in reasoning(findings, asked).get(kind, [])]


def evaluated(answer: str, kind: InterviewType = InterviewType.BEHAVIORAL, question: str = "") -> Evaluation:
    asked = question or "Tell me about a mistake you made at work."
    return judged(Question("q", asked, kind, Difficulty.STANDARD, "tests"), answer)


def anchor(evaluation: Evaluation, criterion: str) -> str:
    return next(score.anchor for score in evaluation.scores if score.criterion == criterion)


@pytest.mark.parametrize(
    ("text", "own", "shared"),
    [
        ("so what i did i hung a sheet in front of the window", ["hung"], []),
        ("well what we did we swapped the two shifts around", [], ["swapped"]),
        ("I had the brakes checked and wrote a note.", ["had the brakes checked", "wrote"], []),
        ("I had already checked the brakes.", ["checked"], []),
        ("I took a photo each time, I told the nurse.", ["took", "told"], []),
        ("Last May I moved a whole ward.", ["moved"], []),
        ("I passed it before I turned thirty.", ["passed"], []),
        ("so on friday i count the tills and after we lock the door i ring the owner", ["count", "ring"], []),
        ("After I fold only the small boxes and put them on the shelf at four.", ["fold", "put"], []),
    ],
    ids=[
        "what-i-did",
        "what-we-did",
        "causative",
        "perfect",
        "each-time-behind",
        "month",
        "age",
        "after-clause",
        "after-as-then",
    ],
)
def test_deeds_are_those_that_are_told_as_done(text: str, own: list[str], shared: list[str]) -> None:
    sheet = sheet_of(text)
    assert (sheet.verbs(sheet.own), sheet.verbs(sheet.shared)) == (own, shared)


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("when the filter is full and the fan runs then the fuse blows", Kind.MECHANISM, 1),
        ("and when I came home then I called him", Kind.MECHANISM, 0),
        ("everybody looked at the motor but it is not the motor it's the belt", Kind.REASON, 1),
        ("it wasn't the yeast it was the flour that had got damp", Kind.REASON, 1),
        ("it is not far and we walked there", Kind.REASON, 0),
        ("The smell turned out to be a mouse behind the oven.", Kind.REASON, 1),
        ("okay so the guests came at six", Kind.REASON, 0),
    ],
    ids=["when-then", "when-i", "not-but", "was-not", "not-far", "turned-out", "opening-so"],
)
def test_causes_told_without_because(text: str, kind: Kind, found: int) -> None:
    assert len(reasons(text, kind)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The values in between behave the same, so one of them is enough.", ["so one"]),
        ("So one of them is enough. It was so good that I kept it.", []),
    ],
)
def test_a_so_behind_a_comma_explains(text: str, found: list[str]) -> None:
    assert reasons(text, asked=Asked.KNOWLEDGE) == found
    assert reasons(text, asked=Asked.STORY) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Service is not a duty, it is an attitude.", 0),
        ("it is not the pump it's the valve behind it", 1),
        ("What tipped it for us was that the ferry stops at ten.", 1),
    ],
    ids=["saying", "cause", "what-tipped-it"],
)
def test_a_saying_is_no_reason_and_what_decided_is_one(text: str, found: int) -> None:
    assert len(reasons(text)) == found


@pytest.mark.parametrize(
    ("text", "may_be"),
    [
        ("We closed early as the river was rising.", True),
        ("I keep things tidy, as we say at home.", False),
        ("I did the floor as well as the windows.", False),
        ("I rang her as soon as the van came.", False),
        ("It was steep, as you know.", False),
    ],
    ids=["as-the-river", "as-we-say", "as-well-as", "as-soon-as", "as-you-know"],
)
def test_an_as_that_only_says_who_says_so_or_when_is_no_reason(text: str, may_be: bool) -> None:
    assert _says_so(read(text)) is may_be


def test_what_was_only_planned_or_suspected_is_no_deed() -> None:
    sheet = sheet_of("I planned to show them the saw. I suspected the blade. I presume it slips. I sharpened it.")
    assert sheet.verbs(sheet.own) == ["sharpened"]


KILN = "Our kiln is old. Last May I rewired the plug and moved the shelves, and I tested each glaze on a tile."


@pytest.mark.parametrize(
    ("ending", "is_result"),
    [
        ("In the end the breakages fell to two a month.", True),
        ("We haven't fired the big pots yet, and a firing still costs ninety euros.", False),
        ("I had to go down forty degrees.", False),
        ("We're going to fire sixty mugs.", False),
        ("The shelf had to be bought twice, and of forty plates one cracked.", True),
        ("We're a proper studio now.", True),
        ("The studio is nice, we're about nine people.", False),
        ("That took us seventy minutes.", False),
        ("A firing took eleven hours; I timed it again and it was eight hours.", True),
    ],
    ids=[
        "change",
        "not-yet",
        "had-to",
        "going-to",
        "it-had-to",
        "are-now",
        "headcount",
        "how-long",
        "measured-again",
    ],
)
def test_what_is_still_to_come_or_had_to_be_done_is_no_result(ending: str, is_result: bool) -> None:
    answer = f"{KILN} {ending}"
    results = find(read(answer)).found(Kind.RESULT)
    assert any(each.first >= len(read(KILN).words) for each in results) is is_result


@pytest.mark.parametrize(
    ("ending", "is_amount"),
    [
        ("it took us forty minutes", False),
        ("we're like twelve people", False),
        ("three neighbours told me so", False),
        ("and now we sell forty mugs", True),
    ],
    ids=["how-long", "how-many-we-are", "who-said-so", "sold"],
)
def test_a_figure_of_those_who_did_it_measures_no_result(ending: str, is_amount: bool) -> None:
    assert ("amount" in unit_signs(find(read(f"{KILN} {ending}.")))[-1]) is is_amount


def test_opinions_and_phrases_outweigh_what_is_told_among_facts() -> None:
    plain = sheet_of("I moved the stall twice, taught two apprentices and kept the books.", Asked.FACTS)
    held = sheet_of(
        "I always learned a lot, I met great people. I think people matter, I believe in that.", Asked.FACTS
    )
    assert (plain.plainly_told, held.plainly_told) == (3, 0)
    assert held.detail_worth == 0


def test_since_behind_a_time_and_rather_than_a_figure_say_no_reason() -> None:
    assert reasons("in the two weeks since we have had no complaint", asked=Asked.KNOWLEDGE) == []
    assert reasons("it left at 9:10 rather than 9:05", Kind.TRADE_OFF, Asked.KNOWLEDGE) == []
    assert reasons("I took the bus rather than the car", Kind.TRADE_OFF, Asked.KNOWLEDGE) == ["rather than"]


def test_a_plain_reason_goes_before_a_so_and_an_opening_so_is_none() -> None:
    text = "okay so um the lock has one key and the door has two so the guests wait because otherwise they get wet"
    assert reasons(text, asked=Asked.KNOWLEDGE) == ["because", "otherwise", "so the"]


@pytest.mark.parametrize(
    ("text", "details"),
    [
        ("the patient in room nine gets it on tuesdays", ["tuesdays"]),
        ("it is the lady in bed seven and nobody saw it", ["bed seven"]),
        ("I told her within the hour", ["within the hour"]),
        ("we opened on the twenty second of june", ["twenty second of june"]),
        ("sending it twice harms nobody", []),
        ("it was minus nine and I waited", ["minus nine"]),
        ("I had thirty framed for the hall", ["thirty"]),
        ("it jams every few days", ["every few days"]),
        ("it jams every single day", []),
        ("he came round every Sunday", []),
        ("The yeast cells double every ninety minutes.", ["ninety minutes"]),
    ],
    ids=[
        "weekday",
        "bed",
        "hour",
        "date",
        "twice",
        "below-zero",
        "had-done",
        "rhythm",
        "every-day",
        "every-sunday",
        "doubling",
    ],
)
def test_details_of_speech_can_be_checked(text: str, details: list[str]) -> None:
    sheet = sheet_of(text)
    assert [quote.strip("“”") for quote in sheet.quotes(sheet.details)] == details


def test_a_figure_of_scale_is_ones_own_and_says_how_much() -> None:
    question = "Forty thousand parcels a day have to be sorted. Design it."
    text = "Forty thousand parcels make 30 a minute at eight, never twice, on six belts between four and five."
    sheet = sheet_of(text, Asked.CASE, question)
    assert [quote.strip("“”") for quote in sheet.quotes(sheet.amounts)] == ["30 a minute", "six belts"]


def test_a_quote_keeps_what_it_is_quoted_for() -> None:
    text = (
        "in the end we painted both of the walls again and the tiles in the hall which had been there since the war "
        "and the bill came down to six hundred"
    )
    reading = read(text)
    first, last = reading.units[0]
    result = Finding(Kind.RESULT, first, last, first)
    shown = quoted(reading, result, (last - 2, last))
    assert shown.startswith("“… ")
    assert shown.endswith("six hundred”")
    assert len(shown) <= QUOTE_CHARACTERS + len("“… ”")
    assert "in the end" in quoted(reading, result)


def test_what_was_not_found_is_worded_as_such_where_nothing_is_told() -> None:
    refusal = evaluated(
        "I can't think of a time like that, sorry. I think I am quite careful, and people are happy with me as far "
        "as I know. Could we go on with the next question?"
    )
    for criterion in ("structure", "ownership"):
        assert anchor(refusal, criterion).startswith("I found n")
    assert "Which" not in " ".join(score.anchor for score in refusal.scores)


def test_many_fillers_are_counted_for_100_words() -> None:
    words = "we moved the big table to the window and asked everybody to sit down there at noon because of the sun"
    few = f"um {words} which stood low over the roofs of the houses on the other side"
    many = f"um {words} which uh stood low"
    for text, are_many in ((few, False), (many, True)):
        assert (sheet_of(text).clarity.fillers_per_100_words > MANY_FILLERS) is are_many
