"""The limits of a scenario as planners know them: name, value, and the line where each stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sim.diagnose.conflict import LimitKey
from sim.loader.case import Case, Record
from sim.loader.load import Loaded
from sim.model import limit_position, limit_rows
from sim.network import Network
from sim.results.names import Names
from sim.rules.families import FAMILIES, by_group
from sim.rules.family import BORDERS, EXPANSIONS, ConflictGroup, Family
from sim.rules.wording import Wording
from sim.say import say
from sim.say.figures import COUNT
from sim.scenario.document import BorderRule, Choose, Limit
from sim.studies.compare.names import name_of

GROUP = {name: group for group, names in by_group().items() for name in names}
"""Constraint -> the group of limits it belongs to."""
LANGUAGES = ("en", "zh")
Pair = tuple[str, str]
"""A text in English and in Chinese."""


@dataclass(frozen=True)
class Cell:
    """Where a limit stands in the input tables."""

    table: str
    where: Mapping[str, str]
    """Column -> value: what a change would pick the row by."""
    column: str
    unit: str
    also: tuple[str, ...] = ()
    """Further columns that the limit is worked out from."""


@dataclass(frozen=True)
class Limitation:
    """One limit of a scenario."""

    key: LimitKey
    at: str
    """`file:line` of the entry, of the row, or of the change that set the row's value."""
    about: Pair
    """What it limits: a line, a market, a metric of an area …"""
    name: Pair
    value: float | None
    """In `unit`; None for a quality rule."""
    unit: str
    note: str = ""
    """A factor of the value, or the formula of a quality rule."""
    place: Pair = ("", "")
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


def find_cell(key: LimitKey, network: Network) -> Cell:
    """Return where a limit of the input tables stands."""
    family, subject = FAMILIES[key[0]], key[1]
    cell = family.cell
    assert cell is not None
    parts = family.subject_of(family.index)
    words = [
        str(network.lots.at[word, "material"]) if part == "lot" else word
        for part, word in zip(parts, subject, strict=True)
    ]
    where = dict(zip(cell.key, words, strict=True))
    return Cell(cell.table, where, cell.column, cell.unit, cell.also)


class Limits:
    """Describes the limits of a case."""

    def __init__(self, loaded: Loaded, case: Case, network: Network) -> None:
        self.loaded, self.case, self.network = loaded, case, network
        self._names = Names(network, case.tables["areas"])
        self._rows = limit_rows(network)

    def describe(self, key: LimitKey) -> Limitation:
        """Return a limit in words, with its value and its place."""
        family, subject = FAMILIES[key[0]], key[1]
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
        about = self._about(family, subject, "en"), self._about(family, subject, "zh")
        name = self._named(family, subject, about)
        at = record.where(cell.column, *cell.also)
        place = self._place(cell, record, "en"), self._place(cell, record, "zh")
        return Limitation(key, at, about, name, value, cell.unit, note, place)

    def _place(self, cell: Cell, record: Record, language: str) -> str:
        """Return where a limit of the input tables holds: its city, else its province."""
        if cell.table in ("inputs", "groups", "quality"):
            recipe = record.values.get("recipe") or record.values["recipes"][0]
            return self._technologies([recipe], LANGUAGES.index(language))
        values, tables = record.values, self.case.tables
        if cell.table in ("lines", "legacy", "generation"):
            owner, table = ("plant", "plants") if cell.table == "lines" else ("zone", "zones")
            values = tables[table].set_index("id").loc[values[owner]].to_dict()
        named = (values.get(level) for level in ("city", "area", "province"))
        area = next((str(name) for name in named if isinstance(name, str) and name), "")
        return self._names.area(area, language) if area else ""

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
        name = self._named(family, key[1], ("", ""))
        if position is not None and family.is_share:
            at = self.case.expand_at[position]
            closes = self.case.scenario.expand[position].closes
            assert closes is not None
            about = self._entry(position, "en"), self._entry(position, "zh")
            return Limitation(key, at, about, name, closes.ratio, family.cell_unit)
        line = key[1][0]
        most = dict(
            zip(*(self.network.expansions[c] for c in ("line", "up_to_kt_yr")), strict=True)
        )
        cell = Cell("lines", {"id": line}, "capacity", "kt/yr")
        record = self.record(cell)
        at = record.where("capacity") if position is None else self.case.expand_at[position]
        about = self._about(family, key[1], "en"), self._about(family, key[1], "zh")
        place = self._place(cell, record, "en"), self._place(cell, record, "zh")
        return Limitation(key, at, about, name, float(most[line]), family.cell_unit, "", place)

    def _entry(self, position: int, language: str) -> str:
        return say("explain_entry", language, number=position + 1)

    def _of_metric(self, key: LimitKey) -> Limitation:
        return self._of_entry(key, self._rows.get(key[1][0], self.metric(key)[1]))

    def _of_entry(self, key: LimitKey, limit: Limit) -> Limitation:
        position = self.metric(key)[0]
        metric = limit.spec
        abouts, names = [], []
        for language in LANGUAGES:
            abouts.append(self._names.about(limit.metric, limit.asked, language))
            names.append(FAMILIES[key[0]].words.say(language, abouts[-1]))
        about, name = (abouts[0], abouts[1]), (names[0], names[1])
        at = self.case.limits_at[position]
        return Limitation(key, at, about, name, limit.amount, metric.unit)

    def choice(self, key: LimitKey) -> tuple[int, Choose]:
        """Return position and entry of `choose` that a limit is of."""
        position = int(key[1][0].partition(":")[0]) - 1
        return position, self.case.scenario.choose[position]

    def _of_choice(self, key: LimitKey) -> Limitation:
        position, entry = self.choice(key)
        family = FAMILIES[key[0]]
        about = [self._names.choice(key[1][0], language) for language in LANGUAGES]
        name = [family.words.say(language, about[n]) for n, language in enumerate(LANGUAGES)]
        value = entry.most if family.gives == "up" else entry.least
        pair, called = (about[0], about[1]), (name[0], name[1])
        at = self.case.choose_at[position]
        return Limitation(key, at, pair, called, value, COUNT)

    def _of_border(self, key: LimitKey) -> Limitation:
        position, rule = self.border(key)
        abouts, names = [], []
        for language in LANGUAGES:
            ends = [self._names.area(str(name), language) for name in (rule.from_, rule.to)]
            what = (
                self._names.label(rule.material, language)
                if rule.material
                else say(f"class_{rule.waste_class}", language)
            )
            names.append(self._names.limit(key[0], key[1], language))
            abouts.append(say("explain_border", language, a=ends[0], b=ends[1], what=what))
        at = self.case.borders_at[position]
        about, name = (abouts[0], abouts[1]), (names[0], names[1])
        return Limitation(key, at, about, name, rule.quota, FAMILIES[key[0]].unit)

    def _named(self, family: Family, subject: tuple[str, ...], about: Pair) -> Pair:
        """Return the name of a limit in both languages."""
        if not family.is_rule:
            named = [self._names.limit(family.name, subject, language) for language in LANGUAGES]
            return named[0], named[1]
        recipes = [subject[0]]
        if family.is_formula:
            rule = self.record(find_cell((family.name, subject), self.network))
            running = set(self.network.runs["recipe"])
            recipes = [r for r in rule.values["recipes"] if r in running]
        texts = []
        for n, language in enumerate(LANGUAGES):
            what = about[n] if family.is_formula else self._part(family, subject, language)
            run = self._listed([name_of(self.case, ("recipes",), r)[n] for r in recipes], language)
            texts.append(family.words.say(language, self._technologies(recipes, n), run, what))
        return texts[0], texts[1]

    def _technologies(self, recipes: list[str], n: int) -> str:
        frame = self.case.tables["recipes"].set_index("id")["technology"]
        found = dict.fromkeys(str(frame[recipe]) for recipe in recipes)
        names = [name_of(self.case, ("technologies",), technology)[n] for technology in found]
        return self._listed(names, LANGUAGES[n])

    def _listed(self, names: list[str], language: str) -> str:
        return say("list_comma", language).join(dict.fromkeys(names))

    def _part(self, family: Family, subject: tuple[str, ...], language: str) -> str:
        """Return the input, or the inputs of the group, that a share is about."""
        if family.index[-1] == "material":
            return self._names.label(subject[1], language)
        group = self.record(find_cell((family.name, subject), self.network))
        names = [self._names.label(m, language) for m in group.values["materials"]]
        return self._listed(names, language)

    def _about(self, family: Family, subject: tuple[str, ...], language: str) -> str:
        """Return what a limit of the input tables is about."""
        n = LANGUAGES.index(language)
        if family.is_formula:
            rule = self.record(find_cell((family.name, subject), self.network)).values
            return str(rule["name_zh"] or rule["name_en"]) if n else str(rule["name_en"])
        if family.is_rule:
            part = self._part(family, subject, language)
            recipe = name_of(self.case, ("recipes",), subject[0])[n]
            return say("explain_in_recipe", language, part=part, recipe=recipe)
        if family.index == ("zone", "lot"):
            zone = self._names.label(subject[0], language)
            cell = find_cell((family.name, subject), self.network)
            material = self._names.label(cell.where["material"], language)
            key = "explain_old_stock" if cell.table == "legacy" else "explain_arising"
            return say(key, language, material=material, zone=zone)
        if family.index == ("plant", "lot"):
            plant, material = (self._names.label(word, language) for word in subject)
            return say("explain_purchase", language, plant=plant, material=material)
        if family.index[-1] == "mode":
            a, b, mode = (self._names.label(word, language) for word in subject)
            return say("explain_border", language, a=a, b=b, what=mode)
        if family.index == ("market_group",):
            markets = self.network.markets
            inside = markets.index[markets["group"] == subject[0]]
            return self._listed([self._names.label(str(m), language) for m in inside], language)
        return self._names.label(subject[0], language)
