"""Learning in Python from a Parquet file; each line names what is to be done."""

import sys

import duckdb
import lightgbm
import numpy as np
import xgboost
from sklearn.calibration import CalibratedClassifierCV
from sklearn.cluster import KMeans
from sklearn.dummy import DummyClassifier
from sklearn.ensemble import IsolationForest, RandomForestClassifier
from sklearn.linear_model import LassoCV, LogisticRegression, Ridge
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_validate
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier

threads = int(sys.argv[1])
connection = duckdb.connect(config={"threads": threads})
settings = {
    "objective": "binary", "verbosity": -1, "num_threads": threads, "seed": 0,
    "deterministic": True, "force_row_wise": True,
}


def columns(path):
    """Features as one array, missing as NaN, and the target."""
    table = connection.execute(f"SELECT * FROM '{path}'").fetchnumpy()
    target = np.asarray(table.pop("y"), dtype=np.float64)
    features = np.column_stack(
        [column.filled(np.nan) if np.ma.isMaskedArray(column) else column for column in table.values()]
    )
    return features, target


def matrix(path):
    features, target = columns(path)
    lightgbm.Dataset(features, target, params=settings).construct()


def boosted(path, trees):
    features, target = columns(path)
    data = lightgbm.Dataset(features, target, params=settings)
    lightgbm.train(settings, data, int(trees))


def boosted_by_xgboost(path, trees):
    features, target = columns(path)
    data = xgboost.QuantileDMatrix(features, target, nthread=threads)
    xgboost.train({"objective": "binary:logistic", "seed": 0, "nthread": threads}, data, int(trees))


def logistic(path, tolerance):
    features, target = columns(path)
    model = LogisticRegression(C=np.inf, tol=float(tolerance), max_iter=1000)
    model.fit(features, target)


def ridge(path):
    Ridge(alpha=1).fit(*columns(path))


def lasso(path):
    LassoCV(cv=5, n_jobs=threads).fit(*columns(path))


class Curves:
    """Boosted trees of one feature each."""

    def fit(self, features, target):
        alone = [[index] for index in range(features.shape[1])]
        own = {
            **settings, "num_leaves": 4, "learning_rate": 0.05, "interaction_constraints": alone
        }
        self.booster = lightgbm.train(own, lightgbm.Dataset(features, target, params=own), 200)
        return self

    def predict_proba(self, features):
        return self.booster.predict(features, num_threads=threads)


def learners():
    """What `benchmarks/learning.py` compares with, by our names."""
    return {
        "tree": DecisionTreeClassifier(max_depth=6, min_samples_leaf=10),
        "forest": RandomForestClassifier(
            50, max_depth=10, min_samples_leaf=5, max_features="sqrt", max_samples=0.632,
            n_jobs=threads,
        ),
        "gam": Curves(),
        "naive_bayes": GaussianNB(),
        "kmeans": make_pipeline(StandardScaler(), KMeans(n_clusters=8, n_init=1, max_iter=20)),
        "isolation_forest": IsolationForest(n_estimators=100, max_samples=256, n_jobs=threads),
        "knn": make_pipeline(StandardScaler(), KNeighborsClassifier(5, n_jobs=threads)),
        "svm": make_pipeline(
            StandardScaler(), CalibratedClassifierCV(SVC(), ensemble=False, n_jobs=threads)
        ),
        "lightgbm": lightgbm.LGBMClassifier(n_estimators=100, n_jobs=threads, verbosity=-1),
        "xgboost": xgboost.XGBClassifier(n_estimators=100, max_depth=6, n_jobs=threads),
        "logistic": LogisticRegression(C=np.inf, max_iter=1000),
        "lasso": LassoCV(cv=5, n_jobs=threads),
    }


learned = {}


def learn(name, path):
    features, target = columns(path)
    learned.update(model=learners()[name].fit(features, target), features=features)


def predict():
    model, features = learned["model"], learned["features"]
    for method in ("predict_proba", "score_samples", "predict"):
        if hasattr(model, method):
            getattr(model, method)(features)
            return


def first(path):
    """Rows in memory, of which the first column is a score."""
    features, target = columns(path)
    learned.update(features=features, truth=target > 0.5, score=np.ascontiguousarray(features[:, 0]))


def saved(path):
    lightgbm.Booster(model_file=path).predict(learned["features"][:1])


def delong():
    """The area alone, for scikit-learn has no interval."""
    roc_auc_score(learned["truth"], learned["score"])


def bootstrap(draws=200):
    truth = learned["truth"]
    cells = truth * 2 + (learned["score"] > 0)
    random = np.random.default_rng(0)
    found = np.empty(draws)
    for draw in range(draws):
        rows = random.integers(0, len(cells), len(cells))
        tn, fp, fn, tp = np.bincount(cells[rows], minlength=4).astype(float)
        found[draw] = (tp * tn - fp * fn) / np.sqrt(
            (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)
        )
    np.quantile(found, [0.025, 0.975])


def compared(path):
    table = connection.execute(f"""
        SELECT arr_delay > 15 AS y, month, day, hour, minute, distance
        FROM read_csv('{path}', nullstr = ['NA', '']) WHERE arr_delay IS NOT NULL
        """).fetchnumpy()
    target = np.asarray(table.pop("y"), dtype=np.float64)
    features = np.column_stack([np.asarray(column, dtype=np.float64) for column in table.values()])
    models = [
        DummyClassifier(), LogisticRegression(C=np.inf, max_iter=1000),
        DecisionTreeClassifier(max_depth=6, min_samples_leaf=20),
        lightgbm.LGBMClassifier(n_estimators=100, n_jobs=threads, verbosity=-1),
        xgboost.XGBClassifier(n_estimators=100, max_depth=6, n_jobs=threads),
    ]
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    for model in models:
        cross_validate(model, features, target, cv=folds, scoring="roc_auc")


commands = {
    "ready": tuple, "matrix": matrix, "boosted": boosted, "boosted_by_xgboost": boosted_by_xgboost,
    "logistic": logistic, "ridge": ridge, "lasso": lasso, "compared": compared, "learn": learn,
    "predict": predict, "first": first, "saved": saved, "delong": delong, "bootstrap": bootstrap,
}
for number, line in enumerate(sys.stdin, 1):
    name, *arguments = line.split()
    commands[name](*arguments)
    print("done", number, flush=True)
