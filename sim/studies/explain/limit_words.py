"""What the limits of a case are called in one language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sim.diagnose.conflict import LimitKey
from sim.loader.case import Case, Record
from sim.network import Network
from sim.results.names import NamesIn
from sim.rules.families import FAMILIES
from sim.say.message import Bilingual
from sim.scenario.document import BorderRule, Limit
from sim.studies.compare.names import name_of
from sim.studies.explain.cells import Cell, find_cell


class LimitWords:
    """Names limits, what they are about and where they hold, in one language."""

    def __init__(
        self, names: NamesIn, record: Callable[[Cell], Record], case: Case, network: Network
    ) -> None:
        self._names, self._texts = names, names.texts
        self._record, self._case, self._network = record, case, network

    def place(self, cell: Cell) -> str:
        """Return where a limit of the input tables holds: its city, else its province."""
        values, tables = self._record(cell).values, self._case.tables
        if cell.table in ("inputs", "groups", "quality"):
            return self._technologies([values.get("recipe") or values["recipes"][0]])
        if cell.table in ("lines", "legacy", "generation"):
            owner, table = ("plant", "plants") if cell.table == "lines" else ("zone", "zones")
            values = tables[table].set_index("id").loc[values[owner]].to_dict()
        named = (values.get(level) for level in ("city", "area", "province"))
        area = next((str(name) for name in named if isinstance(name, str) and name), "")
        return self._names.area(area) if area else ""

    def entry(self, position: int) -> str:
        """Return what an entry of `expand` is called."""
        return self._texts.say("explain_entry", number=position + 1)

    def entry_of_limits(self, limit: Limit) -> str:
        """Return what an entry of `limits` is about."""
        return self._names.about(limit.metric, limit.asked)

    def choice(self, index: str) -> str:
        """Return what an entry of `choose` counts, given by the index of its rows."""
        return self._names.choice(index)

    def border(self, rule: BorderRule) -> str:
        """Return whom and what a border rule with a quota is about."""
        a, b = (self._names.area(str(name)) for name in (rule.from_, rule.to))
        known = self._names.label(rule.material) if rule.material else ""
        what = known or self._texts.say(f"class_{rule.waste_class}")
        return self._texts.say("explain_border", a=a, b=b, what=what)

    def called(self, name: str, about: str) -> str:
        """Return the name of a limit of the scenario, given what it is about."""
        return self._texts.fill(FAMILIES[name].words, about)

    def limit(self, key: LimitKey) -> str:
        """Return the name of a limit that stands in the input tables, or of a quota."""
        family, subject = FAMILIES[key[0]], key[1]
        if not family.is_rule:
            return self._names.limit(*key)
        recipes = [subject[0]]
        if family.is_formula:
            running = set(self._network.runs["recipe"])
            recipes = [r for r in self._row(key)["recipes"] if r in running]
        what = self.about(key) if family.is_formula else self._part(key)
        run = self._listed([self._name("recipes", recipe) for recipe in recipes])
        return self._texts.fill(family.words, self._technologies(recipes), run, what)

    def about(self, key: LimitKey) -> str:
        """Return what a limit of the input tables is about."""
        family, subject = FAMILIES[key[0]], key[1]
        texts, label = self._texts, self._names.label
        if family.is_formula:
            row = self._row(key)
            own = row["name_zh"] if texts.language == "zh" else ""
            return str(own or row["name_en"])
        if family.is_rule:
            part, recipe = self._part(key), self._name("recipes", subject[0])
            return texts.say("explain_in_recipe", part=part, recipe=recipe)
        if family.index == ("zone", "lot"):
            cell = find_cell(key, self._network)
            said = "explain_old_stock" if cell.table == "legacy" else "explain_arising"
            return texts.say(said, material=label(cell.where["material"]), zone=label(subject[0]))
        if family.index == ("plant", "lot"):
            plant, material = map(label, subject)
            return texts.say("explain_purchase", plant=plant, material=material)
        if family.index[-1] == "mode":
            a, b, mode = map(label, subject)
            return texts.say("explain_border", a=a, b=b, what=mode)
        if family.index == ("market_group",):
            markets = self._network.markets
            inside = markets.index[markets["group"] == subject[0]]
            return self._listed([label(str(market)) for market in inside])
        return label(subject[0])

    def _row(self, key: LimitKey) -> Mapping[str, Any]:
        return self._record(find_cell(key, self._network)).values

    def _part(self, key: LimitKey) -> str:
        """Return the input, or the inputs of the group, that a share is about."""
        if FAMILIES[key[0]].index[-1] == "material":
            return self._names.label(key[1][1])
        return self._names.inputs(self._row(key))

    def _technologies(self, recipes: list[str]) -> str:
        frame = self._case.tables["recipes"].set_index("id")["technology"]
        found = dict.fromkeys(str(frame[recipe]) for recipe in recipes)
        return self._listed([self._name("technologies", technology) for technology in found])

    def _name(self, table: str, identifier: str) -> str:
        english, chinese = name_of(self._case, (table,), identifier)
        return self._texts.of(Bilingual(english, chinese))

    def _listed(self, names: list[str]) -> str:
        return self._texts.join(dict.fromkeys(names))
