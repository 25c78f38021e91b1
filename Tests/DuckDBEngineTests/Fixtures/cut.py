"""Writes cut.json: the classes that pandas and numpy put numbers into.

    pip install pandas numpy
    python cut.py > cut.json
"""

import json

import numpy as np
import pandas as pd

rng = np.random.default_rng(3)
cases = []
for breaks in ([0, 15, 60], [-1.5, 0, 0.25, 7], [1, 2, 3, 4, 5], [-10, 10]):
    x = np.concatenate([breaks, np.asarray(breaks) - 1e-9, np.asarray(breaks) + 1e-9,
                        rng.uniform(min(breaks) - 2, max(breaks) + 2, 40)])
    found = pd.cut(x, breaks, include_lowest=True, labels=False)
    # numpy's bins are closed on the left, so mirror them: (a, b] of x is [-b, -a) of -x.
    mirrored = np.digitize(-x, -np.asarray(breaks[::-1], dtype=float))
    places = np.where((mirrored == 0) | (mirrored == len(breaks)), np.nan, len(breaks) - 1 - mirrored)
    places[x == breaks[0]] = 0
    assert np.array_equal(np.asarray(found, dtype=float), places, equal_nan=True)
    cases.append({"breaks": breaks, "x": x.tolist(),
                  "classes": [None if np.isnan(c) else int(c) for c in found]})
print(json.dumps(cases))
