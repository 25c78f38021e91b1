"""Contributions of a LightGBM model by the packages there are; each line names what is to be done.

    explaining.py THREADS MODEL ROWS

`path N`, `single N`, `against M N` (once `make M` has made the explainer), `pairs N`, `shapiq N`, `woodelf N`,
`woodelf_against M N`, and `save FILE` for what was found last, as 64-bit numbers row by row.
"""

import os
import sys
import warnings

threads, model, rows = sys.argv[1:]
os.environ["OMP_NUM_THREADS"] = threads
os.environ["TQDM_DISABLE"] = "1"
warnings.filterwarnings("ignore")

import duckdb
import lightgbm
import numpy as np
import pandas as pd

booster = lightgbm.Booster(model_file=model, params={"num_threads": int(threads)})
table = duckdb.connect(config={"threads": 1}).execute(f"FROM '{rows}'").df()
names = booster.feature_name()
wanted = [name for name in table.columns if name != "y"]
cells = np.ascontiguousarray(table[wanted].to_numpy(dtype=np.float64))
last = explainer = None


def path(n):
    return booster.predict(cells[: int(n)], pred_contrib=True, num_threads=int(threads))[:, :-1]


def single(n):
    for row in range(int(n)):
        found = booster.predict(cells[row : row + 1], pred_contrib=True, num_threads=int(threads))
    return found[:, :-1]


def make(m):
    global explainer
    import shap

    explainer = shap.TreeExplainer(booster, data=background(m), feature_perturbation="interventional")


def background(m):
    return cells[len(cells) - int(m) :]


def against(m, n):
    return explainer.shap_values(cells[: int(n)], check_additivity=False)


def pairs(n):
    """The upper triangle of shap's matrix, where both halves of a pair stand in one place."""
    import shap

    found = np.asarray(shap.TreeExplainer(booster).shap_interaction_values(cells[: int(n)]))
    rows, columns = np.triu_indices(found.shape[-1])
    return found[:, rows, columns] * np.where(rows == columns, 1, 2)


def woodelf(n):
    from woodelf import WoodelfExplainer

    return WoodelfExplainer(booster).shap_values(frame(cells[: int(n)]))


def woodelf_against(m, n):
    from woodelf import WoodelfExplainer

    return WoodelfExplainer(booster, frame(background(m))).shap_values(frame(cells[: int(n)]))


def frame(numbers):
    return pd.DataFrame(numbers, columns=names)


def shapiq(n):
    import shapiq as library

    made = library.TreeExplainer(booster, max_order=1, index="SV")
    found = made.explain_X(cells[: int(n)])
    return np.array([[one[(place,)] for place in range(cells.shape[1])] for one in found])


asked = {f.__name__: f for f in (path, single, make, against, pairs, woodelf, woodelf_against, shapiq)}
for number, line in enumerate(sys.stdin, 1):
    name, *arguments = line.split()
    if name == "save":
        np.ascontiguousarray(last, dtype=np.float64).tofile(arguments[0])
    elif name in asked:
        last = asked[name](*arguments)
    print("done", number, flush=True)
