"""Data of any shape: what services and data sets write, and what nobody has named; in JSON, JSON Lines and tables."""

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.errors import InputError
from interview_cli.transcripts.model import Transcript
from interview_cli.transcripts.pairing import pair
from interview_cli.transcripts.reading import read_transcripts
from interview_cli.transcripts.roles import assign_roles
from tests.transcripts.formats import TURNS
from tests.transcripts.shapes import SHAPES, Shape, pairs, words_of
from tests.transcripts.unnamed_shapes import TALK, WRITTEN


def read(data: object) -> list[Transcript]:
    text = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)
    return list(read_transcripts(text.encode(), "x"))


def answered(transcript: Transcript) -> list[tuple[str, str]]:
    return [(each.question, each.answer) for each in pair(assign_roles(transcript))]


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_every_shape_gives_the_same_questions_and_answers(shape: Shape) -> None:
    (transcript,) = read(shape(TURNS))
    assert answered(transcript) == pairs(TURNS)


@pytest.mark.parametrize(
    "name",
    [
        *(
            "deepgram, words",
            "deepgram, utterances",
            "assemblyai",
            "speechmatics",
            "rev",
            "recall",
            "fireflies",
        ),
        *(
            "azure, ticks",
            "aws",
            "turns, milliseconds",
            "turns, ticks",
            "turns, nanoseconds",
            "turns, invented names",
        ),
        *("a list for each speaker",),
    ],
)
def test_times_are_seconds_whatever_their_unit(name: str) -> None:
    (transcript,) = read(SHAPES[name](TURNS))
    assert [turn.start_s for turn in transcript.turns] == pytest.approx([turn[2] for turn in TURNS])
    assert [turn.end_s for turn in transcript.turns] == pytest.approx([turn[3] for turn in TURNS])


@pytest.mark.parametrize("name", ["deepgram, utterances", "assemblyai", "speechmatics", "rev", "recall", "aws"])
def test_every_word_has_its_time(name: str) -> None:
    (transcript,) = read(SHAPES[name](TURNS))
    for turn, said in zip(transcript.turns, TURNS, strict=True):
        assert [word.text for word in turn.words or ()] == said[1].split()
        assert [word.start_s for word in turn.words or ()] == pytest.approx([start for _, start, _ in words_of(said)])


@pytest.mark.parametrize("name", WRITTEN)
def test_shapes_that_nothing_names(name: str) -> None:
    (transcript,) = read(WRITTEN[name])
    assert answered(transcript) == pairs(TALK)
    assert bool(transcript.reading.notes) == (name == "channel lists")


SCALAR = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(["Why us?", "I did it.", "A", "1", ""])
)
NAME = st.sampled_from(
    ["text", "speaker", "words", "start", "question", "answer", "q1", "a1", "x", "Why did you go?"]
)
ANY = st.recursive(
    SCALAR, lambda inner: st.lists(inner, max_size=5) | st.dictionaries(NAME, inner, max_size=5), max_leaves=40
)


@given(ANY)
def test_any_data_is_read_or_refused(data: object) -> None:
    with contextlib.suppress(InputError):
        for transcript in read(data):
            assert transcript.turns
            pair(assign_roles(transcript))
