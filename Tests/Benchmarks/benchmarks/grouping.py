"""db-benchmark's questions about groups and joins, each side with its tables in memory."""

import math
import tomllib
from pathlib import Path

import duckdb

from benchmarks.pairs import Pair, seconds
from benchmarks.programs import Conversation, shell
from benchmarks.queries import difference

HERE = Path(__file__).parent.parent
#: The peers, with what is demanded: at most this share of their time.
PEERS = {"DuckDB, rows in our order": 1.05, "pandas": 1 / 2, "polars": 1.0}
#: How often at most: a round of pandas takes minutes, and its answers lie far from ours.
ROUNDS = {"pandas": 3}


def groups(bench):
    asked(bench, "groups", {"x": bench.data.groups()}, "10 groupings of db-benchmark, 10 M rows")


def joins(bench):
    tables = {name: bench.data.joined(name) for name in ("x", "small", "medium", "big")}
    asked(bench, "joins", tables, "5 joins of db-benchmark, 10 M rows")


def asked(bench, kind: str, tables: dict[str, Path], title: str):
    questions = tomllib.loads((HERE / "questions.toml").read_text())[kind]
    if bench.only_queries:
        questions = [one for one in questions if one["what"] in bench.only_queries]
    compare(bench, kind, questions, tables)
    pairs = {}
    for label in PEERS:
        library = label.split(",")[0].lower()
        pairs[label] = [Pair() for _ in questions]
        if library == "duckdb":
            pairs["free"] = [Pair() for _ in questions]
        for round in range(min(bench.rounds, ROUNDS.get(library, bench.rounds))):
            bench.say(f"{library}, round {round + 1}")
            with opened(bench, tables) as ours, peer(bench, library, tables) as theirs:
                for index, question in enumerate(questions):
                    measure(pairs, label, index, question, ours, theirs, round)
    add(bench, kind, title, questions, pairs)


def measure(pairs, label, index, question, ours, theirs, round):
    """One question on both sides, each first every other time; the last answer is let go before."""
    pair = pairs[label][index]
    sides = [(pair.ours, ours, ask(question)), (pair.peer, theirs, line(question, label))]
    for costs, side, text in sides if (round + index) % 2 == 0 else reversed(sides):
        costs.append(side.run(text))
    if "DuckDB" in label:
        pairs["free"][index].peer.append(theirs.run("free " + question.get("free", question["duckdb"])))


def ask(question) -> str:
    return f"answer = {question['ours']} | collect"


def line(question, label: str) -> str:
    if "DuckDB" in label:
        return f"{question['duckdb']} ORDER BY {question['order']}"
    return question[label]


def opened(bench, tables) -> Conversation:
    side = shell(bench.program, bench.root)
    loads = [f'{name} = load("{path}") | collect' for name, path in tables.items()]
    side.run("\n".join([f":set threads {bench.threads}", *loads]))
    # The first question of a collected frame makes it a table of the engine's, as the peer's are.
    for name in tables:
        side.run(f"n = {name} | summarize(n = count(), by: id1) | collect")
    return side


def peer(bench, library: str, tables) -> Conversation:
    import sys

    files = [f"{name}={path}" for name, path in tables.items()]
    command = [sys.executable, str(HERE / "peers/frames.py"), library, str(bench.threads), *files]
    side = Conversation(command, "{line}\n")
    side.run("ready")
    return side


def compare(bench, kind, questions, tables):
    """Stops unless all sides give the same rows, DuckDB in the same order as ours."""
    folder = bench.folder / "compared"
    folder.mkdir(exist_ok=True)
    mine = [folder / f"{kind}-{index}.ours.parquet" for index in range(len(questions))]
    with opened(bench, tables) as ours:
        for question, path in zip(questions, mine):
            ours.run(f'{question["ours"]} | save("{path}", replace: true)')
    for label in PEERS:
        library = label.split(",")[0].lower()
        other = folder / f"{kind}.{library}.parquet"
        with peer(bench, library, tables) as theirs:
            for question, path in zip(questions, mine):
                theirs.run(line(question, label))
                theirs.run(f"save {other}")
                same = difference if library == "duckdb" else unordered
                differences = same(path, other)
                if differences:
                    raise SystemExit(f"{question['what']}: {differences} rows differ from {label}")
        other.unlink()
    for path in mine:
        path.unlink()
    bench.say(f"{len(questions)} questions have the same answers on all sides")


def unordered(mine: Path, other: Path) -> int:
    """How many rows of two files differ, in whichever order they stand."""
    with duckdb.connect() as connection:
        connection.execute("SET enable_progress_bar = false")
        described = connection.sql(f"DESCRIBE FROM '{mine}'").fetchall()
        columns = [(f'"{column[0]}"', column[1]) for column in described]
        cells = ", ".join(f"CAST({name} AS {type}) AS {name}" for name, type in columns)
        key = f"hash({', '.join(name for name, _ in columns)})"
        rows = {path: f"SELECT {cells} FROM '{path}'" for path in (mine, other)}
        counts = " UNION ALL ".join(
            f"SELECT {key} AS row, {sign} AS n FROM ({rows[path]})" for path, sign in ((mine, 1), (other, -1))
        )
        connection.execute(
            f"CREATE TABLE odd AS SELECT row FROM ({counts}) GROUP BY row HAVING sum(n) != 0"
        )
        if not connection.sql("SELECT count(*) FROM odd").fetchall()[0][0]:
            return 0
        # Floats that were computed differ in their last digits: the rows with such are put in an order.
        order = ", ".join(name for name, _ in sorted(columns, key=lambda column: column[1] == "DOUBLE"))
        paths = [path.with_suffix(".sorted.parquet") for path in (mine, other)]
        for path, copy in zip((mine, other), paths):
            chosen = f"SELECT * FROM ({rows[path]}) WHERE {key} IN (FROM odd)"
            connection.execute(f"COPY ({chosen} ORDER BY {order}) TO '{copy}' (FORMAT parquet)")
        differences = difference(*paths)
        for path in paths:
            path.unlink()
        return differences


def add(bench, kind, title, questions, pairs):
    for label, share in PEERS.items():
        walls = [pair.wall() for pair in pairs[label]]
        cpus = [pair.cpu() for pair in pairs[label]]
        ours, theirs = (sum(wall[side] for wall in walls) for side in (0, 1))
        mean = math.exp(sum(math.log(a / b) for a, b in walls) / len(walls))
        within = sum(a / b <= share for a, b in walls)
        rounds = f", {len(pairs[label][0].ours)} rounds" if label.lower() in ROUNDS else ""
        bench.add(
            f"{title}; {label} (geometric mean {mean:.2f}, {within} within the goal one by one{rounds})",
            seconds(ours), seconds(theirs), ours / theirs,
            f"≤ {share:g}" + (f" ({1 / share:g} ×)" if share < 1 else ""),
            ours / theirs <= share,
            sum(cpu[0] for cpu in cpus) / sum(cpu[1] for cpu in cpus),
        )
    head = ["what", "ours", "DuckDB, our order", "ratio", "DuckDB, any order", "pandas", "polars"]
    rows = []
    for index, question in enumerate(questions):
        ours, ordered = pairs["DuckDB, rows in our order"][index].wall()
        others = [pairs[label][index].peer_wall() for label in ("free", "pandas", "polars")]
        rows.append(
            [question["what"], seconds(ours), seconds(ordered), f"{ours / ordered:.2f}", *map(seconds, others)]
        )
    bench.add_table(f"The {kind} of db-benchmark one by one", head, rows)
