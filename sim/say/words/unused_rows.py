"""Words for rows of the input tables that take no part in a run."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "unused_rows_note": (
        "Rows of the tables that took no part: {tables}; {file} says why",
        "未参与计算的输入行：{tables}；原因见 {file}",
    ),
    "unused_rows_of": ("{count} of {table}", "{table} {count} 行"),
    "unused_rows_line": (
        "  {table}, rows that take no part: {reasons}",
        "  {table}，不参与计算的行：{reasons}",
    ),
    "unused_rows_why": ("{count} – {reason}", "{count} 行——{reason}"),
    "unused_rows_all": (
        "{option} names each row that takes no part, its file and its line",
        "用 {option} 可列出不参与计算的每一行及其文件和行号",
    ),
    "unused_row_role_off": (
        "the role of the site is not among 'roles'",
        "所属场所的“role”不在情景的“roles”之内",
    ),
    "unused_row_nothing_arises": ("no waste arises there", "该处无固废产生"),
    "unused_row_no_line_on": ("no line that takes part stands there", "该处没有参与计算的产线"),
    "unused_row_is_zero": ("the amount is 0", "数量为零"),
    "unused_row_nothing_for_it": (
        "nothing that the sink accepts can get there",
        "没有可接收的物料能够到达",
    ),
    "unused_row_not_made": (
        "no line that takes part makes the product",
        "没有参与计算的产线生产该产品",
    ),
    "unused_row_no_maker_there": (
        "no line that makes the product stands in the area of the market or has a way to it",
        "生产该产品的产线既不在市场所属区域，也没有通往该市场的路线",
    ),
    "unused_row_no_place_there": ("nothing lies in the area", "该区域内没有任何场所"),
    "unused_row_names_nothing": ("no row gives this text", "没有任何一行使用该名称"),
    "unused_row_material_absent": (
        "the material does not arise, and no line that takes part takes or makes it",
        "该物料没有产生，参与计算的产线也不使用或生产它",
    ),
    "unused_row_no_line_runs_it": ("no line that takes part runs it", "没有参与计算的产线采用"),
    "unused_row_never_there": (
        "the material never gets to a line that runs the recipe",
        "该物料无法到达采用此配方的产线",
    ),
    "unused_row_not_used_there": (
        "no line of the plant that is switched on uses the material",
        "该厂已启用的产线均不使用此物料",
    ),
    "unused_row_not_from_there": (
        "the material does not come from that producer",
        "该物料并非来自所列产生者",
    ),
    "unused_row_no_rule_asks": (
        "no quality rule of a recipe in use looks at the property",
        "所用配方的质量要求均不涉及该性质",
    ),
    "unused_row_no_delivery": (
        "no delivery can take this price, or another row says more of each",
        "没有适用此价格的交付，或均另有更具体的行",
    ),
    "unused_row_mode_off": ("the mode of transport is switched off", "该运输方式未启用"),
    "unused_row_no_way_by_it": (
        "no way by the mode is open, or another mode is better in every figure",
        "该运输方式没有可行路线，或各项指标均不如其他方式",
    ),
    "unused_row_not_joined": (
        "neither links nor chainages join the terminal to another within reach of the mode",
        "没有连接或里程使该港站与运距内的其他港站相通",
    ),
    "unused_row_not_nearest": (
        "no site has a link to the terminal, and none within access reach has it as the nearest",
        "没有场所与该港站有连接，集疏运距离内也没有以其为最近港站的场所",
    ),
    "unused_row_no_way_over_it": (
        "no way that is open goes over it, or another way is better in every figure",
        "没有可行路线经过，或各项指标均不如其他路线",
    ),
    "unused_row_no_link": ("no link names the town", "没有连接涉及该城镇"),
    "unused_row_no_site_around": (
        "no site lies within 'place_radius' of the town",
        "“place_radius”范围内没有场所",
    ),
    "unused_row_no_road_between": (
        "no road of a route leads from sites around one town to sites around the other",
        "没有路线的公路连接两城镇周边的场所",
    ),
    "unused_row_not_followed": (
        "a link between these two ends is not followed",
        "不支持这两类端点之间的连接",
    ),
    "unused_row_not_on_a_way": (
        "other links between the terminals are better in every figure",
        "港站之间另有各项指标均更优的连接",
    ),
    "unused_row_out_of_reach": (
        "the way over it is shorter or longer than the mode goes ('reach_min', 'reach')",
        "经过它的线路短于或长于该运输方式的运距范围（“reach_min”“reach”）",
    ),
    "unused_row_link_beaten": (
        "another link between the same ends is better in every figure, or this one runs the "
        "other way",
        "两端之间另有各项指标均更优的连接，或该连接方向相反",
    ),
    "unused_row_border_closed": ("the border between its ends is closed", "两端之间跨省通道关闭"),
    "unused_row_way_beaten": (
        "another way between the same ends is better in every figure",
        "两端之间另有各项指标均更优的路线",
    ),
    "unused_row_market_at_gate": (
        "the market buys at the gate, which costs nothing; where links state what selling costs, "
        "write 'true' in 'hauled' of the market",
        "该市场在厂门口收货，销售不产生运费；如连接给出的是销售运费，请在该市场的“hauled”列写“true”",
    ),
    "unused_row_nothing_between": (
        "nothing that arises or is made at one end can be used at the other",
        "一端产生或生产的物料在另一端均无法利用",
    ),
}
