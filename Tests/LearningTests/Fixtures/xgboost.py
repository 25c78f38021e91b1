"""Fits by the Python package of XGBoost over the rows of `learners.json`, as `xgboost.json`.

Needs: xgboost-cpu 3.2.0, numpy. Run in this folder: python3 xgboost.py
"""

import json
import sys
from pathlib import Path

# A script of the name of a module must not be found in its place.
sys.path.pop(0)

import numpy as np
import xgboost as xgb

assert xgb.__version__ == "3.2.0"
here = Path(__file__).parent
rows = json.loads((here / "learners.json").read_text())["data"]
names = ["distance", "hour", "carrier", "temp"]
kinds = ["float", "float", "c", "float"]
training, held = slice(0, 400), slice(400, 600)


def codes(values, levels):
    places = {level: place for place, level in enumerate(levels)}
    return [float(places[value]) if value in places else np.nan for value in values]


levels = sorted(set(rows["carrier"][training]))
columns = dict(rows, carrier=codes(rows["carrier"], levels))
features = np.column_stack(
    [[np.nan if v is None else float(v) for v in columns[name]] for name in names]
)
weight = np.array(rows["weight"])
sizes = sorted(set(rows["size"]))
tasks = {
    "regression": ("reg:squarederror", np.array(rows["delay"]), {}),
    "binary": ("binary:logistic", np.array(rows["late"], dtype=float), {}),
    "multiclass": (
        "multi:softprob",
        np.array(codes(rows["size"], sizes)),
        {"num_class": len(sizes)},
    ),
}
settings = {
    "tree_method": "hist", "eta": 0.3, "max_depth": 4, "min_child_weight": 2, "subsample": 0.8,
    "colsample_bytree": 0.75, "alpha": 0.1, "lambda": 2, "seed": 11, "nthread": 1,
}


def matrix(part, target, reference=None):
    return xgb.QuantileDMatrix(
        features[part], label=target[part], weight=weight[part], feature_types=kinds,
        enable_categorical=True, ref=reference,
    )


def columns_of(numbers):
    numbers = np.asarray(numbers, dtype=np.float64)
    return [numbers.tolist()] if numbers.ndim == 1 else numbers.T.tolist()


found = {}
for name, (objective, target, more) in tasks.items():
    train = matrix(training, target)
    booster = xgb.train({**settings, "objective": objective, **more}, train, 30)
    whole = xgb.DMatrix(features, feature_types=kinds, enable_categorical=True)
    gains = booster.get_score(importance_type="total_gain")
    first = xgb.DMatrix(features[:20], feature_types=kinds, enable_categorical=True)
    found[name] = {
        "prediction": columns_of(booster.predict(whole)),
        "margin": columns_of(booster.predict(whole, output_margin=True)),
        # A row a list: what each feature adds and the base, for one output after another.
        "contributions": booster.predict(first, pred_contribs=True).reshape(20, -1).tolist(),
        "gain": [gains.get(f"f{place}", 0.0) for place in range(len(names))],
    }

late = tasks["binary"][1]
train = matrix(training, late)
booster = xgb.train(
    {**settings, "objective": "binary:logistic"}, train, 200,
    evals=[(matrix(held, late, reference=train), "valid")], early_stopping_rounds=10,
    verbose_eval=False,
)
rounds = booster.best_iteration + 1
prediction = booster.inplace_predict(features, iteration_range=(0, rounds))
found["stopped"] = {"rounds": rounds, "prediction": columns_of(prediction)}
(here / "xgboost.json").write_text(json.dumps(found) + "\n")
