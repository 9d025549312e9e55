"""Writes the vectors of the intents that ship, after a change of lines: `python -m benchmarks.intent_vectors`."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from interview_cli.scoring.intents import SHIPPED, intent_lines, lines_digest
from interview_cli.text.embeddings import load_embeddings

PROMPTS = Path(__file__).parent.parent / "prompts"


def main() -> None:
    """Compute the vector of each line by the sentence model; keep them with its name and the digest of the lines."""
    model = load_embeddings()
    rows = model.embed(intent_lines())
    np.savez_compressed(PROMPTS.joinpath(*SHIPPED), model=model.name, digest=lines_digest(), rows=rows)


if __name__ == "__main__":
    main()
