"""Holds ONNX files that `save` wrote to what the shell predicts: `x.onnx` beside `x.csv`, which is
written by `model | predict(rows) | save("x.csv")`. The files are also read by ONNX's own checker.

Needs: onnx 1.19 or newer, onnxruntime, pandas. Run: python3 exported.py FOLDER
"""

import sys
from pathlib import Path

# A script of the name of a module must not be found in its place.
sys.path.pop(0)

import numpy as np
import onnx
import onnxruntime
import pandas as pd

tolerance = 1e-6
for path in sorted(Path(sys.argv[1]).glob("*.onnx")):
    onnx.checker.check_model(onnx.load(path), full_check=True)
    session = onnxruntime.InferenceSession(path)
    table = pd.read_csv(path.with_suffix(".csv"))
    feeds = {}
    for port in session.get_inputs():
        cells = table[port.name]
        text = "string" in port.type
        cells = cells.fillna("").astype(str).astype(object) if text else cells.astype(float)
        feeds[port.name] = cells.to_numpy().reshape(-1, 1)
    told = dict(zip([port.name for port in session.get_outputs()], session.run(None, feeds)))
    if "probabilities" in told:
        own = table[[name for name in table if name.startswith("probability")]].to_numpy()
        theirs = told["probabilities"][:, -own.shape[1] :]
        words = [str(word).lower() for word in told["prediction"]]
        assert words == [str(word).lower() for word in table.prediction], path
    else:
        own, theirs = table[["prediction"]].to_numpy(), told["prediction"]
    gap = np.max(np.abs(own - theirs) / np.maximum(1, np.abs(own)))
    assert gap < tolerance, (path, gap)
    print(f"{path.name}: {len(table)} rows, largest gap {gap:.2g}")
