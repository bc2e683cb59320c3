"""What is built and closed, and what it costs, as a table of the page."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from sim.draw.building import WAYS
from sim.report.listing import Listing, amount, capital, head, head_amounts, money, text
from sim.report.places import say_confidence
from sim.results.unchecked import name_technology
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
            text(name_technology(row, texts), "data"),
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


def mark_built(plants: list[dict[str, Any]], rings: pd.DataFrame, texts: Texts) -> None:
    """Give plants of a map an edge in the colour of what happens there, and say how much."""
    of_plant: dict[str, list[dict[Hashable, Any]]] = {}
    for ring in rings.to_dict("records"):
        of_plant.setdefault(str(ring["plant"]), []).append(ring)
    for plant in plants:
        if found := of_plant.get(plant["id"]):
            plant["edge"] = WAYS[found[0]["way"]].color
            plant["built"] = [
                texts.say(f"report_{ring['way']}_here", amount=texts.amount(ring["amount"]))
                for ring in found
            ]


def describe_edges(rings: pd.DataFrame, texts: Texts) -> list[dict[str, str]]:
    """Return what the edges of plants on a map mean: colour and label, those that occur."""
    here = set(rings["way"])
    return [
        {"color": way.color, "label": texts.say(f"report_edge_{name}")}
        for name, way in WAYS.items()
        if name in here
    ]


def _area(key: object, texts: Texts) -> str:
    return texts.name("areas", key) if isinstance(key, str) else ""
