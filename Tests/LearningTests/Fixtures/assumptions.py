"""Tests of residuals, collinearity and influence by statsmodels, of calibration by hand.

Writes assumptions.json: the rows and what the tests give. Run with numpy, scipy, statsmodels.
"""

import json
import pathlib

import numpy as np
import statsmodels.api as sm
from scipy import stats
from statsmodels.stats.diagnostic import het_breuschpagan
from statsmodels.stats.outliers_influence import variance_inflation_factor
from statsmodels.stats.stattools import durbin_watson, jarque_bera

chance = np.random.default_rng(5)
n = 200
a = chance.normal(10, 2, n)
b = a * 0.8 + chance.normal(0, 0.6, n)
c = chance.choice([0.0, 1.0], n)
noise = np.zeros(n)
for row in range(1, n):
    noise[row] = 0.5 * noise[row - 1] + chance.normal(0, 0.3 + 0.3 * a[row])
noise[17] += 25
y = np.round(3 + 2 * a - b + c + noise, 6)
columns = np.round(np.column_stack([a, b, c]), 6)

design = sm.add_constant(columns)
fit = sm.OLS(y, design).fit()
lagrange, probability, _, _ = het_breuschpagan(fit.resid, design)
bera, bera_p, _, _ = jarque_bera(fit.resid)
values = np.linalg.eigvalsh(np.corrcoef(columns, rowvar=False))

chance_of = 1 / (1 + np.exp(-(columns[:, 0] - 10)))
true = (chance.random(n) < 1 / (1 + np.exp(-0.6 * (columns[:, 0] - 10)))).astype(float)
groups = np.array_split(np.argsort(chance_of, kind="stable"), 10)
lemeshow = sum(
    (true[g].sum() - chance_of[g].sum()) ** 2
    / (len(g) * chance_of[g].mean() * (1 - chance_of[g].mean()))
    for g in groups
)

content = {
    "columns": columns.T.ravel().tolist(),
    "y": y.tolist(),
    "residuals": fit.resid.tolist(),
    "breuschPagan": [lagrange, probability],
    "jarqueBera": [bera, bera_p],
    "durbinWatson": durbin_watson(fit.resid),
    "cook": fit.get_influence().cooks_distance[0].tolist(),
    "inflation": [variance_inflation_factor(design, i) for i in (1, 2, 3)],
    "condition": float(np.sqrt(values[-1] / values[0])),
    "probability": chance_of.tolist(),
    "truth": true.tolist(),
    "hosmerLemeshow": [lemeshow, stats.chi2.sf(lemeshow, 10), stats.chi2.sf(lemeshow, 8)],
}
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(content, default=float) + "\n")
