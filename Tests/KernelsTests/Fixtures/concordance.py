"""Writes concordance.json: how well scores order truths, by scikit-learn and SciPy.

Run: python3 concordance.py (scikit-learn 1.9, SciPy 1.17)
"""

import json
import os

import numpy as np
from scipy.stats import somersd
from sklearn.metrics import roc_auc_score

rng = np.random.default_rng(23)
score = np.round(rng.normal(0, 2, 400), 1)
binary = (score + rng.normal(0, 2, 400) > 0).astype(float)
numbers = np.round(score + rng.normal(0, 1, 400), 1)
here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "concordance.json"), "w") as file:
    json.dump(
        {
            "score": score.tolist(),
            "binary": binary.tolist(),
            "numbers": numbers.tolist(),
            "auc": roc_auc_score(binary, score),
            "somers": somersd(numbers, score).statistic,
        },
        file,
    )
