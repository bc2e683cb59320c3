"""Words of `sim trace`: from a figure to the rows of the input that it is made of."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "trace_unknown": ("there is no figure {figure} to trace", "没有可追溯的指标{figure}"),
    "trace_no_sum": (
        "{figure} compares areas or plans: it is no sum over rows",
        "{figure}是地区之间或方案之间的比较，不是各行之和",
    ),
    "trace_not_told": (
        "{figure} is not told of this scenario: nothing may be built or opened in it",
        "本情景没有指标{figure}：其中没有可新建或可启用的内容",
    ),
    "trace_whole_only": (
        "{figure} is told of the whole region, not of a part of it",
        "{figure}只针对整个区域，不能细分",
    ),
    "trace_scoped": (
        "of a generator, an area or a waste there are: {options}",
        "可按产生源、地区或固废细分的有：{options}",
    ),
    "trace_no_zone": ("there is no generator {name}", "没有产生源{name}"),
    "trace_no_city": ("there is no city {name}", "没有城市{name}"),
    "trace_no_province": ("there is no province {name}", "没有省份{name}"),
    "trace_no_material": ("there is no waste {name}", "没有固废{name}"),
    "trace_no_line": ("there is no line {name}", "没有产线{name}"),
    "trace_no_site": ("there is no site {name}", "没有场地{name}"),
    "trace_no_constraint": ("no limit is called {name}", "没有名为{name}的限制"),
    "trace_no_index": (
        "there is no limit '{constraint}' of {index}",
        "没有针对{index}的限制“{constraint}”",
    ),
    "trace_no_flow": (
        "nothing goes from {origin} to {destination}",
        "没有从{origin}到{destination}的流向",
    ),
    "trace_goes_to": ("from there it goes to: {options}", "该处的去向有：{options}"),
    "trace_no_way": (
        "no way that is in use makes room for it: what it is worth cannot be traced",
        "在用的路径都无法腾出余量，其价格无法追溯",
    ),
    "trace_too_many": ("there is more than a figure: {words}", "指标之后还有多余内容：{words}"),
    "trace_narrow": (
        "narrow it with '--zone', '--city', '--province' or '--material'",
        "请用“--zone”“--city”“--province”或“--material”细分",
    ),
    "trace_needs_price": (
        "write which: 'price CONSTRAINT INDEX', as in 'prices.csv'",
        "请写明哪一项：“price”之后写限制名与编号，如“prices.csv”所列",
    ),
    "trace_needs_flow": (
        "write which: 'flow ORIGIN DESTINATION', and the material if there are several",
        "请写明哪一条：“flow”之后写起点与终点，有多种物料时再写物料",
    ),
    "trace_needs_line": ("write which: 'line ID'", "请写明哪一条：“line”之后写产线编号"),
    "trace_price": ("One unit more of “{row}”, in {metric}", "“{row}”再多一单位（以{metric}计）"),
    "trace_flow": ("{origin} to {destination}", "{origin}→{destination}"),
    "trace_line": ("Uptake of {line}", "{line}的接收量"),
    "trace_part_way": ("What the way of one more unit costs", "再多一单位所走路径的费用"),
    "trace_part_rents": ("What the limits on that way are worth", "沿途各项限制的价值"),
    "trace_part_bounds": ("Limits that it is at", "已达到的限制"),
    "trace_rest_bounds": ("and {count} more", "另有 {count} 行"),
    "trace_changed": (
        "The input has changed since {folder} was written, or is not at hand: the rows are those "
        "that the folder recorded.",
        "{folder} 写出之后输入已有改动，或原输入已不在：所列各行为该目录当时记录的输入。",
    ),
    "trace_differs": (
        "The results that were given say {written}: the plan was found again and is another one.",
        "所给结果中该指标为 {written}：重新求解得到的是另一方案。",
    ),
    "trace_part_figure": ("What it is made of", "构成"),
    "trace_part_taken": ("Above the line, by who takes the waste", "分子（按接收者）"),
    "trace_part_credited": ("By the waste that arises", "按所产生的固废"),
    "trace_part_base": ("Below the line, what arises", "分母（产生量）"),
    "trace_range": ("{value} ({low} to {high})", "{value}（{low} 至 {high}）"),
    "trace_confidence_published": ("published", "已公布"),
    "trace_confidence_derived": ("derived", "推算"),
    "trace_confidence_assumed": ("assumed!", "假设！"),
    "trace_rest": ("and {count} more: {share}, {amount}", "另有 {count} 行：{share}，{amount}"),
    "trace_adds_up": (
        "The {count} rows add up to {total}, the figure of the plan.",
        "{count} 行合计 {total}，与方案的指标一致。",
    ),
    "trace_sum": ("Rows: {count}, adding up to {total}.", "{count} 行合计 {total}。"),
    "trace_both": ("Both together: {price}, the price.", "两部分合计 {price}，即该价格。"),
    "trace_off": (
        "The {count} rows add up to {total}; that is {off} beside the figure of the plan.",
        "{count} 行合计 {total}，与方案的指标相差 {off}。",
    ),
    "trace_assumed": ("{share} of it leans on assumed rows.", "其中 {share} 依赖假设数据行。"),
    "trace_assumed_mixed": (
        "{share} of it leans on assumed rows, costs and gains counted alike.",
        "其中 {share} 依赖假设数据行（支出与收益同等计数）。",
    ),
    "trace_border": ("border {origin} to {destination}", "跨省规则 {origin}→{destination}"),
    "trace_entry": ("entry {number} of '{section}'", "“{section}”第 {number} 项"),
    "trace_kept": ("{metric} is kept", "保持{metric}"),
    "help_trace": (
        "Tell which rows of the input a FIGURE is made of, and how sure they are.\n\n"
        "SCENARIO is a scenario file, or the folder of its results. FIGURE is a figure of the "
        "summary, such as utilization_rate, net_cost or net_co2, or its name; or price CONSTRAINT "
        "INDEX, flow ORIGIN DESTINATION, line ID. Each row comes with its file and line, value, "
        "range, source, confidence and share; all rows add up to the figure.",
        "指出某项指标由输入中的哪些数据行构成，以及各行的可靠程度。\n\n"
        "情景可以是情景文件，也可以是其结果目录。指标为汇总中的指标代码"
        "（如“utilization_rate”“net_cost”“net_co2”）或名称，"
        "也可写“price 限制 编号”“flow 起点 终点”“line 产线”。"
        "每行给出文件与行号、数值、范围、来源、可信度和占比；各行之和等于该指标。",
    ),
    "metavar_FIGURE": ("FIGURE", "指标"),
    "help_trace_zone": ("Only of the waste of a generator.", "仅计某一产生源的固废。"),
    "help_trace_city": ("Only of the waste of a city.", "仅计某一城市的固废。"),
    "help_trace_province": ("Only of the waste of a province.", "仅计某一省份的固废。"),
    "help_trace_material": ("Only of one waste.", "仅计某一种固废。"),
    "help_trace_in": (
        "Of a price: the figure that it is told in.",
        "价格以哪项指标计。",
    ),
    "help_trace_top": (
        "How many rows of each part are shown; files and JSON hold all.",
        "各部分显示的行数；文件与 JSON 中为全部。",
    ),
}
