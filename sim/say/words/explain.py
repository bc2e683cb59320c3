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
    "explain_family_capacity": ("{count} capacities of lines", "{count} 条产线的产能"),
    "explain_family_min_load": ("{count} least loads", "{count} 条产线的最低负荷"),
    "explain_family_demand": ("{count} demands of markets", "{count} 项市场需求"),
    "explain_family_legacy": ("{count} yearly limits of old stock", "{count} 项历史堆存回采上限"),
    "explain_family_sinks": ("{count} capacities of sinks", "{count} 处处置容量"),
    "explain_family_terminals": ("{count} throughputs of terminals", "{count} 处港站吞吐能力"),
    "explain_family_recipes": ("{count} shares of recipes", "{count} 项配方掺量"),
    "explain_family_quality": ("{count} quality rules", "{count} 项质量要求"),
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
    "explain_in_recipe": ("{part} in {recipe}", "{recipe}中{part}"),
    "explain_old_stock": ("old {material} of {zone}", "{zone}历史堆存{material}"),
    "explain_value": ("{name}: {value}", "{name}：{value}"),
    "explain_do_limit_cap": (
        "raise the cap on {about} from {old} to {new}",
        "将{about}上限由 {old} 提高到 {new}",
    ),
    "explain_do_limit_floor": (
        "lower the floor under {about} from {old} to {new}",
        "将{about}下限由 {old} 降至 {new}",
    ),
    "explain_do_border_quota": (
        "raise the quota {about} by {by}, to {new}",
        "将{about}配额提高 {by}，至 {new}",
    ),
    "explain_do_line_capacity": (
        "raise the capacity of {about} by {by}, to {new}",
        "将{about}产能提高 {by}，至 {new}",
    ),
    "explain_do_line_min_load": (
        "lower the least load of {about} from {old} to {new}",
        "将{about}最低负荷由 {old} 降至 {new}",
    ),
    "explain_do_market_max": (
        "sell {by} more to {about}: raise its demand to {new}",
        "将{about}需求扩大 {by}，至 {new}",
    ),
    "explain_do_market_group_max": (
        "raise the total demand of {about} by {by}, to {new}",
        "将{about}总需求扩大 {by}，至 {new}",
    ),
    "explain_do_market_min": (
        "lower the contracted demand of {about} by {by}, to {new}",
        "将{about}最低供货减少 {by}，至 {new}",
    ),
    "explain_do_sink_capacity": (
        "raise the capacity of {about} by {by}, to {new}",
        "将{about}处置容量提高 {by}，至 {new}",
    ),
    "explain_do_terminal_capacity": (
        "raise the throughput of {about} by {by}, to {new}",
        "将{about}吞吐能力提高 {by}，至 {new}",
    ),
    "explain_do_legacy_limit": (
        "reclaim more {about}: raise the yearly limit from {old} to {new}",
        "将{about}年回采上限由 {old} 提高到 {new}",
    ),
    "explain_do_recipe_max": (
        "raise the largest share of {about} from {old} to {new}",
        "将{about}最高掺量由 {old} 提高到 {new}",
    ),
    "explain_do_recipe_min": (
        "lower the least share of {about} from {old} to {new}",
        "将{about}最低掺量由 {old} 降至 {new}",
    ),
    "explain_do_group_max": (
        "raise the largest sum of {about} from {old} to {new}",
        "将{about}合计上限由 {old} 提高到 {new}",
    ),
    "explain_do_group_min": (
        "lower the least sum of {about} from {old} to {new}",
        "将{about}合计下限由 {old} 降至 {new}",
    ),
    "explain_do_quality": (
        "loosen the quality rule {about} by {by}",
        "将质量要求“{about}”放宽 {by}",
    ),
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
