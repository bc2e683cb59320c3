"""Every word that a map shows, in English and Chinese."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "size_unknown": ("'{size}' is no size of a picture", "“{size}”不是可用的图幅"),
    "size_hint": (
        "give 'a4', 'slide' or width and height in cm, such as '16×20'; {least} to {most} each",
        "可用“a4”“slide”，或以厘米给出宽与高，例如“16×20”；每边 {least} 至 {most}",
    ),
    "dpi_beyond": (
        "{dpi} dots per inch: {least} to {most} can be drawn",
        "每英寸 {dpi} 点超出范围：可取 {least} 至 {most}",
    ),
    "pixels_many": (
        "a picture of {size} cm at {dpi} dots per inch is too large to be drawn",
        "图幅 {size} 厘米、每英寸 {dpi} 点的图片过大，无法绘制",
    ),
    "pixels_hint": (
        "take a smaller size, or {dpi} dots per inch at most",
        "请减小图幅，或每英寸最多取 {dpi} 点",
    ),
    "sources": ("Where waste arises", "固废产生地"),
    "sources_size": ("Circle area: generation per year", "圆面积：年产生量"),
    "rate": ("Circle colour: net utilization rate", "圆颜色：净综合利用率"),
    "plants": ("Plants that use it", "利用设施"),
    "load": ("Symbol fill: load", "符号填色：负荷率"),
    "building": ("Capacity built and closed", "新建与关停产能"),
    "ring_built": ("built; largest ring: {amount}", "新建；最大环：{amount}"),
    "ring_closed": ("closed; largest ring: {amount}", "关停；最大环：{amount}"),
    "flows": ("Flows", "流向"),
    "flows_width": ("Arrow width: amount per year", "箭头宽度：年运量"),
    "cross_border": ("between provinces", "跨省"),
    "inside": ("within a province", "省内"),
    "to_disposal": ("to storage or disposal", "贮存、处置"),
    "other": ("other", "其他"),
    "by_province": ("Net utilization by province", "各省净综合利用率"),
    "borders": ("Waste and residues across borders", "固废与二次渣跨省流向"),
    "of": ("{rate} of {amount}", "{amount}，利用 {rate}"),
    "kpi_rate": ("Utilization {net} net", "综合利用率 {net}（净）"),
    "kpi_rates": (
        "Utilization {net} net ({gross} gross)",
        "综合利用率 {net}（净）/ {gross}（毛）",
    ),
    "kpi_generation": ("{amount} generated", "产生量 {amount}"),
    "kpi_cross_border": ("{amount} across province borders", "跨省 {amount}"),
    "kpi_net_cost": ("net cost {money}", "净成本 {money}"),
    "kpi_net_gain": ("net gain {money}", "净收益 {money}"),
    "shown_all": (
        "Arrows: all connections of waste ({count}), {amount} moved. "
        "What stays on site has no arrow, nor have products.",
        "箭头：全部 {count} 条固废流向，运量 {amount}。厂内利用与贮存、产品不画箭头。",
    ),
    "shown_part": (
        "Arrows: the {count} largest of {total} connections of waste, "
        "{share} of the {amount} moved. What stays on site has no arrow, nor have products.",
        "箭头：{total} 条固废流向中最大的 {count} 条，占运量 {amount} 的 {share}。"
        "厂内利用与贮存、产品不画箭头。",
    ),
    "shown_none": ("No waste is moved between sites.", "没有场外运输。"),
    "unplaced": (
        "Sites without coordinates, not on the map: {count}.",
        "缺坐标未上图：{count} 处。",
    ),
    "footer": (
        "Schematic, not for boundary purposes; not reviewed: have the map reviewed "
        "before publishing it.",
        "示意图，不作为划界依据；未经地图审核，公开发布前请送审",
    ),
    "credit_schematic": (
        "Rivers and places: made with Natural Earth (public domain).",
        "河流、地名：Natural Earth（公有领域）。",
    ),
    "credit_natural-earth": (
        "Base map: made with Natural Earth (public domain).",
        "底图：Natural Earth（公有领域）。",
    ),
    "credit_tianditu": (
        "Boundaries: Tianditu, GS(2024)0650. Rivers and places: made with Natural Earth.",
        "界线：天地图 审图号 GS(2024)0650。河流、地名：Natural Earth。",
    ),
    "credit_boundaries_natural-earth": (
        "Boundaries: made with Natural Earth (public domain).",
        "界线：Natural Earth（公有领域）。",
    ),
    "credit_boundaries_tianditu": (
        "Boundaries: Tianditu, GS(2024)0650.",
        "界线：天地图 审图号 GS(2024)0650。",
    ),
    "projection": (
        "Lambert azimuthal equal-area projection about the middle of the map, WGS84.",
        "兰伯特方位等积投影（以图幅中心为投影中心），WGS84。",
    ),
    "outlets": ("Sinks and markets", "贮存处置场所与市场"),
    "outlets_fill": ("Filled: something is taken in", "实心：有物料进入"),
    "outlet_sink": ("storage, disposal", "贮存、处置场所"),
    "outlet_market": ("market", "市场"),
    "base": ("Base map", "底图"),
    "river": ("river, lake", "河流、湖泊"),
    "province_line": ("province line", "省界"),
    "city_line": ("city line", "市界"),
    "county_line": ("county line", "县界"),
    "place": ("town", "城镇"),
    "port": ("port or station used", "所用港口、车站"),
    "north": ("N", "北"),
    "zoom": ("{factor:.1f}× enlarged", "放大 {factor:.1f} 倍"),
    "no_map": (
        "No map was drawn: no zone or plant has coordinates (lon, lat).",
        "未绘制地图：没有任何产生源或设施带坐标（lon、lat）。",
    ),
    "no_font": (
        "No Chinese font was found, so the map is labelled in English; install fonts-noto-cjk "
        "or the extra 'fonts'.",
        "未找到中文字体，地图改用英文标注；请安装 fonts-noto-cjk 或扩展 fonts。",
    ),
}
