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
    "actor_item_fixed": ("Fixed cost of what is open", "启用固定成本"),
    "actor_item_carbon": ("Carbon", "碳成本"),
    "actor_item_sales": ("Sales of products", "产品销售"),
    "actor_balance": ("Balance", "净额"),
    "actor_of": ("{kind}: {area}", "{kind}：{area}"),
    "report_nav_actors": ("Who pays", "收支"),
    "report_actors": ("Who pays, who earns", "谁付费、谁受益"),
    "report_actors_note": (
        "Payments for waste by kind, million CNY/yr; what is earned is positive, what is paid "
        "negative. Gate prices, and who pays the haul, are those of table gate_prices, mostly "
        "assumed; they move money between the two sides and do not change the plan. Tariffs and "
        "fees are taken as what moving and disposal cost, so carriers and disposal sites end "
        "at zero. Value-added tax is left out.",
        "固废相关收支（亿元/年），收入为正，支出为负。接收价与运费承担方取自接收价表，多为假设值；"
        "只在双方之间转移，不影响方案。运价与处置收费视同其成本，承运方与处置场所净额为零。未计增值税。",
    ),
    "report_actors_sums": (
        "Generators, plants, carriers and disposal sites together: minus the net cost. "
        "All rows together: zero. More in actors.csv.",
        "产生源、利用设施、承运方、处置场所合计等于净成本的相反数；全部合计为零。明细见收支表。",
    ),
    "report_who": ("Who", "主体"),
    "report_pay_gate": ("Gate payments", "接收价款"),
    "report_pay_moving": ("Transport, loading", "运输装卸"),
    "report_pay_borders": ("Borders and tax", "跨省与税"),
    "report_pay_storing": ("Storing, disposal", "贮存处置"),
    "report_pay_operation": ("Running costs", "营运支出"),
    "report_pay_carbon": ("Carbon", "碳成本"),
    "report_pay_waste": ("Balance on waste", "固废净额"),
    "report_pay_production": ("Balance on production", "生产净额"),
    "report_pay_total": ("Balance", "净额"),
    "report_pay_by_group": ("by kind and province", "按类别与省份"),
    "report_pay_by_owner": ("by enterprise", "按企业"),
    "report_pay_by_actor": ("one by one", "逐个主体"),
    "payers_note": (
        "Payments for waste and its residues: earned to the right, paid to the left. Gate prices "
        "are stated in gate_prices, mostly assumed; they do not change the plan.",
        "固废及二次渣相关收支：右为收入，左为支出。接收价取自接收价表，多为假设值，不影响方案。",
    ),
    "transfers_title": ("Who takes whose waste", "谁接收谁的固废"),
    "transfers_map": (
        "{title}: waste that crosses province borders",
        "{title}：跨省转移",
    ),
    "transfers_province": ("Provinces, kt/yr", "省际（万吨/年）"),
    "transfers_city": ("Cities, kt/yr", "城市间（万吨/年）"),
    "transfers_total": ("Total", "合计"),
    "transfers_note": (
        "Row: where the waste arises. Column: where it is used, on the spot included. Framed: "
        "crosses a province border, {waste} of waste; and {residue} of residues, not shown.",
        "行为产生地，列为利用地，含就地利用。橙框为跨省，固废 {waste}；"
        "另有二次渣 {residue} 未列入。",
    ),
}
