"""Runs the benchmarks and writes the table."""

import argparse
from pathlib import Path

from benchmarks import checks, databases, explaining, figures, grouping, learning, limits, queries, starting, stopping
from benchmarks.data import Data
from benchmarks.pairs import Row
from benchmarks.report import Report

#: What can be chosen with `--rows`, in the table's order.
KINDS = {
    "start": starting.start,
    "prompt": starting.prompt,
    "queries": queries.run,
    "groups": grouping.groups,
    "joins": grouping.joins,
    "checks": checks.held,
    "postgres": databases.read,
    "figures": figures.drawn,
    "line": starting.line,
    "completion": starting.completion,
    "matrix": learning.matrix,
    "fit": learning.boosted,
    "fit-xgboost": learning.boosted_by_xgboost,
    "logistic": learning.logistic,
    "ridge": learning.ridge,
    "lasso": learning.lasso,
    "learners": learning.learners,
    "predictions": learning.predictions,
    "saved": learning.saved,
    "intervals": learning.intervals,
    "compare": learning.compared,
    "recipe": learning.recipe,
    "recipe-row": learning.recipe_row,
    "describe": learning.described,
    "workflow": learning.workflow,
    "shap-paths": explaining.paths,
    "shap-singles": explaining.singles,
    "shap-against": explaining.against,
    "shap-pairs": explaining.pairs,
    "shap-others": explaining.others,
    "shap-background": explaining.background,
    "shap-threads": explaining.threads,
    "shap-flights": explaining.flights,
    "memory": limits.memory,
    "spilling": limits.spilling,
    "interrupts": stopping.interrupts,
    "loop": limits.inner_loop,
}


class Bench:
    """What every benchmark is given, and where its rows go."""

    def __init__(self, options):
        self.root = Path(options.root)
        self.folder = Path(options.folder)
        self.program = self.root / ".build" / "release" / "epilogue"
        self.rounds = options.rounds
        self.threads = options.threads
        self.gigabytes = 0.2 if options.small else options.gigabytes
        self.only_queries = options.queries
        self.data = Data(self.root, self.folder, options.small)
        self.report = Report()
        self.kind = ""

    def say(self, text: str):
        print(f"{self.kind}: {text}", flush=True)

    def add_row(self, row: Row):
        self.report.add(self.kind, row)
        self.say(f"{row.what}: {row.ours}, {row.peer}, {row.ratio}, cpu {row.cpu}")

    def add(self, what, ours, peer, ratio, goal, is_met, cpu=None):
        self.add_row(
            Row(what, ours, peer, f"{ratio:.2f}", goal, is_met, f"{cpu:.2f}" if cpu else "")
        )

    def add_details(self, rows: list[Row]):
        self.report.detail(self.kind, rows)
        for row in rows:
            self.say(f"  {row.what}: {row.ours}, {row.peer}, {row.ratio}, cpu {row.cpu}")

    def add_table(self, title: str, head: list[str], rows: list[list[str]]):
        self.report.table(self.kind, title, head, rows)
        for row in rows:
            self.say("  " + ", ".join(row))


def parsed():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", required=True)
    parser.add_argument("--folder", required=True)
    parser.add_argument("--rows", default="", help="which of: " + ", ".join(KINDS))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--small", action="store_true", help="a fraction of the data")
    parser.add_argument("--gigabytes", type=float, default=4, help="how large the CSV is")
    parser.add_argument("--queries", action="append", default=[], help="only this query")
    parser.add_argument("--no-write", action="store_true", help="leave the page as it is")
    return parser.parse_args()


def main():
    options = parsed()
    bench = Bench(options)
    chosen = [kind for kind in options.rows.split(",") if kind] or list(KINDS)
    for kind in chosen:
        bench.kind = kind
        KINDS[kind](bench)
    print()
    print(bench.report.markdown())
    if not options.no_write and not options.small and not options.queries:
        bench.report.write(bench.root / "docs" / "benchmarks.md", list(KINDS))


main()
