"""Words of studies of many variants, in English and Chinese."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "sweep_reading": ("reading the study and trying its values", "读取研究设置并检查取值"),
    "sweep_solving": ("solving variants", "求解各变体"),
    "sweep_writing": ("writing tables and charts", "写出结果表与图"),
    "sweep_resumed": (
        "Resumed: {done} of {count} points were solved before.",
        "继续上次计算：{count} 个点中已有 {done} 个完成。",
    ),
    "sweep_interrupted": (
        "Interrupted. {done} of {count} points are kept; the same command goes on from there.",
        "已中断。已保存 {done}/{count} 个点，重复同一命令即可继续。",
    ),
    "sweep_kind_grid": ("every combination", "全组合"),
    "sweep_kind_list": ("a list of variants", "变体清单"),
    "sweep_kind_one_at_a_time": ("one parameter at a time", "单因素"),
    "sweep_kind_sampled": ("Latin hypercube sample", "拉丁超立方抽样"),
    "sweep_counts": (
        "{solved} of {count} points have a plan ({kind}).",
        "{count} 个点中有 {solved} 个可行（{kind}）。",
    ),
    "sweep_failed": ("Without a plan: {count} ({reason})", "无方案：{count} 个（{reason}）"),
    "sweep_figures": ("Over all points", "全部点"),
    "sweep_metric": ("Metric", "指标"),
    "sweep_least": ("least", "最小"),
    "sweep_median": ("median", "中位数"),
    "sweep_most": ("most", "最大"),
    "sweep_weighted_mean": ("weighted mean", "加权平均"),
    "sweep_point_list": ("The points", "各点"),
    "sweep_point": ("Point", "点"),
    "sweep_weight": ("Weight", "权重"),
    "sweep_more_points": ("and {count} more, in the table of points", "另有 {count} 个，见结果表"),
    "sweep_swings": ("What moves {name} most", "对{name}影响最大的参数"),
    "sweep_parameter": ("Parameter", "参数"),
    "sweep_swing": ("swing", "变幅"),
    "sweep_binding": ("Most often binding", "最常起约束作用的限制"),
    "sweep_binding_share": ("{share} of the points", "占 {share} 的点"),
    "sweep_chart_at": ("Charts", "图"),
    "sweep_no_chart": ("none for this kind of study", "此类研究不出图"),
    "sweep_title_response": ("How the plan responds", "响应曲线"),
    "sweep_title_tornado": ("What moves the result most", "龙卷风图：影响最大的参数"),
    "sweep_title_distribution": ("How uncertain the result is", "结果分布"),
    "sweep_note_response": (
        "Every dot is an optimal plan ({count} points in all); a cross on the axis has no plan.",
        "每个圆点为一个最优方案（共 {count} 个点）；轴上的叉号表示无方案。",
    ),
    "sweep_note_widest": (
        "Shown: the {shown} widest of {total} parameters.",
        "图示 {total} 个参数中变幅最大的 {shown} 个。",
    ),
    "sweep_note_tornado": (
        "Each parameter moved alone; the line is the scenario as it is; written at the ends: "
        "the parameter's value.",
        "逐个改变参数；竖线为原情景；条端标注参数取值。",
    ),
    "sweep_note_sampled": (
        "{solved} of {count} sampled variants have a plan.",
        "{count} 个抽样变体中有 {solved} 个可行。",
    ),
    "sweep_axis_factor": ("{name} (factor)", "{name}（倍数）"),
    "sweep_axis_range": ("{name} (range)", "{name}（取值范围）"),
    "sweep_axis_unit": ("{name} ({unit})", "{name}（{unit}）"),
    "sweep_axis_count": ("variants", "变体数"),
    "sweep_base": ("as it is", "原情景"),
    "sweep_q05": ("5 %: {value}", "5 % 分位：{value}"),
    "sweep_q50": ("median: {value}", "中位数：{value}"),
    "sweep_q95": ("95 %: {value}", "95 % 分位：{value}"),
}
