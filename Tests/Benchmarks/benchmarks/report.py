"""The table in Markdown, and the page that holds it."""

from pathlib import Path

from benchmarks.pairs import Row

HEAD = "| what | ours | peer | ratio | CPU | goal | met |\n|---|--:|--:|--:|--:|---|---|"

#: The section that new tables go before.
LAST = "## What each row measures"


class Report:
    def __init__(self):
        self.rows: list[tuple[str, Row]] = []
        #: Tables of the single parts of a row, by its kind, in Markdown.
        self.details: dict[str, str] = {}
        self.titles: dict[str, str] = {}

    def add(self, kind: str, row: Row):
        self.rows.append((kind, row))

    def detail(self, kind: str, rows: list[Row]):
        self.details[kind] = "\n".join([HEAD] + [self.line(row) for row in rows])

    def table(self, kind: str, title: str, head: list[str], rows: list[list[str]]):
        """A table with columns of its own, the first of words and the others of figures."""
        self.titles[kind] = title
        rule = ["---"] + ["--:"] * (len(head) - 1)
        self.details[kind] = "\n".join(f"| {' | '.join(row)} |" for row in [head, rule, *rows])

    @staticmethod
    def line(row: Row, mark: str = "") -> str:
        met = {True: "yes", False: "no", None: ""}[row.is_met]
        cells = [row.what, row.ours, row.peer, row.ratio, row.cpu, row.goal, met]
        return "| " + " | ".join(cells) + f" |{mark}"

    def markdown(self) -> str:
        parts = ["\n".join([HEAD] + [self.line(row) for _, row in self.rows])]
        parts += [f"{kind}\n\n{table}" for kind, table in self.details.items()]
        return "\n\n".join(parts)

    def write(self, page: Path, kinds: list[str]):
        """Puts what was measured in the place of what stands in the page; the rest stays."""
        text = page.read_text()
        for kind in kinds:
            rows = [self.line(row) for mine, row in self.rows if mine == kind]
            text = self._replaced(text, kind, rows, kinds)
        for kind, table in self.details.items():
            text = self._with_table(text, f"{kind} one by one", table, self.titles.get(kind))
        page.write_text(text)

    @staticmethod
    def _with_table(text: str, name: str, table: str, title: str | None) -> str:
        """A table of its own goes between two comments, at first in a section of its own."""
        start, end = f"<!-- {name} -->", f"<!-- /{name} -->"
        if title and start not in text:
            text = text.replace(LAST, f"## {title}\n\n{start}\n{end}\n\n{LAST}")
        before, rest = text.split(start)
        return f"{before}{start}\n{table}\n{end}{rest.split(end)[1]}"

    @staticmethod
    def _replaced(text: str, kind: str, rows: list[str], order: list[str]) -> str:
        """Rows carry their kind at the end of the line; new ones go behind those of kinds before."""
        if not rows:
            return text
        kept = text.split("\n")
        kinds = order[: order.index(kind) + 1]
        ends = tuple(f"<!-- {one} -->" for one in kinds)
        place = max(index for index, line in enumerate(kept) if line.endswith(ends)) + 1
        mine = f"<!-- {kind} -->"
        place -= sum(line.endswith(mine) for line in kept[:place])
        kept = [line for line in kept if not line.endswith(mine)]
        return "\n".join(kept[:place] + [f"{row} {mine}" for row in rows] + kept[place:])
