"""The questions of db-benchmark: tables in memory, each line a question, its answer kept in memory.

    frames.py LIBRARY THREADS NAME=FILE…

A line `save FILE` writes the last answer down.
"""

import os
import sys

library, threads, *files = sys.argv[1:]
os.environ["POLARS_MAX_THREADS"] = threads
files = dict(file.split("=", 1) for file in files)


class DuckDB:
    def __init__(self):
        import duckdb

        self.connection = duckdb.connect(config={"threads": int(threads)})
        self.connection.execute("SET enable_progress_bar = false")
        for name, path in files.items():
            self.connection.execute(f"CREATE TABLE {name} AS FROM '{path}'")

    def ask(self, question):
        # `free` lets go of the order in which rows are read, too.
        is_free = question.startswith("free ")
        self.connection.execute(f"SET preserve_insertion_order = {'false' if is_free else 'true'}")
        self.connection.execute(
            f"CREATE OR REPLACE TEMP TABLE answer AS {question.removeprefix('free ')}"
        )

    def save(self, path):
        self.connection.execute(f"COPY answer TO '{path}' (FORMAT parquet)")


class Pandas:
    """Texts as categories, as db-benchmark has them."""

    def __init__(self):
        import duckdb
        import pandas

        self.names = {"pd": pandas}
        with duckdb.connect(config={"threads": int(threads)}) as connection:
            for name, path in files.items():
                table = connection.execute(f"FROM '{path}'").df()
                for column in table.columns:
                    if not pandas.api.types.is_numeric_dtype(table[column]):
                        table[column] = table[column].astype("category")
                self.names[name] = table

    def ask(self, question):
        self.answer = None
        self.answer = eval(question, self.names)

    def save(self, path):
        import duckdb

        answer = self.answer
        duckdb.sql(f"COPY answer TO '{path}' (FORMAT parquet)")


class Polars:
    def __init__(self):
        import polars

        self.names = {"pl": polars} | {n: polars.read_parquet(path) for n, path in files.items()}

    def ask(self, question):
        self.answer = None
        self.answer = eval(question, self.names)

    def save(self, path):
        self.answer.write_parquet(path)


side = {"duckdb": DuckDB, "pandas": Pandas, "polars": Polars}[library]()
for number, line in enumerate(sys.stdin, 1):
    line = line.strip()
    if line.startswith("save "):
        side.save(line.removeprefix("save "))
    elif line != "ready":
        side.ask(line)
    print("done", number, flush=True)
