"""Isotonic and Platt calibration by scikit-learn, as `calibration.json`.

Needs: scikit-learn 1.9.1, numpy, pandas. Run in this folder: python3 calibration.py
"""

import json
import sys
from pathlib import Path

# A script of the name of a module must not be found in its place.
sys.path.pop(0)

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.calibration import CalibratedClassifierCV, _SigmoidCalibration
from sklearn.frozen import FrozenEstimator
from sklearn.isotonic import IsotonicRegression

here = Path(__file__).parent
random = np.random.default_rng(7)
n = 400


class Told(ClassifierMixin, BaseEstimator):
    """A classifier whose rows are its probabilities."""

    def fit(self, x, y):
        self.classes_ = np.unique(y)
        return self

    def predict_proba(self, x):
        return x

    def predict(self, x):
        return x.argmax(1)


chance = random.uniform(0, 1, n).round(2)  # with ties
truth = (random.uniform(size=n) < chance**2).astype(int)
logits = random.normal(size=(n, 3)).round(2)
several = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
weights = several**2 / (several**2).sum(1, keepdims=True)
classes = np.array([random.choice(3, p=w) for w in weights])
asked = np.linspace(0, 1, 41)
logit = np.log(np.clip(chance, 1e-9, 1 - 1e-9) / (1 - np.clip(chance, 1e-9, 1 - 1e-9)))

isotonic = IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip").fit(chance, truth)
platt = _SigmoidCalibration().fit(logit, truth)
multi = CalibratedClassifierCV(FrozenEstimator(Told().fit(several, classes)), method="isotonic")
multi.fit(several, classes)
binary = np.column_stack([1 - chance, chance])
two = CalibratedClassifierCV(FrozenEstimator(Told().fit(binary, truth)), method="isotonic")
two.fit(binary, truth)
assert np.allclose(two.predict_proba(binary)[:, 1], isotonic.predict(chance))
out = {
    "chance": chance.tolist(),
    "truth": truth.tolist(),
    "asked": asked.tolist(),
    "isotonic": isotonic.predict(asked).tolist(),
    "platt": [-float(platt.a_), -float(platt.b_)],
    "several": several.tolist(),
    "classes": classes.tolist(),
    "multi": multi.predict_proba(several).tolist(),
}
(here / "calibration.json").write_text(json.dumps(out) + "\n")
