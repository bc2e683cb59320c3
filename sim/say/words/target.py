"""Words of the cheapest way to a target, in English and Chinese."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "target_missing": ("no target is named", "未指定目标"),
    "target_many": ("the scenario has several floors", "情景中有多项下限"),
    "target_hint": (
        "name one metric, e.g. --utilization_rate '90 %'",
        "请指定一项指标，例如“--utilization_rate '90 %'”",
    ),
    "target_several": ("several targets are named", "指定了多项目标"),
    "target_no_metric": ("'{metric}' does not suit here", "此处不能使用“{metric}”"),
    "target_metrics": ("one of: {metrics}", "可选：{metrics}"),
    "target_searching": ("{count} of {all} plans solved", "已求解 {count}/{all} 个方案"),
    "target_up_to_unused": (
        "'up_to' does nothing here: the scenario itself says what may be built",
        "“up_to”在此不起作用：可新建的内容已由情景规定",
    ),
    "target_up_to_unused_hint": (
        "leave it out, or change 'up_to' in the entries of 'expand'",
        "请去掉该项，或修改“expand”各条中的“up_to”",
    ),
    "target_count_one": ("1 build", "1 项"),
    "target_count": ("{count} builds", "{count} 项"),
    "target_title": ("{metric}: the cheapest way to {at}", "{metric}：达到 {at} 的最低成本路径"),
    "target_scenario_title": ("{title}: the cheapest way to a target", "{title}：目标最低成本路径"),
    "target_reached": (
        "{at} can be reached: {builds}, {investment} up front, {annuity} in capital annuity.",
        "可以达到 {at}：新建 {builds}，总投资 {investment}，投资年金 {annuity}。",
    ),
    "target_reached_bare": (
        "{at} is reached without building anything.",
        "无需新建即可达到 {at}。",
    ),
    "target_missed": (
        "{at} cannot be reached. The best that what may be built allows is {best}: "
        "{builds}, {investment} up front, {annuity} in capital annuity.",
        "无法达到 {at}。在可新建范围内最高为 {best}：新建 {builds}，"
        "总投资 {investment}，投资年金 {annuity}。",
    ),
    "target_in_the_way": ("What stands in the way", "主要障碍"),
    "target_plan_today": ("today's plants, best they can", "现有设施，指标最优"),
    "target_plan_same": ("no worse, built cheapest", "指标不低于现状，可新建"),
    "target_plan_plan": ("the way", "目标方案"),
    "target_plan_best": ("as far as it goes", "所能达到的最好结果"),
    "target_plan_free": ("cheapest, whatever the rate", "成本最低，不限指标"),
    "target_plan": ("Plan", "方案"),
    "target_builds": ("What to build and where", "新建内容与地点"),
    "target_build": ("Build", "新建"),
    "target_build_at": ("{name} ({city})", "{name}（{city}）"),
    "target_size": ("Capacity", "产能"),
    "target_investment": ("Investment", "投资"),
    "target_alone": ("Alone", "单独新建"),
    "target_so_far": ("So far", "逐项累计"),
    "target_certainty": ("Decision", "决策"),
    "target_certain": ("built in any case", "必建"),
    "target_depends": ("depends on its cost", "视成本而定"),
    "target_is_certain": ("certain", "必建"),
    "target_may_change": ("depends", "视成本"),
    "target_more": (
        "Smaller ones, in {file}: {count}.",
        "另有较小的新建 {count} 项，见 {file}。",
    ),
    "target_money": (
        "Against today's best plan it {money}, and {waste}{per_tonne}.",
        "与现有设施的最优方案相比，{money}，{waste}{per_tonne}。",
    ),
    "target_costs_more": ("costs {cost} more", "净成本增加 {cost}"),
    "target_costs_less": ("saves {cost}", "净成本减少 {cost}"),
    "target_costs_same": ("costs as much", "净成本不变"),
    "target_uses_more": ("{tonnes} more waste is utilized", "多利用固废 {tonnes}"),
    "target_uses_less": ("{tonnes} less waste is utilized", "少利用固废 {tonnes}"),
    "target_uses_same": ("as much waste is utilized", "固废利用量不变"),
    "target_per_tonne": (": {per_tonne} CNY per extra tonne", "，每多利用 1 吨 {per_tonne} 元"),
    "target_split": (
        "Building pays at today's value already: {saved} less. The target itself costs {cost} of "
        "that again{per_tonne}.",
        "维持现状指标时，新建即可降低净成本 {saved}；其中为达到目标需付出 {cost}{per_tonne}。",
    ),
    "target_split_tonne": (", {cost} CNY per extra tonne", "，每多利用 1 吨 {cost} 元"),
    "target_payback": (
        "Simple payback: {years} years, from what is saved a year before capital.",
        "静态投资回收期 {years} 年（按扣除投资年金前的年节约额计算）。",
    ),
    "target_no_payback": (
        "It is not paid back: nothing is saved a year, even before capital.",
        "投资不能回收：不计投资年金，年成本也没有节约。",
    ),
    "target_certain_words": (
        "Certain: {certain} of {builds}, made in every case when capital costs its lowest or "
        "highest ({ends} cases: each technology, and all at once). Depending on it: {depends}.",
        "投资取区间上、下限重新决策（共 {ends} 种情形：各技术分别变动及全部同时变动）时，"
        "{builds}中有 {certain} 项始终新建，{depends} 项视成本而定。",
    ),
    "target_ranges_chosen": (
        "The scenario does not say what may be built. Assumed: every line with a known cost of "
        "capital may grow by up to {up_to} (of its nameplate, where a per cent). Lines: {lines}, "
        "placeholders among them: {placeholders}. Write 'expand' in the scenario to say what is "
        "realistic.",
        "情景未规定可新建的内容。假设：{lines} 条投资成本已知的产线均可扩建，"
        "上限为 {up_to}（百分比以现有产能计），其中 {placeholders} 条为占位产线。"
        "请在情景中以“expand”写明实际可行的范围。",
    ),
    "target_ranges_own": (
        "What may be built is what the scenario says. Lines: {lines}, placeholders among them: "
        "{placeholders}.",
        "可新建范围依情景规定：{lines} 条产线，其中 {placeholders} 条为占位产线。",
    ),
    "target_leans": (
        "Of the investment {share} rests on assumed costs, and {unknown} is in placeholder plants.",
        "总投资中 {share} 的成本为假设值，{unknown} 属于占位设施。",
    ),
    "target_curve": ("least cost of a target", "各目标的最低成本"),
    "target_way": ("the target", "目标"),
    "target_today": ("today's plants", "现有设施"),
    "help_target": (
        "Find the cheapest way to a target: what to build and where, money, what is certain.\n\n"
        "Name one metric with its target, e.g. --utilization_rate '90 %' or --net_co2 "
        "'-15 Mt/yr'; without one, the floor of the scenario is the target. What may be built is "
        "what the scenario says at `expand` and by its candidate lines; without those every line "
        "may grow. After an interruption the same command goes on from there.",
        "求达到目标的最低成本路径：建什么、建在哪里、需要多少资金、哪些必建。\n\n"
        "请指定一项指标及其目标，例如“--utilization_rate '90 %'”“--net_co2 '-15 Mt/yr'”；"
        "不指定时以情景中的下限为目标。可新建的内容依情景中的“expand”与候选产线；"
        "均未给出时，每条产线都可扩建。中断后重复同一命令即可继续。",
    ),
    "help_target_metric": ("Target of this metric.", "该指标的目标值。"),
    "help_target_minimize": ("Money of which the way takes least.", "使其最小的资金指标。"),
    "help_target_up_to": (
        "How far each line may grow where the scenario says nothing of building.",
        "情景未规定新建内容时，每条产线可扩建的上限。",
    ),
    "help_target_points": ("Targets along the curve of costs.", "成本曲线上的目标个数。"),
    "help_target_plan": (
        "Write the full results of the way too, with map and report.",
        "同时写出目标方案的完整结果，含地图与报告。",
    ),
}
