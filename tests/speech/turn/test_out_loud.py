"""A question spoken by the real voice and answered into a real (virtual) microphone."""

from __future__ import annotations

import asyncio
from pathlib import Path

from interview_cli.interview.commands import EndAnswer, StopVoice, Submit
from interview_cli.interview.model import AnswerSource
from interview_cli.interview.ports import Clock
from interview_cli.settings import VoiceSettings
from interview_cli.speech.microphone import SystemMicrophones
from interview_cli.speech.recording import read_recording
from interview_cli.speech.tts.registry import open_voice
from interview_cli.speech.turn import Stage
from tests.speech.signals import similarity, speech_like, write_wav
from tests.speech.turn.parts import ASKED, FrontEnd
from tests.speech.virtual_microphone import VirtualMicrophone


def never(message: str, remedy: str) -> None:
    raise AssertionError(f"{message} {remedy}")


async def test_question_and_answer_out_loud(
    virtual_microphone: VirtualMicrophone, tmp_path: Path, clock: Clock
) -> None:
    voice = open_voice(VoiceSettings(words_per_minute=300), tmp_path / "cache", on_problem=never)
    front = FrontEnd(tmp_path / "recordings", clock, voice=voice, microphones=SystemMicrophones())
    played = speech_like(3)
    file = write_wav(tmp_path / "answer.wav", played)
    voice.say("Tell me about a failure.")
    answer = asyncio.create_task(front.candidate.answer(ASKED, ""))
    await front.until(Stage.LISTENING)
    await asyncio.to_thread(virtual_microphone.speak, file)
    front.send(EndAnswer())
    await front.until(Stage.CHECK, Stage.NO_WORDS)
    front.send(Submit("I failed."))
    given = await answer
    assert given is not None
    assert given.audio_path is not None
    recorded = read_recording(tmp_path / "recordings" / given.audio_path)
    assert min(similarity(recorded, played)) > 0.99


async def test_a_key_ends_the_question_and_opens_the_microphone(
    virtual_microphone: VirtualMicrophone, tmp_path: Path, clock: Clock
) -> None:
    voice = open_voice(VoiceSettings(words_per_minute=80), tmp_path / "cache", on_problem=never)
    front = FrontEnd(tmp_path / "recordings", clock, voice=voice, microphones=SystemMicrophones())
    voice.say("This question has no end. " * 50)
    answer = asyncio.create_task(front.candidate.answer(ASKED, ""))
    await front.until(Stage.INTERVIEWER)
    front.send(StopVoice())
    await front.until(Stage.LISTENING)
    front.send(EndAnswer())
    await front.until(Stage.NO_WORDS)
    front.send(Submit("I type it."))
    given = await answer
    assert given is not None
    assert given.source is AnswerSource.TYPED
