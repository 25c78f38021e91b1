"""What must work at all, and how long the makers wait."""

import os
import shutil
import subprocess
import time

from benchmarks.pairs import Row, seconds, within


def memory(bench):
    """A CSV far larger than the memory it may use, loaded and summarised."""
    need = bench.gigabytes * 3e9
    if shutil.disk_usage(bench.folder).free < need:
        bench.say(f"skipped: it needs {need / 1e9:g} GB of disk")
        return
    path = bench.data.wide_csv(bench.gigabytes)
    script = bench.folder / "memory.epilogue"
    script.write_text(
        f':set memory 512MB\nwide = load("{path}")\n'
        "wide | summarize(n = count(), x = mean(x), y = max(y), notes = count_distinct(note), by: name)"
        " | head(3)\n"
    )
    start = time.perf_counter()
    process = subprocess.Popen([str(bench.program), str(script)], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    took = time.perf_counter() - start
    bench.add_row(
        Row(
            f"load and summarise a {bench.gigabytes:g} GB CSV under `:set memory 512MB`",
            seconds(took), "", f"peak {usage.ru_maxrss / 1e6:.2f} GB", "works", status == 0,
        )
    )


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
