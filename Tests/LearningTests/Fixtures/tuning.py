"""Writes tuning.json: grids searched by scikit-learn's GridSearchCV over folds that follow each other.

Run: python3 tuning.py (scikit-learn 1.9, numpy 2.4)

Features are scaled within each fold's training rows, as `ridge` and `logistic` do; `C` is the inverse
of `l2`.
"""

import json
import os

import numpy as np
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import GridSearchCV, TimeSeriesSplit
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

rng = np.random.default_rng(5)
n, k = 123, 4
x = np.round(rng.normal(0, 1, n), 3)
z = np.round(x + rng.normal(0, 0.3, n), 3)
y = np.round(2 * x + 0.5 * z + rng.normal(0, 2, n), 3)
late = rng.random(n) < 1 / (1 + np.exp(-x))
columns = np.column_stack([x, z])
l2 = [0.01, 0.1, 1, 10, 100]


def grid(learner, name, values, target, scoring):
    search = GridSearchCV(
        make_pipeline(StandardScaler(), learner), {name: values}, scoring=scoring,
        cv=TimeSeriesSplit(n_splits=k), refit=False,
    ).fit(columns, target)
    found = search.cv_results_
    return dict(value=list(-found["mean_test_score"]), rank=found["rank_test_score"].tolist())


result = dict(
    x=x.tolist(), z=z.tolist(), y=y.tolist(), late=late.tolist(), l2=l2,
    ridge=grid(Ridge(), "ridge__alpha", l2, y, "neg_root_mean_squared_error"),
    logistic=grid(
        LogisticRegression(tol=1e-12, max_iter=100_000), "logisticregression__C",
        [1 / one for one in l2], late, "neg_log_loss",
    ),
)
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "tuning.json"), "w") as file:
    json.dump(result, file)
    file.write("\n")
