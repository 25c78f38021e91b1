"""Writes regression.json: data, and what statsmodels and scikit-learn fit to them.

Run: python3 regression.py (statsmodels 0.15, scikit-learn 1.9)
"""

import json
import os

import numpy as np
import statsmodels.api as sm
from sklearn.linear_model import LogisticRegression

rng = np.random.default_rng(5)
n = 240
x1 = rng.normal(100, 15, n)
x2 = rng.exponential(2.0, n)
x3 = (rng.random(n) < 0.3).astype(float)
x4 = 13.0 + rng.integers(0, 6, n)
X = np.column_stack([x1, x2, x3, x4])
y = np.round(3 + 0.2 * x1 - 1.5 * x2 + 4 * x3 + 0.5 * (x4 - 15) + rng.normal(0, 3, n), 6)
X = np.round(X, 6)
w = rng.integers(1, 5, n).astype(float)
score = -0.4 + 0.05 * (x1 - 100) - 0.6 * x2 + 1.2 * x3 + 0.3 * (x4 - 15)
binary = (rng.random(n) < 1 / (1 + np.exp(-score))).astype(int)
utility = np.column_stack([np.zeros(n), 0.4 * x2 - 1 + x3, 0.03 * (x1 - 100) - 0.2 * (x4 - 15)])
odds = np.exp(utility)
classes = (odds / odds.sum(1, keepdims=True)).cumsum(1)
multi = (rng.random((n, 1)) > classes).sum(1)


def lists(values):
    return np.asarray(values, dtype=float).tolist()


def linear(fit):
    return {
        "coefficients": [lists(fit.params)],
        "errors": [lists(fit.bse)],
        "rSquared": float(fit.rsquared),
        "variance": float(fit.scale),
    }


def logit(fit, shape=None):
    params, errors = np.asarray(fit.params), np.asarray(fit.bse)
    params, errors = (params.T, errors.T) if params.ndim == 2 else ([params], [errors])
    return {
        "coefficients": lists(params),
        "errors": lists(errors),
        "logLikelihood": float(fit.llf),
        "nullLogLikelihood": float(fit.llnull),
    }


def ridge(target, l2, weights=None, columns=X):
    model = LogisticRegression(C=1 / l2, tol=1e-12, max_iter=100000, solver="newton-cholesky")
    model.fit(columns, target, sample_weight=weights)
    coefficients = np.column_stack([model.intercept_, model.coef_])
    if len(coefficients) > 1:
        coefficients = coefficients[1:] - coefficients[0]
    return {"coefficients": lists(coefficients)}


A = sm.add_constant(X)
kw = dict(tol=1e-10, maxiter=200)
content = {
    "columns": lists(X.T),
    "target": lists(y),
    "weights": lists(w),
    "binary": binary.tolist(),
    "multi": multi.tolist(),
    "fits": {
        "ols": linear(sm.OLS(y, A).fit()),
        "olsWithoutIntercept": linear(sm.OLS(y, X).fit()),
        "wls": linear(sm.WLS(y, A, weights=w).fit()),
        "logit": logit(sm.Logit(binary, A).fit(method="newton", disp=0, **kw)),
        "weightedLogit": logit(
            sm.GLM(binary, A, family=sm.families.Binomial(), freq_weights=w).fit(tol=1e-14)
        ),
        "multinomial": logit(sm.MNLogit(multi, A).fit(method="newton", disp=0, **kw)),
        "ridge": ridge(binary, 2.5),
        "weightedRidge": ridge(binary, 0.5, w),
        "multinomialRidge": ridge(multi, 3.0),
        "twinRidge": ridge(binary, 2.5, columns=np.column_stack([X, x2.round(6), np.full(n, 0.1)])),
    },
}
path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "regression.json")
with open(path, "w") as file:
    json.dump(content, file)
    file.write("\n")
