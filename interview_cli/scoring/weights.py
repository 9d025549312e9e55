"""Weights of small logistic models, as data: what they were fitted on is documented in docs/fitted-weights.md."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import exp

from interview_cli.resources import resource_root


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


@cache
def load_weights(name: str, *, with_vectors: bool) -> Logistic:
    """The weights of a model in `prompts/weights/`, fitted with or without likeness in meaning."""
    file = resource_root("prompts").joinpath("weights", f"{name}.json")
    fitted = json.loads(file.read_text(encoding="utf-8"))["with_vectors" if with_vectors else "words_alone"]
    return Logistic(fitted["weights"], fitted["constant"])
