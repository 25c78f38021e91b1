"""Writes recipes.json: what steps of recipes give, by scikit-learn, pandas and NumPy.

Needs: pip install scikit-learn pandas numpy scipy
"""

import json
import os

import numpy
import pandas
from sklearn.decomposition import PCA
from sklearn.feature_selection import f_classif, f_regression
from sklearn.impute import KNNImputer, SimpleImputer
from sklearn.preprocessing import (
    KBinsDiscretizer, MinMaxScaler, OneHotEncoder, OrdinalEncoder, PolynomialFeatures,
    PowerTransformer, RobustScaler, StandardScaler, TargetEncoder,
)
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

rng = numpy.random.default_rng(11)
rows = 120
letters = numpy.array(["a", "b", "c", "d", "é", "f"])
frame = pandas.DataFrame(
    {
        "x": rng.normal(3.0, 2.0, rows).round(3),
        "y": rng.gamma(2.0, 4.0, rows).round(3),
        "z": rng.normal(-1.0, 5.0, rows).round(3),
        "k": rng.integers(-4, 9, rows),
        "c": letters[rng.choice(6, rows, p=[0.4, 0.25, 0.2, 0.08, 0.05, 0.02])],
    }
)
frame["t"] = (0.5 * frame.x + 0.2 * frame.y + rng.normal(0, 1, rows)).round(4)
frame["b"] = frame.t > frame.t.median()
frame.loc[rng.random(rows) < 0.1, "x"] = numpy.nan
frame.loc[rng.random(rows) < 0.06, "c"] = None
moments = pandas.Timestamp("2013-01-01") + pandas.to_timedelta(
    rng.integers(0, 400 * 24, rows), unit="h"
)
frame["when"] = moments

full = frame[["y", "z"]]
cases = {}


def case(name, **columns):
    def cells(values):
        result = []
        for value in list(values):
            if value is None or (isinstance(value, float) and numpy.isnan(value)):
                result.append(None)
            elif isinstance(value, str):
                result.append(value)
            else:
                result.append(float(value))
        return result

    cases[name] = {key: cells(value) for key, value in columns.items()}


def fitted(transformer, columns=("y", "z")):
    made = transformer.fit_transform(frame[list(columns)])
    made = numpy.asarray(made.todense() if hasattr(made, "todense") else made)
    return {name: made[:, place] for place, name in enumerate(columns)}


for kind in ["median", "mean"]:
    case(f"impute {kind}", **fitted(SimpleImputer(strategy=kind), ("x",)))
case("impute mode", c=frame.c.fillna(frame.c.mode()[0]))
case("impute constant", x=frame.x.fillna(-9.5))
scaler = StandardScaler()
near = KNNImputer(n_neighbors=5).fit_transform(scaler.fit_transform(frame[["x", "y", "z", "k"]]))
case("impute knn", x=scaler.inverse_transform(near)[:, 0])
case("indicate_missing", x_missing=frame.x.isna().astype(int), c_missing=frame.c.isna().astype(int))

hot = OneHotEncoder(handle_unknown="ignore", sparse_output=False)
known = frame.c[frame.c.notna()]
hot.fit(known.to_frame())
made = hot.transform(frame[["c"]])
case("one_hot", **{f"c_{level}": made[:, i] for i, level in enumerate(hot.categories_[0])})
ordinal = OrdinalEncoder().fit(known.to_frame())
positions = {level: i + 1 for i, level in enumerate(ordinal.categories_[0])}
case("ordinal", c=[positions.get(level) for level in frame.c])
counts = frame.c.value_counts()
missing = int(frame.c.isna().sum())
case("count_encode", c=[counts[c] if isinstance(c, str) else missing for c in frame.c])
kept = set(counts.index[:3])
case("lump", c=[None if not isinstance(c, str) else c if c in kept else "other" for c in frame.c])
filled = frame.c.where(frame.c.notna(), "nothing").to_frame()
for target in ["t", "b"]:
    values = frame[target].astype(float)
    # Its own encoding of all rows: what rows after training get.
    encoder = TargetEncoder(smooth=10.0, target_type="continuous").fit(filled, values)
    case(f"target_encode {target}", c=encoder.transform(filled)[:, 0])

numbers = frame[["y", "z"]]
unbiased = (numbers - numbers.mean()) / numbers.std(ddof=1)
biased = StandardScaler().fit_transform(numbers)
assert numpy.allclose(unbiased * numpy.sqrt(rows / (rows - 1)), biased)
case("scale standard", y=unbiased.y, z=unbiased.z)
case("scale minmax", **fitted(MinMaxScaler()))
case("scale robust", **fitted(RobustScaler()))
power = PowerTransformer(method="yeo-johnson", standardize=False)
case("power_transform", **fitted(power))
quarter = numbers.quantile([0.25, 0.75])
reach = 1.5 * (quarter.loc[0.75] - quarter.loc[0.25])
clipped = numbers.clip(quarter.loc[0.25] - reach, quarter.loc[0.75] + reach, axis=1)
case("clip_outliers", y=clipped.y, z=clipped.z)
for method, strategy in [("quantile", "quantile"), ("width", "uniform")]:
    bins = KBinsDiscretizer(5, encode="ordinal", strategy=strategy, subsample=None)
    made = bins.fit_transform(numbers) + 1
    case(f"bin {method}", y=made[:, 0], z=made[:, 1])


def leaves(tree, target):
    def positions(column):
        data = frame[[column]]
        tree.fit(data, target)
        cuts = sorted(t for t, f in zip(tree.tree_.threshold, tree.tree_.feature) if f >= 0)
        return 1 + numpy.searchsorted(cuts, frame[column], side="right")

    return {"y": positions("y"), "z": positions("z")}


case("bin tree t", **leaves(DecisionTreeRegressor(max_leaf_nodes=4, random_state=0), frame.t))
case("bin tree b", **leaves(DecisionTreeClassifier(max_leaf_nodes=4, random_state=0), frame.b))
powers = PolynomialFeatures(3, include_bias=False).fit_transform(frame[["y"]])
case("polynomial", y=powers[:, 0], y_2=powers[:, 1], y_3=powers[:, 2])
case("interact", y_x_z=frame.y * frame.z)


def restricted(x, knots):
    """Harrell, Regression Modeling Strategies, 2nd edition, formula 2.25."""
    t = numpy.array(knots)
    columns = []
    for j in range(len(t) - 2):
        def cube(v):
            return numpy.maximum(v, 0) ** 3

        columns.append(
            (
                cube(x - t[j])
                - cube(x - t[-2]) * (t[-1] - t[j]) / (t[-1] - t[-2])
                + cube(x - t[-1]) * (t[-2] - t[j]) / (t[-1] - t[-2])
            )
            / (t[-1] - t[0]) ** 2
        )
    return columns


knots = numpy.quantile(frame.y, [0.05, 0.275, 0.5, 0.725, 0.95])
case("spline", **{f"y_spline_{i + 1}": v for i, v in enumerate(restricted(frame.y, knots))})
when = frame.when.dt
case(
    "date_parts", when_year=when.year, when_month=when.month, when_weekday=when.day_of_week + 1,
    when_hour=when.hour,
)
turn = 2 * numpy.pi / 24 * when.hour
case("date_parts cyclic", when_hour_sin=numpy.sin(turn), when_hour_cos=numpy.cos(turn))
scores = PCA(2, svd_solver="full").fit(frame[["y", "z", "k"]])
made = scores.transform(frame[["y", "z", "k"]])
case("pca", pc_1=made[:, 0], pc_2=made[:, 1])
case("pca share", share=scores.explained_variance_ratio_)
case("association t", share=[numpy.corrcoef(frame[n], frame.t)[0, 1] ** 2 for n in ["y", "z", "k"]])
f, _ = f_regression(frame[["y", "z", "k"]], frame.t)
assert numpy.allclose(cases["association t"]["share"], f / (f + rows - 2))
f, _ = f_classif(frame[["y", "z", "k"]], frame.b)
case("association b", share=f / (f + rows - 2))

data = {}
for name in frame.columns:
    values = frame[name]
    if name == "when":
        data[name] = [int(v.value // 1000) for v in values]
    else:
        data[name] = [None if pandas.isna(v) else v for v in values.tolist()]
path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "recipes.json")
with open(path, "w") as file:
    json.dump({"data": data, "cases": cases}, file, ensure_ascii=False, sort_keys=True)
    file.write("\n")
