"""Shapley values of trees: the same model and rows, one thread unless a line says otherwise."""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np

from benchmarks.pairs import Pair, Row, seconds, within
from benchmarks.programs import Conversation, Cost, shell, whole

PEER = Path(__file__).parent.parent / "peers/explaining.py"
#: Trees and leaves of LightGBM models of 20 features, learned from 30,000 rows.
MODELS = {"100 × 31": (100, 31), "500 × 31": (500, 31), "1000 × 127": (1000, 127)}
ROWS = 10_000


@dataclass
class Case:
    """A line of both sides, with the rows that each explains: what is slow is asked for fewer."""

    what: str
    ours: str
    our_rows: int
    theirs: str
    their_rows: int
    times: float
    #: How many numbers a row has.
    numbers: int = 20


def paths(bench):
    goals = {"100 × 31": (20, 500), "500 × 31": (20, 200), "1000 × 127": (10, 50)}
    for name, (times, few) in goals.items():
        case = Case(
            f"path-dependent, {name}, 10,000 rows; LightGBM's `pred_contrib`",
            f"path {ROWS}", ROWS, f"path {few}", few, times,
        )
        run(bench, name, [case])


def singles(bench):
    for name, times, calls in (("100 × 31", 2.5, 200), ("500 × 31", 1.5, 50), ("1000 × 127", 2.5, 10)):
        case = Case(
            f"one row, {name}, {calls} calls; LightGBM's `pred_contrib`",
            f"single {calls}", calls, f"single {calls}", calls, times,
        )
        run(bench, name, [case])


def against(bench):
    goals = {"100 × 31": (100, 200), "500 × 31": (50, 100), "1000 × 127": (20, 20)}
    for name, (times, few) in goals.items():
        case = Case(
            f"against 100 rows, {name}, 10,000 rows; shap",
            f"against 100 {ROWS}", ROWS, f"against 100 {few}", few, times,
        )
        run(bench, name, [case], before="make 100")


def pairs(bench):
    case = Case(
        "interactions, 100 × 31, 10,000 rows; shap", f"pairs {ROWS}", ROWS, "pairs 20", 20, 50, 210
    )
    run(bench, "100 × 31", [case])


def others(bench):
    """The fastest packages there are: they work on all rows at once, and so are given as many."""
    for name in MODELS:
        woodelf = [
            Case(f"path-dependent, {name}, 10,000 rows; woodelf", f"path {ROWS}", ROWS,
                 f"woodelf {ROWS}", ROWS, 1.5),
            Case(f"against 100 rows, {name}, 10,000 rows; woodelf", f"against 100 {ROWS}", ROWS,
                 f"woodelf_against 100 {ROWS}", ROWS, 1.5),
        ]
        run(bench, name, woodelf)
    case = Case("path-dependent, 100 × 31, 10,000 rows; shapiq", f"path {ROWS}", ROWS, "shapiq 5", 5, 1.5)
    run(bench, "100 × 31", [case])


def background(bench):
    """A background a hundred times as large."""
    with ours(bench, "100 × 31") as side:
        pair = Pair()
        for round in range(bench.rounds):
            sides = [(pair.ours, 10_000), (pair.peer, 100)]
            for costs, rows in sides if round % 2 == 0 else reversed(sides):
                costs.append(side.run(f"against {rows} {ROWS}"))
    many, few = pair.wall()
    bench.add_row(
        Row("against 10,000 rows, 100 × 31, 10,000 rows; against 100", seconds(many), seconds(few),
            f"{many / few:.2f}", "≤ 2", many / few <= 2)
    )


def threads(bench):
    with ours(bench, "500 × 31") as side:
        pair = Pair()
        for round in range(bench.rounds):
            sides = [(pair.ours, 2), (pair.peer, 1)]
            for costs, count in sides if round % 2 == 0 else reversed(sides):
                side.run(f"threads {count}")
                costs.append(side.run(f"path {10 * ROWS}"))
    two, one = pair.wall()
    bench.add_row(
        Row("path-dependent, 500 × 31, 100,000 rows, two threads; one", seconds(two), seconds(one),
            f"{two / one:.2f}", "≤ 0.56 (1.8 ×)", one / two >= 1.8)
    )


def flights(bench):
    """All flights of the year with what explains each of them, as a script from start to end."""
    file = bench.folder / "contributions.parquet"
    script = bench.folder / "explain.epilogue"
    lines = (Path(__file__).parent.parent / "workflow/explain.epilogue").read_text()
    script.write_text(lines.replace("FILE", str(file)))
    walls = [whole([str(bench.program), str(script)], bench.root).wall for _ in range(bench.rounds)]
    file.unlink()
    bench.add_row(within("all flights of the year explained, into a Parquet file", median(walls), 60))


def run(bench, name: str, cases: list[Case], before: str | None = None):
    """The cases of one model: the first rows of both sides are compared, then both are timed."""
    with ours(bench, name) as left, theirs(bench, name) as right:
        if before:
            right.run(before)
        for case in cases:
            compare(bench, case, left, right)
            pair = Pair()
            for round in range(bench.rounds):
                sides = [
                    (pair.ours, left, case.ours, case.our_rows),
                    (pair.peer, right, case.theirs, case.their_rows),
                ]
                for costs, side, line, rows in sides if round % 2 == 0 else reversed(sides):
                    cost = side.run(line)
                    costs.append(Cost(cost.wall / rows, cost.cpu / rows))
            a, b = pair.wall()
            bench.add_row(
                Row(f"{case.what}, a row", seconds(a), seconds(b), f"{a / b:.3f}",
                    f"≤ {1 / case.times:.2g} ({case.times:g} ×)", b / a >= case.times)
            )
            print(f"{case.what} … {b / a:.1f} ×", flush=True)


def compare(bench, case: Case, left, right):
    """Stops unless both sides give the same contributions."""
    files = [bench.folder / f"contributions.{side}" for side in ("ours", "theirs")]
    for side, line, file in zip((left, right), (case.ours, case.theirs), files):
        side.run(line)
        side.run(f"save {file}")
    mine, other = (np.fromfile(file).reshape(-1, case.numbers) for file in files)
    for file in files:
        file.unlink()
    count = min(len(mine), len(other))
    gap = np.abs(mine[:count] - other[:count]).max()
    if not gap <= 1e-4 * np.abs(other).max():
        raise SystemExit(f"{case.what}: the contributions differ by {gap}")
    bench.say(f"{case.what}: the largest difference is {gap:.1e}")


def ours(bench, name: str) -> Conversation:
    program = bench.root / ".build/release/contribution-timing"
    if not built:
        command = ["swift", "build", "-c", "release", "--static-swift-stdlib", "--product"]
        subprocess.run([*command, program.name], cwd=bench.root, check=True, stdout=subprocess.DEVNULL)
        built.append(program)
    side = Conversation([str(program), str(model(bench, name)), str(rows(bench))], "{line}\n", bench.root)
    side.run("threads 1")
    return side


#: Whether our program was built in this run.
built: list[Path] = []


def theirs(bench, name: str) -> Conversation:
    file = model(bench, name) / "model.txt"
    side = Conversation([sys.executable, str(PEER), "1", str(file), str(rows(bench))], "{line}\n")
    side.run("ready")
    return side


def rows(bench) -> Path:
    return bench.data.numbers("explained", 130_000 * bench.data.scale, 20)


def model(bench, name: str) -> Path:
    """A model saved by us, learned from the first rows."""
    trees, leaves = MODELS[name]
    folder = bench.folder / f"explained-{trees}x{leaves}.model"
    if not folder.exists():
        part = folder.with_name(f"part-{folder.name}")
        shutil.rmtree(part, ignore_errors=True)
        with shell(bench.program, bench.root) as side:
            side.run(f'frame = load("{rows(bench)}") | head(30000)')
            side.run(f"m = lightgbm(y ~ ., trees: {trees}, leaves: {leaves}) | fit(frame)")
            side.run(f'm | save("{part}")')
        part.rename(folder)
    return folder
