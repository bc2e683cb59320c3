"""The vocabulary: every metric and every constraint by name, with unit and words in both languages.

The programme, the tables, the messages and the pages all take their names from here.
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


@dataclass(frozen=True)
class ConstraintWords:
    """What a row of the programme means to a planner."""

    name: str
    unit: str
    en: str
    zh: str


CONSTRAINTS = {
    row.name: row
    for row in (
        ConstraintWords(
            "zone_balance", FLOW, "Zone {0}: what leaves of {1} is what arises", "{0}：{1}去向平衡"
        ),
        ConstraintWords(
            "legacy_limit",
            FLOW,
            "Old stock of {1} at {0}: yearly limit",
            "{0}历史堆存{1}：年回采上限",
        ),
        ConstraintWords(
            "legacy_used_first",
            FLOW,
            "Old stock of {1} at {0} is reclaimed for use only",
            "{0}历史堆存{1}：仅为利用而回采",
        ),
        ConstraintWords("plant_balance", FLOW, "Plant {0}: balance of {1}", "{0}：{1}物料平衡"),
        ConstraintWords(
            "shipped_own",
            FLOW,
            "Plant {0}: only {1} that it makes leaves it",
            "{0}：只运出本厂产出的{1}",
        ),
        ConstraintWords(
            "recipe_min", FLOW, "{0}, {1}: least share of {2}", "{0}（{1}）：{2}最低掺量"
        ),
        ConstraintWords(
            "recipe_max", FLOW, "{0}, {1}: largest share of {2}", "{0}（{1}）：{2}最高掺量"
        ),
        ConstraintWords(
            "group_min", FLOW, "{0}, {1}: least sum of {2}", "{0}（{1}）：“{2}”合计下限"
        ),
        ConstraintWords(
            "group_max", FLOW, "{0}, {1}: largest sum of {2}", "{0}（{1}）：“{2}”合计上限"
        ),
        ConstraintWords("quality", FLOW, "{0}, {1}: quality rule {2}", "{0}（{1}）：质量要求“{2}”"),
        ConstraintWords("line_capacity", FLOW, "Capacity of {0}", "{0}：产能"),
        ConstraintWords("line_min_load", FLOW, "Least load of {0}", "{0}：最低负荷"),
        ConstraintWords("market_max", FLOW, "Demand: {0}", "市场需求：{0}"),
        ConstraintWords("market_min", FLOW, "Contracted demand: {0}", "最低供货：{0}"),
        ConstraintWords("market_group_max", FLOW, "Total demand: {0}", "总需求：{0}"),
        ConstraintWords("sink_capacity", FLOW, "Capacity of sink {0}", "{0}：处置容量"),
        ConstraintWords(
            "border_quota", FLOW, "Border quota {0} to {1} ({2})", "跨省配额 {0}→{1}（{2}）"
        ),
        ConstraintWords("terminal_capacity", FLOW, "Throughput of {0}", "{0}：吞吐能力"),
        ConstraintWords(
            "change_more", FLOW, "{2} from {0} to {1}: more than before", "{0}→{1}的{2}：比参照增加"
        ),
        ConstraintWords(
            "change_less", FLOW, "{2} from {0} to {1}: less than before", "{0}→{1}的{2}：比参照减少"
        ),
        ConstraintWords(
            "rate_least", FLOW, "The rate of {1} is not below the least", "{1}利用率不低于最低值"
        ),
        ConstraintWords(
            "rate_greatest",
            FLOW,
            "The rate of {1} is not above the greatest",
            "{1}利用率不高于最高值",
        ),
        ConstraintWords("limit_cap", "", "Cap on {0}", "{0}上限"),
        ConstraintWords("limit_floor", "", "Floor under {0}", "{0}下限"),
        ConstraintWords("stage_pin", "", "Kept from an earlier stage: {0}", "前序目标保持：{0}"),
    )
}
"""Every constraint of the programme by name; the placeholders are its indices."""
