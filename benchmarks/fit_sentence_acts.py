"""Fits the model that tells what a sentence does: `python -m benchmarks.fit_sentence_acts [--write]`.

Multinomial logistic regression with an L1 penalty, by proximal gradients with momentum, on the sentences of
`sentence_acts/` (one file per language, made up for this purpose; `{a|b}` stands for either), the questions of the
question banks, and sentences of spoken answers, whole and cut without marks. Every fifth line, every fifth bank and
the held-out answers are kept aside; what is printed is measured on them. The weights written are of all sentences.
"""

from __future__ import annotations

import itertools
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import yaml
from numpy.typing import NDArray

from interview_cli.text.sentences import sentence_texts
from interview_cli.transcripts.sentence_acts import Act, packed, words_and_features

Matrix = NDArray[np.float64]

ROOT = Path(__file__).parent.parent
WEIGHTS = ROOT / "prompts" / "weights" / "sentence_acts.json"
SPOKEN = ROOT / "tests" / "scoring" / "spoken"
ACTS = tuple(Act)
PENALTY = 1.0
STEPS = 200
RARITY = 0.7
"""Power of how rare an act is by which its sentences weigh more."""

MOST_FORMS = 60
FEWEST_SENTENCES = 2
LEAST_KEPT = 3
"""Tenths; a feature whose weights are all smaller is left out."""

MOST_ANSWER_SENTENCES = 3000
MOST_SHORT_PIECES = 500
_SHORT_SIGNS = set(
    "good okay right sure yeah great nice perfect thanks thank hello sorry please cool fine true".split()
)
_ASKING = (Act.QUESTION, Act.PROMPT)


class Example(NamedTuple):
    """A sentence, what it does, and where it comes from."""

    text: str
    act: str
    source: str
    held_out: bool


def examples() -> list[Example]:
    found = [*_written(), *_banks(), *_answers()]
    spoken = [
        each._replace(text=_unmarked(each.text), source=f"{each.source}, unmarked")
        for each in found
        if each.act is not Act.BOILERPLATE and random.Random(each.text).random() < 0.5
    ]
    return list({(each.text, each.act): each for each in [*found, *spoken]}.values())


def _written() -> Iterator[Example]:
    for file in sorted((Path(__file__).parent / "sentence_acts").glob("*.txt")):
        act = Act.STATEMENT
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines()):
            if line.startswith("# "):
                act = Act(line[2:].strip())
                continue
            found = list(forms(line))
            for form in random.Random(line).sample(found, min(MOST_FORMS, len(found))):
                yield Example(form, act, file.stem, number % 5 == 4)


def forms(line: str) -> Iterator[str]:
    """All sentences that a line stands for."""
    parts = [
        part.strip("{}").split("|") if part.startswith("{") else [part] for part in re.split(r"(\{[^{}]*\})", line)
    ]
    for choice in itertools.islice(itertools.product(*parts), 5_000):
        yield "".join(choice).strip()


def _banks() -> Iterator[Example]:
    for number, file in enumerate(sorted((ROOT / "question_banks").glob("*/*.yaml"))):
        for entry in yaml.safe_load(file.read_text(encoding="utf-8"))["questions"]:
            for text in [entry["text"], *entry.get("follow_ups", ())]:
                last = sentence_texts(text)[-1]
                yield Example(last, Act.QUESTION if last.endswith("?") else Act.PROMPT, "banks", number % 5 == 4)


def _answers() -> Iterator[Example]:
    chooser = random.Random(2)
    for split in ("development", "training", "held_out"):
        found: list[str] = []
        for file in sorted((SPOKEN / split).glob("*.yaml")):
            for entry in yaml.safe_load(file.read_text(encoding="utf-8")):
                told = [each for each in sentence_texts(entry["answer"]) if not each.endswith("?") and len(each) > 8]
                found += [_piece(sentence, chooser) for sentence in told]
        chooser.shuffle(found)
        found = found[:MOST_ANSWER_SENTENCES]
        for text in [*found, *_short_pieces(found, chooser)]:
            yield Example(text, Act.STATEMENT, "answers", split == "held_out")


def _short_pieces(answers: Sequence[str], chooser: random.Random) -> Iterator[str]:
    """One to three words of answers, which say something although they are few."""
    words = sorted({word for text in answers for word in re.findall(r"[^\W\d_]{4,}", text)} - _SHORT_SIGNS)
    for word in chooser.sample(words, min(MOST_SHORT_PIECES, len(words))):
        yield f"{word.capitalize()}{chooser.choice(('.', '', ','))}"
    for text in chooser.sample(answers, min(MOST_SHORT_PIECES, len(answers))):
        parts = text.split()
        if len(parts) > 4:
            begin = chooser.randint(1, len(parts) - 3)
            yield " ".join(parts[begin : begin + chooser.choice((2, 2, 3))])


def _piece(sentence: str, chooser: random.Random) -> str:
    """A sentence as a whole, or as captions cut it."""
    words = sentence.split()
    if len(words) < 12 or chooser.random() < 0.6:
        return sentence
    begin = chooser.randint(0, len(words) - 8)
    return " ".join(words[begin : begin + chooser.randint(6, 14)])


def _unmarked(text: str) -> str:
    return re.sub(r"[^\w\s'’-]+", "", text).lower().strip()


class Table(NamedTuple):
    """Which features each sentence has, as a sparse matrix of ones by rows."""

    columns: NDArray[np.int64]
    begins: NDArray[np.int64]
    rows: NDArray[np.int64]
    size: int

    def scores(self, weights: Matrix) -> Matrix:
        return np.add.reduceat(weights[self.columns], self.begins, axis=0)

    def gradient(self, errors: Matrix) -> Matrix:
        spread = errors[self.rows]
        return np.stack(
            [np.bincount(self.columns, spread[:, act], self.size) for act in range(errors.shape[1])], axis=1
        )


def table(found: Sequence[Example], index: dict[str, int]) -> Table:
    features = [sorted(index[name] for name in words_and_features(each.text)[1] if name in index) for each in found]
    sizes = [len(row) for row in features]
    return Table(
        np.array(list(itertools.chain.from_iterable(features))),
        np.cumsum([0, *sizes[:-1]]),
        np.repeat(np.arange(len(sizes)), sizes),
        len(index),
    )


def shares(scores: Matrix) -> Matrix:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def _largest_curvature(x: Table, importance: Matrix) -> float:
    """The largest eigenvalue of X'DX, by power iteration."""
    vector = np.ones((x.size, 1)) / np.sqrt(x.size)
    length = 1.0
    for _ in range(20):
        vector = x.gradient(x.scores(vector) * importance[:, None])
        length = float(np.sqrt((vector**2).sum()))
        vector = vector / length
    return length


def fit(
    found: Sequence[Example], acts: Sequence[str] = ACTS, penalty: float = PENALTY
) -> tuple[dict[str, int], Matrix]:
    """Features by their row, and the weights: accelerated proximal gradients, rare acts weighing more."""
    counts = Counter(name for each in found for name in words_and_features(each.text)[1])
    frequent = sorted(name for name, count in counts.items() if count >= FEWEST_SENTENCES)
    index = {name: number for number, name in enumerate(frequent)}
    x = table(found, index)
    truth = np.array([acts.index(each.act) for each in found])
    sizes = np.bincount(truth, minlength=len(acts))
    importance = ((sizes.max() / sizes) ** RARITY)[truth]
    wanted = np.eye(len(acts))[truth]
    weights = np.zeros((len(index), len(acts)))
    ahead, momentum = weights, 1.0
    step = 2.0 / _largest_curvature(x, importance)
    for _ in range(STEPS):
        errors = (shares(x.scores(ahead)) - wanted) * importance[:, None]
        moved = ahead - step * x.gradient(errors)
        new = np.sign(moved) * np.maximum(np.abs(moved) - step * penalty, 0)
        following = (1 + np.sqrt(1 + 4 * momentum**2)) / 2
        ahead = new + (momentum - 1) / following * (new - weights)
        weights, momentum = new, following
    return index, weights


def report(found: Sequence[Example], index: dict[str, int], weights: Matrix) -> None:
    """Print what is reached on sentences kept aside."""
    chances = shares(table(found, index).scores(weights))
    guess = chances.argmax(axis=1)
    truth = np.array([ACTS.index(each.act) for each in found])
    for number, act in enumerate(ACTS):
        here, taken = truth == number, guess == number
        right = (here & taken).sum()
        precision, recall = right / max(1, taken.sum()), right / max(1, here.sum())
        print(f"  {act:16} {here.sum():5}  precision {precision:.3f}  recall {recall:.3f}")
    asks = chances[:, [ACTS.index(act) for act in _ASKING]].sum(axis=1)
    for source in sorted({each.source for each in found}):
        here = np.array([each.source == source for each in found])
        asking = np.array([each.act in _ASKING for each in found])
        telling = np.array([each.act is Act.STATEMENT for each in found])
        line = f"  {source:20} {here.sum():5} sentences, right {np.mean(guess[here] == truth[here]):.3f}"
        if (here & asking).any():
            line += f", questions found {np.mean(asks[here & asking] >= 0.5):.3f}"
        if (here & telling).any():
            line += f", false alarms {np.mean(asks[here & telling] >= 0.5):.4f}"
        print(line)


def main() -> None:
    found = examples()
    print(len(found), "sentences", Counter(str(each.act) for each in found))
    index, weights = fit([each for each in found if not each.held_out])
    print("kept aside:")
    report([each for each in found if each.held_out], index, weights)
    index, weights = fit(found)
    rows = {name: [round(float(weight) * 10) for weight in weights[number]] for name, number in index.items()}
    kept = {name: row for name, row in rows.items() if max(map(abs, row)) >= LEAST_KEPT}
    known = sorted(name[2:] for name in index if name.startswith("u "))
    print(f"{len(kept)} features, {len(known)} words")
    if "--write" in sys.argv:
        lines = ",\n".join(
            f"{json.dumps(name, ensure_ascii=False)}:{packed(row)}" for name, row in sorted(kept.items())
        )
        acts = json.dumps([act.value for act in ACTS])
        words = json.dumps(" ".join(known), ensure_ascii=False)
        text = f'{{"acts":{acts},\n"known":{words},\n"weights":{{\n{lines}\n}}}}\n'
        WEIGHTS.write_text(text, encoding="utf-8")
        print(f"{len(text) / 1000:.0f} kB")


if __name__ == "__main__":
    main()
