"""What lines can run, from the tables of a network and from varied cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import pandas as pd

from sim.rules.family import Cells
from sim.rules.tables import Index, Tables


def by_line(n: Tables, values: pd.Series) -> Mapping[Index, float]:
    """Return line -> value, from a column of the table of lines."""
    return dict(zip(((line,) for line in n.lines.index), values.tolist(), strict=True))


def stands(n: Tables) -> pd.DataFrame:
    """Return the lines that stand today."""
    return n.lines[n.lines["capacity_kt_yr"] > 0].reset_index()


def unbuilt(n: Tables) -> pd.DataFrame:
    """Return the lines that do not stand: all that they run is built."""
    return n.lines[n.lines["capacity_kt_yr"] == 0].reset_index()


def standing(cells: Cells) -> float:
    """Return the nameplate that stands today, kt/yr: of a candidate nothing."""
    return 0.0 if cells["status"] == "candidate" else float(cells["capacity"])


def switched_on(stated: Iterable[Cells], n: Tables) -> Iterator[tuple[str, float, float]]:
    """Yield the lines that can run: name, kt/yr that are available, share that must run."""
    for cells in stated:
        most = standing(cells) * cells["availability"]
        is_on = cells["status"] in n.scenario.statuses and cells["plant"] in n.plants.index
        if is_on and most > 0:
            yield cells["id"], most, cells["min_load"]
