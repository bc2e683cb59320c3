"""What a tonne more that arises costs or brings: the dual of its balance, and all it moves besides.

The generation of a waste stands on the right-hand side of its balance, in the denominator of rates,
and in bounds that are shares of it. A price is the sum of what each of these is worth.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sim.diagnose.units_of_rows import RowUnit
from sim.model import limit_family, limit_rows
from sim.network import Network
from sim.rules.amounts import AMOUNTS
from sim.rules.families import stored_max, zone_balance
from sim.rules.ingredients import read_ingredients
from sim.rules.metrics import METRICS
from sim.scenario.document import Limit, Stage
from sim.scenario.records import records
from sim.solve.session import RowName, Session
from sim.solve.stages import Progress, slack_of

_GENERATED = ("supply", "generation_kt_yr")


class Arising:
    """Units of the balances of zones: a kt/yr that arises, and what moves with it."""

    def __init__(self, session: Session, values: Mapping[str, float], columns: Any) -> None:
        network = session.network
        self._rows = frozenset(session.row_of)
        self._limits = limit_rows(network)
        self._supply = {(s.zone, s.lot): s for s in records(network.supply)}
        self._network = network
        self._bases = {name: session.form(name).base(columns) for name in values}
        self._values = values
        self._adds = self._added()

    def unit_of(self, row: RowName) -> RowUnit:
        """Return the unit of a balance."""
        zone, lot, *period = row[1]
        supply = self._supply[zone, lot]
        others = [
            (limit_row, moved)
            for index, limit in self._limits.items()
            if (limit_row := (limit_family(limit).name, (index,))) in self._rows
            and (moved := self._moves(limit, zone, supply.material))
        ]
        own = stored_max.NAME, (zone, lot, *period)
        if own in self._rows:
            others.append((own, float(supply.stored_max)))
        return RowUnit(zone_balance.FAMILY.unit, others=tuple(others), adds=self._adds)

    def _added(self) -> dict[str, float]:
        """Return what a kt/yr more adds to each metric by itself, whatever the plan."""
        found = {}
        for name, value in self._values.items():
            above = _generated_in(name)
            below = value if METRICS[name].over is not None else 0.0
            found[name] = (above - below) / self._bases[name] if self._bases[name] > 0 else 0.0
        return found

    def _moves(self, limit: Limit, zone: str, material: str) -> float:
        """Return how far the bound of a limit's row moves with a kt/yr of a waste."""
        if limit.metric in AMOUNTS or not _covers(self._network, limit.scope, zone, material):
            return 0.0
        below = limit.amount if METRICS[limit.metric].over is not None else 0.0
        return below - _generated_in(limit.metric)


def _generated_in(name: str) -> float:
    """Return how many times the waste generated stands in a metric, or above in a rate."""
    return read_ingredients(METRICS[name]).most.get(_GENERATED, 0.0)


def _covers(network: Network, scope: Mapping[str, str], zone: str, material: str) -> bool:
    own = {"zone": zone, "material": material}
    areas = {level: of.get(zone, "") for level, of in network.areas.items()}
    return all({**areas, **own}.get(level) == name for level, name in scope.items())


def can_tell(session: Session, stages: Sequence[Stage], progress: Progress) -> bool:
    """Return whether duals tell what a tonne that arises is worth.

    Not where rates of areas are compared, in whose rows generation is a coefficient, nor where an
    earlier stage gives up some of a metric that it is in.
    """
    if session.network.scenario.balanced:
        return False
    reached = zip(stages, progress.stages, strict=True)
    kept = [stage.metric for stage, found in reached if slack_of(stage, found.value) > 0]
    return not any(METRICS[m].over is not None or _generated_in(m) for m in kept)
