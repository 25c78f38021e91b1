"""Writes learners.json: fits by statsmodels, scikit-learn and LightGBM's Python package.

Needs: pip install lightgbm==4.7.0 statsmodels scikit-learn pandas numpy
"""

import json
import os

import lightgbm
import numpy
import pandas
import statsmodels.api as sm
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import (
    accuracy_score, average_precision_score, brier_score_loss, f1_score, log_loss,
    matthews_corrcoef, mean_absolute_error, r2_score, roc_auc_score, root_mean_squared_error,
)

rng = numpy.random.default_rng(7)
rows = 600
carriers = numpy.array(["AA", "B6", "UA", "WN"])
frame = pandas.DataFrame(
    {
        "distance": rng.gamma(2.0, 400.0, rows).round(1),
        "hour": rng.integers(5, 24, rows),
        "carrier": carriers[rng.integers(0, 4, rows)],
        "temp": rng.normal(15.0, 8.0, rows).round(2),
    }
)
frame.loc[rng.random(rows) < 0.1, "temp"] = numpy.nan
effect = {"AA": 0.0, "B6": 0.6, "UA": -0.4, "WN": 0.2}
score = (
    -2.0 + 0.12 * frame.hour + 0.0004 * frame.distance + frame.carrier.map(effect)
    - 0.02 * frame.temp.fillna(15.0)
)
delay = 10 * score + rng.normal(0, 12, rows)
frame["delay"] = delay.round(2)
frame["late"] = rng.random(rows) < 1 / (1 + numpy.exp(-score))
frame["size"] = numpy.where(delay < -4, "low", numpy.where(delay < 8, "middle", "top"))
weights = rng.integers(1, 5, rows).astype(float)

codes = frame.carrier.map({name: float(i) for i, name in enumerate(carriers)})
matrix = numpy.column_stack([frame.distance, frame.hour, codes, frame.temp]).astype(numpy.float64)
dense = pandas.DataFrame(
    {
        "const": 1.0, "distance": frame.distance, "hour": frame.hour.astype(float),
        "B6": (frame.carrier == "B6") * 1.0, "UA": (frame.carrier == "UA") * 1.0,
        "WN": (frame.carrier == "WN") * 1.0, "temp": frame.temp.fillna(frame.temp.mean()),
    }
)


def fitted(model):
    return {
        "estimate": numpy.asarray(model.params).T.tolist(),
        "se": numpy.asarray(model.bse).T.tolist(),
        "pValue": numpy.asarray(model.pvalues).T.tolist(),
    }


def linear(model):
    interval = numpy.asarray(model.conf_int())
    return fitted(model) | {"low": interval[:, 0].tolist(), "high": interval[:, 1].tolist()}


late = frame.late.astype(float)
size = frame["size"].map({"low": 0, "middle": 1, "top": 2})
ols = sm.OLS(frame.delay, dense).fit()
wls_mean = numpy.average(frame.temp.dropna(), weights=weights[frame.temp.notna()])
weighted = dense.assign(temp=frame.temp.fillna(wls_mean))
logit = sm.Logit(late, dense).fit(disp=0, method="newton", tol=1e-12)
multinomial = sm.MNLogit(size, dense).fit(disp=0, method="newton", tol=1e-12)
ridge = LogisticRegression(C=1 / 3.0, tol=1e-12, max_iter=10000, solver="newton-cholesky")
ridge.fit(dense.drop(columns="const"), late)


def trees(objective, target, extra=None, valid=None):
    settings = {
        "objective": objective, "learning_rate": 0.1, "num_leaves": 15, "max_depth": -1,
        "min_data_in_leaf": 10, "bagging_fraction": 0.8, "bagging_freq": 1,
        "feature_fraction": 0.75, "lambda_l1": 0.0, "lambda_l2": 1.0, "seed": 11,
        "deterministic": True, "force_row_wise": True, "num_threads": 1, "verbosity": -1,
    } | (extra or {})
    half = slice(0, 400)
    data = lightgbm.Dataset(
        matrix[half], numpy.asarray(target)[half], weight=weights[half],
        categorical_feature=[2], params=settings, free_raw_data=False,
    )
    callbacks, sets = [], []
    if valid:
        sets = [data.create_valid(
            matrix[400:], numpy.asarray(target)[400:], weight=weights[400:]
        )]
        callbacks = [lightgbm.early_stopping(valid, verbose=False)]
    model = lightgbm.train(
        settings, data, num_boost_round=200 if valid else 30, valid_sets=sets,
        callbacks=callbacks,
    )
    best = model.best_iteration if valid else 30
    text = model.model_to_string(num_iteration=best)
    body = text[text.index("Tree=0"):text.index("end of trees")]
    predictions = model.predict(matrix, num_iteration=best)
    contributions = model.predict(matrix[:20], num_iteration=best, pred_contrib=True)
    return {
        "trees": body, "iterations": best, "prediction": predictions.T.tolist(),
        "contributions": contributions.tolist(),
        "gain": model.feature_importance("gain", iteration=best).tolist(),
    }


probability = logit.predict(dense)
forecast = ols.predict(dense)
several = multinomial.predict(dense).to_numpy()
content = {
    "data": {
        "distance": frame.distance.tolist(), "hour": frame.hour.tolist(),
        "carrier": frame.carrier.tolist(),
        "temp": [None if numpy.isnan(x) else x for x in frame.temp],
        "delay": frame.delay.tolist(), "late": frame.late.tolist(),
        "size": frame["size"].tolist(), "weight": weights.tolist(),
    },
    "ols": linear(ols) | {"r2": ols.rsquared},
    "wls": linear(sm.WLS(frame.delay, weighted, weights=weights).fit()),
    "logit": fitted(logit) | {"likelihood": logit.llf, "null": logit.llnull},
    "multinomial": fitted(multinomial),
    "ridge": [ridge.intercept_[0]] + ridge.coef_[0].tolist(),
    "regression": trees("regression", frame.delay),
    "binary": trees("binary", late),
    "stopped": trees("binary", late, valid=10),
    "multiclass": trees("multiclass", size, {"num_class": 3}),
    "metrics": {
        "auc": roc_auc_score(late, probability), "pr_auc": average_precision_score(late, probability),
        "log_loss": log_loss(late, probability), "brier": brier_score_loss(late, probability),
        "accuracy": accuracy_score(late, probability >= 0.5), "f1": f1_score(late, probability >= 0.5),
        "mcc": matthews_corrcoef(late, probability >= 0.5),
        "rmse": root_mean_squared_error(frame.delay, forecast),
        "mae": mean_absolute_error(frame.delay, forecast), "r2": r2_score(frame.delay, forecast),
        "several_log_loss": log_loss(size, several),
        "several_accuracy": accuracy_score(size, several.argmax(axis=1)),
    },
}
path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "learners.json")
with open(path, "w") as file:
    json.dump(content, file)
