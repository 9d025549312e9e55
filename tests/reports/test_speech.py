"""How spoken answers are told: in words, as JSON, with what was heard beside what was corrected."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual.app import App, ComposeResult
from textual.widgets import Static

from interview_cli.delivery.measure import TextDeliveryMeter, measure_text, measure_transcription
from interview_cli.interview.model import Exchange, Session
from interview_cli.interview.spoken import Interval, Pauses, Prosody
from interview_cli.reports.markdown import session_to_markdown
from interview_cli.reports.speech import delivery_lines, long_pauses, moments
from interview_cli.tui.widgets.report import report
from tests.reports.conftest import CORRECTED, HEARD, as_read

if TYPE_CHECKING:
    from tests.conftest import Run


def test_a_recording_in_words(spoken: Session) -> None:
    attempt = spoken.exchanges[0].attempt
    assert attempt is not None
    assert attempt.delivery is not None
    lines = "\n".join(delivery_lines(attempt.delivery))
    assert "0:09 at 69 words a minute, " in lines
    assert "0.5 s until the first word" in lines
    assert "1 pause, 1 of them 2 s or more, the longest 2.5 s" in lines
    assert "1 likely um that no word accounts for" in lines
    assert "Your voice stays nearly level (pitch varies by 1.2 semitones, loudness by 6 dB)" in lines
    assert "not measured" not in lines


def test_a_lively_voice_is_reported_so(spoken: Session) -> None:
    attempt = spoken.exchanges[0].attempt
    assert attempt is not None
    assert attempt.answer.transcription is not None
    lively = replace(attempt.answer.transcription, prosody=Prosody(-20.0, None, 110.0, 3.4))
    lines = list(delivery_lines(measure_transcription(lively)))
    assert "Your voice moves (pitch varies by 3.4 semitones)" in lines
    assert lines[-1] == "not measured: loudness"


def test_a_text_says_what_it_cannot_tell() -> None:
    assert list(delivery_lines(measure_text("I led a team.")))[-1] == (
        "not measured: pace, pauses and voice, which need a spoken answer"
    )


def test_what_to_hear_again_comes_in_the_order_of_time(spoken: Session) -> None:
    first, second, _ = spoken.exchanges
    assert first.attempt is not None
    assert second.attempt is not None
    assert list(moments(first.attempt)) == [
        ("a sound that is not a word", 0.5),
        ("Um", 1.0),
        ("pause of 2.5 s", 2.0),
        ("you know", 8.0),
    ]
    assert list(moments(second.attempt)) == []
    assert list(moments(replace(first.attempt, delivery=None))) == []


def test_the_heard_text_stands_beside_the_corrected_one(spoken: Session) -> None:
    report = session_to_markdown(spoken)
    assert "> I led a \\<b\\>team\\</b\\> of four." in report
    assert "*Heard, before it was corrected:*\n\n> Um, I let a \\<b\\>team\\</b\\> of for, you know." in report
    assert (
        "to hear again: a sound that is not a word at 0:00, Um at 0:01, pause of 2.5 s at 0:02, you know at 0:08"
        in report
    )
    uncorrected = replace(spoken, exchanges=(_as_heard(spoken),))
    assert "Heard, before" not in session_to_markdown(uncorrected)


def test_the_contract_of_a_spoken_answer(spoken: Session) -> None:
    first, second, third = as_read(spoken)["answers"]
    assert (first["answer"], first["spoken_text"]) == (CORRECTED, HEARD)
    assert first["recording"] == "asked-0.1.flac"
    assert first["transcription"]["engine"] == "test:tiny"
    assert first["transcription"]["words"][0] == {"text": "Um,", "start": 1.0, "end": 1.5, "probability": None}
    for filler in first["delivery"]["fillers"]:
        assert first["spoken_text"][filler["start"] : filler["end"]] == filler["text"]
    assert first["delivery"]["pauses"]["spans"] == [{"start": 2.0, "end": 4.5}]
    assert first["delivery"]["monotone"] is True
    assert not {"spoken_text", "recording", "transcription"} & (second.keys() | third.keys())
    assert "spoken_text" not in as_read(replace(spoken, exchanges=(_as_heard(spoken),)))["answers"][0]


def test_the_session_takes_spoken_and_typed_answers_together(spoken: Session) -> None:
    whole = as_read(spoken)["delivery"]
    assert whole["pauses"]["count"] == 1
    assert whole["pitch_variation_semitones"] == 1.2


def test_the_terminal_tells_it_too(cli: Run, stored: Session) -> None:
    shown = cli("feedback", stored.id).out
    for text in ("Heard, before it was corrected: Um, I let", "69 words a minute", "you know at 0:08", "--play 1"):
        assert text in shown
    assert "--play 2" not in shown


async def test_the_screen_tells_it_too(spoken: Session) -> None:
    class Shown(App[None]):
        def compose(self) -> ComposeResult:
            yield from report(spoken, (), {})

    async with Shown().run_test() as pilot:
        shown = "\n".join(str(paragraph.content) for paragraph in pilot.app.query(Static))
    for text in ("Heard, before it was corrected: Um, I let", "69 words a minute", "pause of 2.5 s at 0:02"):
        assert shown.count(text) == (2 if "minute" in text else 1)


def test_every_attempt_at_a_question_is_reported_and_the_first_one_counts(spoken: Session) -> None:
    first, second, skipped = spoken.exchanges
    assert first.attempt
    assert second.attempt
    retry = replace(second.attempt, id="retry", evaluation=None)
    alone = as_read(spoken)
    both = as_read(replace(spoken, exchanges=(first.with_attempt(retry), second, skipped)))
    attempts = both["answers"][0].pop("attempts")
    assert [each["number"] for each in attempts] == [1, 2]
    assert [each["answer"] for each in attempts] == [CORRECTED, "I typed this one."]
    assert attempts[0]["answered_at"] == first.attempt.answer.ended_at.isoformat()
    assert [each["evaluator"] and each["evaluator"]["name"] for each in attempts] == ["rules", None]
    assert attempts[1]["delivery"]["word_count"] == 4
    assert (attempts[1]["status"], attempts[1]["scores"]) == ("not_scored", {})
    (same,) = alone["answers"][0].pop("attempts")
    assert same == attempts[0]
    assert both == alone, "all else is about the first attempt"
    assert as_read(spoken)["answers"][2]["attempts"] == []


def _as_heard(spoken: Session) -> Exchange:
    exchange = spoken.exchanges[0]
    assert exchange.attempt is not None
    answer = replace(exchange.attempt.answer, text=HEARD)
    attempt = replace(exchange.attempt, answer=answer, delivery=TextDeliveryMeter().measure([answer]))
    return exchange.with_attempt(attempt)


def test_pauses_just_under_the_limit_are_not_long() -> None:

    spans = (Interval(0.0, 1.99), Interval(3.1, 5.1), Interval(6.0, 9.0))
    assert long_pauses(Pauses(3, 2, 3.0, 6.99, spans)) == [spans[1], spans[2]]
    assert long_pauses(None) == []
