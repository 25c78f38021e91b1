"""Writes correlated.json: Shapley values of linear models whose features are jointly Gaussian.

A coalition is worth E[f(X) | X_S = x_S] with the means and covariances of the background, by a
pseudo-inverse for each of all coalitions. shap's own figures, from 1,000 orders drawn by chance, stand
beside them for a model without categories.

Needs: pip install shap==0.51.0 scikit-learn pandas numpy
"""

import itertools
import json
import math
import os

import numpy
import pandas
import shap
from sklearn.linear_model import LinearRegression, LogisticRegression

rng = numpy.random.default_rng(5)
count = 240
levels = numpy.array(["AA", "B6", "UA"])
distance = rng.gamma(3.0, 300.0, count).round(1)
wind = rng.gamma(3.0, 4.0, count).round(1)
temp = (20 - 0.006 * distance + 0.5 * wind + rng.normal(0, 4, count)).round(2)
pick = numpy.clip((distance / 700 + rng.normal(0, 0.6, count)).astype(int), 0, 2)
frame = pandas.DataFrame(
    {
        "distance": distance, "hour": rng.integers(5, 24, count), "carrier": levels[pick],
        "temp": temp, "wind": wind, "miles": (0.5 * distance),
    }
)
score = -4 + 0.15 * frame.hour + 0.002 * distance - 0.1 * temp + 0.6 * (pick == 1) - 0.4 * (pick == 2)
frame["delay"] = (10 * score + rng.normal(0, 6, count)).round(2)
frame["late"] = rng.random(count) < 1 / (1 + numpy.exp(-score))
rows, others = list(range(10)), list(range(60, 200))


def dense(names):
    columns, players = [], []
    for player, name in enumerate(names):
        if name == "carrier":
            columns += [(frame.carrier == level) * 1.0 for level in levels[1:]]
            players += [player, player]
        else:
            columns.append(frame[name].astype(float))
            players.append(player)
    return numpy.column_stack(columns), numpy.array(players)


def conditional(weights, intercept, names, groups=None, picked=others):
    """The values of each row and the base."""
    matrix, players = dense(names)
    if groups is not None:
        players = numpy.array([groups[player] for player in players])
    n = players.max() + 1
    background = matrix[picked]
    mean, cov = background.mean(axis=0), numpy.cov(background.T, bias=True)
    base = float(intercept + weights @ mean)

    def worth(row, some):
        known = numpy.isin(players, some)
        rest = ~known
        gap = row - mean
        value = base + weights[known] @ gap[known]
        if known.any() and rest.any():
            inverse = numpy.linalg.pinv(cov[numpy.ix_(known, known)], rcond=1e-10, hermitian=True)
            value += weights[rest] @ cov[numpy.ix_(rest, known)] @ inverse @ gap[known]
        return float(value)

    found = []
    for row in matrix[rows]:
        worths = {
            some: worth(row, some)
            for size in range(n + 1) for some in itertools.combinations(range(n), size)
        }
        values = []
        for player in range(n):
            total = 0.0
            for some, value in worths.items():
                if player in some:
                    continue
                size = len(some)
                share = math.factorial(size) * math.factorial(n - size - 1) / math.factorial(n)
                total += share * (worths[tuple(sorted(some + (player,)))] - value)
            values.append(total)
        found.append(values)
    return {"base": base, "contributions": found}


def ols(names):
    matrix, _ = dense(names)
    model = LinearRegression().fit(matrix, frame.delay)
    return model.coef_, model.intercept_


mixed = ["distance", "hour", "carrier", "temp", "wind"]
numbers = ["distance", "hour", "temp", "wind"]
weights, intercept = ols(mixed)
result = {
    "data": {name: frame[name].tolist() for name in frame.columns},
    "linear": conditional(weights, intercept, mixed),
    # carrier and temp as one player
    "grouped": conditional(weights, intercept, mixed, groups=[0, 1, 2, 2, 3]),
    # a background whose hour never changes, though the model uses it
    "still": conditional(
        weights, intercept, mixed, picked=[i for i in others if frame.hour[i] == 8]
        + [i for i in range(200, 240) if frame.hour[i] == 8] + [i for i in range(60) if frame.hour[i] == 8]
    ),
    # a column that is twice another, which least squares leave out
    "copied": conditional(numpy.append(weights, 0.0), intercept, mixed + ["miles"]),
}
result["stillRows"] = (
    [i for i in others if frame.hour[i] == 8] + [i for i in range(200, 240) if frame.hour[i] == 8]
    + [i for i in range(60) if frame.hour[i] == 8]
)

matrix, _ = dense(mixed)
# The penalty is on columns of deviation one; what is explained are the columns as they are.
center, scale = matrix.mean(axis=0), matrix.std(axis=0)
logit = LogisticRegression(C=1 / 3.0, tol=1e-12, max_iter=10000, solver="newton-cholesky")
logit.fit((matrix - center) / scale, frame.late)
slopes = logit.coef_[0] / scale
result["logistic"] = conditional(slopes, float(logit.intercept_[0] - slopes @ center), mixed)

weights, intercept = ols(numbers)
result["numbers"] = conditional(weights, intercept, numbers)
numpy.random.seed(1)
matrix, _ = dense(numbers)
masker = shap.maskers.Impute(matrix[others])
explainer = shap.LinearExplainer((weights, intercept), masker, nsamples=1000)
result["shap"] = {
    "base": float(explainer.expected_value),
    "contributions": explainer.shap_values(matrix[rows]).tolist(),
}

path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "correlated.json")
with open(path, "w") as file:
    json.dump(result, file, indent=None, separators=(",", ":"))
    file.write("\n")
