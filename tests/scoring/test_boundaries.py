"""Each constant of the sheet and of the bounds, from both sides of it."""

from __future__ import annotations

import pytest

from interview_cli.interview.model import CriterionScore
from interview_cli.scoring.answer_criteria import CORRECTNESS
from interview_cli.scoring.answering import dodged
from interview_cli.scoring.asked_for import Asked
from interview_cli.scoring.bounds import bounded
from interview_cli.scoring.finders import find
from interview_cli.scoring.findings import Finding, Kind, Outcome
from interview_cli.scoring.key_points import PointFinding, PointState
from interview_cli.scoring.reading import read
from interview_cli.scoring.relevance import Relevance, RelevanceState
from interview_cli.scoring.rubric import load_rubric
from interview_cli.scoring.sheet import Sheet

RIGHT, WRONG, MENTIONED = PointState.RIGHT, PointState.WRONG, PointState.MENTIONED
NOT_SAID, CANNOT_TELL = PointState.NOT_SAID, PointState.CANNOT_TELL
KNOWLEDGE, STORY = load_rubric("technical_verbal"), load_rubric("behavioral")
ABOUT_IT = Relevance(RelevanceState.ABOUT_IT, 0.9)
ELSEWHERE = Relevance(RelevanceState.ABOUT_SOMETHING_ELSE, 0.1)
REASONED = "It is faster because the rows are sorted by the key that people look for most of the time."
LONG_ENOUGH = f"{REASONED} " + " ".join(f"word{number}" for number in range(40))


def sheet(
    text: str,
    states: tuple[PointState, ...] = (),
    *,
    relevance: Relevance | None = ABOUT_IT,
    is_follow_up: bool = False,
    asked: Asked = Asked.KNOWLEDGE,
) -> Sheet:
    """A sheet on a text, with key points in these states."""
    points = tuple(PointFinding(f"point {number}", state, 0.5, True, 0, 1) for number, state in enumerate(states))
    return Sheet(find(read(text)), points, relevance, is_follow_up, asked)


def words(count: int) -> str:
    """A text of so many different words, no sentence longer than ten."""
    return " ".join(f"word{number}" + ("." if number % 10 == 9 else "") for number in range(count))


def faults(text: str) -> str:
    """What makes a text hard to follow."""
    return ", ".join(sheet(text).clarity.faults)


@pytest.mark.parametrize(("count", "is_short"), [(39, True), (40, False)])
def test_short_answers(count: int, is_short: bool) -> None:
    assert sheet(words(count)).is_short is is_short


@pytest.mark.parametrize(("count", "fault"), [(400, ""), (401, "its length of 401 words")])
def test_long_answers(count: int, fault: str) -> None:
    assert faults(words(count)) == fault


@pytest.mark.parametrize(("count", "fault"), [(32, ""), (33, "sentences of 33 words on average")])
def test_long_sentences(count: int, fault: str) -> None:
    sentences = (" ".join(f"{word}{number}" for number in range(count)) for word in ("word", "other"))
    assert faults(". ".join(sentences)) == fault


def test_a_short_answer_is_never_hard_to_follow() -> None:
    assert faults(" ".join(f"word{number}" for number in range(39)) + ".") == ""


@pytest.mark.parametrize(("plain", "fault"), [(46, True), (47, False)])
def test_padding(plain: int, fault: bool) -> None:
    """Three words of padding are more than six percent of 49 and not of 50."""
    assert ("padding" in faults(f"stuff. things. various. {words(plain)}")) is fault


def test_two_words_of_padding_are_never_a_fault() -> None:
    assert faults("stuff. things. It was.") == ""


@pytest.mark.parametrize(("different", "fault"), [(60, False), (59, True)])
def test_repetition(different: int, fault: bool) -> None:
    """Of 22 words said again, 20 runs of three are repeated: 20 of 80 are a quarter, 20 of 79 are more."""
    said = [f"word{number}" for number in range(different)]
    assert ("again and again" in faults(" ".join([*said, *said[:22]]))) is fault


@pytest.mark.parametrize(
    ("states", "share"),
    [
        ((RIGHT, RIGHT, RIGHT, RIGHT, NOT_SAID), 1.0),
        ((RIGHT, RIGHT, RIGHT, NOT_SAID, NOT_SAID), 0.75),
        ((MENTIONED, NOT_SAID), 0.1875),
        ((RIGHT, CANNOT_TELL), 0.8333),
        ((CANNOT_TELL, CANNOT_TELL), 0.0),
        ((WRONG, NOT_SAID), 0.0),
    ],
)
def test_the_share_of_key_points_said(states: tuple[PointState, ...], share: float) -> None:
    assert sheet(REASONED, states).said_share == pytest.approx(share, abs=1e-3)


def test_two_words_of_condition_and_effect_explain_how_it_works() -> None:
    assert Kind.MECHANISM not in sheet("It stays until noon.").depth
    assert Kind.MECHANISM in sheet("It stays until noon if nobody calls.").depth
    assert Kind.MECHANISM not in sheet("It stays until noon if nobody calls.", asked=Asked.STORY).depth


@pytest.mark.parametrize(
    ("text", "worth"),
    [
        ("There were 11 cups.", 1.0),
        ("There were 11 cups, 12 pots, 13 pans and 14 lids.", 4.0),
        ("There were 11 cups, 12 pots, 13 pans, 14 lids and 15 forks.", 4.0),
        ("We asked Priya.", 0.8),
        ("We asked Priya, met Acme, left Berlin and saw Kafka.", 2.4),
        ("It was last year.", 0.8),
        ("It was last year and it was yesterday.", 1.6),
        ("It was last year and it was yesterday and it was last week.", 1.6),
    ],
)
def test_the_worth_of_details(text: str, worth: float) -> None:
    assert sheet(text).detail_worth == pytest.approx(worth)
    assert sheet(text, is_follow_up=True).detail_worth == pytest.approx(2 * worth)


@pytest.mark.parametrize(
    ("text", "details"),
    [
        ("We had two processor boards and two processors.", "“two processor boards”"),
        ("She worked four overnight, and then overnight again.", "“four overnight”"),
        ("It was two o'clock, or after o'clock.", "“two o'clock”"),
        ("I met the Dexters and Dexter smiled.", "“Dexters”"),
        ("I asked Les and later Le.", "“Les” “Le”"),
        ("I waited three years, not twenty three years.", "“three years” “twenty three years”"),
        ("They waited half an hour, then two hours.", "“half an hour” “two hours”"),
        ("I went there on a Saturday in May.", "“Saturday” “in May”"),
        ("I studied at the University of Tennessee.", "“University of Tennessee”"),
        ("I asked Tom, of Leeds.", "“Tom” “Leeds”"),
        ("I rang him at four in the morning.", "“at four in the morning”"),
        ("I rang him at four, in the morning.", "“at four” “in the morning”"),
        ("It was early in the job, and we waited for years.", ""),
        ("After that day I left, and next year I start.", ""),
        ("Nine times out of ten it works.", ""),
        ("I stayed for three or four years.", "“four years”"),
        ("It works for nine out of ten.", "“nine out of ten”"),
        ("I was three, four minutes into it.", "“four minutes”"),
        ("We met Ron (31:25) there.", "“Ron”"),
        ("I am a Junior in Physics at Yale.", "“Yale”"),
        ("It Really, helped, I'm-I-whenever it can. Umm, Sorry.", ""),
        ("I had 13 Ph.D. students.", ""),
        ("All but two pass in the end.", ""),
        ("It was the 15th of October 2013.", "“15th of October 2013”"),
    ],
)
def test_each_detail_is_named_once_and_whole(text: str, details: str) -> None:
    told = sheet(text)
    assert " ".join(told.quotes(told.details)) == details


@pytest.mark.parametrize(
    ("text", "is_reason"),
    [
        ("I have swum since the seventies.", False),
        ("I have sung since the age of four.", False),
        ("I have worked here since 1999, and since March at night.", False),
        ("We stayed in since the shop was closed.", True),
    ],
)
def test_since_when_is_no_reason(text: str, is_reason: bool) -> None:
    assert (Kind.REASON in sheet(text).depth) is is_reason


@pytest.mark.parametrize(
    ("ending", "is_result"),
    [("We think they are talented.", False), ("I believe they are ready.", False), ("Now they are ready.", True)],
)
def test_what_somebody_thinks_is_no_ending(ending: str, is_result: bool) -> None:
    findings = find(read(f"I trained them. {ending}"))
    first, last = findings.reading.units[-1]
    findings.by_kind[Kind.RESULT] = [Finding(Kind.RESULT, first, last, first, sure=False, detail=Outcome.ENDING)]
    assert bool(Sheet(findings, (), ABOUT_IT, False, Asked.STORY).results) is is_result


def _overall(of: Sheet, overall: float, *, knowledge: bool = True) -> tuple[float | None, str | None, str | None]:
    rubric = KNOWLEDGE if knowledge else STORY
    judged = 5 * of.said_share if of.decided_points else None
    scores = [CriterionScore("correctness", judged, 5, "", ())] if knowledge else []
    return bounded(of, scores, overall, rubric)


@pytest.mark.parametrize(
    ("states", "most", "why"),
    [
        ((RIGHT, RIGHT, RIGHT), None, ""),
        ((RIGHT, CANNOT_TELL), None, ""),
        ((RIGHT, CANNOT_TELL, CANNOT_TELL), 79.0, "less than half"),
        ((WRONG, RIGHT, RIGHT, RIGHT), 79.0, "the other way round"),
        ((WRONG, RIGHT, RIGHT), 59.0, "the other way round"),
        ((WRONG, WRONG, RIGHT, RIGHT, RIGHT), 59.0, "the other way round"),
        ((WRONG, WRONG, RIGHT), 25.0, "the other way round"),
        ((RIGHT, *[NOT_SAID] * 6), 39.0, "hardly a key point"),
        ((RIGHT, *[NOT_SAID] * 5), 79.0, "less than half"),
        ((CANNOT_TELL, *[NOT_SAID] * 7), 39.0, "hardly a key point"),
        ((CANNOT_TELL, *[MENTIONED] * 2, *[NOT_SAID] * 4), 30.0, "none clearly said"),
        ((MENTIONED, MENTIONED, MENTIONED, NOT_SAID), 30.0, "none clearly said"),
        ((MENTIONED, NOT_SAID), 39.0, "hardly a key point"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_bounds_of_knowledge(states: tuple[PointState, ...], most: float | None, why: str) -> None:
    of = sheet("It is so.", states)
    if most is None:
        assert _overall(of, 100.0) == (100.0, None, None)
        return
    overall, sentence, reason = _overall(of, 100.0)
    assert (overall, reason) == (most, None)
    assert sentence is not None
    assert why in sentence
    assert f"to {most:g}" in sentence
    assert _overall(of, most) == (most, None, None)


def test_an_answer_about_something_else_is_bounded() -> None:
    of = sheet("It is so.", relevance=ELSEWHERE)
    assert _overall(of, 90.0, knowledge=False)[0] == 25.0
    said = "It seems to be about something else than what was asked."
    assert _overall(of, 25.0, knowledge=False) == (25.0, said, None)
    assert _overall(sheet("It is so."), 90.0, knowledge=False) == (90.0, None, None)


@pytest.mark.parametrize(
    ("text", "states", "relevance", "withheld"),
    [
        (LONG_ENOUGH, (MENTIONED, NOT_SAID), ABOUT_IT, True),
        (LONG_ENOUGH, (*[MENTIONED] * 11, *[NOT_SAID] * 10), ABOUT_IT, False),
        (LONG_ENOUGH, (RIGHT, NOT_SAID, NOT_SAID), ABOUT_IT, False),
        (LONG_ENOUGH, (WRONG, NOT_SAID, NOT_SAID), ABOUT_IT, False),
        (LONG_ENOUGH, (NOT_SAID, NOT_SAID), ELSEWHERE, False),
        (REASONED, (NOT_SAID, NOT_SAID), ABOUT_IT, False),
        (words(50), (NOT_SAID, NOT_SAID), ABOUT_IT, False),
    ],
    ids=[
        "half-unfound",
        "less-than-half-unfound",
        "one-right",
        "one-wrong",
        "elsewhere",
        "short",
        "explains-nothing",
    ],
)
def test_an_explanation_in_other_words_is_not_scored(
    text: str, states: tuple[PointState, ...], relevance: Relevance, withheld: bool
) -> None:
    overall, _, reason = _overall(sheet(text, states, relevance=relevance), 60.0)
    assert (overall is None) is withheld
    assert bool(reason) is withheld


@pytest.mark.parametrize(
    ("states", "is_follow_up", "reason"),
    [
        ((), False, "no key points"),
        ((CANNOT_TELL,), False, "cannot tell"),
        ((), True, "follow-up"),
    ],
)
def test_manner_alone_makes_no_score(states: tuple[PointState, ...], is_follow_up: bool, reason: str) -> None:
    of = sheet(REASONED, states, is_follow_up=is_follow_up)
    overall, sentence, why = bounded(of, [CriterionScore("correctness", None, 5, "", ())], 80.0, KNOWLEDGE)
    assert (overall, sentence) == (None, None)
    assert why is not None
    assert reason in why


def _bounded_levels(text: str, levels: dict[str, float], *, is_follow_up: bool = False) -> float | None:
    scores = [CriterionScore(name, score, 5, "", ()) for name, score in levels.items()]
    return bounded(sheet(text, is_follow_up=is_follow_up), scores, 100.0, STORY)[0]


def test_a_story_without_a_deed_of_ones_own_is_bounded() -> None:
    levels = {"ownership": 1.0, "structure": 5.0, "specificity": 5.0, "outcome": 5.0}
    assert _bounded_levels("The supplier repaired the pump.", levels) == 49.0
    assert _bounded_levels("I repaired the pump.", levels) == 100.0
    del levels["ownership"]
    assert _bounded_levels("The supplier repaired the pump.", levels) == 100.0


def test_facts_about_oneself_without_a_detail_are_bounded() -> None:
    levels = {"relevance": 5.0, "specificity": 0.0, "clarity": 5.0}
    assert _bounded_levels("I like it.", levels) == 39.0
    assert _bounded_levels("I like it.", {**levels, "specificity": 1.0}) == 100.0
    assert _bounded_levels("I like it.", {**levels, "depth": 5.0}) == 100.0
    assert _bounded_levels("I like it.", levels, is_follow_up=True) == 100.0


@pytest.mark.parametrize(
    ("text", "states", "is_list"),
    [
        ("encryption, backups, audits, logs, tests and people", (MENTIONED, MENTIONED), True),
        ("encryption, backups, audits, logs, tests and people", (MENTIONED,), False),
        ("encryption, backups, audits, logs and people", (MENTIONED, MENTIONED), False),
    ],
)
def test_two_key_points_among_six_things_are_a_list(text: str, states: tuple[PointState, ...], is_list: bool) -> None:
    said = f"It needs {text}."
    points = tuple(
        PointFinding(f"point {number}", state, 0.5, True, 0, len(said)) for number, state in enumerate(states)
    )
    assert Sheet(find(read(said)), points, ABOUT_IT, False, Asked.KNOWLEDGE).is_list == is_list


@pytest.mark.parametrize(("asked", "worth"), [(Asked.STORY, 1.5), (Asked.KNOWLEDGE, 2.0)])
def test_a_detail_beside_what_is_told_is_worth_less_in_a_story(asked: Asked, worth: float) -> None:
    assert sheet("I moved forty boxes. It is a house of ninety rooms.", asked=asked).detail_worth == worth


@pytest.mark.parametrize(
    ("text", "worth"),
    [
        ("She sold it.", 0.6),
        ("She sold it and I left.", 1.2),
        ("I moved, I painted, I sanded and I left.", 1.8),
        ("I can't say what they sold.", 0.0),
        ("I'd rather not say what they sold.", 0.0),
    ],
)
def test_what_is_told_counts_among_facts_about_oneself(text: str, worth: float) -> None:
    assert sheet(text, asked=Asked.FACTS).detail_worth == pytest.approx(worth)
    assert sheet(text, asked=Asked.KNOWLEDGE).detail_worth == 0.0


@pytest.mark.parametrize(
    ("beside", "is_dodged"), [("Patience is a virtue for all.", True), ("Patience is a great virtue for all.", False)]
)
def test_half_an_answer_of_dodges_is_one_where_nothing_else_can_be_checked(beside: str, is_dodged: bool) -> None:
    text = f"There is nothing to work on. {beside}"
    assert bool(dodged(sheet(text, asked=Asked.FACTS))) is is_dodged
    assert not dodged(sheet(text, asked=Asked.KNOWLEDGE))
    assert not dodged(sheet(text, asked=Asked.FACTS, is_follow_up=True))


@pytest.mark.parametrize(
    ("states", "is_tagged"),
    [
        ((MENTIONED, MENTIONED, MENTIONED), False),
        ((MENTIONED, MENTIONED, NOT_SAID, NOT_SAID), True),
        ((WRONG, WRONG, MENTIONED), True),
    ],
    ids=["all-mentioned", "some-not-said", "some-wrong"],
)
def test_key_points_are_missing_where_some_are_not_said_or_wrong(
    states: tuple[PointState, ...], is_tagged: bool
) -> None:
    of = sheet("Salt, yeast and flour.", states)
    assert [weakness.holds(of) for weakness in CORRECTNESS.weaknesses] == [is_tagged]


@pytest.mark.parametrize(
    ("states", "doubtful", "can_tell"), [((WRONG,), 4, True), ((RIGHT,), 4, False), ((RIGHT, WRONG), 4, True)]
)
def test_doubts_beside_a_wrong_key_point_speak_against_the_answer(
    states: tuple[PointState, ...], doubtful: int, can_tell: bool
) -> None:
    doubts = tuple(PointFinding("point", CANNOT_TELL, 0.5, False, 0, 1, doubtful=True) for _ in range(doubtful))
    told = sheet("Salt keeps it fresh.", states)
    of = Sheet(told.findings, (*told.points, *doubts), ABOUT_IT, False, Asked.KNOWLEDGE)
    assert of.can_tell_points is can_tell
