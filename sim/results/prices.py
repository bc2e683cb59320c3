"""What limits are worth, as a table and in sentences."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from sim.diagnose.worth import MEASURES, Price, Step
from sim.network import Network
from sim.results.heads import worth_column
from sim.results.names import Names
from sim.rules.families import FAMILIES
from sim.rules.metrics import METRICS
from sim.say.figures import write_marginal
from sim.say.texts import BOTH, Texts
from sim.solve.plan import Plan

_LEAST = 1e-9
ARISING = "arising"
"""Class of the prices of what arises, which are no limits."""
CLASSES = {"limit": "limit", "rule": "rule", "identity": ARISING}
"""Kind of a family -> class of its rows: what planners set, recipes and quality, what arises."""
_UNITS = {"kt/yr": "kt", "MCNY/yr": "money", "MCNY": "capital", "Mt*km/yr": "work", "": "point"}
"""Unit of a limit -> its key among the words."""
CHANGES = {
    "utilization_rate": "rate_change_pp",
    "net_utilized": "net_utilized_change_kt_yr",
    "net_cost": "net_cost_change_MCNY_yr",
}
"""Measure -> what the column of its change in a re-solve ends with."""


def tabulate_prices(
    network: Network, plan: Plan, prices: Sequence[Price], names: Names
) -> pd.DataFrame:
    """Return one row per binding limit: what one more unit of it is worth, and over which range.

    What a re-solve changed stands before the duals. A positive worth means the metric rises when
    the limit does. Rates and shares are in per cent, their unit is a point; all else as in
    `sim.rules.families`. Limits are in the unit of the cell they stand in.
    """
    metrics = list(dict.fromkeys([*(s.metric for s in plan.stages), *MEASURES]))
    rows = [_row(network, price, names, metrics) for price in prices]
    return pd.DataFrame(rows, columns=_columns(metrics))


def _columns(metrics: Sequence[str]) -> list[str]:
    steps = [
        f"{step}_{column}" for step in ("one", "tenth") for column in (*CHANGES.values(), "check")
    ]
    return [
        "period",
        "class",
        "constraint",
        "index",
        "name_en",
        "name_zh",
        "limit",
        "value",
        "unit",
        "relaxed",
        *steps,
        *map(worth_column, metrics),
        "from",
        "to",
        "sentence_en",
        "sentence_zh",
    ]


def _row(network: Network, price: Price, names: Names, metrics: Sequence[str]) -> dict[str, Any]:
    name, index = price.row
    size = 100.0 if price.unit == "" else 1.0
    row: dict[str, Any] = {
        "period": index[-1] if index[-1] in network.periods else network.periods[0],
        "class": CLASSES[FAMILIES[name].kind],
        "constraint": name,
        "index": "|".join(names.words(index)),
        **{f"name_{n.texts.language}": n.priced(name, index) for n in names.both},
        "limit": price.limit * size,
        "value": price.value * size,
        "unit": price.unit or "%",
        "relaxed": "upwards" if price.upper else "downwards",
        "from": _end(price.start * size),
        "to": _end(price.end * size),
    }
    for metric in metrics:
        worth = price.worth[metric] * (100.0 if METRICS[metric].is_rate else 1.0)
        row[worth_column(metric)] = worth / size if abs(worth) > _LEAST else 0.0
    row |= _step_cells("one", price, price.one) | _step_cells("tenth", price, price.tenth)
    for texts in BOTH:
        said = texts.label(row[f"name_{texts.language}"], say_price(price, texts))
        row[f"sentence_{texts.language}"] = said
    return row


def _end(value: float) -> float | None:
    return value if math.isfinite(value) and abs(value) < 1e20 else None


def _step_cells(name: str, price: Price, step: Step | None) -> dict[str, Any]:
    """Return what a re-solve changed, and whether that agrees with the price."""
    if step is None:
        return {f"{name}_check": ""}
    cells: dict[str, Any] = {
        f"{name}_{column}": step.change[m] * (100.0 if METRICS[m].is_rate else 1.0)
        for m, column in CHANGES.items()
    }
    verdicts = [price.verdict(metric, step) for metric in price.worth]
    rank = ("equal", "beyond_range", "degenerate")
    return {**cells, f"{name}_check": max(verdicts, key=rank.index)}


def say_price(price: Price, texts: Texts) -> str:
    """Return what relaxing a limit by one unit is worth, in a sentence without its name.

    What solving again found is said where it was. The dual is said with the range it holds over,
    and not at all where it does not hold for any relaxation.
    """
    verb = "price_raise" if price.upper else "price_lower"
    unit = _UNITS[price.unit]
    if price.one is not None and not (price.is_confirmed() and _has_room(price, texts)):
        return texts.say(
            "price_solved",
            step=texts.say(verb, unit=texts.say(f"unit_solved_{unit}")),
            changes=say_changes(price.one.change, texts),
        )
    if not price.room:
        return texts.say("price_unknown")
    moved = price.direction * _step_of_words(price, texts)
    return texts.say(
        "price_sentence",
        step=texts.say(verb, unit=texts.say(f"unit_one_{unit}")),
        changes=say_changes({m: w * moved for m, w in price.worth.items()}, texts),
        range=_say_range(price, texts),
    )


def _step_of_words(price: Price, texts: Texts) -> float:
    """Return the step that a price is said for: Chinese counts in 万吨/年, English in kt/yr."""
    return price.unit_step * (texts.scale("kt/yr").size if price.unit == "kt/yr" else 1.0)


def _has_room(price: Price, texts: Texts) -> bool:
    """Return whether the range of a price is as long as the step that it is said for."""
    return price.room >= _step_of_words(price, texts) * (1.0 - 1e-9)


def say_changes(change: Mapping[str, float], texts: Texts) -> str:
    """Return changes of net utilized, rate and net cost in words."""
    parts = []
    net, rate, cost = (change[m] for m in ("net_utilized", "utilization_rate", "net_cost"))
    if abs(net) > 1e-7:
        verb = "price_more_utilized" if net > 0 else "price_less_utilized"
        scale = texts.scale("kt/yr")
        amount = f"{write_marginal(scale.of(abs(net)))} {scale.unit}"
        points = texts.say("price_rate", value=f"{rate * 100:+.2g}")
        parts.append(texts.say(verb, value=amount) + points)
    if abs(cost) > 1e-7:
        money = write_marginal(texts.step_scale("MCNY/yr").of(abs(cost)))
        verb = "price_costs" if cost > 0 else "price_saves"
        parts.append(texts.say(verb, value=texts.say("money_small", value=money)))
    return texts.say("price_and").join(parts) or texts.say("price_nothing")


def _say_range(price: Price, texts: Texts) -> str:
    def write(value: float) -> str:
        return texts.end(value, price.unit)

    if _end(price.end) is None:
        return texts.say("price_range_from", start=write(price.start))
    return texts.say("price_range", start=write(price.start), end=write(price.end))


def list_additions(prices: Sequence[Price], names: Names, most: int = 5) -> list[dict[str, str]]:
    """Return the most valuable limits to relax, in words of both languages.

    Each has name, plain (the name without ids), worth (what one more unit does) and tenth (a tenth
    more), both solved again.
    """
    limits = [p for p in prices if FAMILIES[p.row[0]].is_limit]
    found = [p for p in limits if p.one and _is_worth(p.one)][:most]
    return [
        {
            f"{what}_{named.texts.language}": text
            for named, plain in zip(names.both, names.plain, strict=True)
            for what, text in (
                ("name", named.limit(*price.row)),
                ("plain", plain.limit(*price.row)),
                ("worth", say_price(price, named.texts)),
                ("tenth", _say_tenth(price, named.texts)),
            )
        }
        for price in found
    ]


def _is_worth(step: Step) -> bool:
    """Return whether a relaxation does any good."""
    return step.change["net_utilized"] > 1e-7 or step.change["net_cost"] < -1e-7


def _say_tenth(price: Price, texts: Texts) -> str:
    if price.tenth is None:
        return ""
    key = "price_tenth" if price.upper else "price_tenth_less"
    return texts.say(key, changes=say_changes(price.tenth.change, texts))
