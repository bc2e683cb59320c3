"""Words that the server of the planner's page says: edits, errors, what a change did."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "page_serving": ("The page is at {url}", "页面地址：{url}"),
    "page_stop": ("Press Ctrl-C to end it.", "按 Ctrl-C 结束。"),
    "page_open_to_all": (
        "Others can reach this page at {host}. Each of them needs the token in the address above, "
        "and nothing is encrypted: put a proxy with TLS before it.",
        "他人可经 {host} 访问本页面，须使用上方地址中的令牌；数据未加密，"
        "请在其前设置带 TLS 的代理。",
    ),
    "page_port_taken": ("port {port} on {host} cannot be used", "无法使用 {host} 的端口 {port}"),
    "page_port_hint": (
        "Take another one, or 0 for any that is free.",
        "请换一个端口，或用 0 任选空闲端口。",
    ),
    "page_no_scenario": (
        "this is no scenario of the project",
        "项目中没有此情景文件",
    ),
    "page_edit_kind": ("there is no kind of edit '{kind}'", "没有“{kind}”这种改动"),
    "page_edit_twice": ("two edits have this id", "两项改动使用了同一编号"),
    "page_edit_field": ("'{field}': {what}", "“{field}”：{what}"),
    "page_needs_one": ("give at least one of {names}", "{names}至少给出一项"),
    "page_not_there": (
        "table '{table}' has no row '{id}'",
        "表“{table}”中没有“{id}”",
    ),
    "page_line": ("{plant} – {technology}", "{plant}·{technology}"),
    "page_lines": ("{what} ({count} lines)", "{what}（{count} 条产线）"),
    "page_dash": (" – ", "·"),
    "page_any_area": ("any province", "任一省份"),
    "page_in": (" in {where}", "（{where}）"),
    "page_points": ("{change} points", "{change} 个百分点"),
    "page_maximize": ("{figure}: at most {value}", "{figure}：最高 {value}"),
    "page_minimize": ("{figure}: at least {value}", "{figure}：最低 {value}"),
    "page_aim_maximize": ("as high as possible: {figure}", "尽量提高：{figure}"),
    "page_aim_minimize": ("as low as possible: {figure}", "尽量降低：{figure}"),
    "page_class_any": ("any waste", "各类固废"),
    "page_class_general": ("general waste", "一般固废"),
    "page_class_general_I": ("general waste of class I", "第Ⅰ类一般固废"),
    "page_class_general_II": ("general waste of class II", "第Ⅱ类一般固废"),
    "page_class_hazardous": ("hazardous waste", "危险废物"),
    "page_purpose_any": ("any purpose", "各种去向"),
    "page_purpose_utilization": ("utilization", "利用"),
    "page_purpose_disposal": ("storage and disposal", "贮存处置"),
    "page_rule_open": ("open", "放开"),
    "page_rule_filing": ("on filing", "备案"),
    "page_rule_approval": ("by approval", "审批"),
    "page_rule_closed": ("closed", "关闭"),
    "page_edit_capacity": (
        "{line}: capacity {new} instead of {old}",
        "{line}：产能由 {old} 改为 {new}",
    ),
    "page_edit_capacity_same": (
        "{line}: capacity {new}, as it was",
        "{line}：产能 {new}，与原值相同",
    ),
    "page_edit_capacity_scale": ("{lines}: capacity {change}", "{lines}：产能 {change}"),
    "page_edit_load": ("{lines}: {share} of capacity run", "{lines}：运转率 {share}"),
    "page_edit_switch_off": ("{lines}: switched off", "{lines}：停运"),
    "page_edit_switch_on": ("{lines}: switched on", "{lines}：投运"),
    "page_edit_border": (
        "{start} to {end}, {what} for {purpose}: {rule}",
        "{start}→{end}，{what}（{purpose}）：{rule}",
    ),
    "page_edit_quota": (", at most {amount}", "，配额 {amount}"),
    "page_edit_surcharge": (", {cost} more", "，加收 {cost}"),
    "page_edit_cap": ("{figure}{where}: at most {at}", "{figure}{where}：不超过 {at}"),
    "page_edit_floor": ("{figure}{where}: at least {at}", "{figure}{where}：不低于 {at}"),
    "page_edit_carbon": ("price of CO2: {price}", "碳价：{price}"),
    "page_edit_parameter": ("parameter '{name}': {value}", "参数“{name}”：{value}"),
    "page_refused_host": (
        "the page is not called by this name",
        "本页面不接受此主机名",
    ),
    "page_refused_origin": ("the request comes from another site", "请求来自其他网站"),
    "page_refused_header": (
        "a request of the page has the header 'X-Sim' and a body of JSON",
        "页面请求须带“X-Sim”标头，正文为“JSON”",
    ),
    "page_refused_token": (
        "the token is missing or wrong: use the address that the command printed",
        "令牌缺失或有误：请使用命令行给出的地址",
    ),
    "page_not_json": ("the body is not a mapping in JSON", "正文不是“JSON”对象"),
    "page_too_large": ("the request is too large", "请求过大"),
    "page_too_many_edits": ("at most {most} edits at a time", "一次最多 {most} 项改动"),
    "page_busy": ("too many requests at once; try again", "同时请求过多，请稍后再试"),
    "page_too_long": (
        "this takes longer than the scenario allows ({seconds} s) and was ended",
        "计算超过情景规定的时限（{seconds} 秒），已终止",
    ),
    "page_lost": ("the planning process ended; try again", "规划进程已中止，请重试"),
    "page_not_found": ("there is no such page", "页面不存在"),
    "page_internal": ("internal error: {error}", "内部错误：{error}"),
}
