"""Words of programmes given to other solvers, and of plans that come back from them."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "given_values": ("the values given", "所给数值"),
    "given_count": (
        "there are {found} values, and the programme has {due} variables",
        "共有 {found} 个数值，而规划有 {due} 个变量",
    ),
    "given_model": (
        "the model is of another scenario: it has no {name}",
        "该模型属于另一情景：其中没有 {name}",
    ),
    "given_model_hint": (
        "make the model from this scenario anew",
        "请由本情景重新生成模型",
    ),
    "given_unsolved": (
        "no variable of the model has a value",
        "模型中的变量均没有取值",
    ),
    "given_unsolved_hint": ("solve the model first", "请先求解模型"),
    "given_no_number": (
        "the value of '{name}' is '{value}', not a number",
        "“{name}”的取值“{value}”不是数",
    ),
    "given_twice": (
        "'{name}' has a value already: {other}",
        "“{name}”已有取值：{other}",
    ),
    "given_twice_hint": (
        "keep one; a file of several solutions is read one solution at a time",
        "请保留其一；含多个解的文件须逐个读取",
    ),
    "given_columns": (
        "a CSV file of values has the columns 'name' and 'value'",
        "数值的 CSV 文件须有“name”与“value”两列",
    ),
    "given_columns_hint": (
        "add the column 'value' to the NAME.names.csv that the export wrote",
        "请在导出时所写的“.names.csv”中加上“value”列",
    ),
    "given_cut": (
        "{due} columns are announced, and {found} lines follow: the file was cut off",
        "文件声明有 {due} 个变量，其后仅 {found} 行：文件不完整",
    ),
    "given_cut_hint": ("have the solver write its solution again", "请由求解器重新写出解"),
    "given_own": (
        "'{name}' is no variable of this scenario",
        "“{name}”不是本情景的变量",
    ),
    "given_own_hint": (
        "export the scenario anew if its tables have changed; take variables of your own out of "
        "the file",
        "若数据表已改动，请重新导出情景；自行添加的变量请从文件中删去",
    ),
    "given_one_scenario": (
        "a plan belongs to one scenario, and {count} are given",
        "一个方案只属于一个情景，而现有 {count} 个情景",
    ),
    "given_by_one": ("read the plans one by one", "请逐个读取"),
    "help_run_plan": (
        "Solution file of another solver for the exported scenario, or a CSV file with 'name' and "
        "'value': read in place of solving.",
        "其他求解器为导出的情景写出的解文件，或含“name”与“value”两列的 CSV 文件；读取而不求解。",
    ),
    "given_nothing": (
        "none of the names is a variable of this scenario; it has {names}",
        "没有任何名称是本情景的变量；其中有：{names}",
    ),
    "given_nothing_hint": (
        "export the scenario anew and solve that file: its tables may have changed since",
        "请重新导出情景并求解新文件：数据表可能已改动",
    ),
    "given_broken": (
        "the values are no plan: {count} limits are violated",
        "所给数值不是可行方案：有 {count} 项约束不满足",
    ),
    "given_too_much": (
        "it comes to {value}, more than {bound}",
        "合计 {value}，超过 {bound}",
    ),
    "given_too_little": (
        "it comes to {value}, less than {bound}",
        "合计 {value}，不足 {bound}",
    ),
    "given_negative": ("it is negative: {value}", "取值为负：{value}"),
    "given_more": ("{count} more are violated", "另有 {count} 项不满足"),
    "given_note": (
        "This plan was given, not solved here: it keeps every limit, but whether it is the best is "
        "not known, and limits have no prices.",
        "本方案由外部给出，并非在此求解：各项限制均满足，但是否最优未知，各项限制也没有影子价格。",
    ),
    "given_unknown": (
        "{count} of the names given are no variables of this scenario and were left out: {names}.",
        "所给名称中有 {count} 个不是本情景的变量，已略去：{names}。",
    ),
    "help_export": (
        "Write the programme of SCENARIO for other solvers, or as a Pyomo script to be changed.\n\n"
        "mps and lp hold one stage of the objective; NAME.names.csv beside them says what each "
        "name means. Earlier stages are solved here and kept by rows of their own.",
        "写出情景的规划，供其他求解器使用，或作为可修改的 Pyomo 脚本。\n\n"
        "“mps”与“lp”含目标的一个阶段；同名的“.names.csv”说明各名称的含义。"
        "之前的阶段在此求解，并由专门的约束保持。",
    ),
    "help_export_as": ("What is written.", "写出的格式。"),
    "help_export_out": ("File to write.", "写出的文件。"),
    "help_export_stage": (
        "Stage of the objective; one past the last is the tie-break.",
        "目标的第几阶段；最后一阶段之后为择优规则。",
    ),
    "help_export_replace": (
        "Replace the file even if it was changed or is not one of these.",
        "即使文件已被改动或并非由本命令写出，也予以替换。",
    ),
    "metavar_FILE": ("FILE", "文件"),
    "stage_missing": (
        "the scenario has no stage {stage}: it has {count}, and {last} is the tie-break",
        "情景没有第 {stage} 阶段：共有 {count} 个阶段，第 {last} 个为择优规则",
    ),
    "file_kept": (
        "this file was not written by 'sim {command}', or was changed since, and would be replaced",
        "该文件并非由“sim {command}”写出，或此后已被改动，不能替换",
    ),
    "file_kept_hint": (
        "name another file with '--out', or replace it with '--replace'",
        "请用“--out”指定其他文件，或用“--replace”替换",
    ),
    "file_is_folder": (
        "this is a folder, and a file is to be written",
        "这是目录，而此处须写入文件",
    ),
    "export_done": (
        "{file}: {rows} rows, {columns} columns, {stage}",
        "{file}：{rows} 行，{columns} 列，{stage}",
    ),
    "export_done_names": ("{file}: what the names mean", "{file}：名称的含义"),
    "export_stage": ("stage {number}, {sense} {metric}", "第 {number} 阶段，{sense}“{metric}”"),
    "export_tie_break": ("the tie-break", "择优规则"),
    "export_sense_maximize": ("maximize", "最大化"),
    "export_sense_minimize": ("minimize", "最小化"),
    "export_script_done": (
        "{file}: run it with Python",
        "{file}：用 Python 运行",
    ),
    "script_title": (
        "The programme of {file} in Pyomo: add to it, solve it, read the plan back.",
        "{file} 的 Pyomo 模型：可添加约束、求解并读回方案。",
    ),
    "script_own": (
        "Constraints of your own, for example on what one mode carries (kt/yr):",
        "可在此添加约束，例如限制某种运输方式的运量（千吨/年）：",
    ),
    "script_solver": (
        "Any solver that Pyomo knows; each stage is kept while the next is solved.",
        "可用 Pyomo 支持的任何求解器；逐阶段求解，并保持之前各阶段的结果。",
    ),
    "script_back": (
        "The usual tables, verified; a plan that breaks a limit is refused, and the limit named.",
        "读回常规结果表并核验；方案若违反约束，将予以拒绝并指出该约束。",
    ),
}
