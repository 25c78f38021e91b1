"""Writes losses.json: Shapley values of losses by their definition, over all coalitions.

A coalition is worth the mean, over the rows of the background, of the loss of the prediction for the
mixed row against the truth of the row that is explained. shap's own figures stand beside them: their
bases and sums are the same, and their values are a rescaling, which is no Shapley value.

Needs: pip install lightgbm==4.7.0 shap==0.51.0 numpy
"""

import itertools
import json
import math
import os

import lightgbm
import numpy
import shap

rng = numpy.random.default_rng(23)
count = 240
names = ["distance", "hour", "temp", "wind"]
features = numpy.column_stack(
    [
        rng.gamma(2.0, 400.0, count).round(1), rng.integers(5, 24, count),
        rng.normal(15.0, 8.0, count).round(2), rng.gamma(3.0, 4.0, count).round(1),
    ]
).astype(numpy.float64)
score = (
    0.15 * (features[:, 1] - 13) + 0.001 * (features[:, 0] - 800)
    + 0.02 * (features[:, 1] - 13) * (features[:, 3] - 12)
)
delay = (10 * score - 0.3 * features[:, 2] + rng.normal(0, 6, count)).round(2)
late = (rng.random(count) < 1 / (1 + numpy.exp(-score))).astype(int)
size = numpy.digitize(delay, [-8, 6])
rows, others = slice(0, 8), slice(100, 140)


def fitted(objective, target, **extra):
    settings = {
        "objective": objective, "num_leaves": 7, "min_data_in_leaf": 8, "seed": 3,
        "deterministic": True, "force_row_wise": True, "num_threads": 1, "verbosity": -1,
    }
    return lightgbm.train(settings | extra, lightgbm.Dataset(features, target), 20)


def shapley(loss):
    """The values and the base of each row, by all 2^4 coalitions."""
    players = range(len(names))
    values, bases = [], []
    for row in range(rows.start, rows.stop):
        worth = {}
        for size in range(len(names) + 1):
            for some in itertools.combinations(players, size):
                mixed = features[others].copy()
                mixed[:, list(some)] = features[row, list(some)]
                worth[some] = float(numpy.mean(loss(mixed, row)))
        told = []
        for player in players:
            total = 0.0
            for some, value in worth.items():
                if player in some:
                    continue
                share = (
                    math.factorial(len(some)) * math.factorial(len(names) - len(some) - 1)
                    / math.factorial(len(names))
                )
                total += share * (worth[tuple(sorted(some + (player,)))] - value)
            told.append(total)
        values.append(told)
        bases.append(worth[()])
    return {"contributions": values, "bases": bases}


def by_shap(model, target):
    explainer = shap.TreeExplainer(
        model, features[others], feature_perturbation="interventional", model_output="log_loss"
    )
    found = explainer.shap_values(features[rows], target[rows])
    # The base of a row is the mean loss of the background against that row's truth.
    bases = [float(numpy.ravel(explainer.expected_value(label))[0]) for label in target[rows]]
    return {"contributions": numpy.asarray(found).tolist(), "bases": bases}


boosted = fitted("binary", late)
several = fitted("multiclass", size, num_class=3)
numbers = fitted("regression", delay)
text = lambda model: model.model_to_string(importance_type="gain")
binary = shapley(
    lambda mixed, row: -numpy.log(
        boosted.predict(mixed) if late[row] else 1 - boosted.predict(mixed)
    )
)
multiclass = shapley(lambda mixed, row: -numpy.log(several.predict(mixed)[:, size[row]]))
squared = shapley(lambda mixed, row: (numbers.predict(mixed) - delay[row]) ** 2)
result = {
    "names": names,
    "features": features.T.tolist(),
    "delay": delay.tolist(),
    "late": late.tolist(),
    "size": size.tolist(),
    "models": {"late": text(boosted), "size": text(several), "delay": text(numbers)},
    "losses": {"late": binary, "size": multiclass, "delay": squared},
    "shap": by_shap(boosted, late),
}
path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "losses.json")
with open(path, "w") as file:
    json.dump(result, file)
    file.write("\n")

ours, theirs = numpy.array(binary["contributions"]), numpy.array(result["shap"]["contributions"])
print("mean size", numpy.abs(ours).mean(), "largest gap of shap", numpy.abs(ours - theirs).max())
print("gap of bases", numpy.abs(numpy.array(binary["bases"]) - result["shap"]["bases"]).max())
print("gap of sums", numpy.abs(ours.sum(1) - theirs.sum(1)).max())
print("signs turned", int((ours * theirs < 0).sum()), "of", ours.size)
