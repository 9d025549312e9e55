"""Transcribes an answer while it is being spoken, so that little is left to do at its end."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Lock, Thread
from typing import TYPE_CHECKING

from interview_cli.errors import UnavailableError
from interview_cli.interview.spoken import Transcription, Word
from interview_cli.speech.hearing import Heard, hear, prepare
from interview_cli.speech.pieces import Piece, PieceCutter
from interview_cli.speech.transcription import assemble, written

if TYPE_CHECKING:
    from interview_cli.interview.ports import Samples, Transcriber


@dataclass(slots=True)
class _Job:
    """A piece and what has come of it: what was heard, or the reason why nothing was yet."""

    piece: Piece
    heard: Heard | None = None
    error: BaseException | None = None


class LiveTranscription:
    """The transcription of one answer.

    `feed` takes the sound as it is recorded and returns at once (a few milliseconds a second of sound); a thread
    works on every piece that a pause has closed. `partial`, if given, is called from that thread with the text so
    far.
    """

    def __init__(self, transcriber: Transcriber, partial: Callable[[str], None] | None = None) -> None:
        self._transcriber = transcriber
        self._partial = partial
        self._cutter = PieceCutter()
        self._jobs: list[_Job] = []
        self._queue: SimpleQueue[_Job | None] = SimpleQueue()
        self._cancelled = False
        self._fed = False
        self._lock = Lock()
        self._thread = Thread(target=self._work, name="transcribe", daemon=True)
        self._thread.start()

    @property
    def silent_for_s(self) -> float:
        """How long it has been silent."""
        return self._cutter.silent_for_s

    @property
    def has_heard_speech(self) -> bool:
        """Whether there was any speech so far."""
        return bool(self._jobs or self._cutter.speech or self._cutter.speaking)

    @property
    def words(self) -> list[Word]:
        """The words of the pieces that are done, with times from the start of the recording."""
        with self._lock:
            jobs = [*self._jobs]
        return [word for job in jobs if job.heard for word in job.heard.words]

    def feed(self, samples: Samples) -> None:
        """Take the next sound: 16 kHz mono, any number of samples. Called from one thread at a time."""
        for piece in self._cutter.feed(samples):
            self._put(piece)

    def finish(self) -> Transcription:
        """The transcription of everything fed. Blocks while the last piece is worked on.

        Pieces that the engine failed on are tried once more. Raises UnavailableError when that fails too; nothing is
        lost: `finish` may be called again, and tries what is missing again.
        """
        if not self._fed:
            self._fed = True
            for piece in self._cutter.finish():
                self._put(piece)
            self._queue.put(None)
        self._thread.join()
        for job in self._jobs:
            if job.heard is None:
                self._try(job)
        self._raise_first_failure()
        pieces = [job.heard for job in self._jobs if job.heard]
        return assemble(self._transcriber, pieces, self._cutter.speech, self._cutter.duration_s)

    def cancel(self) -> None:
        """Forget everything and stop. Returns at once, even while a piece is being transcribed."""
        self._cancelled = True
        self._queue.put(None)

    def _put(self, piece: Piece) -> None:
        job = _Job(piece)
        with self._lock:
            self._jobs.append(job)
        self._queue.put(job)

    def _work(self) -> None:
        prepare(self._transcriber)
        while (job := self._queue.get()) is not None and not self._cancelled:
            self._try(job)
            if self._partial is not None and job.error is None and not self._cancelled:
                self._show(self._partial)

    def _try(self, job: _Job) -> None:
        job.error = None
        try:
            job.heard = hear(job.piece, self._transcriber)
        except Exception as error:  # noqa: BLE001  whatever an engine raises, the sound is kept and tried again
            job.error = error

    def _show(self, partial: Callable[[str], None]) -> None:
        with suppress(Exception):  # a front end that cannot show the words must not cost any
            partial(written(self.words, self._transcriber.language))

    def _raise_first_failure(self) -> None:
        for job in self._jobs:
            if isinstance(job.error, UnavailableError):
                raise job.error
            if job.error is not None:
                raise UnavailableError(
                    f"{self._transcriber.name} failed: {job.error}", "The recording is kept; choose another --stt."
                ) from job.error
