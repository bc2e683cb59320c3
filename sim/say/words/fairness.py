"""Words of fairness: what balance costs, and how each area fares."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "fair_price": (
        "Price of fairness: {rate} and {money}",
        "公平的代价：{rate}，{money}",
    ),
    "fair_points": ("{value} points of the utilization rate", "综合利用率下降 {value} 个百分点"),
    "fair_points_gained": (
        "a utilization rate {value} points higher",
        "综合利用率提高 {value} 个百分点",
    ),
    "fair_no_points": ("no point of the utilization rate", "综合利用率不变"),
    "fair_money": ("{value} of net cost", "净成本增加 {value}"),
    "fair_money_saved": ("a net cost {value} lower", "净成本减少 {value}"),
    "fair_no_money": ("no money", "净成本不变"),
    "fair_area": (
        "{name}: {rate}; {without} without it",
        "{name}：{rate}；无公平要求时 {without}",
    ),
    "fair_area_alone": (
        "{name}: {rate}, {net} net utilized; alone {alone}; {without} without it",
        "{name}：{rate}，净利用 {net}；单独可利用 {alone}；无公平要求时 {without}",
    ),
    "report_fairness": ("Fairness", "公平"),
}
