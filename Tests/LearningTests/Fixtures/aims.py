"""Numbers learned by other losses than the squared one, by the Python packages, as `aims.json`.

Needs: lightgbm 4.7.0, xgboost 3.2.0, scikit-learn 1.9, numpy. Run in this folder: python3 -P aims.py
"""

import json
from pathlib import Path

import lightgbm as lgb
import numpy as np
import xgboost as xgb
from sklearn.metrics import mean_pinball_loss

rng = np.random.default_rng(41)
rows = 300
features = rng.normal(size=(rows, 2)).round(2)
mean = np.exp(features[:, 0] / 2 + np.sin(2 * features[:, 1]))
targets = {"counts": rng.poisson(mean).astype(float), "amounts": rng.gamma(2, mean / 2).round(4) + 0.001}
light = {
    "learning_rate": 0.1, "num_leaves": 31, "min_data_in_leaf": 20, "seed": 11, "deterministic": True,
    "force_row_wise": True, "num_threads": 2, "verbosity": -1,
}
extreme = {"tree_method": "hist", "max_depth": 4, "eta": 0.3, "lambda": 1, "nthread": 2}
aims = {
    "absolute": ("amounts", {"objective": "regression_l1"}, {"objective": "reg:absoluteerror"}),
    "poisson": ("counts", {"objective": "poisson"}, {"objective": "count:poisson"}),
    "gamma": ("amounts", {"objective": "gamma"}, {"objective": "reg:gamma"}),
    "quantile": (
        "amounts", {"objective": "quantile", "alpha": 0.9},
        {"objective": "reg:quantileerror", "quantile_alpha": 0.9},
    ),
}
result = {
    "features": features.T.tolist(), "targets": {k: v.tolist() for k, v in targets.items()},
    "lightgbm": {}, "xgboost": {}, "pinball": {},
}
for aim, (name, own, theirs) in aims.items():
    target = targets[name]
    data = lgb.Dataset(features, target, params=light)
    found = lgb.train({**light, **own}, data, 25).predict(features)
    result["lightgbm"][aim] = found.tolist()
    matrix = xgb.DMatrix(features, target)
    result["xgboost"][aim] = xgb.train({**extreme, **theirs}, matrix, 25).predict(matrix).tolist()
    for level in (0.5, 0.9):
        result["pinball"][f"{aim} {level}"] = mean_pinball_loss(target, found, alpha=level)
(Path(__file__).parent / "aims.json").write_text(json.dumps(result) + "\n")
