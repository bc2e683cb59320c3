"""Money: the parts of the cost, what they add up to, and revenue."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import reduce
from operator import add
from typing import Any

from sim.rules.metric import MONEY, THOUSANDTH, Metric, S, Weigher
from sim.rules.metrics.carbon import emitted

_LOGISTICS = ("haul_CNY_t", "handling_CNY_t", "border_CNY_t", "fee_CNY_t", "tax_CNY_t")
"""What moving, storing and disposing of a tonne costs."""
_ENDING = "_cost"


def _on_routes(figure: str) -> Callable[[Weigher[Any]], Any]:
    return lambda w: w.on_routes(figure, THOUSANDTH)


def _cost(name: str, en: str, zh: str, weigh: Callable[[Weigher[Any]], Any]) -> Metric:
    return Metric(
        name=f"{name}{_ENDING}", unit=MONEY, en=en, zh=zh, better="low", weigh=weigh, signed=True
    )


def reclaim(w: Weigher[S]) -> S:
    """Return what digging up old stock costs."""
    return w.per("reclaim", "reclaim_CNY_t", THOUSANDTH)


def capital(w: Weigher[S]) -> S:
    """Return the yearly payments for lines that were added and for what the plan builds."""
    added, building = w.capital(), w.per("building", "annuity_CNY_t", THOUSANDTH)
    sized = w.per("size", "annuity_CNY_t", THOUSANDTH)
    total: S = added + building + sized + w.per("switch", "payment_MCNY_yr")
    return total


PARTS = (
    _cost("transport", "Transport", "运输", _on_routes("haul_CNY_t")),
    _cost("handling", "Loading and unloading", "装卸", _on_routes("handling_CNY_t")),
    _cost(
        "processing", "Processing", "加工", lambda w: w.per("activity", "cost_CNY_t", THOUSANDTH)
    ),
    _cost(
        "purchase", "Purchases", "外购原料", lambda w: w.per("purchase", "price_CNY_t", THOUSANDTH)
    ),
    _cost("reclaim", "Reclaiming old stock", "历史堆存回采", reclaim),
    _cost("disposal", "Storage and disposal", "贮存与处置", _on_routes("fee_CNY_t")),
    _cost("tax", "Environmental tax", "环境保护税", _on_routes("tax_CNY_t")),
    _cost("border", "Border filing and surcharges", "跨省备案与附加费", _on_routes("border_CNY_t")),
    _cost("capex", "Capital annuity of added lines", "新增产能投资年金", capital),
    replace(
        _cost(
            "fixed",
            "Fixed cost of what is open",
            "启用固定成本",
            lambda w: w.per("switch", "fixed_MCNY_yr"),
        ),
        needs="switches",
    ),
    _cost("carbon", "Carbon cost", "碳成本", lambda w: emitted(w) * (w.carbon_price * THOUSANDTH)),
)
"""Parts of the gross cost, in the order of the report."""
REVENUE = Metric(
    name="revenue",
    unit=MONEY,
    en="Revenue",
    zh="产品收入",
    better="high",
    weigh=_on_routes("price_CNY_t"),
    signed=True,
    headline=120,
)


def gross(w: Weigher[S]) -> S:
    """Return the sum of all parts."""
    parts: list[S] = [part.weigh(w) for part in PARTS]
    return reduce(add, parts)


def net(w: Weigher[S]) -> S:
    """Return the gross cost less revenue."""
    earned: S = REVENUE.weigh(w)
    return gross(w) - earned


def logistics(w: Weigher[S]) -> S:
    """Return transport + handling + border + disposal + tax of waste and residues, and reclaim."""
    return reduce(
        add, [w.on_routes(figure, THOUSANDTH, "waste") for figure in _LOGISTICS], reclaim(w)
    )


METRICS = (
    Metric(
        name="net_cost",
        unit=MONEY,
        en="Net cost",
        zh="净成本",
        better="low",
        weigh=net,
        signed=True,
        headline=100,
        priced=True,
    ),
    Metric(
        name="gross_cost",
        unit=MONEY,
        en="Gross cost",
        zh="总成本",
        better="low",
        weigh=gross,
        signed=True,
        headline=110,
    ),
    Metric(
        name="logistics_cost",
        unit=MONEY,
        en="Waste logistics cost",
        zh="固废物流成本",
        better="low",
        weigh=logistics,
        signed=True,
        headline=130,
    ),
    *PARTS,
    REVENUE,
)


def part_of(metric: Metric) -> str:
    """Return what tables call a part of the cost.

    >>> [part_of(part) for part in (*PARTS[:2], REVENUE)]
    ['transport', 'handling', 'revenue']
    """
    return metric.name.removesuffix(_ENDING)
