"""The spoken answer from the question to the hand-in, with everything that can go wrong on the way."""

from __future__ import annotations

import asyncio
import stat
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import numpy as np
import pytest

from interview_cli.errors import StorageError
from interview_cli.interview.commands import (
    Command,
    EndAnswer,
    Finish,
    KeepDraft,
    Leave,
    Pause,
    Repeat,
    Resume,
    Retake,
    Skip,
    StopVoice,
    Submit,
    TryAgain,
    TypeInstead,
    UseDevice,
)
from interview_cli.interview.events import Problem
from interview_cli.interview.model import Answer, AnswerSource
from interview_cli.interview.ports import CandidateLeft, CandidatePaused, Clock
from interview_cli.speech.microphone import MicrophoneLost
from interview_cli.speech.recording import read_recording
from interview_cli.speech.turn import Stage
from tests.speech.turn.parts import (
    ASKED,
    HEARD,
    RATE_HZ,
    FrontEnd,
    InterviewersVoice,
    silence,
    speech,
)

RECONNECT = MicrophoneLost.default_remedy
Answering = asyncio.Task[Answer | None]


@pytest.fixture
async def front(tmp_path: Path, clock: Clock) -> FrontEnd:
    return FrontEnd(tmp_path / "recordings", clock)


@asynccontextmanager
async def answering(front: FrontEnd, draft: str = "") -> AsyncIterator[Answering]:
    task = asyncio.create_task(front.candidate.answer(ASKED, draft))
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_an_answer_is_recorded_transcribed_corrected_and_handed_in(front: FrontEnd) -> None:
    async with answering(front) as answer:
        await front.until(Stage.INTERVIEWER, where=lambda _: bool(front.microphones.opened))
        assert front.microphone.gated
        await front.listening()
        assert not front.microphone.gated
        await front.microphone.hear(silence(1.0))
        await front.microphone.hear(speech())
        state = await front.until(Stage.SPEAKING, Stage.SILENT)
        assert state.response_latency_s == pytest.approx(1.2, abs=0.15)
        assert max(each.level_db for each in front.states) > -30
        front.send(EndAnswer())
        state = await front.until(Stage.CHECK)
        assert state.text == HEARD
        assert state.filler_count == 1
        assert state.problem is None
        front.send(KeepDraft("I moved 80 shops"))
        front.send(Submit("I moved 80 shops there."))
        given = await answer
    assert given is not None
    assert given.source is AnswerSource.SPOKEN
    assert given.text == "I moved 80 shops there."
    assert given.spoken_text == HEARD
    assert given.transcription is not None
    assert given.words == given.transcription.words
    assert given.transcription.prosody is not None
    assert given.started_at < given.ended_at
    assert front.drafts == [(ASKED.id, "I moved 80 shops")]
    assert front.files == [given.audio_path]
    file = front.folder / front.files[0]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    recorded = read_recording(file)
    assert np.abs(recorded - np.concatenate([silence(1.0), speech()])).max() < 1e-4
    assert front.microphone.stopped


async def test_any_key_stops_the_voice_and_ends_no_answer(front: FrontEnd) -> None:
    async with answering(front) as answer:
        await front.until(Stage.INTERVIEWER, where=lambda _: bool(front.microphones.opened))
        await front.microphone.hear(speech())  # the loudspeaker, heard by the microphone
        front.send(EndAnswer())
        state = await front.until(Stage.LISTENING)
        assert state.elapsed_s == 0
        front.send(StopVoice())
        await front.microphone.hear(silence(0.5))
        state = await front.until(Stage.LISTENING, where=lambda state: state.elapsed_s > 0.4)
        assert not answer.done()


async def test_words_and_pace_are_shown_while_they_speak(front: FrontEnd) -> None:
    async with answering(front):
        await front.listening()
        await front.microphone.hear(speech())
        await front.microphone.hear(silence(2.0))
        state = await front.until(Stage.SILENT, where=lambda state: bool(state.text))
        assert state.text == HEARD
        assert state.filler_count == 1
        assert state.words_per_minute == pytest.approx(130, rel=0.15)


async def test_silence_ends_the_answer_after_a_countdown_that_speech_cancels(tmp_path: Path, clock: Clock) -> None:
    front = FrontEnd(tmp_path / "recordings", clock, auto_end_s=4)
    async with answering(front):
        await front.listening()
        await front.microphone.hear(speech())
        await front.microphone.hear(silence(2.5))
        state = await front.until(Stage.COUNTDOWN)
        assert state.countdown_s is not None
        assert 0 < state.countdown_s < 3
        await front.microphone.hear(speech()[: RATE_HZ * 2])
        await front.until(Stage.SPEAKING)
        await front.microphone.hear(silence(5))
        await front.until(Stage.CHECK)
        assert Stage.TRANSCRIBING in {state.stage for state in front.states}


async def test_hears_nothing_is_reported(front: FrontEnd) -> None:
    async with answering(front):
        await front.listening()
        await front.microphone.hear(silence(6))
        assert (await front.until(Stage.LISTENING, where=lambda state: state.elapsed_s > 5.5)).hears_nothing


async def test_too_loud_is_reported(front: FrontEnd) -> None:
    async with answering(front):
        await front.listening()
        await front.microphone.hear(np.clip(8 * speech(), -1, 1))
        assert (await front.until(Stage.SPEAKING, Stage.SILENT, where=lambda state: state.is_clipping)).is_clipping


async def test_a_moment_records_nothing(front: FrontEnd) -> None:
    async with answering(front) as answer:
        await front.listening()
        await front.microphone.hear(speech())
        front.send(Pause())
        await front.until(Stage.PAUSED)
        await front.microphone.hear(silence(60))
        front.send(Resume())
        await front.until(Stage.SILENT)
        await front.microphone.hear(speech())
        front.send(EndAnswer())
        await front.until(Stage.CHECK)
        front.send(Submit("Fine."))
        await answer
    assert len(read_recording(front.folder / front.files[0])) == 2 * len(speech())


@pytest.mark.parametrize(
    ("command", "said"),
    [(Repeat(), ASKED.text), (Repeat("In other words?"), "In other words?")],
    ids=["same", "other"],
)
async def test_the_question_is_repeated_while_nothing_is_recorded(
    front: FrontEnd, command: Repeat, said: str
) -> None:
    voice = front.voice
    assert isinstance(voice, InterviewersVoice)
    async with answering(front) as answer:
        await front.listening()
        await front.microphone.hear(speech())
        front.send(command)
        await front.until(Stage.PAUSED)
        assert voice.said == [said]
        assert front.microphone.gated
        await front.microphone.hear(silence(5))
        voice.stop()
        await front.until(Stage.SILENT)
        assert not front.microphone.gated
        front.send(EndAnswer())
        await front.until(Stage.CHECK)
        front.send(Submit("Fine."))
        await answer
    assert len(read_recording(front.folder / front.files[0])) == len(speech())


async def test_the_recording_of_an_earlier_attempt_is_not_taken_for_an_unfinished_one(front: FrontEnd) -> None:
    for attempt in (1, 2):
        async with answering(front) as answer:
            front.states.clear()
            await front.listening()
            await front.microphone.hear(speech())
            front.send(EndAnswer())
            await front.until(Stage.CHECK)
            front.send(Submit(f"Attempt {attempt}."))
            given = await answer
        assert given is not None
        assert given.text == f"Attempt {attempt}."
        assert given.audio_path
        front.answered.add(given.audio_path)
    assert len(front.answered) == len(front.files) == 2


async def test_a_lost_microphone_is_replaced_and_the_answer_continues(front: FrontEnd) -> None:
    async with answering(front) as answer:
        await front.listening()
        first = front.microphone
        await first.hear(speech())
        first.lose()
        state = await front.until(Stage.NO_MICROPHONE)
        assert state.problem == Problem("The microphone is gone.", RECONNECT)
        assert first.stopped
        front.microphones.missing = True
        front.send(TryAgain())
        nothing = Problem("There is no microphone.", "Connect one.")
        await front.until(Stage.NO_MICROPHONE, where=lambda state: state.problem == nothing)
        front.microphones.missing = False
        front.send(UseDevice("headset"))
        await front.until(Stage.SPEAKING, Stage.SILENT)
        assert front.microphone.device == "headset"
        first.lose()  # told late, and of no interest any more
        await front.microphone.hear(speech())
        front.send(EndAnswer())
        await front.until(Stage.CHECK)
        front.send(Submit("Fine."))
        given = await answer
    assert given is not None
    assert given.audio_path
    assert len(read_recording(front.folder / given.audio_path)) == 2 * len(speech())


async def test_without_a_microphone_the_answer_is_typed(front: FrontEnd) -> None:
    front.microphones.missing = True
    async with answering(front) as answer:
        state = await front.until(Stage.NO_MICROPHONE)
        assert state.problem == Problem("There is no microphone.", "Connect one.")
        front.send(TypeInstead())
        await front.until(Stage.TYPING)
        front.send(Submit("  "))
        state = await front.until(Stage.TYPING, where=lambda state: state.problem is not None)
        front.send(Submit("I type it."))
        given = await answer
    assert given is not None
    assert (given.text, given.source, given.audio_path) == ("I type it.", AnswerSource.TYPED, None)
    assert given.transcription is None
    assert front.files == []


async def test_an_engine_that_fails_is_tried_again(front: FrontEnd) -> None:
    front.engine.failures = 2  # while speaking, and once more at the end
    async with answering(front) as answer:
        await front.listening()
        await front.microphone.hear(speech())
        front.send(EndAnswer())
        state = await front.until(Stage.NO_WORDS)
        assert state.problem == Problem("The model cannot be loaded.", "Choose another --stt.")
        front.send(TryAgain())
        assert (await front.until(Stage.CHECK)).text == HEARD
        front.send(Submit(HEARD))
        given = await answer
    assert given is not None
    assert given.transcription is not None


async def test_an_engine_that_takes_for_ever_can_be_typed_past(front: FrontEnd) -> None:
    front.engine.go.clear()
    async with answering(front) as answer:
        await front.listening()
        await front.microphone.hear(speech())
        front.send(EndAnswer())
        await front.until(Stage.TRANSCRIBING)
        front.send(TypeInstead())
        await front.until(Stage.TYPING)
        front.send(Submit("What I said."))
        given = await answer
        front.engine.go.set()
    assert given is not None
    assert given.source is AnswerSource.TYPED
    assert front.files == [given.audio_path]


async def test_speaking_again_does_not_wait_for_the_engine(front: FrontEnd) -> None:
    front.engine.go.clear()
    async with answering(front):
        await front.listening()
        await front.microphone.hear(speech())
        front.send(EndAnswer())
        await front.until(Stage.TRANSCRIBING)
        front.send(Retake())
        state = await front.until(Stage.LISTENING)
        front.engine.go.set()
    assert state.elapsed_s == 0
    assert front.files == []


async def test_no_words_keep_the_recording_and_can_be_retaken(front: FrontEnd) -> None:
    front.engine.deaf = True
    async with answering(front) as answer:
        await front.listening()
        await front.microphone.hear(silence(2))
        front.send(EndAnswer())
        state = await front.until(Stage.NO_WORDS)
        assert state.problem is not None
        assert state.problem.message == "No words were heard."
        front.engine.deaf = False
        front.send(Retake())
        await front.until(Stage.LISTENING)
        await front.microphone.hear(speech())
        front.send(Retake())
        await front.until(Stage.LISTENING, where=lambda state: state.elapsed_s == 0)
        await front.microphone.hear(speech()[:RATE_HZ])
        front.send(EndAnswer())
        await front.until(Stage.CHECK)
        front.send(Submit("Short."))
        given = await answer
    assert given is not None
    assert front.files == [given.audio_path]
    assert len(read_recording(front.folder / front.files[0])) == RATE_HZ


async def test_a_disk_that_takes_nothing_costs_no_answer(tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "recordings").write_text("not a folder")
    front = FrontEnd(tmp_path / "recordings", clock)
    async with answering(front) as answer:
        await front.listening()
        await front.microphone.hear(speech())
        await front.until(Stage.SPEAKING, Stage.SILENT, where=lambda state: state.problem is not None)
        front.send(EndAnswer())
        await front.until(Stage.CHECK)
        front.send(Submit("Fine."))
        given = await answer
    assert given is not None
    assert given.source is AnswerSource.SPOKEN


@pytest.mark.parametrize("stage", [Stage.LISTENING, Stage.CHECK])
async def test_a_skipped_answer_is_deleted(front: FrontEnd, stage: Stage) -> None:
    async with answering(front) as answer:
        await front.listening()
        await front.microphone.hear(speech())
        if stage is Stage.CHECK:
            front.send(EndAnswer())
            await front.until(Stage.CHECK)
        front.send(Skip())
        assert await answer is None
    assert front.files == []
    assert front.microphone.stopped


async def test_finishing_keeps_what_was_recorded(front: FrontEnd) -> None:
    async with answering(front) as answer:
        await front.listening()
        await front.microphone.hear(speech())
        front.send(Finish())
        with pytest.raises(CandidateLeft):
            await answer
    assert front.files == ["asked-1.1.flac"]


async def test_who_leaves_finds_recording_and_correction_again(front: FrontEnd, clock: Clock) -> None:
    async with answering(front) as answer:
        await front.listening()
        await front.microphone.hear(speech())
        front.send(EndAnswer())
        await front.until(Stage.CHECK)
        front.draft_error = StorageError("The disk is full.", "Make room.")
        front.send(Leave("I moved"))
        state = await front.until(Stage.CHECK, where=lambda state: state.problem is not None)
        assert state.problem == Problem("The disk is full.", "Make room.")
        front.draft_error = None
        front.send(Leave("I moved"))
        with pytest.raises(CandidatePaused):
            await answer
    assert front.drafts == [(ASKED.id, "I moved")]
    later = FrontEnd(front.folder, clock)
    async with answering(later, "I moved") as answer:
        assert (await later.until(Stage.CHECK)).text == "I moved"
        later.send(Submit("I moved them."))
        given = await answer
    assert given is not None
    assert given.spoken_text == HEARD
    assert later.files == [given.audio_path]
    assert later.microphones.opened == []


async def test_leaving_anyway_needs_no_disk(front: FrontEnd) -> None:
    front.draft_error = StorageError("The disk is full.", "Make room.")
    async with answering(front, "typed before") as answer:
        assert (await front.until(Stage.TYPING)).text == "typed before"
        front.send(Leave("typed", anyway=True))
        with pytest.raises(CandidatePaused):
            await answer


async def test_a_typed_draft_can_be_left_for_the_voice(front: FrontEnd) -> None:
    async with answering(front, "typed before"):
        await front.until(Stage.TYPING)
        front.send(Retake())
        await front.until(Stage.LISTENING)


RECORD_AND_WAIT = """
import sys, time
from pathlib import Path
import numpy as np
from interview_cli.speech.recording import Recorder
recorder = Recorder(Path(sys.argv[1]), "asked-1", print)
recorder.add(np.load(sys.argv[2]))
while not [file for file in Path(sys.argv[1]).glob("*.au") if file.stat().st_size > 50_000]:
    time.sleep(0.01)
print("recorded", flush=True)
time.sleep(600)
"""


def record_until_killed(folder: Path, samples: Path) -> None:
    command = [sys.executable, "-c", RECORD_AND_WAIT, str(folder), str(samples)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"recorded\n"
        process.kill()


async def test_what_was_said_before_a_kill_is_found_again(front: FrontEnd, tmp_path: Path) -> None:
    np.save(tmp_path / "speech.npy", speech())
    record_until_killed(front.folder, tmp_path / "speech.npy")
    async with answering(front) as answer:
        state = await front.until(Stage.CHECK)
        assert state.text == HEARD
        seconds = round(len(speech()) / RATE_HZ)
        assert state.recovered == f"Saved before the interruption: {seconds} s of your answer."
        front.send(Submit(HEARD))
        given = await answer
    assert given is not None
    assert given.audio_path == "asked-1.1.flac"
    assert len(read_recording(front.folder / given.audio_path)) == len(speech())
    assert given.transcription is not None
    assert given.transcription.prosody is not None


async def test_who_speaks_again_is_told_no_more_of_what_was_recovered(front: FrontEnd, tmp_path: Path) -> None:
    np.save(tmp_path / "speech.npy", speech())
    record_until_killed(front.folder, tmp_path / "speech.npy")
    async with answering(front):
        assert (await front.until(Stage.CHECK)).recovered
        front.send(Retake())
        assert not (await front.until(Stage.LISTENING)).recovered


async def test_an_answer_that_cannot_be_saved_is_tried_again_or_left(front: FrontEnd, clock: Clock) -> None:
    answer = Answer("What I said.", AnswerSource.SPOKEN, clock.now(), clock.now())
    error = StorageError("The disk is full.", "Make room.")
    choices: list[tuple[Command, bool]] = [(TryAgain(), True), (Leave(), False)]
    for command, again in choices:
        asking = asyncio.create_task(front.candidate.retry_save(answer, error))
        state = await front.until(Stage.NOT_SAVED)
        assert (state.text, state.problem) == ("What I said.", Problem("The disk is full.", "Make room."))
        front.send(StopVoice())
        front.send(command)
        assert await asking is again
