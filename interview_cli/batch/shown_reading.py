"""What was read in a transcript: speakers and roles, and the questions with their answers, before scoring."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Final

from interview_cli.batch.items import Item, read_item
from interview_cli.batch.plan import Plan
from interview_cli.batch.scorer import override_of
from interview_cli.errors import InputError
from interview_cli.text.words import count_words
from interview_cli.transcripts.model import QuestionAnswer, Reading, Transcript
from interview_cli.transcripts.pairing import pair
from interview_cli.transcripts.reading import read_transcripts
from interview_cli.transcripts.recordings import is_recording
from interview_cli.transcripts.roles import assign_roles
from interview_cli.transcripts.unpaired import reading_with

NOT_READ: Final = Reading(0.0)


@dataclass(frozen=True, slots=True)
class ShownSpeaker:
    """A speaker: the label of the source (None when it has none), the role, and how much they say."""

    label: str | None
    role: str
    turns: int
    words: int


@dataclass(frozen=True, slots=True)
class ShownReading:
    """One transcript as it was read, or the `error` why it was not."""

    source: str
    id: str | None = None
    reading: Reading = NOT_READ
    speakers: Sequence[ShownSpeaker] = ()
    pairs: Sequence[QuestionAnswer] = ()
    error: str | None = None

    def to_json(self) -> dict[str, object]:
        """The reading as data for JSON."""
        return {
            "source": self.source,
            "id": self.id,
            "reading": {"confidence": self.reading.confidence, "notes": list(self.reading.notes)},
            "speakers": [asdict(speaker) for speaker in self.speakers],
            "pairs": [
                {"question": each.question, "answer": each.answer, "start_s": each.start_s, "end_s": each.end_s}
                for each in self.pairs
            ],
            "error": self.error,
        }


def shown_readings(item: Item, plan: Plan) -> Iterator[ShownReading]:
    """What is read in an item; a problem is the last of them."""
    try:
        data = b"" if item.recording else read_item(item)
        if item.recording or is_recording(data[:16]):
            raise InputError(f"{item.source} is a recording; it has to be transcribed before it is read.")
        for transcript in read_transcripts(data, item.source, override_of(item, plan)):
            yield _shown(assign_roles(transcript, plan.candidate))
    except InputError as error:
        yield ShownReading(item.source, error=error.message)


def _shown(transcript: Transcript) -> ShownReading:
    turns: Counter[tuple[str | None, str]] = Counter()
    words: Counter[tuple[str | None, str]] = Counter()
    for turn in transcript.turns:
        who = turn.speaker_label, turn.role.value
        turns[who] += 1
        words[who] += count_words(turn.text)
    speakers = [ShownSpeaker(*who, count, words[who]) for who, count in turns.items()]
    pairs = pair(transcript)
    return ShownReading(transcript.source, transcript.id, reading_with(transcript, pairs), speakers, pairs)
