"""Words of problems with files: reading them, YAML and CSV."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "no_file": ("there is no file {file}", "文件{file}不存在"),
    "no_file_in": ("there is no file {file} in {folder}", "{folder}中没有文件 {file}"),
    "no_folder": ("there is no folder {folder}", "目录{folder}不存在"),
    "is_no_file": (
        "this is a device or a pipe, not a file",
        "这是设备或管道，不是文件",
    ),
    "is_a_folder": ("this is a folder, not a file", "这是目录，不是文件"),
    "file_large": (
        "the file has {size:.1f} MB; at most {most:g} MB are read",
        "文件大小为 {size:.1f} MB，最多读取 {most:g} MB",
    ),
    "cannot_be_read": ("cannot be read: {reason}", "无法读取：{reason}"),
    "file_outside": (
        "the file lies outside the project folder {root}",
        "文件不在项目目录{root}内",
    ),
    "link_outside": (
        "a link that leads outside the project is not followed",
        "不跟随指向项目之外的链接",
    ),
    "path_refused": ("the path {path} may not be used", "不能使用路径{path}"),
    "write_relative_path": (
        "write a relative path with '/', without '..'",
        "应写相对路径，以“/”分隔，不含“..”",
    ),
    "path_outside": (
        "the path {path} leads outside the project",
        "路径{path}指向项目之外",
    ),
    "path_endless": ("the path {path} cannot be followed", "无法解析路径{path}"),
    "file_empty": ("the file is empty", "文件为空"),
    "table_bom": ("saved as UTF-8 with a mark (BOM), read so", "文件为带 BOM 的 UTF-8，已按此读取"),
    "table_encoding": ("saved as {encoding}, read so", "文件编码为 {encoding}，已按此读取"),
    "table_sep": (
        "cells are separated by '{sign}', as the first line says",
        "按首行声明，以“{sign}”分隔单元格",
    ),
    "table_decimal": (
        "the decimal sign is '{sign}', as the file says",
        "按文件声明，以“{sign}”为小数点",
    ),
    "table_blank_columns": (
        "blank cells behind the last column are left out",
        "末列之后的空单元格不计",
    ),
    "file_bom": (
        "the file begins with a byte order mark (BOM)",
        "文件以字节序标记（BOM）开头",
    ),
    "save_without_bom": ("save it as UTF-8 without BOM", "请另存为无 BOM 的 UTF-8"),
    "file_not_utf8": (
        "the file is not UTF-8; it looks like {encoding}",
        "文件编码不是 UTF-8，疑为 {encoding}",
    ),
    "save_as_utf8": ("save it as UTF-8", "请另存为 UTF-8"),
    "file_nul": ("the file holds a NUL character", "文件含有 NUL 字符"),
    "file_control": (
        "the file holds a control character (code {code})",
        "文件含有控制字符（代码 {code}）",
    ),
    "control_in": ("{text} holds a control character", "{text}含有控制字符"),
    "yaml_forbidden": (
        "the file holds characters that YAML forbids",
        "文件含有 YAML 不允许的字符",
    ),
    "yaml_comments_only": (
        "the file is empty: it holds comments only",
        "文件为空：只有注释",
    ),
    "yaml_no_mapping": (
        "the file must be a mapping of keys to values",
        "文件须为“键: 值”形式的映射",
    ),
    "yaml_begins": ("a scenario begins with 'format: 1'", "情景文件以“format: 1”开头"),
    "yaml_second": ("a second document begins here", "此处开始了第二个文档"),
    "yaml_one_document": ("one file, one document", "一个文件只能有一个文档"),
    "yaml_deep": ("nested deeper than {most} levels", "嵌套超过 {most} 层"),
    "duplicate_key": ("duplicate key {key}", "键{key}重复"),
    "yaml_key": ("a key must be a word", "键须为单词"),
    "yaml_quote_braces": (
        "put a text with braces in quotes",
        "含花括号的文本请加引号",
    ),
    "yaml_merge": ("merge keys ('<<') are not read", "不支持合并键（“<<”）"),
    "yaml_use_extends": ("use 'extends'", "请用“extends”"),
    "yaml_anchor": (
        "anchors and aliases ({anchor}) are not read",
        "不支持锚点与别名（{anchor}）",
    ),
    "yaml_write_out": (
        "write the text out; share with 'extends'",
        "请写出全文；共用内容可用“extends”",
    ),
    "yaml_tag": ("the tag {tag} is not read", "不支持标签{tag}"),
    "leave_it_out": ("leave it out", "请删去"),
    "yaml_tab": ("a tab stands in the indentation", "缩进中有制表符"),
    "yaml_spaces": ("indent with spaces", "请用空格缩进"),
    "yaml_syntax": ("not valid YAML: {said}", "YAML 语法有误：{said}"),
    "yaml_other": ("syntax error", "语法错误"),
    "yaml_quote_colon": (
        "put a text that holds ': ' in quotes",
        "含有“: ”的文本请加引号",
    ),
    "yaml_indentation": (
        "check the indentation: keys of one mapping begin in one column",
        "请检查缩进：同一映射的各键须左端对齐",
    ),
    "yaml_key_value": (
        "write 'key: value', with a space after the colon",
        "应写“键: 值”，冒号后加空格",
    ),
    "yaml_close": (
        "close the '{sign}' and put commas between the entries",
        "请补全“{sign}”的右括号，各项之间用英文逗号分隔",
    ),
    "yaml_close_quotes": ("close the quotes", "请补全引号"),
    "yaml_quote_sign": (
        "put texts that begin with @, `, % or & in quotes",
        "以 @、`、% 或 & 开头的文本请加引号",
    ),
    "unknown_key": ("unknown key {key}", "未知的键{key}"),
    "duplicate_column": ("duplicate column {column}", "列{column}重复"),
    "columns_twice": ("columns {one} and {other}", "第 {one} 列与第 {other} 列"),
    "column_missing": ("column {column} is missing", "缺少列{column}"),
    "file_has": ("the file has: {columns}", "文件中有：{columns}"),
    "column_unnamed": ("column {number} has no name", "第 {number} 列没有列名"),
    "column_unknown": ("unknown column {column}", "未知的列{column}"),
    "column_no_unit": ("column {column} takes no unit", "列{column}不带单位"),
    "column_unit": ("column {column}: {what}", "列{column}：{what}"),
    "separate_with_commas": (
        "separate the columns with commas",
        "各列之间用英文逗号分隔",
    ),
    "header_again": ("the header stands here again", "此行重复了表头"),
    "remove_row": ("remove the row", "请删除此行"),
    "row_ragged": (
        "the row has {cells} cells, the header {width}",
        "该行有 {cells} 个单元格，表头有 {width} 个",
    ),
    "quote_commas": (
        "put a text that holds a comma in double quotes",
        "含英文逗号的文本请加双引号",
    ),
    "cell_long": ("a cell is longer than {most} characters", "有单元格超过 {most} 个字符"),
    "quotes_unmatched": ("the quotes in this row do not match", "本行的引号不成对"),
    "write_quotes_twice": (
        'write a quote inside a quoted cell twice: ""',
        '带引号单元格内的引号须写两次：""',
    ),
    "no_table_called": ("no table is called so", "没有此名称的表"),
    "table_format": ("tables are read from CSV files only", "数据表只能是 CSV 文件"),
    "save_as_csv": (
        "save it as '{file}' (CSV, UTF-8), or name it otherwise",
        "请另存为“{file}”（CSV，UTF-8），或另取名称",
    ),
    "no_column": ("table '{table}' has no column {column}", "表“{table}”没有列{column}"),
    "no_columns": ("there is no column {columns}", "缺少列{columns}"),
    "tables_named": ("{tables}", "表 {tables} "),
    "table_name": ("table '{table}'", "表“{table}”"),
    "the_tables": ("tables", "各表"),
    "table_missing": ("the table '{table}' is missing", "缺少表“{table}”"),
    "table_empty": ("the table '{table}' has no rows", "表“{table}”没有数据行"),
    "every_case_needs": ("every case needs it", "每个情景都需要此表"),
    "header_alone": (
        "there are rows in '{other}'; if nothing arises, write the header alone",
        "表“{other}”有数据行；若不产生固废，只写表头即可",
    ),
}
