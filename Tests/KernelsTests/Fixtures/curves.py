"""Writes curves.json: curves over thresholds and bins of calibration by scikit-learn.

Run: python3 curves.py (scikit-learn 1.9)
"""

import json
import os

import numpy as np
from sklearn import metrics as m
from sklearn.calibration import calibration_curve

rng = np.random.default_rng(11)
n = 150
truth = (rng.random(n) < 0.4).astype(int)
# Rounded, so that some scores are equal.
tied = np.clip(np.round(rng.normal(0.4 + 0.25 * truth, 0.2), 2), 0, 1)
smooth = np.clip(rng.normal(0.35 + 0.3 * truth, 0.15), 0, 1)

fpr, tpr, thresholds = m.roc_curve(truth, tied, drop_intermediate=False)
precision, recall, cuts = m.precision_recall_curve(truth, tied)
observed, predicted = calibration_curve(truth, smooth, n_bins=5, strategy="quantile")
content = {
    "truth": truth.tolist(),
    "tied": tied.tolist(),
    "smooth": smooth.tolist(),
    "thresholds": thresholds[1:].tolist(),
    "fpr": fpr[1:].tolist(),
    "tpr": tpr[1:].tolist(),
    # From the highest threshold down, as the others.
    "precision": precision[:-1][::-1].tolist(),
    "recall": recall[:-1][::-1].tolist(),
    "cuts": cuts[::-1].tolist(),
    "observed": observed.tolist(),
    "predicted": predicted.tolist(),
}
path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "curves.json")
with open(path, "w") as file:
    json.dump({name: list(map(float, values)) for name, values in content.items()}, file)
    file.write("\n")
