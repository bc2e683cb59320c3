"""What is usual of a technology where a planner points: size, cost, recipes, markets."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from sim.page.asked import Asked
from sim.page.edits.say import say_price
from sim.page.project import not_there
from sim.page.start import usual_size
from sim.say.figures import read_number
from sim.say.texts import Texts

Row = dict[Any, Any]
_YUAN = 1e-3
"""Million CNY in a CNY/(t/yr) times a kt/yr."""


def tell_usual(asked: Asked) -> dict[str, Any]:
    """Return what a new plant of a technology at a place is filled in with.

    Where a province or a capacity (kt/yr) is given, markets and costs are those of it.

    Raises
    ------
    InputError
        The scenario has no such technology.
    """
    body, base, texts = asked.body, asked.base, asked.texts
    technology = str(body.get("technology") or "")
    lines = [row for row in base.rows("lines") if row["technology"] == technology]
    row = next((row for row in base.rows("technologies") if row["id"] == technology), None)
    if row is None:
        raise not_there("technologies", technology)
    recipes: list[Row] = [
        {**row} for row in base.rows("recipes") if row["technology"] == technology
    ]
    province, city = _area_at(asked, read_number(body.get("lon")), read_number(body.get("lat")))
    if given := str(body.get("province") or ""):
        province, city = given, city if given == province else ""
    size = usual_size(lines)
    capacity = read_number(body.get("capacity")) or size["capacity"]
    products = _products(asked, {str(recipe["id"]) for recipe in recipes})
    markets = _markets(asked, products, {province, city, ""})
    sold = {str(market["product"]) for market in markets}
    unsold = [product for product in products if product not in sold]
    notes = [
        _say_size(len(lines), texts),
        *_say_cost(asked, row, recipes, capacity),
        *(texts.say("page_usual_unsold", product=texts.name("materials", p)) for p in unsold),
    ]
    return {
        **size,
        "technology": technology,
        "province": province,
        "city": city,
        "recipes": [recipe["id"] for recipe in recipes],
        "recipe_names": [texts.pick(recipe, "name") or recipe["id"] for recipe in recipes],
        "capex": row["capex"],
        "life": row["life"],
        "markets": [_tell_market(asked, market) for market in markets],
        "market": _propose(asked, unsold, province, capacity),
        "notes": notes,
    }


def _say_size(count: int, texts: Texts) -> str:
    """Return where the size that is filled in comes from."""
    if count > 1:
        return texts.say("page_usual_lines", count=count)
    return texts.say("page_usual_line" if count else "page_usual_none")


def _area_at(asked: Asked, lon: float | None, lat: float | None) -> tuple[str, str]:
    """Return province and city of a point: those of the nearest zone or plant."""
    if lon is None or lat is None:
        return "", ""
    placed = [
        row
        for table in ("zones", "plants")
        for row in asked.base.rows(table)
        if row["lon"] is not None and row["lat"] is not None and row["province"]
    ]
    if not placed:
        return "", ""
    narrow = math.cos(math.radians(lat))

    def away(row: Row) -> float:
        return math.hypot((float(row["lon"]) - lon) * narrow, float(row["lat"]) - lat)

    nearest = min(placed, key=away)
    return str(nearest["province"]), str(nearest["city"])


def _products(asked: Asked, recipes: set[str]) -> list[str]:
    """Return what recipes make and plants sell."""
    kinds = {str(row["id"]): row["kind"] for row in asked.base.rows("materials")}
    made = (row for row in asked.base.rows("yields") if row["recipe"] in recipes)
    found = (str(row["material"]) for row in made)
    return sorted({m for m in found if kinds.get(m) in ("product", "intermediate")})


def _markets(asked: Asked, products: Iterable[str], areas: set[str]) -> list[Row]:
    wanted = set(products)
    rows = asked.base.rows("markets")
    return [row for row in rows if row["product"] in wanted and row["area"] in areas]


def _tell_market(asked: Asked, market: Row) -> Row:
    texts = asked.texts
    name = texts.name("markets", market["id"])
    most = market["max"]
    key = "page_usual_market_open" if most is None else "page_usual_market"
    given = {} if most is None else {"most": texts.amount(most)}
    text = texts.say(key, name=name, price=say_price(market["price"], texts), **given)
    return {
        "id": market["id"],
        "name": name,
        "product": market["product"],
        "max": most,
        "price": market["price"],
        "text": text,
    }


def _propose(asked: Asked, unsold: list[str], province: str, capacity: float | None) -> Row | None:
    """Return a market for a product that could not be sold here: at the price it has elsewhere."""
    kinds = {str(row["id"]): row["kind"] for row in asked.base.rows("materials")}
    for product in unsold:
        elsewhere = [row for row in asked.base.rows("markets") if row["product"] == product]
        if elsewhere and kinds[product] == "product":
            prices = sorted(float(row["price"]) for row in elsewhere)
            return {
                "product": product,
                "area": province,
                "max": capacity,
                "price": prices[len(prices) // 2],
            }
    return None


def _say_cost(
    asked: Asked, row: Mapping[str, Any], recipes: list[Row], capacity: float | None
) -> list[str]:
    """Return what building and running costs, in words."""
    texts, said = asked.texts, []
    capex = read_number(row["capex"])
    if capex and capacity:
        amount = texts.money(capex * capacity * _YUAN)
        whole = amount.removesuffix("/yr").removesuffix("/年")
        said.append(texts.say("page_usual_capex", cost=whole, each=say_price(capex, texts)))
    costs = sorted(float(recipe["cost"]) for recipe in recipes if recipe["cost"] is not None)
    if costs:
        low, high = (say_price(cost, texts) for cost in (costs[0], costs[-1]))
        key = "page_usual_cost" if low == high else "page_usual_costs"
        said.append(texts.say(key, low=low, high=high))
    return said
