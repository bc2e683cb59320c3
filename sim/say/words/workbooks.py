"""Words of workbooks: what was taken for what, what could not be read, and templates."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "metavar_WORKBOOKS": ("WORKBOOKS", "工作簿"),
    "metavar_AREA": ("AREA", "区域"),
    "wb_broken": (
        "the file cannot be read as a workbook ({reason}): it is damaged",
        "文件无法作为工作簿读取（{reason}）：可能已损坏",
    ),
    "wb_none": ("the file is no Excel workbook (.xlsx)", "文件不是 Excel 工作簿（“.xlsx”）"),
    "wb_old": (
        "workbooks of the older kind (.xls, .et) are not read",
        "不读取旧格式（“.xls”“.et”）的工作簿",
    ),
    "wb_old_hint": (
        "open it in Excel, WPS or LibreOffice and save it as .xlsx",
        "请用 Excel、WPS 或 LibreOffice 打开并另存为“.xlsx”",
    ),
    "wb_csv_hint": (
        "save a table of text as .csv or .xlsx",
        "文本表格请另存为 CSV 或“.xlsx”",
    ),
    "wb_encrypted": ("the workbook is protected by a password", "工作簿设有打开密码"),
    "wb_encrypted_hint": ("save it without a password", "请去除密码后另存"),
    "wb_split": (
        "leave out sheets that are not needed, or share the rows among several workbooks",
        "请删去不需要的工作表，或将行分到几个工作簿",
    ),
    "wb_unpacked": (
        "the workbook unpacks to more than {most:g} MB",
        "工作簿解压后超过 {most:g} MB",
    ),
    "wb_sheets": (
        "the workbook has {count} sheets; at most {most} are read",
        "工作簿有 {count} 张工作表，最多读取 {most} 张",
    ),
    "wb_cells": (
        "the sheet is too large: at most {rows} rows, {columns} columns and {cells} cells are read",
        "工作表过大：最多读取 {rows} 行、{columns} 列、{cells} 个单元格",
    ),
    "wb_points_broken": (
        "the file cannot be read as {kind} ({reason}): it is damaged",
        "文件无法作为 {kind} 读取（{reason}）：可能已损坏",
    ),
    "wb_points_none": (
        "the file is no {kind}, whatever its name says",
        "文件内容并非 {kind}，与扩展名不符",
    ),
    "wb_points_text": (
        "its text is not UTF-8",
        "文件文字不是 UTF-8 编码",
    ),
    "wb_points_text_hint": (
        "save it as UTF-8",
        "请另存为 UTF-8 编码",
    ),
    "wb_points_many": (
        "layer '{layer}' has more than {most} rows",
        "图层“{layer}”超过 {most} 行",
    ),
    "wb_points_crs": (
        "coordinates converted from {crs} to WGS 84",
        "坐标已由 {crs} 转换为经纬度",
    ),
    "wb_points_no_crs": (
        "the layer states no reference system: its coordinates are taken for WGS 84",
        "图层未注明坐标系，坐标按经纬度处理",
    ),
    "wb_no_table": (
        "no table was recognized on any sheet",
        "各工作表中未识别出任何表格",
    ),
    "wb_no_table_hint": (
        "a table needs a row of headings such as 'Name, Material, Amount (kt/yr)'; "
        "'sim template' writes an empty workbook",
        "表格需有表头行，如“名称、固废种类、产生量（万吨/年）”；“sim template”可生成空白模板",
    ),
    "wb_beside_hint": (
        "name a further workbook that holds it behind this one, or add a sheet; 'sim template' "
        "writes an empty workbook",
        "请在命令中再列出含有该表的工作簿，或补充一张工作表；“sim template”可生成空白模板",
    ),
    "wb_no_wastes": (
        "no table of wastes was found: who generates what, and how much",
        "未找到固废产生表：谁产生什么、产生多少",
    ),
    "wb_no_lines": (
        "no table of lines was found: which plant takes waste, by which process, of what capacity",
        "未找到利用产线表：企业、利用工艺与产能",
    ),
    "wb_date": (
        "{value} is a date or a switch, not a number",
        "{value} 是日期或逻辑值，不是数值",
    ),
    "wb_date_hint": (
        "the spreadsheet has turned what was typed into a date; "
        "format the cell as text and type it anew",
        "表格软件把录入内容转成了日期；请将单元格设为文本后重新录入",
    ),
    "wb_no_unit": ("'{text}' has no unit", "“{text}”没有单位"),
    "wb_no_unit_hint": (
        "write the unit in the heading: 'Amount (kt/yr)', or above the table: 'Unit: kt/yr'",
        "请在表头注明单位，如“产生量（万吨/年）”，或在表上方写“单位：万吨/年”",
    ),
    "wb_unit": (
        "{text}: '{unit}' is no unit of this column",
        "{text}：“{unit}”不是该列的单位",
    ),
    "wb_error": ("the cell shows an error: {error}", "单元格显示错误：{error}"),
    "wb_error_hint": ("mend the formula, or type the value", "请修正公式，或直接填写数值"),
    "wb_formula": (
        "the formula has no value{error}: formulas are not computed here",
        "公式没有结果值{error}：本工具不计算公式",
    ),
    "wb_formula_hint": (
        "open the workbook in Excel, WPS or LibreOffice and save it, or type the value",
        "请用 Excel、WPS 或 LibreOffice 打开后保存，或直接填写数值",
    ),
    "wb_merged_sum": (
        "{text}: one number stands in a cell merged over several rows, and counts once for each",
        "{text}：一个数值合并在多行单元格中，会被逐行重复计入",
    ),
    "wb_merged_sum_hint": (
        "unmerge the cell and write the number of each row",
        "请取消合并，逐行填写数值",
    ),
    "wb_table": ("table: {table}", "识别为表格：{table}"),
    "wb_column": ("heading '{text}': {column}", "表头“{text}”：{column}"),
    "wb_column_unit": (
        "heading '{text}': {column}, in {unit}",
        "表头“{text}”：{column}，单位 {unit}",
    ),
    "wb_column_unread": ("heading '{text}': not read", "表头“{text}”：未读取"),
    "wb_total": ("total, left out: {text}", "合计行，不计入：{text}"),
    "wb_note": ("note, left out: {text}", "说明文字，不计入：{text}"),
    "wb_loose": ("text outside of tables: {text}", "表格以外的文字：{text}"),
    "wb_example": ("example, left out: {text}", "示例行，不计入：{text}"),
    "wb_there": ("there is a file of this name already", "已有同名文件"),
    "wb_there_hint": ("give another name, or take it away", "请换一个名称，或移走原文件"),
    "wb_template_done": (
        "Wrote {file}. Fill it in, then: sim import {file}",
        "已写出 {file}。填好后：“sim import {file} --lang zh”",
    ),
    "wb_house_table": (
        "table '{table}' as it stands: {rows} rows",
        "数据表“{table}”原样读取：{rows} 行",
    ),
    "wb_unit_note": ("unit {unit}", "单位 {unit}"),
    "wb_section": (
        "the rows below are in {text}",
        "以下各行位于：{text}",
    ),
    "wb_hidden": ("hidden sheet, not read", "隐藏的工作表，未读取"),
    "wb_off": ("not in operation ({text}), left out", "未运行（{text}），不计入"),
    "wb_idle_place": (
        "place of '{name}', which no other table names",
        "“{name}”的位置，其他表均未提到",
    ),
    "wb_from_above": ("taken from the row above: {columns}", "沿用上一行：{columns}"),
    "wb_material": ("'{text}' is taken for {name} ({id})", "“{text}”视为{name}（{id}）"),
    "wb_technology": ("'{text}' is taken for {name} ({id})", "“{text}”视为{name}（{id}）"),
    "wb_mode": ("'{text}' is taken for {name} ({id})", "“{text}”视为{name}（{id}）"),
    "wb_no_material": ("the library has no material {text}", "库中没有物料{text}"),
    "wb_no_technology": ("the library has no technology {text}", "库中没有工艺{text}"),
    "wb_no_mode": ("the library has no mode of transport {text}", "库中没有运输方式{text}"),
    "wb_two_things": ("{text} may mean several: {names}", "{text}可能指：{names}"),
    "wb_missing": ("'{column}' is blank", "“{column}”为空"),
    "wb_missing_hint": (
        "fill the cell, or empty the whole row",
        "请填写该单元格，或清空整行",
    ),
    "wb_twice": (
        "'{name}' has a row for this already",
        "“{name}”已有同类的一行",
    ),
    "wb_no_status": ("{text} is no status of a line", "{text}不是产线状态"),
    "wb_other_column": (
        "it seems to belong into column '{column}': are two columns mixed up?",
        "似应填在“{column}”列：是否填错了列？",
    ),
    "wb_about": ("The workbook says that the number is approximate.", "工作簿注明为约数。"),
    "wb_no_place": (
        "nothing says where '{name}' is",
        "无从得知“{name}”的位置",
    ),
    "wb_no_place_hint": (
        "add its county or city, or longitude and latitude, or its distances in a table",
        "请补充所在县（市、区）或城市、经纬度，或在运距表中给出距离",
    ),
    "wb_no_site": ("no row names {text}", "没有名为{text}的企业或站点"),
    "wb_no_site_hint": (
        "a new plant is written into a table of lines",
        "新建企业请写在“利用产线”表中",
    ),
    "wb_several_sites": (
        "{text} may be one of several: {names}; write the whole name of one, a row for each",
        "{text}可指多家：{names}；请写其中一家的全称，涉及几家就写几行",
    ),
    "wb_province": (
        "{site}: province {text}, from where it lies",
        "{site}：省份“{text}”由所在地推得",
    ),
    "wb_area_from_name": (
        "{site}: lies in {text}, from its name",
        "{site}：所在地“{text}”由名称推得",
    ),
    "wb_area_from_point": (
        "{site}: lies near {text}, by its coordinates",
        "{site}：按坐标靠近“{text}”",
    ),
    "wb_point": (
        "{site}: coordinates of {text}",
        "{site}：坐标取“{text}”的点位",
    ),
    "wb_point_note": (
        "Coordinates: the point of {area} in GeoNames; the site itself may lie some 10 km off.",
        "坐标取 GeoNames 中“{area}”的点位，企业实际位置可能相差十余公里。",
    ),
    "wb_area_clash": (
        "'{area}' lies in {one}, not in {other}",
        "“{area}”属于{one}，不属于{other}",
    ),
    "wb_area_clash_hint": ("mend one of the two", "请改正其一"),
    "wb_area_two": (
        "there are several areas called '{area}': {areas}",
        "有多个名为“{area}”的地方：{areas}",
    ),
    "wb_area_two_hint": ("add the province or the city", "请补充省份或城市"),
    "wb_degrees": ("'{text}' is no coordinate", "“{text}”不是坐标"),
    "wb_degrees_hint": ("write degrees such as 115.05", "请写十进制度数，如 115.05"),
    "wb_swapped": (
        "longitude and latitude stand the wrong way round",
        "经度与纬度填反",
    ),
    "wb_swapped_hint": ("exchange the two cells", "请对调这两个单元格"),
    "wb_market": (
        "no row of demand for {product}: any amount is sold at {price:g} CNY/t, "
        "the middle of the prices in the shipped regions",
        "没有{product}的需求行：按 {price:g} 元/吨不限量销售，取随附区域价格的中位数",
    ),
    "wb_market_free": (
        "no row of demand for {product}, and no price is known: any amount is taken for nothing",
        "没有{product}的需求行，也无价格可参考：按零价不限量接收",
    ),
    "wb_no_library": ("no library of materials and technologies was found", "未找到物料与工艺库"),
    "wb_no_library_hint": (
        "give its folder with --library",
        "请用“--library”指定其目录",
    ),
    "wb_change": ("change: {object}: {what}", "变更：{object}：{what}"),
    "wb_done_drop": ("taken out", "取消"),
    "wb_done_scale": ("{column} times {value:g}", "{column}乘以 {value:g}"),
    "wb_done_set": ("{column} set to {value}", "{column}设为 {value}"),
    "wb_no_item": ("{text} is nothing that can be changed here", "{text}不是可变更的内容"),
    "wb_which": (
        "{text} has several lines or wastes: {names}",
        "{text}有多条产线或多种固废：{names}",
    ),
    "wb_none_there": (
        "{text} has none of these; there are: {names}",
        "{text}没有此项；现有：{names}",
    ),
    "wb_per_cent": (
        "'{text}' may mean {text} more, or {text} of what there is",
        "“{text}”可能指增加 {text}，也可能指变为原来的 {text}",
    ),
    "wb_per_cent_hint": (
        "write '+{n:g} %' or '×1.2'",
        "请写“+{n:g} %”或“×1.2”",
    ),
    "wb_sum_of_many": (
        "'{text}' is to be added, and it is not one number that it is added to",
        "“{text}”须加在一个现有数值上，而此处不是一个数值",
    ),
    "wb_value_hint": (
        "write for example '+20 %', '×1.2', '1500 kt/yr' or 'stop'",
        "例如写“+20 %”“×1.2”“150 万吨/年”或“停产”",
    ),
    "wb_no_change": (
        "the workbook has no table of changes and no line to be added",
        "工作簿中没有变更表，也没有要新增的产线",
    ),
    "wb_no_change_hint": (
        "a table of changes has the headings 'Where it changes', 'What changes', 'New value'",
        "变更表的表头为：变更对象、变更内容、变更值",
    ),
    "wb_head_where": ("where", "位置"),
    "wb_head_kind": ("what kind", "类别"),
    "wb_head_what": ("what it was taken for", "识别结果"),
    "wb_kind_table": ("table", "表格"),
    "wb_kind_column": ("column", "列"),
    "wb_kind_unread": ("not read", "未读取"),
    "wb_kind_total": ("total", "合计"),
    "wb_kind_note": ("note", "说明"),
    "wb_kind_row": ("row", "行"),
    "wb_kind_inferred": ("inferred", "推得"),
    "wb_counts": (
        "Taken: {zones} generators with {wastes} wastes, {plants} plants with {lines} lines, "
        "{markets} markets, {links} distances",
        "读取：产生源 {zones} 个、固废 {wastes} 项，利用企业 {plants} 家、产线 {lines} 条，"
        "市场 {markets} 个，运距 {links} 条",
    ),
    "wb_left_out": (
        "Left out: {totals} totals, {notes} notes, {unread} columns; "
        "inferred: {inferred} (marked assumed)",
        "不计入：合计 {totals} 行、说明 {notes} 处、未读取 {unread} 列；"
        "推得 {inferred} 处（标为假设）",
    ),
    "wb_scenario": ("Scenario {name}: {file}", "情景“{name}”：{file}"),
    "wb_done": (
        "Made a project in {folder}. What was taken for what stands in {account}.\n"
        "Next: sim run {scenario}",
        "已在 {folder} 建立项目。逐行识别结果见 {account}。\n"
        "下一步：“sim run {scenario} --lang zh”",
    ),
    "wb_done_changes": (
        "Next: sim run {scenario}",
        "下一步：“sim run {scenario} --lang zh”",
    ),
    "wb_more_lines": ("… {count} more of the kind in {account}", "……另有 {count} 处，见 {account}"),
    "wb_unit kt/yr": ("kt/yr", "万吨/年"),
    "wb_unit kt": ("kt", "万吨"),
    "wb_unit CNY/t": ("CNY/t", "元/吨"),
    "wb_unit km": ("km", "公里"),
    "wb_unit ": ("%", "%"),
    "wb_unit 1/yr": ("%/yr", "%/年"),
}
