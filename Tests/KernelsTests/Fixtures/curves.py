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
# The same with weights: every point of the curve, the area, steps that never fall, and the best threshold.
weights = np.random.default_rng(12).choice([0.5, 1, 2, 3.25], n)
own = dict(sample_weight=weights)
wfpr, wtpr, wthresholds = m.roc_curve(truth, tied, drop_intermediate=False, **own)
wprecision, wrecall, wcuts = m.precision_recall_curve(truth, tied, **own)
scores = [
    m.balanced_accuracy_score(truth, tied >= threshold, **own) for threshold in wthresholds[1:]
]
content = {
    "weights": weights.tolist(),
    "weighted_thresholds": wthresholds[1:].tolist(),
    "weighted_fpr": wfpr[1:].tolist(),
    "weighted_tpr": wtpr[1:].tolist(),
    "weighted_precision": wprecision[:-1][::-1].tolist(),
    "weighted_cuts": wcuts[::-1].tolist(),
    "weighted_measures": [
        m.roc_auc_score(truth, tied, **own), m.average_precision_score(truth, tied, **own),
    ],
    "weighted_best": [max(scores)],
    "weighted_confusion": m.confusion_matrix(truth, tied >= 0.5, **own).ravel().tolist(),
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
