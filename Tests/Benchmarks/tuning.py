"""Compares `tune(method: "halving")` with Optuna and its pruners, and with scikit-learn's successive
halving, on the flights, at equal budget.

Run: python3 tuning.py PROGRAM FLIGHTS [ROWS] [TREES]
(optuna 5.0, lightgbm 4.7, scikit-learn 1.9, pandas; EPILOGUE_METHOD names another method of ours)

Both sides search the same settings of LightGBM by the AUC of the same folds, which follow each other.
Ours makes 50 trials; the trees that it grows, over all folds, are the budget of the other, which makes
trials until they are used up. scikit-learn draws as many candidates as the budget gives a ninth
of the trees, a third of them thrice that, and a ninth all. The score is that of the best trial which had all its trees. Beside it
stands the AUC on other rows of what the best settings learn from all rows of the search.
"""

import os
import statistics
import subprocess
import sys
import tempfile

import lightgbm
import numpy as np
import optuna
import pandas as pd
from scipy.stats import loguniform, randint, uniform
from sklearn.experimental import enable_halving_search_cv  # noqa: F401
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import HalvingRandomSearchCV, TimeSeriesSplit

program, path = sys.argv[1:3]
ROWS = int(sys.argv[3]) if len(sys.argv) > 3 else 12_000
TREES = int(sys.argv[4]) if len(sys.argv) > 4 else 99
FOLDS, TRIES = 4, 50
SEEDS = range(int(os.environ.get("SEEDS", "5")))
METHOD = os.environ.get("EPILOGUE_METHOD", "halving")
SHARES = [1 / 9, 1 / 3, 1]
GRID = (
    "{rate: 0.01..0.5, leaves: 4..255, min_rows: 2..200, l2: 0.001..100, row_share: 0.3..1,"
    " column_share: 0.3..1}"
)
NAMES = {
    "rate": "learning_rate", "leaves": "num_leaves", "min_rows": "min_data_in_leaf",
    "l2": "lambda_l2", "row_share": "bagging_fraction", "column_share": "feature_fraction",
}
optuna.logging.set_verbosity(optuna.logging.ERROR)

flights = pd.read_csv(path)
flights = flights[flights.arr_delay.notna()].sample(frac=1, random_state=0).reset_index(drop=True)
flights["late"] = flights.arr_delay > 15
columns = ["month", "day", "carrier", "origin", "dest", "distance", "hour"]
rows = flights.loc[: ROWS - 1, ["late"] + columns].assign(row=range(ROWS))
rest = flights.loc[ROWS : ROWS + 49_999, ["late"] + columns]
rest = rest[rest.dest.isin(rows.dest) & rest.carrier.isin(rows.carrier)]
kinds = {
    name: pd.CategoricalDtype(sorted(rows[name].unique())) for name in ("carrier", "origin", "dest")
}
others = rest[columns].astype(kinds)
features, target = rows[columns].astype(kinds), rows.late.to_numpy()
splits = list(TimeSeriesSplit(FOLDS).split(features))


def words(settings, seed):
    return {
        "objective": "binary", "verbosity": -1, "num_threads": 2, "deterministic": True,
        "force_row_wise": True, "bagging_freq": 1, "seed": seed,
        **{NAMES[name]: value for name, value in settings.items()},
    }


def on_rest(settings, seed):
    model = lightgbm.train(words(settings, seed), lightgbm.Dataset(features, target), TREES)
    return roc_auc_score(rest.late, model.predict(others))


def ours(seed, folder):
    data, trials = os.path.join(folder, "rows.csv"), os.path.join(folder, f"{seed}.csv")
    rows.to_csv(data, index=False)
    statements = (
        f'rows = load("{data}"); k = rows | folds({FOLDS}, order: row); '
        f"t = lightgbm(late ~ . - row, trees: {TREES}, seed: {seed}) | tune(k, metric: \"auc\","
        f' method: "{METHOD}", tries: {TRIES}, seed: {seed}, grid: {GRID}); '
        f't | save("{trials}", replace: true)'
    )
    subprocess.run([program, "-c", statements], check=True, capture_output=True)
    found = pd.read_csv(trials)
    best = found.iloc[0]
    last = found["trees"] if "trees" in found else pd.Series([TREES] * len(found))
    steps = [max(1, round(TREES * share)) for share in SHARES]
    spent = sum(
        sum(step for step in steps if step <= trees) if "trees" in found else trees
        for trees in last
    )
    settings = {name: best[name].item() for name in NAMES}
    settings["leaves"], settings["min_rows"] = int(settings["leaves"]), int(settings["min_rows"])
    return best.value, on_rest(settings, seed), int(spent) * FOLDS


def theirs(seed, pruner, budget):
    spent = 0

    def score(trial):
        nonlocal spent
        settings = {
            "rate": trial.suggest_float("rate", 0.01, 0.5, log=True),
            "leaves": trial.suggest_int("leaves", 4, 255, log=True),
            "min_rows": trial.suggest_int("min_rows", 2, 200, log=True),
            "l2": trial.suggest_float("l2", 0.001, 100, log=True),
            "row_share": trial.suggest_float("row_share", 0.3, 1),
            "column_share": trial.suggest_float("column_share", 0.3, 1),
        }
        boosters = []
        for train, _ in splits:
            data = lightgbm.Dataset(features.iloc[train], target[train], params=words(settings, seed))
            boosters.append(lightgbm.Booster(words(settings, seed), data))
        value = None
        for tree in range(1, TREES + 1):
            for booster in boosters:
                booster.update()
            spent += FOLDS
            if tree % (TREES // 9) == 0 or tree == TREES:
                value = np.mean([
                    roc_auc_score(target[test], booster.predict(features.iloc[test]))
                    for booster, (_, test) in zip(boosters, splits)
                ])
                trial.report(value, tree)
                if tree < TREES and trial.should_prune():
                    raise optuna.TrialPruned()
        trial.set_user_attr("settings", settings)
        return value

    study = optuna.create_study(
        direction="maximize", sampler=optuna.samplers.TPESampler(seed=seed), pruner=pruner
    )
    while spent < budget:
        study.optimize(score, n_trials=1)
    return study.best_value, on_rest(study.best_trial.user_attrs["settings"], seed), len(study.trials)


def scikit_learn(seed, budget):
    """Successive halving by scikit-learn, over trees; each step learns anew, as ours does."""
    per_candidate = FOLDS * sum(round(TREES * share) * share_left for share, share_left in (
        (1 / 9, 1), (1 / 3, 1 / 3), (1, 1 / 9)
    ))
    learner = lightgbm.LGBMClassifier(
        n_jobs=2, verbosity=-1, random_state=seed, subsample_freq=1, min_split_gain=0,
        deterministic=True, force_row_wise=True,
    )
    space = {
        "learning_rate": loguniform(0.01, 0.5), "num_leaves": randint(4, 256),
        "min_child_samples": randint(2, 201), "reg_lambda": loguniform(0.001, 100),
        "subsample": uniform(0.3, 0.7), "colsample_bytree": uniform(0.3, 0.7),
    }
    search = HalvingRandomSearchCV(
        learner, space, resource="n_estimators", min_resources=round(TREES / 9),
        max_resources=TREES, factor=3, n_candidates=max(9, int(budget / per_candidate)),
        scoring="roc_auc", cv=TimeSeriesSplit(FOLDS), random_state=seed, refit=False,
    )
    search.fit(features, target)
    found = pd.DataFrame(search.cv_results_)
    whole = found[found.n_resources == found.n_resources.max()]
    best = whole.loc[whole.mean_test_score.idxmax()]
    spent = int((found.n_resources * FOLDS).sum())
    own = {
        "learning_rate": "rate", "num_leaves": "leaves", "min_child_samples": "min_rows",
        "reg_lambda": "l2", "subsample": "row_share", "colsample_bytree": "column_share",
    }
    settings = {name: best.params[word] for word, name in own.items()}
    return best.mean_test_score, on_rest(settings, seed), len(found), spent


with tempfile.TemporaryDirectory() as folder:
    table = {"ours": [], "median": [], "halving": [], "scikit-learn": []}
    for seed in SEEDS:
        value, other, budget = ours(seed, folder)
        table["ours"].append((value, other))
        print(f"seed {seed}  ours {value:.5f} {other:.5f}  {budget} trees", flush=True)
        for name, pruner in (
            ("median", optuna.pruners.MedianPruner()),
            ("halving", optuna.pruners.SuccessiveHalvingPruner(TREES // 9, 3)),
        ):
            value, other, trials = theirs(seed, pruner, budget)
            table[name].append((value, other))
            print(f"        optuna, {name} {value:.5f} {other:.5f}  {trials} trials", flush=True)
        value, other, trials, spent = scikit_learn(seed, budget)
        table["scikit-learn"].append((value, other))
        print(
            f"        scikit-learn {value:.5f} {other:.5f}  {trials} fits of folds, {spent} trees",
            flush=True,
        )
    for name, found in table.items():
        print(name, *(f"{statistics.median(column):.5f}" for column in zip(*found)))
