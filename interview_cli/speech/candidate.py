"""The person who answers aloud, as the `Candidate` of a session.

A front end puts commands into the inbox, from any thread, and shows one state. Whatever fails, what was recorded is
kept, and the person may continue with another device, try again, or type.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from interview_cli.errors import InterviewError, StorageError
from interview_cli.interview.commands import (
    EndAnswer,
    KeepDraft,
    Leave,
    Pause,
    Repeat,
    Resume,
    Retake,
    Submit,
    TryAgain,
    TypeInstead,
    UseDevice,
)
from interview_cli.interview.events import Problem
from interview_cli.interview.inbox import Changed, Inbox, Lost, Message, in_thread
from interview_cli.interview.model import Answer, AnswerSource, AskedQuestion
from interview_cli.interview.ports import Clock
from interview_cli.interview.spoken import Prosody, Transcription
from interview_cli.speech.dialogue import Dialogue, Skipped
from interview_cli.speech.microphone import ChosenMicrophone, Microphones, SystemMicrophones
from interview_cli.speech.recording import repair_recordings
from interview_cli.speech.recordings_folder import recordings
from interview_cli.speech.take import RecoveredTake, Take
from interview_cli.speech.turn import RECORDED, SpokenState, Stage, TurnRules

if TYPE_CHECKING:
    from interview_cli.interview.ports import Transcriber, Voice

_NO_WORDS: Final = Problem(
    "No words were heard.", "Answer again, type the answer, or test the microphone: interview doctor --microphone"
)
_EMPTY: Final = Problem("There is nothing to submit yet.")


@dataclass(frozen=True, slots=True)
class _Unfinished:
    """An answer before it is submitted: what was recorded, if anything, and what was typed or corrected."""

    take: Take | RecoveredTake | None
    started_at: datetime
    ended_at: datetime
    typing: bool
    draft: str = ""


class SpeakingCandidate:
    """Waits for the interviewer's voice, records, transcribes, and lets the transcript be corrected.

    `inbox` brings commands and news of the sound; `folder` is that of the recordings. `show` is called in the
    session's event loop, about twenty times a second while somebody speaks. `save_draft` keeps an unfinished text for
    an asked question and raises StorageError. `is_answer` tells of a recording, by its name, whether it is that of an
    answer given before: it is then none that was left unfinished.
    """

    def __init__(
        self,
        *,
        inbox: Inbox,
        voice: Voice,
        transcriber: Transcriber,
        folder: Path,
        clock: Clock,
        save_draft: Callable[[str, str], None],
        show: Callable[[SpokenState], None],
        auto_end_s: float | None = None,
        device: str | None = None,
        microphones: Microphones | None = None,
        is_answer: Callable[[str], bool] = lambda _: False,
    ) -> None:
        self._inbox = inbox
        self._voice = voice
        self._transcriber = transcriber
        self._folder = folder
        self._clock = clock
        self._dialogue = Dialogue(inbox, voice, save_draft, show)
        self._rules = TurnRules(auto_end_s)
        self._microphone = ChosenMicrophone(microphones or SystemMicrophones(), device, inbox)
        self._is_answer = is_answer
        self._take: Take | RecoveredTake | None = None
        self._saving: asyncio.Future[str | None] | None = None

    async def answer(self, asked: AskedQuestion, draft: str) -> Answer | None:
        """The submitted answer, or None for a skip.

        A recording that a killed process has left of this answer is offered first, as is `draft`.

        Raises CandidateLeft for Finish and CandidatePaused for Leave; what was recorded is kept then.
        """
        self._dialogue.begin(asked.id)
        self._take = self._saving = None
        try:
            unfinished = await self._recovered(asked, draft)
            while True:
                unfinished = unfinished or await self._listen(asked)
                answer = await self._settle(unfinished) if unfinished else None
                if answer:
                    return answer
                await self._discard()
                unfinished = None
        except Skipped:
            await self._discard()
            return None
        finally:
            if self._take:
                self._take.cancel()
            if self._saving:
                await self._saving

    async def retry_save(self, answer: Answer, error: StorageError) -> bool:
        """True to try again to save the answer, False when the person leaves without it."""
        self._dialogue.fail(error)
        while True:
            self._show(Stage.NOT_SAVED, answer.text)
            match await self._inbox.get():
                case TryAgain():
                    if self._take:
                        await in_thread(self._take.finish_recording)
                    return True
                case Leave():
                    return False

    async def _recovered(self, asked: AskedQuestion, draft: str) -> _Unfinished | None:
        """What an interrupted session has left of this answer."""
        repaired = await in_thread(lambda: repair_recordings(self._folder))
        self._dialogue.problem = repaired.problems[0] if repaired.problems else None
        files = recordings(self._folder, asked.id)
        if found := await in_thread(lambda: [file for file in files if not self._is_answer(file.name)]):
            ended_at = datetime.fromtimestamp(found[-1].stat().st_mtime, UTC)
            self._take = recovered = RecoveredTake(found[-1], self._transcriber)
            self._dialogue.recovered_s = await in_thread(recovered.duration_s)
            self._saving = in_thread(self._take.finish_recording)
            return _Unfinished(self._take, ended_at, ended_at, typing=False, draft=draft)
        now = self._clock.now()
        return _Unfinished(None, now, now, typing=True, draft=draft) if draft else None

    async def _listen(self, asked: AskedQuestion) -> _Unfinished | None:
        """Record until the answer is over; None to start over."""
        self._show(Stage.INTERVIEWER)
        take = await in_thread(lambda: Take(self._folder, asked.id, self._transcriber, self._rules, self._inbox))
        self._take = take
        voice = asyncio.ensure_future(self._voice.finished())
        voice.add_done_callback(lambda _: self._inbox.put(Changed()))
        repeated: asyncio.Future[None] | None = None
        started_at = self._clock.now()
        try:
            await self._open_microphone(take)
            while take.stage is not Stage.TRANSCRIBING:
                if take.stage is Stage.INTERVIEWER and voice.done():
                    started_at = self._clock.now()
                    take.voice_finished()
                    self._set_gate(take)
                self._show(take.stage if self._microphone.is_open else Stage.NO_MICROPHONE)
                message = await self._dialogue.next()
                if isinstance(message, Retake):
                    return None
                if isinstance(message, TypeInstead):
                    return _Unfinished(take, started_at, self._clock.now(), typing=True)
                if isinstance(message, Repeat) and take.stage in RECORDED - {Stage.PAUSED}:
                    repeated = self._repeat(take, message.words or asked.text)
                await self._obey(take, message)
        finally:
            voice.cancel()
            if repeated is not None:
                repeated.cancel()
            await self._close_microphone()
            self._saving = in_thread(take.finish_recording)
        return _Unfinished(take, started_at, self._clock.now(), typing=False)

    def _repeat(self, take: Take, question: str) -> asyncio.Future[None]:
        """Speak the question again with the microphone closed; the answer continues when that is over."""
        take.pause()
        self._set_gate(take)
        self._voice.say(question)
        spoken = asyncio.ensure_future(self._voice.finished())
        spoken.add_done_callback(lambda done: None if done.cancelled() else self._inbox.put(Resume()))
        return spoken

    async def _obey(self, take: Take, message: Message) -> None:
        """What is possible while the answer is being recorded."""
        match message:
            case EndAnswer():
                take.end()
            case Pause():
                take.pause()
                self._set_gate(take)
            case Resume():
                take.resume()
                self._set_gate(take)
            case UseDevice(device):
                self._microphone.device = device
                await self._close_microphone()
                await self._open_microphone(take, look_again=True)
            case TryAgain() if not self._microphone.is_open:
                await self._open_microphone(take, look_again=True)
            case Lost(_, error) if self._microphone.is_meant(message):
                await self._close_microphone()
                self._dialogue.fail(error)

    async def _settle(self, unfinished: _Unfinished) -> Answer | None:
        """Let the transcript be checked, or the answer be typed; None to speak again."""
        take, text = unfinished.take, unfinished.draft
        transcription: Transcription | None = None
        prosody: asyncio.Future[Prosody | None] | None = None
        stage = Stage.TYPING if unfinished.typing else Stage.TRANSCRIBING
        while True:
            if stage is Stage.TRANSCRIBING and take:
                stage, transcription = await self._transcribe(take)
                if stage is Stage.LISTENING:
                    return None
                if transcription and stage is Stage.CHECK:
                    text = unfinished.draft or transcription.text
                    prosody = in_thread(partial(take.prosody, transcription))
            self._show(stage, text)
            match await self._dialogue.next():
                case KeepDraft(words):
                    text = words
                case Submit(words) if not words.strip():
                    self._dialogue.problem = _EMPTY
                case Submit(words):
                    if transcription and prosody:
                        transcription = replace(transcription, prosody=await prosody)
                    return await self._finished(unfinished, words, transcription)
                case Retake():
                    return None
                case TypeInstead() if stage is Stage.NO_WORDS:
                    stage = Stage.TYPING
                case TryAgain() if stage is Stage.NO_WORDS:
                    stage = Stage.TRANSCRIBING

    async def _transcribe(self, take: Take | RecoveredTake) -> tuple[Stage, Transcription | None]:
        """What was said and where that leads; meanwhile the candidate may choose to type, or to speak again."""
        work = in_thread(take.transcription)
        work.add_done_callback(lambda _: self._inbox.put(Changed()))
        while not work.done():
            self._show(Stage.TRANSCRIBING)
            match await self._dialogue.next():
                case TypeInstead():
                    work.cancel()
                    return Stage.TYPING, None
                case Retake():
                    work.cancel()
                    return Stage.LISTENING, None
        try:
            transcription = work.result()
        except InterviewError as error:
            self._dialogue.fail(error)
            return Stage.NO_WORDS, None
        if not transcription.words:
            self._dialogue.problem = _NO_WORDS
            return Stage.NO_WORDS, None
        return Stage.CHECK, transcription

    async def _finished(self, unfinished: _Unfinished, text: str, heard: Transcription | None) -> Answer:
        audio_path = None
        if unfinished.take and self._saving:
            await self._saving
            audio_path = await in_thread(unfinished.take.finish_recording)  # a full disk may have room by now
        return Answer(
            text=text,
            source=AnswerSource.SPOKEN if heard else AnswerSource.TYPED,
            started_at=unfinished.started_at,
            ended_at=unfinished.ended_at,
            words=heard.words if heard else None,
            audio_path=audio_path,
            transcription=heard,
        )

    async def _open_microphone(self, take: Take, *, look_again: bool = False) -> None:
        self._dialogue.problem = (
            await self._microphone.open(take.add, look_again=look_again) or self._dialogue.problem
        )
        self._set_gate(take)

    def _set_gate(self, take: Take) -> None:
        """Let the microphone through when it is the candidate's turn."""
        self._microphone.gate(closed=take.stage in {Stage.INTERVIEWER, Stage.PAUSED})

    async def _close_microphone(self) -> None:
        self._dialogue.problem = await self._microphone.close() or self._dialogue.problem

    async def _discard(self) -> None:
        """Delete what was recorded of this answer."""
        take, saving, self._take, self._saving = self._take, self._saving, None, None
        self._dialogue.recovered_s = None
        if saving:
            await saving
        if take:
            await in_thread(take.discard)

    def _show(self, stage: Stage, text: str | None = None) -> None:
        self._dialogue.show(stage, self._take, text)
