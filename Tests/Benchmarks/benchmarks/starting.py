"""What a person waits for before anything is computed."""

import sys
import tempfile
from pathlib import Path
from statistics import median

from benchmarks.pairs import alternating, at_most, within
from benchmarks.programs import Cost, whole
from benchmarks.terminal import Terminal

#: Our prompt on a terminal with colours.
PROMPT = "›".encode()
IPYTHON = [sys.executable, "-m", "IPython", "--no-banner"]


def start(bench):
    pair = alternating(
        3 * bench.rounds,
        lambda: whole([str(bench.program), "-c", "1"]),
        lambda: whole([*IPYTHON, "-c", "pass"]),
    )
    bench.add_row(at_most("`-c '1'`; `ipython -c pass`", pair, 0.2))


def prompt(bench):
    with tempfile.TemporaryDirectory() as home:
        first(bench, [str(bench.program)], PROMPT, home)
        first(bench, IPYTHON, b"In [", home)
        pair = alternating(
            bench.rounds,
            lambda: first(bench, [str(bench.program)], PROMPT, home),
            lambda: first(bench, IPYTHON, b"In [", home),
        )
    bench.add_row(at_most("first prompt; IPython's", pair, 0.2))


def first(bench, command, mark, home) -> Cost:
    """From the start of a program to its prompt."""
    import time

    start = time.perf_counter()
    terminal = Terminal(command, cwd=home, environment={"HOME": home})
    moment = terminal.until(mark)
    terminal.close()
    return Cost(moment - start, 0)


def line(bench):
    """Parsing, checking and binding a line, from the difference of a long and a short script."""
    count = 2000
    body = (
        'late = penguins | filter(body_mass_g > {} and species != "Gentoo")'
        " | derive(ratio = bill_length_mm / bill_depth_mm)"
        " | summarize(n = count(), ratio = mean(ratio), by: [island, sex]) | sort(desc(ratio))\n"
    )
    folder = bench.folder / "line"
    folder.mkdir(exist_ok=True)
    scripts = []
    for lines in (1, count + 1):
        script = folder / f"{lines}.epilogue"
        head = f'penguins = load("{bench.data.source}/penguins.csv")\n'
        script.write_text(head + "".join(body.format(3000 + index) for index in range(lines)))
        scripts.append([str(bench.program), str(script)])
    pair = alternating(bench.rounds, lambda: whole(scripts[1]), lambda: whole(scripts[0]))
    long, short = pair.wall()
    row = within("parse, check and bind one line of four stages", (long - short) / count, 0.001)
    bench.add_row(row)


def completion(bench):
    """From the Tab key to what the shell shows, in the middle of a pipe of ten stages."""
    stages = " | filter(month > 1) | derive(a = dep_delay + 1) | sort(a)" * 3
    with tempfile.TemporaryDirectory() as home:
        terminal = Terminal([str(bench.program)], cwd=home, environment={"HOME": home})
        terminal.until(PROMPT)
        path = Path(bench.data.source) / "flights.csv.gz"
        terminal.type(f'flights = load("{path}")\r')
        terminal.quiet(2)
        times = []
        for _ in range(bench.rounds):
            terminal.type(f"flights{stages} | filter(carr) | head(3)")
            terminal.type("\x1b[D" * len(") | head(3)"))
            terminal.quiet(0.5)
            start = terminal.type("\t")
            times.append(terminal.until(b"ier") - start)
            terminal.quiet(0.3)
            terminal.type("\x15\x0b")
            terminal.quiet(0.3)
        terminal.close()
    bench.add_row(within("Tab in the middle of a 10-stage pipe, to the answer", median(times), 0.01))
