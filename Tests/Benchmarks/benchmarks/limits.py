"""What must work at all, and how long the makers wait."""

import os
import shutil
import subprocess
import time
from statistics import median

import duckdb

from benchmarks.pairs import Row, seconds, within
from benchmarks.queries import difference


def memory(bench):
    """A CSV far larger than the memory it may use, loaded and summarised."""
    path = wide(bench)
    if path is None:
        return
    took, peak, works = measured(
        bench,
        f':set memory 512MB\nwide = load("{path}")\n'
        "wide | summarize(n = count(), x = mean(x), y = max(y), notes = count_distinct(note), by: name)"
        " | head(3)\n",
    )
    what = f"load and summarise a {bench.gigabytes:g} GB CSV under `:set memory 512MB`"
    bench.add_row(Row(what, seconds(took), "", f"peak {peak:.2f} GB", "works", works))


def spilling(bench):
    """Ten million groups of a large CSV, in more memory than they need and in less, by turns."""
    path = wide(bench)
    if path is None:
        return
    answers = {limit: bench.folder / f"groups-{limit}.parquet" for limit in ("6GB", "512MB")}
    took, peaks, works = {limit: [] for limit in answers}, [], True
    for round in range(min(bench.rounds, 3)):
        order = list(answers) if round % 2 == 0 else list(reversed(answers))
        for limit in order:
            wall, peak, ended = measured(
                bench,
                f':set threads {bench.threads}\n:set memory {limit}\nwide = load("{path}")\n'
                "wide | summarize(n = count(), x = mean(x), y = max(y), by: note)"
                f' | save("{answers[limit]}", replace: true)\n',
            )
            took[limit].append(wall)
            works = works and ended
            if limit == "512MB":
                peaks.append(peak)
    if difference(*answers.values()):
        raise SystemExit("the groups differ with the memory that there is")
    groups = duckdb.sql(f"SELECT count(*) FROM '{answers['512MB']}'").fetchall()[0][0]
    for answer in answers.values():
        answer.unlink()
    bounded, free = median(took["512MB"]), median(took["6GB"])
    bench.add_row(
        Row(
            f"{groups / 1e6:.1f} M groups of a {bench.gigabytes:g} GB CSV to a file, in order, under"
            f" `:set memory 512MB` (peak {median(peaks):.2f} GB); with 6 GB",
            seconds(bounded), seconds(free), f"{bounded / free:.2f}", "works", works,
        )
    )


def wide(bench):
    """The large CSV, if the disk has room for it and for what does not fit into memory."""
    need = bench.gigabytes * 3e9
    if shutil.disk_usage(bench.folder).free < need:
        bench.say(f"skipped: it needs {need / 1e9:g} GB of disk")
        return None
    return bench.data.wide_csv(bench.gigabytes)


def measured(bench, script: str) -> tuple[float, float, bool]:
    """Seconds, gigabytes at the peak, and whether a script ended well."""
    file = bench.folder / "memory.epilogue"
    file.write_text(script)
    start = time.perf_counter()
    process = subprocess.Popen([str(bench.program), str(file)], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    return time.perf_counter() - start, usage.ru_maxrss / 1e6, status == 0


def inner_loop(bench):
    """A verb touched, its tests run; the debug build must be there."""
    verb = bench.root / "Sources/Verbs/Frames/Head.swift"
    command = ["swift", "test", "--disable-xctest", "--filter", "LanguageTests"]
    subprocess.run(command, cwd=bench.root, check=True, stdout=subprocess.DEVNULL)
    times = []
    for _ in range(3):
        text = verb.read_text()
        try:
            verb.write_text(text + "\n// touched\n")
            start = time.perf_counter()
            subprocess.run(command, cwd=bench.root, check=True, stdout=subprocess.DEVNULL)
            times.append(time.perf_counter() - start)
        finally:
            verb.write_text(text)
    bench.add_row(within("a verb touched, then `swift test --filter`", sorted(times)[1], 15))
