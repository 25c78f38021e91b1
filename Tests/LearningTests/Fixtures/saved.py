"""Opens models that Epilogue saved in the Python packages of LightGBM and XGBoost, and holds their
predictions to those made there, bit for bit.

Needs: lightgbm 4.7.0, xgboost 3.2.0, pandas 3.1.1. Run in this folder, with the program's path:
python3 saved.py ../../../.build/debug/epilogue
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

# A script of the name of a module must not be found in its place.
sys.path.pop(0)

import lightgbm as lgb
import numpy as np
import pandas as pd
import xgboost as xgb

program = Path(sys.argv[1]).resolve()
data = Path(__file__).resolve().parents[3] / "sessions" / "data" / "penguins.csv"
formulas = {
    "number": "body_mass_g ~ species + island + bill_length_mm + sex",
    "binary": "sex ~ species + island + bill_length_mm + body_mass_g",
    "classes": "species ~ island + bill_length_mm + sex + year",
}


def features(frame, model):
    """As `model.json` lists them: a category is the position of its level."""
    columns = []
    for feature in model["features"]:
        cells = frame[feature["name"]]
        if feature["kind"] == "category":
            cells = pd.Categorical(cells, categories=feature["levels"]).codes
            columns.append(np.where(cells < 0, np.nan, cells))
        else:
            columns.append(cells.to_numpy(dtype=float))
    return np.column_stack(columns).astype(float)


with tempfile.TemporaryDirectory() as folder:
    for learner in ["lightgbm", "xgboost"]:
        for name, formula in formulas.items():
            saved = Path(folder) / f"{learner}-{name}.model"
            out = saved.with_suffix(".parquet")
            lines = f"""
                rows = load("{data}") | drop_missing(body_mass_g)
                m = {learner}({formula}, trees: 20) | fit(rows | drop_missing(sex))
                m | save("{saved}")
                m | predict(rows) | save("{out}")
                """
            subprocess.run([program, "-c", lines], check=True, capture_output=True)
            frame = pd.read_parquet(out)
            model = json.loads((saved / "model.json").read_text())
            x = features(frame, model)
            if learner == "lightgbm":
                told = lgb.Booster(model_file=saved / "model.txt").predict(x)
            else:
                booster = xgb.Booster()
                booster.load_model(bytearray((saved / "model.txt").read_bytes()))
                told = booster.predict(xgb.DMatrix(x)).astype(float)
            ours = [c for c in frame.columns if c.startswith("probability")] or ["prediction"]
            assert np.array_equal(np.atleast_2d(told.T), frame[ours].to_numpy().T), (learner, name)
            print(f"{learner}, {name}: {len(frame)} rows are equal")
