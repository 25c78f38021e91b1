"""Writes glm.json: generalised linear models by statsmodels over the rows of learners.json.

Run: python3 glm.py (statsmodels 0.15, numpy 2.4)

Targets are drawn here; what is missing of `temp` is filled by its mean, weighted where rows are.
"""

import json
import os

import numpy as np
import statsmodels.api as sm

here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "learners.json")) as file:
    data = json.load(file)["data"]
rows = len(data["delay"])
weights = np.array(data["weight"])
ones = np.ones(rows)
rng = np.random.default_rng(9)


def columns(weight):
    temp = np.array([np.nan if t is None else t for t in data["temp"]])
    there = ~np.isnan(temp)
    temp = np.where(there, temp, np.average(temp[there], weights=weight[there]))
    carrier = np.array(data["carrier"])
    return np.column_stack(
        [np.ones(rows), data["distance"], data["hour"]]
        + [carrier == c for c in ("B6", "UA", "WN")] + [temp]
    ).astype(float)


predictor = columns(ones) @ [-0.5, 0.0004, 0.05, 0.4, -0.3, 0.1, -0.01]
exposure = np.round(rng.uniform(0.2, 3, rows), 3)
counts = rng.poisson(exposure * np.exp(predictor))
positive = np.round(rng.gamma(2.0, np.exp(predictor) / 2), 4) + 0.001

falling = np.round(rng.gamma(5.0, 1 / (2 + 0.1 * np.array(data["hour"])), rows), 4) + 0.001


def fitted(family, target, weight=None, offset=None):
    x = columns(ones if weight is None else weight)
    model = sm.GLM(target, x, family=family, var_weights=weight, offset=offset)
    fit = model.fit(tol=1e-13, maxiter=200, tol_criterion="params")
    dispersion = fit.pearson_chi2 / fit.df_resid
    return {
        "estimate": fit.params.tolist(), "se": fit.bse.tolist(),
        "deviance": float(fit.deviance), "null": float(fit.null_deviance),
        "dispersion": float(dispersion),
    }


links, families = sm.families.links, sm.families
content = {
    "exposure": exposure.tolist(), "counts": counts.tolist(), "positive": positive.tolist(),
    "falling": falling.tolist(),
    "fits": {
        "poisson": fitted(families.Poisson(), counts),
        "poisson weighted": fitted(families.Poisson(), counts, weights),
        "poisson offset": fitted(families.Poisson(), counts, offset=np.log(exposure)),
        "poisson sqrt": fitted(families.Poisson(links.Sqrt()), counts),
        "gamma": fitted(families.Gamma(links.Log()), positive),
        "gamma weighted": fitted(families.Gamma(links.Log()), positive, weights),
        "gamma inverse": fitted(families.Gamma(), falling),
        "inverse_gaussian": fitted(families.InverseGaussian(links.Log()), positive),
        "gaussian log": fitted(families.Gaussian(links.Log()), positive),
    },
}
with open(os.path.join(here, "glm.json"), "w") as file:
    json.dump(content, file)
