"""Every word the command line says, in English and Chinese."""

from __future__ import annotations

from sim.errors import ExitCode

WORDS: dict[str, tuple[str, str]] = {
    "load": ("reading the scenario and its tables", "读取情景与数据表"),
    "check": ("checking that the tables make sense", "检查数据一致性"),
    "network": ("finding routes", "生成运输路线"),
    "model": ("building the programme", "建立规划模型"),
    "solve": ("solving", "求解"),
    "tabulate": ("working out the figures", "汇总指标"),
    "write": ("writing tables", "写出结果表"),
    "verify": ("verifying the written tables", "核验结果"),
    "map": ("drawing the map", "绘制地图"),
    "checked": (
        "{name}: valid – {zones} zones, {lines} lines, {routes} routes",
        "{name}:有效——{zones} 个产生源,{lines} 条产线,{routes} 条路线",
    ),
    "results": ("Results", "结果目录"),
    "map_at": ("Map", "地图"),
    "no_map": ("no map (no coordinates, or switched off)", "未出图(无坐标或已关闭)"),
    "verified": (
        "Verified: {count} checks of the written tables passed",
        "核验:{count} 项检查全部通过",
    ),
    "leans": (
        "Leans on assumptions: {share} of the uptake is in lines whose capacity is assumed",
        "依赖假设:{share} 的接收量来自产能为假设值的产线",
    ),
    "binding": (
        "Binding, most valuable first (per +1 kt/yr)",
        "起约束作用的限制(每增加 1 万吨/年)",
    ),
    "worth_rate": ("{value:+.4f} pp", "{value:+.3f} 个百分点"),
    "worth_money": ("{value:+.3f} million CNY/yr", "{value:+,.0f} 万元/年"),
    "made_project": (
        "A project was made in {folder}. Run it: sim run {scenario}",
        "已在 {folder} 建立示例项目。运行:sim run {scenario}",
    ),
    "not_empty": ("the folder '{folder}' is not empty", "目录“{folder}”非空"),
    "not_empty_hint": ("name a new folder", "请指定新目录"),
    "province_rates": ("By province (net / gross)", "分省(净/毛)"),
    "unused": ("Largest unused wastes", "未利用量最大的固废"),
    "interrupted": ("Interrupted; nothing was changed.", "已中断,结果未改动。"),
    "internal": (
        "Something went wrong inside the simulator: {error}. Nothing was changed.",
        "程序内部错误:{error}。结果未改动。",
    ),
}
ERRORS: dict[ExitCode, tuple[str, str]] = {
    ExitCode.INVALID_INPUT: ("The input is not valid", "输入无效"),
    ExitCode.INFEASIBLE: ("No plan exists", "无可行方案"),
    ExitCode.UNBOUNDED: ("The plan has no bound", "目标无界"),
    ExitCode.SOLVER_LIMIT: ("The solver stopped", "求解器中止"),
    ExitCode.VERIFICATION_FAILED: ("The results failed verification", "结果未通过核验"),
    ExitCode.INTERNAL: ("Error", "错误"),
}
HEADLINE = (
    "utilization_rate",
    "gross_utilization_rate",
    "utilization_rate_without_fill",
    "high_value_rate",
    "generation",
    "net_utilized",
    "unused",
    "legacy_used",
    "cross_border",
    "net_cost",
    "gross_cost",
    "revenue",
    "logistics_cost",
    "net_co2",
    "transport_co2",
    "process_co2",
    "avoided_co2",
    "transport_work",
)
"""Figures of the KPI block, in order."""


def say(key: str, language: str, **values: object) -> str:
    """Return the words for `key`, with `values` filled in."""
    text = WORDS[key][1 if language == "zh" else 0]
    return text.format(**values) if values else text
