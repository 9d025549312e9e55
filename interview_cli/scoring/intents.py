"""What interview questions ask for and what their answers are made of: `prompts/vocabulary/intents.txt`, read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from math import log, sqrt
from typing import TYPE_CHECKING, Final

from interview_cli.resources import resource_root
from interview_cli.text.lexicon import FUNCTION_WORDS
from interview_cli.text.meaning import Vectors
from interview_cli.text.stems import stemmer
from interview_cli.text.words import list_words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SHIPPED: Final = ("weights", "intents.npz")
"""The vectors of all lines by the sentence model, in `prompts/`; written by `benchmarks/intent_vectors.py`."""

_SHARPNESS: Final = 20.0
"""How much more the likest intents of a question count than the next: the factor in a softmax of cosines (chosen)."""

_LIKEST_SENTENCES: Final = 2
"""An answer is compared with so many of an intent's sentences, those that it is likest to (chosen)."""

_REMEMBERED_QUESTIONS: Final = 4096

_SAYS_LITTLE: Final = frozenset(
    "tell describe give time times example situation moment thing things way ways lot bit get got getting know said"
    " say saying really".split()
)
"""Words of nearly every question or answer."""

_SAYS_NOTHING: Final = FUNCTION_WORDS | _SAYS_LITTLE


@dataclass(frozen=True, slots=True)
class Intent:
    """One thing that questions ask for: ways to ask, and sentences as answers hold them."""

    name: str
    asks: tuple[str, ...]
    says: tuple[str, ...]


@cache
def intents() -> tuple[Intent, ...]:
    """All intents, in the order of the file."""
    found: list[Intent] = []
    name = ""
    asks: list[str] = []
    says: list[str] = []
    text = resource_root("prompts").joinpath("vocabulary", "intents.txt").read_text(encoding="utf-8")
    for line in [*text.splitlines(), "[]"]:
        if line.startswith("["):
            if name:
                found.append(Intent(name, tuple(asks), tuple(says)))
            name, asks, says = line.strip("[] "), [], []
        elif line.startswith("?"):
            asks.append(line[1:].strip())
        elif line.strip() and not line.startswith("#"):
            says.append(line.strip())
    return tuple(found)


@cache
def leisure() -> int:
    """The number of the intent that no interview is about: free time."""
    return [intent.name for intent in intents()].index("leisure")


def content_stems(text: str) -> frozenset[str]:
    """The stems of the words in a text that say something."""
    return content_stems_of(list_words(text))


def content_stems_of(words: Iterable[str]) -> frozenset[str]:
    """The stems of those words, in lower case, that say something."""
    return frozenset(map(stemmer("en"), set(words).difference(_SAYS_NOTHING)))


@cache
def stem_weights() -> Mapping[str, float]:
    """Stem -> how rare it is among the lines of the data: the logarithm of lines in all by lines that have it."""
    lines = [content_stems(line) for intent in intents() for line in (*intent.asks, *intent.says)]
    counts = Counter(found for line in lines for found in line)
    return {found: log((len(lines) + 1) / (count + 1)) for found, count in counts.items()}


def weigh(stems: frozenset[str]) -> float:
    """The weight of some stems together; one that the data does not know counts as the rarest."""
    weights, rarest = stem_weights(), rarest_weight()
    return sum(weights.get(found, rarest) for found in stems)


@cache
def rarest_weight() -> float:
    return max(stem_weights().values())


@cache
def _rows_of_stems() -> tuple[Mapping[str, int], NDArray[np.float64]]:
    """Stem -> its row, and for each row what the stem says for every intent.

    That is its weight by the root of all weights in the intent's lines, and nothing where they do not have it.
    """
    import numpy as np

    rows = {found: row for row, found in enumerate(stem_weights())}
    table = np.zeros((len(rows), len(intents())))
    for number, intent in enumerate(intents()):
        stems = content_stems(" ".join((*intent.asks, *intent.says)))
        root = sqrt(weigh(stems))
        for found in stems:
            table[rows[found], number] = stem_weights()[found] / root
    return rows, table


def _shared_with_intents(stems: frozenset[str]) -> NDArray[np.float64]:
    import numpy as np

    rows, table = _rows_of_stems()
    known = [row for found in stems if (row := rows.get(found)) is not None]
    shared: NDArray[np.float64] = np.add.reduce(table.take(known, 0), axis=0)
    return shared


def likeness_by_words(stems: frozenset[str]) -> NDArray[np.float64]:
    """For each intent, how much of its words is among these stems, in standard deviations above the mean of all."""
    return _standardised(_shared_with_intents(stems))


@lru_cache(maxsize=_REMEMBERED_QUESTIONS)
def asked_for_by_words(stems: frozenset[str]) -> NDArray[np.float64]:
    """How much a question with these stems asks for each intent; the shares sum to 1."""
    root = sqrt(weigh(stems)) or 1.0
    return _softmax(_shared_with_intents(stems) / root)


class IntentSpace:
    """The intents as vectors of one kind: their asks and their says, (intents, most lines, dimensions)."""

    def __init__(self, vectors: Vectors) -> None:
        self._vectors = vectors
        rows = iter(_rows_of_lines(vectors))
        self._asks = _stacked(rows, [len(intent.asks) for intent in intents()])
        self._says = _stacked(rows, [len(intent.says) for intent in intents()])
        self.asked_for = lru_cache(maxsize=_REMEMBERED_QUESTIONS)(self._asked_for)

    def _asked_for(self, question: str) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
        """The vector of a question, and how much it asks for each intent; the shares sum to 1."""
        (vector,) = self._vectors.embed([question])
        return vector, _softmax((self._asks @ vector).max(axis=1))

    def likeness(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """For each intent, how like an answer is to its sentences, in standard deviations above the mean of all.

        `rows` are the vectors of the answer's parts.
        """
        import numpy as np

        lines, dimensions = self._says.shape[1:]
        says = self._says.reshape(-1, dimensions)
        nearest = says @ rows[0]
        for row in rows[1:]:  # one by one: on one core
            np.maximum(nearest, says @ row, out=nearest)
        by_intent = nearest.reshape(-1, lines)
        by_intent.partition(lines - _LIKEST_SENTENCES)
        return _standardised(np.add.reduce(by_intent[:, -_LIKEST_SENTENCES:], axis=1))


@cache
def intent_space(vectors: Vectors) -> IntentSpace:
    """The intents in the space of some vectors, made once per process."""
    return IntentSpace(vectors)


def intent_lines() -> list[str]:
    """The asks of all intents, then the says of all."""
    asks = [line for intent in intents() for line in intent.asks]
    return asks + [line for intent in intents() for line in intent.says]


def lines_digest() -> str:
    """The SHA-256 of the lines, which says whether the vectors that ship are theirs."""
    return sha256("\n".join(intent_lines()).encode()).hexdigest()


def _rows_of_lines(vectors: Vectors) -> NDArray[np.float32]:
    """The vectors of `intent_lines`. Those of the sentence model ship: it takes a second to compute them."""
    import numpy as np

    with resource_root("prompts").joinpath(*SHIPPED).open("rb") as file, np.load(file) as shipped:
        if (vectors.name, lines_digest()) == (str(shipped["model"]), str(shipped["digest"])):
            rows: NDArray[np.float32] = shipped["rows"]
            return rows
    return vectors.embed(intent_lines())


def _stacked(rows: Iterator[NDArray[np.float32]], lengths: Sequence[int]) -> NDArray[np.float32]:
    """The next rows in groups of these lengths, shorter groups filled up with zeros."""
    import numpy as np

    longest = max(lengths)
    stacked = [[next(rows) for _ in range(length)] for length in lengths]
    blank = np.zeros(len(stacked[0][0]), np.float32)
    return np.array([group + [blank] * (longest - len(group)) for group in stacked])


def _softmax(values: NDArray[np.floating]) -> NDArray[np.float64]:
    import numpy as np

    raised = np.exp(_SHARPNESS * (values.astype(np.float64) - values.max()))
    shares: NDArray[np.float64] = raised / raised.sum()
    return shares


def _standardised(values: NDArray[np.floating]) -> NDArray[np.float64]:
    import numpy as np

    exact = values.astype(np.float64)
    away = exact - np.add.reduce(exact) / len(exact)
    spread = sqrt(float(away @ away) / len(away))
    standardised: NDArray[np.float64] = away / (spread or 1.0)
    return standardised
