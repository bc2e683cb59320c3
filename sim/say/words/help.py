"""Words of the help of commands, options and arguments."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "help_sim": (
        "Plan who takes whose industrial solid waste in a mining and smelting region.\n\n"
        "Exit codes: 0 done, 2 invalid input, 3 no plan exists, 4 solver limit, "
        "5 verification failed, 6 unbounded. Only 0 leaves results.",
        "规划矿冶区域内大宗工业固废由谁接收、去往何处。\n\n"
        "退出码：0 完成，2 输入无效，3 无可行方案，4 求解器达到上限，"
        "5 结果未通过核验，6 目标无界。只有 0 会留下结果。",
    ),
    "help_new": (
        "Make a small example project in FOLDER, to be edited into your own region.",
        "在指定目录建立小型示例项目，可改写为自己的区域。",
    ),
    "help_import": (
        "Make a project of the tables of Excel WORKBOOKS, or with --base scenarios.\n\n"
        "Tables, headings, units and names are recognized in Chinese and English; what is missing "
        "and can be inferred (a province, coordinates, markets) is, and marked assumed. Published "
        "trackers of plants by Global Energy Monitor are read as they are. All that "
        "cannot be read is told with its cell, and nothing is written then.",
        "由 Excel 工作簿建立项目；用“--base”则生成情景。\n\n"
        "自动识别中英文表头、单位与名称；可推得的内容（省份、坐标、市场）自行补充并标为假设。"
        "可直接读取全球能源监测发布的设施数据集。"
        "无法读取之处一次列出所在单元格，此时不写任何文件。",
    ),
    "help_import_to": (
        "Folder of the project; the name of the workbook when not given.",
        "项目目录；缺省为工作簿名。",
    ),
    "help_import_base": (
        "Scenario that the workbook changes: what it adds and changes becomes scenarios beside it.",
        "工作簿所要变更的情景：新增与变更写成与其并列的情景。",
    ),
    "help_import_library": (
        "Folder of the shared tables; when not given, that of the project around, or the shipped.",
        "共用库目录；缺省为所在项目或随附的库。",
    ),
    "help_template": (
        "Write an empty Excel workbook FILE to be filled in, with an example.\n\n"
        "With --of SCENARIO it holds all tables of that scenario instead, to be edited.",
        "写出供填报的空白 Excel 模板，附示例。\n\n"
        "用“--of 情景”则写出该情景的全部数据表，可编辑后再导入。",
    ),
    "help_template_of": (
        "Scenario whose tables the workbook holds.",
        "写出此情景的数据表。",
    ),
    "help_generate": (
        "Make a synthetic region in FOLDER, to try how the simulator scales.",
        "在指定目录生成合成区域，用于测试模拟器的计算规模。",
    ),
    "help_check": (
        "Check scenarios and all tables they use; nothing is solved or written.",
        "检查情景及其用到的全部数据表；不求解，也不写出结果。",
    ),
    "help_run": (
        "Solve scenarios and write their results: tables, map, verification.",
        "求解情景并写出结果：数据表、地图与核验。",
    ),
    "help_page": (
        "Open a page in the browser to change capacities, borders and prices and see the plan.\n\n"
        "It is served to this machine alone until Ctrl-C. What is changed stays in the browser; "
        "files are written only where the page is asked to save. With --host others can reach it: "
        "each request then needs the token that is printed, and a proxy has to encrypt (TLS).",
        "在浏览器中打开页面：调整产能、跨省规则与价格，即时查看方案。\n\n"
        "默认只供本机访问，按 Ctrl-C 结束。所作改动留在浏览器中，只有在页面上保存时才写出文件。"
        "以“--host”指定地址时他人也可访问：每次请求须带屏幕上给出的令牌，加密（TLS）由代理承担。",
    ),
    "help_page_port": (
        "Port to listen on; 0: any that is free.",
        "监听的端口；0 表示任选空闲端口。",
    ),
    "help_page_host": (
        "Address to listen on; other than this machine's own, a token is asked for.",
        "监听的地址；非本机地址时须持令牌访问。",
    ),
    "help_page_name": (
        "Name by which a proxy passes the page on; may be given several times.",
        "代理转发本页面时所用的主机名，可多次给出。",
    ),
    "help_page_browser": ("Open the page in the browser.", "在浏览器中打开页面。"),
    "help_explain_all": (
        "List every limit that binds or contradicts, not the most valuable alone.",
        "列出全部起约束作用或相互矛盾的限制，而不仅是价值最大的几项。",
    ),
    "help_explain": (
        "Say why a scenario has no plan and what would give it one; else, what binds.\n\n"
        "Writes nothing. Exit code 0 also where no plan exists: it is explained.",
        "说明情景为何无可行方案、如何放宽；有方案时说明哪些限制起约束作用。\n\n"
        "不写出文件。无可行方案时退出码也为 0，因为原因已经说明。",
    ),
    "help_compare": (
        "Compare RUNS: results folders, or scenarios that are run where their results are stale."
        "\n\n"
        "The first is the reference. Writes a folder of tables and maps.",
        "对比多个结果：可给出结果目录，也可给出情景文件（结果过期时先行运行）。\n\n"
        "以第一个为基准。写出一个包含数据表与地图的目录。",
    ),
    "help_frontier": (
        "Find the exact trade-off between two METRICs: points, prices, knee, chart.\n\n"
        "Each point is an optimal plan with a scenario of its own that reproduces it. "
        "METRIC is a name such as net_cost, utilization_rate, net_co2 or transport_work. "
        "What is solved is kept until the end; "
        "after an interruption the same command goes on from there.",
        "求两项指标之间的精确权衡曲线：各点、边际、拐点与图。\n\n"
        "每个点都是最优方案，并附有可复现该方案的情景。"
        "指标用其名称，如“net_cost”“utilization_rate”“net_co2”“transport_work”。"
        "完成前保存已求得的结果，中断后重复同一命令即可继续。",
    ),
    "help_alternatives": (
        "Find plans nearly as good as the best that differ the most.\n\n"
        "Tells which flows and lines are part of every good plan, and which are a free choice.",
        "寻找与最优方案效果相近而差异最大的备选方案。\n\n"
        "说明哪些流向与产线是各备选方案所必需，哪些可以自由取舍。",
    ),
    "help_sweep": (
        "Solve the variants that the key `sweep` of SCENARIOS asks for: tables and charts.\n\n"
        "Finished points are kept in results/.sweep-NAME.part/ until the study is complete; "
        "after an interruption the same command goes on from there. "
        "The results are in results/sweep-NAME/.",
        "求解情景中“sweep”一节规定的各个变体，写出数据表与图。\n\n"
        "计算完成前，已求得的点保存在“results/.sweep-名称.part/”；"
        "中断后重复同一命令即可继续。结果位于“results/sweep-名称/”。",
    ),
    "help_synergy": (
        "Find what cooperation is worth, who gains, and how to share it.\n\n"
        "Every coalition of provinces, cities or owners is solved with its members' wastes, "
        "lines and markets alone: for the most waste utilized and for the most money earned. "
        "With more than 12 players the Shapley value is sampled. "
        "What is solved is kept until the end; "
        "after an interruption the same command goes on from there.",
        "求合作的价值、各方得失与分配方案。\n\n"
        "对省、市或业主的每个联盟，仅用成员自己的固废、产线与市场求解：分别求最大利用量与最大净收益。"
        "成员超过 12 个时，沙普利值用抽样估计。"
        "完成前保存已求得的结果，中断后重复同一命令即可继续。",
    ),
    "help_share": (
        "Divide a game that a TABLE gives: what every coalition of players is worth, or costs.\n\n"
        "TABLE is a CSV file with the columns coalition (members joined by + or ;) "
        "and value or cost.",
        "对数据表给出的合作博弈求分配：各联盟的价值或成本。\n\n"
        "数据表为 CSV 文件，含列“coalition”（成员以“+”或“;”连接）以及“value”或“cost”。",
    ),
    "help_schema": (
        "Print the JSON Schema of a scenario, for editors.",
        "输出情景文件的 JSON Schema，供编辑器使用。",
    ),
    "help_commands": ("Commands", "命令"),
    "help_of_help": ("Show this message and exit.", "显示本帮助并退出。"),
    "help_version": ("Show the version and exit.", "显示版本并退出。"),
    "version": ("sim, version {version}", "sim，版本 {version}"),
    "help_lang": (
        "Language of messages, maps and figures. 语言。",
        "提示、地图与数字的语言。",
    ),
    "help_bom": (
        "Begin CSV files with a mark, so that Excel does not garble their Chinese.",
        "CSV 文件开头带编码标记，Excel 直接打开不乱码。",
    ),
    "help_json": ("Print JSON for machines.", "输出 JSON，供程序读取。"),
    "help_out": (
        "Folder for the results; the project's results/ when not given.",
        "结果所在目录；默认为项目的“results/”。",
    ),
    "help_basemap": (
        "What the map is drawn on; none draws no map.",
        "地图的底图；“none”为不出图。",
    ),
    "help_size": (
        "Size of the pictures in print: 'a4', 'slide' or WxH in cm; letters are 7 points or more. "
        "When not given, they are made for the screen.",
        "图件的印刷图幅：“a4”“slide”或以厘米计的宽×高，文字不小于 7 磅。缺省为屏幕用图。",
    ),
    "help_dpi": (
        "Dots per inch of the pictures in print, 300 when not given; alone they mean a 'slide'.",
        "印刷图件的分辨率（每英寸点数），缺省 300；单独给出时按“slide”出图。",
    ),
    "help_run_alternatives": (
        "Find N plans nearly as good too, as `sim alternatives -n N` does.",
        "另寻 N 个效果相近的方案，同“sim alternatives -n N”。",
    ),
    "help_pictures": (
        "Draw these pictures too: who takes whose waste, who pays and who earns, or both.",
        "另画图：谁接收谁的固废、谁付费谁受益，或两者。",
    ),
    "help_transfers": (
        "Draw what crosses province borders on a map of its own too.",
        "另画仅含跨省转移的差异图。",
    ),
    "help_by": (
        "Level whose rates are printed; all levels are in areas.csv.",
        "按哪一级列出利用率；各级均见“areas.csv”。",
    ),
    "help_players": ("Who may cooperate.", "合作的成员层级。"),
    "help_workers": (
        "Processes that solve, 1 is this one; when not given, one a core as soon as that saves "
        "much time. The results are the same.",
        "求解所用进程数，1 为仅用本进程；默认在能明显省时后每核一个。结果相同。",
    ),
    "help_cluster": (
        "Dask scheduler whose workers solve instead, e.g. 'tcp://host:8786'.",
        "改由该 Dask 调度器的工作进程求解，例如“tcp://host:8786”。",
    ),
    "help_samples": (
        "Orders of joining to draw where there are too many players for all coalitions.",
        "成员过多、无法求解全部联盟时抽取的加入次序数。",
    ),
    "help_routes": ("About so many candidate routes by truck.", "汽车候选路线的大致条数。"),
    "help_region_seed": (
        "The same seed gives the same region on any machine.",
        "种子相同，则在任何机器上生成的区域相同。",
    ),
    "help_kind": (
        "Lines with recipes, residues, quality, quotas and ports; or wastes and capacities alone.",
        "“recipes”：产线带配方、二次渣、质量、配额与港口；“transport”：只有固废与产能。",
    ),
    "help_x": ("What it costs.", "代价指标。"),
    "help_y": ("What it brings.", "收益指标。"),
    "help_accuracy": (
        "How well the line between the points must be known, as a share of the range.",
        "各点之间曲线的精度要求，以占区间的比例计。",
    ),
    "help_points": ("Most points to find.", "点数上限。"),
    "help_keep_plans": (
        "Write full results of the ends and the knee.",
        "写出两端与拐点的完整结果。",
    ),
    "help_check_points": (
        "Solve every point anew from its scenario.",
        "按各点的情景逐一复算。",
    ),
    "help_number": ("How many plans besides the best.", "除最优方案外的方案数。"),
    "help_slack": (
        "What a plan may give up: points of a rate, a quantity, or a per cent of one.",
        "允许让步的幅度：比率的百分点、数量或其百分比。",
    ),
    "help_stages": (
        "Which objective stages are kept within the slack.",
        "哪些目标须保持在让步幅度之内。",
    ),
    "help_seed": ("Start of the random directions.", "随机方向的种子。"),
    "help_fresh": (
        "Forget what an interrupted sweep has solved.",
        "舍弃中断前已求得的结果，重新计算。",
    ),
    "help_reference": (
        "Print the reference as Markdown instead.",
        "改为输出 Markdown 格式的参考手册。",
    ),
    "metavar_[OPTIONS]": ("[OPTIONS]", "[选项]"),
    "metavar_COMMAND": ("COMMAND", "命令"),
    "metavar_COMMAND [ARGS]": ("COMMAND [ARGS]", "命令 [参数]"),
    "metavar_SCENARIO": ("SCENARIO", "情景文件"),
    "metavar_SCENARIOS": ("SCENARIOS", "情景文件"),
    "metavar_RUNS": ("RUNS", "结果"),
    "metavar_ADDRESS": ("ADDRESS", "地址"),
    "metavar_FOLDER": ("FOLDER", "目录"),
    "metavar_DIRECTORY": ("DIRECTORY", "目录"),
    "metavar_METRIC": ("METRIC", "指标"),
    "metavar_TABLE": ("TABLE", "数据表"),
    "metavar_TEXT": ("TEXT", "文本"),
    "metavar_INTEGER": ("INTEGER", "整数"),
    "metavar_INTEGER RANGE": ("INTEGER RANGE", "整数"),
    "metavar_FLOAT": ("FLOAT", "数"),
    "metavar_PATH": ("PATH", "路径"),
}
CLICK: dict[str, str] = {
    "Usage:": "用法：",
    "Options": "选项",
    "Commands": "命令",
    "Positional arguments": "参数",
    "default: {default}": "默认：{default}",
    "required": "必填",
    "(dynamic)": "（自动）",
    "env var: {var}": "环境变量：{var}",
    "Error: {message}": "错误：{message}",
    "Try '{command} {option}' for help.": "帮助：{command} {option}",
    "Missing command.": "缺少命令。",
    "Missing argument": "缺少参数",
    "Missing option": "缺少选项",
    "Missing parameter": "缺少参数",
    "Missing parameter: {param_name}": "缺少参数：{param_name}",
    "Missing {param_type}": "缺少 {param_type}",
    "Choose from:\n\t{choices}": "可选：\n\t{choices}",
    "Invalid value: {message}": "取值无效：{message}",
    "Invalid value for {param_hint}: {message}": "{param_hint} 的取值无效：{message}",
    "No such option {name!r}.": "没有选项“{name}”。",
    "No such option: {name}": "没有选项“{name}”。",
    "No such command {name!r}.": "没有命令“{name}”。",
    "Did you mean {possibility}?\0(Did you mean one of: {possibilities}?)": (
        "是否应为 {possibilities}？"
    ),
    "Did you mean {possibility}?\0(Possible options: {possibilities})": (
        "是否应为 {possibilities}？"
    ),
    "Got unexpected extra argument ({args})\0Got unexpected extra arguments ({args})": (
        "多余的参数（{args}）"
    ),
    "Option {name!r} does not take a value.": "选项“{name}”不带取值。",
    "Option {name!r} requires an argument.\0Option {name!r} requires {nargs} arguments.": (
        "选项“{name}”须带取值。"
    ),
    "Argument {name!r} takes {nargs} values.": "参数“{name}”须有 {nargs} 个取值。",
    "{value!r} is not {choice}.\0{value!r} is not one of {choices}.": (
        "“{value}”不在可选范围内：{choices}。"
    ),
    "{value} is not in the range {range}.": "{value} 不在范围 {range} 内。",
    "{value!r} is not a valid {number_type}.": "“{value}”不是有效的数。",
    "{value!r} is not a valid boolean. Recognized values: {states}": (
        "“{value}”不是开关值。可用：{states}"
    ),
    "{name} {filename!r} is a file.": "“{filename}”是文件，不是目录。",
    "{name} {filename!r} is a directory.": "“{filename}”是目录，不是文件。",
    "{name} {filename!r} is not readable.": "“{filename}”无法读取。",
    "{name} {filename!r} is not writable.": "“{filename}”无法写入。",
    "{name} {filename!r} does not exist.": "“{filename}”不存在。",
    "Aborted!": "已中止。",
}
"""What click says of usage and its errors, and Chinese for it; \\0 stands before a plural."""
