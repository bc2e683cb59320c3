"""The input rows that took no part, in words: as a table, counted, and as a note."""

from __future__ import annotations

from typing import Any

import pandas as pd

from sim.loader.case import Case
from sim.network import Network
from sim.network.unused_rows import list_unused_rows
from sim.say.message import in_both, listed, message
from sim.say.texts import BOTH, Texts


def tabulate_unused_rows(case: Case, network: Network) -> pd.DataFrame:
    """Return one row per input row that took no part, with the reason in both languages."""
    found = list_unused_rows(case, network)
    found.insert(0, "period", network.periods[0])
    for texts in BOTH:
        found[f"reason_{texts.language}"] = [
            texts.say(f"unused_row_{reason}") for reason in found["reason"]
        ]
    return found


def count_unused_rows(unused: pd.DataFrame) -> list[dict[str, Any]]:
    """Return table, reason and how many rows, the largest number of a table first."""
    counts = unused.groupby(["table", "reason"], sort=True).size().reset_index(name="rows")
    counts = counts.sort_values(["table", "rows", "reason"], ascending=[True, False, True])
    return [
        {"table": table, "reason": reason, "rows": int(rows)}
        for table, reason, rows in counts.itertuples(index=False)
    ]


def note_unused_rows(unused: pd.DataFrame) -> dict[str, str] | None:
    """Return a note, en and zh, that counts the rows by table; None where there are none."""
    if unused.empty:
        return None
    counts = unused.groupby("table", sort=True).size()
    tables = listed(message("unused_rows_of", count=n, table=t) for t, n in counts.items())
    return in_both(message("unused_rows_note", file="unused_rows.csv", tables=tables))


def tell_unused_rows(unused: pd.DataFrame, texts: Texts) -> list[str]:
    """Return a line per table that says how many of its rows take no part, and why."""
    lines = []
    for table, rows in unused.groupby("table", sort=True):
        counts = (
            rows.groupby(f"reason_{texts.language}", sort=False).size().sort_values(ascending=False)
        )
        reasons = texts.join(
            (texts.say("unused_rows_why", count=n, reason=why) for why, n in counts.items()),
            "list_semicolon",
        )
        lines.append(texts.say("unused_rows_line", table=table, reasons=reasons))
    return lines
