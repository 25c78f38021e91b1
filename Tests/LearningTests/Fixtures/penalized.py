"""Writes penalized.json: penalised regressions by scikit-learn over the rows of learners.json.

Run: python3 penalized.py (scikit-learn 1.9, numpy 2.4)

Columns are scaled to deviation one, weighted where rows are, and coefficients told of the columns as
they are, the intercept first. The rows of learners.json are read, and what is missing filled by its
mean. The penalty is chosen over the parts that `part` lists, whose other rows scale the columns
anew.
"""

import json
import os
import warnings

import numpy as np
from sklearn.linear_model import ElasticNet, Lasso, LogisticRegression, Ridge
from sklearn.metrics import roc_auc_score
from sklearn.preprocessing import StandardScaler

here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "learners.json")) as file:
    data = json.load(file)["data"]
rows = len(data["delay"])
y = np.array(data["delay"])
late = np.array(data["late"])
size = np.array(data["size"])
weights = np.array(data["weight"])
ones = np.ones(rows)
exact = dict(tol=1e-14, max_iter=1_000_000)


def columns(weight):
    temp = np.array([np.nan if t is None else t for t in data["temp"]])
    there = ~np.isnan(temp)
    temp = np.where(there, temp, np.average(temp[there], weights=weight[there]))
    carrier = np.array(data["carrier"])
    return np.column_stack(
        [data["distance"], data["hour"]] + [carrier == c for c in ("B6", "UA", "WN")] + [temp]
    ).astype(float)


def raw(scaler, intercept, coefficients):
    slopes = coefficients / scaler.scale_
    return [float(intercept - slopes @ scaler.mean_)] + slopes.tolist()


def fitted(model, target, weight=None):
    w = ones if weight is None else weight
    x = columns(w)
    scaler = StandardScaler().fit(x, sample_weight=w)
    model.fit(scaler.transform(x), target, sample_weight=weight)
    if np.ndim(model.coef_) == 1:
        return raw(scaler, model.intercept_, model.coef_)
    return [raw(scaler, b, c) for b, c in zip(model.intercept_, model.coef_)]


part = (np.arange(rows) * 7919) % 5


def error(x, y, make, strength):
    total = 0.0
    for held in range(5):
        own, other = part[: len(y)] == held, part[: len(y)] != held
        scaler = StandardScaler().fit(x[other])
        model = make(strength, other.sum()).fit(scaler.transform(x[other]), y[other])
        total += ((y[own] - model.predict(scaler.transform(x[own]))) ** 2).sum()
    return total / len(y)


def chosen(x, y, make, strengths):
    errors = [error(x, y, make, s) for s in strengths]
    best = int(np.argmin(errors))
    return {"penalty": float(strengths[best]), "error": float(np.sqrt(errors[best]))}


def falling(top, bottom):
    return top * (bottom / top) ** (np.arange(100) / 99)


rng = np.random.default_rng(4)
wide = np.round(rng.normal(size=(30, 60)), 3)
wide_y = np.round(wide[:, 0] * 3 - wide[:, 1] * 2 + rng.normal(size=30), 3)
wide_scaler = StandardScaler().fit(wide)
top = np.abs(wide_scaler.transform(wide).T @ (wide_y - wide_y.mean())).max() / 30


def of_wide(model):
    model.fit(wide_scaler.transform(wide), wide_y)
    return raw(wide_scaler, model.intercept_, model.coef_)


def logistic(ratio, strength, solver="saga"):
    return LogisticRegression(
        l1_ratio=ratio, C=1 / strength, solver=solver, tol=1e-13, max_iter=1_000_000
    )


with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    content = {
        "ridge": fitted(Ridge(alpha=25.0, tol=1e-14), y),
        "ridge weighted": fitted(Ridge(alpha=25.0, tol=1e-14), y, weights),
        "lasso": fitted(Lasso(alpha=0.7, **exact), y),
        "lasso weighted": fitted(Lasso(alpha=0.7, **exact), y, weights),
        "elastic": fitted(ElasticNet(alpha=1.0, l1_ratio=0.4, **exact), y),
        "elastic weighted": fitted(ElasticNet(alpha=1.0, l1_ratio=0.4, **exact), y, weights),
        "wide": wide.T.tolist(),
        "wideTarget": wide_y.tolist(),
        "wide lasso": of_wide(Lasso(alpha=0.15, **exact)),
        "wide ridge": of_wide(Ridge(alpha=3.0, solver="svd")),
        "part": part.tolist(),
        "lasso chosen": chosen(
            wide, wide_y, lambda s, n: Lasso(alpha=s, **exact), falling(top, top * 1e-2)
        ),
        "ridge chosen": chosen(
            columns(ones), y, lambda s, n: Ridge(alpha=s * n), falling(1e2, 1e-6)
        ),
        "binary l2": fitted(logistic(0, 3.0, "newton-cholesky"), late)[0],
        "binary l1": fitted(logistic(1, 6.0), late)[0],
        "binary l1 weighted": fitted(logistic(1, 6.0), late, weights)[0],
        "binary both": fitted(logistic(0.5, 12.0), late)[0],
        "several l2": fitted(logistic(0, 3.0, "newton-cholesky"), size),
        "several l1": fitted(logistic(1, 6.0), size),
        "several both": fitted(logistic(0.5, 12.0), size),
    }
    several = np.array(content["several l2"])
    scores = several[:, 0] + columns(ones) @ several[:, 1:].T
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    content["several auc"] = [roc_auc_score(size, shares, multi_class="ovr", average="macro")]
with open(os.path.join(here, "penalized.json"), "w") as file:
    json.dump(content, file)
