"""Whose turn it is, on synthetic activity."""

from __future__ import annotations

from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.speech.turn import COUNTDOWN_S, NOTHING_HEARD_AFTER_S, Stage, Turn, TurnRules

STEP_S = 0.1
INPUTS = st.lists(
    st.tuples(
        st.floats(0, 3, allow_nan=False), st.sampled_from(["speech", "silence", "pause", "resume", "voice", "end"])
    ),
    max_size=60,
)
RULES = st.builds(TurnRules, st.none() | st.floats(1, 60))


def tell(turn: Turn, what: str, at_s: float) -> Turn:
    match what:
        case "speech" | "silence":
            return turn.heard(at_s, speech=what == "speech")
        case "pause":
            return turn.pause(at_s)
        case "resume":
            return turn.resume(at_s)
        case "voice":
            return turn.voice_finished(at_s)
        case _:
            return turn.end(at_s)


def hear(turn: Turn, activity: str) -> Turn:
    """Activity in steps of 0.1 s, from where the turn is: `x` is speech, a dot silence."""
    for char in activity:
        turn = turn.heard(turn.elapsed_s + STEP_S, speech=char == "x")
    return turn


def test_the_microphone_is_closed_while_the_interviewer_speaks() -> None:
    turn = Turn().heard(1.0, speech=True)
    assert turn.stage is Stage.INTERVIEWER
    assert not turn.microphone_open
    assert turn.end(1.0).stage is Stage.INTERVIEWER
    assert turn.pause(1.0).stage is Stage.INTERVIEWER
    turn = turn.voice_finished(2.0)
    assert turn.microphone_open
    assert turn.elapsed_s == 0


def test_speaking_and_pausing_by_hand_never_ends_by_itself() -> None:
    turn = hear(Turn().voice_finished(0), "." * 12 + "xx")
    assert turn.stage is Stage.SPEAKING
    assert turn.response_latency_s == pytest.approx(1.3)
    turn = hear(turn, "." * 600)
    assert turn.stage is Stage.SILENT
    assert turn.countdown_s is None
    assert turn.end(turn.elapsed_s + 1).elapsed_s == pytest.approx(62.4)
    assert not turn.end(99).ended_by_silence


def test_silence_counts_down_and_speech_cancels() -> None:
    turn = hear(Turn(TurnRules(auto_end_s=5.0)).voice_finished(0), "x" + "." * 15)
    assert turn.stage is Stage.SILENT
    turn = hear(turn, "." * 10)
    assert turn.stage is Stage.COUNTDOWN
    assert turn.countdown_s == pytest.approx(2.5)
    turn = hear(turn, "x" + "." * 30)
    assert turn.countdown_s == pytest.approx(2.0)
    turn = hear(turn, "." * 21)
    assert turn.stage is Stage.TRANSCRIBING
    assert turn.ended_by_silence


def test_a_short_limit_counts_down_only_after_half_a_second() -> None:
    turn = Turn(TurnRules(auto_end_s=1.0)).voice_finished(0)
    assert hear(turn, "x....").stage is Stage.SILENT
    assert hear(turn, "x......").countdown_s == pytest.approx(0.4)


def test_no_first_word_is_reported_and_never_ends_the_answer() -> None:
    turn = Turn(TurnRules(auto_end_s=1.0)).voice_finished(0)
    assert not turn.heard(NOTHING_HEARD_AFTER_S - 0.1, speech=False).hears_nothing
    turn = turn.heard(NOTHING_HEARD_AFTER_S, speech=False)
    assert turn.stage is Stage.LISTENING
    assert turn.hears_nothing
    assert not turn.heard(NOTHING_HEARD_AFTER_S + 1, speech=True).hears_nothing


def test_a_moment_stops_the_clock_and_the_countdown() -> None:
    turn = hear(Turn(TurnRules(auto_end_s=2.0)).voice_finished(0), "xxxxx" + "." * 15)
    turn = turn.pause(2.0).heard(30.0, speech=True).heard(60.0, speech=False)
    assert turn.stage is Stage.PAUSED
    assert not turn.microphone_open
    turn = turn.resume(100.0)
    assert turn.stage is Stage.SILENT
    assert turn.elapsed_s == pytest.approx(2.0)
    turn = turn.heard(101.0, speech=False)
    assert turn.countdown_s == pytest.approx(1.0)


def test_a_moment_before_the_first_word_is_no_latency() -> None:
    turn = Turn().voice_finished(0).heard(1, speech=False).pause(1).resume(61).heard(62, speech=True)
    assert turn.response_latency_s == pytest.approx(2.0)


@given(RULES, INPUTS)
def test_whatever_happens_the_state_makes_sense(rules: TurnRules, inputs: list[tuple[float, str]]) -> None:
    turn = Turn(rules)
    times_s = list(accumulate(delay_s for delay_s, _ in inputs))
    for at_s, (_, what) in zip(times_s, inputs, strict=True):
        before, turn = turn, tell(turn, what, at_s)
        assert before.elapsed_s <= turn.elapsed_s <= at_s + 1e-6
        assert (before.stage is not Stage.TRANSCRIBING) or turn.stage is Stage.TRANSCRIBING
        assert (turn.stage is not Stage.INTERVIEWER) or before.stage is Stage.INTERVIEWER
        if before.response_latency_s is not None:
            assert turn.response_latency_s == before.response_latency_s
        if turn.stage is Stage.COUNTDOWN:
            assert turn.countdown_s is not None
            assert 0 < turn.countdown_s <= COUNTDOWN_S + 1e-6
        if turn.ended_by_silence:
            assert rules.auto_end_s is not None
            assert turn.response_latency_s is not None
        if not before.microphone_open:
            assert turn.elapsed_s == before.elapsed_s


@given(st.integers(10, 200), st.lists(st.tuples(st.booleans(), st.integers(1, 40)), max_size=12))
def test_an_answer_ends_at_the_first_silence_that_is_long_enough(
    auto_end_steps: int, stretches: list[tuple[bool, int]]
) -> None:
    turn = Turn(TurnRules((auto_end_steps - 0.5) * STEP_S)).voice_finished(0)
    has_spoken, silent_steps, step = False, 0, 0
    for speech, length in stretches:
        for _ in range(length):
            step += 1
            turn = turn.heard(step * STEP_S, speech=speech)
            has_spoken |= speech
            silent_steps = 0 if speech else silent_steps + 1
            if has_spoken and silent_steps >= auto_end_steps:
                assert turn.ended_by_silence
                return
            assert turn.stage is not Stage.TRANSCRIBING
