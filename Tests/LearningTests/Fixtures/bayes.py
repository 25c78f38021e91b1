"""Writes bayes.json: naive Bayes by scikit-learn's GaussianNB and CategoricalNB.

A model of both is the sum of models of one feature each, less the priors that they share; a missing
value leaves its feature out. Each number is in units of its sd, so that `var_smoothing` is a share of
its own variance.

Needs: pip install scikit-learn numpy
"""

import json
import os

import numpy
from sklearn.naive_bayes import CategoricalNB, GaussianNB

rng = numpy.random.default_rng(23)
rows = 240
score = rng.normal(size=rows)
number = (score * 3 + rng.normal(size=rows) + 40).round(3)
other = (rng.normal(size=rows) * (1 + (score > 0)) * 1e-3).round(6)
flag = (rng.random(rows) < 1 / (1 + numpy.exp(-score))).astype(float)
level = numpy.digitize(score + rng.normal(size=rows), [-1, 0.2, 2.5]).astype(float)
for cells in [number, other, flag, level]:
    cells[rng.random(rows) < 0.1] = numpy.nan
features = [number, other, flag, level]
two = (score + rng.normal(size=rows) * 0.5 > 0.3).astype(int)
three = numpy.digitize(score + rng.normal(size=rows) * 0.5, [-0.5, 0.6])
weights = rng.integers(0, 4, rows).astype(float)


def term(cells, isNumber, target, priors, weights, smoothing):
    """What a feature adds to the log of each class's probability."""
    there = ~numpy.isnan(cells)
    added = numpy.zeros((rows, len(priors)))
    if isNumber:
        mean = numpy.average(cells[there], weights=weights[there])
        spread = numpy.average((cells[there] - mean) ** 2, weights=weights[there]) ** 0.5
        given = ((cells - mean) / spread)[:, None]
        # `var_smoothing` is of the variance without weights.
        model = GaussianNB(priors=priors, var_smoothing=1e-9 / given[there].var())
    else:
        given = cells[:, None]
        model = CategoricalNB(
            alpha=smoothing, class_prior=priors, min_categories=int(numpy.nanmax(cells)) + 1
        )
    model.fit(given[there], target[there], sample_weight=weights[there])
    added[there] = model.predict_joint_log_proba(given[there]) - numpy.log(priors)
    return added


def probabilities(target, weights, smoothing):
    counts = numpy.bincount(target, weights=weights)
    priors = counts / counts.sum()
    sums = numpy.log(priors) + sum(
        term(cells, place < 2, target, priors, weights, smoothing)
        for place, cells in enumerate(features)
    )
    shares = numpy.exp(sums - sums.max(axis=1, keepdims=True))
    return (shares / shares.sum(axis=1, keepdims=True)).T.tolist()


ones = numpy.ones(rows)
plain = numpy.column_stack([numpy.nan_to_num(number, nan=40), numpy.nan_to_num(other)])
plain = (plain - plain.mean(axis=0)) / plain.std(axis=0)
levels = numpy.nan_to_num(numpy.column_stack([flag, level])).astype(int)
found = {
    "features": [[None if numpy.isnan(c) else c for c in cells] for cells in features],
    "two": two.tolist(),
    "three": three.tolist(),
    "weights": weights.tolist(),
    "two_plain": probabilities(two, ones, 1.0),
    "three_plain": probabilities(three, ones, 1.0),
    "three_smooth": probabilities(three, ones, 0.25),
    "three_weighted": probabilities(three, weights, 1.0),
    # Without gaps, by one call of each.
    "gauss": GaussianNB().fit(plain, three).predict_proba(plain).T.tolist(),
    "categorical": CategoricalNB().fit(levels, three).predict_proba(levels).T.tolist(),
}
path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "bayes.json")
with open(path, "w") as file:
    json.dump(found, file)
    file.write("\n")
