"""Words of prices: what one more unit of a limit is worth."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "step_worth": ("asking what limits are worth", "分析各项限制的价值"),
    "additions": ("The five most valuable additions", "最有价值的五项放宽"),
    "additions_fewer": ("The most valuable additions", "最有价值的放宽"),
    "marked": ("{name} [{mark}]", "{name}［{mark}］"),
    "additions_none": (
        "No limit stands in the way of a better result",
        "没有限制妨碍进一步改善",
    ),
    "price_sentence": (
        "{step} {changes}{range}",
        "{step}，{changes}{range}",
    ),
    "price_raise": ("One more {unit}", "每增加 {unit}"),
    "price_lower": ("One {unit} less", "每降低 {unit}"),
    "price_more_utilized": ("adds {value} utilized", "净利用量增加 {value}"),
    "price_less_utilized": ("takes {value} from what is utilized", "净利用量减少 {value}"),
    "price_rate": (" ({value} points)", "（{value} 个百分点）"),
    "price_costs": ("costs {value} more", "净成本增加 {value}"),
    "price_saves": ("saves {value}", "净成本减少 {value}"),
    "price_nothing": ("changes neither tonnes nor cost", "利用量与成本均不变"),
    "price_and": (" and ", "，"),
    "price_range": ("; holds from {start} to {end}", "；适用范围 {start} 至 {end}"),
    "price_range_from": ("; holds from {start} upwards", "；适用范围 {start} 以上"),
    "price_solved": ("{step}, solved again: {changes}", "{step}重新求解：{changes}"),
    "price_unknown": (
        "binds; the plan is degenerate here, so only solving again tells what one more is worth",
        "起约束作用；该处最优解退化，放宽一个单位的价值须重新求解才能得知",
    ),
    "price_tenth": (
        "A tenth more, solved again: {changes}",
        "增加一成重新求解：{changes}",
    ),
    "price_tenth_less": (
        "A tenth less, solved again: {changes}",
        "降低一成重新求解：{changes}",
    ),
    "unit_one_kt": ("kt/yr", "1 万吨/年"),
    "unit_one_money": ("million CNY/yr", "100 万元/年"),
    "unit_one_capital": ("million CNY", "100 万元"),
    "unit_one_work": ("million t·km/yr", "100 万吨公里/年"),
    "unit_one_point": ("percentage point", "1 个百分点"),
    "unit_solved_kt": ("kt/yr", "0.1 万吨/年"),
    "unit_solved_money": ("million CNY/yr", "100 万元/年"),
    "unit_solved_capital": ("million CNY", "100 万元"),
    "unit_solved_work": ("million t·km/yr", "100 万吨公里/年"),
    "unit_solved_point": ("percentage point", "1 个百分点"),
    "money_small": ("{value} million CNY/yr", "{value} 万元/年"),
}
