"""Figures of two sides, measured in turn so that what else the machine does meets both."""

from dataclasses import dataclass, field
from statistics import median

from benchmarks.programs import Cost


@dataclass
class Pair:
    """Rounds of one piece of work on both sides."""

    ours: list[Cost] = field(default_factory=list)
    peer: list[Cost] = field(default_factory=list)

    def wall(self) -> tuple[float, float]:
        return median(c.wall for c in self.ours), median(c.wall for c in self.peer)

    def peer_wall(self) -> float:
        return median(c.wall for c in self.peer)

    def cpu(self) -> tuple[float, float]:
        return median(c.cpu for c in self.ours), median(c.cpu for c in self.peer)


def alternating(rounds: int, ours, peer) -> Pair:
    """Runs the two sides in turn, each first every other time."""
    pair = Pair()
    for number in range(rounds):
        sides = [(pair.ours, ours), (pair.peer, peer)]
        for costs, side in sides if number % 2 == 0 else reversed(sides):
            costs.append(side())
    return pair


@dataclass
class Row:
    """A line of the table."""

    what: str
    ours: str
    peer: str
    ratio: str
    goal: str
    is_met: bool | None
    #: The ratio of processor time, where it says more than the clock.
    cpu: str = ""


def seconds(value: float) -> str:
    if value < 0.000995:
        return f"{value * 1e6:.3g} µs"
    if value < 0.0995:
        return f"{value * 1000:.3g} ms"
    return f"{value:.3g} s"


def at_most(what: str, pair: Pair, share: float) -> Row:
    """A row whose goal is to take at most a share of what the peer takes."""
    ours, peer = pair.wall()
    return Row(
        what, seconds(ours), seconds(peer), f"{ours / peer:.2f}", f"≤ {share:g}",
        ours / peer <= share, _cpu(pair),
    )


def times_faster(what: str, pair: Pair, times: float) -> Row:
    """A row whose goal is to be some times as fast as the peer."""
    ours, peer = pair.wall()
    return Row(
        what, seconds(ours), seconds(peer), f"{ours / peer:.2f}", f"≤ {1 / times:.2g} ({times:g} ×)",
        peer / ours >= times, _cpu(pair),
    )


def within(what: str, value: float, limit: float) -> Row:
    """A row whose goal is a time."""
    return Row(what, seconds(value), "", "", f"< {seconds(limit)}", value < limit)


def _cpu(pair: Pair) -> str:
    ours, peer = pair.cpu()
    return f"{ours / peer:.2f}" if peer > 0.02 else ""
