"""What was not used and why; which candidates were never in; what a limit is worth."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from sim.network import Network
from sim.scenario.catalogue import CONSTRAINTS, METRICS
from sim.scenario.records import records
from sim.solve.plan import Plan
from sim.words import say

REASONS = ("no_taker", "out_of_reach", "border_closed", "quality_refused", "takers_full")
"""Structural reasons of unused waste."""
_FROM_EXCLUSION = {
    "border closed": "border_closed",
    "quality rule refuses the delivery": "quality_refused",
    "out of reach": "out_of_reach",
}
UNUSED_COLUMNS = ["period", "zone", "material", "unused_kt_yr", "reason", "reason_en", "reason_zh"]


def tabulate_unused(network: Network, wastes: pd.DataFrame) -> pd.DataFrame:
    """Return every unused tonne by zone and material with its structural reason."""
    unused = wastes[wastes["unused_kt_yr"] > 1e-6]
    open_routes = network.routes[network.routes["role"] == "utilization"]
    has_route = set(zip(open_routes["origin"], open_routes["material"], strict=True))
    why: dict[tuple[str, str], str] = {}
    for row in records(network.excluded):
        word = _FROM_EXCLUSION.get(str(row.reason))
        key = (str(row.origin), str(row.material))
        if word and (key not in why or REASONS.index(word) > REASONS.index(why[key])):
            why[key] = word
    rows = []
    for u in records(unused):
        key = (str(u.zone), str(u.material))
        word = "takers_full" if key in has_route else why.get(key, "no_taker")
        words = say(f"reason_{word}", "en"), say(f"reason_{word}", "zh")
        rows.append((u.period, *key, u.unused_kt_yr, word, *words))
    return pd.DataFrame(rows, columns=UNUSED_COLUMNS)


def tabulate_excluded(network: Network) -> pd.DataFrame:
    """Return the candidates that are not in the programme, with the rule that took them out."""
    excluded = network.excluded.copy()
    excluded.insert(0, "period", network.periods[0])
    return excluded


_PRICED = (
    "line_capacity", "line_min_load", "market_max", "market_min", "market_group_max",
    "sink_capacity", "border_quota", "terminal_capacity", "legacy_limit", "limit_cap",
    "limit_floor",
)  # fmt: skip


def tabulate_prices(network: Network, plan: Plan) -> pd.DataFrame:
    """Return for every binding limit what one more unit of it is worth, stage by stage.

    A positive worth of a stage means its metric rises when the limit does.
    """
    rows = plan.rows[plan.rows["constraint"].isin(_PRICED)]
    pairs = list(zip(rows["constraint"], rows["index"], strict=True))
    bound = rows["upper"].where(np.isfinite(rows["upper"]), rows["lower"])
    table = pd.DataFrame(
        {
            "period": [_period(network, index) for index in rows["index"]],
            "constraint": rows["constraint"],
            "index": ["|".join(_words(network, index)) for index in rows["index"]],
            "name_en": [_name(network, *pair, "en") for pair in pairs],
            "name_zh": [_name(network, *pair, "zh") for pair in pairs],
            "limit": bound,
            "value": rows["value"],
            "unit": [CONSTRAINTS[c].unit for c in rows["constraint"]],
        }
    )
    worth = []
    for number, stage in enumerate(plan.stages, start=1):
        rate = METRICS[stage.metric].is_rate
        column = f"{stage.metric}_{'pp' if rate else METRICS[stage.metric].unit}_per_unit"
        dual = rows[f"dual_{number}"] * (100.0 if rate else 1.0)
        table[column] = dual.where(dual.abs() > 1e-9, 0.0)
        worth.append(column)
    table = table[(table[worth] != 0).any(axis=1)]
    order = table[worth[0]].abs().rename("_order")
    table = table.join(order).sort_values(
        ["_order", "constraint", "index"], ascending=[False, True, True], ignore_index=True
    )
    return table.drop(columns="_order")


def _period(network: Network, index: tuple[Any, ...]) -> int:
    last = index[-1]
    return int(last) if last in network.periods else network.periods[0]


def _words(network: Network, index: tuple[Any, ...]) -> list[str]:
    return [str(i) for i in index if i not in network.periods]


def _name(network: Network, constraint: str, index: tuple[Any, ...], language: str) -> str:
    """Return a limit in words."""
    words = _words(network, index)
    if constraint == "border_quota":
        quota = network.quotas.loc[words[0]]
        labels = [str(quota["from"]), str(quota["to"]), str(quota["waste_class"])]
    else:
        labels = [_label(network, w, language) for w in words]
    template = getattr(CONSTRAINTS[constraint], language)
    return str(template).format(*labels, *[""] * 3)


def _label(network: Network, word: str, language: str) -> str:
    """Return the name of a line, market, zone, material, sink or terminal."""
    column = f"name_{language}"
    if word in network.lines.index:
        row = network.lines.loc[word]
        plant = network.plants.loc[row["plant"]]
        return f"{plant[column] or plant['name_en']} – {row[f'technology_{language}']} ({word})"
    frames = (network.markets, network.zones, network.materials, network.sinks, network.terminals)
    for frame in frames:
        if word in frame.index and isinstance(frame.at[word, column], str):
            return str(frame.at[word, column] or frame.at[word, "name_en"])
    return word
