"""What fairness costs, and how each area fares with it, in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.results.summary_file import Summary
from sim.say.figures import write_percent
from sim.say.texts import Texts

_SMALL = 5e-4
"""Points of rate and million CNY below this are told as none."""


def tell_price(summary: Summary, texts: Texts) -> str:
    """Return what fairness costs in points of rate and in money; empty where none is asked for."""
    price = summary.get("price_of_fairness")
    if not price:
        return ""
    points, cost = float(price["rate_points"] or 0.0), float(price["net_cost_MCNY_yr"])
    rate = texts.say("fair_no_points")
    if abs(points) >= _SMALL:
        rate = texts.say(
            "fair_points" if points > 0 else "fair_points_gained", value=f"{abs(points):.2g}"
        )
    money = texts.say("fair_no_money")
    if abs(cost) >= _SMALL:
        amount = texts.money(abs(cost))
        money = texts.say("fair_money" if cost > 0 else "fair_money_saved", value=amount)
    return texts.say("fair_price", rate=rate, money=money)


def tell_areas(summary: Summary, texts: Texts) -> list[str]:
    """Return a sentence per area: its rate with and without fairness, and what it has alone."""
    rows = (summary.get("price_of_fairness") or {}).get("areas") or []
    return [_tell_area(row, texts) for row in rows if row["rate"] is not None]


def _tell_area(row: Mapping[str, Any], texts: Texts) -> str:
    name = str(row[f"name_{texts.language}"] or row["name_en"])
    rate, without = (row[key] for key in ("rate", "rate_without"))
    words = {"name": name, "rate": write_percent(100 * rate)}
    words["without"] = write_percent(100 * without) if without is not None else "–"
    if row["alone_kt_yr"] is None:
        return texts.say("fair_area", **words)
    amounts = {"net": row["net_utilized_kt_yr"], "alone": row["alone_kt_yr"]}
    shown = {key: texts.amount(float(kt)) for key, kt in amounts.items()}
    return texts.say("fair_area_alone", **words, **shown)
