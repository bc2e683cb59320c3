"""Words of lines that stay idle whatever the plan."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "idle_one": ("1 line takes no part: {why} – {lines}. ", "1 条产线不参与：{why}——{lines}。"),
    "idle_many": (
        "{count} lines take no part: {why} – {lines}. ",
        "{count} 条产线不参与：{why}——{lines}。",
    ),
    "idle_line": ("{at} '{line}' ({about})", "{at}“{line}”（{about}）"),
    "idle_line_bare": ("{at} '{line}'", "{at}“{line}”"),
    "idle_more": ("{count} more", "另有 {count} 条"),
    "idle_status": ("a status that is not among 'statuses'", "状态不在“statuses”之内"),
    "idle_status_hint": (
        "Add it to 'statuses' of the scenario.",
        "如需启用，请将其加入情景的“statuses”。",
    ),
    "idle_role": ("a plant whose role is not among 'roles'", "所属设施的角色不在“roles”之内"),
    "idle_role_hint": (
        "Add it to 'roles' of the scenario.",
        "如需纳入，请将其加入情景的“roles”。",
    ),
    "idle_nothing": ("a capacity or availability of 0", "产能或可用率为 0"),
    "idle_nothing_hint": (
        "Give both more than 0.",
        "请使两者均大于 0。",
    ),
    "idle_recipe": ("no recipe that takes anything", "没有可投料的配方"),
    "idle_recipe_hint": (
        "Look at 'recipes' of the line and at 'max' in table 'inputs'.",
        "请检查该产线的“recipes”与表“inputs”中的“max”。",
    ),
    "idle_input": (
        "a needed input that is neither made, bought nor brought there",
        "所需投入既不自产、不外购，也无法运达",
    ),
    "idle_input_hint": (
        "Give it a way in table 'links' that neither a border nor a quality rule bars, somebody "
        "who makes it, or a 'purchase_price'.",
        "请在表“links”中给出不受跨省通道和质量要求限制的通道、提供来源，或填写“purchase_price”。",
    ),
    "idle_barred": (
        "a needed input that a border or a quality rule keeps away",
        "所需投入因跨省通道关闭或质量要求而无法运达",
    ),
    "idle_barred_hint": (
        "Look at 'borders' of the scenario and at table 'quality'.",
        "请检查情景的“borders”与表“quality”。",
    ),
    "idle_demand": (
        "a product of which the markets there buy 0",
        "当地市场对所制产品的需求为 0",
    ),
    "idle_demand_hint": (
        "Raise 'max' or 'group_max' in table 'markets'.",
        "请提高表“markets”中的“max”或“group_max”。",
    ),
    "idle_market": (
        "a product whose markets are of another area or have no way from there",
        "所制产品的市场属于其他区域，或没有路线可达",
    ),
    "idle_market_hint": (
        "Look at 'area' in table 'markets', or give a way in table 'links'.",
        "请检查表“markets”中的“area”，或在表“links”中给出通道。",
    ),
    "idle_taker": (
        "a product whose takers stand idle themselves or have no way from there",
        "所制产品的接收产线自身不参与，或没有路线可达",
    ),
    "idle_taker_hint": (
        "Switch a taker on, give a way in table 'links', or add a market.",
        "请启用接收产线，在表“links”中给出通道，或增加市场。",
    ),
    "idle_product": (
        "a product with no market and no line that takes it",
        "所制产品既无市场，也无接收产线",
    ),
    "idle_product_hint": (
        "Add a row for it to table 'markets', or a line that takes it.",
        "请在表“markets”中为其加一行，或增加接收产线。",
    ),
}
