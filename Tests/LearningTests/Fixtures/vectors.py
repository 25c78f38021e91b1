"""Writes vectors.json: support vector machines by scikit-learn's SVC and SVR, which carry libsvm.

Numbers are in units of their sd, and so is the target of SVR. A category is a column a level, times
the root of a half; true and false are 1 apart. A missing cell is the mean of the training rows.

Probabilities are fitted to what machines say of rows left out: of each class the first row goes to
the first of five parts, the second to the second. The sigmoid is found by scipy's minimizer, the
coupling of several classes by its linear system.

Needs: pip install scikit-learn scipy numpy
"""

import itertools
import json
import os

import numpy
from scipy.optimize import minimize
from sklearn.svm import SVC, SVR

rng = numpy.random.default_rng(47)
count, asked = 260, 60
numbers = numpy.column_stack(
    [rng.normal(10, 3, count), rng.normal(0, 500, count), rng.exponential(0.01, count)]
)
gappy = numbers.copy()
gappy[rng.random(gappy.shape) < 0.1] = numpy.nan
level = rng.integers(0, 4, count).astype(float)
level[rng.random(count) < 0.05] = numpy.nan
flag = rng.integers(0, 2, count).astype(float)
flag[rng.random(count) < 0.05] = numpy.nan
score = (
    numpy.sin(numbers[:, 0] / 2) * 2
    + numpy.nan_to_num(level, nan=1.5)
    + numpy.nan_to_num(flag)
    + numbers[:, 2] * 50
    + rng.normal(size=count) * 0.4
)
number = (score * 100 + 4000).round(2)
two = (score > numpy.quantile(score, 0.6)).astype(int)
three = numpy.digitize(score, numpy.quantile(score, [0.3, 0.7]))
train, ask = slice(0, count - asked), slice(count - asked, count)


def laid(kind):
    columns = []
    for column in (numbers if kind == "numbers" else gappy).T:
        mean, sd = numpy.nanmean(column[train]), numpy.nanstd(column[train])
        columns.append(numpy.where(numpy.isnan(column), 0, (column - mean) / sd))
    if kind == "mixed":
        known = ~numpy.isnan(level[train])
        shares = numpy.array([(level[train][known] == k).mean() for k in range(4)])
        for k in range(4):
            cells = numpy.where(numpy.isnan(level), shares[k], level == k)
            columns.append(0.5**0.5 * cells)
        share = numpy.nanmean(flag[train])
        columns.append(numpy.where(numpy.isnan(flag), 0, flag - share))
    return numpy.column_stack(columns)


def usual_gamma(kind):
    """One over the sum of the variances of what is there, gaps counting as none."""
    rows = numbers if kind == "numbers" else gappy
    n = len(rows[train])
    total = sum((~numpy.isnan(c[train])).sum() / n for c in rows.T)
    if kind == "mixed":
        known = level[train][~numpy.isnan(level[train])]
        total += sum((known == k).var() for k in range(4)) / 2 * len(known) / n
        known = flag[train][~numpy.isnan(flag[train])]
        total += known.var() * len(known) / n
    return 1 / total


def decision(model, rows):
    told = model.decision_function(rows)
    return told if told.ndim == 1 else -told


def sigmoid(truth, told):
    up, down = truth.sum(), len(truth) - truth.sum()
    aims = numpy.where(truth == 1, (up + 1) / (up + 2), 1 / (down + 2))

    def loss(given):
        margin = given[0] * told + given[1]
        return (numpy.logaddexp(0, margin) - aims * margin).sum()

    found = minimize(loss, [0, numpy.log((up + 1) / (down + 1))], method="BFGS", tol=1e-12)
    found = minimize(loss, found.x, method="Nelder-Mead", tol=1e-14)
    return found.x


def probability(make, rows, labels, pair):
    """Of the second class of a pair, for the rows asked."""
    mine = numpy.flatnonzero(numpy.isin(labels[train], pair))
    y = (labels[train][mine] == pair[1]).astype(int)
    part = numpy.zeros(len(mine), int)
    for side in [0, 1]:
        part[y == side] = numpy.arange((y == side).sum()) % 5
    told = numpy.zeros(len(mine))
    for left in range(5):
        model = make().fit(rows[train][mine][part != left], y[part != left])
        told[part == left] = model.decision_function(rows[train][mine][part == left])
    a, b = sigmoid(y, told)
    whole = make().fit(rows[train][mine], y)
    return 1 / (1 + numpy.exp(-(a * whole.decision_function(rows[ask]) + b)))


def coupled(pairs, classes):
    """The stationary point of the least squares under a sum of one."""
    answers = []
    for row in range(len(next(iter(pairs.values())))):
        q = numpy.zeros((classes + 1, classes + 1))
        for (i, j), told in pairs.items():
            p = min(max(told[row], 1e-7), 1 - 1e-7)
            q[i, i] += p * p
            q[j, j] += (1 - p) ** 2
            q[i, j] = q[j, i] = -p * (1 - p)
        q[classes, :classes] = q[:classes, classes] = 1
        answers.append(numpy.linalg.solve(q, [0] * classes + [1])[:classes])
    return numpy.array(answers).T


cases = []
kernels = {
    "rbf": {},
    "rbf gamma": {"gamma": 0.7, "C": 10},
    "linear": {},
    "polynomial": {"degree": 2, "coef0": 0.5},
}
for kind in ["numbers", "mixed"]:
    rows = laid(kind)
    for name, options in kernels.items():
        settings = {
            "kernel": {"polynomial": "poly"}.get(name.split()[0], name.split()[0]),
            "gamma": usual_gamma(kind),
            "coef0": 1,
            "C": 1,
            "tol": 1e-6,
            "cache_size": 100,
        } | options
        mean, sd = number[train].mean(), number[train].std()
        svr = SVR(epsilon=0.1, **settings).fit(rows[train], (number[train] - mean) / sd)

        def make():
            return SVC(**settings)

        pairs = list(itertools.combinations(range(3), 2))
        machines = SVC(decision_function_shape="ovo", **settings).fit(rows[train], three[train])
        cases.append(
            {
                "kind": kind,
                "name": name,
                "gamma": settings["gamma"],
                "number": (svr.predict(rows[ask]) * sd + mean).tolist(),
                "vectors": len(svr.support_),
                "two sums": make().fit(rows[train], two[train]).decision_function(rows[ask]).tolist(),
                "two": probability(make, rows, two, (0, 1)).tolist(),
                "three sums": decision(machines, rows[ask]).T.tolist(),
                "three": coupled(
                    {pair: probability(make, rows, three, pair) for pair in pairs}, 3
                ).tolist(),
            }
        )


def cells(column):
    return [None if numpy.isnan(cell) else cell for cell in column.tolist()]


found = {
    "train": count - asked,
    "numbers": [cells(c) for c in numbers.T],
    "mixed": [cells(c) for c in gappy.T] + [cells(level), cells(flag)],
    "number": number.tolist(),
    "two": two.tolist(),
    "three": three.tolist(),
    "cases": cases,
}
path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "vectors.json")
with open(path, "w") as file:
    json.dump(found, file)
    file.write("\n")
