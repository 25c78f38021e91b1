"""Classes that are weighted and features that are held to a direction, by the Python packages, as
`constrained.json`.

Needs: scikit-learn 1.9, lightgbm 4.7.0, xgboost 3.2.0, numpy. Run in this folder:
python3 -P constrained.py
"""

import json
from pathlib import Path

import lightgbm as lgb
import numpy as np
import xgboost as xgb
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import GaussianNB

rng = np.random.default_rng(31)
rows = 300
features = rng.normal(size=(rows, 3)).round(2)
score = features[:, 0] - features[:, 1] ** 2 / 2 + np.sin(3 * features[:, 2]) + rng.normal(size=rows)
two = (score > 0.9).astype(int)
three = np.digitize(score, [-0.5, 1.2])
weights = rng.uniform(0.5, 2, rows).round(2)

ways = {"balanced": "balanced", "given": {0: 1.0, 1: 4.0, 2: 0.5}}
result = {
    "features": features.T.tolist(), "two": two.tolist(), "three": three.tolist(),
    "weights": weights.tolist(), "number": score.round(3).tolist(), "logistic": {}, "lightgbm": {},
    "bayes": {}, "monotone": {},
}
for way, classes in ways.items():
    for name, target in (("two", two), ("three", three)):
        known = np.unique(target).tolist()
        chosen = classes if way == "balanced" else {code: classes[code] for code in known}
        scaled = (features - features.mean(0)) / features.std(0)
        model = LogisticRegression(C=np.inf, class_weight=chosen, tol=1e-12, max_iter=10_000)
        model.fit(scaled, target, sample_weight=weights)
        result["logistic"][f"{way} {name}"] = model.predict_proba(scaled).T.tolist()
        sums = np.bincount(target, weights)
        shares = sums.mean() / sums if way == "balanced" else np.array(list(chosen.values()))
        each = shares[target] * weights
        result["bayes"][f"{way} {name}"] = (
            GaussianNB(var_smoothing=0).fit(features, target, each).predict_proba(features).T.tolist()
        )
        own = {"objective": "binary"} if name == "two" else {"objective": "multiclass", "num_class": 3}
        common = {
            "learning_rate": 0.1, "num_leaves": 31, "min_data_in_leaf": 20, "seed": 11,
            "deterministic": True, "force_row_wise": True, "num_threads": 2, "verbosity": -1,
        }
        data = lgb.Dataset(features, target, weight=each, params=common)
        booster = lgb.train({**common, **own}, data, 20)
        raw = booster.predict(features, raw_score=True).reshape(rows, -1)
        result["lightgbm"][f"{way} {name}"] = raw.T.tolist()

constraints = [1, 0, -1]
data = lgb.Dataset(features, score.round(3), params={"num_threads": 2, "verbosity": -1})
common["monotone_constraints"] = constraints
booster = lgb.train({**common, "objective": "regression"}, data, 30)
result["monotone"]["lightgbm"] = booster.predict(features).tolist()
matrix = xgb.DMatrix(features, score.round(3))
booster = xgb.train(
    {
        "tree_method": "hist", "max_depth": 4, "eta": 0.3, "lambda": 1, "nthread": 2,
        "objective": "reg:squarederror", "monotone_constraints": "(1,0,-1)",
    },
    matrix, 30,
)
result["monotone"]["xgboost"] = booster.predict(matrix).astype(float).tolist()
(Path(__file__).parent / "constrained.json").write_text(json.dumps(result) + "\n")
