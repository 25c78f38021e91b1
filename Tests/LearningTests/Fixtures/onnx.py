"""Models by scikit-learn and by hand as ONNX files, and what ONNX Runtime's Python package predicts
by them: `onnx.json`, and the files and the rows in `onnx/`; some of them again in `sessions/`.

Needs: onnx 1.19 or newer, onnxruntime 1.32.0, skl2onnx 1.19 or newer, scikit-learn, pandas. Run in
this folder: python3 onnx.py
"""

import json
import shutil
import sys
from pathlib import Path

# A script of the name of a module must not be found in its place.
sys.path.pop(0)

import numpy as np
import onnx
import onnxruntime
import pandas as pd
from onnx import TensorProto, helper, numpy_helper
from skl2onnx import to_onnx
from skl2onnx.common.data_types import (
    DoubleTensorType,
    FloatTensorType,
    Int64TensorType,
    StringTensorType,
)
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import GradientBoostingRegressor, RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

here = Path(__file__).parent
sessions = here.parents[2] / "sessions" / "data"
out = here / "onnx"
out.mkdir(exist_ok=True)
penguins = pd.read_csv(sessions / "penguins.csv")
numbers = ["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"]
known = penguins.dropna(subset=numbers)
rows = known[known.index % 5 == 0]
train = known[known.index % 5 != 0]
sexed = train.dropna(subset=["sex"])
options = {"": 17, "ai.onnx.ml": 3}
told = {}


def save(name, model):
    model.doc_string = ""
    onnx.checker.check_model(model)
    (out / f"{name}.onnx").write_bytes(model.SerializeToString())


def columns(frame, types):
    return {
        name: (
            frame[name].fillna("").to_numpy(str).astype(object)
            if isinstance(kind, StringTensorType)
            else frame[name].to_numpy(np.int64 if isinstance(kind, Int64TensorType) else np.float32)
        ).reshape(-1, 1)
        for name, kind in types
    }


def ask(name, feeds, output):
    # On one thread sums go one way only.
    alone = onnxruntime.SessionOptions()
    alone.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession((out / f"{name}.onnx").read_bytes(), alone)
    found = session.run([output], feeds)[0]
    if isinstance(found, list):
        found = np.array([list(one.values()) for one in found])
    told[name] = np.asarray(found, float).reshape(len(found), -1).T.tolist()


x = train[numbers].to_numpy(np.float32)
asked = rows[numbers].to_numpy(np.float32)
three = [("X", FloatTensorType([None, 3]))]
four = [("X", FloatTensorType([None, 4]))]

# A number, from one tensor of 32 bits, and of 64.
line = make_pipeline(StandardScaler(), LinearRegression()).fit(x[:, :3], x[:, 3])
save("number", to_onnx(line, initial_types=three, target_opset=options))
ask("number", {"X": asked[:, :3]}, "variable")
save("double", to_onnx(line, initial_types=[("X", DoubleTensorType([None, 3]))], target_opset=options))
ask("double", {"X": rows[numbers[:3]].to_numpy(float)}, "variable")
boosted = GradientBoostingRegressor(n_estimators=20, max_depth=3, random_state=1)
boosted.fit(x[:, :3], x[:, 3])
save("trees", to_onnx(boosted, initial_types=three, target_opset=options))
ask("trees", {"X": asked[:, :3]}, "variable")

# Classes with words, as a sequence of maps and as a tensor.
kinds = make_pipeline(StandardScaler(), LogisticRegression()).fit(x, train.species)
save("maps", to_onnx(kinds, initial_types=four, target_opset=options))
ask("maps", {"X": asked}, "output_probability")
plain = to_onnx(kinds, initial_types=four, target_opset=options, options={"zipmap": False})
save("tensor", plain)
ask("tensor", {"X": asked}, "probabilities")
codes = RandomForestClassifier(n_estimators=8, max_depth=4, random_state=1)
codes.fit(x, train.species.astype("category").cat.codes)
save(
    "codes", to_onnx(codes, initial_types=four, target_opset=options, options={"zipmap": False})
)
ask("codes", {"X": asked}, "probabilities")

# A column an input: numbers, whole numbers and texts.
types = [(name, FloatTensorType([None, 1])) for name in numbers]
types += [("year", Int64TensorType([None, 1]))]
types += [(name, StringTensorType([None, 1])) for name in ["island", "species"]]
mixed = make_pipeline(
    ColumnTransformer(
        [
            ("numbers", make_pipeline(SimpleImputer(), StandardScaler()), numbers),
            ("year", StandardScaler(), ["year"]),
            ("texts", OneHotEncoder(handle_unknown="ignore"), ["island", "species"]),
        ]
    ),
    LogisticRegression(),
).fit(sexed[numbers + ["year", "island", "species"]], sexed.sex)
save("mixed", to_onnx(mixed, initial_types=types, target_opset=options))
ask("mixed", columns(rows, types), "output_probability")
strict = make_pipeline(
    ColumnTransformer([("texts", OneHotEncoder(), ["island"])], remainder="passthrough"),
    LinearRegression(),
).fit(train[["island", "body_mass_g"]], train.flipper_length_mm)
strict_types = [("island", types[5][1]), ("body_mass_g", types[3][1])]
save("strict", to_onnx(strict, initial_types=strict_types, target_opset=options))
ask("strict", columns(rows, strict_types), "variable")

# A network, with a softmax and nothing else; a sigmoid; one row at a time.
network = MLPClassifier((6,), max_iter=200, random_state=1)
scale = StandardScaler().fit(x)
network.fit(scale.transform(x), train.species.astype("category").cat.codes)


def graph(name, nodes, inputs, outputs, constants=(), **ways):
    made = helper.make_model(
        helper.make_graph(
            nodes,
            name,
            inputs,
            outputs,
            [numpy_helper.from_array(np.asarray(v, t), k) for k, v, t in constants],
        ),
        opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid("ai.onnx.ml", 3)]
        + [helper.make_opsetid(d, 1) for d in ways.get("domains", [])],
        ir_version=8,
        producer_name="tests",
    )
    if ways.get("checked", True):
        save(name, made)
    else:
        (out / f"{name}.onnx").write_bytes(made.SerializeToString())
    return made


def port(name, shape, kind=TensorProto.FLOAT):
    return helper.make_tensor_value_info(name, kind, shape)


f, i64 = np.float32, np.int64
layers = [
    ("mean", scale.mean_, f),
    ("scale", scale.scale_, f),
    ("w1", network.coefs_[0], f),
    ("b1", network.intercepts_[0], f),
    ("w2", network.coefs_[1], f),
    ("b2", network.intercepts_[1], f),
]
path = [
    helper.make_node("Sub", ["x", "mean"], ["c"]),
    helper.make_node("Div", ["c", "scale"], ["z"]),
    helper.make_node("Gemm", ["z", "w1", "b1"], ["h"]),
    helper.make_node("Relu", ["h"], ["r"]),
    helper.make_node("Gemm", ["r", "w2", "b2"], ["l"]),
]
softmax = helper.make_node("Softmax", ["l"], ["p"])
graph("network", path + [softmax], [port("x", ["n", 4])], [port("p", ["n", 3])], layers)
ask("network", {"x": asked}, "p")
graph("single", path + [softmax], [port("x", [1, 4])], [port("p", [1, 3])], layers)
session = onnxruntime.InferenceSession((out / "single.onnx").read_bytes())
told["single"] = np.concatenate(
    [session.run(["p"], {"x": row[None, :]})[0] for row in asked]
).T.astype(float).tolist()
graph("logits", path, [port("x", ["n", 4])], [port("l", ["n", 3])], layers)
weights = [("w", [[0.2], [-0.1]], f), ("b", [1.5], f)]
sigmoid = [
    helper.make_node("Concat", ["bill_depth_mm", "bill_length_mm"], ["x"], axis=1),
    helper.make_node("Gemm", ["x", "w", "b"], ["s"]),
    helper.make_node("Sigmoid", ["s"], ["p"]),
]
each = [port("bill_depth_mm", ["n", 1]), port("bill_length_mm", ["n", 1])]
graph("sigmoid", sigmoid, each, [port("p", ["n", 1])], weights)
ask("sigmoid", {n: rows[[n]].to_numpy(f) for n in ["bill_depth_mm", "bill_length_mm"]}, "p")

# What is refused.
reduce = [helper.make_node("ReduceSum", ["x", "axes"], ["y"], keepdims=1)]
axes = [("axes", [1], i64)]
graph("unsized", reduce, [port("x", ["n", "p"])], [port("y", ["n", 1])], axes)
ask("unsized", {"x": asked}, "y")
graph(
    "unknown",
    [helper.make_node("Frobnicate", ["x"], ["y"], domain="somewhere")],
    [port("x", ["n", 4])],
    [port("y", ["n", 1])],
    checked=False,
    domains=["somewhere"],
)
picture = helper.make_node("GlobalAveragePool", ["x"], ["y"])
graph("picture", [picture], [port("x", ["n", 3, 8, 8])], [port("y", ["n", 3, 1, 1])])
words = helper.make_node(
    "TfIdfVectorizer",
    ["x"],
    ["y"],
    mode="TF",
    min_gram_length=1,
    max_gram_length=1,
    max_skip_count=0,
    ngram_counts=[0],
    ngram_indexes=[0],
    pool_strings=["a"],
)
graph("words", [words], [port("x", ["n", 1], TensorProto.STRING)], [port("y", ["n", 1])])
away = graph("away", reduce, [port("x", ["n", 4])], [port("y", ["n", 1])], axes)
tensor = away.graph.initializer[0]
tensor.ClearField("raw_data")
tensor.data_location = TensorProto.EXTERNAL
tensor.external_data.add(key="location", value="../../../../etc/hostname")
(out / "away.onnx").write_bytes(away.SerializeToString())
twin = [helper.make_node("Add", ["x", "x"], ["y"]), helper.make_node("Mul", ["x", "x"], ["z"])]
graph("twin", twin, [port("x", ["n", 1])], [port("y", ["n", 1]), port("z", ["n", 1])])
# A tree whose only question leads back to itself.
loop = helper.make_node(
    "TreeEnsembleRegressor",
    ["x"],
    ["y"],
    domain="ai.onnx.ml",
    n_targets=1,
    nodes_treeids=[0, 0],
    nodes_nodeids=[0, 1],
    nodes_featureids=[0, 0],
    nodes_values=[1.0, 0.0],
    nodes_modes=["BRANCH_LEQ", "LEAF"],
    nodes_truenodeids=[0, 0],
    nodes_falsenodeids=[1, 0],
    target_treeids=[0],
    target_nodeids=[1],
    target_ids=[0],
    target_weights=[1.0],
)
graph("loop", [loop], [port("x", ["n", 1])], [port("y", ["n", 1])])
size = helper.make_node("ConstantOfShape", ["s"], ["big"])
fold = [size, helper.make_node("ReduceSum", ["big", "axes"], ["t"], keepdims=0)]
fold += [helper.make_node("Add", ["x", "t"], ["y"])]
large = [("s", [10**6, 10**6, 10**6], i64), ("axes", [0, 1, 2], i64)]
graph("large", fold, [port("x", ["n", 1])], [port("y", ["n", 1])], large)

rows.to_csv(out / "rows.csv", index=False, na_rep="NA")
shutil.copy(out / "mixed.onnx", sessions / "sex-sklearn.onnx")
for name in ["unknown", "unsized", "strict", "logits"]:
    shutil.copy(out / f"{name}.onnx", sessions.parent / "mistakes" / f"{name}.onnx")
whole = (out / "mixed.onnx").read_bytes()
(sessions.parent / "mistakes" / "cut.onnx").write_bytes(whole[: len(whole) // 2])
(here / "onnx.json").write_text(json.dumps({"predictions": told}) + "\n")
