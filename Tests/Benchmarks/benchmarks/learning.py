"""Matrices and models, with the reading of the rows on both sides."""

import subprocess
from pathlib import Path
from statistics import median

from benchmarks.pairs import alternating, at_most, times_faster, within
from benchmarks.programs import python, shell, whole

PEERS = Path(__file__).parent.parent / "peers"


def timed(bench, path, ours: str, theirs: str):
    """Each round in programs that have just been started, and have read the file's head."""

    def left():
        with shell(bench.program, bench.root) as side:
            side.run(f':set threads {bench.threads}\nframe = load("{path}")')
            side.run("n = frame | head(1) | collect")
            return side.run(ours)

    def right():
        with python(PEERS / "learning.py", bench.threads) as side:
            side.run("ready")
            return side.run(theirs)

    return alternating(bench.rounds, left, right)


def matrix(bench):
    path = bench.data.numbers("matrix", 10_000_000, 10, missing=0.05)
    pair = timed(bench, path, "m = baseline(y ~ .) | fit(frame)", f"matrix {path}")
    bench.add_row(
        times_faster("frame to training matrix, 10 M × 10; `fetchnumpy` + `Dataset`", pair, 2)
    )


def boosted(bench):
    path = bench.data.numbers("boosted", 1_000_000, 20, missing=0.02)
    pair = timed(bench, path, "m = lightgbm(y ~ ., trees: 100) | fit(frame)", f"boosted {path} 100")
    bench.add_row(at_most("fit `lightgbm`, 1 M × 20, 100 trees; the Python package", pair, 1.03))


def boosted_by_xgboost(bench):
    path = bench.data.numbers("boosted", 1_000_000, 20, missing=0.02)
    pair = timed(bench, path, "m = xgboost(y ~ ., trees: 100) | fit(frame)", f"boosted_by_xgboost {path} 100")
    bench.add_row(at_most("fit `xgboost`, 1 M × 20, 100 trees; the Python package", pair, 1.03))


def logistic(bench):
    path = bench.data.numbers("logistic", 1_000_000, 50)
    pair = timed(bench, path, "m = logistic(y ~ .) | fit(frame)", f"logistic {path} 2e-7")
    bench.add_row(times_faster("`logistic`, 1 M × 50; scikit-learn's lbfgs", pair, 3))


#: The classes as numbers, for what learns numbers.
NUMBERED = "frame | derive(y = if y then 1.0 else 0.0)"


def ridge(bench):
    path = bench.data.numbers("logistic", 1_000_000, 50)
    pair = timed(bench, path, f"m = ridge(y ~ ., l2: 1) | fit({NUMBERED})", f"ridge {path}")
    bench.add_row(times_faster("`ridge`, 1 M × 50, one penalty; scikit-learn's `Ridge`", pair, 3))


def lasso(bench):
    path = bench.data.numbers("logistic", 1_000_000, 50)
    pair = timed(bench, path, f"m = lasso(y ~ .) | fit({NUMBERED})", f"lasso {path}")
    what = "`lasso`, 1 M × 50, 100 penalties by 5 folds; scikit-learn's `LassoCV`"
    bench.add_row(times_faster(what, pair, 3))


#: Other learners, each with its rows; `peers/learning.py` has their like under the same names.
LEARNERS = {
    "tree": (1_000_000, "tree(y ~ ., depth: 6)", "scikit-learn's `DecisionTreeClassifier`"),
    "forest": (1_000_000, "forest(y ~ ., trees: 50)", "scikit-learn's `RandomForestClassifier`"),
    "gam": (1_000_000, "gam(y ~ ., trees: 200)", "LightGBM's Python package"),
    "naive_bayes": (1_000_000, "naive_bayes(y ~ .)", "scikit-learn's `GaussianNB`"),
    "kmeans": (
        1_000_000, "kmeans(~ . - y, clusters: 8, restarts: 1, rounds: 20)", "scikit-learn's `KMeans`"
    ),
    "isolation_forest": (
        1_000_000, "isolation_forest(~ . - y)", "scikit-learn's `IsolationForest`"
    ),
    "knn": (20_000, "knn(y ~ .)", "scikit-learn's `KNeighborsClassifier`"),
    "svm": (20_000, "svm(y ~ .)", "scikit-learn's `SVC` with a sigmoid out of fold"),
}


def rows_of(bench, count):
    return bench.data.numbers(f"plain-{count}", count, 20)


def learners(bench):
    """From the file to the model."""
    for name, (count, ours, peer) in LEARNERS.items():
        path = rows_of(bench, count)
        pair = timed(bench, path, f"m = {ours} | fit(frame)", f"learn {name} {path}")
        size = "1 M" if count == 1_000_000 else f"{count:,}"
        bench.add_row(at_most(f"fit `{name}`, {size} × 20; {peer}", pair, 1))


#: Learners whose fits have rows of their own, each with the rows that it learns from.
FITTED_ELSEWHERE = {
    "lightgbm": ("lightgbm(y ~ ., trees: 100)", "frame", "its Python package"),
    "xgboost": ("xgboost(y ~ ., trees: 100, depth: 6)", "frame", "its Python package"),
    "logistic": ("logistic(y ~ .)", "frame", "scikit-learn's `LogisticRegression`"),
    "lasso": ("lasso(y ~ .)", NUMBERED, "scikit-learn's `LassoCV`"),
}


def predictions(bench):
    """Of models that have been fitted: ours reads the file, the peer's rows are in memory."""
    all_of_them = {
        name: (count, ours, "frame", peer) for name, (count, ours, peer) in LEARNERS.items()
    } | {name: (1_000_000, *rest) for name, rest in FITTED_ELSEWHERE.items()}
    for name, (count, ours, rows, peer) in all_of_them.items():
        path = rows_of(bench, count)

        def left():
            with shell(bench.program, bench.root) as side:
                side.run(f':set threads {bench.threads}\nframe = load("{path}")')
                side.run(f"m = {ours} | fit({rows})")
                return side.run("p = m | predict(frame) | collect")

        def right():
            with python(PEERS / "learning.py", bench.threads) as side:
                side.run(f"learn {name} {path}")
                return side.run("predict")

        pair = alternating(bench.rounds, left, right)
        size = "1 M" if count == 1_000_000 else f"{count:,}"
        bench.add_row(at_most(f"`predict` by `{name}`, {size} × 20; {peer}", pair, 1))


def saved(bench):
    """From a saved model to its first prediction; the library is open by then on both sides."""
    path = rows_of(bench, 1_000_000)
    model, text = bench.folder / "saved.model", bench.folder / "saved.txt"
    with shell(bench.program, bench.root) as side:
        side.run(f'frame = load("{path}")')
        side.run("m = lightgbm(y ~ ., trees: 100) | fit(frame | head(50000))")
        side.run(f'm | save("{model}", replace: true)')
    text.write_text((model / "model.txt").read_text())

    def left():
        with shell(bench.program, bench.root) as side:
            side.run(f':set threads {bench.threads}\nframe = load("{path}")')
            side.run("row = frame | head(1) | collect")
            side.run("n = lightgbm(y ~ x1, trees: 1) | fit(frame | head(1000))")
            return side.run(f'm = load("{model}"); p = m | predict(row) | collect')

    def right():
        with python(PEERS / "learning.py", bench.threads) as side:
            side.run(f"first {path}")
            return side.run(f"saved {text}")

    pair = alternating(bench.rounds, left, right)
    what = "a saved LightGBM model of 100 trees, to its first prediction"
    bench.add_row(within(what, pair.wall()[0], 0.02))
    bench.add_row(at_most(f"{what}; the Python package", pair, 1))


def intervals(bench):
    """A measure with its interval, the predictions among it: the peer has them in memory."""
    for name, count, metric, what, times in (
        ("delong", 10_000_000, "auc", "AUC with DeLong's interval, 10 M rows; `roc_auc_score` alone", 5),
        (
            "bootstrap", 1_000_000, "mcc",
            "`mcc` with 200 draws of a bootstrap, 1 M rows; a loop in numpy", 20,
        ),
    ):
        path = bench.data.numbers(f"scores-{count}", count, 2)

        def left():
            with shell(bench.program, bench.root) as side:
                side.run(f':set threads {bench.threads}\nframe = load("{path}") | collect')
                side.run("m = logistic(y ~ x1) | fit(frame | head(100000))")
                return side.run(f'e = m | evaluate(frame, metric: "{metric}")')

        def right():
            with python(PEERS / "learning.py", bench.threads) as side:
                side.run(f"first {path}")
                return side.run(name)

        bench.add_row(times_faster(what, alternating(bench.rounds, left, right), times))


#: Five models of lateness by what is known before; `peers/learning.py` has the same.
COMPARED = [
    "baseline({})", "logistic({})", "tree({}, depth: 6, min_rows: 20)",
    "lightgbm({}, trees: 100)", "xgboost({}, trees: 100, depth: 6)",
]


def compared(bench):
    path = bench.root / "sessions" / "data" / "flights.csv.gz"
    formula = "late ~ month + day + hour + minute + distance"
    models = ", ".join(model.format(formula) for model in COMPARED)

    def left():
        with shell(bench.program, bench.root) as side:
            side.run(f':set threads {bench.threads}\nframe = load("{path}")')
            side.run("n = frame | head(1) | collect")
            return side.run(
                "known = frame | filter(arr_delay is not missing) | derive(late = arr_delay > 15);"
                f' c = compare({models}, on: known | folds(5), metric: "auc")'
            )

    def right():
        with python(PEERS / "learning.py", bench.threads) as side:
            side.run("ready")
            return side.run(f"compared {path}")

    pair = alternating(bench.rounds, left, right)
    what = "5 models on 5 folds, 327 k flights; `cross_validate` with the same libraries"
    bench.add_row(times_faster(what, pair, 1.5))


#: Twelve steps, of which `peers/preparing.py` does the same.
STEPS = [
    "recipe(y ~ .)", "indicate_missing(x1..x3)", 'impute(columns(type: "numeric"))',
    'impute(columns("c*"), with: "mode")', "clip_outliers(x3, x6, x9)", "bin(x4, x5)",
    "scale(x1..x3)", 'scale(x6..x14, method: "robust")', 'scale(x15..x20, method: "minmax")',
    "spline(x21)", "one_hot(c1, c2)", "ordinal(c3, c4)", "target_encode(c5..c7)",
]


def recipe(bench):
    """Learned and applied, ours from the file; the peer's rows are in memory before."""
    path = bench.data.prepared()

    def left():
        with shell(bench.program, bench.root) as side:
            side.run(f':set threads {bench.threads}\nframe = load("{path}")')
            side.run("n = frame | head(1) | collect")
            steps = " | ".join(STEPS)
            return side.run(f"r = {steps} | fit(frame); rows = r | transform(frame) | collect")

    def right():
        with python(PEERS / "preparing.py", bench.threads) as side:
            side.run(f"read {path}")
            return side.run("prepare")

    pair = alternating(bench.rounds, left, right)
    what = "a recipe of 12 steps, fit and transform, 1 M × 30; scikit-learn's `ColumnTransformer`"
    bench.add_row(times_faster(what, pair, 3))


def recipe_row(bench):
    """The same recipe in a saved model, for one row and without the engine."""
    path = bench.data.prepared()
    model, rows = bench.folder / "recipe.model", bench.folder / "rows.parquet"
    with shell(bench.program, bench.root) as side:
        side.run(f'frame = load("{path}")')
        side.run(f"r = {' | '.join(STEPS)}")
        side.run(f'm = r | baseline() | fit(frame); m | save("{model}", replace: true)')
        side.run(f'frame | head(500) | save("{rows}", replace: true)')
    build = ["swift", "build", "-c", "release", "--static-swift-stdlib", "--product", "row-timing"]
    subprocess.run(build, cwd=bench.root, check=True, stdout=subprocess.DEVNULL)
    program = bench.root / ".build/release/row-timing"
    medians = []
    for _ in range(bench.rounds):
        done = subprocess.run(
            [program, model, rows, "20000"], check=True, stdout=subprocess.PIPE, text=True
        )
        medians.append(float(done.stdout.split()[1]) / 1e6)
    bench.add_row(within("the same recipe for one row, without the engine", median(medians), 50e-6))


def described(bench):
    """Every column of the flights: ours from the file, the peer's rows are in memory before."""
    path = bench.data.flights()

    def left():
        with shell(bench.program, bench.root) as side:
            side.run(f':set threads {bench.threads}\nframe = load("{path}")')
            side.run("n = frame | head(1) | collect")
            return side.run("facts = frame | describe")

    def right():
        with python(PEERS / "looking.py", bench.threads) as side:
            side.run(f"read {path}")
            return side.run("describe")

    pair = alternating(bench.rounds, left, right)
    bench.add_row(times_faster("`describe`, 10 M flights × 19; pandas", pair, 5))


def workflow(bench):
    """The whole way from files to an explanation, each program from its start to its end."""
    import sys

    scripts = Path(__file__).parent.parent / "workflow"
    pair = alternating(
        bench.rounds,
        lambda: whole([str(bench.program), str(scripts / "flights.epilogue")], bench.root),
        lambda: whole([sys.executable, str(scripts / "flights.py")], bench.root),
    )
    bench.add_row(
        times_faster("the workflow as a script; pandas, scikit-learn, lightgbm and shap", pair, 5)
    )
