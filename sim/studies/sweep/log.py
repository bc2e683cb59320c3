"""The log of a study: one finished point a line, safe against being killed at any moment.

Points are solved in blocks, and what a point gives depends on its block to the last digit. A block
is written in one go, and taken up again only if it is whole.
"""

from __future__ import annotations

import csv
import io
import os
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from sim.folders.beside import write_whole
from sim.folders.exclusive import alone_in
from sim.folders.marker import Origin
from sim.folders.place import naming
from sim.scenario.escaping import LINE_END, end_line, guard, unguard

POINTS = "points.csv"


@dataclass(frozen=True)
class PointLog:
    """The unfinished table of points, in a folder of its own."""

    path: Path
    columns: tuple[str, ...]

    def append(self, rows: Sequence[Mapping[str, str]]) -> None:
        """Write rows in one go and wait until they are on the disk."""
        lines = [write_line([row[column] for column in self.columns]) for row in rows]
        with naming(self.path), self.path.open("a", encoding="utf-8", newline="") as file:
            file.write("".join(lines))
            file.flush()
            os.fsync(file.fileno())


def write_line(cells: Sequence[str]) -> str:
    """Return a CSV line; cells that a spreadsheet would compute are guarded.

    >>> write_line(["a\\rb", "=1"])
    '"a\\rb",\\'=1\\n'
    """
    text = io.StringIO()
    csv.writer(text, lineterminator=LINE_END).writerow([guard(cell) for cell in cells])
    return end_line(text.getvalue())


@contextmanager
def open_log(
    folder: Path,
    columns: Sequence[str],
    wanted: Mapping[str, Collection[str]],
    *,
    fresh: bool = False,
    origin: Origin | None = None,
) -> Iterator[tuple[PointLog, list[dict[str, str]]]]:
    """Open the log in a folder, alone; give it with the rows of the wanted blocks that are whole.

    `wanted` holds the `id` of every point of each `block`. A torn last line, rows of other studies
    and rows without all columns are dropped; all rows, where a fresh start is asked for. `origin`
    says which file the study is of.

    Raises
    ------
    InputError
        Another process is at work in the folder, or another file's study is unfinished there.
    """
    path = folder / POINTS
    with alone_in(path, origin):
        kept = [] if fresh else read_rows(path)
        done = [row for row in kept if set(columns) <= row.keys()]
        rows = _whole_blocks(done, wanted)
        _rewrite(path, columns, rows)
        try:
            yield PointLog(path, tuple(columns)), rows
        finally:
            if not read_rows(path):
                path.unlink(missing_ok=True)


def _whole_blocks(
    rows: list[dict[str, str]], wanted: Mapping[str, Collection[str]]
) -> list[dict[str, str]]:
    """Return the rows of those wanted blocks that have all their points, each point once."""
    found: defaultdict[str, dict[str, dict[str, str]]] = defaultdict(dict)
    for row in rows:
        found[row["block"]][row["id"]] = row
    whole = [block for block, ids in wanted.items() if found[block].keys() == set(ids)]
    return [row for block in whole for row in found[block].values()]


def read_rows(path: Path) -> list[dict[str, str]]:
    """Return the whole rows of a log; what was torn is left out."""
    if not path.exists():
        return []
    text = path.read_bytes().decode("utf-8", errors="replace").replace("\0", "")
    whole = text[: text.rfind("\n") + 1]
    head, *lines = [*_read_lines(whole)] or [[]]
    return [dict(zip(head, cells, strict=True)) for cells in lines if len(cells) == len(head)]


def _read_lines(text: str) -> Iterator[list[str]]:
    """Yield the cells of lines up to the first one that is no CSV."""
    with suppress(csv.Error):
        for cells in csv.reader(io.StringIO(text, newline="")):
            yield [unguard(cell) for cell in cells]


def _rewrite(path: Path, columns: Sequence[str], rows: list[dict[str, str]]) -> None:
    """Replace the log by its whole rows, in one step."""
    lines = (write_line([row[column] for column in columns]) for row in rows)
    with naming(path):
        write_whole(path, "".join([write_line(columns), *lines]))
