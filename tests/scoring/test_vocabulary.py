"""Words as content is compared by them, and key points that no text can slow down or confuse."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.scoring.key_points import PointState, find_key_points
from interview_cli.scoring.short_answers import sentences_of
from interview_cli.scoring.vocabulary import is_misspelling, vocabulary, word_tokens


@given(st.text("abcdefghijklmnopqrstuvw", min_size=8, max_size=20), st.data())
def test_one_slip_in_a_long_word_is_a_misspelling(word: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(1, len(word) - 2))
    assert is_misspelling(word[:place] + word[place + 1 :], word)
    assert is_misspelling(word[:place] + "x" + word[place:], word)
    assert is_misspelling(word[:place] + word[place + 1] + word[place] + word[place + 2 :], word)


@pytest.mark.parametrize(("said", "meant"), [("cat", "cart"), ("latency", "lattice"), ("synchronous", "syntax")])
def test_short_words_and_far_words_are_no_misspellings(said: str, meant: str) -> None:
    assert not is_misspelling(said, meant)


def test_words_of_one_group_count_as_one_and_function_words_nothing() -> None:
    known = vocabulary()
    assert known.weigh(word_tokens("the replica makes part of it")) == {
        "the": 0.0,
        "=copy": 1.0,
        "=create": 0.5,
        "=part": 0.5,
        "of": 0.0,
        "it": 0.0,
    }


@pytest.mark.parametrize(
    "hostile",
    ["." * 100_000 + "a", "a" * 200_000, "a'" * 100_000, "ab; " * 20_000, "\n" * 100_000, "data " * 20_000],
    ids=["stops", "one-word", "apostrophes", "semicolons", "lines", "one-term"],
)
def test_a_point_is_found_behind_any_text(hostile: str) -> None:
    text = f"{hostile}\nA heap keeps the smallest key on top."
    point = ("A heap keeps the smallest key on top.",)
    found = find_key_points("What is it?", point, text, sentences_of(text))[0]
    assert found.state in {PointState.RIGHT, PointState.MENTIONED}
    assert found.start == len(hostile) + 1


def test_key_points_do_not_depend_on_the_hash_seed() -> None:
    program = (
        "from interview_cli.scoring.key_points import find_key_points\n"
        "from interview_cli.scoring.short_answers import sentences_of\n"
        "answer = 'The servar and the servers keep a kye. A serverr has the databse, as I said. ' * 3\n"
        "points = ('The server keeps keys in a database.', 'Nothing of it.')\n"
        "print(find_key_points('How?', points, answer, sentences_of(answer)))\n"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(outputs) == 1
