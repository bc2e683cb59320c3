"""Words of problems with one value: its type, unit, bounds, form."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "unit_slip": (
        "'{word}' is hardly meant; thousand is 'k', million is 'M'",
        "“{word}”恐有笔误；千写作“k”，百万写作“M”",
    ),
    "unit_unknown": ("unknown unit '{word}'", "未知单位“{word}”"),
    "unit_unreadable": ("'{text}' is not a unit", "“{text}”不是单位"),
    "unit_long": ("the unit is longer than {most} characters", "单位超过 {most} 个字符"),
    "unit_share": ("a share", "比例"),
    "unit_differs": (
        "'{unit}' does not measure the same as '{wanted}'",
        "“{unit}”与“{wanted}”的量纲不同",
    ),
    "unit_missing": ("'{text}' has no unit", "“{text}”缺少单位"),
    "unit_in_header": (
        "{hint}, or put the unit in the header: '{heading}'",
        "{hint}，或在表头注明单位：“{heading}”",
    ),
    "header_gives_unit": ("the header gives the unit '{unit}'", "表头已注明单位“{unit}”"),
    "number_with_unit": ("'{text}' is not a number with a unit", "“{text}”不是带单位的数"),
    "number_unreadable": ("'{text}' is not a number", "“{text}”不是数"),
    "number_several": ("'{text}' is not one number with a unit", "“{text}”不是单个带单位的数"),
    "number_infinite": ("'{text}' is not a finite number", "“{text}”不是有限数"),
    "not_a_quantity": ("'{text}' is not a quantity", "“{text}”不是数量"),
    "quantity_blank": ("a blank is not a quantity", "空白不是数量"),
    "not_a_share": (
        "'{text}' is not a share between 0 and 100 %",
        "“{text}”不是 0 至 100 % 之间的比例",
    ),
    "not_an_amount": ("{value} is not an amount", "{value}不是数量"),
    "negative": ("'{value}' is negative", "“{value}”为负"),
    "not_negative": ("write zero or more", "应写零或正数"),
    "bare_rate": (
        "'{text}' is more than the whole; for {text} per cent write '{text} %'",
        "“{text}”超过全部；若指百分之 {text}，应写“{text} %”",
    ),
    "write_per_cent": (
        "for {value:g} per cent write '{value:g} %'",
        "若指百分之 {value:g}，应写“{value:g} %”",
    ),
    "identifier": (
        "'{value}' is not a short name: a letter or digit, then letters, digits, "
        "'_', '-', '.', '+'; at most 64 in all",
        "“{value}”不能用作短名称：首字符须为字母或数字，其后可用字母、数字、"
        "“_”“-”“.”“+”，总长不超过 64 个字符",
    ),
    "key_missing": ("{key} is missing", "缺少{key}"),
    "not_allowed": ("{value} is not allowed here", "此处不能用{value}"),
    "value_below": ("{value} is below {bound:g}", "{value}小于 {bound:g}"),
    "value_above": ("{value} is above {bound:g}", "{value}大于 {bound:g}"),
    "value_not_above": ("{value} must be above {bound:g}", "{value}须大于 {bound:g}"),
    "value_not_below": ("{value} must be below {bound:g}", "{value}须小于 {bound:g}"),
    "text_long": ("{text} is longer than {most} characters", "{text}超过 {most} 个字符"),
    "this_is_empty": ("this is empty", "内容为空"),
    "give_one_entry": ("give at least one entry", "至少填写一项"),
    "wrong_type": ("{value} is not {wanted}", "{value}不是{wanted}"),
    "wanted_text": ("a text", "文本"),
    "wanted_whole_number": ("a whole number", "整数"),
    "wanted_number": ("a number", "数"),
    "wanted_finite_number": ("a finite number", "有限数"),
    "wanted_switch": ("true or false", "“true”或“false”"),
    "wanted_mapping": ("a mapping", "键值映射"),
    "wanted_list": ("a list", "列表"),
    "wanted_here": ("what is wanted here", "此处所需的内容"),
    "put_in_quotes": ("put it in quotes", "请加引号"),
    "write_switch": ("write true or false", "应写“true”或“false”"),
    "write_mapping": ("write 'key: value' lines", "请逐行写“键: 值”"),
    "write_list": (
        "write one entry a line, each after '- '",
        "每行写一项，行首加“- ”",
    ),
    "separate_entries": ("separate the entries with ';'", "各项之间用“;”分隔"),
    "this_mapping": ("this mapping", "此键值映射"),
    "this_list": ("this list", "此列表"),
    "a_blank": ("a blank", "空白"),
    "must_not_be_blank": ("this must not be blank", "不能为空"),
    "flow": ("{value:g} kt/yr", "{value:g} kt/yr"),
    "formula_long": (
        "the formula is longer than {most} characters",
        "公式超过 {most} 个字符",
    ),
    "formula_unreadable": ("'{text}' is not a formula", "“{text}”不是公式"),
    "formula_sign": (
        "'{text}' needs exactly one of <=, >=, ==",
        "“{text}”须有且只有一个 <=、>= 或 ==",
    ),
    "formula_constant": (
        "'{text}': the number {number:g} needs '*mass' or '*activity'",
        "“{text}”：常数 {number:g} 须乘以“*mass”或“*activity”",
    ),
    "formula_empty": ("'{text}' names no property", "“{text}”未涉及任何成分或性质"),
    "formula_part": (
        "'{text}' is not a sum of numbers times names",
        "“{text}”不是“数×名称”之和",
    ),
}
