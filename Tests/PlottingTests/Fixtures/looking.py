"""What pandas, numpy and scipy say of the penguins and the flights, into looking.json beside this file.

python3 looking.py, from any folder; needs pandas and scipy.
"""

import json
import pathlib

import numpy as np
import pandas as pd
import scipy
from scipy import stats

here = pathlib.Path(__file__).resolve().parent
data = here.parents[2] / "sessions" / "data"
penguins = pd.read_csv(data / "penguins.csv")
flights = pd.read_csv(data / "flights.csv.gz", usecols=["dep_delay", "distance", "tailnum"])


def described(frame):
    table = frame.describe()
    return {
        name: {
            "missing": int(frame[name].isna().sum()),
            "distinct": int(frame[name].nunique()),
            "mean": float(table[name]["mean"]),
            "sd": float(table[name]["std"]),
            "q25": float(table[name]["25%"]),
            "median": float(table[name]["50%"]),
            "q75": float(table[name]["75%"]),
        }
        for name in table.columns
    }


def box(values):
    """Whiskers end at the last values within 1.5 quartile distances, as matplotlib draws them."""
    low, middle, high = np.percentile(values, [25, 50, 75])
    reach = 1.5 * (high - low)
    inside = values[(values >= low - reach) & (values <= high + reach)]
    return {
        "whiskers": [float(inside.min()), float(inside.max())],
        "quartiles": [float(low), float(high)],
        "median": float(middle),
        "outliers": sorted(float(value) for value in set(values) - set(inside)),
    }


def density(values):
    kernel = stats.gaussian_kde(values)
    width = float(np.sqrt(kernel.covariance[0, 0]))
    xs = np.linspace(values.min() - 2 * width, values.max() + 2 * width, 200)
    return {"xs": xs.tolist(), "ys": kernel(xs).tolist()}


numbers = penguins.select_dtypes("number")
edges = list(range(2500, 6501, 250))
many = pd.concat([flights] * 3)
content = {
    "made_by": f"pandas {pd.__version__}, numpy {np.__version__}, scipy {scipy.__version__}",
    "penguins": described(penguins),
    "flights": described(many),
    "tails": int(many.tailnum.nunique()),
    "correlations": {
        f"{x} {y}": float(numbers[x].corr(numbers[y]))
        for index, x in enumerate(numbers.columns)
        for y in numbers.columns[index + 1 :]
    },
    "crosstab": pd.crosstab(penguins.species, penguins.island).to_dict("index"),
    "boxes": {
        name: box(group.body_mass_g.dropna().to_numpy())
        for name, group in penguins.groupby("species")
    },
    "density": density(penguins.flipper_length_mm.dropna().to_numpy()),
    "edges": edges,
    "counts": np.histogram(penguins.body_mass_g.dropna(), bins=edges)[0].tolist(),
}
(here / "looking.json").write_text(json.dumps(content, indent=1) + "\n")
