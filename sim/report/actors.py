"""Who pays and who earns: one table, by province, by enterprise or by site."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pandas as pd

from sim.report.listing import Column, Listing, money, text
from sim.results.balance import BLOCKS, sum_payments
from sim.say.texts import Texts

_LEVELS = ("group", "owner", "actor")
_OUTSIDE = ("market", "supplier", "carbon")


def list_payments(actors: pd.DataFrame, owners: dict[str, str], texts: Texts) -> Listing:
    """Return payments for waste by block, and balances; earnings positive, payments negative."""
    frames = {level: sum_payments(actors, level) for level in _LEVELS}
    blocks = [b for b in BLOCKS if (frames["actor"][b] != 0).any()]
    columns = [Column(texts.say("report_who"))]
    columns += [
        Column(texts.say(f"report_pay_{c}"), True)
        for c in (*blocks, "waste", "production", "total")
    ]
    rows, groups = [], []
    for level, frame in frames.items():
        for row in frame.to_dict("records"):
            groups.append(level)
            rows.append(
                [
                    text(_who(row, level, owners, texts), "data"),
                    *(money(row[c], texts) for c in (*blocks, "waste", "production", "total")),
                ]
            )
    levels = {level: texts.say(f"report_pay_by_{level}") for level in _LEVELS}
    return Listing("actors", columns, rows, switch=levels, groups=groups)


def _who(row: dict[Hashable, Any], level: str, owners: dict[str, str], texts: Texts) -> str:
    kind, unit = str(row["kind"]), str(row["unit"])
    none = texts.say("not_stated")
    if kind == "owner":
        return owners.get(unit, unit) or none
    called = texts.say(f"actor_{kind}")
    if kind in ("supplier", "carbon") or (kind in _OUTSIDE and level == "group"):
        return called
    by_place = level == "group" and kind in ("generator", "plant", "sink")
    name = texts.name("areas", unit) if by_place else texts.pick(row, "name")
    return texts.say("actor_of", kind=called, area=name or none)
