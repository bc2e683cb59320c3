"""A study of cooperation as tables, as JSON, and checked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from sim.errors import Problem, VerificationError
from sim.network.players import UNSTATED
from sim.say.message import in_both, message, plain
from sim.say.texts import BOTH, Texts
from sim.solve import RowName
from sim.solve.arrays import Floats
from sim.solve.coalition import members_of
from sim.solve.production import Members
from sim.studies.divisions import DIVISIONS, TOLERANCE
from sim.studies.synergy.study import MOST_EXACT, SEED, Synergy, Valuation

UNITS = {"net_utilized": "kt_yr", "net_benefit": "MCNY_yr"}
"""Measure -> its unit in a column name."""
_EXACT = tuple(name for name in DIVISIONS if name != "shapley")
"""Divisions that need every coalition."""
_LEAST_PAYMENT = 1e-6
_JOINED = " + "
UNMET_MARK = "; "
_FEW = 4
"""Members from which a coalition may be named by the fewer players who are not in it."""


class PlayerNames:
    """Players, coalitions and what they cannot keep, by their names in one language."""

    def __init__(self, study: Synergy, texts: Texts) -> None:
        self.texts = texts
        self._study = study
        areas = study.case.tables["areas"].set_index("id")
        self._areas = areas if study.players.level != "owner" else areas.iloc[:0]

    def one(self, player: str) -> str:
        """Return the name of a player."""
        if player == UNSTATED:
            return self.texts.say("synergy_unstated")
        if player not in self._areas.index:
            return player
        name, english = (self._areas.loc[player, f"name_{x}"] for x in (self.texts.language, "en"))
        return str(name) if isinstance(name, str) and name else str(english)

    def coalition(self, mask: int) -> str:
        """Return the names of a coalition's members; of a large one those who are not in it."""
        inside = members_of(mask, len(self._study.players.names))
        missing = len(inside) - inside.sum()
        if 0 < missing < _FEW <= inside.sum():
            return self.texts.say("synergy_all_but", names=self.texts.join(self._named(~inside)))
        return _JOINED.join(self._named(inside))

    def _named(self, chosen: Members) -> list[str]:
        players = self._study.players.names
        return [self.one(p) for p, on in zip(players, chosen, strict=True) if on]

    def members(self, mask: int) -> str:
        """Return the names of all members of a coalition."""
        return _JOINED.join(self._named(members_of(mask, len(self._study.players.names))))

    def unmet(self, mask: int) -> list[str]:
        """Return the least loads and contracts that a coalition cannot keep by itself."""
        named = self._study.limit_names.in_language(self.texts)
        return [named.limit(*row) for row in _rows_missed(self._study, mask)]


def _names_in_both(study: Synergy) -> list[PlayerNames]:
    return [PlayerNames(study, texts) for texts in BOTH]


def _add_names(frame: pd.DataFrame, study: Synergy, columns: Sequence[str]) -> pd.DataFrame:
    """Return a table with the names of players behind columns of their ids."""
    for column in columns:
        at = list(frame.columns).index(column) + 1
        for place, names in enumerate(_names_in_both(study)):
            called = [names.one(player) for player in frame[column]]
            frame.insert(at + place, f"{column}_name_{names.texts.language}", called)
    return frame


def coalition_ids(study: Synergy, mask: int) -> str:
    """Return the ids of a coalition's members, as they stand in tables."""
    players = study.players.names
    inside = members_of(mask, len(players))
    return _JOINED.join(p for p, on in zip(players, inside, strict=True) if on)


def tabulate_coalitions(study: Synergy) -> pd.DataFrame:
    """Return every coalition solved, the smaller ones first, with both values."""
    used, earned = (study.valuations[m].values for m in ("net_utilized", "net_benefit"))
    masks = sorted(used, key=lambda m: (m.bit_count(), m))
    return pd.DataFrame(
        {
            "period": study.network.periods[0],
            "coalition": [coalition_ids(study, m) for m in masks],
            **{
                f"coalition_name_{names.texts.language}": [names.members(m) for m in masks]
                for names in _names_in_both(study)
            },
            "size": [m.bit_count() for m in masks],
            "net_utilized_kt_yr": [used[m] for m in masks],
            "net_benefit_MCNY_yr": [earned[m] for m in masks],
            "unmet": [UNMET_MARK.join(list_unmet(study, m)) for m in masks],
        }
    )


def list_unmet(study: Synergy, mask: int) -> list[str]:
    """Return the least loads and contracts that a coalition cannot keep, as constraint|index."""
    return [study.limit_names.cause(row) for row in _rows_missed(study, mask)]


def _rows_missed(study: Synergy, mask: int) -> list[RowName]:
    return [study.production.arrays.row_names[row] for row in sorted(_missed(study, mask))]


def _missed(study: Synergy, mask: int) -> frozenset[int]:
    """Return the rows that a coalition cannot keep, in whichever measure."""
    parts = [found.missed.get(mask, frozenset[int]()) for found in study.valuations.values()]
    return frozenset[int]().union(*parts)


def masks_unmet(study: Synergy) -> list[int]:
    """Return the coalitions that cannot keep everything, the smaller ones first."""
    masks = {mask for found in study.valuations.values() for mask in found.missed}
    return sorted(masks, key=lambda m: (m.bit_count(), m))


def tabulate_players(study: Synergy) -> pd.DataFrame:
    """Return a row per player: worth alone and last to join, every division, books, payments."""
    english, chinese = _names_in_both(study)
    players = study.players.names
    joint = {"net_utilized": study.plans.credited, "net_benefit": study.plans.earned}
    columns: dict[str, Any] = {
        "period": study.network.periods[0],
        "player": list(players),
        "name_en": [english.one(p) for p in players],
        "name_zh": [chinese.one(p) for p in players],
    }
    for measure, unit in UNITS.items():
        found = study.valuations[measure]
        columns |= {
            f"alone_{unit}": found.alone,
            f"marginal_{unit}": found.marginal,
            f"shapley_{unit}": found.divisions["shapley"].payoff,
            f"shapley_error_{unit}": np.nan if found.error is None else found.error,
            **{f"{name}_{unit}": _payoff(found, name) for name in _EXACT},
            f"owen_{unit}": _payoff(found, "owen"),
            f"joint_{unit}": joint[measure],
        }
    columns["payment_MCNY_yr"] = study.payments
    columns["after_MCNY_yr"] = study.plans.earned + study.payments
    return pd.DataFrame(columns)


def _payoff(found: Valuation, name: str) -> Floats | float:
    return found.divisions[name].payoff if name in found.divisions else np.nan


def tabulate_divisions(study: Synergy) -> pd.DataFrame:
    """Return a row per measure and division: whether in the core, and who loses most by it."""
    named = _names_in_both(study)
    rows = [
        {
            "period": study.network.periods[0],
            "measure": measure,
            "division": division.name,
            "in_core": division.in_core,
            "most_dissatisfied": coalition_ids(study, division.worst),
            **{
                f"most_dissatisfied_name_{names.texts.language}": names.members(division.worst)
                for names in named
            },
            **{
                f"would_gain_{unit}": division.excess if of == measure else np.nan
                for of, unit in UNITS.items()
            },
        }
        for measure, found in study.valuations.items()
        for division in found.divisions.values()
    ]
    return pd.DataFrame(rows)


def tabulate_payments(study: Synergy) -> pd.DataFrame:
    """Return who pays whom: the largest payer settles with the largest receiver first.

    What each player pays or receives in all is fixed by the division; who settles with whom is
    one way of doing it, with as few payments as there are players at most.
    """
    rows = settle(dict(zip(study.players.names, map(float, study.payments), strict=True)))
    frame = pd.DataFrame(rows, columns=["from", "to", "amount_MCNY_yr"])
    frame.insert(0, "period", study.network.periods[0])
    return _add_names(frame, study, ["from", "to"])


def settle(due: dict[str, float]) -> list[tuple[str, str, float]]:
    """Return payments (from, to, amount) that give each what is due; payers have negative dues.

    >>> settle({"a": -3.0, "b": 1.0, "c": 2.0})
    [('a', 'c', 2.0), ('a', 'b', 1.0)]
    """
    open_dues = dict(due)
    least = _LEAST_PAYMENT * max([1.0, *map(abs, due.values())])
    found: list[tuple[str, str, float]] = []
    while True:
        payer = min(open_dues, key=lambda p: (open_dues[p], p))
        receiver = min(open_dues, key=lambda p: (-open_dues[p], p))
        amount = min(-open_dues[payer], open_dues[receiver])
        if amount <= least:
            return found
        found.append((payer, receiver, amount))
        open_dues[payer] += amount
        open_dues[receiver] -= amount


def tabulate_accounts(study: Synergy) -> pd.DataFrame:
    """Return what each player books in the joint plan of greatest benefit, before any payment."""
    frame = study.plans.accounts.add_suffix("_MCNY_yr").reset_index()
    frame.insert(0, "period", study.network.periods[0])
    return _add_names(frame.assign(net_benefit_MCNY_yr=study.plans.earned), study, ["player"])


# -- checked -----------------------------------------------------------------------------------


def check_synergy(study: Synergy) -> dict[str, dict[str, Any]]:
    """Return check -> whether it passed and the largest violation, relative to the game's scale.

    `passed` is None where not every coalition was solved.
    """
    checks: dict[str, dict[str, Any]] = {}
    for measure, found in study.valuations.items():
        off = {
            name: abs(float(d.payoff.sum()) - found.total) for name, d in found.divisions.items()
        }
        checks[f"{measure}_divided_exactly"] = _verdict(max(off.values()), found)
        if "owen" in off:
            checks[f"{measure}_owen_in_core"] = _verdict(max(found.owen_excess, off["owen"]), found)
        checks[f"{measure}_superadditive"] = {
            "passed": None if found.losses is None else found.losses == 0,
            "losing_pairs": found.losses,
        }
        more = max(0.0, found.today - found.total)
        checks[f"{measure}_open_borders_not_worse"] = _verdict(more, found)
    earned = study.valuations["net_benefit"]
    books = abs(float(study.plans.earned.sum()) - earned.total)
    checks["net_benefit_books_add_up"] = _verdict(books, earned)
    paid = abs(float(study.payments.sum()))
    checks["net_benefit_payments_balance"] = _verdict(paid, earned)
    return checks


def _verdict(violation: float, found: Valuation) -> dict[str, Any]:
    relative = max(0.0, violation) / found.scale
    return {"passed": relative <= TOLERANCE, "violation": relative}


def refuse_failures(checks: dict[str, dict[str, Any]]) -> None:
    """Raise an error when a check failed.

    Raises
    ------
    VerificationError
    """
    failed = {name: check for name, check in checks.items() if check["passed"] is False}
    if failed:
        problems = [Problem(name, plain(str(check))) for name, check in failed.items()]
        raise VerificationError(message("synergy_contradicts"), problems)


# -- for machines ------------------------------------------------------------------------------


def describe_synergy(study: Synergy, checks: dict[str, Any]) -> dict[str, Any]:
    """Return the content of `synergy.json`."""
    english, chinese = _names_in_both(study)
    scenario = study.case.scenario
    return {
        "format": 1,
        "scenario": {
            "name": scenario.name,
            "title": {"en": scenario.title.en, "zh": scenario.title.zh or scenario.title.en},
        },
        "period": study.network.periods[0],
        "level": study.players.level,
        "players": [
            {"id": p, "en": english.one(p), "zh": chinese.one(p)} for p in study.players.names
        ],
        "without_anything_to_bring": list(study.players.idle),
        "exact": study.is_exact,
        "linear": study.production.is_linear,
        "most_players_exact": MOST_EXACT,
        "orders_sampled": study.samples,
        "seed": None if study.is_exact else SEED,
        "coalitions": len(study.valuations["net_benefit"].values),
        "rules_of_the_game": in_both(message("synergy_rules")),
        "commons": _count(study),
        "measures": {
            measure: _describe_valuation(study, found)
            for measure, found in study.valuations.items()
        },
        "unmet": {
            coalition_ids(study, mask): list_unmet(study, mask) for mask in masks_unmet(study)
        },
        "payments_by": study.valuations["net_benefit"].shared.name,
        "payments": tabulate_payments(study).drop(columns="period").to_dict("records"),
        "checks": checks,
    }


def _count(study: Synergy) -> dict[str, int]:
    """Return constraint -> rows of it that more than one player has a share of."""
    found: dict[str, int] = {}
    for name, _ in study.production.commons:
        found[name] = found.get(name, 0) + 1
    return found


def _describe_valuation(study: Synergy, found: Valuation) -> dict[str, Any]:
    return {
        "unit": UNITS[found.measure].replace("_", "/"),
        "together": found.total,
        "sum_alone": float(found.alone.sum()),
        "synergy": found.synergy,
        "today": found.today,
        "realized_share": found.realized,
        "has_core": found.has_core,
        "least_core": found.least_core,
        "divisions": {
            name: {
                "in_core": division.in_core,
                "most_dissatisfied": coalition_ids(study, division.worst).split(_JOINED),
                "would_gain": division.excess,
            }
            for name, division in found.divisions.items()
        },
    }
