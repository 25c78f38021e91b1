"""Figures of groups by fairlearn, their intervals by statsmodels.

Writes fairness.json: the rows and what Fairness promises for them. Run with numpy, pandas,
fairlearn, statsmodels.
"""

import itertools
import json
import math
import pathlib

import numpy as np
from fairlearn import metrics as fair
from scipy import stats
from sklearn.metrics import mean_absolute_error, precision_score
from statsmodels.stats.proportion import confint_proportions_2indep

chance = np.random.default_rng(11)
n = 500
group = chance.choice(["a", "b", "c", "few"], n, p=[0.4, 0.35, 0.22, 0.03])
score = chance.normal(0, 1, n) + np.where(group == "b", 0.4, 0)
truth = (chance.random(n) < 1 / (1 + np.exp(-1.5 * score + 0.3))).astype(int)
probability = np.round(1 / (1 + np.exp(-score)), 6)
number = np.round(score * 10 + chance.normal(0, np.where(group == "c", 6, 3), n), 4)
prediction = np.round(score * 10, 4)
decision = (probability >= 0.5).astype(int)

RATES = {
    "selection_rate": fair.selection_rate,
    "tpr": fair.true_positive_rate,
    "fpr": fair.false_positive_rate,
    "precision": lambda t, d: precision_score(t, d),
}
whole = fair.MetricFrame(
    metrics=RATES, y_true=truth, y_pred=decision, sensitive_features=group
).by_group
for name, chosen in [("mean_error", None), ("mae", mean_absolute_error)]:
    whole[name] = [
        float((prediction - number)[group == g].mean())
        if chosen is None
        else chosen(number[group == g], prediction[group == g])
        for g in whole.index
    ]
whole["calibration"] = [float((probability - truth)[group == g].mean()) for g in whole.index]

large = group != "few"
kept = sorted(set(group[large]))
pairs = math.comb(len(kept), 2)
alpha = 0.05 / pairs


def counts(name, g):
    rows = group == g
    t, d = truth[rows], decision[rows]
    return {
        "selection_rate": (d.sum(), len(d)),
        "tpr": (d[t == 1].sum(), (t == 1).sum()),
        "fpr": (d[t == 0].sum(), (t == 0).sum()),
        "precision": (t[d == 1].sum(), (d == 1).sum()),
    }[name]


def share(name, alpha):
    frame = fair.MetricFrame(
        metrics=RATES[name], y_true=truth[large], y_pred=decision[large],
        sensitive_features=group[large],
    )
    low, high = frame.by_group.idxmin(), frame.by_group.idxmax()
    (x, m), (y, k) = counts(name, high), counts(name, low)
    gap = confint_proportions_2indep(x, m, y, k, method="newcomb", compare="diff", alpha=alpha)
    ratio = confint_proportions_2indep(y, k, x, m, method="log", compare="ratio", alpha=alpha)
    return {
        "difference": [float(frame.difference()), *map(float, gap)],
        "ratio": [float(frame.ratio()), *map(float, ratio)],
    }


def mean(values, alpha):
    means = {g: values[group == g].mean() for g in kept}
    low, high = min(means, key=means.get), max(means, key=means.get)
    one, other = values[group == high], values[group == low]
    error = math.sqrt(one.var(ddof=1) / len(one) + other.var(ddof=1) / len(other))
    gap = means[high] - means[low]
    reach = stats.t.ppf(1 - alpha / 2, min(len(one), len(other)) - 1) * error
    return {"difference": [float(gap), float(gap - reach), float(gap + reach)]}


parity = {
    "demographic parity": share("selection_rate", alpha),
    "equal opportunity": share("tpr", alpha),
    "predictive equality": share("fpr", alpha),
    "predictive parity": share("precision", alpha),
    "calibration": mean(probability - truth, alpha),
    "mean error": mean(prediction - number, alpha),
    "mean absolute error": mean(np.abs(prediction - number), alpha),
}
rates = [share(name, alpha / 2) for name in ("tpr", "fpr")]
parity["equalised odds"] = {
    "difference": max((r["difference"] for r in rates)),
    "ratio": min((r["ratio"] for r in rates)),
}
same = dict(y_true=truth[large], y_pred=decision[large], sensitive_features=group[large])
assert math.isclose(parity["equalised odds"]["difference"][0], fair.equalized_odds_difference(**same))
assert math.isclose(parity["equalised odds"]["ratio"][0], fair.equalized_odds_ratio(**same))
assert math.isclose(
    parity["demographic parity"]["difference"][0], fair.demographic_parity_difference(**same)
)

content = {
    "rows": {
        "group": group.tolist(),
        "truth": truth.tolist(),
        "probability": probability.tolist(),
        "number": number.tolist(),
        "prediction": prediction.tolist(),
    },
    "groups": {name: whole[name].astype(float).tolist() for name in whole.columns},
    "parity": parity,
}
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(content) + "\n")
