"""Amounts that limits are about, summed from the written tables."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from sim.scenario.document import Limit
from sim.verify.facts import Facts
from sim.verify.mass import bought_by_plant
from sim.verify.read import Cells

Asked = Mapping[str, str]


def limited_amount(facts: Facts, limit: Limit) -> tuple[float, float]:
    """Return what a limit is about, and what it is measured by: an amount, or a ratio of two.

    A ratio over nothing is not a number.
    """
    above = _sum(facts, str(limit.cap or limit.floor), limit.picks)
    if limit.over is None:
        return above, above
    below = _sum(facts, limit.over.amount, limit.over.picks)
    return (above / below if below > 0 else math.nan), below


def _sum(facts: Facts, amount: str, asked: Asked) -> float:
    return math.fsum(kt for row, kt in _rows(facts, amount) if _fits(facts, row, asked))


def _rows(facts: Facts, amount: str) -> Iterator[tuple[Cells, float]]:
    """Yield what is asked of each row that adds to an amount, and how much it adds."""
    if amount == "bought":
        for plant, material, kt in bought_by_plant(facts):
            yield {"plant": plant, "material": material}, kt
        return
    if amount in ("used", "made"):
        for row in facts.results("line_inputs" if amount == "used" else "line_outputs"):
            line = facts.by_id("lines")[row["line"]]
            facts_of = {"plant": line["plant"], "technology": line["technology"]}
            yield {**facts_of, "material": row["material"]}, row["amount_kt_yr"]
        return
    for row in facts.results("flows"):
        if (row["role"] == "sale") if amount == "sold" else (row["role"] != "storage"):
            ends = {"from": row["origin"], "to": row["destination"]}
            more = {"plant": row["origin"], "market": row["destination"]}
            own = {"material": row["material"], "mode": row["mode"]}
            yield {**ends, **more, **own}, row["amount_kt_yr"]


def _fits(facts: Facts, row: Cells, asked: Asked) -> bool:
    """Return whether a row is asked for, by itself or by the place of its plant."""
    place = dict(zip(("province", "city"), facts.place("plant", row.get("plant", "")), strict=True))
    return all({**place, **row}.get(key) == name for key, name in asked.items())
