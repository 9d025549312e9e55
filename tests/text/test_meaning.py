"""Static word vectors: read from the real package, and its absence."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from interview_cli.text import meaning
from interview_cli.text.meaning import StaticVectors, load_vectors


@pytest.fixture(scope="module")
def vectors() -> StaticVectors:
    loaded = load_vectors()
    assert loaded is not None, "the package wordllama is part of the base install"
    return loaded


@pytest.fixture
def afresh() -> Iterator[None]:
    """What is loaded once per process is loaded anew, here and after the test."""
    load_vectors.cache_clear()
    yield
    load_vectors.cache_clear()


def test_other_words_for_the_same_are_alike_and_other_things_are_not(vectors: StaticVectors) -> None:
    said, same, other = vectors.embed(
        [
            "I resigned because my boss was unfair.",
            "I quit my job, the manager treated people badly.",
            "Boil the pasta in salted water for nine minutes.",
        ]
    )
    assert said @ same > 0.4
    assert said @ other < 0.15


def test_rows_have_unit_length_and_blank_texts_none(vectors: StaticVectors) -> None:
    rows = vectors.embed(["", "one", "  \n ", "two words", ""])
    assert rows.shape == (5, vectors.dimensions)
    assert rows.dtype == np.float32
    assert np.linalg.norm(rows, axis=1) == pytest.approx([0, 1, 0, 1, 0], abs=1e-5)
    assert vectors.embed([]).shape == (0, vectors.dimensions)


def test_a_text_has_the_same_row_alone_and_among_others(vectors: StaticVectors) -> None:
    texts = ["The nurse checked the dose.", "", "It rained.", "Salaries rose by four percent last year."]
    together = vectors.embed(texts)
    assert together == pytest.approx(np.concatenate([vectors.embed([text]) for text in texts]), abs=1e-6)


def test_half_a_pair_of_surrogates_is_a_text_like_any_other(vectors: StaticVectors) -> None:
    assert (vectors.embed(["the queue \ud800"]) == vectors.embed(["the queue ?"])).all()
    assert vectors.tokens("\udfffqueue").spans == vectors.tokens("?queue").spans


def test_tokens_know_their_characters(vectors: StaticVectors) -> None:
    text = "Ich kündigte – fair."
    found = vectors.tokens(text)
    assert found.vectors.shape == (len(found.spans), vectors.dimensions)
    assert "".join(text[start:end] for start, end in found.spans).replace(" ", "") == text.replace(" ", "")
    assert vectors.tokens("").spans == []


def test_the_table_is_mapped_not_copied(vectors: StaticVectors) -> None:
    assert isinstance(vectors._table, np.memmap)


def test_loading_needs_no_network(afresh: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert load_vectors() is not None


def test_without_the_package_there_are_no_vectors(afresh: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meaning, "PACKAGE", "no_such_package")
    assert not meaning.is_installed()
    assert load_vectors() is None


def test_a_package_without_its_files_counts_as_not_installed(
    afresh: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    package = tmp_path / "emptied"
    package.mkdir()
    (package / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(meaning, "PACKAGE", "emptied")
    assert load_vectors() is None


def test_the_module_imports_nothing_heavy() -> None:
    code = "import sys, interview_cli.text.meaning; print({'numpy', 'tokenizers', 'wordllama'} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
