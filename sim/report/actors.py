"""Who pays and who earns: one table, by province, by enterprise or by site."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pandas as pd

from sim.report.listing import Column, Listing, money, text
from sim.report.names import Names, pick
from sim.results.balance import BLOCKS, sum_payments
from sim.say import say

_LEVELS = ("group", "owner", "actor")
_OUTSIDE = ("market", "supplier", "carbon")


def list_payments(actors: pd.DataFrame, owners: dict[str, str], names: Names) -> Listing:
    """Return payments for waste by block, and balances; earnings positive, payments negative."""
    language = names.language
    frames = {level: sum_payments(actors, level) for level in _LEVELS}
    blocks = [b for b in BLOCKS if (frames["actor"][b] != 0).any()]
    columns = [Column(say("report_who", language))]
    columns += [Column(say(f"report_pay_{c}", language), True)
                for c in (*blocks, "waste", "production", "total")]  # fmt: skip
    rows, groups = [], []
    for level, frame in frames.items():
        for row in frame.to_dict("records"):
            groups.append(level)
            rows.append([
                text(_who(row, level, owners, names), "data"),
                *(money(row[c], language) for c in (*blocks, "waste", "production", "total")),
            ])  # fmt: skip
    levels = {level: say(f"report_pay_by_{level}", language) for level in _LEVELS}
    return Listing("actors", columns, rows, switch=levels, groups=groups)


def _who(row: dict[Hashable, Any], level: str, owners: dict[str, str], names: Names) -> str:
    language, kind, unit = names.language, str(row["kind"]), str(row["unit"])
    none = say("not_stated", language)
    if kind == "owner":
        return owners.get(unit, unit) or none
    called = say(f"actor_{kind}", language)
    if kind in ("supplier", "carbon") or (kind in _OUTSIDE and level == "group"):
        return called
    by_place = level == "group" and kind in ("generator", "plant", "sink")
    name = names.of("areas", unit) if by_place else pick(row, "name", language)
    return say("actor_of", language, kind=called, area=name or none)
