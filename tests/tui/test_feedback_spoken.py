"""Spoken answers in the feedback: what is reported of them, marked in them and played."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import pytest
from textual.content import Content

from interview_cli.app import Application
from interview_cli.delivery.measure import TextDeliveryMeter, measure_text
from interview_cli.interview.model import Evaluator, Evidence, Session
from interview_cli.interview.spoken import Interval, Pauses, Transcription, Word
from interview_cli.tui.app import InterviewApp
from interview_cli.tui.navigation import GoFeedback
from interview_cli.tui.widgets.answer_text import AnswerText
from tests.conftest import PATIENCE_S
from tests.tui.feedback import read_everything, show

if TYPE_CHECKING:
    from tests.tui.conftest import Visit

Make = Callable[..., Session]


HEARD = "Um, the release was late. I cut to features and called every customer."
CORRECTED = "The release was late. I cut two features and called every customer."


def spoken_session(session: Session) -> Session:
    """Its first answer was spoken and corrected, judged by a model that the rules doubt, and written about by it."""
    exchange = session.exchanges[0]
    assert exchange.attempt
    assert exchange.attempt.evaluation
    assert session.feedback
    transcription = Transcription("fake:engine", HEARD, "en", 9.0, (), (Interval(1.0, 9.0),))
    answer = replace(
        exchange.attempt.answer, text=CORRECTED, audio_path="one-asked.1.flac", transcription=transcription
    )
    delivery = replace(
        measure_text(HEARD),
        words_per_minute=112.0,
        speaking_seconds=7.5,
        response_latency_s=1.0,
        pauses=Pauses(2, 1, 2.4, 3.0, (Interval(3.0, 5.4),)),
        pitch_variation_semitones=1.1,
        monotone=True,
        not_measured=(),
    )
    start = CORRECTED.index("I cut two features")
    evidence = (Evidence("I cut two features", start, start + 18),)
    scores = tuple(
        replace(score, evidence=evidence if score.score else (), spread=1.0 if score.score else None)
        for score in exchange.attempt.evaluation.scores
    )
    evaluation = replace(
        exchange.attempt.evaluation,
        scores=scores,
        evaluator=Evaluator("model", "ollama:llama3.2", "judge@1", "behavioral@1"),
        flagged=True,
        rules_score=20.0,
    )
    attempt = replace(exchange.attempt, answer=answer, delivery=delivery, evaluation=evaluation)
    feedback = replace(
        session.feedback,
        evaluator=evaluation.evaluator,
        report="You told one clear story about a late release.",
        fallback_reason="the summary took too long",
    )
    return replace(session, exchanges=(exchange.with_attempt(attempt), *session.exchanges[1:]), feedback=feedback)


async def test_a_spoken_answer_and_its_judge_are_reported(
    visit: Visit, application: Application, make_session: Make
) -> None:
    session = spoken_session(make_session())
    application.store.create(session)
    async with visit(InterviewApp(application), (110, 30)) as person:
        person.app.post_message(GoFeedback(session.id, ("The model gave no reply. Rules scored.",)))
        await person.sees("Scored by the model ollama:llama3.2", "P Play")
        page = await read_everything(person)
    for text in (
        "The model gave no reply. Rules scored.",
        "In part by rules: the summary took too long",
        "You told one clear story about a late release.",
        "Heard, before it was corrected: Um, the release was late. I cut to features",
        "112 words a minute",
        "2 pauses, 1 of them 2 s or more, the longest 2.4 s",
        "Your voice stays nearly level",
        "pause of 2.4 s at 0:03",
        "Judged by ollama:llama3.2",
        "Check this answer yourself: the model gives it 65 of 100, the rules 20.",
        "4 of 5 (judgements 1 apart)",
    ):
        assert text in page


class Loudspeaker:
    """Plays until it is stopped."""

    played: ClassVar[list[tuple[Path, float]]] = []

    def __init__(self) -> None:
        self._stopped = threading.Event()

    def play_file(self, path: Path, offset_s: float = 0.0) -> bool:
        self.played.append((path, offset_s))
        assert self._stopped.wait(PATIENCE_S)
        return False

    def stop(self) -> None:
        self._stopped.set()


async def test_an_answer_is_played_until_the_same_key_is_pressed(
    visit: Visit, application: Application, make_session: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("interview_cli.speech.player.Player", Loudspeaker)
    monkeypatch.setattr(Loudspeaker, "played", [])
    session = spoken_session(make_session())
    application.store.create(session)
    file = application.paths.recordings / "one-asked.1.flac"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"sound")
    async with visit(InterviewApp(application)) as person:
        person.app.post_message(GoFeedback(session.id))
        await person.sees("P Play")
        await person.press("p")
        await person.sees("P Silence", "Playing the answer to: Tell me about a project")
        await person.until(lambda: Loudspeaker.played)
        await person.press("p")
        await person.sees("P Play", "How helpful was this feedback?")
        await person.press("p")
        await person.sees("P Silence")
        await person.press("escape")
        await person.sees("Start practising")
    assert Loudspeaker.played == [(file, 0.0), (file, 0.0)]


async def test_a_recording_that_is_gone_is_reported(
    visit: Visit, application: Application, make_session: Make
) -> None:
    session = spoken_session(make_session())
    application.store.create(session)
    async with visit(InterviewApp(application)) as person:
        person.app.post_message(GoFeedback(session.id))
        await person.sees("P Play")
        await person.press("p")
        await person.sees("The recording of this answer is no longer there.", "P Play")


async def test_without_recordings_nothing_is_offered_to_play(
    visit: Visit, application: Application, make_session: Make
) -> None:
    session = make_session()
    application.store.create(session)
    async with visit(InterviewApp(application)) as person:
        await show(person, session)
        await person.press("p")
        assert "Play" not in person.screen


SAID = "Um, the release was late. I I cut two features, I think. It shipped in June."


def timed_session(session: Session) -> Session:
    """Its first answer was spoken, each word half a second long, with three seconds of silence before the last
    sentence."""
    exchange = session.exchanges[0]
    assert exchange.attempt
    second, words = 0.0, []
    for text in SAID.split():
        second += 3.0 if text == "It" else 0.0
        words.append(Word(text, second, second + 0.5))
        second += 0.5
    answer = replace(exchange.attempt.answer, text=SAID, words=tuple(words), audio_path="one-asked.1.flac")
    delivery = TextDeliveryMeter().measure([answer])
    start = SAID.index("cut two features")
    evidence = (Evidence("cut two features", start, start + 16),)
    assert exchange.attempt.evaluation
    scores = tuple(
        replace(score, evidence=evidence if score.score else ()) for score in exchange.attempt.evaluation.scores
    )
    evaluation = replace(exchange.attempt.evaluation, scores=scores)
    attempt = replace(exchange.attempt, answer=answer, delivery=delivery, evaluation=evaluation)
    return replace(session, exchanges=(exchange.with_attempt(attempt), *session.exchanges[1:]))


async def test_fillers_hedges_repeats_and_pauses_are_marked_in_place(
    visit: Visit, application: Application, make_session: Make
) -> None:
    session = timed_session(make_session())
    application.store.create(session)
    async with visit(InterviewApp(application), (140, 60)) as person:
        await show(person, session)
        await person.sees("filler 1 · hedge 1 · repeat 1 · ‖ long pause 1")
        content = person.app.screen.query_one(AnswerText).visual
        assert isinstance(content, Content)
        assert "I think. ‖3.0s‖ It shipped in June." in content.plain
        looks = {
            content.plain[span.start : span.end].strip(): str(span.style)
            for span in content.spans
            if "warning" in str(span.style)
        }
        assert looks == {"Um": "bold $warning", "I": "strike $warning", "I think": "italic $warning"}


async def test_a_recording_is_played_from_the_sentence_or_the_score_stood_on(
    visit: Visit, application: Application, make_session: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("interview_cli.speech.player.Player", Loudspeaker)
    monkeypatch.setattr(Loudspeaker, "played", [])
    session = timed_session(make_session())
    application.store.create(session)
    file = application.paths.recordings / "one-asked.1.flac"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"sound")

    def heard_from(second: float) -> bool:
        return Loudspeaker.played[-1:] == [(file, second)]

    async with visit(InterviewApp(application), (140, 60)) as person:
        await show(person, session)
        for keys, second in ((("tab", "right"), 2.5), (("right",), 9.0), (("tab",), 3.5)):
            await person.press(*keys, "p")
            await person.until(partial(heard_from, second))
            await person.sees("P Silence")
            await person.press("p")
            await person.sees("P Play")
