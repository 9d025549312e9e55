"""Scoring itself: an item in, its lines out. The same code runs in every worker of every pool."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Final

from interview_cli.batch.asked import question_finder
from interview_cli.batch.items import Counts, Item, ItemResult, read_item
from interview_cli.batch.judging import AnswerJudge, AnswerRules, at_once
from interview_cli.batch.lines import Lines, id_of, line_id
from interview_cli.batch.plan import Plan
from interview_cli.batch.recordings import Ears, HeardRecording, length_s, transcript_of
from interview_cli.batch.transcript_scoring import requests_of, score_transcript
from interview_cli.contracts.batch import Recording, Result
from interview_cli.errors import InputError, UnavailableError
from interview_cli.text.words import count_words
from interview_cli.transcripts.model import Transcript
from interview_cli.transcripts.override import Override, override_beside
from interview_cli.transcripts.pairing import pair
from interview_cli.transcripts.reading import read_transcripts
from interview_cli.transcripts.recordings import is_recording
from interview_cli.transcripts.roles import assign_roles

Hear = Callable[[Item], Awaitable[HeardRecording]]
"""What is said in a recording. Raises InputError."""

_SNIFFED_BYTES: Final = 16
_WARM_UP: Final = (
    b"Interviewer: Tell me about a time when you solved a difficult problem.\n"
    b"Candidate: A difficult problem that I solved: last year our pages were slow. I traced the problem to a missing "
    b"index, added it, and solved it: they took one second instead of nine.\n"
)
"""Plainly about its question, so that the sentence model is not loaded before an item needs it: it takes a second."""


class Scorer:
    """Scores items by a plan. Made once per process; what it has read of the banks is kept.

    `judge` judges the answers; the rules do unless another is given. `hear` transcribes recordings, at once unless
    given.
    """

    def __init__(self, plan: Plan, judge: AnswerJudge | None = None, hear: Hear | None = None) -> None:
        self._plan = plan
        self._lines = Lines(plan)
        self._finder = question_finder(plan.banks)
        self._judge = judge or AnswerRules(plan.rubric)
        self._hear = hear or heard_at_once(plan)

    def warm_up(self) -> None:
        """Load what every item needs (banks, rubrics, word vectors), so that no item's time limit has to cover it.

        What is wrong with any of these is reported with the items.
        """
        with suppress(InputError):
            for transcript in read_transcripts(_WARM_UP, "warm-up.txt", self._plan.reading):
                at_once(score_transcript(transcript, self._plan, self._finder, self._judge))

    def score_at_once(self, item: Item) -> ItemResult:
        """See `score`; for a judge that never waits."""
        return at_once(self.score(item))

    async def score(self, item: Item) -> ItemResult:
        """The lines of an item: one per transcript in it, and one for what in it cannot be read."""
        heard: HeardRecording | None = None
        contents: list[tuple[str, Result]] = []
        try:
            data = b"" if item.recording else read_item(item)
            if item.recording or is_recording(data[:_SNIFFED_BYTES]):
                heard = await self._hear(item)
                contents.append(await self._content_heard(item, heard))
            else:
                for transcript in read_transcripts(data, item.source, override_of(item, self._plan)):
                    contents.append(await self._content(item, transcript))  # noqa: PERF401 - what was read stays
        except InputError as error:
            contents.append((id_of(item), self._lines.failure(error.message)))
        parts = len(contents)
        spoken = heard.transcription if heard else None
        return tuple(self._lines.line(item, part, parts, *content, spoken) for part, content in enumerate(contents))

    def count(self, item: Item) -> Counts:
        """How much there is to score in an item."""
        counts = Counts()
        try:
            data = b"" if item.recording else read_item(item)
            if item.recording or is_recording(data[:_SNIFFED_BYTES]):
                return _count_recording(item)
            for transcript in read_transcripts(data, item.source, override_of(item, self._plan)):
                pairs = pair(assign_roles(transcript, self._plan.candidate))
                requests = requests_of(pairs, self._plan.type_of(transcript.type), self._finder)
                follow_ups = [request.is_follow_up for request, _ in requests]
                followed = sum(now and not before for before, now in pairwise([False, *follow_ups]))
                words = sum(count_words(each.answer) for each in pairs)
                counts += Counts(1, len(pairs), words, judgements=len(pairs) + followed)
        except InputError:
            counts += Counts(failed=1)
        return counts

    async def _content(self, item: Item, transcript: Transcript) -> tuple[str, Result]:
        own_id = line_id(item, transcript)
        try:
            return own_id, await score_transcript(transcript, self._plan, self._finder, self._judge)
        except InputError as error:
            return own_id, self._lines.failure(error.message)

    async def _content_heard(self, item: Item, recording: HeardRecording) -> tuple[str, Result]:
        heard = recording.transcription
        transcript = transcript_of(heard, id_of(item), item.source)
        scored = await score_transcript(transcript, self._plan, self._finder, self._judge, heard)
        about: Recording = {
            "engine": heard.engine,
            "language": heard.language,
            "duration_s": round(heard.duration_s, 3),
            "warning": recording.warning,
        }
        return transcript.id, {**scored, "recording": about}


def heard_at_once(plan: Plan) -> Hear:
    """The transcriber of a plan where nothing else runs concurrently."""
    ears = Ears(plan.transcriber)

    async def hear(item: Item) -> HeardRecording:
        return ears.hear(item)

    return hear


def _count_recording(item: Item) -> Counts:
    try:
        return Counts(recordings=1, sound_s=length_s(item) or 0.0)
    except UnavailableError:
        return Counts(recordings=1)


def override_of(item: Item, plan: Plan) -> Override:
    """How an item is to be read: as the run says, else as the file next to it does. Raises InputError."""
    if "://" in item.location or not item.location:
        return plan.reading
    return plan.reading.over(override_beside(Path(item.location)))
