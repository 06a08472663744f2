"""Small logistic models: a few physical measures weighed into a probability.

Their weights come from `tests/bench/fit_reading.py`, which fits 49 labelled portraits and leaves
each out in turn; a model says beside its weights how many examples it saw and how many were wrong.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Logistic:
    """A model.

    Attributes:
        weights: one for each measure.
        bias: log-odds when every measure is 0.

    """

    weights: Mapping[str, float]
    bias: float

    def probability(self, measures: Mapping[str, float]) -> float:
        """0..1; every measure must be there."""
        odds = self.bias + sum(measures[name] * weight for name, weight in self.weights.items())
        return float(1 / (1 + np.exp(-np.clip(odds, -30, 30))))


def sureness(probability: float) -> float:
    """How far a probability is from a toss-up, 0..1."""
    return abs(2 * probability - 1)
