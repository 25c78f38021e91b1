"""Writes metrics.json: data, and its metrics and intervals by scikit-learn and others.

Run: python3 metrics.py (scikit-learn 1.9, statsmodels 0.15, SciPy 1.17)
"""

import json
import os

import numpy as np
from scipy import stats
from sklearn import metrics as m
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

rng = np.random.default_rng(9)
n = 150
truth = (rng.random(n) < 0.35).astype(int)
a = np.clip(np.round(rng.normal(0.35 + 0.3 * truth, 0.25), 2), 0, 1)
b = np.clip(np.round(0.5 * a + 0.5 * rng.random(n), 2), 0, 1)
weights = rng.integers(0, 4, n).astype(float)
labels = rng.integers(0, 3, n)
odds = np.exp(rng.normal(0, 1, (n, 3)) + 1.2 * np.eye(3)[labels])
probabilities = odds / odds.sum(1, keepdims=True)
decided = probabilities.argmax(1)
y = np.round(rng.gamma(3, 2, n), 3)
f = np.round(y * rng.uniform(0.6, 1.5, n) + 0.1, 3)
counts = rng.poisson(3, n).astype(float)


def smape(t, p, w):
    return np.average(2 * abs(t - p) / (abs(t) + abs(p)), weights=w)


def of_binary(w):
    kw = {"sample_weight": w}
    d = (a >= 0.5).astype(int)
    return {
        "auc": m.roc_auc_score(truth, a, **kw),
        "averagePrecision": m.average_precision_score(truth, a, **kw),
        "logLoss": m.log_loss(truth, a, **kw),
        "brier": m.brier_score_loss(truth, a, **kw),
        "accuracy": m.accuracy_score(truth, d, **kw),
        "balancedAccuracy": m.balanced_accuracy_score(truth, d, **kw),
        "precision": m.precision_score(truth, d, **kw),
        "recall": m.recall_score(truth, d, **kw),
        "specificity": m.recall_score(truth, d, pos_label=0, **kw),
        "f1": m.f1_score(truth, d, **kw),
        "mcc": m.matthews_corrcoef(truth, d, **kw),
        "kappa": m.cohen_kappa_score(truth, d, **kw),
    }


def of_numbers(w):
    kw = {"sample_weight": w}
    return {
        "rmse": m.root_mean_squared_error(y, f, **kw),
        "mae": m.mean_absolute_error(y, f, **kw),
        "mape": m.mean_absolute_percentage_error(y, f, **kw),
        "smape": smape(y, f, w),
        "rmsle": m.root_mean_squared_log_error(y, f, **kw),
        "r2": m.r2_score(y, f, **kw),
        "pinball": m.mean_pinball_loss(y, f, alpha=0.8, **kw),
        "poissonDeviance": m.mean_poisson_deviance(counts, f, **kw),
        "medae": m.median_absolute_error(y, f, **kw),
    }


def of_classes(w):
    kw = {"sample_weight": w}
    return {
        "logLoss": m.log_loss(labels, probabilities, **kw),
        "accuracy": m.accuracy_score(labels, decided, **kw),
        "precision": m.precision_score(labels, decided, average="macro", **kw),
        "recall": m.recall_score(labels, decided, average="macro", **kw),
        "f1": m.f1_score(labels, decided, average="macro", **kw),
        "mcc": m.matthews_corrcoef(labels, decided, **kw),
        "kappa": m.cohen_kappa_score(labels, decided, **kw),
    }


def delong():
    """The covariance by comparing every positive row with every negative one."""
    rows = []
    for s in (a, b):
        psi = (s[truth == 1][:, None] > s[truth == 0]) + 0.5 * (
            s[truth == 1][:, None] == s[truth == 0]
        )
        rows.append((psi.mean(1), psi.mean(0)))
    v10 = np.cov(np.array([r[0] for r in rows]))
    v01 = np.cov(np.array([r[1] for r in rows]))
    return v10 / (truth == 1).sum() + v01 / (truth == 0).sum()


covariance = delong()
gap = m.roc_auc_score(truth, a) - m.roc_auc_score(truth, b)
error = np.sqrt(covariance[0, 0] + covariance[1, 1] - 2 * covariance[0, 1])
test = stats.ttest_rel((truth - a) ** 2, (truth - b) ** 2)
interval = test.confidence_interval(0.95)
p_values = [0.01, 0.04, 0.03, 0.5, 0.005]
loss = abs(y - f)
mean_interval = stats.t.interval(0.9, n - 1, loss.mean(), stats.sem(loss))

content = {
    "data": {
        "truth": truth.tolist(),
        "a": a.tolist(),
        "b": b.tolist(),
        "weights": weights.tolist(),
        "y": y.tolist(),
        "f": f.tolist(),
        "counts": counts.tolist(),
        "p0": probabilities[:, 0].tolist(),
        "p1": probabilities[:, 1].tolist(),
        "p2": probabilities[:, 2].tolist(),
    },
    "labels": labels.tolist(),
    "decided": decided.tolist(),
    "binary": [of_binary(None), of_binary(weights)],
    "numbers": [of_numbers(None), of_numbers(weights)],
    "classes": [of_classes(None), of_classes(weights)],
    "delong": covariance.ravel().tolist(),
    "delongP": float(2 * stats.norm.sf(abs(gap / error))),
    "wilson": list(proportion_confint(37, 50, method="wilson"))
    + list(proportion_confint(0, 20, method="wilson")),
    "paired": [float(test.pvalue), float(interval.low), float(interval.high)],
    "mean": list(map(float, mean_interval)),
    "pValues": p_values,
    "holm": multipletests(p_values, method="holm")[1].tolist(),
}
path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "metrics.json")
with open(path, "w") as file:
    json.dump(content, file)
    file.write("\n")
