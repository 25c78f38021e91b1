"""Learning in Python from a Parquet file; each line names what is to be done."""

import sys

import duckdb
import lightgbm
import numpy as np
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


def logistic(path, tolerance):
    features, target = columns(path)
    model = LogisticRegression(C=np.inf, tol=float(tolerance), max_iter=1000)
    model.fit(features, target)


for number, line in enumerate(sys.stdin, 1):
    name, *arguments = line.split()
    {"ready": tuple, "matrix": matrix, "boosted": boosted, "logistic": logistic}[name](*arguments)
    print("done", number, flush=True)
