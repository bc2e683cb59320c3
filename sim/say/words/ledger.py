"""Words of the ledger: why waste stays unused."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "distance_unknown": (
        "Flows over links that state a cost and no length: {count}. How far they go is not known: "
        "transport work and CO2 from transport leave them out and are at least what is told, "
        "blank where nothing else is in them.",
        "有 {count} 条流向经由只列费用、未列里程的线路：运距未知，"
        "货物周转量和运输碳排放均不含这部分，所列为下限；全部未知时留空。",
    ),
    "no_zone_takes_part": (
        "No zone takes part: table 'zones' has no rows, or 'roles' leaves none of them.",
        "没有产生源参与：表“zones”没有数据行，或被“roles”全部排除。",
    ),
    "nothing_arises": (
        "No waste arises: the rates are not defined unless old stock is used.",
        "没有固废产生：除非利用历史堆存，否则各项利用率无定义。",
    ),
    "no_line_is_on": (
        "No line is switched on: table 'lines' gives none a capacity above 0, or 'statuses' and "
        "'roles' leave none. Nothing can be used.",
        "没有启用的产线：表“lines”中没有产能大于 0 的产线，或被“statuses”和“roles”全部排除；"
        "任何物料都无法利用。",
    ),
    "reason_no_taker": (
        "no line that is switched on takes it",
        "区域内没有可接收的在运设施",
    ),
    "reason_switched_off": (
        "every line that takes it is switched off",
        "可接收设施在本情景中均未启用",
    ),
    "reason_out_of_reach": ("every line that takes it is out of reach", "可接收设施均超出运距"),
    "reason_border_closed": ("the border is closed on the way to every taker", "跨省通道关闭"),
    "reason_quality_refused": ("every taker refuses its quality", "质量不满足接收要求"),
    "reason_reserved": (
        "every line that takes it is reserved for other zones",
        "可接收设施均为其他产生源专用",
    ),
    "reason_takers_full": (
        "every taker in reach is at a limit (capacity, recipe, quality, demand, quota or budget)",
        "可达设施均已达限（产能、配方、质量、需求、配额或预算）",
    ),
    "reason_takers_idle": (
        "every taker in reach stands idle: it lacks another input, or what it makes has no buyer",
        "可达设施均无法运行：缺少其他投入，或所制产品没有去向",
    ),
    "reason_not_counted": (
        "it is used up in treatment that does not count as utilization",
        "在不计入综合利用的处理环节中消耗",
    ),
    "reason_treated_stored": (
        "what treatment left of it is stored or disposed of, not utilized",
        "经处理后的剩余物贮存或处置，未获利用",
    ),
    "reason_not_worth": (
        "it could be placed under all limits, but the objective leaves it: "
        "placing it costs {cost} CNY/t",
        "各项限制下仍可安置，但目标函数舍弃：安置成本 {cost} 元/吨",
    ),
    "reason_not_taken": (
        "it could be placed under all limits of the scenario, but the plan given leaves it: "
        "placing it costs {cost} CNY/t",
        "在情景的各项限制下仍可安置，但所给方案未予安置：安置成本 {cost} 元/吨",
    ),
    "reason_not_taken_gain": (
        "it could be placed under all limits of the scenario, and would save {cost} CNY/t, "
        "but the plan given leaves it",
        "在情景的各项限制下仍可安置且可节省 {cost} 元/吨，但所给方案未予安置",
    ),
    "reason_not_worth_gain": (
        "it could be placed under all limits, and would save {cost} CNY/t, "
        "but the objective leaves it",
        "各项限制下仍可安置且可节省 {cost} 元/吨，但目标函数舍弃",
    ),
    "left_out_switched_off": ("line switched off", "产线未启用"),
    "left_out_reserved": ("line reserved", "产线专用"),
    "left_out_out_of_reach": ("out of reach", "超出运距"),
    "left_out_border_closed": ("border closed", "跨省关闭"),
    "left_out_quality_refused": ("quality rule refuses the delivery", "不符合质量要求"),
    "left_out_beaten": (
        "another mode is better in cost, CO2 and distance",
        "另一运输方式的成本、排放和距离均更优",
    ),
    "reason_named": ("{reason}: {names}", "{reason}：{names}"),
    "reason_and": (" and ", "且"),
    "reason_together": (
        "{reasons} (they have to give way together)",
        "{reasons}（须同时放宽）",
    ),
    "list_comma": (", ", "、"),
    "inputs_more": ("{names} and {count} more", "{names}及另外 {count} 种"),
    "list_semicolon": ("; ", "；"),
    "next_sentence": ("{before} {after}", "{before}{after}"),
    "not_stated": ("not stated", "未注明"),
    "roll_region": ("Whole region", "全区域"),
    "roll_province": ("Province", "省份"),
    "roll_city": ("City", "城市"),
    "roll_county": ("County", "区县"),
    "roll_basin": ("River basin", "流域"),
    "roll_owner": ("Enterprise", "企业"),
    "roll_industry": ("Industry", "行业"),
    "roll_material": ("Waste", "固废种类"),
    "roll_family": ("Family of wastes", "固废大类"),
    "any_area": ("any province", "各省"),
    "class_any": ("all waste", "全部固废"),
    "class_general": ("general waste", "一般工业固废"),
    "class_general_I": ("general waste of class I", "第一类一般工业固废"),
    "class_general_II": ("general waste of class II", "第二类一般工业固废"),
    "class_hazardous": ("hazardous waste", "危险废物"),
}
