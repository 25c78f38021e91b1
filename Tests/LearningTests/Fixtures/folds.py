"""Writes folds.json: rows in an order, and scikit-learn's scores of a regression over its folds.

Run: python3 folds.py (scikit-learn 1.9, SciPy 1.17)
"""

import json
import os

import numpy as np
from scipy import stats
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import TimeSeriesSplit, cross_val_score

rng = np.random.default_rng(21)
n, k = 103, 4
x = np.round(rng.normal(0, 1, n), 3)
z = np.round(rng.normal(0, 1, n), 3)
y = np.round(2 * x + 0.5 * z + rng.normal(0, 1, n), 3)
folds = TimeSeriesSplit(n_splits=k)


def scores(columns):
    found = cross_val_score(
        LinearRegression(), np.column_stack(columns), y, cv=folds,
        scoring="neg_root_mean_squared_error",
    )
    return list(-found)


sizes = [(len(train), len(test)) for train, test in folds.split(y)]
ratio = float(np.mean([test / train for train, test in sizes]))


def corrected(values):
    """Nadeau and Bengio, Machine Learning 52, 2003, section 3."""
    values = np.array(values)
    error = np.sqrt(values.var(ddof=1) * (1 / k + ratio))
    reach = stats.t.ppf(0.975, k - 1) * error
    return [values.mean(), values.mean() - reach, values.mean() + reach,
            2 * stats.t.sf(abs(values.mean() / error), k - 1)]


both, one = scores([x, z]), scores([x])
content = {
    "x": list(x), "z": list(z), "y": list(y),
    "sizes": sizes, "both": both, "one": one,
    "interval": corrected(both)[:3],
    "difference": corrected(np.array(both) - np.array(one)),
}
path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "folds.json")
with open(path, "w") as file:
    json.dump(content, file, indent=1)
