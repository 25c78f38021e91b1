"""Ten million rows read from a PostgreSQL server of the benchmark's own."""

import os
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

import duckdb

from benchmarks.pairs import alternating, times_faster
from benchmarks.programs import python, shell

PEERS = Path(__file__).parent.parent / "peers"
#: The peers, and how many times as fast is demanded.
READERS = {"pandas": 5, "connectorx": 1}
COLUMNS = "year, month, day, carrier, flight, dep_delay, distance, time_hour"


def read(bench):
    """A table of eight columns into memory; nothing is read before."""
    programs = server_programs()
    if programs is None:
        bench.say("skipped: no PostgreSQL server is installed")
        return
    with server(bench.folder / "postgres", programs) as address:
        count = filled(bench, address)
        os.environ["EPILOGUE_BENCH_DATABASE"] = address

        def left():
            with shell(bench.program, bench.root) as side:
                side.run(f":set threads {bench.threads}\nn = 1")
                cost = side.run(f'rows = load("{address}", table: "flights") | collect')
                side.run(f'held = rows | expect(count() == {count}) | collect')
                return cost

        for name, times in READERS.items():

            def right():
                with python(PEERS / "databases.py", bench.threads) as side:
                    side.run(f"load {name}")
                    cost = side.run("read")
                    side.run(f"expect {count}")
                    return cost

            pair = alternating(bench.rounds, left, right)
            what = f"{count / 1e6:.1f} M × 8 from PostgreSQL into memory; {name}"
            bench.add_row(times_faster(what, pair, times))


def filled(bench, address: str) -> int:
    """Puts the flights into the server, by its own reader of CSV."""
    file = bench.folder / "flights-eight.csv"
    duckdb.sql(f"COPY (SELECT {COLUMNS} FROM '{bench.data.flights()}') TO '{file}' (HEADER false)")
    kinds = (
        "year integer, month integer, day integer, carrier text, flight integer,"
        " dep_delay double precision, distance double precision, time_hour timestamp"
    )
    with open(file) as rows:
        psql(address, f"CREATE TABLE flights ({kinds})")
        psql(address, "COPY flights FROM STDIN (FORMAT csv)", stdin=rows)
    file.unlink()
    return int(psql(address, "VACUUM ANALYZE flights", "SELECT count(*) FROM flights"))


def psql(address: str, *statements: str, stdin=None) -> str:
    words = [word for statement in statements for word in ("-c", statement)]
    command = ["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", address, *words]
    done = subprocess.run(command, check=True, stdin=stdin, stdout=subprocess.PIPE, text=True)
    return done.stdout.strip()


def server_programs() -> Path | None:
    """The folder of the newest server that is installed."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda p: int(p.parts[-3]))
    return versions[-1].parent if versions else None


@contextmanager
def server(folder: Path, programs: Path):
    """A server on a free port of the loopback, that ends with the block."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    # Root may not run a server.
    user = []
    if os.getuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
        user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data = folder / "data"
    subprocess.run(
        [*user, str(programs / "initdb"), "-D", str(data), "-U", "tester", "-A", "trust",
         "-E", "UTF8", "--locale=C", "--no-sync"],
        check=True, stdout=subprocess.DEVNULL, cwd="/",
    )
    process = subprocess.Popen(
        [*user, str(programs / "postgres"), "-D", str(data), "-p", str(port),
         "-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={folder}",
         "-c", "fsync=off", "-c", "shared_buffers=1GB", "-c", "max_wal_size=4GB"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/",
    )
    address = f"postgres://tester@127.0.0.1:{port}/postgres"
    try:
        ready = [str(programs / "pg_isready"), "-q", "-d", address]
        for _ in range(200):
            if subprocess.run(ready).returncode == 0:
                break
            time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)
