"""Writes comparison.json: the differences of three models to the best, by SciPy's paired t test.

Run: python3 comparison.py (SciPy 1.17)
"""

import json
import os

import numpy as np
from scipy import stats

rng = np.random.default_rng(17)
n = 240
x = rng.normal(0, 1, n)
truth = (x + rng.normal(0, 0.8, n) > 0).astype(float)
models = {
    "sharp": 1 / (1 + np.exp(-2.4 * x)),
    "near": 1 / (1 + np.exp(-2.4 * x - rng.normal(0, 0.3, n))),
    "blunt": 1 / (1 + np.exp(-0.4 * x + 0.5)),
}
models = {name: np.round(p, 6) for name, p in models.items()}
losses = {
    "log_loss": lambda p: -np.where(truth == 1, np.log(p), np.log(1 - p)),
    "brier": lambda p: (p - truth) ** 2,
    "accuracy": lambda p: ((p >= 0.5) == truth).astype(float),
}
lines = []
for metric, loss in losses.items():
    sign = -1 if metric == "accuracy" else 1
    order = sorted(models, key=lambda name: sign * loss(models[name]).mean())
    best = loss(models[order[0]])
    for name in order[1:]:
        test = stats.ttest_rel(loss(models[name]), best)
        for looks in (1, 3):
            ends = test.confidence_interval(1 - 0.05 / looks)
            gap = float((loss(models[name]) - best).mean())
            lines.append([metric, name, looks, gap, float(ends.low), float(ends.high)])
here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "comparison.json"), "w") as file:
    json.dump(
        {
            "truth": truth.tolist(),
            "models": {name: p.tolist() for name, p in models.items()},
            "lines": [
                dict(zip(["metric", "model", "looks", "gap", "low", "high"], line))
                for line in lines
            ],
        },
        file,
    )
