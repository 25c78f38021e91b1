"""Writes blend.json: weights of blends, found by other means than ours.

Of numbers the least squares over all weights that add up to one, tried on every set of models that may
count; of classes the least log loss by SciPy's SLSQP from several starts. Then blends stacked out of
fold, as scikit-learn's learners and TimeSeriesSplit give them.

Run: python3 blend.py (scikit-learn 1.9, SciPy 1.17)
"""

import itertools
import json
import os

import numpy as np
from scipy.optimize import minimize, nnls
from sklearn.dummy import DummyClassifier, DummyRegressor
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.model_selection import TimeSeriesSplit

rng = np.random.default_rng(47)


def numbers(truth, predictions):
    """The best of the best mixtures of every set, whose weights are all above zero."""
    best = None
    count = predictions.shape[1]
    for size in range(1, count + 1):
        for chosen in itertools.combinations(range(count), size):
            p = predictions[:, chosen]
            kkt = np.zeros((size + 1, size + 1))
            kkt[:size, :size] = p.T @ p
            kkt[:size, size] = kkt[size, :size] = 1
            found = np.linalg.lstsq(kkt, np.append(p.T @ truth, 1), rcond=None)[0][:size]
            if (found < 0).any():
                continue
            loss = ((truth - p @ found) ** 2).sum()
            if best is None or loss < best[0] - 1e-12:
                weights = np.zeros(count)
                weights[list(chosen)] = found
                best = (loss, weights)
    # The same by SciPy's non-negative least squares, with the sum of one as a heavy row.
    heavy = 1e4
    other = nnls(np.vstack([predictions, heavy * np.ones(count)]), np.append(truth, heavy))[0]
    assert np.allclose(best[1], other, atol=1e-5), (best[1], other)
    return best[1]


def classes(likelihoods):
    """Rows × models: the probability of what came true."""
    count = likelihoods.shape[1]
    best = None
    for start in [np.full(count, 1 / count)] + list(rng.dirichlet(np.ones(count), 8)):
        found = minimize(
            lambda w: -np.log(likelihoods @ w).mean(), start,
            jac=lambda w: -(likelihoods / (likelihoods @ w)[:, None]).mean(axis=0),
            bounds=[(0, 1)] * count, constraints={"type": "eq", "fun": lambda w: w.sum() - 1},
            method="SLSQP", options={"ftol": 1e-15, "maxiter": 1000},
        )
        if best is None or found.fun < best.fun:
            best = found
    weights = np.clip(best.x, 0, None)
    # Where some weight is zero its slope tells that it should be.
    slopes = 1 - (likelihoods / (likelihoods @ weights)[:, None]).mean(axis=0)
    assert (slopes > -1e-6).all() and (abs(slopes * weights) < 1e-6).all(), (slopes, weights)
    return weights


def softmax(scores):
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


n = 90
truth = np.round(rng.normal(10, 3, n), 3)
told = np.round(
    np.column_stack([
        truth + rng.normal(0, 1.0, n), truth + rng.normal(0, 1.4, n),
        truth + rng.normal(2, 6.0, n), 0.4 * truth + rng.normal(6, 1.0, n), rng.normal(10, 3, n),
    ]), 3)
three = rng.integers(0, 3, n)
scores = np.zeros((4, n, 3))
for model, strength in enumerate([1.5, 1.2, 0.1, -0.5]):
    scores[model] = rng.normal(0, 1, (n, 3))
    scores[model, np.arange(n), three] += strength
probabilities = np.round(softmax(scores), 5)

# Stacked out of fold: each of four blocks by what was learned from all before it.
m, k = 103, 4
x = np.round(rng.normal(0, 1, m), 3)
z = np.round(rng.normal(0, 1, m), 3)
y = np.round(1.2 * x + 0.7 * z + 0.8 * x * z + rng.normal(0, 1, m), 3)
c = (y + rng.normal(0, 1, m) > 0.2).astype(int)
folds = TimeSeriesSplit(n_splits=k)


def stacked(makers, outcome, predict):
    held = np.concatenate([test for _, test in folds.split(x)])
    columns = []
    for maker, features in makers:
        columns.append(np.concatenate([
            predict(maker().fit(features[train], outcome[train]), features[test])
            for train, test in folds.split(x)
        ]))
    return held, np.column_stack(columns)


features = [x[:, None], z[:, None], np.zeros((m, 1))]
regressors = list(zip([LinearRegression, LinearRegression, DummyRegressor], features))
held, columns = stacked(regressors, y, lambda model, rows: model.predict(rows))
number_weights = numbers(y[held], columns)
number_loss = float(np.sqrt(((y[held] - columns @ number_weights) ** 2).mean()))
number_told = sum(
    w * maker().fit(f, y).predict(f) for w, (maker, f) in zip(number_weights, regressors)
)


def logistic():
    return LogisticRegression(C=np.inf, tol=1e-10, max_iter=1000)


classifiers = list(zip([logistic, logistic, lambda: DummyClassifier(strategy="prior")], features))
held, columns = stacked(classifiers, c, lambda model, rows: model.predict_proba(rows)[:, 1])
class_weights = classes(np.where(c[held][:, None] == 1, columns, 1 - columns))
class_loss = float(-np.log(np.where(
    c[held] == 1, columns @ class_weights, 1 - columns @ class_weights)).mean())
class_told = sum(
    w * maker().fit(f, c).predict_proba(f)[:, 1] for w, (maker, f) in zip(class_weights, classifiers)
)

path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "blend.json")
with open(path, "w") as file:
    json.dump({
        "truth": truth.tolist(), "told": told.T.tolist(),
        "weights": numbers(truth, told).tolist(),
        "three": three.tolist(), "probabilities": probabilities.transpose(0, 2, 1).tolist(),
        "classWeights": classes(
            np.column_stack([p[np.arange(n), three] for p in probabilities])).tolist(),
        "x": x.tolist(), "z": z.tolist(), "y": y.tolist(), "c": c.tolist(),
        "stacked": {
            "weights": number_weights.tolist(), "loss": number_loss, "told": number_told.tolist(),
        },
        "stackedClasses": {
            "weights": class_weights.tolist(), "loss": class_loss, "told": class_told.tolist(),
        },
    }, file)
    file.write("\n")
