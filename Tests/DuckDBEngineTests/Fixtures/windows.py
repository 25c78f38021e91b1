"""Writes windows.json: what pandas gives for windows over one group in order of time.

    pip install pandas numpy
    python windows.py > windows.json
"""

import json

import numpy as np
import pandas as pd

rng = np.random.default_rng(5)
n = 40
times = pd.Timestamp("2024-01-01") + pd.to_timedelta(np.cumsum(rng.integers(3, 60, n)), unit="h")
x = pd.Series(np.round(rng.normal(10, 4, n), 2), index=times)


def cells(series):
    return [None if pd.isna(value) else float(value) for value in series]


rolled = {}
for window in (5, "7D"):
    rolling = x.rolling(window, min_periods=1)
    for name in ("mean", "sum", "min", "max", "median", "count"):
        rolled[f"rolling_{name} {window}"] = cells(getattr(rolling, name)())
    rolled[f"rolling_sd {window}"] = cells(rolling.std())

values = rolled | {
    "cumsum": cells(x.cumsum()),
    "cummean": cells(x.expanding().mean()),
    "cummin": cells(x.cummin()),
    "cummax": cells(x.cummax()),
    "lag 2": cells(x.shift(2)),
    "lead 2": cells(x.shift(-2)),
    "diff 1": cells(x.diff()),
    "pct_change 3": cells(x.pct_change(3)),
    "rank": cells(x.rank(method="min")),
    "dense_rank": cells(x.rank(method="dense")),
}
print(
    json.dumps(
        {
            "hours": [int((t - pd.Timestamp(0)).total_seconds() // 3600) for t in times],
            "x": cells(x),
            "values": values,
        },
        indent=1,
    )
)
