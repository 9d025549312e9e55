"""How far a batch is, in words."""

from __future__ import annotations

import pytest

from interview_cli.batch.run import Progress
from interview_cli.cli.batch_progress import describe


@pytest.mark.parametrize(
    ("progress", "pause_left_s", "words"),
    [
        (Progress(10), 0.0, "0 of 10 done, starting"),
        (Progress(10, done=2, seconds=4.0), 0.0, "2 of 10 done, 0.5/s, 16 s left"),
        (Progress(10, done=2, done_before=4, seconds=4.0), 1.0, "6 of 10 done, 0.5/s, 8 s left"),
        (Progress(10, done=2, seconds=4.0), 45.0, "2 of 10 done, the model's server asks to wait, 45 s left"),
        (Progress(10, waiting=True), 0.0, "0 of 10 done, waiting for another run on the same file"),
        (
            Progress(9, done=3, seconds=6.0, recordings=3, sound_s=300.0),
            0.0,
            "3 of 9 done, 0.5/s, 12 s left, 5 min of sound transcribed",
        ),
    ],
)
def test_the_progress_says_what_a_run_waits_for(progress: Progress, pause_left_s: float, words: str) -> None:
    assert describe(progress, pause_left_s) == words
