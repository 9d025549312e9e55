"""The state machine that turns probabilities of speech into events."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.interview.spoken import Interval
from interview_cli.speech.voice_activity import (
    FRAME_S,
    ActivityEvent,
    ActivityRules,
    PauseLasts,
    SpeechBegan,
    SpeechEnded,
    VoiceActivity,
)

PROBABILITIES = st.lists(st.one_of(st.floats(0, 1), st.sampled_from([0.0, 0.3, 0.4, 0.5, 0.9, 1.0])), max_size=300)


def events_of(probabilities: list[float], pauses_s: tuple[float, ...] = ()) -> list[ActivityEvent]:
    activity = VoiceActivity(pauses_s=pauses_s)
    events = [event for probability in probabilities for event in activity.push(probability)]
    return events + activity.finish()


def intervals_of(events: list[ActivityEvent]) -> list[Interval]:
    return [event.interval for event in events if isinstance(event, SpeechEnded)]


def frames(seconds: float) -> int:
    return round(seconds / FRAME_S)


def test_speech_is_reported_with_its_edges() -> None:
    events = events_of([0.0] * 10 + [0.9] * 20 + [0.0] * 10)
    assert events == [SpeechBegan(10 * FRAME_S), SpeechEnded(Interval(10 * FRAME_S, 30 * FRAME_S))]


def test_between_the_thresholds_speech_continues_but_does_not_begin() -> None:
    assert intervals_of(events_of([0.4] * 20)) == []
    assert intervals_of(events_of([0.9] * 10 + [0.4] * 4 + [0.9] * 10)) == [Interval(0, 24 * FRAME_S)]


def test_clicks_and_notes_are_no_speech() -> None:
    assert events_of([0.0] * 5 + [1.0] * 3 + [0.0] * 20) == []
    assert events_of([0.0] * 5 + [0.6, 0.5, 0.4, 0.5, 0.6] * 4 + [0.0] * 20) == []


def test_a_stop_consonant_does_not_end_speech() -> None:
    assert len(intervals_of(events_of([0.9] * 10 + [0.0] * 3 + [0.9] * 10))) == 1
    assert len(intervals_of(events_of([0.9] * 10 + [0.0] * 4 + [0.9] * 10))) == 2


def test_a_pause_is_reported_once_for_each_length() -> None:
    spoken, silent = [0.9] * 20, [0.0] * frames(3)
    told = [
        event for event in events_of(spoken + silent + spoken + silent, (2.0, 0.5)) if isinstance(event, PauseLasts)
    ]
    assert [event.pause_s for event in told] == [0.5, 2.0, 0.5, 2.0]
    assert told[0].since_s == told[1].since_s == 20 * FRAME_S


def test_the_silence_before_the_first_word_is_no_pause() -> None:
    assert events_of([0.0] * frames(10), (0.5,)) == []


def test_silence_is_timed() -> None:
    activity = VoiceActivity()
    for _ in range(20):
        activity.push(0.9)
    assert activity.speaking
    assert activity.start_s == 0
    assert activity.silent_for_s == 0
    for _ in range(50):
        activity.push(0.0)
    assert not activity.speaking
    assert activity.start_s is None
    assert activity.silent_for_s == pytest.approx(50 * FRAME_S)


@given(PROBABILITIES)
def test_intervals_are_ordered_apart_inside_and_long_enough(probabilities: list[float]) -> None:
    rules = ActivityRules()
    found = intervals_of(events_of(probabilities))
    ends_s = [0.0]
    for each in found:
        assert each.start_s >= ends_s[-1]
        assert each.end_s > each.start_s
        ends_s.append(each.end_s)
    assert ends_s[-1] <= len(probabilities) * FRAME_S + 1e-9
    gaps_s = [later.start_s - earlier.end_s for earlier, later in pairwise(found)]
    assert all(gap_s >= rules.min_silence_s - 1e-9 for gap_s in gaps_s)
    assert all(each.duration_s >= rules.min_speech_s - 1e-9 for each in found)


@given(PROBABILITIES)
def test_every_interval_is_announced_and_sure(probabilities: list[float]) -> None:
    announced_s: list[float] = []
    for event in events_of(probabilities):
        if isinstance(event, SpeechBegan):
            announced_s.append(event.start_s)
        elif isinstance(event, SpeechEnded):
            begin, end = (round(edge / FRAME_S) for edge in (event.interval.start_s, event.interval.end_s))
            assert announced_s[-1] == event.interval.start_s
            assert max(probabilities[begin:end]) >= ActivityRules().onset


@given(PROBABILITIES, st.lists(st.floats(0.1, 3), max_size=3))
def test_pauses_follow_speech_and_last_as_long_as_they_say(probabilities: list[float], pauses_s: list[float]) -> None:
    activity = VoiceActivity(pauses_s=pauses_s)
    ended_s = None
    for count, probability in enumerate(probabilities, 1):
        for event in activity.push(probability):
            if isinstance(event, SpeechEnded):
                ended_s = event.interval.end_s
            if isinstance(event, PauseLasts):
                assert event.since_s == ended_s
                assert count * FRAME_S - event.since_s >= event.pause_s - 1e-6
