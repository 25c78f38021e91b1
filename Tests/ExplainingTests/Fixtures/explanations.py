"""Writes explanations.json: Shapley values by shap and by LightGBM's Python package.

Needs: pip install lightgbm==4.7.0 shap==0.51.0 scikit-learn pandas numpy
"""

import json
import os

import lightgbm
import numpy
import pandas
import shap
from sklearn.linear_model import LinearRegression, LogisticRegression

rng = numpy.random.default_rng(11)
rows = 160
levels = numpy.array(["AA", "B6", "UA"])
frame = pandas.DataFrame(
    {
        "distance": rng.gamma(2.0, 400.0, rows).round(1),
        "hour": rng.integers(5, 24, rows),
        "carrier": levels[rng.integers(0, 3, rows)],
        "temp": rng.normal(15.0, 8.0, rows).round(2),
    }
)
effect = {"AA": 0.0, "B6": 0.8, "UA": -0.5}
score = -2.0 + 0.12 * frame.hour + 0.0004 * frame.distance + frame.carrier.map(effect)
noise = rng.normal(0, 8, rows)
frame["delay"] = (10 * score - 0.2 * frame.temp + noise).round(2)
frame["late"] = rng.random(rows) < 1 / (1 + numpy.exp(-score))
frame["size"] = numpy.where(frame.delay < -4, "low", numpy.where(frame.delay < 8, "middle", "top"))

# Linear models: a column a level but the first; a category's values are the sums of its columns.
dense = pandas.DataFrame(
    {
        "distance": frame.distance, "hour": frame.hour.astype(float),
        "B6": (frame.carrier == "B6") * 1.0, "UA": (frame.carrier == "UA") * 1.0,
        "temp": frame.temp,
    }
)


def linear(model, background):
    masker = shap.maskers.Independent(background, max_samples=len(background))
    found = shap.LinearExplainer(model, masker)(dense.iloc[:12])
    values = found.values
    together = numpy.column_stack(
        [values[:, 0], values[:, 1], values[:, 2] + values[:, 3], values[:, 4]]
    )
    base = float(numpy.ravel(found.base_values)[0])
    return {"contributions": together.tolist(), "base": base}


ols = LinearRegression().fit(dense, frame.delay)
logit = LogisticRegression(C=1 / 3.0, tol=1e-12, max_iter=10000, solver="newton-cholesky")
# The penalty is on columns of deviation one; what is explained are the columns as they are.
center, scale = dense.mean(), dense.std(ddof=0)
logit.fit((dense - center) / scale, frame.late)
logit.coef_ = logit.coef_ / scale.to_numpy()
logit.intercept_ = logit.intercept_ - logit.coef_ @ center.to_numpy()

# Trees: categories as categories, and gaps, which only the trees get.
gaps = frame.temp.where(rng.random(rows) > 0.15)
codes = frame.carrier.map({name: float(i) for i, name in enumerate(levels)})
matrix = numpy.column_stack([frame.distance, frame.hour, codes, gaps]).astype(numpy.float64)


def trees(objective, target, **extra):
    settings = {
        "objective": objective, "num_leaves": 7, "min_data_in_leaf": 5, "seed": 3,
        "deterministic": True, "force_row_wise": True, "num_threads": 1, "verbosity": -1,
    }
    data = lightgbm.Dataset(matrix, target, categorical_feature=[2])
    booster = lightgbm.train(settings | extra, data, 12)
    return {
        "text": booster.model_to_string(importance_type="gain"),
        "contributions": booster.predict(matrix[:12], pred_contrib=True).tolist(),
    }


size = frame["size"].map({"low": 0, "middle": 1, "top": 2})
result = {
    "data": {
        name: frame[name].tolist() for name in frame.columns
    },
    "gaps": [None if numpy.isnan(x) else float(x) for x in gaps],
    "linear": linear(ols, dense),
    "linearBackground": linear(ols, dense.iloc[40:100]),
    "logistic": linear(logit, dense),
    "regression": trees("regression", frame.delay),
    "binary": trees("binary", frame.late),
    "multiclass": trees("multiclass", size, num_class=3),
}
path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "explanations.json")
with open(path, "w") as file:
    json.dump(result, file, indent=None, separators=(",", ":"))
    file.write("\n")
