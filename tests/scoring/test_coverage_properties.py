"""Properties of coverage that hold for every text."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interview_cli.scoring.content import answer_content, is_misspelling, reference_content
from interview_cli.scoring.coverage import (
    is_copied_question,
    looks_like_term_list,
    match_points,
    reference_score,
    relevance,
)
from interview_cli.scoring.text import sentences, tokens
from interview_cli.scoring.vocabulary import vocabulary

_WORDS = (
    *("the", "a", "of", "client", "server", "key", "is", "with", "first in first out", "k8s", "idempotancy"),
    *("don't", "C++", "node.js", ".", "!", "…", "\n", ";", "ﬃ", "ß", "İ", "\ud800", "\x00", "🙂", "数据库", "3.5"),
)
_TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=()), max_size=200),
    st.lists(st.sampled_from(_WORDS), max_size=60).map(" ".join),
    st.lists(st.sampled_from(_WORDS), max_size=60).map("".join),
)


@given(_TEXTS, st.lists(_TEXTS, max_size=4), _TEXTS)
def test_every_figure_is_a_share_and_every_span_a_sentence(question: str, points: list[str], answer: str) -> None:
    matches = match_points(question, points, answer)
    assert [match.point for match in matches] == points
    for match in matches:
        assert 0 <= match.strength <= 1
        assert (match.strength > 0) is (match.start is not None) is (match.end is not None)
        if match.start is not None and match.end is not None:
            quote = answer[match.start : match.end]
            assert quote
            assert quote == quote.strip()
    assert 0 <= relevance(question, points, answer) <= 1
    for point in points:
        assert 0 <= reference_score(question, point, answer) <= 1
        assert 0 <= reference_score(question, point, answer, lambda *_: -3.0) <= 1
    assert isinstance(is_copied_question(question, answer), bool)
    assert isinstance(looks_like_term_list(answer), bool)


@given(_TEXTS)
def test_sentences_keep_every_word_in_order(text: str) -> None:
    found = sentences(text)
    assert [word for sentence in found for word in sentence.tokens] == list(tokens(text))
    edges = [edge for sentence in found for edge in (sentence.start, sentence.end)]
    assert edges == sorted(edges)
    assert all(tokens(text[start:end]) == words for start, end, words in found)


@given(_TEXTS, _TEXTS, _TEXTS)
def test_a_further_sentence_never_weakens_a_point(question: str, point: str, answer: str) -> None:
    before = match_points(question, (point,), answer)[0]
    after = match_points(question, (point,), f"{answer}\nIt was in the other office with them.")[0]
    assert after.strength >= before.strength


@given(_TEXTS, _TEXTS, _TEXTS)
def test_the_same_input_gives_the_same_result_with_empty_caches(question: str, point: str, answer: str) -> None:
    first = (match_points(question, (point,), answer), relevance(question, (point,), answer))
    for cached in (answer_content, reference_content, sentences):
        cached.cache_clear()
    assert (match_points(question, (point,), answer), relevance(question, (point,), answer)) == first


def test_results_do_not_depend_on_the_hash_seed() -> None:
    program = (
        "from interview_cli.scoring.coverage import match_points, relevance\n"
        "answer = 'The servar and the servers keep a kye. A serverr has the databse, as I said. ' * 3\n"
        "print(match_points('How?', ('The server keeps keys in a database.', 'Nothing of it.'), answer))\n"
        "print(relevance('How does it keep keys?', ('servers', 'database'), answer))\n"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(outputs) == 1


@pytest.mark.parametrize(
    "hostile",
    [
        "." * 200_000 + "a",
        "!?" * 100_000 + "x",
        "a" * 500_000,
        "a'" * 200_000,
        "ab; " * 50_000,
        ". " * 100_000,
        "\n" * 200_000,
        "in first " * 50_000,
        "data " * 50_000,
    ],
    ids=lambda text: repr(text[:4]),
)
def test_hostile_answers_are_read_in_one_pass(hostile: str) -> None:
    match = match_points("What is it?", ("It is a heap.",), f"{hostile}\nIt is a heap.")[0]
    assert match.covered
    assert match.start is not None


@given(st.text("abcdefghijklmnopqrstuvw", min_size=8, max_size=20), st.data())
def test_one_slip_in_a_long_word_is_a_misspelling(word: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(1, len(word) - 2))
    assert is_misspelling(word[:place] + word[place + 1 :], word)
    assert is_misspelling(word[:place] + "x" + word[place:], word)
    assert is_misspelling(word[:place] + word[place + 1] + word[place] + word[place + 2 :], word)


def test_short_words_and_far_words_are_no_misspellings() -> None:
    assert not is_misspelling("cat", "cart")
    assert not is_misspelling("latency", "lattice")
    assert not is_misspelling("synchronous", "syntax")


def test_the_vocabulary_names_each_phrase_by_its_group() -> None:
    known = vocabulary()
    names = [name for name, _ in known.terms(tokens("the first in first out queue on k8s"))]
    assert names == ["the", "=fifo", "queue", "on", "=kubernetes"]
    assert known.weigh(tokens("the replica makes part of it")) == {
        "the": 0.0,
        "=copy": 1.0,
        "=create": 0.5,
        "=part": 0.5,
        "of": 0.0,
        "it": 0.0,
    }
