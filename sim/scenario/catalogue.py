"""The vocabulary: every metric by name, with unit and words in both languages.

The programme, the tables, the messages and the pages all take their names from here. Constraints
stand in `sim.rules.families`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

RATE = ""
FLOW = "kt/yr"
MONEY = "MCNY/yr"
WORK = "Mt*km/yr"
CHANGE = "change_from_reference"
"""The metric that needs a reference plan; it can be made small, not large."""


@dataclass(frozen=True)
class Metric:
    """A figure of merit that can be maximized, minimized, capped or floored."""

    name: str
    unit: str
    """Canonical unit; empty for a rate."""
    en: str
    zh: str
    better: Literal["high", "low"]
    scoped: bool = False
    """Whether it can be asked of one zone, city, province or material."""

    @property
    def is_rate(self) -> bool:
        """Return whether it is a fraction of two amounts."""
        return self.unit == RATE

    @property
    def signed(self) -> bool:
        """Return whether it can be negative: money and CO2 can, tonnes and distances cannot."""
        return self.unit == MONEY or self.name.endswith("co2")


def _metrics(*rows: Metric) -> dict[str, Metric]:
    return {row.name: row for row in rows}


COST_PARTS = {
    "transport": ("Transport", "运输"),
    "handling": ("Loading and unloading", "装卸"),
    "processing": ("Processing", "加工"),
    "purchase": ("Purchases", "外购原料"),
    "reclaim": ("Reclaiming old stock", "历史堆存回采"),
    "disposal": ("Storage and disposal", "贮存与处置"),
    "tax": ("Environmental tax", "环境保护税"),
    "border": ("Border filing and surcharges", "跨省备案与附加费"),
    "capex": ("Capital annuity of added lines", "新增产能投资年金"),
    "carbon": ("Carbon cost", "碳成本"),
    "revenue": ("Revenue", "产品收入"),
}
"""Parts of the net cost, in the order of the report; revenue counts negative."""
COSTS = tuple(f"{part}_cost" for part in COST_PARTS if part != "revenue")
"""Metrics that add up to the gross cost."""

METRICS = _metrics(
    Metric("utilization_rate", RATE, "Utilization rate (net)", "综合利用率（净）", "high", True),
    Metric(
        "gross_utilization_rate", RATE, "Utilization rate (gross)", "综合利用率（毛）", "high", True
    ),
    Metric(
        "utilization_rate_without_restoration",
        RATE,
        "Utilization rate without pit filling and restoration",
        "综合利用率（不含生态修复回填）",
        "high",
    ),
    Metric(
        "utilization_rate_without_fill",
        RATE,
        "Utilization rate without any filling",
        "综合利用率（不含充填与回填）",
        "high",
    ),
    Metric("high_value_rate", RATE, "High-value utilization rate", "高值化利用率", "high"),
    Metric("net_utilized", FLOW, "Net utilized", "净利用量", "high", True),
    Metric("uptake", FLOW, "Waste taken up by lines", "利用设施接收量", "high", True),
    Metric("unused", FLOW, "Unused waste", "未利用量", "low", True),
    Metric("legacy_used", FLOW, "Old stock utilized", "历史堆存利用量", "high"),
    Metric("residues_disposed", FLOW, "Residues disposed of", "二次渣处置量", "low"),
    Metric("cross_border", FLOW, "Waste crossing province borders", "跨省转移量", "low"),
    Metric("net_cost", MONEY, "Net cost", "净成本", "low"),
    Metric("gross_cost", MONEY, "Gross cost", "总成本", "low"),
    Metric(
        "logistics_cost",
        MONEY,
        "Waste logistics cost",
        "固废物流成本",
        "low",
    ),
    *(
        Metric(f"{part}_cost", MONEY, en, zh, "low")
        for part, (en, zh) in COST_PARTS.items()
        if part != "revenue"
    ),
    Metric("revenue", MONEY, "Revenue", "产品收入", "high"),
    Metric("net_co2", FLOW, "Net CO2", "净二氧化碳排放", "low"),
    Metric("transport_co2", FLOW, "CO2 from transport", "运输二氧化碳", "low"),
    Metric("process_co2", FLOW, "CO2 from processes and purchases", "加工与外购二氧化碳", "low"),
    Metric("avoided_co2", FLOW, "CO2 avoided elsewhere", "避免的二氧化碳", "high"),
    Metric("transport_work", WORK, "Transport work", "货物周转量", "low"),
    Metric(
        "least_rate", RATE, "Least utilization rate of a province", "各省综合利用率最低值", "high"
    ),
    Metric(
        "rate_spread",
        RATE,
        "Spread of the provinces' utilization rates",
        "各省综合利用率极差",
        "low",
    ),
    Metric(
        "least_city_rate", RATE, "Least utilization rate of a city", "各市综合利用率最低值", "high"
    ),
    Metric(
        "city_rate_spread",
        RATE,
        "Spread of the cities' utilization rates",
        "各市综合利用率极差",
        "low",
    ),
    Metric(CHANGE, FLOW, "Change from the reference plan", "相对参照方案的调整量", "low"),
)
"""Every metric by name.

change_from_reference = half the sum, over origin, destination and material of all flows to and
between plants, of |flow - flow of the reference plan|: a tonne that goes elsewhere counts one,
a tonne newly used, or no longer, counts half. It is reported where a reference is given.

least_rate, rate_spread = the least net rate of a province, the greatest less the least; of
provinces that generate waste. By city: least_city_rate, city_rate_spread.

logistics_cost = transport + handling + border + reclaim + disposal of waste and residues.
"""

LEAST, SPREAD = "least_rate", "rate_spread"
"""What a scenario calls the least rate of areas, and how far their rates lie apart."""
BALANCE: dict[str, dict[Literal["province", "city"], str]] = {
    LEAST: {"province": LEAST, "city": "least_city_rate"},
    SPREAD: {"province": SPREAD, "city": "city_rate_spread"},
}
"""What a scenario writes -> level of areas -> metric."""
LEVEL_OF = {metric: level for by in BALANCE.values() for level, metric in by.items()}
"""Metric that looks at the rates of all areas of a level -> the level."""


def is_least(metric: str) -> bool:
    """Return whether a metric is the least rate of the areas of a level."""
    return metric in BALANCE[LEAST].values()
