"""Meaning without a model server: static word vectors, read from an installed package and never downloaded.

The vectors are those of the package `wordllama` (MIT; "l2_supercat", 32,000 tokens × 256): the input embeddings of
large language models of the Llama 2 family, put side by side and reduced by training on sentence pairs. A text is the
mean of its tokens; word order and negation are lost. Only the two data files of the package are read, its code is
not imported. Without the package `load_vectors` returns None, and callers say that they compare words alone.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PACKAGE = "wordllama"

_WEIGHTS = "weights/l2_supercat_256.safetensors"
_TOKENIZER = "tokenizers/l2_supercat_tokenizer_config.json"
_TENSOR = "embedding.weight"

REMEMBERED_WORDS = 8_192
"""How many words keep the sum of their tokens' vectors, a kilobyte each."""


class Vectors(Hashable, Protocol):
    """Turns texts into vectors: these ones, or those of the sentence model in `text.embeddings`."""

    @property
    def name(self) -> str: ...

    def embed(self, texts: Sequence[str], /) -> NDArray[np.float32]:
        """A row of unit length for each text; zeros for one that says nothing."""
        ...


class TokenVectors(NamedTuple):
    """The tokens of one text: a vector of unit length each, and the characters of the text that it covers."""

    vectors: NDArray[np.float32]
    spans: list[tuple[int, int]]


class StaticVectors:
    """Texts as vectors of unit length; the dot product of two is their likeness in meaning, about −0.2 to 1."""

    name = "wordllama"

    def __init__(self, table: NDArray[np.float16], tokenizer: Any) -> None:
        """`table` has a row for each token id of `tokenizer`, a `tokenizers.Tokenizer`."""
        import numpy as np

        self._table = table
        self._tokenizer = tokenizer
        self._places: dict[str, int] = {}
        self._sums: NDArray[np.float32] = np.empty((256, self.dimensions), np.float32)

    @property
    def dimensions(self) -> int:
        return int(self._table.shape[1])

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """A row of unit length for each text; zeros for a text without a token. Fastest with many texts at once."""
        return self.embed_words([text.split() for text in texts])

    def embed_words(self, texts: Sequence[Sequence[str]]) -> NDArray[np.float32]:
        """`embed` for texts that are divided at their blanks already."""
        import numpy as np

        places = self._places_of(set(chain.from_iterable(texts)))
        sums, place_of = self._sums, places.__getitem__
        said = sums.take(list(map(place_of, chain.from_iterable(texts))), 0)
        rows = np.zeros((len(texts), self.dimensions), np.float32)
        first = 0
        for row, words in zip(rows, texts, strict=True):
            np.add.reduce(said[first : first + len(words)], axis=0, out=row)
            first += len(words)
        return _unit(rows)

    def _places_of(self, words: set[str]) -> Mapping[str, int]:
        """Where the row of each word is in `_sums`: the sum of its tokens; none of these reaches over a blank."""
        import numpy as np

        places = self._places
        if len(places) > REMEMBERED_WORDS:
            places.clear()
        for word in words.difference(places):
            if len(places) == len(self._sums):
                self._sums = np.concatenate([self._sums, np.empty_like(self._sums)])
            ids = self._tokenizer.encode(encodable(word), add_special_tokens=False).ids
            self._sums[len(places)] = self._table[np.array(ids, np.intp)].astype(np.float32).sum(axis=0)
            places[word] = len(places)
        return places

    def tokens(self, text: str) -> TokenVectors:
        """The single tokens of a text, pieces of words mostly, for a finer comparison than of whole texts."""
        import numpy as np

        encoded = self._tokenizer.encode(encodable(text), add_special_tokens=False)
        return TokenVectors(_unit(self._table[np.array(encoded.ids, np.intp)].astype(np.float32)), encoded.offsets)


def encodable(text: str) -> str:
    """The text as tokenizers take it: half a pair of surrogates, which JSON may hold, becomes a question mark."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


@cache
def load_vectors() -> StaticVectors | None:
    """The vectors of the installed package, ready in about 0.1 s, once per process; None without the package.

    The table stays in the file and is mapped into memory, so that several processes share it.
    """
    folder = _package_folder()
    if folder is None:
        return None
    from tokenizers import Tokenizer

    return StaticVectors(_mapped(folder / _WEIGHTS), Tokenizer.from_file(str(folder / _TOKENIZER)))


def is_installed() -> bool:
    """Whether the vectors are there, without loading them."""
    return _package_folder() is not None


def _package_folder() -> Path | None:
    """Where the package lies if it has both files; a release without them counts as not installed."""
    found = find_spec(PACKAGE)
    for place in (found.submodule_search_locations or ()) if found else ():
        if all((Path(place) / name).is_file() for name in (_WEIGHTS, _TOKENIZER)):
            return Path(place)
    return None


def _mapped(path: Path) -> NDArray[np.float16]:
    """The one tensor of a safetensors file: eight bytes for the length of a JSON header, the header, the numbers."""
    import numpy as np

    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        described = json.loads(file.read(length))[_TENSOR]
    offset = 8 + length + described["data_offsets"][0]
    return np.memmap(path, np.float16, "r", offset, tuple(described["shape"]))


def _unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    import numpy as np

    lengths: NDArray[np.float32] = np.add.reduce(rows * rows, axis=1, keepdims=True)
    np.sqrt(lengths, out=lengths)
    np.maximum(lengths, np.float32(1e-9), out=lengths)
    scaled: NDArray[np.float32] = rows / lengths
    return scaled
