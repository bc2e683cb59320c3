"""Words of ensembles: conclusions under draws of all uncertain inputs, in English and Chinese."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "ensemble_reading": ("reading what is uncertain", "读取不确定的输入"),
    "ensemble_solving": (
        "solving draws, {done} of {count} plans",
        "求解各次抽样：{count} 个方案已完成 {done} 个",
    ),
    "ensemble_title": ("Does it hold? {draws} draws of the inputs", "结论是否成立：{draws} 次抽样"),
    "ensemble_about": (
        "Cells that carry a range, drawn together: {cells} (factors: {factors}, seed {seed}); "
        "those of one column and kind of thing move together, correlation {correlation}.",
        "对 {cells} 个带区间的单元格联合抽样（{factors} 个共同因子，随机种子 {seed}）；"
        "同一列、同类事物的单元格相关变动，相关系数 {correlation}。",
    ),
    "ensemble_plans": (
        "{name}: {plans} of {draws} draws have a plan; built anew: {built}.",
        "{name}：{draws} 次抽样中 {plans} 次有可行方案，其中 {built} 次重新建模。",
    ),
    "ensemble_value": (
        "{metric}: {typical}, 90 % of draws between {low} and {high}",
        "{metric}：{typical}，90 % 的抽样介于 {low} 与 {high} 之间",
    ),
    "ensemble_difference": (
        "{metric}: {typical}, 90 % of draws between {low} and {high}, {sign} in {share}: {grade}",
        "{metric}：{typical}，90 % 的抽样介于 {low} 与 {high} 之间，{share} 的抽样{sign}：{grade}",
    ),
    "ensemble_sign_more": ("positive", "为正"),
    "ensemble_sign_less": ("negative", "为负"),
    "ensemble_sign_same": ("the same", "无差异"),
    "ensemble_grade_sure": ("sure", "确定"),
    "ensemble_grade_likely": ("likely", "较可能"),
    "ensemble_grade_open": ("open", "待定"),
    "ensemble_held": ("Holds", "是否成立"),
    "ensemble_graded": ("{grade}, {share}", "{grade}，{share}"),
    "ensemble_none_yet": (
        "No ensemble yet: '{option}' tells which of these differences hold.",
        "尚未联合抽样：加“{option}”可知哪些差异成立。",
    ),
    "ensemble_grades": (
        "Sure: at least {sure} of the draws have the sign of the plan with typical values; likely: "
        "at least {likely}; open: fewer.",
        "确定：至少 {sure} 的抽样与典型值方案同号；较可能：至少 {likely}；待定：低于此值。",
    ),
    "ensemble_first": (
        "{metric}: {name} is the best of them in {share} of the draws",
        "{metric}：{name}在 {share} 的抽样中最好",
    ),
    "ensemble_leans_title": ("What it leans on", "结论取决于什么"),
    "ensemble_lean": ("{subject} {share}", "{subject} {share}"),
    "ensemble_leans": (
        "{metric}: {shares} (linear effects, which explain {explained} of the spread)",
        "{metric}：{shares}（线性效应，可解释离散的 {explained}）",
    ),
    "ensemble_leans_nothing": (
        "{metric}: no linear effect stands out of these draws",
        "{metric}：在这些抽样中看不出线性效应",
    ),
    "ensemble_learn_title": ("What to find out first", "应先查清什么"),
    "ensemble_learn_all": (
        "To choose by {metric}, knowing everything would be worth {worth} on average; one row "
        "alone:",
        "按{metric}选择方案时，若全部查清，平均可多得 {worth}；仅查清一行时：",
    ),
    "ensemble_learn_cell": (
        "{worth}  {name} · {column} ({at})",
        "{worth}  {name} · {column}（{at}）",
    ),
    "ensemble_learn_nothing": (
        "To choose by {metric}, nothing: the best choice is the same in all draws.",
        "按{metric}选择方案时无须查清：各次抽样的最优选择相同。",
    ),
    "ensemble_at": ("Draws", "抽样结果"),
    "ensemble_chart_title": ("Does it hold?", "结论是否成立？"),
    "ensemble_chart_difference": (
        "{other} against {first}: {draws} draws of all inputs that carry a range",
        "{other} 对比 {first}：对所有带区间的输入抽样 {draws} 次",
    ),
    "ensemble_chart_value": (
        "{first}: {draws} draws of all inputs that carry a range",
        "{first}：对所有带区间的输入抽样 {draws} 次",
    ),
    "ensemble_chart_note": (
        "Bars: draws. Band: 90 % of them. Line: the plan with typical values. Dashed: no "
        "difference.",
        "柱：抽样次数。阴影：90 % 的抽样。竖线：典型值方案。虚线：无差异。",
    ),
    "ensemble_points": ("percentage points", "百分点"),
    "ensemble_chart_draws": ("draws", "抽样次数"),
    "ensemble_subject_arising": ("waste arising", "废物产生量"),
    "ensemble_subject_load": ("load of lines", "产线负荷"),
    "ensemble_subject_capacity": ("capacity", "产能"),
    "ensemble_subject_demand": ("demand of markets", "市场需求"),
    "ensemble_subject_prices": ("prices of products and at gates", "产品价格与接收价"),
    "ensemble_subject_inputs": ("prices and supply of bought inputs", "外购原料价格与供应"),
    "ensemble_subject_disposal": ("cost of storage and disposal", "贮存处置成本"),
    "ensemble_subject_processing": ("processing and capital cost", "加工与投资成本"),
    "ensemble_subject_transport": ("transport", "运输"),
    "ensemble_subject_quality": ("recipes and quality", "配方与质量"),
    "ensemble_subject_carbon": ("price of carbon and what electricity emits", "碳价与电力排放"),
    "help_ensemble": (
        "Draw all inputs that carry a range so many times, the same for every run, and tell which "
        "differences hold.",
        "对所有带区间的输入联合抽样若干次（各方案用同一组抽样），并说明哪些差异成立。",
    ),
}
