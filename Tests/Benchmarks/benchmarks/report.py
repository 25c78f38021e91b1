"""The table in Markdown, and the page that holds it."""

from pathlib import Path

from benchmarks.pairs import Row

HEAD = "| what | ours | peer | ratio | CPU | goal | met |\n|---|--:|--:|--:|--:|---|---|"


class Report:
    def __init__(self):
        self.rows: list[tuple[str, Row]] = []
        self.details: dict[str, list[Row]] = {}

    def add(self, kind: str, row: Row):
        self.rows.append((kind, row))

    @staticmethod
    def line(row: Row, mark: str = "") -> str:
        met = {True: "yes", False: "no", None: ""}[row.is_met]
        cells = [row.what, row.ours, row.peer, row.ratio, row.cpu, row.goal, met]
        return "| " + " | ".join(cells) + f" |{mark}"

    def markdown(self) -> str:
        parts = ["\n".join([HEAD] + [self.line(row) for _, row in self.rows])]
        for title, rows in self.details.items():
            parts.append(f"{title}\n\n" + "\n".join([HEAD] + [self.line(row) for row in rows]))
        return "\n\n".join(parts)

    def write(self, page: Path, kinds: list[str]):
        """Puts what was measured in the place of what stands in the page; the rest stays."""
        text = page.read_text()
        for kind in kinds:
            rows = [self.line(row) for mine, row in self.rows if mine == kind]
            text = self._replaced(text, kind, rows)
        for title, rows in self.details.items():
            text = self._replaced(text, f"{title} one by one", [self.line(row) for row in rows], HEAD)
        page.write_text(text)

    @staticmethod
    def _replaced(text: str, name: str, rows: list[str], head: str = "") -> str:
        """The rows go between comments; a table's own rows carry theirs at the end of the line."""
        if not rows:
            return text
        if head:
            start, end = f"<!-- {name} -->", f"<!-- /{name} -->"
            before, rest = text.split(start)
            after = rest.split(end)[1]
            return f"{before}{start}\n{head}\n" + "\n".join(rows) + f"\n{end}{after}"
        mark = f"<!-- {name} -->"
        kept = text.split("\n")
        place = next(i for i, line in enumerate(kept) if line.endswith(mark))
        kept = [line for line in kept if not line.endswith(mark)]
        return "\n".join(kept[:place] + [f"{row} {mark}" for row in rows] + kept[place:])
