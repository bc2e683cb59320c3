"""Words of borders: what passes, under which rule, and what a quota is worth."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "borders_quotas": (
        "Border quotas: used, and what one more kt/yr is worth",
        "跨省配额：使用情况与再增加 1 万吨/年的价值",
    ),
    "borders_line": ("{name}: {used}; {worth}", "{name}：{used}；{worth}"),
    "borders_used": ("{used} of {quota} ({share})", "{used} / {quota}（{share}）"),
    "borders_used_none": ("nothing may pass", "不得转移"),
    "borders_has_room": ("has room", "尚有余量"),
    "borders_more": (
        "and {count} more quotas in the table of borders",
        "另有 {count} 项配额，见跨省明细表",
    ),
    "report_quotas": ("Border quotas", "跨省配额"),
    "report_quotas_note": (
        "How much of each quota is used, and what one more kt/yr of it would change.",
        "各项配额的使用量，以及每增加 1 万吨/年带来的变化。",
    ),
    "report_used": ("Used", "已用"),
    "report_used_share": ("Share used", "使用率"),
    "report_one_more": ("One more kt/yr", "每增加 1 万吨/年"),
    "report_crossings": ("What crosses province borders", "跨省转移明细"),
    "report_crossings_note": (
        "Waste and residues by pair of provinces, with the rule that lets them pass.",
        "按省份对列出的固废与二次渣，以及所适用的规则。",
    ),
    "report_crossing": ("Crossing", "转移量"),
    "report_crossing_cost": ("Cost of crossing, CNY/t", "跨省费用（元/吨）"),
    "hazardous_held_back": (
        "Rule '{rule}' for any class opens borders to general waste alone. Hazardous waste crosses "
        "only by approval with a quota (Solid Waste Law 2020, Art. 82); held back: {materials}",
        "“各类固废{rule}”仅适用于一般工业固废；危险废物跨省须经审批并设定配额（《固体废物污染环境防治法》"
        "2020 年第八十二条），未放行：{materials}",
    ),
    "rule_open": ("open", "放开"),
    "rule_filing": ("filing", "备案"),
    "rule_approval": ("approval", "审批"),
    "rule_closed": ("closed", "关闭"),
}
