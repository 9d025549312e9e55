"""Whether an answer is about its question, in three states, by words and by meaning."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from interview_cli.interview.model import Difficulty, InterviewType, Question
from interview_cli.interview.questions import QuestionLibrary
from interview_cli.resources import resource_root
from interview_cli.scoring import intents as intents_module
from interview_cli.scoring import relevance
from interview_cli.scoring.intents import SHIPPED, IntentSpace, intent_lines, intents, lines_digest
from interview_cli.scoring.relevance import SURELY_ABOUT_IT, Relevance, RelevanceState, judge_relevance, read_answer
from interview_cli.text import embeddings
from interview_cli.text.meaning import load_vectors
from interview_cli.text.sentences import sentence_spans
from interview_cli.text.words import split_words
from tests.conftest import read_yaml

ABOUT_IT, SOMETHING_ELSE, CANNOT_TELL = RelevanceState

RECIPE = (
    "First you heat the oven to one hundred and eighty degrees. Mix the flour with the sugar and three eggs, add"
    " melted butter and a pinch of salt, and pour everything into a greased tin. Bake it for forty minutes."
)
CONFLICT = (
    "My boss and I did not agree on the rota. I asked him for a talk, told him how I saw it, and we found a"
    " compromise that both of us could live with."
)


@pytest.fixture(autouse=True)
def by_word_vectors(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a base install: without the sentence model, which is slow. Tests of it ask for it."""
    monkeypatch.setattr(embeddings, "is_installed", lambda: False)


def _spans(text: str) -> list[tuple[int, int]]:
    words = split_words(text)
    return [words.span(first, last)[1:] for first, last in sentence_spans(words)]


def _held_against(question: Question, asked: str, text: str, *, follow_up: bool = False) -> Relevance:
    spans = _spans(text)
    return judge_relevance(question, asked, read_answer(text, spans), spans, is_follow_up=follow_up)


def _judge(
    asked: str, text: str, kind: str = "behavioral", key_points: Sequence[str] = (), follow_up: bool = False
) -> Relevance:
    question = Question("", asked, InterviewType(kind), Difficulty.STANDARD, "", key_points=tuple(key_points))
    return _held_against(question, asked, text, follow_up=follow_up)


@cache
def _labelled() -> list[tuple[str, Question, bool, bool]]:
    """(answer, question, whether it fits, whether the answer is about nothing that interviews ask)."""
    library = QuestionLibrary(resource_root("question_banks"))
    shipped = {question.id: question for question in library.questions(InterviewType.MIXED)}
    entries: list[dict[str, Any]] = read_yaml(Path(__file__).parent / "relevance_answers.yaml")
    found = []
    for entry in entries:
        kind = InterviewType(entry.get("type", "behavioral"))
        for side in ("fits", "others"):
            for asked in entry.get(side, ()):
                made_up = Question("", asked, kind, Difficulty.STANDARD, "")
                question = shipped[asked[1:]] if asked.startswith("@") else made_up
                found.append((entry["answer"], question, side == "fits", entry["trade"] == "apart"))
    return found


def _auc(own: Sequence[float], other: Sequence[float]) -> float:
    return sum((a > b) + (a == b) / 2 for a in own for b in other) / len(own) / len(other)


def _degree(found: Relevance) -> float:
    return 0.5 if found.degree is None else found.degree


def test_labelled_answers_of_many_trades_are_distinguished_from_other_questions() -> None:
    pairs = _labelled()
    found = [_held_against(question, question.text, answer) for answer, question, *_ in pairs]
    own = [each for each, (*_, fits, _) in zip(found, pairs, strict=True) if fits]
    other = [each for each, (*_, fits, apart) in zip(found, pairs, strict=True) if not fits and not apart]
    nothing = [each for each, (*_, apart) in zip(found, pairs, strict=True) if apart]
    assert _auc([*map(_degree, own)], [*map(_degree, other)]) > 0.75
    assert sum(each.state is SOMETHING_ELSE for each in own) / len(own) <= 0.02
    assert sum(each.state is ABOUT_IT for each in own) / len(own) > 0.6
    assert sum(each.state is ABOUT_IT for each in other) / len(other) < 0.4
    assert sum(_degree(each) >= SURELY_ABOUT_IT for each in other) / len(other) < 0.25
    assert sum(each.state is SOMETHING_ELSE for each in nothing) / len(nothing) > 0.7
    assert sum(each.state is ABOUT_IT for each in nothing) / len(nothing) < 0.05


@pytest.mark.parametrize(
    "asked",
    [
        "Tell me about a conflict with your manager.",
        "Tell me about a mistake you made and what you did about it.",
        "What are your strengths?",
        "How do you lead a team?",
    ],
)
def test_a_recipe_is_about_something_else(asked: str) -> None:
    assert _judge(asked, RECIPE).state is SOMETHING_ELSE


def test_a_recipe_is_no_answer_to_a_technical_question_whose_key_points_are_known() -> None:
    points = ["The values are kept sorted in a tree", "Every write changes the index as well"]
    assert _judge("What does an index cost?", RECIPE, "technical_verbal", points).state is SOMETHING_ELSE
    answer = "It is a sorted tree beside the table, and each write has to change it too, which makes writes slower."
    assert _judge("What does an index cost?", answer, "technical_verbal", points).state is not SOMETHING_ELSE


@pytest.mark.parametrize(
    ("kind", "asked", "text"),
    [
        ("hr_screen", "What are your salary expectations?", "Between sixty and sixty-five thousand a year."),
        ("hr_screen", "When could you start?", "I have to give four weeks' notice, so in March."),
        ("hr_screen", "Do you have any questions for us?", "Who would I work with, and is the position new?"),
        ("hr_screen", "Why do you want to work here?", "I have used your product for years and like how it is made."),
        ("behavioral", "How are you doing today?", "I'm good, thank you, a little nervous."),
        ("behavioral", "Tell me about a conflict at work.", CONFLICT),
        (
            "behavioral",
            "Tell me about a weakness.",
            "My weakness is that I procrastinate, so a friend asks me.",
        ),
        ("technical_verbal", "How do you prevent SQL injection?", "SQL injection is prevented by placeholders."),
    ],
)
def test_plain_answers_are_about_it(kind: str, asked: str, text: str) -> None:
    found = _judge(asked, text, kind)
    assert found.state is ABOUT_IT
    assert found.degree is not None
    assert found.degree >= 0.5


def test_a_dodge_in_the_words_of_the_question_is_about_it() -> None:
    dodge = "Salary is not the most important thing for me, I am sure that you offer a fair salary for the role."
    assert _judge("What salary are you looking for?", dodge, "hr_screen").state is ABOUT_IT


@pytest.mark.parametrize("text", ["", "  ", "Yes.", "Forty percent.", "Um, no.", "The oven, flour and three eggs."])
def test_a_few_words_are_never_about_something_else(text: str) -> None:
    found = _judge("Tell me about a conflict with your manager.", text)
    assert found.state is CANNOT_TELL
    assert found.degree is None


def test_an_answer_of_eleven_words_is_too_short_to_be_about_something_else() -> None:
    nonsense = "Marble spoons of thunder flap under the yellow corridor until"
    assert _judge("What are your strengths?", f"{nonsense} purple noon.").state is SOMETHING_ELSE
    assert _judge("What are your strengths?", f"{nonsense} noon.").state is CANNOT_TELL


def test_what_is_said_to_a_follow_up_leans_on_what_was_said_before() -> None:
    asked, answer = (
        "Tell me about a mistake of yours.",
        "We painted the fence green, my uncle and I, all summer long.",
    )
    assert _judge(asked, RECIPE).state is SOMETHING_ELSE
    assert _judge(asked, answer, follow_up=True).state is CANNOT_TELL
    assert _judge("What came of it in the end?", RECIPE, follow_up=True).state is SOMETHING_ELSE


def test_the_sentence_nearest_to_the_question_is_pointed_at() -> None:
    text = "I work in Hull. My boss and I argued about the rota, it was a real conflict. We have two shops."
    found = _judge("Tell me about a conflict with your boss.", text)
    assert text[slice(found.start, found.end)].startswith("My boss and I argued")


def test_speech_without_full_stops_is_compared_in_parts() -> None:
    before, after = "and then we drove on to the next place and had some lunch there " * 12, "and it was late " * 30
    text = f"{before} and I had an argument with my boss over the rota and we found a compromise {after}"
    asked = "Tell me about an argument with your boss."
    inside, alone = _judge(asked, text), _judge(asked, text[len(before) : -len(after)])
    assert inside.state is ABOUT_IT
    assert inside.degree == pytest.approx(alone.degree, abs=0.25)


def test_the_end_of_a_long_speech_of_the_interviewer_is_the_question() -> None:
    speech = "We are a family business, we make doors and windows, and we have grown a lot lately. " * 6
    asked = f"{speech} Tell me about a conflict with your boss."
    assert _degree(_judge(asked, CONFLICT)) > 0.6


def test_the_wording_of_the_interviewer_counts_before_that_of_the_bank() -> None:
    bank = Question("", "What salary do you want?", InterviewType.BEHAVIORAL, Difficulty.STANDARD, "")
    spoken = "Tell me about a conflict with your boss."
    assert _held_against(bank, spoken, CONFLICT) == _judge(spoken, CONFLICT)
    assert _held_against(bank, "", CONFLICT) == _judge(bank.text, CONFLICT)


def test_by_words_alone_nothing_is_said_to_be_about_something_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relevance, "load_vectors", lambda: None)
    assert _judge("Tell me about a conflict with your manager.", RECIPE).state is CANNOT_TELL
    found = _judge("Tell me about a disagreement, an argument or a conflict with your boss.", CONFLICT)
    assert found.state is ABOUT_IT
    assert found.start is None


class _Counting:
    """The word vectors, counting how often they are asked."""

    name = "counting"

    def __init__(self) -> None:
        self.asked = 0

    def embed(self, texts: Sequence[str], /) -> Any:
        self.asked += len(texts)
        vectors = load_vectors()
        assert vectors is not None
        return vectors.embed(texts)


def test_the_sentence_model_is_asked_only_where_word_vectors_leave_it_open(monkeypatch: pytest.MonkeyPatch) -> None:
    model = _Counting()
    monkeypatch.setattr(embeddings, "is_installed", lambda: True)
    monkeypatch.setattr(embeddings, "load_embeddings", lambda: model)
    _judge("Tell me about a conflict with your boss.", CONFLICT)
    assert model.asked == 0
    _judge("Tell me about a conflict with your boss.", RECIPE)
    assert model.asked > 0


@pytest.fixture
def by_sentence_model(monkeypatch: pytest.MonkeyPatch, by_word_vectors: None) -> None:
    monkeypatch.undo()
    assert embeddings.is_installed()


def test_the_sentence_model_tells_more(by_sentence_model: None) -> None:
    pairs = _labelled()[::9]
    found = [_held_against(question, question.text, answer) for answer, question, *_ in pairs]
    own = [each for each, (*_, fits, _) in zip(found, pairs, strict=True) if fits]
    other = [each for each, (*_, fits, apart) in zip(found, pairs, strict=True) if not fits and not apart]
    assert _auc([*map(_degree, own)], [*map(_degree, other)]) > 0.84
    assert sum(each.state is SOMETHING_ELSE for each in own) / len(own) <= 0.03


_KINDS = st.sampled_from([kind for kind in InterviewType if kind is not InterviewType.MIXED])


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120), st.text(max_size=300), _KINDS, st.booleans())
def test_any_text_gets_a_state_and_a_degree_that_agree(
    asked: str, text: str, kind: InterviewType, follow_up: bool
) -> None:
    spans = _spans(text)
    question = Question("", asked, kind, Difficulty.STANDARD, "")
    found = _held_against(question, asked, text, follow_up=follow_up)
    assert (found.degree is None) is (found.state is CANNOT_TELL)
    assert found.degree is None or 0 <= found.degree <= 1
    assert found.degree is None or (found.degree >= 0.5) is (found.state is ABOUT_IT)
    assert found.start is None or (found.start, found.end) in spans
    assert _held_against(question, asked, text, follow_up=follow_up) == found


def test_every_intent_has_ways_to_ask_and_things_to_say() -> None:
    names = [intent.name for intent in intents()]
    assert len(names) == len(set(names)) > 50
    assert [intent.name for intent in intents() if len(intent.asks) < 2 or len(intent.says) < 4] == []
    assert all(ask.endswith(("?", ".")) for intent in intents() for ask in intent.asks)


def test_the_vectors_that_ship_are_those_of_the_lines() -> None:
    """After a change to the lines: `python -m benchmarks.intent_vectors`."""
    with resource_root("prompts").joinpath(*SHIPPED).open("rb") as file, np.load(file) as shipped:
        assert str(shipped["digest"]) == lines_digest()
        rows = shipped["rows"]
    assert len(rows) == len(intent_lines())
    model = embeddings.load_embeddings()
    assert np.abs(rows[::40] - model.embed(intent_lines()[::40])).max() < 1e-4


@pytest.mark.parametrize(("name", "changed"), [("another model", False), (embeddings.SentenceVectors.name, True)])
def test_vectors_of_another_model_or_of_other_lines_are_computed(
    monkeypatch: pytest.MonkeyPatch, name: str, changed: bool
) -> None:
    asked: list[str] = []

    class Ones:
        def __init__(self) -> None:
            self.name = name

        def embed(self, texts: Sequence[str], /) -> NDArray[np.float32]:
            asked.extend(texts)
            return np.ones((len(texts), 2), np.float32)

    if changed:
        monkeypatch.setattr(intents_module, "lines_digest", lambda: "of other lines")
    IntentSpace(Ones())
    assert asked == intent_lines()
