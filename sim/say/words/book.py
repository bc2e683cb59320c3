"""Words of the sheets of workbooks of results: what they are called, and what they tell."""

from __future__ import annotations

_TITLES: dict[str, tuple[str, str]] = {
    "figures": ("Key figures", "主要指标"),
    "areas": ("Areas", "区域汇总"),
    "zones": ("Generators", "产生源"),
    "wastes": ("Wastes", "固废"),
    "unused": ("Unused waste", "未利用量"),
    "transfers province": ("Between provinces", "省际转移"),
    "transfers city": ("Between cities", "市际转移"),
    "borders": ("Borders", "跨界"),
    "flows": ("Flows", "物流"),
    "lines": ("Lines", "产线"),
    "line_inputs": ("Inputs of lines", "产线投入"),
    "line_outputs": ("Outputs of lines", "产线产出"),
    "built": ("Built", "新增产能"),
    "openings": ("Open or not", "启用与否"),
    "costs": ("Costs", "成本"),
    "actors": ("Actors", "主体收支"),
    "prices": ("Worth of limits", "限制的价值"),
    "excluded_routes": ("Routes left out", "未采用的路线"),
    "unused_rows": ("Rows without part", "未参与的输入行"),
    "sources": ("Sources", "数据来源"),
    "about": ("About", "说明"),
    "compare kpis": ("Key figures", "主要指标"),
    "compare areas": ("Areas", "区域汇总"),
    "compare zones": ("Generators", "产生源"),
    "compare lines": ("Lines", "产线"),
    "compare flows": ("Flows", "物流"),
    "compare inputs": ("What differs in the input", "输入差异"),
}
_TELLS: dict[str, tuple[str, str]] = {
    "figures": ("The plan in a few figures", "方案的主要指标"),
    "areas": (
        "Every figure by province, city, county, basin, owner, industry, waste and family",
        "各项指标按省、市、区县、流域、企业、行业、固废种类与大类汇总",
    ),
    "zones": ("What each generator has, and what becomes of it", "各产生源的产生量与去向"),
    "wastes": ("The same by generator and waste", "各产生源分固废种类的产生量与去向"),
    "unused": ("Every unused tonne, and why", "未利用量及原因"),
    "transfers province": ("Who takes whose waste, by province", "各省之间固废与二次渣的流向"),
    "transfers city": ("Who takes whose waste, by city", "各市之间固废与二次渣的流向"),
    "borders": (
        "Border rules, quotas and what is used of them, and what crosses",
        "跨省规则、配额及使用情况、跨省流量",
    ),
    "flows": ("Who sends what to whom, how, and at what cost", "来源、去向、物料、运输方式与成本"),
    "lines": ("Load of each line, and the waste it takes", "各产线负荷与接收量"),
    "line_inputs": ("What each line uses, and the bounds of its share", "各产线投入及配比上下限"),
    "line_outputs": ("What each line makes", "各产线产出"),
    "built": ("What is built, what closes, and what it costs", "新建与关停产能及其投资"),
    "openings": (
        "What is open and what is not, and what turning it would change",
        "启用与未启用的对象，以及改变后的影响",
    ),
    "costs": ("Parts of the net cost", "净成本构成"),
    "actors": (
        "Who pays and who earns; negative: paid",
        "各主体的收入与支出，负数为支出",
    ),
    "prices": (
        "What one more unit of each binding limit is worth, in the unit of its row; solved again "
        "for one kt/yr, one million CNY, one point more",
        "各项起约束作用的限制增加一单位（按本行单位）的价值；"
        "重新求解时放宽一步为 0.1 万吨/年、100 万元或 1 个百分点",
    ),
    "excluded_routes": ("Routes that were left out, and why", "未采用的路线及原因"),
    "unused_rows": ("Rows of the input that took no part, and why", "未参与计算的输入行及原因"),
    "sources": (
        "What the input rests on: documents, years, and how firm it is",
        "输入数据的来源、年份与可信度",
    ),
    "about": (
        "Scenario, objective, assumptions, notes, version, hashes of the input",
        "情景、目标、假设、提示、软件版本与输入文件哈希值",
    ),
    "compare kpis": ("The runs in a few figures", "各情景的主要指标"),
    "compare areas": ("Figures of areas in every run", "各区域在各情景中的指标"),
    "compare zones": ("Figures of generators in every run", "各产生源在各情景中的指标"),
    "compare lines": ("Figures of lines in every run", "各产线在各情景中的指标"),
    "compare flows": (
        "Flows in every run, largest differences first",
        "各情景的物流，差异大者在前",
    ),
    "compare inputs": ("What went in differently", "各情景输入的不同之处"),
}
WORDS: dict[str, tuple[str, str]] = {
    "package_description": (
        "Allocation of industrial solid waste, computed with waste-synergy {version}. "
        "A text that a spreadsheet would take for a formula begins with an apostrophe.",
        "工业固废协同利用分配结果，由本软件 {version} 版计算。电子表格会当作公式的文字以撇号开头。",
    ),
    "package_licence": (
        "As the sources of the input allow, which are named row by row in inputs/",
        "以输入数据各来源的许可为准，来源逐行注明于“inputs/”",
    ),
    "sheet_contents": ("Contents", "目录"),
    "contents_sheet": ("Sheet", "工作表"),
    "contents_tells": ("What it tells", "内容"),
    "contents_rows": ("Rows", "行数"),
    "contents_total": ("Total", "合计"),
    "contents_long": (
        "Too long for a sheet: it stands in {file}",
        "行数过多，未列入工作簿，见 {file}",
    ),
    "figure_at_least": (
        "at least: it leaves out what is not known",
        "至少：未包括未知部分",
    ),
    **{f"sheet {key}": words for key, words in _TITLES.items()},
    **{f"tells {key}": words for key, words in _TELLS.items()},
}
