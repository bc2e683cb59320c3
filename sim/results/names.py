"""Limits in words: lines, markets, quotas, caps and floors by the names planners know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from typing import Any

import pandas as pd

from sim.network import Network
from sim.results.unchecked import PLACEHOLDER, mark_unchecked
from sim.rules.amounts import LIMITED, OVER
from sim.rules.families import FAMILIES
from sim.rules.family import Part
from sim.rules.wording import Wording
from sim.say import WORDS
from sim.say.texts import BOTH, Texts
from sim.scenario.records import records

_MOST_INPUTS = 3
"""Inputs of a group without a name that are told by theirs."""


class Names:
    """The rows of a network's programme: as they stand in tables, and in words of each language."""

    def __init__(self, network: Network, areas: pd.DataFrame | None = None) -> None:
        self._network, self._areas = network, areas
        self.both = tuple(NamesIn(texts, network, areas) for texts in BOTH)
        """The names in English, and those in Chinese."""

    @cached_property
    def plain(self) -> tuple[NamesIn, ...]:
        """Return the names in both languages as an office reads them: without ids."""
        return tuple(NamesIn(t, self._network, self._areas, has_ids=False) for t in BOTH)

    def words(self, index: tuple[Any, ...]) -> list[str]:
        """Return the index of a row as texts, the period left out."""
        return _words(self._network, index)

    def cause(self, row: tuple[str, tuple[Any, ...]]) -> str:
        """Return a row as it stands in tables: constraint|index."""
        return "|".join([row[0], *self.words(row[1])])

    def in_language(self, texts: Texts) -> NamesIn:
        """Return the names in the language of a reader."""
        return next(names for names in self.both if names.texts.language == texts.language)


class NamesIn:
    """Names of the rows of a network's programme in one language.

    The id of a line or a group of markets stands behind its name; without `has_ids` only that of a
    line whose name others have too.
    """

    def __init__(
        self,
        texts: Texts,
        network: Network,
        areas: pd.DataFrame | None,
        *,
        has_ids: bool = True,
    ) -> None:
        self.texts = texts
        self._network = network
        self._has_ids = has_ids
        self._labels = _labels(network, texts, has_ids=has_ids)
        self._areas = _name_areas(areas, texts)
        self._recipes = {
            (run.line, run.recipe): str(
                (run.name_zh if texts.language == "zh" else "") or run.name_en or run.recipe
            )
            for run in records(network.runs)
        }
        self._formulas = network.formulas.to_dict("index")
        self._groups = {(g.line, g.recipe, g.group): g for g in records(network.groups)}

    def limit(self, constraint: str, index: tuple[Any, ...]) -> str:
        """Return a limit in words; of a line that nobody has checked to exist, marked."""
        return self._row(FAMILIES[constraint].words, constraint, index)

    def priced(self, constraint: str, index: tuple[Any, ...]) -> str:
        """Return what is priced in words: a limit, or what arises."""
        family = FAMILIES[constraint]
        return self._row(family.informs or family.words, constraint, index)

    def _row(self, wording: Wording, constraint: str, index: tuple[Any, ...]) -> str:
        family, words = FAMILIES[constraint], _words(self._network, index)
        labels = [
            label
            for part, word in zip(family.index, words, strict=True)
            for label in self._part(part, word, words)
        ]
        named = [w for part, w in zip(family.index, words, strict=True) if part == "line"]
        status = self._network.lines["status"].reindex(named).eq(PLACEHOLDER).any()
        name = self.texts.fill(wording, *labels)
        return mark_unchecked(name, PLACEHOLDER if status else "", self.texts)

    def _part(self, part: Part, word: str, words: list[str]) -> list[str]:
        """Return what a part of an index is called; a quota by its ends and its waste."""
        match part:
            case "quota":
                return self._quota(word)
            case "limit":
                return [self._metric(word)]
            case "chosen":
                return [self.choice(word)]
            case "market_group":
                return [self._group(word)]
            case "recipe":
                return [self._recipes[words[0], word]]
            case "group":
                return [self.inputs(self._groups[words[0], words[1], word]._asdict())]
            case "rule":
                return [self.texts.pick(self._formulas[word], "name")]
        return [self.label(word)]

    def inputs(self, group: Mapping[str, Any]) -> str:
        """Return what the inputs of a group of a recipe are together: its name, else theirs."""
        names = list(dict.fromkeys(self.label(str(m)) for m in group["materials"]))
        told, more = self.texts.join(names[:_MOST_INPUTS]), len(names) - _MOST_INPUTS
        if more > 0:
            told = self.texts.say("inputs_more", names=told, count=more)
        return self.texts.pick(group, "name") or told

    def _quota(self, name: str) -> list[str]:
        quota = self._network.quotas.loc[name]
        what = str(quota["waste_class"])
        known = f"class_{what}" in WORDS
        return [
            self.area(str(quota["from"])),
            self.area(str(quota["to"])),
            self.texts.say(f"class_{what}") if known else self.label(what),
        ]

    def area(self, name: str) -> str:
        """Return the name of a province or city given by its id or in either language."""
        if name == "any":
            return self.texts.say("any_area")
        return self._areas.get(name) or name

    def label(self, word: str) -> str:
        """Return the name of a line, market, zone, material, sink, terminal or mode."""
        return self._labels.get(word, word)

    def link(self, name: str) -> str:
        """Return the ends and the mode of a link, given by the name of it."""
        ends = self._network.links.set_index("name").loc[name, ["origin", "destination", "mode"]]
        origin, destination, mode = (self.label(str(word)) for word in ends)
        return self.texts.say("opening_link", origin=origin, destination=destination, mode=mode)

    def choice(self, index: str) -> str:
        """Return what an entry of `choose` counts, given by the index of its rows."""
        number, _, of = index.partition(":")
        where = self._network.scenario.choose[int(number) - 1].where
        words = [self.area(_tell(value)) for value in where.values()]
        return self.texts.join([self.texts.say(f"opening_{of}"), *words])

    def _group(self, group: str) -> str:
        """Return the markets of a group by their products and their area."""
        rows = self._network.markets[self._network.markets["group"] == group]
        products = [self.label(str(p)) for p in dict.fromkeys(rows["product"])]
        areas = [self.area(str(a)) for a in dict.fromkeys(rows["area"]) if a]
        listed = self.texts.join([*areas, *products])
        return self.texts.say("named_with_id", name=listed, id=group) if self._has_ids else listed

    def _metric(self, index: str) -> str:
        metric, *scope = index.split(":", 1)[-1].split(",")
        return self.about(metric, dict(part.split("=", 1) for part in scope))

    def about(self, metric: str, asked: Mapping[str, str]) -> str:
        """Return what a limit is about: a metric or amount, what narrows it, what stands below."""
        names = [self.texts.of(LIMITED[metric])]
        for level, name in asked.items():
            if level == OVER:
                names.append(self.texts.say("per_amount", amount=self.texts.of(LIMITED[name])))
            elif level.rpartition(" ")[2] in ("city", "province"):
                names.append(self.area(name))
            else:
                names.append(self.label(name))
        return self.texts.join(names)


def _words(network: Network, index: tuple[Any, ...]) -> list[str]:
    return [str(i) for i in index if i not in network.periods]


def _tell(value: Any) -> str:
    """Return the value of a condition, or its values, as a text."""
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)


def _name_areas(areas: pd.DataFrame | None, texts: Texts) -> dict[str, str]:
    """Return what an area is called, by its id and by its name in either language."""
    called: dict[str, str] = {}
    for area in () if areas is None else records(areas):
        for known in (area.id, area.name_en, area.name_zh):
            called.setdefault(str(known), str(getattr(area, f"name_{texts.language}")))
    return called


def _labels(network: Network, texts: Texts, *, has_ids: bool) -> dict[str, str]:
    """Return id -> name of every terminal, sink, material, plant, zone, market, mode and line."""
    column, technology = f"name_{texts.language}", f"technology_{texts.language}"
    labels: dict[str, str] = {}
    frames = (
        network.terminals,
        network.sinks,
        network.materials,
        network.plants,
        network.zones,
        network.markets,
    )
    for frame in frames:
        for word, name, english in zip(frame.index, frame[column], frame["name_en"], strict=True):
            text = name if isinstance(name, str) and name else english
            labels[str(word)] = text if isinstance(text, str) and text else str(word)
    lines, modes = network.lines, network.haulage.modes
    named = (lines[name] for name in ("technology", technology, "technology_en"))
    for word, name, english in zip(*named, strict=True):
        labels.setdefault(str(word), str(name or english))
    for word, name, english in zip(modes.index, modes[column], modes["name_en"], strict=True):
        labels.setdefault(str(word), str(name or english))
    run = lines[technology].where(lines[technology].fillna("") != "", lines["technology_en"])
    called = [f"{labels[p]} – {what}" for p, what in zip(lines["plant"].map(str), run, strict=True)]
    shared = {name for name, count in Counter(called).items() if count > 1}
    for line, name in zip(lines.index, called, strict=True):
        shows_id = has_ids or name in shared
        labels[str(line)] = texts.say("named_with_id", name=name, id=line) if shows_id else name
    return labels
