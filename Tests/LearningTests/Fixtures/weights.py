"""Writes weights.json: measures of two models on weighted rows, their intervals and differences.

Means by the regression of the loss on a constant with weights and robust errors (statsmodels, HC1),
shares by Wilson with Kish's count, areas by every pair of a positive with a negative row.

Run: python3 weights.py (scikit-learn 1.9, statsmodels 0.15, SciPy 1.17)
"""

import json
import os

import numpy as np
import statsmodels.api as sm
from scipy import optimize, stats
from sklearn import metrics
from statsmodels.stats.proportion import proportion_confint

rng = np.random.default_rng(31)
n = 180
x = rng.normal(0, 1, n)
truth = (x + rng.normal(0, 0.9, n) > 0.3).astype(float)
models = {
    "sharp": 1 / (1 + np.exp(-2 * x + 0.6)),
    "rough": 1 / (1 + np.exp(-1.2 * x - rng.normal(0, 0.8, n))),
}
# Of two digits, so that there are ties.
models = {name: np.clip(np.round(p, 2), 0.01, 0.99) for name, p in models.items()}
weights = np.round(rng.gamma(2, 1.5, n), 2) + 0.01
z = stats.norm.ppf(0.975)
t = stats.t.ppf(0.975, n - 1)


def mean(values):
    fit = sm.WLS(values, np.ones(n), weights=weights).fit(cov_type="HC1")
    return float(fit.params[0]), float(fit.bse[0])


def area(p):
    """The area, and for each row what it adds to its linearisation."""
    one, other = truth == 1, truth == 0
    pairs = (p[one][:, None] > p[other]) + 0.5 * (p[one][:, None] == p[other])
    w, v = weights[one] / weights[one].sum(), weights[other] / weights[other].sum()
    value = w @ pairs @ v
    m, k = one.sum(), other.sum()
    pull = np.zeros(n)
    pull[one] = w * (pairs @ v - value) * np.sqrt(m / (m - 1))
    pull[other] = v * (w @ pairs - value) * np.sqrt(k / (k - 1))
    return value, pull


found = {}
for name, p in models.items():
    loss = -np.where(truth == 1, np.log(p), np.log(1 - p))
    value, error = mean(loss)
    hit = ((p >= 0.5) == truth).astype(float)
    share = float(np.average(hit, weights=weights))
    count = weights.sum() ** 2 / (weights**2).sum()
    auc, pull = area(p)
    assert abs(auc - metrics.roc_auc_score(truth, p, sample_weight=weights)) < 1e-12
    reach = z * np.sqrt((pull**2).sum())
    found[name] = {
        "log_loss": [value, value - t * error, value + t * error],
        "accuracy": [share, *proportion_confint(share * count, count, method="wilson")],
        "auc": [auc, auc - reach, min(1, auc + reach)],
        "pr_auc": [metrics.average_precision_score(truth, p, sample_weight=weights)],
        "balanced_accuracy": [
            metrics.balanced_accuracy_score(truth, p >= 0.5, sample_weight=weights)
        ],
    }
losses = [-np.where(truth == 1, np.log(p), np.log(1 - p)) for p in models.values()]
gap, error = mean(losses[1] - losses[0])
areas = [area(p) for p in models.values()]
step = areas[1][0] - areas[0][0]
reach = z * np.sqrt(((areas[1][1] - areas[0][1]) ** 2).sum())
numbers = np.round(10 * x + rng.normal(0, 4, n), 2)
square, error_of_square = mean((numbers - 10 * x) ** 2)
root = np.sqrt(square)
# The ends after Hall (1992): those of T + κT²/3 + κ²T³/27 + κ/6, solved.
pull = weights * ((numbers - 10 * x) ** 2 - square)
kappa = (pull**3).sum() / (pull**2).sum() ** 1.5


def transformed(step):
    return step + kappa * step**2 / 3 + kappa**2 * step**3 / 27 + kappa / 6


steps = [optimize.brentq(lambda s: transformed(s) - q, -20, 20) for q in (t, -t)]
content = {
    "truth": truth.tolist(),
    "models": {name: p.tolist() for name, p in models.items()},
    "weights": weights.tolist(),
    "found": found,
    "gaps": {
        "log_loss": [gap, gap - t * error, gap + t * error],
        "auc": [step, step - reach, step + reach],
    },
    "numbers": numbers.tolist(),
    "guesses": (10 * x).tolist(),
    "rmse": [root, *(np.sqrt(square - error_of_square * step) for step in steps)],
}
here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "weights.json"), "w") as file:
    json.dump(content, file, default=float)
