"""Words of who pays and who earns, in English and Chinese."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "actor_generator": ("Generators", "产生源"),
    "actor_plant": ("Plants", "利用设施"),
    "actor_carrier": ("Carriers", "承运方"),
    "actor_sink": ("Disposal sites", "处置场所"),
    "actor_province": ("Provinces", "省级财政"),
    "actor_market": ("Buyers of products", "产品买方"),
    "actor_supplier": ("Suppliers", "供应方"),
    "actor_carbon": ("Carbon market", "碳市场"),
    "actor_item_gate": ("Gate payments", "接收价款"),
    "actor_item_transport": ("Transport", "运输"),
    "actor_item_handling": ("Loading and unloading", "装卸"),
    "actor_item_operation": ("Running costs of carriers and disposal", "运输与处置的营运支出"),
    "actor_item_border": ("Border surcharges", "跨省附加费"),
    "actor_item_waiting": ("Waiting at borders", "跨省办理等待"),
    "actor_item_storage": ("Own storage", "自有贮存"),
    "actor_item_disposal": ("Disposal fees", "处置收费"),
    "actor_item_tax": ("Environmental tax", "环境保护税"),
    "actor_item_reclaim": ("Reclaiming old stock", "历史堆存回采"),
    "actor_item_processing": ("Processing", "加工"),
    "actor_item_purchase": ("Purchases", "外购原料"),
    "actor_item_capital": ("Capital annuity", "投资年金"),
    "actor_item_carbon": ("Carbon", "碳成本"),
    "actor_item_sales": ("Sales of products", "产品销售"),
    "actor_balance": ("Balance", "净额"),
    "actor_of": ("{kind}: {area}", "{kind}：{area}"),
}
