"""Answers from recordings made before: one file, one answer."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from interview_cli.errors import StorageError
from interview_cli.interview.events import Problem
from interview_cli.interview.inbox import in_thread
from interview_cli.interview.model import Answer, AnswerSource, AskedQuestion
from interview_cli.interview.ports import CandidateLeft, Clock
from interview_cli.interview.spoken import Transcription
from interview_cli.speech.recording import Recorder
from interview_cli.speech.transcription import transcribe_stream

if TYPE_CHECKING:
    from interview_cli.interview.ports import Samples, Transcriber

Decode = Callable[[Path], Iterable["Samples"]]
"""The sound of a file as blocks of 16 kHz mono samples. Raises InputError when it cannot be read."""


class RecordedCandidate:
    """Answers each question by the next of `files`; when they run out, the candidate has left.

    Every recording is copied into the recordings folder. `report` is called with what does not work.
    """

    def __init__(
        self,
        files: Iterable[Path],
        *,
        decode: Decode,
        transcriber: Transcriber,
        folder: Path,
        clock: Clock,
        report: Callable[[Problem], None],
    ) -> None:
        self._files = deque(files)
        self._decode = decode
        self._transcriber = transcriber
        self._folder = folder
        self._clock = clock
        self._report = report

    async def answer(self, asked: AskedQuestion, draft: str) -> Answer | None:  # noqa: ARG002
        """The next recording as an answer.

        Raises CandidateLeft when there is none, InputError for a file that cannot be read, and UnavailableError when
        the transcriber cannot work.
        """
        if not self._files:
            raise CandidateLeft
        file = self._files.popleft()
        started_at = self._clock.now()
        transcription, audio_path = await in_thread(lambda: self._heard(asked.id, file))
        return Answer(
            text=transcription.text,
            source=AnswerSource.SPOKEN,
            started_at=started_at,
            ended_at=started_at + timedelta(seconds=transcription.duration_s),
            words=transcription.words,
            audio_path=audio_path,
            transcription=transcription,
        )

    async def retry_save(self, answer: Answer, error: StorageError) -> bool:  # noqa: ARG002
        """The recordings are still where they were: nothing is lost, and nobody is there to make room."""
        return False

    def _heard(self, asked_id: str, file: Path) -> tuple[Transcription, str | None]:
        """What is said in the file, and the name of its copy."""
        from interview_cli.speech.prosody import measure_prosody

        recorder = Recorder(self._folder, asked_id, self._report)

        def recorded() -> Iterator[Samples]:
            for block in self._decode(file):
                recorder.add(block)
                yield block

        try:
            transcription = transcribe_stream(recorded(), self._transcriber)
        except BaseException:
            recorder.discard()
            raise
        if not transcription.words:
            self._report(Problem(f"No words were heard in {file.name}."))
        name = recorder.finish().name
        if not name:
            return transcription, None
        return replace(transcription, prosody=measure_prosody(recorder.samples(), transcription.speech)), name
