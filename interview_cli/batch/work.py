"""The work itself: an item in, its lines out. The same code runs in every worker of every pool.

A piece of work is a small value that can be sent anywhere and is `prepared` once in every worker.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import astuple, dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

from interview_cli.batch.asked import QuestionFinder
from interview_cli.batch.items import Item, ItemResult, ScoredLine, facts_of, read_item
from interview_cli.batch.judging import AnswerJudge, AnswerRules, at_once
from interview_cli.batch.plan import Plan
from interview_cli.batch.recordings import Ears, HeardRecording, length_s, transcript_of
from interview_cli.batch.remote import file_name_in
from interview_cli.batch.transcript_scoring import requests_of, score_transcript
from interview_cli.contracts.batch import Recording, Result
from interview_cli.errors import InputError, UnavailableError
from interview_cli.interview.questions import QuestionLibrary
from interview_cli.interview.spoken import Transcription
from interview_cli.reports.contract import evaluator_to_json
from interview_cli.resources import resource_root
from interview_cli.text.words import count_words
from interview_cli.transcripts.model import Transcript
from interview_cli.transcripts.override import Override, override_beside
from interview_cli.transcripts.pairing import pair
from interview_cli.transcripts.reading import id_from, read_transcripts
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


@dataclass(frozen=True, slots=True)
class Scoring:
    """The work of scoring transcripts by a plan: an item to its `ItemResult`."""

    plan: Plan

    def prepared(self) -> Callable[[Item], ItemResult]:
        scorer = Scorer(self.plan)
        scorer.warm_up()
        return scorer.score_at_once


@dataclass(frozen=True, slots=True)
class Counting:
    """The work of reading transcripts without scoring them: an item to its `Counts`."""

    plan: Plan

    def prepared(self) -> Callable[[Item], Counts]:
        return Scorer(self.plan).count


@dataclass(frozen=True, slots=True)
class Counts:
    """What there is to score: transcripts, the answers in them and the words of these, and what cannot be read.

    `judgements` counts what is judged: each answer, and each that follow-ups added to once more as a whole. What is
    in `recordings` is not known before they are transcribed; `sound_s` is how long those are that say so.
    """

    transcripts: int = 0
    answers: int = 0
    words: int = 0
    failed: int = 0
    judgements: int = 0
    recordings: int = 0
    sound_s: float = 0.0

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(mine + theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True)))


class Scorer:
    """Scores items by a plan. Made once per process; what it has read of the banks is kept.

    `judge` judges the answers; the rules do unless another is given. `hear` transcribes recordings, at once unless
    given.
    """

    def __init__(self, plan: Plan, judge: AnswerJudge | None = None, hear: Hear | None = None) -> None:
        self._plan = plan
        self._settings = plan.fingerprint
        self._finder = QuestionFinder(QuestionLibrary(resource_root("question_banks"), plan.banks))
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
            contents.append((_id_of_item(item), self._failure(error.message)))
        parts = len(contents)
        spoken = heard.transcription if heard else None
        return tuple(self._line(item, part, parts, *content, spoken) for part, content in enumerate(contents))

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

    def failed(self, item: Item, problem: str) -> ItemResult:
        """The line of an item that could not be worked on."""
        return (self._line(item, 0, 1, _id_of_item(item), self._failure(problem)),)

    async def _content(self, item: Item, transcript: Transcript) -> tuple[str, Result]:
        own_id = line_id(item, transcript)
        try:
            return own_id, await score_transcript(transcript, self._plan, self._finder, self._judge)
        except InputError as error:
            return own_id, self._failure(error.message)

    async def _content_heard(self, item: Item, recording: HeardRecording) -> tuple[str, Result]:
        heard = recording.transcription
        transcript = transcript_of(heard, _id_of_item(item), item.source)
        scored = await score_transcript(transcript, self._plan, self._finder, self._judge, heard)
        about: Recording = {
            "engine": heard.engine,
            "language": heard.language,
            "duration_s": round(heard.duration_s, 3),
            "warning": recording.warning,
        }
        return transcript.id, {**scored, "recording": about}

    def _failure(self, problem: str) -> Result:
        return {
            "status": "failed",
            "type": self._plan.type,
            "candidate": None,
            "answers": [],
            "scores": {},
            "overall_score": None,
            "recommendation": None,
            "coverage": 0.0,
            "spread": None,
            "evaluator": evaluator_to_json(self._plan.evaluator(())),
            "cached": False,
            "error": problem,
        }

    def _line(
        self,
        item: Item,
        part: int,
        parts: int,
        line_id: str,
        content: Result,
        heard: Transcription | None = None,
    ) -> ScoredLine:
        source = item.source if item.line is None else f"{item.source}#{item.line}"
        line = {
            "source": source,
            "item": item.key,
            "part": part,
            "parts": parts,
            "settings": self._settings,
            "stamp": item.stamp,
            **content,
        }
        body = json.dumps(line, ensure_ascii=False, check_circular=False).encode("utf-8", "replace")[1:]
        facts = facts_of({"id": line_id, **line})
        return ScoredLine(facts, body, heard.engine, heard.duration_s) if heard else ScoredLine(facts, body)


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


def line_id(item: Item, transcript: Transcript) -> str:
    """The id of a transcript's line: its own, or else made from where it comes from."""
    return transcript.id if transcript.id != id_from(item.source) else _id_of_item(item)


def _id_of_item(item: Item) -> str:
    name = id_from(file_name_in(item.source) if "://" in item.source else item.source)
    return name if item.line is None else f"{name}-{item.line}"
