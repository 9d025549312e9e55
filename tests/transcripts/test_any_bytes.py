"""Whatever the bytes are, there are transcripts or an InputError; our own form survives a round trip."""

import contextlib
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from interview_cli.errors import InputError
from interview_cli.interview.model import InterviewType
from interview_cli.interview.spoken import Word
from interview_cli.text.decoding import clean, flatten
from interview_cli.transcripts.contract import from_contract, to_contract
from interview_cli.transcripts.model import Role, Transcript, Turn
from interview_cli.transcripts.pairing import pair
from interview_cli.transcripts.reading import read_transcripts
from interview_cli.transcripts.roles import assign_roles
from tests.transcripts.formats import FORMATS

FIXTURES = sorted((Path(__file__).parent / "fixtures").iterdir())
SAMPLES = [*(file.read_bytes() for file in FIXTURES), *FORMATS.values()]
PIECES = [
    *("WEBVTT\n\n", "00:01.000 --> 00:02.000\n", "-->", "<v Ann>", "</v>", "1\n"),
    *("Ann: ", "Interviewer: ", "Q:", "A:", "**", "[00:12] ", "0:12", "(1:02:03)"),
    *("Why us?", "Tell me about it.", "I like it. ", "mm-hmm", "\n\n", "\n", "\t", ",", '"'),
    *("[Ann] ", "<Bo> ", "Ann - ", "Bo\n", "：", "؟", "。", "Γ;", "<b>", "->", "#", "か。"),
    *("question,answer\n", "speaker;text\n", '{"turns": [', '{"speaker": "candidate", "text": "a"}', "]}"),
    *('{"question": "a", "answer": "b"}\n', "[{", "}]", '{"segments": [[1, 2, 3, 4, "a", [[0, 1, "a", 1]]]]}'),
    *(
        "<p>",
        "</p>",
        "<table><tr><td>",
        "<cite>",
        "<time>",
        '<div class="speaker">',
        "<!--",
        "-->",
        "&amp;",
        "<td>",
        "<dl><dt>",
    ),
    *(
        "{1}{2}",
        "[1][2]",
        "[00:01.00]",
        "0:00:01.000,0:00:02.000\n",
        "Dialogue: 0,0:00:01.00,0:00:02.00,,Ann,0,0,0,,",
        "|",
    ),
    *(
        "@UTF8\n@Begin\n",
        "*INV:\t",
        "\x151_2\x15",
        'File type = "ooTextFile"\nObject class = "TextGrid"\n',
        "<SAMI><SYNC Start=1>",
    ),
    *(
        "<tt>",
        "</tt>",
        '<p begin="1s">',
        '<?xml version="1.0"?>',
        "{\\rtf1 ",
        "\\par ",
        "}",
        "<Trans>",
        '<Turn speaker="a">',
        "</Turn>",
    ),
    *("\u202e", "\u200d", "\ufeff", "\0", "♪", "1" * 30, "é", "🙂", "שלום"),
]
FIELDS = ["turns", "segments", "speaker", "text", "words", "start", "end", "question", "answer", "id", "type"]


def check(data: bytes) -> None:
    """Read, decide roles and pair; everything that comes out must be fit for JSON and a terminal."""
    with contextlib.suppress(InputError):
        for transcript in read_transcripts(data, "x"):
            decided = assign_roles(transcript)
            for each in pair(decided):
                text = each.question + each.answer
                assert clean(text) == text.strip()
                json.dumps([each.start_s, each.end_s, each.response_latency_s], allow_nan=False)
                text.encode()


@given(st.binary(max_size=400))
@example(b"PK\x03\x04")
@example(b"\xff\xfe")
@example(b'[[0,0,0,0,""]]')
@example(b"\x1c")
@example(b'"')
@example(b"00:00.000 --> 99999999:00")
def test_any_bytes(data: bytes) -> None:
    check(data)


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_any_mixture_of_formats(text: str) -> None:
    check(text.encode())


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_damaged_files(data: st.DataObject) -> None:
    raw = bytearray(data.draw(st.sampled_from(SAMPLES)))
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(raw) - 1))
        raw[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    check(bytes(raw[: data.draw(st.integers(0, len(raw)))]))
    check(bytes(raw))


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=4),
)


@given(JSON_VALUES, st.booleans())
def test_any_json(value: object, twice: bool) -> None:
    text = json.dumps(value)
    check((f"{text}\n{text}\n" if twice else text).encode())


TEXT = st.text(max_size=40).map(clean).filter(bool)
LABEL = TEXT.filter(lambda text: text.casefold() not in {role.value for role in Role})
SECONDS = st.floats(0, 1e6)
WORDS = st.lists(
    st.builds(lambda text, times: Word(text, min(times), max(times)), TEXT, st.tuples(SECONDS, SECONDS)),
    min_size=1,
    max_size=3,
).map(tuple)
TURNS = st.builds(
    Turn, st.none() | LABEL, st.sampled_from(Role), TEXT, st.none() | SECONDS, st.none() | SECONDS, st.none() | WORDS
)


@given(
    st.builds(
        Transcript,
        id=TEXT,
        source=st.just("x"),
        turns=st.lists(TURNS, min_size=1, max_size=5).map(tuple),
        type=st.none() | st.sampled_from(InterviewType),
        role=st.none() | TEXT,
        candidate=st.none() | TEXT,
    )
)
def test_our_form_there_and_back(transcript: Transcript) -> None:
    written = json.dumps(to_contract(transcript), allow_nan=False)
    assert from_contract(json.loads(written), "x", "none") == transcript
    assert list(read_transcripts(written.encode(), "x")) == [transcript]


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert flatten(flatten(text)) == flatten(text)


@pytest.mark.parametrize("file", FIXTURES, ids=lambda file: file.name)
def test_every_read_transcript_can_be_written_in_our_form(file: Path) -> None:
    for transcript in read_transcripts(file.read_bytes(), "x"):
        decided = assign_roles(transcript)
        written = json.dumps(to_contract(decided))
        (again,) = read_transcripts(written.encode(), "x")
        assert pair(again) == pair(decided)
