"""Words of links: what their rows may state, and what limits them."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "link_rows_differ": (
        "rows of one link (same ends and mode) state it alike",
        "同一通道（起讫点与运输方式相同）各行须填写一致",
    ),
    "link_of_town": (
        "a link from or to a town of table places says how long a road is and has no capacity",
        "通往表“places”中城镇的连接只说明公路里程，没有通道能力",
    ),
    "link_of_town_costs": (
        "a link from or to a town of table places says how long a road is and has no fixed cost",
        "通往表“places”中城镇的连接只说明公路里程，没有固定成本",
    ),
    "link_of_town_hint": (
        "leave it blank, or state it for the link between the sites",
        "请留空，或填写在两个厂址之间的连接上",
    ),
    "link_for_all": (
        "a link from or to a town or a terminal is for every material",
        "通往城镇或港站的连接适用于所有物料",
    ),
    "link_for_all_hint": (
        "leave it blank, or write a link between the sites",
        "请留空，或填写两个厂址之间的连接",
    ),
    "all_routes_links": (
        "the capacity of a link from or to a terminal needs every route of the region written down",
        "通往港站的连接设有通道能力，须写出区域内的全部路线",
    ),
    "all_routes_links_hint": (
        "leave out the capacity, give the terminal a throughput, or use a machine with more memory",
        "请去掉通道能力，改为填写港站吞吐能力；或使用内存更大的机器",
    ),
}
