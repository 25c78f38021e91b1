"""Additive models by LightGBM's Python package, their curves by brute force, as `gam.json`.

A curve is what a feature's value adds, whatever the others are: the mean raw score of all training
rows once they are given that value, beyond the mean raw score of the rows as they are.

Needs: lightgbm 4.7.0, numpy. Run in this folder: python3 gam.py
"""

import json
from pathlib import Path

import lightgbm as lgb
import numpy as np

rng = np.random.default_rng(8)
rows = 400
number = rng.normal(size=rows).round(2)
number[rng.random(rows) < 0.1] = np.nan
whole = rng.integers(0, 12, rows).astype(float)
level = rng.integers(0, 5, rows).astype(float)
features = np.column_stack([number, whole, level])
score = np.nan_to_num(number) ** 2 + whole / 4 + (level == 2) * 2 + rng.normal(size=rows) / 2
targets = {
    "regression": score.round(3),
    "binary": (score > 3).astype(float),
    "multiclass": np.digitize(score, [2, 4]).astype(float),
}
weights = rng.uniform(0.5, 2, rows).round(2)
common = {
    "learning_rate": 0.1, "num_leaves": 4, "min_data_in_leaf": 10, "lambda_l2": 1,
    "bagging_fraction": 0.8, "bagging_freq": 1, "seed": 11, "deterministic": True,
    "force_row_wise": True, "num_threads": 2, "verbosity": -1,
    "interaction_constraints": [[0], [1], [2]],
}
own = {
    "regression": {"objective": "regression"}, "binary": {"objective": "binary"},
    "multiclass": {"objective": "multiclass", "num_class": 3},
}


def raw(booster, cells):
    found = booster.predict(cells, raw_score=True, num_threads=1)
    return found.reshape(len(cells), -1)


def curves(booster):
    """For each of a few rows and features, and each output, what the cell adds."""
    before = np.average(raw(booster, features), axis=0, weights=weights)
    found = []
    for row in features[:12]:
        parts = []
        for index in range(features.shape[1]):
            changed = features.copy()
            changed[:, index] = row[index]
            mean = np.average(raw(booster, changed), axis=0, weights=weights)
            parts.append((mean - before).tolist())
        found.append(parts)
    return found


cells = [[None if np.isnan(cell) else cell for cell in column] for column in features.T]
result = {"features": cells, "weights": weights.tolist(), "targets": {}, "tasks": {}}
for task, target in targets.items():
    data = lgb.Dataset(features, target, weight=weights, categorical_feature=[2], params=common)
    booster = lgb.train({**common, **own[task]}, data, 60)
    result["targets"][task] = target.tolist()
    result["tasks"][task] = {"scores": raw(booster, features).T.tolist(), "curves": curves(booster)}
(Path(__file__).parent / "gam.json").write_text(json.dumps(result) + "\n")
