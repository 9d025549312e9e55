"""Parts of an answer: words, sentences, figures, names, the parts of a story, the outline."""

from __future__ import annotations

from dataclasses import replace

import pytest

from interview_cli.interview.model import CriterionScore, Difficulty, Evidence, InterviewType, Question
from interview_cli.scoring.aggregate import evidence_coverage, overall_score, recommendation
from interview_cli.scoring.comments import best_criterion, comment
from interview_cli.scoring.details import figures, names, times
from interview_cli.scoring.evidence import cut
from interview_cli.scoring.finders import find, find_without_story, unit_words
from interview_cli.scoring.findings import Findings, Kind, Outcome
from interview_cli.scoring.reading import LONG_SENTENCE_WORDS, Hit, Reading, read
from interview_cli.scoring.rubric import load_rubric
from interview_cli.scoring.rules import evaluate_answer
from interview_cli.scoring.story import stems_and_pairs, unit_signs
from interview_cli.scoring.tags import Tag, worst_first
from interview_cli.scoring.vocabulary import word_tokens
from interview_cli.text.meaning import load_vectors

_STORY = "When I was at a small shop last year, I had to call a client who was angry about a late order."


def _texts(reading: Reading, hits: list[Hit]) -> list[str]:
    return [" ".join(reading.words[hit.first : hit.last]) for hit in hits]


def _found(text: str) -> Findings:
    reading = read(text)
    vectors = load_vectors()
    assert vectors is not None
    return find(reading, vectors.embed_words(unit_words(reading)))


def _verbs(findings: Findings, kind: Kind) -> list[str]:
    return [findings.reading.words[act.cue] for act in findings.found(kind)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It took 3 weeks.", [("3 weeks", "measure")]),
        ("it fell by forty percent", [("forty percent", "share")]),
        ("It fell by 12.5% in one week.", [("12.5%", "share"), ("one week", "measure")]),
        ("It fell from 12 % to 0.4\u00a0%.", [("12 %", "share"), ("0.4\u00a0%", "share")]),
        ("We saved $30,000.", [("$30,000", "measure")]),
        ("about two hundred thousand users", [("two hundred thousand users", "measure")]),
        ("one of the second ideas", []),
        ("It doubled, twice.", [("doubled", "share"), ("twice", "share")]),
        ("There were 7.", [("7", "figure")]),
    ],
)
def test_numbers_in_digits_and_words(text: str, expected: list[tuple[str, str]]) -> None:
    reading = read(text)
    hits = figures(reading)
    assert list(zip(_texts(reading, hits), [hit.kind for hit in hits], strict=True)) == expected


def test_names_are_capitals_inside_a_sentence() -> None:
    reading = read("Yesterday I asked Priya Sharma about Kafka. Kafka was down. Nobody knew.")
    assert _texts(reading, names(reading)) == ["priya sharma", "kafka"]
    assert names(read("ALL OF THIS IS LOUD AND HAS NO NAMES")) == []


def test_fillers_are_left_out_and_quotes_lead_back() -> None:
    answer = "Um, so I, uh, built it you know in March."
    reading = read(answer)
    assert reading.words == ["so", "i", "built", "it", "in", "march"]
    quote = reading.evidence(1, 6)
    assert quote is not None
    assert quote.quote == "I, uh, built it you know in March"
    assert answer[quote.start : quote.end] == quote.quote


def test_words_that_only_look_like_fillers_stay() -> None:
    assert read("The drum album, her error, a hum-drum era").words == [
        "the",
        "drum",
        "album",
        "her",
        "error",
        "a",
        "hum-drum",
        "era",
    ]


def test_endless_sentence_is_cut_into_clauses() -> None:
    text = " and then ".join(f"i went to the office on day {day} in the morning" for day in range(10))
    reading = read(text)
    assert len(reading.units) > 5
    assert reading.units[0][0] == 0
    assert reading.units[-1][1] == len(reading.words)
    assert all(first[1] == second[0] for first, second in zip(reading.units, reading.units[1:], strict=False))
    assert max(last - first for first, last in reading.units) <= LONG_SENTENCE_WORDS


def test_who_did_what() -> None:
    found = _found("I set up a meeting, listed the risks and asked her. She refused. We were late but we fixed it.")
    assert _verbs(found, Kind.OWN_ACT) == ["set", "listed", "asked"]
    assert _verbs(found, Kind.SHARED_ACT) == ["fixed"]
    assert _verbs(found, Kind.OTHER_ACT) == ["refused"]


@pytest.mark.parametrize(
    ("ending", "outcomes"),
    [
        ("I called him twice and I waited for his answer.", []),
        ("It went well and everyone was happy.", []),
        ("As a result, complaints fell by 30 percent.", ["measured"]),
        ("as a result complaints went from fifty a week to five", ["measured"]),
        ("In the end nothing changed.", ["nothing"]),
        ("I called him. We ended up with a yellow one.", ["change"]),
        ("So that is how we ended up with the whole lot of it.", []),
        ("I called him. He hasn't shouted since.", ["change"]),
    ],
)
def test_result_of_a_story(ending: str, outcomes: list[str]) -> None:
    found = _found(f"{_STORY} {ending}")
    assert [result.detail for result in found.found(Kind.RESULT)] == outcomes
    assert found.found(Kind.SITUATION)


def test_times_do_not_measure_a_result() -> None:
    (result,) = _found(f"{_STORY} Complaints fell two weeks later.").found(Kind.RESULT)
    assert result.detail == "change"


def test_that_nothing_happened_to_somebody_is_no_bad_end() -> None:
    assert not _found(f"{_STORY} In the end nothing happened to him.").result(Outcome.NOTHING)
    assert not _found(f"{_STORY} In the end she was fine and nothing happened.").result(Outcome.NOTHING)
    assert _found(f"{_STORY} In the end nothing happened.").result(Outcome.NOTHING)


def test_a_change_from_what_to_what_is_the_result_even_when_it_is_said_first() -> None:
    found = _found("Our no-shows went from nine a week down to two. We sent a text and we asked for a tenner.")
    assert [result.detail for result in found.found(Kind.RESULT)] == ["measured"]


def test_what_may_be_is_no_result_and_no_lesson() -> None:
    found = _found(f"{_STORY} You could lose hundreds of pages. I might save more.")
    assert not found.found(Kind.RESULT)
    assert not found.found(Kind.LESSON)


def test_dropping_something_oneself_is_a_deed_and_no_result() -> None:
    found = _found(
        "We had a tight plan at my company. I had to choose. I listed the slides and I dropped two slides."
    )
    assert not found.found(Kind.RESULT)
    assert _verbs(found, Kind.OWN_ACT) == ["listed", "dropped"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In 2020 I left the logger on for three nights.", ["2020", "for three nights"]),
        ("Two weeks later she rang, at 7:30.", ["two weeks later", "7:30"]),
        ("The first three weeks he ignored it.", ["first three weeks"]),
        ("I promised it for the fifth of March and that month of March flew.", ["fifth of march", "of march"]),
        ("I read five pages and waited an hour.", []),
    ],
)
def test_times_are_years_times_of_day_and_spans_of_the_story(text: str, expected: list[str]) -> None:
    reading = read(text)
    assert _texts(reading, times(reading)) == expected


@pytest.mark.parametrize(
    ("past", "present"),
    [
        ("I printed the plot and laid it over a photo.", "I print the plot and lay it over a photo."),
        ("I rang the clinic and got her in.", "I ring the clinic and get her in."),
        ("I crossed out every clause, and I rewrote the rest.", "I cross out every clause, and I rewrite the rest."),
        ("I scraped the rust and took eleven samples home.", "I scrape the rust and take eleven samples home."),
        ("I brought that home and fought for two people.", "I bring that home and fight for two people."),
        ("I got the lab to mix a primer.", "I get the lab to mix a primer."),
        ("I rang the shop and got it replaced.", "I ring the shop and get it replaced."),
    ],
)
def test_a_story_in_the_present_has_the_deeds_of_the_past(past: str, present: str) -> None:
    told = "She rang at nine. {} He came."
    assert len(_verbs(_found(told.format(past)), Kind.OWN_ACT)) == 2 - ("lab" in past)
    assert len(_verbs(_found(told.format(present)), Kind.OWN_ACT)) == 2 - ("lab" in past)


@pytest.mark.parametrize(
    "text", ["Every morning I check the list.", "I got the chance to go.", "I got the messages in the evening."]
)
def test_habits_and_what_came_to_somebody_are_no_deeds(text: str) -> None:
    assert not _found(f"She rang at nine. {text} He came.").found(Kind.OWN_ACT)


@pytest.mark.parametrize(
    ("text", "deeds"),
    [
        ("I third grade of that town he came.", []),
        ("Helped me land the job.", []),
        ("Helped her land the job.", ["helped"]),
        ("I wrote a letter that got me hired and landed me a job.", ["wrote"]),
        ("I wrote a letter and handed him the job.", ["wrote", "handed"]),
    ],
)
def test_what_is_done_to_me_and_which_one_i_was_are_no_deeds_of_mine(text: str, deeds: list[str]) -> None:
    assert _verbs(_found(f"She rang at nine. {text}"), Kind.OWN_ACT) == deeds


@pytest.mark.parametrize(
    ("text", "deeds"),
    [
        ("I told her it was late and rang him.", ["told", "rang"]),
        ("I rang the client before she saw it and told her.", ["rang", "told"]),
        ("I mapped who typed what and found the gap.", ["mapped", "found"]),
        (
            "I announced what I was going to do, created the index and watched it.",
            ["announced", "created", "watched"],
        ),
        ("What I did, I stopped the pour and sent them home.", ["stopped", "sent"]),
        ("I heard that she joined the firm and left it.", []),
        ("I redesigned the jig and had it replaced on both lines.", ["redesigned", "replaced"]),
        ("I drew it and had the worst beams wrapped in foil.", ["drew", "wrapped"]),
        ("I had two tables booked for eight. I had the flu.", []),
        ("I said no.", ["said"]),
        ("I recut all the treads and relaid them.", ["recut", "relaid"]),
        ("I joined the firm in May. I underestimated the frost.", []),
        ("I went to, I wanted to go to the owner.", []),
    ],
)
def test_deeds_behind_a_clause_and_deeds_that_others_carry_out(text: str, deeds: list[str]) -> None:
    assert _verbs(_found(f"She rang at nine. {text}"), Kind.OWN_ACT) == deeds


def test_what_both_of_them_said_is_no_deed_of_mine() -> None:
    found = _found("I rang two customers, and both said the colour shifts. So I went with the first one.")
    assert _verbs(found, Kind.OWN_ACT) == ["rang", "went"]
    assert _verbs(found, Kind.OTHER_ACT) == ["said"]
    assert _verbs(_found("We rang the customers and both apologised."), Kind.SHARED_ACT) == ["rang", "apologised"]


def test_a_trade_told_at_the_start_is_no_deed_and_you_go_on_with_nobodys() -> None:
    assert not _found("I teach maths to year eight, room 12, thirty kids.").found(Kind.OWN_ACT)
    told = "It was March. We moved the lids and you have to reach in, opened it up."
    assert _verbs(_found(told), Kind.SHARED_ACT) == ["moved"]


@pytest.mark.parametrize(
    ("ending", "outcome"),
    [
        ("After that forty cards came back.", Outcome.MEASURED),
        ("After that the two mothers took turns.", Outcome.CHANGE),
        ("After that none of it made any difference.", Outcome.NOTHING),
        ("After that it went well.", Outcome.GENERAL),
        (
            "Waiting went from about 12 days to just 4, and we pay no fees, which had been 300 a month.",
            Outcome.MEASURED,
        ),
        ("Our error rate had been 3 percent before, and with the new one it's 0.4.", Outcome.MEASURED),
    ],
)
def test_only_a_figure_of_its_own_measures_a_result(ending: str, outcome: Outcome) -> None:
    found = _found(f"{_STORY} I rang him twice and wrote to him. {ending}").found(Kind.RESULT)
    assert {each.detail for each in found if each.first > len(_STORY.split())} == {outcome}


def test_compounds_say_how_many() -> None:
    reading = read("A six-bedroom house, a 12-hour shift, a ten-year-old and a one-way street in half-term.")
    assert _texts(reading, figures(reading)) == ["six-bedroom", "12-hour", "ten-year-old"]


def test_what_acts_on_nothing_was_not_done() -> None:
    found = _found("I moved nothing and added no alert. I lost no time and called her.")
    assert _verbs(found, Kind.NOT_DONE) == ["moved", "added"]
    assert _verbs(found, Kind.OWN_ACT) == ["called"]


def test_who_watches_others_does_nothing() -> None:
    assert not _found("She moved the job at nine. I watched her do it.").found(Kind.OWN_ACT)
    assert _found("I watched thirty recordings.").found(Kind.OWN_ACT)


@pytest.mark.parametrize("text", ["Failures did not go down.", "It stayed at eight.", "It stays the same."])
def test_what_did_not_move_is_no_change(text: str) -> None:
    findings = find_without_story(read(text))
    assert "nothing_changed" in unit_signs(findings)[0]


@pytest.mark.parametrize("form", ["loses", "lost", "lose", "losing", "drops", "dropped", "drop", "halving"])
def test_a_change_is_one_in_every_form_of_its_verb(form: str) -> None:
    assert read(f"It {form} much.").found("down")


def test_numbers_are_the_same_words_in_digits() -> None:
    assert word_tokens("thirty milliamps, twenty-five of two") == word_tokens("30 milliamps, 25 of 2")
    assert read("Not 1 trip since").found("lasting")


def test_joining_words_and_repeats_say_nothing_of_a_part() -> None:
    assert stems_and_pairs("and so they they went back".split()) == stems_and_pairs("they go back".split())


def test_overall_is_the_weighted_mean_of_what_is_supported() -> None:
    rubric = load_rubric("hr_screen")
    text = "quote"
    evidence = cut(text, 0, 5)
    assert evidence is not None
    scores = [
        CriterionScore("relevance", 5.0, 5, "", (evidence,)),
        CriterionScore("specificity", 0.0, 5, "", (evidence,)),
        CriterionScore("clarity", None, 5, "", (), unsupported=True),
    ]
    assert overall_score(scores, rubric) == pytest.approx(100 * 30 / 80, abs=0.05)
    assert evidence_coverage(scores, rubric) == pytest.approx(0.3)
    assert overall_score(scores[2:], rubric) is None


@pytest.mark.parametrize(
    ("score", "coverage", "expected"),
    [
        (80.0, 1.0, "STRONG_HIRE"),
        (79.9, 1.0, "HIRE"),
        (60.0, 0.5, "HIRE"),
        (59.9, 1.0, "LEAN_NO_HIRE"),
        (40.0, 1.0, "LEAN_NO_HIRE"),
        (39.9, 1.0, "NO_HIRE"),
        (0.0, 1.0, "NO_HIRE"),
        (95.0, 0.49, "WITHHELD"),
        (None, 1.0, "WITHHELD"),
    ],
)
def test_recommendation_thresholds(score: float | None, coverage: float, expected: str) -> None:
    assert recommendation(score, coverage) == expected
    at_most = "HIRE" if expected == "STRONG_HIRE" else expected
    assert recommendation(score, coverage, may_be_beside=True) == at_most


def test_tags_are_ordered_and_explained() -> None:
    assert worst_first({Tag.TOO_LONG, Tag.NO_RESULT, Tag.GIBBERISH}) == (Tag.GIBBERISH, Tag.NO_RESULT, Tag.TOO_LONG)
    for tag in Tag:
        assert tag.advice.endswith(".")
        assert "\n" not in tag.advice


def test_outline_quotes_the_candidate_and_marks_gaps(disagreement: Question) -> None:
    answer = (
        "At my last company in 2021 a coworker and I disagreed about a release. I called him and explained the "
        "risk, and I wrote both plans down for our manager to read."
    )
    outline = evaluate_answer(disagreement, answer).ideal_answer
    assert outline is not None
    assert "Situation: perhaps “At my last company in 2021 a coworker and I disagreed about a release”" in outline
    assert "Result: [your result, in numbers]" in outline
    assert disagreement.key_points[0] in outline


def test_outline_of_a_technical_answer_lists_the_gaps(index_question: Question) -> None:
    answer = "The database can find the rows without scanning the whole table, which is why the query becomes faster."
    evaluation = evaluate_answer(index_question, answer)
    assert evaluation.missing_points == index_question.key_points[1:]
    outline = evaluation.ideal_answer
    assert outline is not None
    assert outline.count("[I did not find this]") == 2
    assert "You said: “The database can find the rows without scanning the whole table" in outline
    assert evaluation.found["key_point"]


def test_question_without_key_points_leaves_correctness_open(index_question: Question) -> None:
    bare = replace(index_question, key_points=())
    evaluation = evaluate_answer(
        bare, "An index makes a query faster because it leads to the rows, but you pay for it."
    )
    correctness = next(score for score in evaluation.scores if score.criterion == "correctness")
    assert correctness.unsupported
    assert correctness.score is None
    assert evaluation.overall_score is None
    assert evaluation.not_scored is not None
    assert "no key points" in evaluation.not_scored
    assert evaluation.coverage < 0.5


@pytest.mark.parametrize(
    ("text", "deeds"),
    [
        ("We finished what we did by the end.", []),
        ("I rang the bank and that helped me.", ["rang"]),
        ("I wish I had launched it, and I thought I called her.", []),
        ("If I had asked her, she would have come.", []),
        ("I just sort of moved it and I like painted it.", ["moved", "painted"]),
        ("I steel had to go.", []),
        ("I found it helpful to wait.", []),
        ("I found it under the table.", ["found"]),
        ("I tried to be proactive.", []),
        ("I don't think I asked her.", []),
        ("I never say I told you so.", []),
        ("If I brought some of it down.", []),
        ("I was making sure I sent it.", []),
        ("We counted each time I said it.", []),
        ("She talked to my partner and I and asked.", []),
        ("He said no, and my partner and I looked at it.", []),
        ("She came out. Sent us a photo later.", []),
        ("He came out. Asked him to sit.", ["asked"]),
        ("I noticed it leaned. Put a brick under it.", []),
        ("I called him. Put a brick under it.", ["called", "put"]),
        ("I was able to actually fix it, and I was able to like it.", ["fix"]),
        ("I went there, carried two of them.", ["went", "carried"]),
        ("I've since read two books.", ["read"]),
        ("I nearly stopped and I almost called him.", []),
        ("I got it across and I got it from her.", ["got"]),
        ("I sort of called her and sorted the calls.", ["called", "sorted"]),
        ("I told her of the tiers and cupcakes, and I rang Anna.", ["told", "rang"]),
        ("I took tiers and cupcakes and I rang Anna.", ["took", "rang"]),
    ],
)
def test_what_is_told_of_oneself_is_a_deed_only_when_it_was_done(text: str, deeds: list[str]) -> None:
    assert _verbs(_found(f"It was a Monday in May. {text}"), Kind.OWN_ACT) == deeds


def test_what_nobody_did_is_no_deed_of_others() -> None:
    assert _verbs(_found("It was a Monday. Nothing changed, and nobody asked. She rang."), Kind.OTHER_ACT) == ["rang"]


def test_how_things_turned_out_is_no_deed() -> None:
    found = _found("We ended up presenting less, and we went from forty loaves to ten.")
    assert _verbs(found, Kind.SHARED_ACT) == []


def test_a_phrase_that_fits_anyone_is_no_detail() -> None:
    question = Question("q", "Tell me about a mistake.", InterviewType.BEHAVIORAL, Difficulty.STANDARD, "tests")
    judged = evaluate_answer(question, "I never make mistakes, and I always give a hundred percent in what I do.")
    (specificity,) = [each for each in judged.scores if each.criterion == "specificity"]
    assert specificity.score == 0
    assert specificity.anchor.startswith("I found hardly a figure, name or date that can be checked.")


def test_deeds_in_the_present_are_found_and_not_perhaps() -> None:
    question = Question("q", "Tell me about a time you helped.", InterviewType.BEHAVIORAL, Difficulty.STANDARD, "t")
    told = (
        "On Saturday a man comes in, his boiler is off. I sit him down, I ring the depot and I lend him two heaters."
    )
    (structure,) = [each for each in evaluate_answer(question, told).scores if each.criterion == "structure"]
    assert "perhaps what was done" not in structure.anchor
    assert "what was done" in structure.anchor


@pytest.mark.parametrize(
    ("anchor", "praised"),
    [
        ("I found where things stood, what was done and how it came out.", True),
        ("I found what was done and how it came out and perhaps where things stood.", False),
        ("I found what was done; whether it says how it came out, the rules cannot tell.", False),
    ],
)
def test_a_whole_story_is_praised_only_when_each_part_is_sure(anchor: str, praised: bool) -> None:
    score = CriterionScore("structure", 5.0, 5, anchor, (Evidence("I left", 0, 6),))
    assert (best_criterion([score]) is not None) is praised
    assert ("a beginning, deeds and an end" in comment([score], 70.0, [], [], [])) is praised


def test_words_of_doubt_in_a_quote_take_no_praise_away() -> None:
    anchor = "A result with its figure: “perhaps 30 percent fewer came back”."
    score = CriterionScore("outcome", 4.5, 5, anchor, (Evidence("I left", 0, 6),))
    assert best_criterion([score]) == score


def test_what_was_left_undone_does_not_hide_what_we_did(disagreement: Question) -> None:
    told = "Last spring the windows came late. So we turned the order around, covered the walls and called them."
    left = " I did not wait and I did not pay for the late delivery."
    scores = {score.criterion: score for score in evaluate_answer(disagreement, told + left).scores}
    said = scores["ownership"].anchor
    assert "you did not do" not in said
    assert said.startswith("I found three acts of “we” (turned, covered and called)")
