"""Writes paths.json: the ways of rows through trees, as LightGBM's and XGBoost's own dumps have them.

Where a row ends is told by the libraries (`pred_leaf`); the way there by walking from that leaf to the
root over the parents of the dumped trees.

Needs: pip install lightgbm==4.7.0 xgboost==3.2.0 pandas numpy
"""

import json
import os
import sys

import lightgbm
import numpy
import xgboost

rng = numpy.random.default_rng(3)
count = 300
levels = ["AA", "B6", "DL", "UA"]
distance = rng.gamma(2.0, 400.0, count).round(1)
hour = rng.integers(5, 24, count).astype(float)
code = rng.integers(0, 4, count).astype(float)
temp = rng.normal(15.0, 8.0, count).round(2)
snow = numpy.where(rng.random(count) < 0.7, 0.0, rng.gamma(1.0, 2.0, count).round(2))
score = 0.2 * (hour - 13) + 0.001 * (distance - 800) + 0.8 * (code == 1) - 0.05 * temp + 0.3 * snow
late = (rng.random(count) < 1 / (1 + numpy.exp(-score))).astype(float)
temp[rng.random(count) < 0.2] = numpy.nan
size = numpy.digitize(10 * score + rng.normal(0, 4, count), [-4, 6]).astype(float)
matrix = numpy.column_stack([distance, hour, code, temp, snow])
rows = matrix[:12].copy()
rows[3, 0] = numpy.nan
names = ["distance", "hour", "carrier", "temp", "snow"]


def lightgbm_paths(objective, target, outputs, **extra):
    settings = {
        "objective": objective, "num_leaves": 7, "min_data_in_leaf": 8, "seed": 3, "max_cat_to_onehot": 1,
        "min_data_per_group": 5, "cat_smooth": 1, "deterministic": True, "force_row_wise": True,
        "num_threads": 1, "verbosity": -1,
    }
    data = lightgbm.Dataset(
        matrix, target, categorical_feature=[2], feature_name=names, params=settings | extra
    )
    booster = lightgbm.train(settings | extra, data, 8)
    trees = [tree["tree_structure"] for tree in booster.dump_model()["tree_info"]]
    leaves = booster.predict(rows, pred_leaf=True).astype(int)
    scale = 1.0 / 8 if extra.get("boosting") == "rf" else 1.0
    found = []
    for row in range(len(rows)):
        ways = []
        for index, tree in enumerate(trees):
            leaf = int(leaves[row, index])

            def way(node):
                if "split_index" not in node:
                    return [] if node.get("leaf_index", 0) == leaf else None
                for side in ("left", "right"):
                    below = way(node[side + "_child"])
                    if below is not None:
                        number = node["decision_type"] == "<="
                        step = [names[node["split_feature"]], node["threshold"] if number else None, side]
                        return [step] + below
                return None

            def value(node):
                if "split_index" not in node:
                    return node["leaf_value"] if node.get("leaf_index", 0) == leaf else None
                left = value(node["left_child"])
                return left if left is not None else value(node["right_child"])

            ways.append({"output": index % outputs, "steps": way(tree), "leaf": value(tree) * scale})
        found.append(ways)
    return {
        "text": booster.model_to_string(), "paths": found,
        "margins": numpy.asarray(booster.predict(rows, raw_score=True)).reshape(len(rows), -1).tolist(),
    }


def xgboost_paths(objective, target, outputs, **extra):
    kinds = ["float", "float", "c", "float", "float"]
    settings = {
        "objective": objective, "tree_method": "hist", "max_depth": 3, "eta": 0.4, "seed": 5, "nthread": 1,
        "max_cat_to_onehot": 1,
    }
    data = xgboost.DMatrix(matrix, target, feature_types=kinds, feature_names=names, enable_categorical=True)
    booster = xgboost.train(settings | extra, data, 6)
    asked = xgboost.DMatrix(rows, feature_types=kinds, feature_names=names, enable_categorical=True)
    leaves = booster.predict(asked, pred_leaf=True).reshape(len(rows), -1).astype(int)
    frame = booster.trees_to_dataframe()
    found = []
    for row in range(len(rows)):
        ways = []
        for index in range(leaves.shape[1]):
            tree = frame[frame.Tree == index].set_index("ID")
            parents = {}
            for ident, node in tree.iterrows():
                if node.Feature != "Leaf":
                    parents[node.Yes] = (ident, "yes")
                    parents[node.No] = (ident, "no")
            ident = f"{index}-{leaves[row, index]}"
            leaf, steps = float(tree.loc[ident].Gain), []
            while ident in parents:
                ident, side = parents[ident]
                node = tree.loc[ident]
                number = node.Category is None or isinstance(node.Category, float)
                steps.insert(0, [node.Feature, float(node.Split) if number else None, side])
            ways.append({"output": index % outputs, "steps": steps, "leaf": leaf})
        found.append(ways)
    raw = booster.save_raw("json").decode()
    return {
        "text": raw, "paths": found,
        "margins": booster.predict(asked, output_margin=True).reshape(len(rows), -1).tolist(),
    }


result = {
    "names": names, "levels": levels,
    "rows": [[None if numpy.isnan(cell) else float(cell) for cell in row] for row in rows],
    "lightgbm": {
        "binary": lightgbm_paths("binary", late, 1),
        "classes": lightgbm_paths("multiclass", size, 3, num_class=3),
        "zero": lightgbm_paths("binary", late, 1, zero_as_missing=True),
        "averaged": lightgbm_paths(
            "binary", late, 1, boosting="rf", bagging_freq=1, bagging_fraction=0.6
        ),
    },
    "xgboost": {
        "binary": xgboost_paths("binary:logistic", late, 1),
        "classes": xgboost_paths("multi:softprob", size, 3, num_class=3),
    },
}
path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "paths.json")
with open(path, "w") as file:
    json.dump(result, file, indent=None, separators=(",", ":"))
    file.write("\n")
