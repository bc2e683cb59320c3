"""The vocabulary: every metric and every constraint by name, with unit and words in both languages.

The programme, the tables, the messages and the pages all take their names from here.
"""

from __future__ import annotations

from dataclasses import dataclass

from sim.rules.metric import FLOW, Metric
from sim.rules.metrics import (
    BALANCE,
    CHANGE,
    COST_PARTS,
    COSTS,
    LEVEL_OF,
    METRICS,
    is_least,
)

__all__ = [
    "BALANCE",
    "CHANGE",
    "CONSTRAINTS",
    "COSTS",
    "COST_PARTS",
    "LEVEL_OF",
    "METRICS",
    "ConstraintWords",
    "Metric",
    "is_least",
]


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
