"""Words of what plants buy outside the region, and of costs below zero."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "waste_bought": (
        "'{material}' is a {kind} and cannot be bought outside the region",
        "“{material}”是{kind}，不能从区域外购入",
    ),
    "waste_bought_hint": (
        "waste comes from zones: give it one in tables zones and generation",
        "固废来自产生源：请在表“zones”和“generation”中填写",
    ),
    "no_purchase_price": (
        "'{material}' has no price, here or in table materials",
        "“{material}”没有价格，此处与表“materials”均未填写",
    ),
    "no_purchase_price_hint": (
        "write 'price' here, or 'purchase_price' in table materials",
        "请在此填写“price”，或在表“materials”填写“purchase_price”",
    ),
    "explain_arising": ("{material} of {zone}", "{zone}的{material}"),
    "explain_purchase": ("{material} bought at {plant}", "{plant}外购的{material}"),
    "link_pays": (
        "a link from or to a terminal cannot cost less than nothing: going round would pay",
        "通往港站的连接费用不能为负：否则往返绕行即可获利",
    ),
    "link_pays_hint": (
        "write the cost 0 here, and the negative cost on the link between the sites",
        "此处费用请填 0，负费用写在两个厂址之间的连接上",
    ),
}
