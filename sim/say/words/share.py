"""Words of games that are given as a table, in English and Chinese."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "game_no_value": (
        "there is no column 'value', nor 'cost'",
        "缺少列“value”或“cost”",
    ),
    "game_no_member": ("a coalition without a member", "联盟中有空缺的成员"),
    "game_join": (
        "join members with '+' or ';', as in 'A + B'",
        "成员之间用“+”或“;”连接，例如“甲 + 乙”",
    ),
    "game_member_twice": (
        "a member stands in the coalition twice: {coalition}",
        "联盟中有重复的成员：{coalition}",
    ),
    "game_twice": ("the coalition is given twice: {coalition}", "联盟重复：{coalition}"),
    "game_first_at": ("the first time in line {line}", "首次出现在第 {line} 行"),
    "game_one_player": ("a game needs two players or more", "至少需要两个成员"),
    "game_many_players": (
        "there are {count} players, and {most} at most can be divided among",
        "共有 {count} 个成员，最多只能有 {most} 个",
    ),
    "game_missing": (
        "coalitions without a value: {coalitions}",
        "以下联盟没有取值：{coalitions}",
    ),
    "game_need_all": (
        "each of the {count} coalitions of the players needs one",
        "成员的全部 {count} 个联盟都须有取值",
    ),
    "share_sum_is_off": ("its sum is off by {off}", "合计相差 {off}"),
    "share_outside_core": ("it lies outside the core", "不在核内"),
    "share_contradicts": (
        "The divisions of the game do not hold what theory says of them; no results were kept.",
        "分配结果与理论矛盾，未保留任何结果。",
    ),
    "share_of_value": ("{name}: how {count} players can share", "{name}：{count} 个成员如何分配"),
    "share_of_cost": (
        "{name}: how {count} players can share the costs",
        "{name}：{count} 个成员如何分摊成本",
    ),
    "share_unit": ("{name}, {unit}", "{name}（{unit}）"),
    "share_player": ("Player", "成员"),
    "share_alone": ("alone", "单独"),
    "share_marginal": ("adds last", "边际贡献"),
    "share_all": ("all", "合计"),
    "share_saves": (
        "Working together they save {amount}: {together} instead of {alone}.",
        "合作可节省 {amount}：由 {alone} 降至 {together}。",
    ),
    "share_gains": (
        "Working together they gain {amount}: {together} instead of {alone}.",
        "合作多得 {amount}：由 {alone} 增至 {together}。",
    ),
    "share_no_gain": (
        "Working together brings no more than each on its own: {together}.",
        "合作并不优于各自单独：{together}。",
    ),
    "share_no_core": (
        "No division satisfies every group: the core is empty.",
        "没有任何分配能使所有联盟满意：核为空。",
    ),
    "share_losing": (
        "Pairs of groups that lose by joining: {count}; most of all {first} and {second}.",
        "联合后反而受损的联盟有 {count} 对，损失最大的是{first}与{second}。",
    ),
    "share_worst": (
        "{division}: {core}; least satisfied: {worst}, {amount} better off than on its own.",
        "{division}：{core}；最不满意的联盟为{worst}，比单独行动多得 {amount}。",
    ),
    "share_worst_even": (
        "{division}: {core}; least satisfied: {worst}, for which to stay or to leave is the same.",
        "{division}：{core}；最不满意的联盟为{worst}，去留无差别。",
    ),
    "share_worst_leaves": (
        "{division}: {core}; {worst} would be {amount} better off on its own.",
        "{division}：{core}；{worst}单独行动可多得 {amount}。",
    ),
    "share_chart_cost": ("What each pays", "各方分摊的成本"),
    "share_chart_value": ("What each gets", "各方所得"),
    "share_chart_note": (
        "Alone: what each pays or gets without the others.",
        "单独：各成员不参与合作时的成本或所得。",
    ),
}
