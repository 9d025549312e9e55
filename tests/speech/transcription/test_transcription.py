"""Words of pieces put together, and checked against what was heard."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from interview_cli.interview.spoken import Interval, Word
from interview_cli.speech.hearing import Heard
from interview_cli.speech.pieces import PieceCutter, PieceRules
from interview_cli.speech.transcription import assemble, transcribe, transcribe_stream, written
from tests.speech.transcription.material import RATE_HZ, OneWordPerSecond, Samples, Says, silence, spoken


@pytest.fixture(scope="module")
def speech(tmp_path_factory: pytest.TempPathFactory) -> Samples:
    """About half a minute of sentences with pauses of 0.6 s."""
    return spoken(tmp_path_factory.mktemp("speech"), 10)


def test_pieces_are_closed_at_pauses_and_cover_the_speech(speech: Samples) -> None:
    cutter = PieceCutter()
    pieces = [*cutter.feed(speech), *cutter.finish()]
    assert len(pieces) >= 3
    spans = [Interval(piece.start_s, piece.start_s + len(piece.samples) / RATE_HZ) for piece in pieces]
    assert all(span.duration_s <= 28.1 for span in spans)
    for stretch in cutter.speech:
        covered = sum(max(0, min(s.end_s, stretch.end_s) - max(s.start_s, stretch.start_s)) for s in spans)
        assert covered == pytest.approx(stretch.duration_s, abs=0.02)
    for before, after in pairwise(spans):
        assert before.end_s <= after.start_s
        gap = Interval(before.end_s, after.start_s)
        assert not any(s.start_s < gap.end_s - 0.02 and s.end_s > gap.start_s + 0.02 for s in cutter.speech)
    for piece in pieces:
        first = round(piece.start_s * RATE_HZ)
        assert np.array_equal(piece.samples, speech[first : first + len(piece.samples)])


def test_speech_without_pauses_is_cut_where_it_is_quietest(speech: Samples) -> None:
    loud = speech[np.convolve(np.abs(speech), np.ones(800) / 800, "same") > 0.003]
    pieces = [*(cutter := PieceCutter(PieceRules(longest_s=10))).feed(loud), *cutter.finish()]
    lengths_s = [len(piece.samples) / RATE_HZ for piece in pieces]
    assert max(lengths_s) <= 10.1
    assert sum(lengths_s) == pytest.approx(len(loud) / RATE_HZ, abs=2)


def test_a_cutter_keeps_no_more_than_the_open_piece(speech: Samples) -> None:
    cutter = PieceCutter()
    for sound in (speech, silence(40), speech[: 10 * RATE_HZ]):
        for begin in range(0, len(sound), RATE_HZ):
            list(cutter.feed(sound[begin : begin + RATE_HZ]))
            assert len(cutter._kept) <= 30 * RATE_HZ
    assert cutter.duration_s == pytest.approx(len(speech) / RATE_HZ + 50)


def test_times_count_from_the_start_of_the_recording(speech: Samples) -> None:
    engine = OneWordPerSecond()
    heard = transcribe(np.concatenate([silence(20), speech]), engine)
    assert len(engine.pieces) > 1
    assert heard.words[0].start_s > 19.9
    assert heard.duration_s == pytest.approx(20 + len(speech) / RATE_HZ)
    assert all(before.end_s <= after.start_s for before, after in pairwise(heard.words))
    assert heard.text.lower().replace(".", "").split() == [word.text for word in heard.words]
    assert heard.engine == "counting:1"
    assert heard.speech[0].start_s > 20


def test_blocks_give_what_the_whole_gives(speech: Samples) -> None:
    blocks = [speech[begin : begin + 7_777] for begin in range(0, len(speech), 7_777)]
    told: list[float] = []
    assert transcribe_stream(blocks, OneWordPerSecond(), told.append) == transcribe(speech, OneWordPerSecond())
    assert told[-1] == pytest.approx(len(speech) / RATE_HZ)
    assert told == sorted(told)


@pytest.mark.parametrize(
    "sound",
    [
        silence(60),
        silence(0),
        (np.random.default_rng(3).standard_normal(10 * RATE_HZ) * 0.1).astype(np.float32),
        (0.3 * np.sin(2 * np.pi * 50 * np.arange(10 * RATE_HZ) / RATE_HZ)).astype(np.float32),
        (0.3 * np.sin(2 * np.pi * 440 * np.arange(10 * RATE_HZ) / RATE_HZ)).astype(np.float32),
    ],
    ids=["a minute of silence", "nothing", "white noise", "hum", "a tone"],
)
def test_an_engine_that_invents_words_is_not_asked_where_nobody_speaks(sound: Samples) -> None:
    engine = OneWordPerSecond()
    heard = transcribe(sound, engine)
    assert engine.pieces == []
    assert (heard.text, heard.words, heard.speech, heard.vocalisations) == ("", (), (), ())


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ([("so", 0.0), ("i've", 0.4), ("moved", 0.8), ("then", 1.9), ("we", 2.3)], "So I've moved. Then we."),
        ([("one", 0.0), ("two", 0.99), ("three", 1.98)], "One two three."),
        ([("So", 0.0), ("i", 0.4), ("moved", 3.0)], "So i moved"),
        ([("ja,", 0.0), ("gut", 3.0)], "ja, gut"),
        ([("十", 0.0), ("i'll", 2.0)], "十. I'll."),
        ([], ""),
    ],
)
def test_an_engine_without_sentences_ends_them_at_pauses(said: list[tuple[str, float]], text: str) -> None:
    assert written([Word(word, start_s, start_s + 0.3) for word, start_s in said], "en") == text


def test_only_english_has_a_capital_i() -> None:
    assert written([Word("tu", 0.0, 0.3), Word("i", 0.4, 0.7)], "it") == "Tu i."


def test_languages_without_spaces_are_joined_without() -> None:
    words = [Word("今", 0.1, 0.4), Word("日", 0.4, 0.8, joined=True)]
    assert assemble(Says(language="ja"), [Heard(tuple(words))], [Interval(0, 1)], 1.0).text == "今日"
