"""Words of plans over several years, in English and Chinese."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "no_years": (
        "the scenario plans for no years: it has no key 'years'",
        "情景未规定规划年份：缺少“years”",
    ),
    "add_years": (
        "write for example: years: {{at: [2026, 2028, 2030, 2035]}}",
        "例如写“years: {{at: [2026, 2028, 2030, 2035]}}”",
    ),
    "years_must_rise": ("years must rise", "年份必须递增"),
    "until_too_early": ("it must be later than the last year, {year}", "必须晚于最后一年 {year}"),
    "path_of_nothing": (
        "it must say what changes: table, limit, border or expand",
        "必须说明变化对象，即“table”“limit”“border”“expand”之一",
    ),
    "years_no_stage": (
        "'{metric}' cannot be a stage over several years",
        "“{metric}”不能作为多年规划的目标",
    ),
    "years_stage_hint": (
        "rates, amounts, costs and CO2 can; what is spent on building is bounded by 'budget'",
        "可用利用率、数量、成本与二氧化碳；建设支出由“budget”限制",
    ),
    "years_no_limit": (
        "'{metric}' cannot be limited over several years",
        "“{metric}”不能作为多年规划的限制",
    ),
    "years_limit_hint": (
        "what is spent on building in a year is bounded by 'budget' of 'years'",
        "每年的建设支出由“years”中的“budget”限制",
    ),
    "years_no_steps": (
        "steps, size classes and costs of opening are not yet planned over several years",
        "多年规划尚不支持分步、规模分级和开工固定费用",
    ),
    "years_steps_hint": (
        "leave out step, scale, opening and at_least, or plan a single year with sim run",
        "请去掉“step”“scale”“opening”“at_least”，或用“sim run”规划单一年份",
    ),
    "years_no_choose": (
        "'choose' is not yet planned over several years",
        "多年规划尚不支持“choose”",
    ),
    "years_cost_moves": (
        "cost or life of what is built at line {line} differs in {year}",
        "产线 {line} 新建部分的成本或寿命在 {year} 年不同",
    ),
    "years_line_gone": (
        "line {line} may be built before {year}, and not in {year}",
        "产线 {line} 在 {year} 年之前可以新建，到 {year} 年却不可",
    ),
    "years_cost_hint": (
        "what may be built has to cost the same, and last as long, from then on",
        "可新建的产线自此之后成本与寿命须保持一致",
    ),
    "no_plan_row_in_year": (
        "there is no plan: nothing can meet {row} in {year}",
        "无可行方案：{year} 年无法满足 {row}",
    ),
    "no_plan_in_sight": (
        "What was decided with so little foresight leaves no plan for {year}.",
        "以如此有限的预见作出的决策使 {year} 年无可行方案。",
    ),
    "years_wait": (
        "This is a plan for {year} alone; 'sim years' plans the years of the scenario together.",
        "本方案仅针对 {year} 年；情景中的各年份由“sim years”联合规划。",
    ),
    "years_writing": ("writing {year}", "写出 {year} 年结果"),
    "years_title": ("Where the waste goes, and what is built when", "固废去向与建设时序"),
    "years_utilized": ("utilized, net", "净利用"),
    "years_residues": ("residues disposed of", "二次渣处置"),
    "years_unused": ("unused", "未利用"),
    "years_target": ("target", "目标"),
    "years_fates": ("Waste of a year", "每年固废"),
    "years_built": ("Capacity that was built and stands", "已建成在用的新增产能"),
    "years_others": ("others", "其他"),
    "years_nothing_built": ("Nothing is built.", "不新建任何产能。"),
    "years_rate": ("{name} over all years: {value}.", "各年合计的{name}：{value}。"),
    "years_money": (
        "{name} over all years, present value: {value}.",
        "各年合计的{name}（现值）：{value}。",
    ),
    "years_met": (
        "The target of {at}, due in {due}, is met in {year}.",
        "{due} 年的目标 {at} 于 {year} 年达到。",
    ),
    "years_not_met": (
        "The target of {at}, due in {due}, is not met in any year.",
        "{due} 年的目标 {at} 在各年均未达到。",
    ),
    "years_built_sum": (
        "Built at {lines} lines: {capacity} of nameplate for {investment}, the first in use in "
        "{first}.",
        "在 {lines} 条产线新建产能 {capacity}，投资 {investment}，最早于 {first} 年投用。",
    ),
    "years_sight": (
        "Deciding each year with {years} years of foresight: {name} {value} instead of {best}.",
        "每年仅预见未来 {years} 年作决策：{name}为 {value}，而非 {best}。",
    ),
    "years_blind": (
        "Deciding each year with {years} years of foresight: {why}",
        "每年仅预见未来 {years} 年作决策：{why}",
    ),
    "help_foresight": (
        "Also decide every year knowing only so many years ahead, and say what that costs.",
        "另按仅预见未来若干年逐年决策，并给出其代价。",
    ),
    "years_counting": (
        "Money of later years is discounted at {rate} to {year}; amounts and rates are summed over "
        "the years that each year stands for.",
        "后续年份的资金按 {rate} 折现到 {year} 年；数量与利用率按各年所代表的年数加总。",
    ),
    "years_year": ("Year", "年份"),
    "years_stands_for": ("for", "年数"),
    "years_new": ("new capacity", "新增产能"),
    "years_investment": ("ordered", "下单投资"),
    "years_chart_at": ("Chart", "图"),
    "help_years": (
        "Plan several years together: what to build when, and what every year reaches.\n\n"
        "The scenario says at `years` which years, and what changes on the way: waste, demand, "
        "prices, limits. What is built stands to the end of its life; old stock that is dug up "
        "is gone. All stages of the objective are met over all years at once.",
        "多年联合规划：何时新建什么，以及各年达到的水平。\n\n"
        "情景在“years”中规定年份与沿途变化：产生量、需求、价格、限制。新建产能用到寿命结束；"
        "已回采的历史堆存不再存在。目标的各层次在所有年份上同时求解。",
    ),
}
