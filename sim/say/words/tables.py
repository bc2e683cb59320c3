"""Words of problems inside and between the tables: keys, references, rules of meaning."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "cell": ("{column} '{value}'", "{column} “{value}”"),
    "duplicate_row": ("duplicate row: {key}", "行重复：{key}"),
    "not_in_table": ("{name} is not in {tables}", "{tables}中没有{name}"),
    "stands_in_both": ("{name} stands in {tables}", "{name}同时见于表 {tables}"),
    "row_dropped": (
        "its row is dropped at {at}: drop or change this row too",
        "该行已在 {at} 删除：请一并删除或修改本行",
    ),
    "order": (
        "{low} {smaller:g} is above {high} {larger:g}",
        "{low}（{smaller:g}）大于 {high}（{larger:g}）",
    ),
    "both_in": ("both in {unit}", "单位均为 {unit}"),
    "lon_or_lat": (
        "only one of lon and lat is given",
        "经度“lon”与纬度“lat”只填了一个",
    ),
    "lon_lat_swapped": (
        "latitude ends at 90; are lon and lat exchanged?",
        "纬度不超过 90；经度“lon”与纬度“lat”是否填反？",
    ),
    "level_zone": ("zone", "产生源"),
    "level_city": ("city", "城市"),
    "level_province": ("province", "省份"),
    "level_province_or_city": ("province or city", "省份或城市"),
    "level_material": ("material", "物料"),
    "level_mode": ("mode", "运输方式"),
    "level_plant": ("plant", "利用设施"),
    "level_market": ("market", "市场"),
    "level_technology": ("technology", "工艺"),
    "level_site": ("site", "厂址"),
    "parent_no_province": (
        "{parent} is not a province of table 'areas'",
        "{parent}不是表“areas”中的省份",
    ),
    "other_level": (
        "{area} is a {found}, not a {wanted}",
        "{area}是{found}，不是{wanted}",
    ),
    "city_elsewhere": (
        "city {city} lies in {found}, not in {given}",
        "城市{city}属于{found}，不属于{given}",
    ),
    "province_unknown": (
        "the province of {place} in table '{table}' is not known, so no border rule can hold",
        "表“{table}”的{place}未注明所属省份，无法适用跨省规则",
    ),
    "give_parent": (
        "write the province, or the 'parent' of city {city} in table 'areas'",
        "填写省份，或在表“areas”中为城市{city}填写“parent”",
    ),
    "give_province": (
        "write the province, or a city whose 'parent' stands in table 'areas'",
        "填写省份，或填写在表“areas”中已有“parent”的城市",
    ),
    "not_an_input": (
        "{material} is not an input of recipe {recipe}",
        "{material}不是配方{recipe}的投入",
    ),
    "group_empty": ("the group names no material", "该分组未列出物料"),
    "separate_them": ("separate them with ';'", "各项之间用“;”分隔"),
    "neither_nor": (
        "{per} is neither '{activity}' nor an input of recipe {recipe}",
        "{per}既不是“{activity}”，也不是配方{recipe}的投入",
    ),
    "name_reserved": (
        "'{word}' is a word of its own in '{place}'",
        "“{word}”在“{place}”中另有专门含义",
    ),
    "other_name": ("give it another name", "请换一个名称"),
    "no_input_of_rule": (
        "{material} is not an input of any recipe of the rule",
        "{material}不是该规则所涉任何配方的投入",
    ),
    "recipe_no_inputs": (
        "recipe {recipe} has no rows in table 'inputs'",
        "配方{recipe}在表“inputs”中没有投入",
    ),
    "give_inputs": ("give its inputs or drop it", "请补充投入或删除该配方"),
    "recipe_elsewhere": (
        "{recipe} belongs to technology {found}, not to {given}",
        "{recipe}属于技术{found}，不属于{given}",
    ),
    "technology_no_recipe": (
        "technology {technology} has no recipe",
        "技术{technology}没有配方",
    ),
    "add_recipe": ("add one to recipes", "请在表“recipes”中添加"),
    "not_a_waste": (
        "material {material} is of kind {kind}, not waste",
        "物料{material}的类型为 {kind}，不是固废（“waste”）",
    ),
    "zones_generate": ("zones generate wastes", "产生源只产生固废"),
    "is_a_waste": ("product {product} is a waste", "产品{product}是固废"),
    "markets_take": ("a market takes products", "市场只接收产品"),
    "kind_waste": ("waste", "固废"),
    "kind_residue": ("residue", "二次渣"),
    "class_blank": (
        "waste_class of {material} is blank",
        "{material}的“waste_class”为空",
    ),
    "write_class": (
        "write general_I, general_II or hazardous",
        "应写“general_I”“general_II”或“hazardous”",
    ),
    "group_max_differs": (
        "group_max differs from that of group {group}",
        "“group_max”与组{group}的其他行不一致",
    ),
    "group_totals": (
        "group '{group}' has different totals: {totals}",
        "组“{group}”的总量不一致：{totals}",
    ),
    "hazardous_rule": (
        "rule '{rule}' for '{what}': hazardous waste crosses provinces by approval only",
        "“{what}”适用规则“{rule}”：危险废物跨省须经审批",
    ),
    "hazardous_rule_hint": (
        "write 'rule: approval' with a quota, the approved amount",
        "写“rule: approval”，并以“quota”写明批准数量",
    ),
    "rule_for_goods": (
        "the rule is for '{material}', which is of kind {kind}: goods cross borders freely",
        "该规则针对“{material}”，其类型为 {kind}：货物过境不受限制",
    ),
    "rules_are_for": (
        "rules are for wastes and residues: {wastes}",
        "规则只针对固废与二次渣：{wastes}",
    ),
    "rule_of_class": (
        "the rule is for '{material}' of class '{named}', but its class is '{own}'",
        "该规则针对“{named}”类的“{material}”，但其类别为“{own}”",
    ),
    "leave_class_out": ("leave 'class' out", "请删去“class”"),
    "published_no_source": (
        "confidence: 'published' without a source",
        "“confidence”标为“published”（公布）但没有来源",
    ),
    "name_source": (
        "name the source, or write 'assumed'",
        "请注明来源，或改标“assumed”",
    ),
    "derived_no_source": (
        "confidence: 'derived' without a source or a note",
        "“confidence”标为“derived”（推算）但没有来源或说明",
    ),
    "say_how": (
        "say in 'note' how, or write 'assumed'",
        "请在“note”中说明算法，或改标“assumed”",
    ),
    "link_no_length": (
        "a link from or to a town of table places needs its length",
        "通往“places”表中城镇的连接须有里程",
    ),
    "link_empty": ("neither km nor cost is given", "“km”与“cost”均未填写"),
    "give_one": ("give one of them", "请填写其一"),
    "link_no_cost": (
        "mode {mode} has no tariff and the link no cost",
        "运输方式{mode}没有费率，该连接也没有费用",
    ),
    "mode_no_tariff": (
        "mode {mode} has no tariff, so nothing can board it",
        "运输方式{mode}没有费率，无法装运",
    ),
    "give_tariff": ("give it one in table modes", "请在表“modes”中填写费率"),
    "formula_property": (
        "formula '{formula}': no material has the property '{property}'",
        "公式“{formula}”：没有物料具有性质“{property}”",
    ),
    "known_are": ("known are {names}", "已有：{names}"),
    "residue_per": (
        "residue '{material}' of recipe '{recipe}' goes by '{per}'",
        "配方“{recipe}”的二次渣“{material}”按“{per}”计",
    ),
    "set_per": (
        "set 'per' to the waste or residue it is made from",
        "请将“per”设为产生它的固废或二次渣",
    ),
    "waste_added": (
        "recipe '{recipe}' makes {total} t of waste and residue from 1 t of '{per}': what it adds "
        "has not arisen, and a rate could leave 0 to 100 %",
        "配方“{recipe}”每吨“{per}”产生固废和二次渣共 {total} 吨：新增部分并非产生量，"
        "利用率可能超出 0–100 %",
    ),
    "waste_added_hint": (
        "make it 1 t/t at most; what reagents and water add may be a product or an intermediate",
        "请将合计改为不超过 1 t/t；药剂和水带来的增量可作为产品或中间品",
    ),
    "feeds_itself": (
        "'min_load': recipe '{recipe}' of the line's technology makes as much of '{material}' as "
        "it takes, so a line that must run could run on nothing but its own",
        "“min_load”：该产线工艺的配方“{recipe}”产出的“{material}”不少于其消耗，"
        "必须运行的产线可能只靠自身产出运转",
    ),
    "feeds_itself_round": (
        "'min_load': what recipe '{recipe}' of the line's technology makes of '{material}' can "
        "come back to it whole through other recipes, so a line that must run could run on "
        "nothing but its own",
        "“min_load”：该产线工艺的配方“{recipe}”由“{material}”产出的物料可经其他配方全部返回，"
        "必须运行的产线可能只靠自身产出运转",
    ),
    "feeds_itself_hint": ("leave 'min_load' blank", "请将“min_load”留空"),
    "waste_for_sale": (
        "'{material}' is a {kind} and has a purchase price",
        "“{material}”是{kind}，却有外购价格",
    ),
    "leave_price_blank": (
        "leave purchase_price blank; what plants pay the generator goes into table gate_prices",
        "“purchase_price”应留空；利用设施付给产生源的价格写在表“gate_prices”",
    ),
    "feed_open": (
        "recipe '{recipe}' counts its feed, but nothing makes its inputs add up to it",
        "配方“{recipe}”按进料量计，但没有规则使各项投入之和等于进料量",
    ),
    "add_feed_group": (
        "add a group of all inputs with min 1 and max 1",
        "请添加包含全部投入的分组，“min”与“max”均为 1",
    ),
    "from_nothing": (
        "recipe '{recipe}' could make its product from nothing",
        "配方“{recipe}”可不用任何投入而产出产品",
    ),
    "runs_on_nothing": (
        "recipe '{recipe}' could run on nothing: no input must be taken (a blank 'min' is 0)",
        "配方“{recipe}”可不用任何投入而运行：没有必须使用的投入（“min”空白即为 0）",
    ),
    "give_minimum": (
        "give an input or a group a minimum share",
        "请为某项投入或某个分组设定最低掺量",
    ),
    "node_twice": (
        "'{node}' is already the name of {other}",
        "“{node}”已被{other}使用",
    ),
    "row_of_table": ("a row of table '{table}' ({at})", "表“{table}”的一行（{at}）"),
    "mass_from_nothing": (
        "recipe '{recipe}' makes {made:g} t from at most {taken:g} t of inputs: no chemistry does",
        "配方“{recipe}”以至多 {taken:g} t 投入产出 {made:g} t：任何化学过程都做不到",
    ),
    "mass_unusual": (
        "recipe '{recipe}' makes {made:g} t from at most {taken:g} t of inputs",
        "配方“{recipe}”以至多 {taken:g} t 投入产出 {made:g} t",
    ),
    "list_all_inputs": (
        "list all inputs, bought materials too, or correct the yields",
        "请列出全部投入（含外购原料），或更正产率",
    ),
    "gain_of_input": (
        "recipe '{recipe}' makes {made:g} t from a tonne of '{material}'",
        "配方“{recipe}”由每吨“{material}”产出 {made:g} t",
    ),
    "share_unusual": (
        "{column}: the recipe takes {value:g} t per tonne of activity and makes {made:g} t",
        "{column}：每吨活动量投入 {value:g} t，而产出仅 {made:g} t",
    ),
    "share_impossible": (
        "{column}: {value:g} t per tonne of activity is more than {most:g} t",
        "{column}：每吨活动量 {value:g} t，超过 {most:g} t",
    ),
    "share_impossible_hint": (
        "write what the recipe may really take; leave 'max' of a group blank for no limit; count "
        "a product in traces by its feed: 'activity' of the recipe is 'feed'",
        "请写配方实际可能的投入；分组不设上限时“max”留空；产品仅为痕量时按投料计量：配方的“activity”写“feed”",
    ),
    "oxides_sum": (
        "the oxides of '{material}' add up to {sum:.4g} %: {parts}",
        "“{material}”的氧化物合计 {sum:.4g} %：{parts}",
    ),
    "oxide_negative": (
        "'{material}' has {value:g} % of {property}",
        "“{material}”的 {property} 为 {value:g} %",
    ),
    "limit_on_goods": (
        "the limit is on the waste '{material}', which is of kind {kind}: it covers nothing",
        "该限制针对固废“{material}”，其类型为 {kind}：不涵盖任何固废",
    ),
    "limits_are_on": (
        "'material' narrows a limit to a waste that arises: {wastes}",
        "“material”须为产生的固废：{wastes}",
    ),
    "limit_on_nothing": (
        "the limit takes no part: nothing that takes part arises there ({scope})",
        "该限制不起作用：其范围内没有参与计算的固废产生（{scope}）",
    ),
    "limit_on_nothing_hint": (
        "look at 'roles' and at table 'generation', or leave the limit out",
        "请检查“roles”与表“generation”，或删去该限制",
    ),
    "goal_of_nothing": (
        "{metric} is 0 here whatever the plan: nothing that takes part adds to it",
        "{metric} 在此恒为 0：没有任何参与计算的项目计入该指标",
    ),
    "goal_in_part": (
        "{metric} leaves out what is not known: of {of} routes {count} go over links that state a "
        "cost and no length, and count as 0",
        "{metric} 不含未知部分：{of} 条路线中有 {count} 条经由只列费用、未列里程的线路，按 0 计",
    ),
    "goal_in_part_hint": (
        "state their km in table 'links'; a plan may prefer these routes for that alone",
        "请在表“links”中填写里程；否则方案可能仅因此而偏向这些路线",
    ),
    "quota_idle": (
        "the quota takes no part: no waste or residue is of class '{named}'",
        "该配额不起作用：没有“{named}”类的固废或二次渣",
    ),
}
