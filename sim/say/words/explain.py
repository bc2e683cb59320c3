"""Words of `sim explain`: conflicts, ways out, and what has no bound."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "explain_step_conflict": (
        "finding the limits that contradict each other",
        "查找相互矛盾的限制",
    ),
    "explain_step_ways_out": ("trying ways out", "试算解决办法"),
    "explain_step_explain": ("finding where the limits stand", "定位各项限制"),
    "explain_head": ("{title}: {text}.", "{title}：{text}。"),
    "explain_no_plan": (
        "no plan satisfies all limits at once",
        "没有方案能同时满足全部限制",
    ),
    "explain_conflict": (
        "These {count} limits cannot hold together; without any one of them the others could:",
        "以下 {count} 项限制不能同时成立，去掉其中任何一项，其余各项即可成立：",
    ),
    "explain_conflict_one": (
        "This limit cannot hold, whatever the others are:",
        "以下限制本身无法成立：",
    ),
    "explain_list_all": ("({option} lists every limit)", "（{option} 可列出全部限制）"),
    "explain_place": ("{place} ({count})", "{place}（{count}项）"),
    "explain_more_named": ("and {count} more", "另有 {count} 项"),
    "explain_more_places": (
        "and {count} more in {places} other places",
        "另有 {count} 项，分布于其他 {places} 处",
    ),
    "explain_ways": (
        "Ways out, the smallest change first (each was applied and tried: a plan exists):",
        "解决办法，按改动幅度由小到大（均已试算，确有可行方案）：",
    ),
    "explain_no_ways": (
        "No way out was found by changing limits alone.",
        "仅调整限制未找到解决办法。",
    ),
    "explain_more_edits": (
        "change {count} more as written below",
        "按下列内容另作 {count} 处改动",
    ),
    "explain_and": (", and ", "，并"),
    "explain_instead": ("instead of {at}", "替换 {at} 处"),
    "explain_added": ("added to the scenario", "添加到情景文件"),
    "explain_border": ("{a} → {b} ({what})", "{a}→{b}（{what}）"),
    "explain_entry": ("entry {number} of 'expand'", "“expand”第 {number} 项"),
    "explain_in_recipe": ("{part} in {recipe}", "{recipe}中{part}"),
    "explain_old_stock": ("old {material} of {zone}", "{zone}历史堆存{material}"),
    "explain_value": ("{name}: {value}", "{name}：{value}"),
    "explain_feasible": (
        "A plan exists. What binds, the most valuable first:",
        "存在可行方案。起约束作用的限制，按价值由大到小：",
    ),
    "explain_nothing_binds": (
        "A plan exists, and no limit binds.",
        "存在可行方案，且没有限制起约束作用。",
    ),
    "explain_more_binding": (
        "… and {count} more ({option} lists all)",
        "…… 另有 {count} 项（{option} 可列出全部）",
    ),
}
