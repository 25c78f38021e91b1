"""Preparing rows with scikit-learn; each line names what is to be done."""

import sys

import duckdb
import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.compose import make_column_transformer
from sklearn.impute import MissingIndicator, SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import (
    KBinsDiscretizer, MinMaxScaler, OneHotEncoder, OrdinalEncoder, RobustScaler, SplineTransformer,
    StandardScaler, TargetEncoder,
)

threads = int(sys.argv[1])
rows = target = None


class Fences(TransformerMixin, BaseEstimator):
    """Numbers beyond the fences of a boxplot, put on them."""

    def fit(self, numbers, target=None):
        low, high = np.quantile(np.asarray(numbers), [0.25, 0.75], axis=0)
        self.low_, self.high_ = low - 1.5 * (high - low), high + 1.5 * (high - low)
        return self

    def transform(self, numbers):
        return np.clip(np.asarray(numbers), self.low_, self.high_)


def columns(*indices):
    return [f"x{index}" for index in indices]


def numbers(*steps):
    return make_pipeline(SimpleImputer(strategy="median"), *steps)


def texts(step):
    return make_pipeline(SimpleImputer(strategy="most_frequent"), step)


def transformer():
    bins = KBinsDiscretizer(
        5, encode="ordinal", strategy="quantile", subsample=None, quantile_method="linear"
    )
    ordinal = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=np.nan)
    one_hot = OneHotEncoder(sparse_output=False, handle_unknown="ignore")
    return make_column_transformer(
        (MissingIndicator(), columns(1, 2, 3)),
        (numbers(StandardScaler()), columns(1, 2)),
        (numbers(Fences(), StandardScaler()), columns(3)),
        (numbers(bins), columns(4, 5)),
        (numbers(Fences(), RobustScaler()), columns(6, 9)),
        (numbers(RobustScaler()), columns(7, 8, 10, 11, 12, 13, 14)),
        (numbers(MinMaxScaler()), columns(*range(15, 21))),
        (numbers(SplineTransformer(n_knots=5)), columns(21)),
        (numbers(), columns(22)),
        (texts(one_hot), ["c1", "c2"]),
        (texts(ordinal), ["c3", "c4"]),
        (texts(TargetEncoder(target_type="binary")), ["c5", "c6", "c7"]),
    )


def read(path):
    global rows, target
    rows = duckdb.connect(config={"threads": threads}).execute(f"SELECT * FROM '{path}'").df()
    target = rows.pop("y").to_numpy()


def prepare():
    transformer().fit_transform(rows, target)


for number, line in enumerate(sys.stdin, 1):
    name, *arguments = line.split()
    {"read": read, "prepare": prepare}[name](*arguments)
    print("done", number, flush=True)
