"""What fairness costs, and how each area fares with it, in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.say import Language, say
from sim.say.figures import write_amount, write_money, write_percent

_SMALL = 5e-4
"""Points of rate and million CNY below this are told as none."""


def tell_price(summary: Mapping[str, Any], language: Language) -> str:
    """Return what fairness costs in points of rate and in money; empty where none is asked for."""
    price = summary.get("price_of_fairness")
    if not price:
        return ""
    points, cost = float(price["rate_points"] or 0.0), float(price["net_cost_MCNY_yr"])
    rate = say("fair_no_points", language)
    if abs(points) >= _SMALL:
        rate = say("fair_points" if points > 0 else "fair_points_gained", language,
                   value=f"{abs(points):.2g}")  # fmt: skip
    money = say("fair_no_money", language)
    if abs(cost) >= _SMALL:
        amount = write_money(abs(cost), language)
        money = say("fair_money" if cost > 0 else "fair_money_saved", language, value=amount)
    return say("fair_price", language, rate=rate, money=money)


def tell_areas(summary: Mapping[str, Any], language: Language) -> list[str]:
    """Return a sentence an area: its rate with and without fairness, and what it could do alone."""
    rows = (summary.get("price_of_fairness") or {}).get("areas") or []
    return [_tell_area(row, language) for row in rows if row["rate"] is not None]


def _tell_area(row: Mapping[str, Any], language: Language) -> str:
    name = str(row[f"name_{language}"] or row["name_en"])
    rate, without = (row[key] for key in ("rate", "rate_without"))
    words = {"name": name, "rate": write_percent(100 * rate)}
    words["without"] = write_percent(100 * without) if without is not None else "–"
    if row["alone_kt_yr"] is None:
        return say("fair_area", language, **words)
    amounts = {"net": row["net_utilized_kt_yr"], "alone": row["alone_kt_yr"]}
    shown = {key: write_amount(float(kt), language) for key, kt in amounts.items()}
    return say("fair_area_alone", language, **words, **shown)
