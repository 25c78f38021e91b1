"""Reductions of fixed samples by scipy and numpy, into reductions.json beside this file."""

import json
import pathlib

import numpy as np
import scipy
from scipy import stats

draws = np.random.default_rng(20130101)
samples = {
    "normal": (draws.normal(3, 2, 41), draws.normal(-1, 5, 41)),
    "skewed": (draws.exponential(10, 100), draws.exponential(2, 100) ** 2),
    "tied": (draws.integers(0, 4, 30).astype(float), draws.integers(-2, 2, 30).astype(float)),
    "few": (np.array([1.0, 2.0, 5.0, 9.5]), np.array([4.0, -1.0, 0.5, 3.0])),
}


def reductions(x, y):
    return {
        "sd": np.std(x, ddof=1),
        "var": np.var(x, ddof=1),
        "skewness": stats.skew(x, bias=False),
        "kurtosis": stats.kurtosis(x, bias=False),
        "median": np.median(x),
        "iqr": stats.iqr(x),
        "mad": stats.median_abs_deviation(x),
        "quantile 0.1": np.quantile(x, 0.1),
        "quantile 0.9": np.quantile(x, 0.9),
        "corr": stats.pearsonr(x, y).statistic,
        "cov": np.cov(x, y)[0, 1],
        "mean weighted": np.average(x, weights=np.abs(y)),
    }


content = {
    "made_by": f"scipy {scipy.__version__}, numpy {np.__version__}",
    "samples": [
        {
            "name": name,
            "x": x.tolist(),
            "y": y.tolist(),
            "values": {key: float(value) for key, value in reductions(x, y).items()},
        }
        for name, (x, y) in samples.items()
    ],
}
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(content, indent=1) + "\n")
