"""Every word the command line says, in English and Chinese."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "step_load": ("reading the scenario and its tables", "读取情景与数据表"),
    "step_check": ("checking that the tables make sense", "检查数据一致性"),
    "step_network": ("finding routes", "生成运输路线"),
    "step_model": ("building the programme", "建立规划模型"),
    "step_read_plan": ("reading the plan", "读取方案"),
    "step_solve": ("solving", "求解"),
    "step_stand_alone": ("solving each player alone", "求解各方单独方案"),
    "step_fairness": ("solving without fairness", "求解不含公平要求的方案"),
    "step_tabulate": ("working out the figures", "汇总指标"),
    "step_workbook": ("writing the workbook", "写出工作簿"),
    "step_write": ("writing tables", "写出结果表"),
    "step_verify": ("verifying the written tables", "核验结果"),
    "step_map": ("drawing the map", "绘制地图"),
    "odd": ("Odd", "存疑"),
    "checked": (
        "{name}: valid – {zones} zones, {lines} lines, {routes} routes",
        "{name}：有效——{zones} 个产生源，{lines} 条产线，{routes} 条路线",
    ),
    "results": ("Results", "结果目录"),
    "map_at": ("Map", "地图"),
    "report_at": ("Report, for a browser", "报告（浏览器打开）"),
    "map_none": ("no map (no coordinates, or switched off)", "未出图（无坐标或已关闭）"),
    "verified": (
        "Verified: {count} checks of the written tables passed",
        "核验：{count} 项检查全部通过",
    ),
    "searching": (
        "  choosing what to open: gap {gap} after {seconds} s, {nodes} nodes",
        "  选择启用设施：{seconds} 秒后差距 {gap}，已搜索 {nodes} 个节点",
    ),
    "growing": (
        "  routes priced {rounds} times, {routes} in the programme",
        "  已对候选路线定价 {rounds} 轮，模型内 {routes} 条",
    ),
    "grown": (
        "Routes: {count} candidates priced, {routes} in the programme; none left out would "
        "improve the plan",
        "路线：候选 {count} 条全部定价，{routes} 条进入模型；未入选路线均不能改进方案",
    ),
    "leans": (
        "Leans on assumptions: {share} of the uptake is in lines whose capacity is assumed",
        "依赖假设：{share} 的接收量来自产能为假设值的产线",
    ),
    "binding": (
        "Binding, most valuable first (per +1 kt/yr)",
        "起约束作用的限制（每增加 1 万吨/年）",
    ),
    "worth_rate": ("{value:+.4f} pp", "{value:+.3f} 个百分点"),
    "worth_money": ("{value:+.3f} million CNY/yr", "{value:+,.0f} 万元/年"),
    "made_project": (
        "A project was made in {folder}. Run it: sim run {scenario}",
        "已在 {folder} 建立示例项目。运行：“sim run {scenario} --lang zh”",
    ),
    "made_region": (
        "A synthetic region was made in {folder}: {zones} zones, {plants} plants, {wastes} wastes. "
        "Run it: sim run {scenario}",
        "已在 {folder} 生成合成区域：{zones} 个产生源、{plants} 个利用设施、{wastes} 种固废。"
        "运行：“sim run {scenario} --lang zh”",
    ),
    "region_memory": (
        "A run of so many routes takes about {need} GB of memory.",
        "运行这么多条路线约需 {need} GB 内存。",
    ),
    "region_memory_short": (
        "This machine has {have} GB: it can make the region, and not run it.",
        "本机内存为 {have} GB：可以生成该区域，但无法运行。",
    ),
    "region_too_large": (
        "{routes} pairs of origin and destination take about {need} GB of memory, and this "
        "machine has {have} GB",
        "{routes} 对起讫点约需 {need} GB 内存，而本机内存为 {have} GB",
    ),
    "region_too_large_hint": (
        "leave out sites or wastes, or use a machine with more memory",
        "请减少场所或固废种类，或使用内存更大的机器",
    ),
    "all_routes": ("{why}: {what}", "{why}：{what}"),
    "all_routes_metric": (
        "'{metric}' needs every route of the region written down",
        "“{metric}”要求写出区域内的全部路线",
    ),
    "all_routes_metric_hint": (
        "leave '{metric}' out, all other objectives and limits can be asked of a large region; or "
        "use a machine with more memory",
        "请去掉“{metric}”，大区域可使用其他所有目标和限制；或使用内存更大的机器",
    ),
    "all_routes_choices": (
        "choosing what to open needs every route of the region written down",
        "选择启用哪些设施要求写出区域内的全部路线",
    ),
    "all_routes_choices_hint": (
        "leave out 'choose', 'fixed_cost' and 'if_used'; or use a machine with more memory",
        "请去掉“choose”“fixed_cost”和“if_used”；或使用内存更大的机器",
    ),
    "all_routes_study": (
        "this study looks at every route of the region",
        "本项研究要求写出区域内的全部路线",
    ),
    "all_routes_study_hint": (
        "'sim run' alone can leave most of them out; leave out sites or wastes, or use a machine "
        "with more memory",
        "只有“sim run”可省去大部分路线；请减少场所或固废种类，或使用内存更大的机器",
    ),
    "all_routes_modes": (
        "{count} ways of transport, more than {most}, need every route of the region written down",
        "运输途径有 {count} 种，超过 {most} 种，须写出区域内的全部路线",
    ),
    "all_routes_modes_hint": (
        "switch some off by 'modes', or use a machine with more memory",
        "请用“modes”停用部分运输方式，或使用内存更大的机器",
    ),
    "not_empty": ("the folder '{folder}' is not empty", "目录“{folder}”非空"),
    "not_empty_hint": ("name a new folder", "请指定新目录"),
    "area_rates": ("By {level} (net / gross)", "按{level}（净/毛）"),
    "no_such_level": ("no site states it", "数据表未注明"),
    "unused": ("Largest unused wastes", "未利用量最大的固废"),
    "interrupted": ("Interrupted. {after}", "已中断。{after}"),
    "no_access": (
        "'{path}' cannot be read or written: {reason}. {after}",
        "无法读写“{path}”：{reason}。{after}",
    ),
    "no_access_unnamed": (
        "A file cannot be read or written: {reason}. {after}",
        "有文件无法读写：{reason}。{after}",
    ),
    "internal": (
        "Something went wrong inside the simulator: {error}. {after}",
        "程序内部错误：{error}。{after}",
    ),
    "output_lost": (
        "What was to be shown could not be written: {reason}. {after}",
        "输出内容无法写出：{reason}。{after}",
    ),
    "unchanged": ("Nothing was changed.", "未改动任何结果。"),
    "finished": (
        "Written before that, and whole: {folders}. Nothing else was changed.",
        "此前已完整写入：{folders}。其余未改动。",
    ),
    "cannot_be_accessed": (
        "cannot be read or written: {reason}",
        "无法读写：{reason}",
    ),
    "error_invalid_input": ("The input is not valid", "输入无效"),
    "error_infeasible": ("No plan exists", "无可行方案"),
    "error_unbounded": ("The plan has no bound", "目标无界"),
    "error_solver_limit": ("The solver stopped", "求解器中止"),
    "error_verification_failed": ("The results failed verification", "结果未通过核验"),
    "error_internal": ("Error", "错误"),
}
