"""Words of how a command ends: solver, verification, base maps, arguments that do not fit."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "error_head": ("{title}: ", "{title}："),
    "no_plan": ("No plan satisfies all limits at once.", "没有方案能同时满足全部限制。"),
    "no_plan_row": (
        "No plan satisfies all limits: nothing can serve {row}.",
        "没有方案能满足全部限制：{row} 无从满足。",
    ),
    "no_bound": (
        "The objective can be improved without end: something is missing a bound.",
        "目标可无限改善：缺少某项上限。",
    ),
    "coalition_no_plan": (
        "No plan for {names} alone: {reason} A game needs one for every coalition.",
        "{names} 单独无可行方案：{reason}合作博弈要求每个联盟都有可行方案。",
    ),
    "no_stage": ("There was no stage to solve.", "没有可求解的目标。"),
    "rate_unsettled": (
        "The rate did not settle in {steps} steps.",
        "比率指标迭代 {steps} 步仍未收敛。",
    ),
    "out_of_scale": (
        "The balances alone admit no plan: the numbers are out of scale.",
        "仅凭物料平衡已无可行方案：数值量级悬殊。",
    ),
    "solver_option": ("HiGHS refuses option {option}", "HiGHS 不接受选项 {option}"),
    "solver_model": ("HiGHS refuses the model", "HiGHS 不接受该模型"),
    "solver_stopped": (
        "The solver stopped before an optimum: {status}.",
        "求解器未达最优即停止：{status}。",
    ),
    "solver_status_kNotset": ("Not Set", "未设定"),
    "solver_status_kLoadError": ("Load error", "载入出错"),
    "solver_status_kModelError": ("Model error", "模型出错"),
    "solver_status_kPresolveError": ("Presolve error", "预处理出错"),
    "solver_status_kSolveError": ("Solve error", "求解出错"),
    "solver_status_kPostsolveError": ("Postsolve error", "后处理出错"),
    "solver_status_kModelEmpty": ("Empty", "模型为空"),
    "solver_status_kUnboundedOrInfeasible": (
        "Primal infeasible or unbounded",
        "不可行或无界",
    ),
    "solver_status_kObjectiveBound": ("Bound on objective reached", "达到目标值界限"),
    "solver_status_kObjectiveTarget": ("Target for objective reached", "达到目标值"),
    "solver_status_kTimeLimit": ("Time limit reached", "达到时间上限"),
    "solver_status_kIterationLimit": ("Iteration limit reached", "达到迭代次数上限"),
    "solver_status_kUnknown": ("Unknown", "状态不明"),
    "solver_status_kSolutionLimit": ("Solution limit reached", "达到解的数目上限"),
    "solver_status_kInterrupt": ("Interrupted by user", "被用户中断"),
    "solver_status_kMemoryLimit": ("Memory limit reached", "达到内存上限"),
    "solver_status_kHighsInterrupt": ("Interrupted by HiGHS", "被 HiGHS 中断"),
    "results_contradict": (
        "The written tables contradict the input; no results were kept.",
        "结果表与输入矛盾，未保留任何结果。",
    ),
    "off_by": (
        "off by {worst:.2g}, {tolerance:.0e} is allowed",
        "偏差 {worst:.2g}，允许 {tolerance:.0e}",
    ),
    "basemap_unknown": (
        "unknown base map '{kind}' (one of {kinds})",
        "未知的底图“{kind}”（可选：{kinds}）",
    ),
    "basemap_package": (
        "base map 'tianditu' needs the package {package} (the extra '{extra}')",
        "底图“tianditu”需要软件包 {package}（附加组件“{extra}”）",
    ),
    "boundary_no_length": (
        "boundary file: a list without a length",
        "界线文件：列表缺少长度",
    ),
    "boundary_parts": (
        "boundary file: a list of {count} parts in {size} bytes",
        "界线文件：{size} 字节中声称有 {count} 个部分",
    ),
    "boundary_sizes": (
        "boundary file: the sizes of the parts do not add up",
        "界线文件：各部分大小之和不符",
    ),
    "boundary_line": (
        "boundary file: unknown kind of line {kind}",
        "界线文件：未知的线型 {kind}",
    ),
    "boundary_geometry": (
        "boundary file: unknown kind of geometry {kind}",
        "界线文件：未知的几何类型 {kind}",
    ),
    "boundary_shapes": (
        "boundary file: {shapes} shapes for {names} names in {layer}",
        "界线文件：{layer} 中有 {shapes} 个图形、{names} 个名称",
    ),
    "no_coordinates": ("no site has coordinates", "所有场地均无坐标"),
    "study_resumed": (
        "Resumed: {count} solves were done before.",
        "继续上次计算：已有 {count} 次求解完成。",
    ),
    "study_busy": (
        "another process is at work on this study",
        "另一进程正在计算此项研究",
    ),
    "wait_for_it": ("wait for it, or stop it", "请等待其完成，或将其停止"),
    "frontier_same": ("x and y are both '{metric}'", "x 与 y 同为“{metric}”"),
    "frontier_name_two": ("name two different metrics", "请指定两个不同的指标"),
    "compare_names": (
        "a comparison takes 2 to {most} runs of different names; given: {given}",
        "对比需要 2 至 {most} 个名称不同的结果；现有：{given}",
    ),
    "compare_count": (
        "a comparison takes 2 to {most} runs; given: {given}",
        "对比需要 2 至 {most} 个结果；现有 {given} 个",
    ),
    "compare_same": ("this is the same run as {other}", "与 {other} 是同一结果"),
    "no_results_folder": ("there is no such results folder", "没有此结果目录"),
    "results_incomplete": (
        "this is no complete results folder",
        "这不是完整的结果目录",
    ),
    "results_without": (
        "this is no complete results folder: there is no {file}",
        "这不是完整的结果目录：缺少 {file}",
    ),
    "run_again": ("run the scenario again: sim run", "请重新运行情景：sim run"),
    "broken_tables": ("a result file is missing or incomplete", "结果文件缺失或不完整"),
    "broken_numbers": ("a cell is not the number it must be", "单元格不是所需的数"),
    "broken_names": (
        "a row names what is not in the input, or stands twice",
        "有行引用了输入中没有的名称，或重复出现",
    ),
    "broken_labels": (
        "a row says of a place or line what the input does not",
        "场地或产线的标注与输入不符",
    ),
    "broken_zone_balance": (
        "what leaves a zone is not what arises there",
        "产生源去向之和不等于产生量",
    ),
    "broken_legacy": ("more old stock is reclaimed than may be", "历史堆存回采超出上限"),
    "broken_plant_balance": (
        "a plant's ins and outs do not balance",
        "利用设施进出物料不平衡",
    ),
    "broken_shipped_own": (
        "a plant passes on what none of its lines makes",
        "利用设施转运了并非本厂产线产出的物料",
    ),
    "broken_yields": (
        "a line makes more or less than its recipe yields",
        "产线产出与配方产出率不符",
    ),
    "broken_line_rights": (
        "a line runs or takes what it may not",
        "产线运行了或接收了不允许的内容",
    ),
    "broken_activity": (
        "a line's activity is not what its ins and outs say",
        "产线运行量与其进出物料不符",
    ),
    "broken_recipe_shares": (
        "an input is outside its share of the recipe",
        "投入掺量超出配方范围",
    ),
    "broken_groups": ("a group of inputs is outside its bounds", "投入分组超出上下限"),
    "broken_quality": ("a quality rule is broken", "不满足质量要求"),
    "broken_openings": (
        "what is open, its least load or the number of what is open is not as the input says",
        "启用状态、启用时的最低负荷或启用数量与输入不符",
    ),
    "broken_line_capacity": (
        "a line is outside its capacity or least load",
        "产线超出产能或低于最低负荷",
    ),
    "broken_building": (
        "what is built or closed is not what the scenario allows and asks for",
        "新建或关停的产能与情景的规定不符",
    ),
    "broken_line_figures": (
        "a line's waste is not what its inputs say",
        "产线固废指标与其投入不符",
    ),
    "broken_markets": ("sales are outside what a market takes", "销量超出市场需求范围"),
    "broken_sinks": (
        "a sink takes more than it holds, or what is not for it",
        "处置设施超出容量，或接收了不应接收的物料",
    ),
    "broken_borders": (
        "a flow passes a closed border, or is labelled wrongly",
        "有流向穿越关闭的省界，或标注有误",
    ),
    "broken_quotas": ("a border quota is exceeded", "超出跨省配额"),
    "broken_terminals": (
        "a terminal handles more than its throughput",
        "港站超出吞吐能力",
    ),
    "broken_modes": (
        "a flow goes by a mode that is not open to it",
        "有流向采用了不可用的运输方式",
    ),
    "broken_distances": ("a distance cannot be right", "运距有误"),
    "broken_flow_costs": (
        "cost, CO2 or work of a flow is not by the tariffs",
        "流向的费用、碳排放或周转量与费率不符",
    ),
    "broken_uptake": (
        "the waste credited is not the waste delivered",
        "计入的接收量与运抵量不符",
    ),
    "broken_fates": (
        "a figure credited to a generator does not follow from the flows",
        "产生源名下的数量与流向不符",
    ),
    "broken_transfers": (
        "transfers between areas are not those of the flows",
        "地区间转移与流向不符",
    ),
    "broken_actors": (
        "payments do not follow from flows and prices, or do not balance",
        "收支与流向、价格不符，或不平衡",
    ),
    "broken_rates": (
        "a rate or remainder does not follow from its amounts",
        "利用率或余量与各项数量不符",
    ),
    "broken_roll_up": ("zones or areas do not add up", "产生源或地区汇总不符"),
    "broken_unused": (
        "the list of unused waste does not add up",
        "未利用台账合计不符",
    ),
    "broken_kpis": (
        "a figure of the summary is not what the tables give",
        "汇总指标与结果表不符",
    ),
    "broken_costs": ("the parts of the cost do not add up", "成本各项合计不符"),
    "broken_limits": (
        "a cap or floor of the scenario is broken",
        "突破了情景设定的上限或下限",
    ),
    "broken_objectives": (
        "the plan is not what its objective stages say",
        "方案与各级目标不符",
    ),
    "broken_duality_gap": (
        "a stage was not solved to optimality",
        "有目标未求解至最优",
    ),
}
