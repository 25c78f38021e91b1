"""Looking at a frame in Python; each line names what is to be done."""

import sys

import duckdb

threads = int(sys.argv[1])
frame = None


def read(path):
    global frame
    frame = duckdb.connect(config={"threads": threads}).execute(f"SELECT * FROM '{path}'").df()


def describe():
    frame.describe(include="all")


for number, line in enumerate(sys.stdin, 1):
    name, *arguments = line.split()
    {"read": read, "describe": describe}[name](*arguments)
    print("done", number, flush=True)
