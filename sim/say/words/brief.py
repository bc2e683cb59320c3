"""Words of a brief: a document of a few pages about scenarios, and of documents in general."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "document_heading_1": ("{number}  {text}", "{number}、{text}"),
    "document_heading_2": ("{number}  {text}", "（{number}）{text}"),
    "document_table": ("Table {number}: {caption}", "表{number} {caption}"),
    "document_picture": ("Figure {number}: {caption}", "图{number} {caption}"),
    "document_no_font": (
        "no font on this machine writes Chinese, so no PDF can be made",
        "本机没有可用的中文字体，无法生成 PDF",
    ),
    "document_no_font_hint": (
        "install one, for example fonts-noto-cjk; known are {fonts}. Word and Markdown need none",
        "请安装一种，例如 fonts-noto-cjk；可识别 {fonts} 等。Word 与 Markdown 形式不需要字体",
    ),
    "brief_title": ("Brief: {title}", "关于“{title}”的测算简报"),
    "brief_title_several": ("Brief: {titles}", "关于{titles}的对比测算简报"),
    "brief_quoted": ("“{title}”", "“{title}”"),
    "brief_subtitle_nowhere": ("{year}", "（{year} 年）"),
    "brief_subtitle": ("{provinces}, {year}", "（{provinces}，{year} 年）"),
    "brief_writing": ("writing the brief", "撰写简报"),
    "brief_written": ("Brief", "简报"),
    "brief_count": (
        "a brief is of 1 to {most} runs; given: {given}",
        "简报涉及 1 至 {most} 个结果；现有 {given} 个",
    ),
    "help_brief": (
        "Write a document of a few pages about RUNS: results folders, or scenarios that are run "
        "where their results are stale.\n\n"
        "The reference is the first of several, or what a single scenario extends. "
        "It holds question, finding, map, figures, changes, who gains, what it leans on, sources.",
        "为结果撰写数页简报：可给出结果目录，也可给出情景文件（结果过期时先行运行）。\n\n"
        "多个结果以第一个为参照；单个情景以其所扩展的情景为参照。"
        "内容包括问题、结论、方案图、指标、变化、受益方、依据与局限、数据来源。",
    ),
    "help_brief_as": (
        "Form of the document; may be given several times.",
        "文件形式，可多次给出。",
    ),
    "help_brief_alone": (
        "Take no reference where a single scenario extends another.",
        "单个情景即使扩展了另一情景也不作对照。",
    ),
    "brief_question": ("The question", "问题"),
    "brief_ask_alone": (
        "Who takes whose industrial solid waste in {provinces} in {year} under “{title}”, and how "
        "much of it can be utilized?",
        "在“{title}”情景下，{year} 年{provinces}的工业固体废物由谁接收、能够利用多少？",
    ),
    "brief_ask": (
        "Who takes whose industrial solid waste in {provinces} in {year} under {titles}, how much "
        "of it can be utilized, and what changes against “{reference}”?",
        "在{titles}情景下，{year} 年{provinces}的工业固体废物由谁接收、能够利用多少，"
        "与“{reference}”相比有何变化？",
    ),
    "brief_about": ("“{title}”: {text}", "“{title}”：{text}"),
    "brief_goals": (
        "Each plan is the best there is: {goals}.",
        "各方案均为最优方案，目标依次为：{goals}。",
    ),
    "brief_inputs": (
        "What “{title}” has differently from “{reference}”: {inputs}.",
        "“{title}”与“{reference}”的输入差异：{inputs}。",
    ),
    "brief_finding": ("The finding", "主要结论"),
    "brief_rate": (
        "Under “{title}” {rate} of the waste is utilized net.",
        "“{title}”情景下净综合利用率为 {rate}。",
    ),
    "brief_rate_undefined": (
        "Under “{title}” no waste is generated, so there is no utilization rate.",
        "“{title}”情景下没有固废产生，故无综合利用率。",
    ),
    "brief_rate_more": (
        "Under “{title}” {rate} of the waste is utilized net, {change} more than under "
        "“{reference}” ({before}).",
        "“{title}”情景下净综合利用率为 {rate}，比“{reference}”（{before}）提高 {change}。",
    ),
    "brief_rate_less": (
        "Under “{title}” {rate} of the waste is utilized net, {change} less than under "
        "“{reference}” ({before}).",
        "“{title}”情景下净综合利用率为 {rate}，比“{reference}”（{before}）下降 {change}。",
    ),
    "brief_rate_same": (
        "Under “{title}” {rate} of the waste is utilized net, as under “{reference}”.",
        "“{title}”情景下净综合利用率为 {rate}，与“{reference}”持平。",
    ),
    "brief_balance": (
        "Of {generation} generated, {net_utilized} is utilized net, {residues_disposed} is left "
        "as residues that are stored or disposed of, and {unused} stays unused.",
        "产生固废 {generation}，其中净利用 {net_utilized}、二次渣贮存处置 {residues_disposed}、"
        "未利用 {unused}。",
    ),
    "brief_balance_old": (
        "Of {generation} generated and {legacy_used} taken from old stock, {net_utilized} is "
        "utilized net, {residues_disposed} is left as residues that are stored or disposed of, "
        "and {unused} stays unused.",
        "产生固废 {generation}，另利用历史堆存 {legacy_used}；其中净利用 {net_utilized}、"
        "二次渣贮存处置 {residues_disposed}、未利用 {unused}。",
    ),
    "brief_crossing": ("{value} crosses province borders.", "跨省转移 {value}。"),
    "brief_crossing_none": ("Nothing crosses province borders.", "没有固废跨省转移。"),
    "brief_crossing_change": (
        "{value} crosses province borders, against {before}.",
        "跨省转移 {value}，参照情景为 {before}。",
    ),
    "brief_crossing_none_change": (
        "Nothing crosses province borders, against {before}.",
        "没有固废跨省转移，参照情景为 {before}。",
    ),
    "brief_cost": ("The net cost is {value}.", "净成本为 {value}。"),
    "brief_gain": (
        "Revenue exceeds cost by {value}.",
        "收入大于成本，净收益为 {value}。",
    ),
    "brief_cost_more": (
        "All together pay {change} more than under “{reference}”.",
        "各方合计比“{reference}”多支出 {change}。",
    ),
    "brief_cost_less": (
        "All together pay {change} less than under “{reference}”.",
        "各方合计比“{reference}”少支出 {change}。",
    ),
    "brief_gain_less": (
        "That is {change} less than under “{reference}”.",
        "净收益比“{reference}”减少 {change}。",
    ),
    "brief_gain_more": (
        "That is {change} more than under “{reference}”.",
        "净收益比“{reference}”增加 {change}。",
    ),
    "brief_map": ("The plan on the map", "方案图"),
    "brief_map_of": ("Who takes whose waste: {title}", "固废流向：{title}"),
    "brief_no_map": (
        "No site has coordinates, so there is no map.",
        "产生源与利用设施均无坐标，故无方案图。",
    ),
    "brief_map_left_out": ("The map was left out as asked.", "按要求未附方案图。"),
    "brief_figures": ("The main figures", "主要指标"),
    "brief_figures_of": ("Main figures", "主要指标"),
    "brief_unit": ("Unit", "单位"),
    "brief_change": ("Change", "变化"),
    "brief_same": ("none", "持平"),
    "brief_changes": ("What changes against the reference", "与参照情景相比的变化"),
    "brief_against": ("“{title}” against “{reference}”", "“{title}”与“{reference}”相比"),
    "brief_no_changes": (
        "Neither flows nor lines differ.",
        "流向与产线均无变化。",
    ),
    "brief_flows_of": (
        "Waste and residues: where most changes, {unit}",
        "变化最大的固废与二次渣流向（{unit}）",
    ),
    "brief_lines_of": (
        "Lines: where the uptake changes most, {unit}",
        "接收量变化最大的产线（{unit}）",
    ),
    "brief_waste": ("Waste", "固废"),
    "brief_from": ("From", "来自"),
    "brief_to": ("To", "去往"),
    "brief_plant": ("Plant", "利用设施"),
    "brief_technology": ("Technology", "利用技术"),
    "brief_before": ("Reference", "参照情景"),
    "brief_now": ("Here", "本情景"),
    "brief_value": ("Value", "数值"),
    "brief_gains": ("Who gains", "各方得失"),
    "brief_provinces_of": (
        "Provinces: waste that arises there, and what all its sites earn ({money})",
        "分省利用率与收支（收支单位：{money}）",
    ),
    "brief_province": ("Province", "省份"),
    "brief_generated": ("Generated, {unit}", "产生量（{unit}）"),
    "brief_net_rate": ("Net rate", "净利用率"),
    "brief_rate_change": ("Change, points", "变化（百分点）"),
    "brief_balance_of": ("Balance", "收支"),
    "brief_balance_change": ("Change", "收支变化"),
    "brief_owners_of": (
        "Enterprises that gain and lose most ({money})",
        "得失最大的企业（{money}）",
    ),
    "brief_owners_alone": (
        "Enterprises that earn and pay most ({money})",
        "收支最大的企业（{money}）",
    ),
    "brief_owner": ("Enterprise", "企业"),
    "brief_for_waste": ("Of it for waste", "其中固废收支"),
    "brief_gains_note": (
        "Balances count what is earned as positive and what is paid as negative; they hold "
        "production as well as waste.",
        "收支以收入为正、支出为负，含固废与生产两部分。",
    ),
    "brief_leans": ("What the finding leans on", "依据与局限"),
    "brief_assumed": ("Assumed data", "假设数据"),
    "brief_placeholders": (
        "{count} lines are placeholders, plants that are sized from the waste around them and do "
        "not exist by name: they take in {amount}, {share} of all that is taken in.",
        "{count} 条产线为占位设施（按周边固废量设定，并非实有企业），接收 {amount}，"
        "占接收总量的 {share}。",
    ),
    "brief_no_assumed": (
        "No assumed input of weight is known.",
        "未发现起重要作用的假设数据。",
    ),
    "brief_binding": ("Limits that bind most", "约束最紧的限制"),
    "brief_limit": ("{name}. {worth}.", "{name}。{worth}。"),
    "brief_no_limit": ("No limit binds.", "没有起约束作用的限制。"),
    "brief_not_proved": (
        "The plan is not proved to be the best: its choices were searched up to a gap.",
        "本方案未证明为最优：对启用选择的搜索留有间隙。",
    ),
    "brief_given": (
        "The plan was given, not solved: whether it is the best is not known.",
        "本方案为外部给定，未经求解，是否最优未知。",
    ),
    "brief_notes": ("To be known", "需要说明的事项"),
    "brief_sources": ("Sources", "数据来源"),
    "brief_source_lead": (
        "The input tables name these sources, those of most rows first.",
        "输入数据表注明的来源如下，按所涉行数由多到少排列。",
    ),
    "brief_more_sources": (
        "and {count} more, which the tables name row by row.",
        "另有 {count} 项来源，见各数据表。",
    ),
    "brief_no_sources": ("The input tables name no source.", "输入数据表未注明来源。"),
    "brief_made_by": (
        "{made_by}. All figures are taken from the result tables of {runs}.",
        "{made_by}。全部数字取自 {runs} 的结果数据表。",
    ),
}
