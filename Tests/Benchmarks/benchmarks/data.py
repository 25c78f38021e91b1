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
