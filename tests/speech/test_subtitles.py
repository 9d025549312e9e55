"""Subtitles are what our own reader, and every player, reads."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from interview_cli.interview.spoken import Interval, Word
from interview_cli.speech.subtitles import to_srt, to_vtt
from interview_cli.transcripts.captions import read_captions

WORDS = (
    Word("We", 0.5, 0.7),
    Word("shipped.", 0.7, 1.25),
    Word("<It>", 3600.0, 3600.2),
    Word("worked", 3600.3, 3601),
)


def test_vtt() -> None:
    assert to_vtt(WORDS) == (
        "WEBVTT\n\n00:00:00.500 --> 00:00:01.250\nWe shipped.\n\n01:00:00.000 --> 01:00:01.000\n&lt;It&gt; worked\n"
    )


def test_srt() -> None:
    assert to_srt(WORDS) == (
        "1\n00:00:00,500 --> 00:00:01,250\nWe shipped.\n\n2\n01:00:00,000 --> 01:00:01,000\n<It> worked\n"
    )


def test_speech_that_could_not_be_made_out_has_a_cue_of_its_own() -> None:
    unclear = [Interval(1.5, 3.0)]
    assert to_vtt(WORDS, unclear) == to_vtt(WORDS).replace(
        "We shipped.\n", "We shipped.\n\n00:00:01.500 --> 00:00:03.000\n[unclear]\n"
    )
    assert to_srt([Word("so", 0.9, 1.2)], unclear) == (
        "1\n00:00:00,900 --> 00:00:01,200\nso\n\n2\n00:00:01,500 --> 00:00:03,000\n[unclear]\n"
    )


def test_no_words() -> None:
    assert to_vtt(()) == "WEBVTT\n"
    assert to_srt(()) == ""


TEXTS = st.text("abcdefghij.?!", min_size=1, max_size=12).filter(lambda text: any(map(str.isalpha, text)))


PARTS = st.tuples(TEXTS, st.floats(0.02, 2), st.floats(0, 3))


@example([("a?", 1.0, 1.0), *[("a", 1.0, 1.0)] * 4])
@given(st.lists(PARTS, min_size=1, max_size=60))
def test_what_is_written_is_read_again(parts: list[tuple[str, float, float]]) -> None:
    words, at_s = [], 0.0
    for text, lasts_s, pause_s in parts:
        words.append(Word(text, at_s, at_s + lasts_s))
        at_s += lasts_s + pause_s
    for written in (to_vtt(words), to_srt(words)):
        spoken = " ".join(turn.text for turn in read_captions(written, "test"))
        assert spoken.split() == [word.text for word in words]
    cues = [block.splitlines()[-1] for block in to_vtt(words).split("\n\n")[1:]]
    assert all(len(cue) <= 84 for cue in cues)
