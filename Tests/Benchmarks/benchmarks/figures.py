"""Figures of ten million rows that the session keeps."""

from statistics import median

from benchmarks.pairs import within
from benchmarks.programs import shell

FIGURES = {
    "histogram": "kept | histogram(arr_delay)",
    "scatter": "kept | scatter(distance, air_time)",
}


def drawn(bench):
    """Drawn once a program each, for a second drawing finds the counts of the first."""
    flights = bench.data.flights()
    took = {name: [] for name in FIGURES}
    for _ in range(bench.rounds):
        for name, line in FIGURES.items():
            with shell(bench.program, bench.root) as side:
                side.run(
                    f":set threads {bench.threads}\n"
                    f'kept = load("{flights}") | select(arr_delay, distance, air_time) | collect()'
                )
                side.run("n = kept | summarize(n = count()) | collect")
                took[name].append(side.run(line).wall)
    for name, times in took.items():
        bench.add_row(within(f"`{name}` of 10 M rows in memory, to the terminal", median(times), 0.5))
