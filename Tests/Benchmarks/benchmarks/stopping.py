"""From ctrl-C to the next prompt, whatever runs."""

import tempfile
import time
from statistics import median

from benchmarks.pairs import within
from benchmarks.starting import PROMPT
from benchmarks.terminal import Terminal

#: What runs, and after how many seconds it is stopped.
WORK = [
    ("reading and binning for `lightgbm`", "m = lightgbm(y ~ ., trees: 5000) | fit(boosted)", 0.3),
    ("a `lightgbm` fit", "m = lightgbm(y ~ ., trees: 5000) | fit(boosted)", 4),
    ("a `logistic` fit", "m = logistic(wave ~ . - y) | fit(wide)", 4),
    ("`predict`, 10 M rows to a file", 'many | save("{folder}/many.parquet")', 2),
]

HEAD = [
    ":set threads {threads}",
    'boosted = load("{boosted}")',
    'wide = load("{logistic}") | derive(wave = text(int(10 * x1)))',
    "small = lightgbm(y ~ ., trees: 200) | fit(boosted | head(20000))",
    'many = small | predict(append({copies}))',
]


def interrupts(bench):
    """The same shell for all of them: what was left to itself may still be running."""
    files = {
        "threads": bench.threads,
        "boosted": bench.data.numbers("boosted", 1_000_000, 20, missing=0.02),
        "logistic": bench.data.numbers("logistic", 1_000_000, 50),
        "copies": ", ".join(["boosted"] * 10),
    }
    with tempfile.TemporaryDirectory() as home:
        terminal = Terminal([str(bench.program)], cwd=home, environment={"HOME": home})
        terminal.until(PROMPT)
        for line in HEAD:
            terminal.type(line.format(**files) + "\r")
            terminal.until(PROMPT, limit=120)
            terminal.quiet(1)
        for what, line, after in WORK:
            times = []
            for _ in range(bench.rounds):
                terminal.type(line.format(folder=home) + "\r")
                time.sleep(after)
                terminal.quiet(0.0)
                start = terminal.type("\x03")
                times.append(terminal.until(PROMPT, limit=60) - start)
                terminal.quiet(1)
            bench.add_row(within(f"ctrl-C in {what}, to the prompt", median(times), 0.1))
        terminal.close()
