"""Words of the value of cooperation, in English and Chinese."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "synergy_one_player": (
        "a game needs two players or more; by {level} there is {only}",
        "至少需要两个成员；按{level}划分只有{only}",
    ),
    "synergy_players_hint": (
        "choose --players province, city or owner",
        "请将成员改按其他层级划分",
    ),
    "synergy_players_province": ("province", "省"),
    "synergy_players_city": ("city", "市"),
    "synergy_players_owner": ("owner", "业主"),
    "synergy_nobody": ("nobody", "零个"),
    "synergy_contradicts": (
        "The values of coalitions contradict what theory says of them; no results were kept.",
        "各联盟的取值与理论矛盾，未保留任何结果。",
    ),
    "synergy_solving": ("solving coalitions", "求解各联盟"),
    "synergy_title": ("What cooperation is worth", "合作的价值"),
    "synergy_level_province": ("{count} provinces", "{count} 个省"),
    "synergy_level_city": ("{count} cities", "{count} 个市"),
    "synergy_level_owner": ("{count} owners", "{count} 个业主"),
    "synergy_player_province": ("Province", "省"),
    "synergy_player_city": ("City", "市"),
    "synergy_player_owner": ("Owner", "业主"),
    "synergy_unstated": ("(not stated)", "（未注明）"),
    "synergy_rules": (
        "Each coalition has its members' wastes, lines, sinks and markets only. Members trade "
        "across all borders for every purpose, hazardous waste with every approval granted, "
        "without surcharges; the caps and floors of the scenario are left out. Ports are open to "
        "all; their throughput, and markets wider than a player, are divided by capacity.",
        "每个联盟只拥有成员自己的固废、产线、处置设施和市场；成员之间跨界流动不限用途，"
        "危险废物视为均获批准，不收附加费；不计情景的总量上下限。港站对各方开放，其吞吐能力以及"
        "范围大于单个成员的市场按产能分摊。",
    ),
    "synergy_used": ("Utilized", "净利用量"),
    "synergy_earned": ("Earned", "净收益"),
    "synergy_used_title": ("Net utilized, {unit}", "净利用量（{unit}）"),
    "synergy_earned_title": ("Net benefit, {unit}", "净收益（{unit}）"),
    "synergy_alone": ("alone", "单独"),
    "synergy_marginal": ("adds last", "边际贡献"),
    "synergy_credited": ("credited together", "合作（按产生方）"),
    "synergy_booked": ("books", "账面"),
    "synergy_payment": ("payment", "补偿"),
    "synergy_after": ("in the end", "最终"),
    "synergy_shapley": ("Shapley", "沙普利值"),
    "synergy_nucleolus": ("nucleolus", "核仁"),
    "synergy_per_capita_nucleolus": ("per-capita nucleolus", "人均核仁"),
    "synergy_scrb": ("separable costs", "可分离成本法"),
    "synergy_owen": ("shadow prices", "影子价格分配"),
    "synergy_in_core": ("in the core", "在核内"),
    "synergy_not_in_core": ("not in the core", "不在核内"),
    "synergy_all": ("all", "合计"),
    "synergy_all_but": ("all but {names}", "除{names}外的各方"),
    "synergy_more_rows": ("and {count} more", "另有 {count} 个"),
    "synergy_more_used": (
        "Working together, the {players} utilize {more} more than each on its own: {together} "
        "instead of {alone}.",
        "{players}合作比各自单独多利用 {more}：由 {alone}增至 {together}。",
    ),
    "synergy_more_earned": (
        "Planned for money instead, they earn {more} more: {together} instead of {alone}.",
        "若以净收益为目标，合作多得 {more}：由 {alone}增至 {together}。",
    ),
    "synergy_no_more_used": (
        "Working together, the {players} utilize no more than each on its own.",
        "{players}合作并不比各自单独利用得更多。",
    ),
    "synergy_no_more_earned": (
        "Planned for money, they earn no more together than each on its own.",
        "若以净收益为目标，合作并不增加净收益。",
    ),
    "synergy_today": (
        "Today's border rules already let {used} of the additional tonnes and {earned} of the "
        "additional money happen.",
        "现行跨界规则已实现其中利用增量的 {used}、收益增量的 {earned}。",
    ),
    "synergy_today_one": (
        "Today's border rules already let {share} of it happen.",
        "现行跨界规则已实现其中的 {share}。",
    ),
    "synergy_gains": (
        "Of the gain in money {name} gets the most, {more}.",
        "收益增量中{name}所得最多，为 {more}。",
    ),
    "synergy_loses": (
        "Before any payment, {names} would be worse off in the joint plan than alone.",
        "若无补偿，{names}在合作方案中的账面将不如单独行动。",
    ),
    "synergy_loser": ("{name} (by {less})", "{name}（少 {less}）"),
    "synergy_pays": ("{payer} pays {receiver} {amount}", "{payer}付给{receiver} {amount}"),
    "synergy_payments": (
        "So that all gain: {payments}.",
        "要使各方均有所得：{payments}。",
    ),
    "synergy_payments_more": ("{count} more, smaller", "另有 {count} 笔较小的支付"),
    "synergy_no_payments": (
        "Nobody has to pay anybody: the joint plan already leaves everyone the right part.",
        "无需相互补偿：合作方案的账面已符合分配结果。",
    ),
    "synergy_by_shapley": (
        "The payments follow the Shapley value; under it no group does better on its own.",
        "补偿按沙普利值确定，任何部分成员单独联合都不会更好。",
    ),
    "synergy_by_other": (
        "The payments follow the {division}: under the Shapley value {worst} would do better "
        "without the others, by {more}.",
        "补偿按{division}确定：若按沙普利值分配，{worst}脱离其余各方可多得 {more}。",
    ),
    "synergy_by_none": (
        "The payments follow the Shapley value; no division that was found satisfies every group.",
        "补偿按沙普利值确定；所求得的分配均不能使所有联盟满意。",
    ),
    "synergy_worst": (
        "{division}: {core}; least satisfied: {worst}, which stays {less} better off than on its "
        "own.",
        "{division}：{core}；最不满意的联盟为{worst}，留下仍多得 {less}。",
    ),
    "synergy_worst_even": (
        "{division}: {core}; least satisfied: {worst}, for which to stay or to leave is the same.",
        "{division}：{core}；最不满意的联盟为{worst}，去留无差别。",
    ),
    "synergy_worst_leaves": (
        "{division}: {core}; {worst} would gain {more} by leaving.",
        "{division}：{core}；{worst}退出可多得 {more}。",
    ),
    "synergy_sampled": (
        "More than {most} players: the Shapley value is the mean of {orders} random orders of "
        "joining, ± is its standard error. Not every coalition was solved, so there is no "
        "nucleolus, and the core is tested on {count} coalitions only.",
        "成员超过 {most} 个：沙普利值为 {orders} 种随机加入次序的均值，± 为标准误差；"
        "未求解全部联盟，故不给出核仁，核的检验只针对 {count} 个联盟。",
    ),
    "synergy_exact": (
        "All {count} coalitions were solved.",
        "已求解全部 {count} 个联盟。",
    ),
    "synergy_checked": (
        "Checked: together always worth at least as much as apart; shadow prices in the core; "
        "books and payments add up.",
        "已核验：联合不劣于分开；影子价格分配在核内；账面与补偿收支平衡。",
    ),
    "synergy_checked_sampled": (
        "Checked: shadow prices satisfy every coalition solved; books and payments add up.",
        "已核验：影子价格分配满足所有已求解的联盟；账面与补偿收支平衡。",
    ),
    "synergy_checked_openings": (
        "Checked: together always worth at least as much as apart; books and payments add up.",
        "已核验：联合不劣于分开；账面与补偿收支平衡。",
    ),
    "synergy_checked_openings_sampled": (
        "Checked: books and payments add up.",
        "已核验：账面与补偿收支平衡。",
    ),
    "synergy_openings": (
        "Something is opened or not (a fixed cost, a least load or size if used, steps): every "
        "coalition opens what is best for its members, proved best, and pays for it; 'choose' is "
        "left out. This is not the game of a linear programme: no shadow prices divide it (no "
        "Owen point), and there need be no division that satisfies every group.",
        "含启停选择（固定成本、启用后的最低负荷或规模、分档）：各联盟自行选择对成员最有利的启用"
        "方案（已证明最优）并承担其费用，不计“choose”。这不再是线性规划博弈：影子价格无法据以分配"
        "（没有欧文点），也未必存在使所有联盟满意的分配。",
    ),
    "synergy_core_empty": (
        "The core is empty: whatever the division, some group would gain at least {more} by "
        "leaving.",
        "核为空：无论怎样分配，总有联盟退出后至少可多得 {more}。",
    ),
    "synergy_unmet": (
        "{names} cannot keep without the others: {limits}.",
        "{names}离开其余各方便无法满足：{limits}。",
    ),
    "synergy_unmet_more": (
        "{count} more coalitions cannot keep all; see the table of coalitions.",
        "另有 {count} 个联盟无法全部满足，见联盟表。",
    ),
    "synergy_unmet_rule": (
        "Where a coalition cannot meet a least load, that line stands still; a contract that it "
        "cannot keep is void. What it is worth is what it then reaches.",
        "联盟无法达到最低负荷时，该产线停运；无法履行的合同作废。联盟的价值按此时所能达到的结果计。",
    ),
    "synergy_idle": (
        "Left out, with nothing to bring: {names}.",
        "未列入（没有固废、产线和处置设施）：{names}。",
    ),
    "synergy_chart_at": ("Chart", "图"),
    "synergy_panel_worth": ("What cooperation adds", "合作带来的增量"),
    "synergy_panel_used": ("Waste utilized, {unit}", "固废净利用量（{unit}）"),
    "synergy_panel_earned": ("Earned before payments, {unit}", "补偿前净收益（{unit}）"),
    "synergy_panel_gain": ("Gain over being alone, {unit}", "相对单独行动的所得（{unit}）"),
    "synergy_panel_payment": ("Side payments, {unit}", "补偿收支（{unit}）"),
    "synergy_bar_today": ("possible under today's border rules", "现行跨界规则下已可实现"),
    "synergy_bar_open": ("needs open borders", "须放开跨界流动"),
    "synergy_bar_used": (
        "Utilized: {alone} alone, {together} together",
        "净利用量：单独 {alone}，合作 {together}",
    ),
    "synergy_bar_earned": (
        "Earned: {alone} alone, {together} together",
        "净收益：单独 {alone}，合作 {together}",
    ),
    "synergy_bar_label": (
        "+{more}   ({share} possible today)",
        "+{more}（现行规则可实现 {share}）",
    ),
    "synergy_bar_nothing": ("nothing to gain", "无增量"),
    "synergy_receives": ("receives", "收入"),
    "synergy_gives": ("pays", "支付"),
    "synergy_legend_alone": ("each alone", "各自单独"),
    "synergy_legend_joint": ("in the joint plan", "合作方案"),
    "synergy_shown": ("Shown: {shown} of {count}.", "图示 {count} 个中的 {shown} 个。"),
    "synergy_note": (
        "Members trade freely; coalitions hold only their members' wastes, lines and markets.",
        "成员之间自由流动；各联盟只拥有其成员的固废、产线和市场。",
    ),
}
