"""The files that the benchmarks read, made once, by seed."""

from pathlib import Path

import duckdb
import numpy as np


class Data:
    def __init__(self, root: Path, folder: Path, small: bool):
        self.source = root / "sessions" / "data"
        self.folder = folder / ("data-small" if small else "data")
        self.folder.mkdir(parents=True, exist_ok=True)
        self.copies = 2 if small else 30
        self.scale = 20 if small else 1

    def _made(self, name: str, make) -> Path:
        path = self.folder / name
        if not path.exists():
            part = path.with_suffix(".part")
            make(part)
            part.rename(path)
        return path

    def flights(self) -> Path:
        """The year's flights, over and over: thirty copies are 10.1 million rows."""
        source = self.source / "flights.csv.gz"

        def make(path):
            duckdb.sql(f"""
                COPY (
                  SELECT flights.* EXCLUDE place FROM range({self.copies}) AS copies, (
                    SELECT row_number() OVER () AS place, *
                    FROM read_csv('{source}', nullstr = 'NA', types = {{'time_hour': 'TIMESTAMP'}})
                  ) AS flights
                  ORDER BY copies.range, flights.place
                ) TO '{path}' (FORMAT parquet)""")

        return self._made("flights.parquet", make)

    def numbers(self, name: str, rows: int, columns: int, missing: float = 0.0) -> Path:
        """A matrix of normal numbers with a target of true and false that hangs on some of them."""
        rows //= self.scale

        def make(path):
            random = np.random.default_rng(7)
            features = random.standard_normal((columns, rows))
            slopes = random.standard_normal(columns) / np.sqrt(columns)
            margin = slopes @ features + 0.5 * features[0] * features[1] - 0.3
            target = random.random(rows) < 1 / (1 + np.exp(-margin))
            features[random.random(features.shape) < missing] = np.nan
            table = {f"x{index + 1}": column for index, column in enumerate(features)}
            selected = ", ".join(
                f"CASE WHEN isnan({name}) THEN NULL ELSE {name} END AS {name}" for name in table
            )
            table["y"] = target
            connection = duckdb.connect()
            connection.register("numbers", table)
            connection.sql(f"COPY (SELECT y, {selected} FROM numbers) TO '{path}' (FORMAT parquet)")

        return self._made(f"{name}.parquet", make)

    def prepared(self) -> Path:
        """Numbers, some of them skewed, and categories, both with gaps, and a target."""
        rows = 1_000_000 // self.scale

        def make(path):
            random = np.random.default_rng(11)
            table = {}
            for index in range(1, 23):
                numbers = random.standard_normal(rows) * (index % 5 + 1) + index
                if index % 3 == 0:
                    numbers = np.exp(numbers / (index % 5 + 1) / 2)
                numbers[random.random(rows) < 0.03] = np.nan
                table[f"x{index}"] = numbers
            for index, levels in enumerate([3, 8, 20, 50, 200, 1000, 5], 1):
                codes = random.exponential(levels / 4, rows).astype(int)
                table[f"c{index}"] = np.minimum(codes, levels - 1)
            table["y"] = table["x1"] + random.standard_normal(rows) > 1
            numbers = [f"CASE WHEN isnan(x{i}) THEN NULL ELSE x{i} END AS x{i}" for i in range(1, 23)]
            texts = [
                f"CASE WHEN c{i} = 0 AND x1 > 3 THEN NULL ELSE 'level ' || c{i} END AS c{i}"
                for i in range(1, 8)
            ]
            connection = duckdb.connect()
            connection.register("numbers", table)
            columns = ", ".join(["y"] + numbers + texts)
            connection.sql(f"COPY (SELECT {columns} FROM numbers) TO '{path}' (FORMAT parquet)")

        return self._made("prepared.parquet", make)

    def groups(self) -> Path:
        """Rows to be grouped, as db-benchmark (h2oai) draws them: six keys, of a hundred values, or
        as many as make groups of about a hundred rows, and three values. Half a gigabyte as text."""
        rows = 10_000_000 // self.scale

        def make(path):
            random = np.random.default_rng(108)
            few, many = 100, rows // 100
            table = {f"id{i}": random.integers(1, n + 1, rows) for i, n in enumerate([few, few, many] * 2, 1)}
            table |= {"v1": random.integers(1, 6, rows), "v2": random.integers(1, 16, rows)}
            table["v3"] = np.round(random.uniform(0, 100, rows), 6)
            texts = "printf('id%03d', id1) AS id1, printf('id%03d', id2) AS id2, printf('id%010d', id3) AS id3"
            self._written(path, table, f"{texts}, id4, id5, id6, v1, v2, v3")

        return self._made("groups.parquet", make)

    def joined(self, name: str) -> Path:
        """Tables to be joined, as db-benchmark draws them: `x` of ten million rows, `small`, `medium`
        and `big` of a millionth, a thousandth and all of its rows.

        Of the keys of a size nine in eleven are in `x` and in the other table, one in either alone.
        """
        rows = 10_000_000 // self.scale
        sizes = {"x": rows, "small": max(rows // 1_000_000, 10), "medium": rows // 1000, "big": rows}

        def make(path):
            random = np.random.default_rng(109)
            # The same for every table: the keys of a size, in one order of chance.
            keys = [random.permutation(size * 11 // 10) + 1 for size in (sizes["small"], sizes["medium"], rows)]
            own = np.random.default_rng(110 + list(sizes).index(name))
            count, table, texts = sizes[name], {}, []
            for index, pool in enumerate(keys, 1):
                size = len(pool) * 10 // 11
                if size > count:
                    break
                mine = pool[:size] if name == "x" else pool[len(pool) - size :]
                # Each key at least once; of a table's own size, each exactly once.
                drawn = np.concatenate([mine, own.choice(mine, count - size)])
                table[f"id{index}"] = own.permutation(drawn)
                texts.append(f"id{index}, 'id' || id{index} AS id{index + 3}")
            value = "v1" if name == "x" else "v2"
            table[value] = np.round(own.uniform(0, 100, count), 6)
            self._written(path, table, ", ".join(texts + [value]))

        return self._made(f"join-{name}.parquet", make)

    @staticmethod
    def _written(path: Path, table: dict, columns: str):
        connection = duckdb.connect()
        connection.register("drawn", table)
        connection.sql(f"COPY (SELECT {columns} FROM drawn) TO '{path}' (FORMAT parquet)")

    def wide_csv(self, gigabytes: float) -> Path:
        """A file of text that is much larger than the memory it is read with."""
        rows = int(gigabytes * 1e9 / 88.5)

        def make(path):
            duckdb.sql(f"""
                COPY (
                  SELECT range AS id, 'group ' || hash(range) % 1000 AS name,
                    hash(range, 1) % 1000000 / 1000 AS x, hash(range, 2) % 1000000 / 1000 AS y,
                    TIMESTAMP '2020-01-01' + to_seconds((hash(range, 3) % 100000000)::BIGINT) AS moment,
                    'text that is told apart ' || hash(range, 4) % 10000000 AS note
                  FROM range({rows})
                ) TO '{path}' (FORMAT csv)""")

        return self._made(f"wide-{gigabytes:g}.csv", make)
