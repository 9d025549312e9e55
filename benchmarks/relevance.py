"""How well it is told whether an answer is about its question.

    python -m benchmarks.relevance [FOLDER] [--fit]

Measured on tests/scoring/relevance_answers.yaml, on the ideal answers of the shipped questions, and on the interviews
in FOLDER: each *.json in it is a list of {"interview", "question", "answer"}, where every answer is held against its
own question and those of the other answers of its interview. The area under the curve (AUC) is the chance that an own
question gets a higher degree than another one; what cannot be told counts as the middle.
With --fit the weights of the three ways to compare are fitted anew and printed; the public interviews take no part.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from unittest.mock import patch

import numpy as np
import yaml
from numpy.typing import NDArray

from interview_cli.interview.model import Difficulty, InterviewType, Question
from interview_cli.interview.questions import QuestionLibrary
from interview_cli.resources import resource_root
from interview_cli.scoring import relevance
from interview_cli.scoring.relevance import RelevanceState, Signs, Weights, compare, judge_relevance
from interview_cli.text.embeddings import load_embeddings
from interview_cli.text.meaning import Vectors, load_vectors
from interview_cli.text.sentences import sentence_spans
from interview_cli.text.words import split_words

COMMITTED = Path(__file__).resolve().parent.parent / "tests" / "scoring" / "relevance_answers.yaml"
FOLDS = 8
OTHERS_PER_IDEAL_ANSWER = 4
APART_QUESTIONS = 40
KNOWLEDGE_QUESTIONS = 3


@dataclass(frozen=True, slots=True)
class Pair:
    """An answer held against a question. `weight` is what it counts when weights are fitted, 0 for nothing."""

    group: str
    answer: str
    question: Question
    fits: bool
    kind: str
    weight: float = 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--fit", action="store_true")
    options = parser.parse_args()
    pairs = [*committed_pairs(), *ideal_pairs(), *(public_pairs(options.folder) if options.folder else ())]
    ways: dict[str, tuple[Weights, Vectors | None]] = {"words": (relevance.BY_WORDS, None)}
    if vectors := load_vectors():
        ways["word vectors"] = (relevance.BY_WORD_VECTORS, vectors)
    ways["sentence model"] = (relevance.BY_SENTENCE_MODEL, load_embeddings())
    if options.fit:
        for name, (weights, way) in ways.items():
            print(f"{name}: {fitted(pairs, weights, way)}")
        return
    report("words alone", pairs, [ways["words"]])
    report("word vectors", pairs, [ways["word vectors"]])
    report("word vectors, then the sentence model", pairs, [ways["word vectors"], ways["sentence model"]])


def spans(text: str) -> list[tuple[int, int]]:
    """The sentences of a text as ranges of characters."""
    words = split_words(text)
    return [words.span(first, last)[1:] for first, last in sentence_spans(words)]


def committed_pairs() -> Iterator[Pair]:
    """The labelled answers; those about nothing also against many questions, personal ones against technical ones."""
    questions = shipped()
    knowledge = [each for each in questions.values() if each.type is InterviewType.TECHNICAL_VERBAL]
    chosen = random.Random(3)
    for number, entry in enumerate(yaml.safe_load(COMMITTED.read_text(encoding="utf-8"))):
        kind = InterviewType(entry.get("type", "behavioral"))
        apart = entry["trade"] == "apart"
        for fits, asked in [*((True, q) for q in entry.get("fits", ())), *((False, q) for q in entry["others"])]:
            question = questions[asked[1:]] if asked.startswith("@") else made_up(asked, kind)
            name = "about nothing asked" if apart else f"labelled, {question.type.value}"
            yield Pair(f"own {number}", entry["answer"], question, fits, name, 0.3 if apart else 1.0)
        more = chosen.sample(list(questions.values()), APART_QUESTIONS) if apart else []
        if not apart and kind is not InterviewType.TECHNICAL_VERBAL:
            more = chosen.sample(knowledge, KNOWLEDGE_QUESTIONS)
        name = "about nothing asked" if apart else "personal answers to technical questions"
        yield from (Pair(f"own {number}", entry["answer"], question, False, name, 0.3) for question in more)


def ideal_pairs() -> Iterator[Pair]:
    """The ideal answers of the shipped questions against their own and others of the bank."""
    chosen = random.Random(1)
    banks: dict[str, list[Question]] = defaultdict(list)
    for question in shipped().values():
        if question.ideal_answer:
            banks[question.bank].append(question)
    for bank in banks.values():
        for question in bank:
            others = chosen.sample([each for each in bank if each is not question], OTHERS_PER_IDEAL_ANSWER)
            for each in (question, *others):
                answer = " ".join((question.ideal_answer or "").split())
                yield Pair(f"ideal {question.id}", answer, each, each is question, "ideal answers", 0.2)


def public_pairs(folder: Path) -> Iterator[Pair]:
    """The answers of the interviews in a folder against all questions of their interview."""
    for file in sorted(folder.glob("*.json")):
        interviews: dict[str, list[dict[str, str]]] = defaultdict(list)
        for entry in json.loads(file.read_text(encoding="utf-8")):
            interviews[entry["interview"]].append(entry)
        for name, entries in interviews.items():
            for said in entries:
                for asked in entries:
                    question = made_up(asked["question"], InterviewType(asked.get("type", "behavioral")))
                    yield Pair(name, said["answer"], question, said is asked, file.stem)


def shipped() -> dict[str, Question]:
    library = QuestionLibrary(resource_root("question_banks"))
    return {question.id: question for question in library.questions(InterviewType.MIXED)}


def made_up(text: str, kind: InterviewType) -> Question:
    return Question("", text, kind, Difficulty.STANDARD, "")


def report(title: str, pairs: Sequence[Pair], ways: Sequence[tuple[Weights, Vectors | None]]) -> None:
    """Print the figures of each kind of pairs."""
    kinds: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        kinds[pair.kind].append(pair)
    print(f"\n{title}\n{'':42}   AUC | own question: else, cannot tell | another: about it, cannot tell, else | ms")
    with patch.object(relevance, "ways", lambda: iter(ways)):
        for kind, group in kinds.items():
            begin = time.process_time()
            found = [held_against(p.question, p.answer) for p in group]
            milliseconds = (time.process_time() - begin) * 1000 / len(group)
            own, other = ([r for r, p in zip(found, group, strict=True) if p.fits is side] for side in (True, False))
            degrees = [[0.5 if each.degree is None else each.degree for each in side] for side in (own, other)]
            states = [share(own, "something_else"), share(own, "tell")] if own else ["    ", "    "]
            states += [share(other, "about_it"), share(other, "tell"), share(other, "something_else")]
            print(f"{kind:34} {len(group):6}  {auc(*degrees)} | {' '.join(states)} | {milliseconds:.2f}")


def held_against(question: Question, answer: str) -> relevance.Relevance:
    """The judgement on a text."""
    places = spans(answer)
    return judge_relevance(question, question.text, relevance.read_answer(answer, places), places)


def share(found: Sequence[relevance.Relevance], ending: str) -> str:
    state = next(each for each in RelevanceState if each.value.endswith(ending))
    return f"{sum(each.state is state for each in found) / len(found):5.1%}"


def auc(own: Sequence[float], other: Sequence[float]) -> str:
    if not own or not other:
        return "    "
    first, second = np.array(own)[:, None], np.array(other)[None, :]
    return f"{float((first > second).mean() + (first == second).mean() / 2):.3f}"


def fitted(pairs: Sequence[Pair], weights: Weights, vectors: Vectors | None) -> Weights:
    """The weights fitted to all pairs that count. Prints the AUC of each kind, of groups left out by turns."""
    used = [pair for pair in pairs if pair.weight]
    answers = {pair.answer: relevance.read_answer(pair.answer, spans(pair.answer)) for pair in used}
    signs = np.array([compare(p.question, p.question.text, answers[p.answer], vectors).signs for p in used])
    fits = np.array([pair.fits for pair in used], float)
    counts = np.array([pair.weight for pair in used])
    groups = sorted({pair.group for pair in used})
    fold = np.array([groups.index(pair.group) % FOLDS for pair in used])
    scores = np.zeros(len(used))
    for each in range(FOLDS):
        base, factors = regression(signs[fold != each], fits[fold != each], counts[fold != each])
        scores[fold == each] = base + signs[fold == each] @ factors
    for kind in dict.fromkeys(pair.kind for pair in used):
        of_kind = np.array([pair.kind == kind for pair in used])
        own, other = scores[of_kind & (fits == 1)], scores[of_kind & (fits == 0)]
        low = np.round(np.percentile(own, [1, 2, 5, 25, 50]), 1) if len(own) else ""
        print(f"  {kind:40} {auc(own.tolist(), other.tolist())}  own at 1, 2, 5, 25, 50 %: {low}")
    base, factors = regression(signs, fits, counts)
    return replace(weights, base=round(base, 2), signs=Signs(*(round(float(each), 2) for each in factors)))


def regression(
    signs: NDArray[np.float64], fits: NDArray[np.float64], counts: NDArray[np.float64], strength: float = 1.0
) -> tuple[float, NDArray[np.float64]]:
    """A logistic regression with an L2 penalty on standardised signs, by Newton's method; in the signs' own units."""
    mean, spread = signs.mean(axis=0), signs.std(axis=0) + 1e-9
    scaled = np.c_[np.ones(len(signs)), (signs - mean) / spread]
    penalty = strength * np.eye(scaled.shape[1])
    penalty[0, 0] = 1e-9
    factors = np.zeros(scaled.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-scaled @ factors))
        slope = scaled.T @ (counts * (chance - fits)) + penalty @ factors
        curve = (scaled * (counts * chance * (1 - chance))[:, None]).T @ scaled + penalty
        factors -= np.linalg.solve(curve, slope)
    return float(factors[0] - (factors[1:] * mean / spread).sum()), factors[1:] / spread


if __name__ == "__main__":
    main()
