"""Words of what is open and what is not."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "opening_lines": ("lines", "产线"),
    "opening_sinks": ("disposal sites", "处置场所"),
    "opening_links": ("links", "通道"),
    "opening_link": ("{origin} to {destination} ({mode})", "{origin}至{destination}（{mode}）"),
    "opening_builds": ("lines where capacity is built", "新建产能的产线"),
    "opening_size": ("{name}, size class {number}", "{name}（新建规模第 {number} 档）"),
    "opening_open": ("Open.", "启用。"),
    "opening_closed": ("Not open.", "未启用。"),
    "opening_open_turned": (
        "Open. Closing it, with all other choices as they are: {changes}.",
        "启用。若停用且其他选择不变：{changes}。",
    ),
    "opening_closed_turned": (
        "Not open. Opening it, with all other choices as they are: {changes}.",
        "未启用。若启用且其他选择不变：{changes}。",
    ),
    "opening_open_must": (
        "Open. With all other choices as they are there is no plan without it.",
        "启用。其他选择不变时，停用则无可行方案。",
    ),
    "opening_closed_must": (
        "Not open. With all other choices as they are there is no plan with it.",
        "未启用。其他选择不变时，启用则无可行方案。",
    ),
    "choices_proved": (
        "{open} of {of} choices are open, proved best. Prices, and what limits are worth, hold "
        "with these choices.",
        "{of} 项选择中启用 {open} 项，已证明最优。价格与各项限制的价值均以这些选择不变为前提。",
    ),
    "choices_gap": (
        "{open} of {of} choices are open, not proved best: a plan may be better by {gap} at most "
        "(gap). Prices, and what limits are worth, hold with these choices.",
        "{of} 项选择中启用 {open} 项，尚未证明最优：与最优方案的差距不超过 {gap}。"
        "价格与各项限制的价值均以这些选择不变为前提。",
    ),
}
