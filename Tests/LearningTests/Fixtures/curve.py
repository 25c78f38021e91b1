"""Writes curve.json: scikit-learn's learning_curve over fixed folds, with as many rows of each as the
shares give, from the first row on.

Needs: pip install scikit-learn numpy
"""

import json
import os

import numpy
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import KFold, learning_curve
from sklearn.naive_bayes import GaussianNB
from sklearn.preprocessing import StandardScaler

rng = numpy.random.default_rng(41)
rows = 120
features = StandardScaler().fit_transform(rng.normal(size=(rows, 3)))
number = (features @ [2, -1, 0.5] + rng.normal(size=rows)).round(6)
# Alternating, so that any share has both.
label = numpy.arange(rows) % 2
features[:, 0] += label
shares = [0.1, 0.25, 0.5, 1.0]
folds = list(KFold(4).split(features))


def curve(model, target, scoring):
    sizes, training, held = learning_curve(
        model, features, target, cv=folds, train_sizes=shares, scoring=scoring
    )
    return {
        "sizes": sizes.tolist(),
        "training": (-training.mean(axis=1)).tolist(),
        "held": (-held.mean(axis=1)).tolist(),
    }


found = {
    "features": features.T.tolist(),
    "number": number.tolist(),
    "label": label.tolist(),
    "shares": shares,
    "linear": curve(LinearRegression(), number, "neg_root_mean_squared_error"),
    # Folds of numbers are scaled anew by nobody: variances hardly need the floor.
    "bayes": curve(GaussianNB(var_smoothing=1e-12), label, "neg_log_loss"),
}
path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "curve.json")
with open(path, "w") as file:
    json.dump(found, file)
    file.write("\n")
