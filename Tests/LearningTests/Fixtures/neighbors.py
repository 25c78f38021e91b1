"""Writes neighbors.json: nearest neighbours by scikit-learn's KNeighborsClassifier and -Regressor.

Numbers are in units of their sd. A category is a column a level, times the root of a half, so that
two that differ are 1 apart. Where numbers are missing the distance is `nan_euclidean`.

Needs: pip install scikit-learn numpy
"""

import json
import os

import numpy
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor
from sklearn.preprocessing import StandardScaler

rng = numpy.random.default_rng(31)
count, asked = 300, 60
numbers = numpy.column_stack(
    [rng.normal(10, 3, count), rng.normal(0, 500, count), rng.exponential(0.01, count)]
)
wide = rng.normal(size=(count, 15))
level = rng.integers(0, 4, count)
flag = rng.integers(0, 2, count)
score = numbers[:, 0] / 3 + level + flag + rng.normal(size=count) * 0.3
number = score.round(3)
two = (score > numpy.median(score)).astype(int)
three = numpy.digitize(score, numpy.quantile(score, [0.3, 0.7]))
gaps = numbers.copy()
gaps[rng.random(gaps.shape) < 0.2] = numpy.nan
gaps = gaps[:, [0, 1, 2]]
# The last rows are asked, the first of these about themselves: a distance of zero.
train, ask = slice(0, count - asked), slice(count - asked - 5, count)


def cells(kind):
    if kind == "mixed":
        return numpy.column_stack([numbers, level, flag])
    return {"numbers": numbers, "wide": wide, "gaps": gaps}[kind]


def encoded(kind):
    given = cells(kind)
    if kind == "gaps":
        # StandardScaler leaves missing cells out.
        return StandardScaler().fit(given[train]).transform(given)
    columns = given[:, :3] if kind == "mixed" else given
    scaled = StandardScaler().fit(columns[train]).transform(columns)
    if kind != "mixed":
        return scaled
    half = 0.5**0.5
    return numpy.column_stack([scaled, half * numpy.eye(4)[level], half * numpy.eye(2)[flag]])


found = {"train": count - asked, "ask": count - asked - 5, "cases": []}
for name, values in [("number", number), ("two", two), ("three", three)]:
    found[name] = values.tolist()
for kind in ["numbers", "wide", "mixed", "gaps"]:
    given = cells(kind)
    case = {
        "kind": kind,
        "features": [[None if numpy.isnan(c) else c for c in column] for column in given.T.tolist()],
        "answers": {},
    }
    rows = encoded(kind)
    metric = "nan_euclidean" if kind == "gaps" else "euclidean"
    for target, values in [("number", number), ("two", two), ("three", three)]:
        make = KNeighborsRegressor if target == "number" else KNeighborsClassifier
        for weights in ["uniform", "distance"]:
            for neighbors in [1, 7]:
                model = make(neighbors, weights=weights, metric=metric, algorithm="brute")
                model.fit(rows[train], values[train])
                told = (
                    model.predict(rows[ask])[None, :]
                    if target == "number"
                    else model.predict_proba(rows[ask]).T
                )
                case["answers"][f"{target} {weights} {neighbors}"] = told.tolist()
    found["cases"].append(case)
path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "neighbors.json")
with open(path, "w") as file:
    json.dump(found, file)
    file.write("\n")
