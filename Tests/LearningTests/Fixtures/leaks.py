"""Writes leaks.json: how well each column alone tells a target, by scikit-learn and SciPy.

Run: python3 leaks.py (scikit-learn 1.9, SciPy 1.17, pandas 3.0)

Of two classes it is scikit-learn's roc_auc_score, of several the lowest over each two of them, of
numbers (D + 1) / 2 for SciPy's Somers' D. A category is scored by the target's mean over the rows of
the other folds, where every fifth row is a fold.
"""

import itertools
import json
import os

import numpy as np
import pandas as pd
from scipy.stats import somersd
from sklearn.metrics import roc_auc_score

here = os.path.dirname(os.path.abspath(__file__))
data = os.path.join(here, "..", "..", "..", "sessions", "data")


def means_of_others(cells, truth):
    """The mean truth of each row's category over the other folds."""
    fold = np.arange(len(cells)) % 5
    keys = pd.Series(cells).astype(object).where(pd.notna(cells), "missing").to_numpy()
    score = np.full(len(truth), truth.mean())
    for part in range(5):
        others = pd.Series(truth[fold != part]).groupby(keys[fold != part]).mean()
        found = pd.Series(keys[fold == part]).map(others).to_numpy(dtype=float)
        score[fold == part] = np.where(np.isnan(found), truth.mean(), found)
    return score


def ordered(truth, score):
    if len(np.unique(truth)) == 2:
        return roc_auc_score(truth, score)
    # Ranks have the order of what they rank, and SciPy's table of contingency the rows as they are.
    return (somersd(truth, score).statistic + 1) / 2


def figure(cells, truth):
    if not pd.api.types.is_numeric_dtype(cells) and not pd.api.types.is_bool_dtype(cells):
        return ordered(truth, means_of_others(cells.to_numpy(), truth))
    cells = cells.to_numpy(dtype=float)
    figures = []
    for gap in (-np.finfo(float).max, np.finfo(float).max) if np.isnan(cells).any() else (0,):
        found = ordered(truth, np.where(np.isnan(cells), gap, cells))
        figures += [found, 1 - found]
    return max(figures)


def lone(frame, target, features):
    frame = frame[frame[target].notna()].reset_index(drop=True)
    truth = frame[target]
    if pd.api.types.is_bool_dtype(truth) or pd.api.types.is_numeric_dtype(truth):
        return [figure(frame[name], truth.to_numpy(dtype=float)) for name in features]
    return [
        min(
            figure(both[name].reset_index(drop=True), (both[target] == max(pair)).to_numpy(float))
            for pair in itertools.combinations(sorted(truth.unique()), 2)
            for both in [frame[truth.isin(pair)]]
        )
        for name in features
    ]


penguins = pd.read_csv(os.path.join(data, "penguins.csv"))
flights = pd.read_csv(os.path.join(data, "flights.csv.gz"), nrows=20_000)
flights["late"] = (flights.arr_delay > 15).where(flights.arr_delay.notna())
flights = flights[flights.late.notna()].astype({"late": bool})
flights["cancelled"] = flights.dep_time.isna()
some = flights.head(2_000)

cases = []
for name, frame, rows, target, features in [
    ("penguins", penguins, 0, "species", ["island", "bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g", "sex", "year"]),
    ("penguins", penguins, 0, "sex", ["species", "island", "bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g", "year"]),
    ("penguins", penguins, 0, "body_mass_g", ["species", "island", "bill_length_mm", "bill_depth_mm", "flipper_length_mm", "sex", "year"]),
    ("flights", flights, 20_000, "late", ["dep_delay", "distance", "dep_time", "sched_dep_time", "air_time", "hour", "carrier", "dest", "tailnum"]),
    ("flights", some, 2_000, "arr_delay", ["dep_delay", "distance", "carrier", "dest"]),
    ("flights", some, 2_000, "air_time", ["distance", "dest", "dep_delay"]),
]:
    figures = lone(frame, target, features)
    cases.append(
        {"data": name, "rows": len(frame), "target": target, "features": features, "figures": figures}
    )
    print(name, target, {f: round(x, 3) for f, x in zip(features, figures)})

with open(os.path.join(here, "leaks.json"), "w") as file:
    json.dump(cases, file, indent=1)
