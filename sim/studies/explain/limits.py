"""The limits of a scenario as planners know them: name, value, and the line where each stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sim.diagnose.conflict import LimitKey
from sim.loader.case import Case, Record
from sim.loader.load import Loaded
from sim.model import limit_position, limit_rows
from sim.network import Network
from sim.results.names import Names
from sim.rules.families import FAMILIES, by_group
from sim.rules.family import BORDERS, EXPANSIONS, ConflictGroup
from sim.rules.wording import Wording
from sim.say.figures import COUNT
from sim.say.message import Bilingual
from sim.scenario.document import BorderRule, Choose, Limit
from sim.studies.explain.cells import Cell, find_cell
from sim.studies.explain.limit_words import LimitWords

GROUP = {name: group for group, names in by_group().items() for name in names}
"""Constraint -> the group of limits it belongs to."""


NOWHERE = Bilingual("", "")


@dataclass(frozen=True)
class Limitation:
    """One limit of a scenario."""

    key: LimitKey
    at: str
    """`file:line` of the entry, of the row, or of the change that set the row's value."""
    about: Bilingual
    """What it limits: a line, a market, a metric of an area …"""
    name: Bilingual
    value: float | None
    """In `unit`; None for a quality rule."""
    unit: str
    note: str = ""
    """A factor of the value, or the formula of a quality rule."""
    place: Bilingual = NOWHERE
    """City or province where it holds, or the technology of a recipe's limit; '' for neither."""

    @property
    def group(self) -> ConflictGroup:
        """Return the group of limits it belongs to."""
        conflict = FAMILIES[self.key[0]].conflict
        assert conflict is not None
        return conflict.group

    @property
    def family(self) -> str:
        """Return the name of its group."""
        return self.group.name

    @property
    def edit(self) -> Wording:
        """Return what a way out does to it, in words."""
        words = FAMILIES[self.key[0]].edit
        assert words is not None
        return words


class Limits:
    """Describes the limits of a case."""

    def __init__(self, loaded: Loaded, case: Case, network: Network) -> None:
        self.loaded, self.case, self.network = loaded, case, network
        names = Names(network, case.tables["areas"])
        self._words = [LimitWords(one, self.record, case, network) for one in names.both]
        self._rows = limit_rows(network)

    def describe(self, key: LimitKey) -> Limitation:
        """Return a limit in words, with its value and its place."""
        family = FAMILIES[key[0]]
        if family.is_choice:
            return self._of_choice(key)
        assert family.cell is not None
        if family.is_entry:
            return self._of_metric(key)
        if family.cell.table == BORDERS:
            return self._of_border(key)
        if family.cell.table == EXPANSIONS:
            return self._of_expansion(key)
        cell = find_cell(key, self.network)
        record = self.record(cell)
        value: Any = record.values[cell.column]
        note = ""
        told = family.cell.told
        if family.is_formula:
            note, value = str(value), None
        elif told and record.values[told] != 1.0:
            note = f"× {100 * record.values[told]:.6g} %"
        about = self._both(lambda words: words.about(key))
        name = self._both(lambda words: words.limit(key))
        at = record.where(cell.column, *cell.also)
        place = self._both(lambda words: words.place(cell))
        return Limitation(key, at, about, name, value, cell.unit, note, place)

    def _both(self, say: Callable[[LimitWords], str]) -> Bilingual:
        english, chinese = map(say, self._words)
        return Bilingual(english, chinese)

    def record(self, cell: Cell) -> Record:
        """Return the row of the input tables that a limit stands in."""
        found = [
            record
            for record in self.loaded.tables[cell.table].records
            if all(record.values[c] == v for c, v in cell.where.items())
            and record.values[cell.column] is not None
        ]
        return min(found, key=lambda record: str(record.at))

    def metric(self, key: LimitKey) -> tuple[int, Limit]:
        """Return position and entry of a limit of the scenario."""
        position = limit_position(key[1][0])
        return position, self.case.scenario.limits[position]

    def border(self, key: LimitKey) -> tuple[int, BorderRule]:
        """Return position and entry of the border rule whose quota it is."""
        position = int(key[1][0].rpartition(":")[2]) - 1
        return position, self.case.scenario.borders[position]

    def stated(self, key: LimitKey) -> Limitation:
        """Return what stands in the file: of a floor under the least rate the whole of it."""
        if not FAMILIES[key[0]].is_entry:
            return self.describe(key)
        return self._of_entry(key, self.metric(key)[1])

    def entry(self, key: LimitKey) -> int | None:
        """Return the position of the entry of `expand` that a limit stands in; None: in none."""
        name = key[1][0]
        if FAMILIES[key[0]].index == ("line",):
            entry_of = self.network.expansions.set_index("line")["entry"]
            name = str(entry_of[name])
        return int(name) - 1 if name else None

    def _of_expansion(self, key: LimitKey) -> Limitation:
        """Describe what may be built at a line, or what has to close for what is built."""
        family, position = FAMILIES[key[0]], self.entry(key)
        name = self._both(lambda words: words.limit(key))
        if position is not None and family.is_share:
            at = self.case.expand_at[position]
            closes = self.case.scenario.expand[position].closes
            assert closes is not None
            about = self._both(lambda words: words.entry(position))
            return Limitation(key, at, about, name, closes.ratio, family.cell_unit)
        line = key[1][0]
        most = dict(
            zip(*(self.network.expansions[c] for c in ("line", "up_to_kt_yr")), strict=True)
        )
        cell = Cell("lines", {"id": line}, "capacity", "kt/yr")
        record = self.record(cell)
        at = record.where("capacity") if position is None else self.case.expand_at[position]
        about = self._both(lambda words: words.about(key))
        place = self._both(lambda words: words.place(cell))
        return Limitation(key, at, about, name, float(most[line]), family.cell_unit, "", place)

    def _of_metric(self, key: LimitKey) -> Limitation:
        return self._of_entry(key, self._rows.get(key[1][0], self.metric(key)[1]))

    def _of_entry(self, key: LimitKey, limit: Limit) -> Limitation:
        position = self.metric(key)[0]
        metric = limit.spec
        about = self._both(lambda words: words.entry_of_limits(limit))
        name = self._both(lambda words: words.called(key[0], words.entry_of_limits(limit)))
        at = self.case.limits_at[position]
        return Limitation(key, at, about, name, limit.amount, metric.unit)

    def choice(self, key: LimitKey) -> tuple[int, Choose]:
        """Return position and entry of `choose` that a limit is of."""
        position = int(key[1][0].partition(":")[0]) - 1
        return position, self.case.scenario.choose[position]

    def _of_choice(self, key: LimitKey) -> Limitation:
        position, entry = self.choice(key)
        family = FAMILIES[key[0]]
        about = self._both(lambda words: words.choice(key[1][0]))
        name = self._both(lambda words: words.called(key[0], words.choice(key[1][0])))
        value = entry.most if family.gives == "up" else entry.least
        at = self.case.choose_at[position]
        return Limitation(key, at, about, name, value, COUNT)

    def _of_border(self, key: LimitKey) -> Limitation:
        position, rule = self.border(key)
        about = self._both(lambda words: words.border(rule))
        name = self._both(lambda words: words.limit(key))
        at = self.case.borders_at[position]
        return Limitation(key, at, about, name, rule.quota, FAMILIES[key[0]].unit)
