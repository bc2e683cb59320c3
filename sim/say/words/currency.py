"""Words of other currencies, and of volumes."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "currency_code": (
        "'{code}' is no currency other than the yuan: three capital letters",
        "“{code}”不是人民币以外的货币代码（三个大写字母）",
    ),
    "currency_rate": (
        "what one {code} is worth in yuan must be a number above 0",
        "1 {code} 折合人民币的数额须大于 0",
    ),
    "currency_year": ("the year of the prices is no year", "价格年份不是有效年份"),
    "volume_no_density": (
        "a volume, but the density of {material} is not known",
        "为体积，但{material}的密度未知",
    ),
    "volume_no_density_hint": (
        "write its 'density' in table materials, e.g. 1.6 t/m3, or the amount by mass",
        "请在表“materials”填写“density”（例如 1.6 吨/立方米），或按质量填写",
    ),
    "volume_of_nothing": (
        "a volume, but this row has no column 'material' or 'product' to take a density from",
        "为体积，但本行没有“material”或“product”列，无密度可用",
    ),
    "volume_of_nothing_hint": (
        "write it by mass, e.g. 12 kt/yr or 35 CNY/t",
        "请按质量填写，例如 1.2 万吨/年或 35 元/吨",
    ),
    "currency_note": (
        "Amounts in other currencies were taken at {rates}{year}; all results are in CNY.",
        "其他货币按 {rates} 折算{year}；所有结果均以人民币计。",
    ),
    "currency_one": ("1 {code} = {rate} CNY", "1 {code} = {rate} 元"),
    "currency_of": (" (prices of {year})", "（{year} 年价格）"),
}
