"""Trees by scikit-learn and forests by XGBoost's Python package over the same rows, as `trees.json`.

Needs: xgboost-cpu 3.2.0, scikit-learn, numpy. Run in this folder: python3 trees.py
"""

import json
import sys
from pathlib import Path

# A script of the name of a module must not be found in its place.
sys.path.pop(0)

import numpy as np
import xgboost as xgb
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

rng = np.random.default_rng(5)
rows = 300
# Few numbers, each of which is a threshold of XGBoost's, too.
features = rng.integers(0, 60, (rows, 3)).astype(float)
score = features[:, 0] / 10 + (features[:, 1] > 30) * 2 + rng.normal(size=rows)
number = score.round(3)
two = (score > 4).astype(float)
three = np.digitize(score, [3, 5]).astype(float)

found = {
    "features": features.T.tolist(), "number": number.tolist(), "two": two.tolist(),
    "three": three.tolist(),
}
limits = {"max_depth": 4, "min_samples_leaf": 10}
number_tree = DecisionTreeRegressor(**limits).fit(features, number)
found["tree_number"] = [number_tree.predict(features).tolist()]
found["tree_two"] = [
    DecisionTreeClassifier(**limits).fit(features, two).predict_proba(features)[:, 1].tolist()
]
three_tree = DecisionTreeClassifier(max_depth=3).fit(features, three)
found["tree_three"] = three_tree.predict_proba(features).T.tolist()

settings = {
    "tree_method": "hist", "eta": 1, "lambda": 0, "objective": "reg:squarederror",
    "num_parallel_tree": 25, "max_depth": 6, "subsample": 0.632, "seed": 11, "nthread": 1,
}


def forest(target, share, least, **more):
    data = xgb.QuantileDMatrix(features, target)
    sized = {**settings, "colsample_bynode": share, "min_child_weight": least, **more}
    return np.asarray(xgb.train(sized, data, 1).inplace_predict(features), dtype=np.float64)


found["forest_number"] = [forest(number, 1 / 3, 5).tolist()]
found["forest_two"] = [forest(two, 1 / np.sqrt(3), 5).clip(0, 1).tolist()]
shares = forest(np.eye(3)[three.astype(int)], 1 / np.sqrt(3), 0, multi_strategy="multi_output_tree")
found["forest_three"] = shares.T.tolist()
(Path(__file__).parent / "trees.json").write_text(json.dumps(found) + "\n")
