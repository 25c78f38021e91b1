"""Reads a table of PostgreSQL as other tools do; told a line at a time."""

import os
import sys

address = os.environ["EPILOGUE_BENCH_DATABASE"]
query = "SELECT * FROM flights"
threads = int(sys.argv[1])
read = rows = None
number = 0
for line in sys.stdin:
    number += 1
    word, _, rest = line.strip().partition(" ")
    if word == "load" and rest == "pandas":
        import pandas
        import sqlalchemy

        engine = sqlalchemy.create_engine(address.replace("postgres://", "postgresql+psycopg2://"))
        read = lambda: pandas.read_sql(query, engine)
    elif word == "load":
        import connectorx

        # Without a column to cut the table by, its own way with one connection.
        read = lambda: connectorx.read_sql(address.replace("postgres:", "postgresql:"), query)
    elif word == "read":
        rows = read()
    elif word == "expect" and len(rows) != int(rest):
        raise SystemExit(f"{len(rows)} rows were read, and there are {rest}")
    print(f"done {number}", flush=True)
