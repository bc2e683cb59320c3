"""Words of alternatives: plans nearly as good that differ the most, in English and Chinese."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "alternatives_plan_step": (
        "looking for other plans",
        "寻找其他方案",
    ),
    "alternatives_flows_step": (
        "range of the largest flows",
        "计算主要流向的可行区间",
    ),
    "alternatives_lines_step": (
        "range of the largest lines",
        "计算主要产线的可行区间",
    ),
    "alternatives_title": (
        "Plans within {slack} of the best {metric}",
        "{metric}与最优值相差不超过 {slack} 的方案",
    ),
    "alternatives_plan": ("Plan", "方案"),
    "alternatives_best": ("best", "最优"),
    "alternatives_other": ("moved otherwise", "调整量"),
    "alternatives_flows": ("Largest flows of the best plan", "最优方案的主要流向"),
    "alternatives_lines": ("Largest lines of the best plan, activity", "最优方案的主要产线处理量"),
    "alternatives_flow": (
        "{material}: {origin} → {destination}",
        "{material}：{origin} → {destination}",
    ),
    "alternatives_line": ("{plant}, {technology}", "{plant}，{technology}"),
    "alternatives_in_best": ("in the best", "最优方案"),
    "alternatives_range": ("possible range", "可行区间"),
    "alternatives_between": ("{low} to {high}", "{low}～{high}"),
    "alternatives_in": ("in plans", "出现次数"),
    "alternatives_of": ("{n} of {count}", "{n}/{count}"),
    "alternatives_certain": ("certain", "必需"),
    "alternatives_free": ("free choice", "可选"),
    "alternatives_sum": (
        "Of the {count} largest flows {certain} are part of every plan within the slack; the other "
        "{free} can be left out.",
        "最大的 {count} 个流向中，{certain} 个为容许范围内各方案所必需，其余 {free} 个可以取消。",
    ),
    "alternatives_fewer": (
        "Only {count} alternatives differ from the plans before them.",
        "仅找到 {count} 个有差异的方案。",
    ),
}
