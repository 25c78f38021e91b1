"""Models by the Python packages of LightGBM and XGBoost, and what they predict: `imported.json`, the
model files and the rows in `imported/`, and two models again in `sessions/data/`.

Needs: lightgbm 4.7.0, xgboost 3.2.0, pandas 3.1.1. Run in this folder: python3 imported.py
"""

import json
import shutil
import sys
from pathlib import Path

# A script of the name of a module must not be found in its place.
sys.path.pop(0)

import lightgbm as lgb
import numpy as np
import pandas as pd
import xgboost as xgb

assert lgb.__version__ == "4.7.0" and xgb.__version__ == "3.2.0"
here = Path(__file__).parent
sessions = here.parents[2] / "sessions" / "data"
penguins = pd.read_csv(sessions / "penguins.csv")
numbers = ["bill_length_mm", "bill_depth_mm", "flipper_length_mm"]
categories = ["island", "sex", "year"]
penguins["heavy"] = penguins.body_mass_g > 4200
known = penguins.dropna(subset=["body_mass_g"])
# A fifth is kept aside, and has an island that training did not have.
rows = known[known.index % 5 == 0]
train = known[(known.index % 5 != 0) & (known.island != "Torgersen")]
species = ["Adelie", "Chinstrap", "Gentoo"]


def features(frame, names):
    x = frame[names].copy()
    for name in names:
        if name in categories:
            levels = sorted(train[name].dropna().unique())
            x[name] = pd.Categorical(frame[name], categories=levels)
    return x


targets = {
    "number": (train.body_mass_g, numbers + categories, {}),
    "count": (train.flipper_length_mm, ["heavy", "island"] + numbers[:2], {"count": True}),
    "binary": (train.sex.eq("male").astype(int), ["island", "year", "heavy"] + numbers, {}),
    "classes": (train.species.map(species.index), numbers + categories, {"classes": 3}),
    "plain": (train.body_mass_g, numbers, {}),
}
out = here / "imported"
out.mkdir(exist_ok=True)
predictions = {}
for name, (target, columns, facts) in targets.items():
    x, test = features(train, columns), features(rows, columns)
    if name == "plain":
        x, test = x.to_numpy(), test.to_numpy()
    objective = {"number": "regression", "plain": "regression", "count": "poisson"}.get(
        name, "multiclass" if "classes" in facts else "binary"
    )
    settings = dict(objective=objective, num_leaves=5, min_data_in_leaf=5, learning_rate=0.3)
    settings.update(verbosity=-1, num_threads=1, deterministic=True)
    if "classes" in facts:
        settings["num_class"] = 3
    booster = lgb.train(settings, lgb.Dataset(x, target), num_boost_round=6)
    booster.save_model(out / f"lightgbm-{name}.txt")
    predictions[f"lightgbm-{name}.txt"] = np.atleast_2d(booster.predict(test).T).tolist()

    objective = {"number": "reg:squarederror", "plain": "reg:squarederror"}.get(name)
    objective = objective or {"count": "count:poisson", "binary": "binary:logistic"}.get(name)
    settings = dict(objective=objective or "multi:softprob", max_depth=3, eta=0.3, nthread=1)
    if "classes" in facts:
        settings["num_class"] = 3
    matrix = xgb.DMatrix(x, target, enable_categorical=True)
    booster = xgb.train(settings, matrix, num_boost_round=6)
    told = booster.predict(xgb.DMatrix(test, enable_categorical=True))
    for ending in ["json", "ubj"]:
        file = f"xgboost-{name}.{ending}"
        booster.save_model(out / file)
        predictions[file] = np.atleast_2d(told.astype(float).T).tolist()

# A single quantile is a number like others.
x, test = features(train, numbers), features(rows, numbers)
settings = dict(objective="reg:quantileerror", quantile_alpha=0.9, max_depth=3, eta=0.3, nthread=1)
booster = xgb.train(settings, xgb.DMatrix(x, train.body_mass_g), num_boost_round=6)
for ending in ["json", "ubj"]:
    file = f"xgboost-quantile.{ending}"
    booster.save_model(out / file)
    predictions[file] = [booster.predict(xgb.DMatrix(test)).astype(float).tolist()]

shutil.copy(out / "lightgbm-classes.txt", sessions / "species-lightgbm.txt")
shutil.copy(out / "xgboost-binary.json", sessions / "male-xgboost.json")
written = rows.assign(male=rows.sex.map({"male": "true", "female": "false"}))
written["heavy"] = written.heavy.map({True: "true", False: "false"})
written.to_csv(out / "rows.csv", index=False, na_rep="NA")
(here / "imported.json").write_text(json.dumps({"predictions": predictions}) + "\n")
