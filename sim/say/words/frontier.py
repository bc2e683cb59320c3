"""Words of the trade-off between two metrics, in English and Chinese."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "frontier_searching": (
        "{count} points, known to {error} of the range; {n} solved anew",
        "已得 {count} 个点，精度为区间的 {error}；已复算 {n} 个",
    ),
    "rate_undefined": (
        "no waste arises, so that '{metric}' is not defined",
        "没有固废产生，“{metric}”无定义",
    ),
    "trade_amounts": ("trade off amounts or costs instead", "请改用数量或成本指标"),
    "frontier_title": ("{y} against {x}", "{y}与{x}的权衡"),
    "frontier_point": ("Point", "点"),
    "frontier_price": ("Price here", "此处边际"),
    "frontier_best": ("best {name}", "{name}最优"),
    "frontier_knee": ("knee", "拐点"),
    "frontier_line": ("optimal plans", "最优方案"),
    "frontier_price_unit": ("{y} per {x}", "{y}（每{x}）"),
    "frontier_points_unit": ("pp", "个百分点"),
    "frontier_axis": ("{name} ({unit})", "{name}（{unit}）"),
    "frontier_knee_words": (
        "Knee: {y} at {x}, which is {gain} of the whole change in {y_name} for {cost} of the whole "
        "change in {x_name}. Up to there one {x_unit} more brings {before} on average, "
        "beyond it {after}.",
        "拐点：{x} 时为 {y}，以{x_name}区间的 {cost} 换得{y_name}区间的 {gain}。"
        "此前{x_name}每增加 1 {x_unit}，平均变化 {before}；此后 {after}。",
    ),
    "frontier_straight": (
        "The trade-off is a straight line: it has no knee.",
        "权衡曲线为直线，没有拐点。",
    ),
    "frontier_one": (
        "Nothing to trade off: one plan is best in both.",
        "两项指标无冲突：同一方案均为最优。",
    ),
    "frontier_exact": (
        "Between the points the frontier is known to {error} of the range of either metric.",
        "各点之间的曲线误差不超过任一指标区间的 {error}。",
    ),
    "frontier_choices": (
        "Something is opened or not: between two points nothing but their figures bounds the "
        "frontier, and prices hold with what is open as it is.",
        "方案含启停选择：两点之间的曲线只知介于两点取值之间，边际价格以既定的启停为前提。",
    ),
    "frontier_short": (
        "{accuracy} was asked for; more --points would get there.",
        "未达到要求的 {accuracy}，可增大点数上限。",
    ),
    "frontier_checked": (
        "Every point was solved anew, cold and with its limit in the scenario: all {count} agree.",
        "每个点均以情景限值从头复算，{count} 个全部一致。",
    ),
    "frontier_unchecked": ("The points were not solved anew.", "未对各点复算。"),
    "frontier_differs": (
        "Point {n}: solved anew, {name} is {found}, not {value}.",
        "第 {n} 个点复算后，{name}为 {found}，而非 {value}。",
    ),
    "frontier_chart_at": ("Chart", "图"),
    "frontier_note": (
        "{count} optimal plans; between them known to {error} of the range.",
        "{count} 个最优方案；其间误差不超过区间的 {error}。",
    ),
    "frontier_point_title": ("{title}: point {n} of the trade-off", "{title}：权衡曲线第 {n} 点"),
}
