"""What is built and closed, and what it costs, as a table of the page."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from sim.report.listing import Listing, amount, capital, head, head_amounts, money, text
from sim.report.places import say_confidence
from sim.say.texts import Texts

_LEAST = 1e-6
"""kt/yr."""


def list_built(frames: Mapping[str, pd.DataFrame], texts: Texts) -> Listing | None:
    """Return the lines that are made larger, built or closed, the dearest first; None of none."""
    table = frames.get("built")
    if table is None or table.empty:
        return None
    done = table[(table["built_kt_yr"] > _LEAST) | (table["closed_kt_yr"] > _LEAST)]
    if done.empty:
        return None
    columns = [
        *head("plant", "technology", "city", "province", texts=texts),
        *head_amounts("today", "built", "up_to", "closed_capacity", texts=texts),
        *head_amounts("investment", texts=texts, unit="MCNY"),
        *head_amounts("annuity", texts=texts, unit="MCNY/yr"),
        *head("cost_basis", "line_id", texts=texts),
    ]
    ordered = done.sort_values(["investment_MCNY", "line"], ascending=[False, True])
    rows = [
        [
            text(texts.pick(row, "plant_name") or row["plant"], "data"),
            text(texts.name("technologies", row["technology"]), "data"),
            text(_area(row["city"], texts), "data"),
            text(_area(row["province"], texts), "data"),
            *(amount(row[f"{c}_kt_yr"], texts) for c in ("today", "built", "up_to", "closed")),
            capital(row["investment_MCNY"], texts),
            money(row["annuity_MCNY_yr"], texts),
            text(say_confidence(row["cost_confidence"], texts) if row["up_to_kt_yr"] else ""),
            text(row["line"], "code"),
        ]
        for row in ordered.to_dict("records")
    ]
    return Listing("built", columns, rows, find=len(rows) > 20)


def _area(key: object, texts: Texts) -> str:
    return texts.name("areas", key) if isinstance(key, str) else ""
