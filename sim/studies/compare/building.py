"""What several runs build and close, in sentences."""

from __future__ import annotations

import pandas as pd

from sim.results.unchecked import name_technology
from sim.say.texts import Texts
from sim.studies.compare.sentences import MOST, pick_name, write_change
from sim.studies.compare.study import Comparison

_WAYS = {"built": "built_kt_yr", "closed": "closed_kt_yr"}
_LEAST = 1e-6
"""kt/yr."""


def tell_built(comparison: Comparison, run: str, texts: Texts, most: int = MOST) -> list[str]:
    """Return sentences on what a run builds and closes otherwise than the first."""
    tables = {part.name: part.table("built") for part in comparison.runs}
    before, after = (tables[name].set_index("line") for name in (comparison.names[0], run))
    known = pd.concat([after, before])
    known = known[~known.index.duplicated()].reset_index()
    found = []
    for row in known.to_dict("records"):
        for way, column in _WAYS.items():
            change = _at(after, row["line"], column) - _at(before, row["line"], column)
            money = _at(after, row["line"], "investment_MCNY")
            if abs(change) > _LEAST:
                found.append((-abs(change), row["line"], way, change, money, row))
    return [
        texts.say(
            f"compare_{way}",
            change=write_change(change, "kt/yr", texts),
            plant=pick_name(row, "plant_name", texts, "plant"),
            technology=name_technology(row, texts),
            money=texts.figure(money, "MCNY"),
        )
        for _, _, way, change, money, row in sorted(found, key=lambda part: part[:3])[:most]
    ]


def _at(table: pd.DataFrame, line: str, column: str) -> float:
    return float(table[column].to_dict().get(line, 0.0))
