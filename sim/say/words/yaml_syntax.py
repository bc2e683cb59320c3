"""What the YAML parser says, which speaks English only; key: `yaml: ` and its own words."""

from __future__ import annotations

_CHINESE = {
    "block sequence entries are not allowed in this context": "此处不能写列表项",
    "control characters are not allowed": "不允许控制字符",
    "could not find expected ':'": "缺少应有的“:”",
    "could not find expected directive name": "缺少指令名",
    "did not find URI escaped octet": "缺少 URI 转义字符",
    "did not find expected '!'": "缺少应有的“!”",
    "did not find expected ',' or ']'": "缺少应有的“,”或“]”",
    "did not find expected ',' or '{sign}'": "缺少应有的“,”或“{sign}”",
    "did not find expected '-' indicator": "缺少应有的“-”",
    "did not find expected <document start>": "缺少文档开头",
    "did not find expected alphabetic or numeric character": "缺少字母或数字",
    "did not find expected comment or line break": "此处应为注释或换行",
    "did not find expected digit or '.' character": "此处应为数字或“.”",
    "did not find expected hexdecimal number": "缺少十六进制数",
    "did not find expected key": "此处应为键",
    "did not find expected node content": "缺少内容",
    "did not find expected tag URI": "缺少标签地址",
    "did not find expected version number": "缺少版本号",
    "did not find expected whitespace": "此处应为空格",
    "did not find expected whitespace or line break": "此处应为空格或换行",
    "did not find the expected '>'": "缺少应有的“>”",
    "found a tab character that violates indentation": "缩进中有制表符",
    "found a tab character where an indentation space is expected": "应为空格缩进处有制表符",
    "found an indentation indicator equal to 0": "缩进指示为 0",
    "found character that cannot start any token": "此字符不能作为开头",
    "found duplicate %TAG directive": "%TAG 指令重复",
    "found duplicate %YAML directive": "%YAML 指令重复",
    "found extremely long version number": "版本号过长",
    "found incompatible YAML document": "YAML 版本不兼容",
    "found invalid Unicode character escape code": "Unicode 转义无效",
    "found undefined tag handle": "未定义的标签前缀",
    "found unexpected ':'": "此处不应有“:”",
    "found unexpected document indicator": "此处不应有文档分隔符",
    "found unexpected end of stream": "文件意外结束",
    "found unexpected non-alphabetical character": "此处不应有非字母字符",
    "found unknown directive name": "未知的指令",
    "found unknown escape character": "未知的转义字符",
    "input is too long": "输入过长",
    "mapping keys are not allowed in this context": "此处不能写键",
    "mapping values are not allowed in this context": "此处不能写值",
}
WORDS: dict[str, tuple[str, str]] = {
    f"yaml: {english}": (english, chinese) for english, chinese in _CHINESE.items()
}
