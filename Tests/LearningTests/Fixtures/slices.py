"""Slices by brute force: every condition, every pair of them, one filter at a time.

Writes slices.json: the rows, and by metric how many slices were tried and the worst of them, with
the interval and the test that SliceSearch promises. Run with numpy, pandas, scipy, scikit-learn.
"""

import itertools
import json
import math
import pathlib

import numpy as np
import pandas as pd
from scipy import optimize, stats
from sklearn.metrics import log_loss, roc_auc_score

LEAST, KEPT = 30, 6
chance = np.random.default_rng(20)
n = 600
frame = pd.DataFrame(
    {
        "kind": chance.choice(["a", "b", "c", "rare"], n, p=[0.5, 0.3, 0.18, 0.02]),
        "place": chance.choice(["north", "south", None], n, p=[0.45, 0.45, 0.1]),
        "size": np.round(chance.gamma(2, 10, n), 2),
        "count": chance.integers(1, 4, n),
    }
)
margin = (0.05 * (frame["size"] - 20) + (frame["kind"] == "b")).to_numpy()
# The probability is of no use where it is worst: small ones of kind b in the south.
blind = ((frame["kind"] == "b") & (frame["place"] == "south")).to_numpy()
truth = chance.random(n) < 1 / (1 + np.exp(-np.where(blind, -margin, margin) * 1.5))
probability = np.round(1 / (1 + np.exp(-margin)), 6)
number = np.round(frame["size"].to_numpy() * 2 + chance.normal(0, np.where(blind, 9, 3), n), 4)
prediction = np.round(frame["size"].to_numpy() * 2, 4)


def conditions(column):
    values = frame[column]
    if values.dtype == float:
        edges = values.quantile([0.25, 0.5, 0.75]).to_numpy()
        bins = np.searchsorted(edges, values, side="left")
        for bin in range(4):
            inside = bins == bin
            low, high = values[inside].min(), values[inside].max()
            yield f"{column} between {low:g} and {high:g}", inside
    else:
        for level in sorted(values.dropna().unique()):
            text = f'{column} == "{level}"' if isinstance(level, str) else f"{column} == {level}"
            yield text, (values == level).to_numpy()
        if values.isna().any():
            yield f"{column} is missing", values.isna().to_numpy()


def slices():
    singles = {c: list(conditions(c)) for c in frame.columns}
    for found in singles.values():
        yield from found
    for first, second in itertools.combinations(frame.columns, 2):
        for (left, a), (right, b) in itertools.product(singles[first], singles[second]):
            both = a & b
            if LEAST <= both.sum() < min(a.sum(), b.sum()) and min(a.sum(), b.sum()) >= LEAST:
                yield f"{left} and {right}", both


def delong(rows):
    positive, negative = probability[rows & truth], probability[rows & ~truth]
    wins = (positive[:, None] > negative) + 0.5 * (positive[:, None] == negative)
    variance = wins.mean(1).var(ddof=1) / len(positive) + wins.mean(0).var(ddof=1) / len(negative)
    return roc_auc_score(truth[rows], probability[rows]), math.sqrt(variance)


def loss(rows):
    each = -np.log(np.where(truth, probability, 1 - probability))[rows]
    assert math.isclose(each.mean(), log_loss(truth[rows], probability[rows]))
    return each.mean(), each.std(ddof=1) / math.sqrt(len(each))


def rmse(rows):
    squares = ((number - prediction) ** 2)[rows]
    root = math.sqrt(squares.mean())
    return root, squares.std(ddof=1) / math.sqrt(len(squares)) / (2 * root)


def accuracy(rows):
    share = ((probability >= 0.5) == truth)[rows].mean()
    return share, math.sqrt(share * (1 - share) / rows.sum())


def reach(metric, rows, level):
    value, error = MEASURES[metric][0](rows)
    if metric == "accuracy":
        z, m = stats.norm.ppf(0.5 + level / 2), rows.sum()
        center = (value + z * z / (2 * m)) / (1 + z * z / m)
        half = z / (1 + z * z / m) * math.sqrt(error**2 + z * z / (4 * m * m))
        return center - half, center + half
    if metric == "auc":
        half = stats.norm.ppf(0.5 + level / 2) * error
        return value - half, min(1, value + half)
    step = stats.t.ppf(0.5 + level / 2, rows.sum() - 1)
    if metric == "rmse":
        return hall(((number - prediction) ** 2)[rows], step)
    return value - step * error, value + step * error


def hall(squares, step):
    """The root of the ends of the mean after Hall (1992), whose cubic in T is solved."""
    mean, error = squares.mean(), stats.sem(squares)
    pull = squares - mean
    k = (pull**3).sum() / (pull**2).sum() ** 1.5

    def end(quantile):
        return optimize.brentq(
            lambda t: t + k * t**2 / 3 + k**2 * t**3 / 27 + k / 6 - quantile, -1000, 1000
        )

    return tuple(math.sqrt(max(0, mean - error * end(quantile))) for quantile in (step, -step))


MEASURES = {"log_loss": (loss, -1), "auc": (delong, 1), "rmse": (rmse, -1), "accuracy": (accuracy, 1)}


def worst(metric):
    measure, sign = MEASURES[metric]
    tried = []
    for text, rows in slices():
        if not LEAST <= rows.sum() <= n - LEAST:
            continue
        if metric == "auc" and min(truth[rows].sum(), (~truth[rows]).sum()) < 10:
            continue
        tried.append((sign * measure(rows)[0], -rows.sum(), len(tried), text, rows))
    kept = []
    for _, _, _, text, rows in sorted(tried, key=lambda one: one[:3]):
        overlaps = [(rows & other).sum() / (rows | other).sum() for _, other in kept]
        if all(share < 0.75 for share in overlaps):
            kept.append((text, rows))
        if len(kept) == KEPT:
            break
    found = []
    for text, rows in kept:
        (value, error), (rest, other) = measure(rows), measure(~rows)
        harm = -sign * (value - rest)
        freedom = min(rows.sum(), n - rows.sum()) - 1
        chance = stats.t.sf(harm / math.hypot(error, other), freedom)
        if metric == "accuracy":
            hits = (probability >= 0.5) == truth
            table = [[(hits & part).sum(), (~hits & part).sum()] for part in (rows, ~rows)]
            chance = stats.fisher_exact(table, alternative="less")[1]
        low, high = reach(metric, rows, 1 - 0.05 / len(tried))
        found.append(
            {
                "conditions": text,
                "rows": int(rows.sum()),
                "numbers": [value, low, high, rest, min(1, chance * len(tried))],
            }
        )
    return {"tried": len(tried), "worst": found}


rows = {
    "kind": frame["kind"].tolist(),
    "place": [None if pd.isna(v) else v for v in frame["place"]],
    "size": frame["size"].tolist(),
    "count": frame["count"].tolist(),
    "truth": truth.tolist(),
    "probability": probability.tolist(),
    "number": number.tolist(),
    "prediction": prediction.tolist(),
}
content = {"rows": rows, "metrics": {metric: worst(metric) for metric in MEASURES}}
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(content, default=float) + "\n")
