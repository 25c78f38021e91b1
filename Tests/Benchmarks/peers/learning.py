"""Learning in Python from a Parquet file; each line names what is to be done."""

import sys

import duckdb
import lightgbm
import numpy as np
import xgboost
from sklearn.linear_model import LogisticRegression

threads = int(sys.argv[1])
connection = duckdb.connect(config={"threads": threads})
settings = {
    "objective": "binary", "verbosity": -1, "num_threads": threads, "seed": 0,
    "deterministic": True, "force_row_wise": True,
}


def columns(path):
    """Features as one array, missing as NaN, and the target."""
    table = connection.execute(f"SELECT * FROM '{path}'").fetchnumpy()
    target = np.asarray(table.pop("y"), dtype=np.float64)
    features = np.column_stack(
        [column.filled(np.nan) if np.ma.isMaskedArray(column) else column for column in table.values()]
    )
    return features, target


def matrix(path):
    features, target = columns(path)
    lightgbm.Dataset(features, target, params=settings).construct()


def boosted(path, trees):
    features, target = columns(path)
    data = lightgbm.Dataset(features, target, params=settings)
    lightgbm.train(settings, data, int(trees))


def boosted_by_xgboost(path, trees):
    features, target = columns(path)
    data = xgboost.QuantileDMatrix(features, target, nthread=threads)
    xgboost.train({"objective": "binary:logistic", "seed": 0, "nthread": threads}, data, int(trees))


def logistic(path, tolerance):
    features, target = columns(path)
    model = LogisticRegression(C=np.inf, tol=float(tolerance), max_iter=1000)
    model.fit(features, target)


commands = {
    "ready": tuple, "matrix": matrix, "boosted": boosted, "boosted_by_xgboost": boosted_by_xgboost,
    "logistic": logistic,
}
for number, line in enumerate(sys.stdin, 1):
    name, *arguments = line.split()
    commands[name](*arguments)
    print("done", number, flush=True)
