"""Words of problems in the scenario: its keys, names, changes, reference and study."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "expand_no_size": (
        "it is not said how much may be built at line {line}",
        "未说明产线{line}最多可新建多少产能",
    ),
    "expand_give_size": (
        "add 'up_to', e.g. 'up_to: 200 kt/yr' or 'up_to: 50 %'",
        "请添加“up_to”，如“up_to: 20 万吨/年”或“up_to: 50 %”",
    ),
    "expand_no_cost": (
        "what building at line {line} costs is not known: technology {technology} has no 'capex'",
        "产线{line}的建设投资未知：技术{technology}没有“capex”",
    ),
    "expand_idle": (
        "the entry takes no part: its lines are switched off, can run nothing, or are named by a "
        "later entry, which holds",
        "该项不起作用：所指产线未启用、无法运行，或已由其后的项另行规定",
    ),
    "expand_idle_hint": (
        "look at 'statuses' and 'roles', at 'up_to', and at the entries after it",
        "请检查“statuses”“roles”“up_to”以及其后的各项",
    ),
    "expand_none_closes": (
        "nothing can be built by the entry: none of the lines that would have to close stands and "
        "is switched on",
        "该项无法新建任何产能：须关停的产线均不存在或未启用",
    ),
    "expand_none_closes_hint": (
        "look at 'where' of 'closes', and at 'statuses' and 'roles'",
        "请检查“closes”中的“where”以及“statuses”“roles”",
    ),
    "expand_no_room": (
        "nothing can be built at {lines}: 'at_least' is more than may be built there",
        "{lines} 无法新建任何产能：“at_least”超过可新建产能的上限",
    ),
    "expand_no_room_hint": (
        "lower 'at_least' or raise 'up_to'",
        "请调低“at_least”或提高“up_to”",
    ),
    "expand_no_step": ("a step must be larger than 0", "步长必须大于 0"),
    "expand_class_order": (
        "size classes go from small to large: 'to' of each must be above that of the one before, "
        "and only the last may do without",
        "规模档次须由小到大排列：各档的“to”须大于前一档，仅最后一档可省略",
    ),
    "expand_class_end": (
        "no more can be built at {lines} than the last size class says, though 'up_to' is more",
        "{lines} 的新建产能以最后一个规模档次为限，小于“up_to”",
    ),
    "expand_class_end_hint": (
        "leave out 'to' of the last class, or lower 'up_to'",
        "请省略最后一档的“to”，或调低“up_to”",
    ),
    "expand_no_full_step": (
        "nothing can be built at {lines}: one 'step' is more than may be built there",
        "{lines} 无法新建任何产能：一个“step”已超过可新建产能的上限",
    ),
    "expand_no_full_step_hint": (
        "lower 'step' or raise 'up_to'",
        "请调低“step”或提高“up_to”",
    ),
    "candidate_of_nothing": (
        "nothing can be built at candidate {line}: its capacity is 0",
        "候选产线 {line} 的产能为 0，无法新建任何产能",
    ),
    "candidate_of_nothing_hint": (
        "state in 'capacity' how much may be built, or give 'up_to' in an entry of 'expand'",
        "请在“capacity”中填写可新建的产能，或在“expand”中给出“up_to”",
    ),
    "expand_give_cost": (
        "add 'cost' to an entry of 'expand' for the line, or 'capex' to table 'technologies'",
        "请在“expand”中为该产线注明“cost”，或在表“technologies”中填写“capex”",
    ),
    "one_of": (
        "give exactly one of {names}; found {found}",
        "{names} 中须且只能给出一个；现有：{found}",
    ),
    "other_way": (
        "'{metric}' can be maximized or floored only",
        "指标“{metric}”只能最大化或设下限",
    ),
    "by_needs": (
        "'by' goes with {metrics}",
        "“by”须与 {metrics} 同用",
    ),
    "no_areas": (
        "no zone has a {level}, so that there is nothing to balance",
        "产生源均未注明所属{level}，无从均衡",
    ),
    "spread_old_stock": (
        "'rate_spread' cannot be held while old stock may be used: the limit is not linear then",
        "允许利用历史堆存时无法限制“rate_spread”：约束不再为线性",
    ),
    "spread_old_stock_hint": (
        "set yearly_limit of table legacy to 0 %/yr, or write 'floor: least_rate'",
        "将表“legacy”的“yearly_limit”设为 0，或改用“floor: least_rate”",
    ),
    "one_way": (
        "'{metric}' can be minimized or capped only",
        "“{metric}”只能最小化或设上限",
    ),
    "no_scope": (
        "'{metric}' cannot be asked of one {level}",
        "“{metric}”不能只针对单个{level}",
    ),
    "add_where": ("'add' takes no 'where'", "“add”不能带“where”"),
    "no_region": (
        "give 'region' (a folder in geodata/), or 'extends'",
        "请给出“region”（“geodata/”下的目录）或“extends”",
    ),
    "exclude_each_other": (
        "'{one}' and '{other}' exclude each other",
        "“{one}”与“{other}”不能同时使用",
    ),
    "no_project": (
        "no folder above this file holds {scenarios}/ and {geodata}/",
        "此文件的上级目录中没有同时包含 {scenarios}/ 与 {geodata}/ 的目录",
    ),
    "keep_inside": ("keep scenarios inside the project", "请将情景文件放在项目内"),
    "no_such_region": (
        "there is no region {region} in {geodata}/",
        "{geodata}/ 中没有区域{region}",
    ),
    "extends_wanted": ("extends: one file name is wanted", "“extends”应为一个文件名"),
    "extends_circle": (
        "scenarios extend each other in a circle: {names}",
        "情景循环引用：{names}",
    ),
    "extends_remove": ("remove one of the 'extends'", "请去掉其中一个“extends”"),
    "extends_long": (
        "the chain of 'extends' is longer than {most} files",
        "“extends”链超过 {most} 个文件",
    ),
    "extends_own": (
        "a scenario that extends another has its own name",
        "扩展其他情景的情景须有自己的名称",
    ),
    "key_settled": (
        "{key} is settled once a scenario is loaded",
        "情景载入后，{key}不可再改",
    ),
    "load_another": ("load another scenario", "请另行载入情景"),
    "format_begin": ("begin with 'format: 1'", "请以“format: 1”开头"),
    "format_unknown": ("format {format} is not known", "未知的格式{format}"),
    "format_read": (
        "this version reads 'format: {format}'",
        "本版本读取“format: {format}”",
    ),
    "name_of_several": ("{name} is the name of more than one thing", "名称{name}对应不止一项"),
    "name_ambiguous": (
        "{name} is the name of more than one {level}",
        "名为{name}的{level}不止一个",
    ),
    "no_such_name": ("there is no {level} {name}", "没有名为{name}的{level}"),
    "change_empty": ("the change says nothing to do", "此项修改没有任何内容"),
    "choose_idle": (
        "there would be nothing to choose among: look at 'of' and 'where'",
        "没有可供选择的对象：请检查“of”和“where”",
    ),
    "expand_no_line": (
        "nothing could be built or closed: look at 'where'",
        "没有可新建或关停的产线：请检查“where”",
    ),
    "change_idle": ("the change would do nothing", "此项修改不起作用"),
    "pick_idle": ("the entry would pick nothing", "此项未选中任何行"),
    "change_duplicates": (
        "two rows of table '{table}' would have {key}",
        "表“{table}”中将出现两行 {key}",
    ),
    "condition": ("{column} {value}", "{column} 为{value}"),
    "condition_wanted": (
        "a value or a list of values is wanted",
        "应为一个值或若干值的列表",
    ),
    "no_row": ("no row of table '{table}' has anything to change", "表“{table}”没有可修改的行"),
    "no_row_with": (
        "no row of table '{table}' has {conditions}",
        "表“{table}”中没有 {conditions}的行",
    ),
    "column_blank": ("the column is blank everywhere", "该列全部为空"),
    "cannot_be_scaled": (
        "{column} cannot be scaled: it is not a quantity",
        "{column}不能缩放：不是数量列",
    ),
    "quantities_are": ("quantities are: {columns}", "数量列有：{columns}"),
    "blank_everywhere": (
        "{column} is blank in all rows that the change picks",
        "所选各行的{column}均为空",
    ),
    "no_range": ("{column} has no range", "{column}没有区间"),
    "no_ranges": ("no column of the table has one", "该表没有带区间的列"),
    "no_end": (
        "no row that the change picks has a {end} end of {column}",
        "所选各行均没有{column}的{end}",
    ),
    "end_low": ("low", "下限"),
    "end_typical": ("typical", "典型值"),
    "end_high": ("high", "上限"),
    "reference_elsewhere": (
        "no zone or plant of {folder} is in this scenario",
        "{folder}中的产生源和利用设施都不在本情景中",
    ),
    "reference_same_region": (
        "name the results of the same region",
        "请指定同一区域的结果",
    ),
    "reference_needed": ("'{metric}' needs a reference plan", "“{metric}”需要参照方案"),
    "reference_run_first": (
        "run the scenario of the reference first",
        "请先运行参照情景",
    ),
    "name_results_folder": ("name the results folder of a run", "请指定一次运行的结果目录"),
    "name_results": ("name the results of a run", "请指定一次运行的结果"),
    "no_sweep": ("the scenario has no sweep", "该情景没有“sweep”设置"),
    "add_sweep": (
        "add the key 'sweep' with kind and parameters",
        "请添加键“sweep”，写明“kind”与“parameters”",
    ),
    "sweep_where": ("'where' goes with 'table'", "“where”须与“table”同用"),
    "sweep_one_column": (
        "vary exactly one column or key; give each its own parameter",
        "每个参数只能改变一列或一个键，请分别列出",
    ),
    "sweep_no_values": ("{column}: no values are given", "{column}：没有给出取值"),
    "sweep_value_twice": (
        "{column}: '{value}' is given twice",
        "{column}：“{value}”重复",
    ),
    "sweep_list_only": ("'{key}' is for lists of points", "“{key}”只用于变体清单"),
    "sweep_point_count": (
        "names are given for {names} points, and there are {points}",
        "给出了 {names} 个点的名称，而清单中有 {points} 个点",
    ),
    "sweep_point_name_twice": ("two points are called '{name}'", "有两个点名为“{name}”"),
    "sweep_no_weight": ("all weights are 0", "所有权重均为 0"),
    "sweep_name_points": (
        "give the points names, and they may be equal: '{example}'",
        "为各点命名后取值可以相同：“{example}”",
    ),
    "sweep_point_twice": ("the list holds a point twice: {values}", "清单中有重复的点：{values}"),
    "sweep_same_cell": (
        "'{one}' and '{other}' change the same cell, so that one of them has no effect",
        "“{one}”与“{other}”改变同一单元格，其中之一不起作用",
    ),
    "sweep_same_cell_hint": (
        "see {at}; pick other rows, let the second 'scale', or write 'kind: one_at_a_time'",
        "见 {at}；请选不同的行，或让后者用“scale”，或采用“kind: one_at_a_time”",
    ),
    "closed_has_none": (
        "a closed border has no '{key}': nothing crosses",
        "已关闭（“closed”）的边界没有“{key}”：不允许任何通行",
    ),
    "closed_hint": (
        "leave it out, or write 'rule: approval' or 'filing'",
        "请删去，或改为“rule: approval”或“filing”",
    ),
    "sweep_column": (
        "'{column}' cannot be varied here; it is one of {columns}",
        "此处不能改变“{column}”；可选：{columns}",
    ),
    "sweep_use": (
        "'use' goes with 'table': only tables have ranges",
        "“use”须与“table”同用：只有表中的数量才有区间",
    ),
    "sweep_scale": (
        "'{column}' cannot be scaled: it is not a quantity",
        "“{column}”不能缩放：不是数量",
    ),
    "sweep_sampled_only": (
        "'{key}' goes with 'kind: sampled'",
        "“{key}”须与“kind: sampled”同用",
    ),
    "sweep_metric_twice": ("metric '{metric}' is given twice", "指标“{metric}”重复"),
    "sweep_lengths": (
        "the parameters of a list have as many values each; found [{lengths}]",
        "清单中各参数的取值个数须相同；现为 [{lengths}]",
    ),
    "sweep_points": (
        "{count:,} points are more than {most:,}",
        "共 {count:,} 个点，超过上限 {most:,}",
    ),
    "sweep_name_twice": ("two parameters are called '{name}'", "有两个参数名为“{name}”"),
    "sweep_name_taken": (
        "'{name}' is a column of points.csv; choose another name",
        "“{name}”是“points.csv”的列名，请另取名称",
    ),
    "draw_one_value": ("one value is nothing to draw from", "只有一个取值，无从抽样"),
    "draw_many_values": ("{count} values are no range", "{count} 个取值不构成区间"),
    "give_ends": (
        "give low and high, or low, typical and high",
        "请给出下限与上限，或下限、典型值与上限",
    ),
    "values_must_rise": ("the values of a range must rise", "区间取值须递增"),
    "from_low_to_high": ("from low to high", "由低到高"),
    "no_limit": (
        "no limit of the scenario has anything to change",
        "情景中没有可改变的限制",
    ),
    "no_border": (
        "no border rule of the scenario has anything to change",
        "情景中没有可改变的跨省规则",
    ),
    "no_expand_entry": (
        "the scenario has {count} entries of 'expand'",
        "该情景的“expand”共有 {count} 项",
    ),
    "expand_unscalable": (
        "the entry of 'expand' states no {column} that could be another one",
        "“expand”的该项没有可改变的{column}",
    ),
    "no_limit_with": (
        "no limit of the scenario has {conditions}",
        "情景中没有 {conditions}的限制",
    ),
    "no_border_with": (
        "no border rule of the scenario has {conditions}",
        "情景中没有 {conditions}的跨省规则",
    ),
    "no_limits": ("the scenario has no limits", "该情景没有限制"),
    "no_borders": ("the scenario has no border rules", "该情景没有跨省规则"),
    "border_entry": (
        "{origin} to {destination}, {what} ({rule})",
        "{origin}→{destination}，{what}（{rule}）",
    ),
    "limit_entry": ("{kind} {metric}", "{kind} {metric}"),
    "limit_entry_of": ("{kind} {metric} of {scope}", "{kind} {metric}（{scope}）"),
    "scope_entry": ("{level} {name}", "{level} {name}"),
    "border_unscalable": (
        "the border rule {rule} has none to scale",
        "跨省规则“{rule}”没有可缩放的数值",
    ),
    "no_such_mode": ("there is no mode {mode}; {hint}", "没有名为{mode}的运输方式；{hint}"),
}
