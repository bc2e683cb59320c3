"""The value of cooperation on the screen: two tables and a paragraph in planners' words."""

from __future__ import annotations

from functools import reduce
from typing import Any

import numpy as np
from rich.table import Table

from sim.cli.open_table import open_table
from sim.cli.screen import Screen
from sim.say.apart import count_digits
from sim.say.figures import write_percent, write_rounded
from sim.say.scales import Scale
from sim.say.texts import Texts
from sim.solve.arrays import Floats
from sim.studies.divisions import TOLERANCE, Division
from sim.studies.synergy.chart import Worth
from sim.studies.synergy.study import MOST_EXACT, Synergy, Valuation
from sim.studies.synergy.tables import PlayerNames, masks_unmet, settle

_SHOWN = 20
"""Players, and payments, that are printed at most."""
_TOLD = 4
_SAID = ("shapley", "nucleolus")
"""Divisions that are printed; the tables have all."""


def show_synergy(screen: Screen, study: Synergy, texts: Texts) -> None:
    """Print what each is worth alone and together, and what follows, in words."""
    title = study.case.scenario.title
    name = texts.of(title) or title.en
    screen.print()
    screen.print(name, style="bold")
    screen.print(texts.label(texts.say("synergy_title"), _players(study, texts)), style="bold")
    for measure in ("net_utilized", "net_benefit"):
        screen.print(_player_table(study, measure, texts))
    worth = reduce(
        lambda before, after: texts.say("next_sentence", before=before, after=after),
        tell_worth(study, texts),
    )
    for text in (worth, *tell_trust(study, texts)):
        screen.print(text, highlight=False)


def _players(study: Synergy, texts: Texts) -> str:
    count = len(study.players.names)
    return texts.say(f"synergy_level_{study.players.level}", count=count)


# -- tables ------------------------------------------------------------------------------------


def _player_table(study: Synergy, measure: str, texts: Texts) -> Table:
    found = study.valuations[measure]
    unit = "kt/yr" if measure == "net_utilized" else "MCNY/yr"
    scale = texts.scale(unit)
    key = "synergy_used_title" if measure == "net_utilized" else "synergy_earned_title"
    columns = _columns(study, found, texts)
    table = open_table(texts.say(key, unit=scale.unit), gap=1)
    table.add_column(texts.say(f"synergy_player_{study.players.level}"))
    for head in columns:
        table.add_column(head, justify="right")
    names = PlayerNames(study, texts)
    digits = _digits(list(columns.values()), scale)
    for i, player in enumerate(study.players.names[:_SHOWN]):
        cells = [_cell(v[i], scale, digits) for v in columns.values()]
        if found.error is not None:
            at = list(columns).index(texts.say("synergy_shapley"))
            cells[at] += f" ± {_cell(float(found.error[i]), scale, digits)}"
        table.add_row(names.one(player), *cells)
    if len(study.players.names) > _SHOWN:
        rest = len(study.players.names) - _SHOWN
        table.add_row(texts.say("synergy_more_rows", count=rest), style="dim")
    sums = [
        "" if head == texts.say("synergy_marginal") else _cell(float(v.sum()), scale, digits)
        for head, v in columns.items()
    ]
    table.add_row(texts.say("synergy_all"), *sums, style="dim")
    return table


def _columns(study: Synergy, found: Valuation, texts: Texts) -> dict[str, Any]:
    """Return head -> figures of the players."""
    named = {"alone": found.alone, "marginal": found.marginal}
    named |= {
        n: found.divisions[n].payoff
        for n in ("shapley", "nucleolus", "owen")
        if n in found.divisions and (n != "owen" or not study.is_exact)
    }
    if found.measure == "net_utilized":
        named["credited"] = study.plans.credited
    else:
        after = study.plans.earned + study.payments
        named |= {"booked": study.plans.earned, "payment": study.payments, "after": after}
    return {texts.say(f"synergy_{name}"): np.asarray(v) for name, v in named.items()}


def _digits(columns: list[Floats], scale: Scale) -> int:
    """Return the digits after the point that tell the figures of every player apart."""
    table = np.column_stack(columns) / scale.size
    largest, least = float(np.abs(table).max()), 1 if scale.size == 1.0 else 2
    return max(count_digits(row, least, largest) for row in table)


def _cell(value: float, scale: Scale, digits: int) -> str:
    return write_rounded(scale.of(value), digits)


# -- words -------------------------------------------------------------------------------------


def tell_worth(study: Synergy, texts: Texts) -> list[str]:
    """Return the paragraph: what it is worth, who gains, who pays whom."""
    used, earned = (study.valuations[m] for m in ("net_utilized", "net_benefit"))
    said = [_more(study, used, "used", texts), _more(study, earned, "earned", texts)]
    said += _today(used, earned, texts)
    if earned.realized is None:
        return said
    names, gains = PlayerNames(study, texts), earned.shared.payoff - earned.alone
    most = int(np.argmax(gains))
    gain = {
        "name": names.one(study.players.names[most]),
        "more": texts.money(float(gains[most])),
    }
    said.append(texts.say("synergy_gains", **gain))
    said += _losers(study, names)
    said += _payments(study, names)
    return said


def _more(study: Synergy, found: Valuation, key: str, texts: Texts) -> str:
    players = _players(study, texts)
    if found.realized is None:
        return texts.say(f"synergy_no_more_{key}", players=players)
    worth = Worth(texts)
    together, alone = worth.ends(found.measure, [found.total, float(found.alone.sum())])
    more = worth.sum(found.measure, found.synergy)
    figures = {"more": more, "together": together, "alone": alone}
    return texts.say(f"synergy_more_{key}", players=players, **figures)


def _today(used: Valuation, earned: Valuation, texts: Texts) -> list[str]:
    shares = [
        write_percent(100.0 * share, 0)
        for share in (used.realized, earned.realized)
        if share is not None
    ]
    if len(shares) == 2:
        return [texts.say("synergy_today", used=shares[0], earned=shares[1])]
    return [texts.say("synergy_today_one", share=shares[0])] if shares else []


def _losers(study: Synergy, names: PlayerNames) -> list[str]:
    """Return who would be worse off than alone if nobody paid."""
    texts = names.texts
    found = study.valuations["net_benefit"]
    change = study.plans.earned - found.alone
    worse = [i for i in np.argsort(change, kind="stable") if change[i] < -TOLERANCE * found.scale]
    if not worse:
        return []
    listed = [
        texts.say(
            "synergy_loser",
            name=names.one(study.players.names[i]),
            less=texts.money(-float(change[i])),
        )
        for i in worse[:_TOLD]
    ]
    return [texts.say("synergy_loses", names=texts.join(listed))]


def _payments(study: Synergy, names: PlayerNames) -> list[str]:
    texts = names.texts
    due = dict(zip(study.players.names, map(float, study.payments), strict=True))
    paid = settle(due)
    if not paid:
        return [texts.say("synergy_no_payments")]
    listed = [
        texts.say(
            "synergy_pays",
            payer=names.one(a),
            receiver=names.one(b),
            amount=texts.money(amount),
        )
        for a, b, amount in paid[:_TOLD]
    ]
    if len(paid) > _TOLD:
        listed.append(texts.say("synergy_payments_more", count=len(paid) - _TOLD))
    joined = texts.join(listed, "list_semicolon")
    return [texts.say("synergy_payments", payments=joined), _why(study, names)]


def _why(study: Synergy, names: PlayerNames) -> str:
    """Return which division the payments follow, and why."""
    texts = names.texts
    found = study.valuations["net_benefit"]
    shared, shapley = found.shared, found.divisions["shapley"]
    if not shared.in_core:
        return texts.say("synergy_by_none")
    if shared.name == "shapley":
        return texts.say("synergy_by_shapley")
    return texts.say(
        "synergy_by_other",
        division=texts.say(f"synergy_{shared.name}"),
        worst=names.coalition(shapley.worst),
        more=texts.money(shapley.excess),
    )


def tell_trust(study: Synergy, texts: Texts) -> list[str]:
    """Return how exact it is, who complains most, what was checked, and the rules of the game."""
    names = PlayerNames(study, texts)
    count = len(study.valuations["net_benefit"].values)
    said = [
        _worst(division, found, names)
        for found in (study.valuations["net_benefit"],)
        for division in found.divisions.values()
        if division.name in _SAID and division.worst
    ]
    said += _tell_core(study.valuations["net_benefit"], texts)
    is_linear = study.production.is_linear
    checked = "synergy_checked" if is_linear else "synergy_checked_openings"
    if study.is_exact:
        said += [texts.say("synergy_exact", count=count), texts.say(checked)]
    else:
        said.append(
            texts.say("synergy_sampled", most=MOST_EXACT, orders=study.samples, count=count)
        )
        said.append(texts.say(f"{checked}_sampled"))
    if not is_linear:
        said.append(texts.say("synergy_openings"))
    said += _tell_unmet(study, names)
    if study.players.idle:
        idle = [names.one(p) for p in study.players.idle]
        said.append(texts.say("synergy_idle", names=texts.join(idle)))
    return [*said, texts.say("synergy_rules")]


def _tell_core(found: Valuation, texts: Texts) -> list[str]:
    """Return that no division satisfies every group, where that is so."""
    if found.has_core is not False:
        return []
    least = Worth(texts).sum(found.measure, found.least_core or 0.0)
    return [texts.say("synergy_core_empty", more=least)]


def _tell_unmet(study: Synergy, names: PlayerNames) -> list[str]:
    """Return which least loads and contracts coalitions cannot keep by themselves."""
    texts = names.texts
    masks = masks_unmet(study)
    said = [
        texts.say(
            "synergy_unmet",
            names=names.coalition(mask),
            limits=texts.join(names.unmet(mask)[:_TOLD]),
        )
        for mask in masks[:_TOLD]
    ]
    if len(masks) > _TOLD:
        said.append(texts.say("synergy_unmet_more", count=len(masks) - _TOLD))
    return [*said, texts.say("synergy_unmet_rule")] if said else []


def _worst(division: Division, found: Valuation, names: PlayerNames) -> str:
    """Return whether a division is in the core, and which coalition it treats worst."""
    texts = names.texts
    core = texts.say("synergy_in_core" if division.in_core else "synergy_not_in_core")
    shown: dict[str, object] = {
        "division": texts.say(f"synergy_{division.name}"),
        "core": core,
        "worst": names.coalition(division.worst),
    }
    amount = Worth(texts).sum(found.measure, abs(division.excess))
    if division.excess > TOLERANCE * found.scale:
        return texts.say("synergy_worst_leaves", more=amount, **shown)
    if division.excess >= -TOLERANCE * found.scale:
        return texts.say("synergy_worst_even", **shown)
    return texts.say("synergy_worst", less=amount, **shown)
