"""Writes nearest.json: what missing numbers become by scikit-learn's KNNImputer.

Distances are of numbers in units of their sd: StandardScaler stands before, and is undone behind.

Needs: pip install scikit-learn numpy
"""

import json
import os

import numpy
from sklearn.impute import KNNImputer
from sklearn.preprocessing import StandardScaler

rng = numpy.random.default_rng(17)
columns = ["a", "b", "c", "d"]


def rows(count):
    base = rng.normal(0, 1, (count, 2))
    cells = numpy.column_stack(
        [
            base[:, 0] * 3 + 10,
            base[:, 0] * 500 + rng.normal(0, 80, count),
            base[:, 1] * 0.01,
            base.sum(axis=1) + rng.normal(0, 0.3, count),
        ]
    ).round(4)
    cells[rng.random(cells.shape) < 0.25] = numpy.nan
    return cells


training = rows(80)
later = rows(40)
# A row without anything, and rows with one number alone.
later[0] = numpy.nan
later[1] = [numpy.nan, 120.5, numpy.nan, numpy.nan]
later[2] = [numpy.nan, numpy.nan, 0.004, numpy.nan]
cases = {}
for neighbors in [1, 5, 200]:
    scaler = StandardScaler().fit(training)
    imputer = KNNImputer(n_neighbors=neighbors).fit(scaler.transform(training))

    def filled(cells):
        made = scaler.inverse_transform(imputer.transform(scaler.transform(cells)))
        return {name: made[:, place].tolist() for place, name in enumerate(columns)}

    cases[str(neighbors)] = {"training": filled(training), "later": filled(later)}


def cells(values):
    return {
        name: [None if numpy.isnan(v) else v for v in values[:, place].tolist()]
        for place, name in enumerate(columns)
    }


data = {"training": cells(training), "later": cells(later), "cases": cases}
path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "nearest.json")
with open(path, "w") as file:
    json.dump(data, file, sort_keys=True)
    file.write("\n")
