"""Thirty rules held against ten million flights."""

import json
import tomllib
from pathlib import Path

import duckdb

from benchmarks.pairs import alternating, times_faster
from benchmarks.programs import python, shell

HERE = Path(__file__).parent.parent
RULES = HERE / "rules.toml"
#: The peers, and how many times as fast is demanded.
PEERS = {"pandera": 10, "great_expectations": 5}


def condition(rule) -> str:
    """The rule in the language; what is missing breaks none but the last kind."""
    name, text = rule["column"], json.dumps
    if "between" in rule:
        low, high = map(text, rule["between"])
        held = f"{name} between {low} and {high}"
    elif "in" in rule:
        held = f"{name} in {text(rule['in'])}"
    elif "matches" in rule:
        held = f'matches({name}, r"{rule["matches"]}")'
    elif "at_least" in rule:
        return f"{name} >= {rule['at_least']} or {rule['at_least']} is missing"
    else:
        return f"{name} is not missing"
    return f"{held} or {name} is missing"


def held(bench):
    """Ours reads the file; the peers' rows are in memory before, as are their rules."""
    path = bench.data.flights()
    rules = tomllib.loads(RULES.read_text())["rule"]
    line = f'report = frame | expect({", ".join(map(condition, rules))}, otherwise: "report")'
    compare(bench, path, line)

    def left():
        with shell(bench.program, bench.root) as side:
            side.run(f':set threads {bench.threads}\nframe = load("{path}")')
            side.run("n = frame | head(1) | collect")
            return side.run(line)

    for name, times in PEERS.items():

        def right():
            with python(HERE / "peers/checking.py", bench.threads, RULES) as side:
                side.run(f"read {path}")
                side.run(f"make {name}")
                return side.run("check")

        pair = alternating(bench.rounds, left, right)
        what = f"`expect` of {len(rules)} rules, 10 M flights; {name.replace('_', ' ')}"
        bench.add_row(times_faster(what, pair, times))


def compare(bench, path, line):
    """Stops unless every rule fails for as many rows on all sides."""
    mine, other = bench.folder / "failed.parquet", bench.folder / "failed.json"
    with shell(bench.program, bench.root) as side:
        side.run(f'frame = load("{path}")')
        side.run(line)
        side.run(f'report | select(failed) | save("{mine}", replace: true)')
    failed = [row[0] for row in duckdb.sql(f"FROM '{mine}'").fetchall()]
    for name in PEERS:
        with python(HERE / "peers/checking.py", bench.threads, RULES) as side:
            side.run(f"read {path}")
            side.run(f"make {name}")
            side.run("check")
            side.run(f"save {other}")
        theirs = json.loads(other.read_text())
        if theirs != failed:
            raise SystemExit(f"{name} fails {theirs}, and ours {failed}")
    bench.say(f"{sum(map(bool, failed))} of {len(failed)} rules fail, for as many rows on all sides")
