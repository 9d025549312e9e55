"""Weights of small logistic models, as data: what they were fitted on is documented in docs/fitted-weights.md."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import exp

from interview_cli.resources import resource_root
from interview_cli.text.meaning import load_vectors


@dataclass(frozen=True, slots=True)
class Logistic:
    """A weight for each named feature and a constant."""

    weights: Mapping[str, float]
    constant: float

    def probability(self, features: Mapping[str, float]) -> float:
        """0–1. Features without a weight do not count; those that are missing count as 0."""
        return _share(
            self.constant + sum([weight * features.get(name, 0.0) for name, weight in self.weights.items()])
        )

    def probability_of(self, record: object) -> float:
        """The same for an object whose attributes are the features."""
        return _share(self.constant + sum([weight * getattr(record, name) for name, weight in self.weights.items()]))


def _share(total: float) -> float:
    return 1 / (1 + exp(-max(-50.0, min(50.0, total))))


def load_weights(name: str) -> Logistic:
    """The weights of a model in `prompts/weights/`: those fitted with likeness in meaning where word vectors are
    installed, or those fitted on words alone."""
    return _fitted(name, "with_vectors" if load_vectors() is not None else "words_alone")


@cache
def _fitted(name: str, variant: str) -> Logistic:
    file = resource_root("prompts").joinpath("weights", f"{name}.json")
    fitted = json.loads(file.read_text(encoding="utf-8"))[variant]
    return Logistic(fitted["weights"], fitted["constant"])
