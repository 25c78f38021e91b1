"""Twenty queries through the language and through DuckDB's Python client."""

import math
import tomllib
from pathlib import Path

import duckdb

from benchmarks.pairs import Pair, at_most, seconds
from benchmarks.programs import python, shell

HERE = Path(__file__).parent.parent
TABLES = ("airlines", "planes", "weather")


def run(bench):
    queries = tomllib.loads((HERE / "queries.toml").read_text())["query"]
    if bench.only_queries:
        queries = [query for query in queries if query["what"] in bench.only_queries]
    flights = bench.data.flights()
    compare(bench, flights, queries)
    pairs = [Pair() for _ in queries]
    for round in range(bench.rounds):
        bench.say(f"queries, round {round + 1}")
        with opened(bench, flights) as ours, peer(bench, flights) as theirs:
            for index, query in enumerate(queries):
                # Each side is first every other time.
                sides = [
                    (pairs[index].ours, ours, f"q{index} = {query['ours']} | collect"),
                    (pairs[index].peer, theirs, query["peer"].replace("\n", " ")),
                ]
                for costs, side, line in sides if (round + index) % 2 == 0 else reversed(sides):
                    costs.append(side.run(line))
    rows = [at_most(query["what"], pair, 1.05) for query, pair in zip(queries, pairs)]
    ratios = [pair.wall()[0] / pair.wall()[1] for pair in pairs]
    mean = math.exp(sum(map(math.log, ratios)) / len(ratios))
    totals = [sum(pair.wall()[side] for pair in pairs) for side in (0, 1)]
    cpus = [sum(pair.cpu()[side] for pair in pairs) for side in (0, 1)]
    bench.add_details(rows)
    bench.add(
        f"{len(queries)} frame queries, 10 M rows (geometric mean {mean:.2f},"
        f" {sum(row.is_met for row in rows)} within the goal one by one)",
        seconds(totals[0]),
        seconds(totals[1]),
        totals[0] / totals[1],
        "≤ 1.05",
        totals[0] / totals[1] <= 1.05,
        cpus[0] / cpus[1],
    )


def opened(bench, flights):
    side = shell(bench.program, bench.root)
    side.run(f':set threads {bench.threads}\nflights = load("{flights}")')
    for name in TABLES:
        side.run(f'{name} = load("sessions/data/{name}.csv")')
        side.run(f"n = {name} | summarize(n = count()) | collect")
    side.run("n = flights | summarize(n = count(), by: year) | collect")
    return side


def peer(bench, flights):
    side = python(HERE / "peers/queries.py", flights, bench.data.source, bench.threads)
    side.run("SELECT year, count(*) FROM flights GROUP BY year")
    return side


def compare(bench, flights, queries):
    """Stops unless both sides of every query give the same rows in the same order."""
    folder = bench.folder / "compared"
    folder.mkdir(exist_ok=True)
    with opened(bench, flights) as ours, peer(bench, flights) as theirs:
        for index, query in enumerate(queries):
            mine, other = folder / f"{index}.ours.parquet", folder / f"{index}.peer.parquet"
            ours.run(f'{query["ours"]} | save("{mine}", replace: true)')
            theirs.run(f"COPY ({query['peer']}) TO '{other}' (FORMAT parquet)".replace("\n", " "))
            differences = difference(mine, other)
            if differences:
                raise SystemExit(f"{query['what']}: {differences} rows differ: {mine} {other}")
    bench.say(f"{len(queries)} queries give the same rows on both sides")


def difference(mine: Path, other: Path) -> int:
    """How many rows of two files differ, place by place; floats may in the last digits."""
    with duckdb.connect() as connection:
        described = connection.sql(f"DESCRIBE FROM '{mine}'").fetchall()
        names = [f'"{column[0]}"' for column in described]
        floats = {f'"{column[0]}"' for column in described if column[1] == "DOUBLE"}
        tests = [
            f"(a.{name} IS NOT DISTINCT FROM b.{name} OR coalesce("
            f"abs(a.{name} - b.{name}) <= 1e-9 * greatest(abs(b.{name}), 1), false))"
            if name in floats
            else f"a.{name} IS NOT DISTINCT FROM b.{name}"
            for name in names
        ]
        return connection.sql(f"""
            SELECT count(*) FROM read_parquet('{mine}', file_row_number = true) AS a
            FULL JOIN read_parquet('{other}', file_row_number = true) AS b USING (file_row_number)
            WHERE a.file_row_number IS NULL OR b.file_row_number IS NULL
              OR NOT ({' AND '.join(tests)})""").fetchall()[0][0]
