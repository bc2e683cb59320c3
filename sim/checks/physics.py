"""What mass and chemistry forbid across the rows of a case, and what they make unlikely."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from sim.errors import Problem
from sim.loader.case import Case
from sim.network.chains import rows_by
from sim.network.formula import ACTIVITY
from sim.say.message import Message, listed, message, plain
from sim.scenario.library_rows import (
    MOST_GAIN,
    MOST_OXIDES,
    MOST_SHARE,
    OXIDE,
    USUAL_GAIN,
    USUAL_OXIDES,
    USUAL_SHARE,
)
from sim.scenario.records import records

_LOST_ON_IGNITION = frozenset({"C", "H"})
_PER_CENT = 100.0
_ROUNDING = 1 + 1e-9


@dataclass(frozen=True)
class _Balance:
    """What a recipe makes and may take in, per tonne of activity."""

    recipe: str
    greatest: dict[str, tuple[float, str]]
    """Activity or input -> the greatest yield by it, and its `file:line`."""
    made: float
    """Made whatever it takes, t."""
    per: dict[str, float]
    """Input -> t made per t of it."""
    most: dict[str, float]
    """Input -> the most it takes, t."""
    groups: tuple[tuple[frozenset[str], float], ...]
    """Inputs, and the most they are together, t."""

    @property
    def taken(self) -> float:
        """Return the most that it takes in, t."""
        return self._sum(dict.fromkeys(self.most, 1.0))

    @property
    def all_made(self) -> float:
        """Return the most that it makes, t."""
        return self.made + self._sum({name: self.per.get(name, 0.0) for name in self.most})

    def room(self, gain: float) -> float:
        """Return what it may make by activity if a tonne taken in becomes at most `gain`."""
        return self._sum({n: max(gain - self.per.get(n, 0.0), 0.0) for n in self.most})

    def _sum(self, weights: dict[str, float]) -> float:
        """Return a bound of the weighted sum of the inputs: of each alone, and of its groups."""
        alone = {name: weights[name] * most for name, most in self.most.items()}
        total = sum(alone.values())
        bounds = [total]
        for names, most in self.groups:
            inside = names & alone.keys()
            if inside:
                together = max(weights[n] for n in inside) * most
                bounds.append(total - sum(alone[n] for n in inside) + together)
        return min(bounds)


def _balances(case: Case) -> Iterator[_Balance]:
    """Yield the balance of every recipe that makes something."""
    yields = case.tables["yields"].assign(where=case.places("yields", "amount"))
    inputs = rows_by(case.tables["inputs"], "recipe")
    groups = rows_by(case.tables["groups"], "recipe")
    for recipe, rows in rows_by(yields, "recipe").items():
        per: dict[str, float] = {}
        greatest: dict[str, tuple[float, str]] = {}
        for row in rows:
            per[row.per] = per.get(row.per, 0.0) + row.amount
            top = greatest.get(row.per, (-1.0, ""))
            greatest[row.per] = max(top, (row.amount, row.where), key=lambda pair: pair[0])
        bounded = [g for g in groups[recipe] if g.max == g.max]
        yield _Balance(
            recipe,
            greatest,
            per.pop(ACTIVITY, 0.0),
            per,
            {row.material: float(row.max) for row in inputs[recipe]},
            tuple((frozenset(g.materials), float(g.max)) for g in bounded),
        )


def impossible_mass(case: Case) -> Iterator[Problem]:
    """A recipe makes no more than its inputs, and what the air adds to them, can become.

    Where a tonne of activity takes less than a tonne of inputs the rest may not be listed.
    """
    for balance in _balances(case):
        unlisted = max(1.0 - balance.taken, 0.0)
        if balance.made > (balance.room(MOST_GAIN) + MOST_GAIN * unlisted) * _ROUNDING:
            yield _tell(balance, "mass_from_nothing", "mass")
        yield from _gains(balance, MOST_GAIN)


def unusual_mass(case: Case) -> Iterator[Problem]:
    """Recipes that make more than they take, or take far more than they make."""
    balances = list(_balances(case))
    for balance in balances:
        if balance.made > balance.room(USUAL_GAIN) * _ROUNDING:
            yield _tell(balance, "mass_unusual", "unusual")
        yield from _gains(balance, USUAL_GAIN)
    yield from _shares(case, {b.recipe: b.all_made for b in balances})


def _tell(balance: _Balance, key: str, code: str) -> Problem:
    made, taken = balance.made, balance.taken
    what = message(key, recipe=balance.recipe, made=made, taken=taken)
    greatest, where = balance.greatest[ACTIVITY]
    return Problem(where, what, _in_per_cent(greatest) or message("list_all_inputs"), code)


def _gains(balance: _Balance, most: float) -> Iterator[Problem]:
    for name, made in balance.per.items():
        if made > most * _ROUNDING:
            what = message("gain_of_input", recipe=balance.recipe, made=made, material=name)
            greatest, where = balance.greatest[name]
            yield Problem(where, what, _in_per_cent(greatest), "mass")


def _in_per_cent(share: float) -> Message | None:
    """Return that a share above one may be meant in per cent."""
    return message("meant_slip", text=f"{share:.10g} %") if 1 < share <= _PER_CENT else None


def _shares(case: Case, made: dict[str, float]) -> Iterator[Problem]:
    """Yield inputs and groups that are many times what their recipe makes."""
    for recipe, column, value, where in _greatest_shares(case):
        whole = max(1.0, made.get(recipe, 0.0))
        if USUAL_SHARE * whole < value <= MOST_SHARE:
            what = message("share_unusual", column=column, value=value, made=whole)
            yield Problem(where, what, _in_per_cent(value), "unusual")


def impossible_shares(case: Case) -> Iterator[Problem]:
    """No tonne of activity takes tens of thousands of tonnes."""
    for _, column, value, where in _greatest_shares(case):
        if value > MOST_SHARE:
            what = message("share_impossible", column=column, value=value, most=MOST_SHARE)
            yield Problem(where, what, message("share_impossible_hint"), "bound")


def _greatest_shares(case: Case) -> Iterator[tuple[str, str, float, str]]:
    """Yield recipe, column, share and place of every input and group: `max`, else `min`.

    The high end of a range too, which a change or a study may take in the place of `max`.
    """
    for table in ("inputs", "groups"):
        frame = case.tables[table]
        places = {column: case.places(table, column) for column in ("min", "max", "max_high")}
        for number, row in enumerate(records(frame)):
            for column in ("max" if row.max == row.max else "min", "max_high"):
                share = getattr(row, column)
                if pd.notna(share) and (column != "max_high" or share > row.max):
                    yield row.recipe, column, float(share), places[column][number]


@dataclass(frozen=True)
class _Analysis:
    """The oxides that are told of a material, or of that of one producer."""

    name: str
    where: str
    oxides: dict[str, tuple[str, float]]
    """Element -> its oxide and the greatest content told of it."""

    @property
    def sum(self) -> float:
        """Return the sum of the oxides, each element once."""
        return sum(content for _, content in self.oxides.values())


def _analyses(case: Case) -> Iterable[_Analysis]:
    """Return the analyses of a case; carbon and water stand in the loss on ignition."""
    found: dict[str, _Analysis] = {}
    frame = case.tables["composition"]
    for row, where in zip(records(frame), case.places("composition", "value"), strict=True):
        match = OXIDE.fullmatch(row.property)
        if match is None or match[1] in _LOST_ON_IGNITION:
            continue
        producer = row.producer if isinstance(row.producer, str) else ""
        name = f"{row.material} ({producer})" if producer else row.material
        oxides = found.setdefault(name, _Analysis(name, where, {})).oxides
        known = oxides.get(match[1], ("", 0.0))
        oxides[match[1]] = max(known, (row.property, row.value), key=lambda pair: pair[1])
    return found.values()


def impossible_contents(case: Case) -> Iterator[Problem]:
    """No oxide is less than nothing, and all of them are no more than the whole."""
    frame = case.tables["composition"]
    for row, where in zip(records(frame), case.places("composition", "value"), strict=True):
        if row.value < 0 and OXIDE.fullmatch(row.property):
            share = _PER_CENT * row.value
            facts: dict[str, Any] = {"material": row.material, "property": row.property}
            yield Problem(where, message("oxide_negative", value=share, **facts), None, "bound")
    yield from _sums(case, MOST_OXIDES, "bound")


def unusual_contents(case: Case) -> Iterator[Problem]:
    """Analyses whose oxides are a little more than the whole."""
    return _sums(case, USUAL_OXIDES, "unusual")


def _sums(case: Case, most: float, code: str) -> Iterator[Problem]:
    for analysis in _analyses(case):
        if analysis.sum > most * _ROUNDING:
            parts = listed(
                plain(f"{name} {_PER_CENT * content:.4g} %")
                for name, content in analysis.oxides.values()
            )
            total = _PER_CENT * analysis.sum
            what = message("oxides_sum", material=analysis.name, sum=total, parts=parts)
            yield Problem(analysis.where, what, None, code)
