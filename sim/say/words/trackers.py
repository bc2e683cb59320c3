"""Words of trackers of plants: what was taken of one, and why rows are left out."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "wb_tracker": (
        "{credit}: {taken} of {rows} rows taken",
        "{credit}：共 {rows} 行，读取 {taken} 行",
    ),
    "wb_tracker_undated": (
        "neither the name of the file nor a sheet tells which release it is",
        "文件名与各工作表均未注明发布年月",
    ),
    "wb_tracker_sheet": ("sheet of the tracker, not read", "该数据集的其他工作表，未读取"),
    "wb_tracker_column": ("heading '{text}': read", "表头“{text}”：已读取"),
    "wb_tracker_columns": ("further columns, not read: {count}", "其他列未读取：{count} 列"),
    "wb_tracker_line": (
        "heading '{text}': capacity of lines, {name}",
        "表头“{text}”：产线产能（{name}）",
    ),
    "wb_tracker_waste": (
        "heading '{text}': waste of each unit of capacity that operates, {name}, "
        "{each:g} kt/yr ({low:g} to {high:g}), assumed",
        "表头“{text}”：按在运产能每单位 {each:g} 千吨/年推算{name}（{low:g}～{high:g}），属假设",
    ),
    "wb_left": (
        "rows left out: {count}, {reason} (rows {rows})",
        "不计入 {count} 行：{reason}（第 {rows} 行）",
    ),
    "wb_left_country": (
        "in other countries or areas; --area takes those of one",
        "位于其他国家和地区，可用“--area”指定",
    ),
    "wb_left_area": ("outside of the areas asked for", "不在所指定的区域内"),
    "wb_left_plant": (
        "no sheet tells name and place of the plant",
        "各工作表均无该企业的名称与位置",
    ),
    "wb_left_status": ("status '{what}'", "状态为“{what}”"),
    "wb_left_point": ("no coordinates", "无经纬度"),
    "wb_left_capacity": (
        "no capacity in the columns that are read",
        "所读取的列中没有产能数值",
    ),
    "wb_left_none": (
        "'{what}' of a kind that no process stands for",
        "“{what}”所属类型没有对应的工艺",
    ),
    "wb_left_technology": (
        "the library has no process '{what}'",
        "库中没有工艺“{what}”",
    ),
    "wb_left_material": (
        "the library has no material '{what}'",
        "库中没有物料“{what}”",
    ),
    "wb_left_idle": (
        "capacity that makes no waste yet, status '{what}'",
        "产能尚未投运，不产生固废（状态“{what}”）",
    ),
    "wb_kind_left": ("left out", "不计入"),
    "wb_no_rows_of_area": (
        "no row of a tracker lies in {text}",
        "数据集中没有位于{text}的行",
    ),
    "wb_area_only_trackers": (
        "areas choose among the plants of a published tracker; no workbook holds one here",
        "指定区域仅用于筛选已发布设施数据集中的企业，所给工作簿均不是此类数据集",
    ),
    "help_import_area": (
        "Country, province, city or county of which plants are taken, of a published tracker; "
        "may be given several times.",
        "仅读取该国家、省、市或区县的企业（用于已发布的设施数据集），可多次给出。",
    ),
}
