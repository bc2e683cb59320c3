"""The value of cooperation on the screen: two tables and a paragraph in planners' words."""

from __future__ import annotations

from functools import reduce
from typing import Any

import numpy as np
from rich.table import Table

from sim.cli.open_table import open_table
from sim.cli.screen import Screen
from sim.say import Language, label, say
from sim.say.apart import count_digits
from sim.say.figures import Scale, scale_of, write_money, write_percent, write_rounded
from sim.solve.arrays import Floats
from sim.studies.divisions import TOLERANCE, Division
from sim.studies.synergy.chart import WRITERS, write_ends
from sim.studies.synergy.study import MOST_EXACT, Synergy, Valuation
from sim.studies.synergy.tables import PlayerNames, masks_unmet, name_unmet, settle

_SHOWN = 20
"""Players, and payments, that are printed at most."""
_TOLD = 4
_SAID = ("shapley", "nucleolus")
"""Divisions that are printed; the tables have all."""


def show_synergy(screen: Screen, study: Synergy, language: Language) -> None:
    """Print what each is worth alone and together, and what follows, in words."""
    title = study.case.scenario.title
    name = (title.zh if language == "zh" else title.en) or title.en
    screen.print()
    screen.print(name, style="bold")
    screen.print(
        label(say("synergy_title", language), _players(study, language), language), style="bold"
    )
    for measure in ("net_utilized", "net_benefit"):
        screen.print(_player_table(study, measure, language))
    worth = reduce(
        lambda before, after: say("next_sentence", language, before=before, after=after),
        tell_worth(study, language),
    )
    for text in (worth, *tell_trust(study, language)):
        screen.print(text, highlight=False)


def _players(study: Synergy, language: Language) -> str:
    count = len(study.players.names)
    return say(f"synergy_level_{study.players.level}", language, count=count)


# -- tables ------------------------------------------------------------------------------------


def _player_table(study: Synergy, measure: str, language: Language) -> Table:
    found = study.valuations[measure]
    unit = "kt/yr" if measure == "net_utilized" else "MCNY/yr"
    scale = scale_of(unit, language)
    key = "synergy_used_title" if measure == "net_utilized" else "synergy_earned_title"
    columns = _columns(study, found, language)
    table = open_table(say(key, language, unit=scale.unit), gap=1)
    table.add_column(say(f"synergy_player_{study.players.level}", language))
    for head in columns:
        table.add_column(head, justify="right")
    names = PlayerNames(study)
    digits = _digits(list(columns.values()), scale)
    for i, player in enumerate(study.players.names[:_SHOWN]):
        cells = [_cell(v[i], scale, digits) for v in columns.values()]
        if found.error is not None:
            at = list(columns).index(say("synergy_shapley", language))
            cells[at] += f" ± {_cell(float(found.error[i]), scale, digits)}"
        table.add_row(names.one(player, language), *cells)
    if len(study.players.names) > _SHOWN:
        rest = len(study.players.names) - _SHOWN
        table.add_row(say("synergy_more_rows", language, count=rest), style="dim")
    sums = [
        "" if head == say("synergy_marginal", language) else _cell(float(v.sum()), scale, digits)
        for head, v in columns.items()
    ]
    table.add_row(say("synergy_all", language), *sums, style="dim")
    return table


def _columns(study: Synergy, found: Valuation, language: Language) -> dict[str, Any]:
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
    return {say(f"synergy_{name}", language): np.asarray(v) for name, v in named.items()}


def _digits(columns: list[Floats], scale: Scale) -> int:
    """Return the digits after the point that tell the figures of every player apart."""
    table = np.column_stack(columns) / scale.size
    largest, least = float(np.abs(table).max()), 1 if scale.size == 1.0 else 2
    return max(count_digits(row, least, largest) for row in table)


def _cell(value: float, scale: Scale, digits: int) -> str:
    return write_rounded(scale.of(value), digits)


# -- words -------------------------------------------------------------------------------------


def tell_worth(study: Synergy, language: Language) -> list[str]:
    """Return the paragraph: what it is worth, who gains, who pays whom."""
    used, earned = (study.valuations[m] for m in ("net_utilized", "net_benefit"))
    said = [_more(study, used, "used", language), _more(study, earned, "earned", language)]
    said += _today(used, earned, language)
    if earned.realized is None:
        return said
    names, gains = PlayerNames(study), earned.shared.payoff - earned.alone
    most = int(np.argmax(gains))
    gain = {
        "name": names.one(study.players.names[most], language),
        "more": write_money(float(gains[most]), language),
    }
    said.append(say("synergy_gains", language, **gain))
    said += _losers(study, names, language)
    said += _payments(study, names, language)
    return said


def _more(study: Synergy, found: Valuation, key: str, language: Language) -> str:
    players = _players(study, language)
    if found.realized is None:
        return say(f"synergy_no_more_{key}", language, players=players)
    together, alone = write_ends(found.measure, [found.total, float(found.alone.sum())], language)
    more = WRITERS[found.measure][1](found.synergy, language)
    figures = {"more": more, "together": together, "alone": alone}
    return say(f"synergy_more_{key}", language, players=players, **figures)


def _today(used: Valuation, earned: Valuation, language: Language) -> list[str]:
    shares = [
        write_percent(100.0 * share, 0)
        for share in (used.realized, earned.realized)
        if share is not None
    ]
    if len(shares) == 2:
        return [say("synergy_today", language, used=shares[0], earned=shares[1])]
    return [say("synergy_today_one", language, share=shares[0])] if shares else []


def _losers(study: Synergy, names: PlayerNames, language: Language) -> list[str]:
    """Return who would be worse off than alone if nobody paid."""
    found = study.valuations["net_benefit"]
    change = study.plans.earned - found.alone
    worse = [i for i in np.argsort(change, kind="stable") if change[i] < -TOLERANCE * found.scale]
    if not worse:
        return []
    listed = [
        say(
            "synergy_loser",
            language,
            name=names.one(study.players.names[i], language),
            less=write_money(-float(change[i]), language),
        )
        for i in worse[:_TOLD]
    ]
    return [say("synergy_loses", language, names=say("list_comma", language).join(listed))]


def _payments(study: Synergy, names: PlayerNames, language: Language) -> list[str]:
    due = dict(zip(study.players.names, map(float, study.payments), strict=True))
    paid = settle(due)
    if not paid:
        return [say("synergy_no_payments", language)]
    listed = [
        say(
            "synergy_pays",
            language,
            payer=names.one(a, language),
            receiver=names.one(b, language),
            amount=write_money(amount, language),
        )
        for a, b, amount in paid[:_TOLD]
    ]
    if len(paid) > _TOLD:
        listed.append(say("synergy_payments_more", language, count=len(paid) - _TOLD))
    joined = say("list_semicolon", language).join(listed)
    return [say("synergy_payments", language, payments=joined), _why(study, names, language)]


def _why(study: Synergy, names: PlayerNames, language: Language) -> str:
    """Return which division the payments follow, and why."""
    found = study.valuations["net_benefit"]
    shared, shapley = found.shared, found.divisions["shapley"]
    if not shared.in_core:
        return say("synergy_by_none", language)
    if shared.name == "shapley":
        return say("synergy_by_shapley", language)
    return say(
        "synergy_by_other",
        language,
        division=say(f"synergy_{shared.name}", language),
        worst=names.coalition(shapley.worst, language),
        more=write_money(shapley.excess, language),
    )


def tell_trust(study: Synergy, language: Language) -> list[str]:
    """Return how exact it is, who complains most, what was checked, and the rules of the game."""
    names = PlayerNames(study)
    count = len(study.valuations["net_benefit"].values)
    said = [
        _worst(division, found, names, language)
        for found in (study.valuations["net_benefit"],)
        for division in found.divisions.values()
        if division.name in _SAID and division.worst
    ]
    said += _tell_core(study.valuations["net_benefit"], language)
    is_linear = study.production.is_linear
    checked = "synergy_checked" if is_linear else "synergy_checked_openings"
    if study.is_exact:
        said += [say("synergy_exact", language, count=count), say(checked, language)]
    else:
        said.append(
            say("synergy_sampled", language, most=MOST_EXACT, orders=study.samples, count=count)
        )
        said.append(say(f"{checked}_sampled", language))
    if not is_linear:
        said.append(say("synergy_openings", language))
    said += _tell_unmet(study, names, language)
    if study.players.idle:
        idle = [names.one(p, language) for p in study.players.idle]
        listed = say("list_comma", language).join(idle)
        said.append(say("synergy_idle", language, names=listed))
    return [*said, say("synergy_rules", language)]


def _tell_core(found: Valuation, language: Language) -> list[str]:
    """Return that no division satisfies every group, where that is so."""
    if found.has_core is not False:
        return []
    least = WRITERS[found.measure][1](found.least_core or 0.0, language)
    return [say("synergy_core_empty", language, more=least)]


def _tell_unmet(study: Synergy, names: PlayerNames, language: Language) -> list[str]:
    """Return which least loads and contracts coalitions cannot keep by themselves."""
    masks = masks_unmet(study)
    comma = say("list_comma", language)
    said = [
        say(
            "synergy_unmet",
            language,
            names=names.coalition(mask, language),
            limits=comma.join(name_unmet(study, mask, language)[:_TOLD]),
        )
        for mask in masks[:_TOLD]
    ]
    if len(masks) > _TOLD:
        said.append(say("synergy_unmet_more", language, count=len(masks) - _TOLD))
    return [*said, say("synergy_unmet_rule", language)] if said else []


def _worst(division: Division, found: Valuation, names: PlayerNames, language: Language) -> str:
    """Return whether a division is in the core, and which coalition it treats worst."""
    core = say("synergy_in_core" if division.in_core else "synergy_not_in_core", language)
    shown: dict[str, object] = {
        "division": say(f"synergy_{division.name}", language),
        "core": core,
        "worst": names.coalition(division.worst, language),
    }
    amount = WRITERS[found.measure][1](abs(division.excess), language)
    if division.excess > TOLERANCE * found.scale:
        return say("synergy_worst_leaves", language, more=amount, **shown)
    if division.excess >= -TOLERANCE * found.scale:
        return say("synergy_worst_even", language, **shown)
    return say("synergy_worst", language, less=amount, **shown)
