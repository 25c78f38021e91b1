"""Writes fisher.json: the chance of so few hits or fewer, by SciPy's Fisher's exact test.

Run: python3 fisher.py (SciPy 1.17)
"""

import json
import os

import numpy as np
from scipy.stats import fisher_exact

# Hits and rows of the first, hits and rows of the second.
tables = [
    (0, 12, 30, 1070),
    (3, 30, 400, 1000),
    (5, 5, 7, 9),
    (20, 400, 900, 9000),
    (0, 0, 5, 10),
    (1100, 40000, 9000, 300000),
    (5, 60000, 400, 70000),
]
rng = np.random.default_rng(41)
for size in (5, 40, 300, 5000):
    for _ in range(12):
        counts = rng.integers(1, size, 2)
        hits = [int(rng.integers(0, count + 1)) for count in counts]
        tables.append((hits[0], int(counts[0]), hits[1], int(counts[1])))
chances = [
    fisher_exact([[a, n - a], [b, m - b]], alternative="less").pvalue for a, n, b, m in tables
]
here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "fisher.json"), "w") as file:
    json.dump({"tables": tables, "chances": [float(chance) for chance in chances]}, file)
