"""DuckDB's Python client: runs each line of SQL, with all of its rows fetched."""

import sys

import duckdb

flights, tables, threads = sys.argv[1:]
connection = duckdb.connect(config={"threads": int(threads)})
connection.sql(
    f"CREATE VIEW flights AS FROM read_parquet('{flights}', file_row_number = true)"
)
# Moments as in the flights, so that a join by them compares like with like.
types = {"weather": ", types = {'time_hour': 'TIMESTAMP'}"}
for name in ("airlines", "planes", "weather"):
    connection.sql(
        f"CREATE TABLE {name} AS FROM read_csv('{tables}/{name}.csv',"
        f" nullstr = ['NA', 'NULL', '']{types.get(name, '')})"
    )
for number, line in enumerate(sys.stdin, 1):
    connection.execute(line.replace("$file", f"read_parquet('{flights}')")).fetchnumpy()
    print("done", number, flush=True)
