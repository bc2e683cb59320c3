"""Limits in words: lines, markets, quotas, caps and floors by the names planners know."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from sim.network import Network
from sim.rules.amounts import LIMITED, OVER
from sim.rules.families import FAMILIES
from sim.rules.family import Part
from sim.rules.wording import Wording
from sim.say import WORDS, say
from sim.scenario.records import records


class Names:
    """Names of the rows of a network's programme, in both languages."""

    def __init__(self, network: Network, areas: pd.DataFrame | None = None) -> None:
        self._network = network
        self._labels = {language: _labels(network, language) for language in ("en", "zh")}
        self._areas = {language: _name_areas(areas, language) for language in ("en", "zh")}
        self._recipes = {
            (run.line, run.recipe): {
                "en": str(run.name_en or run.recipe),
                "zh": str(run.name_zh or run.name_en or run.recipe),
            }
            for run in records(network.runs)
        }

    def words(self, index: tuple[Any, ...]) -> list[str]:
        """Return the index of a row as texts, the period left out."""
        return [str(i) for i in index if i not in self._network.periods]

    def cause(self, row: tuple[str, tuple[Any, ...]]) -> str:
        """Return a row as it stands in tables: constraint|index."""
        return "|".join([row[0], *self.words(row[1])])

    def limit(self, constraint: str, index: tuple[Any, ...], language: str) -> str:
        """Return a limit in words."""
        return self._row(FAMILIES[constraint].words, constraint, index, language)

    def priced(self, constraint: str, index: tuple[Any, ...], language: str) -> str:
        """Return what is priced in words: a limit, or what arises."""
        family = FAMILIES[constraint]
        return self._row(family.informs or family.words, constraint, index, language)

    def _row(self, wording: Wording, constraint: str, index: tuple[Any, ...], language: str) -> str:
        family, words = FAMILIES[constraint], self.words(index)
        labels = [
            label
            for part, word in zip(family.index, words, strict=True)
            for label in self._part(part, word, words, language)
        ]
        return wording.say(language, *labels)

    def _part(self, part: Part, word: str, words: list[str], language: str) -> list[str]:
        """Return what a part of an index is called; a quota by its ends and its waste."""
        match part:
            case "quota":
                return self._quota(word, language)
            case "limit":
                return [self._metric(word, language)]
            case "chosen":
                return [self.choice(word, language)]
            case "market_group":
                return [self._group(word, language)]
            case "recipe":
                return [self._recipes[words[0], word][language]]
            case "group" | "rule":
                return [word]
        return [self.label(word, language)]

    def _quota(self, name: str, language: str) -> list[str]:
        quota = self._network.quotas.loc[name]
        what = str(quota["waste_class"])
        known = f"class_{what}" in WORDS
        return [
            self.area(str(quota["from"]), language),
            self.area(str(quota["to"]), language),
            say(f"class_{what}", language) if known else self.label(what, language),
        ]

    def area(self, name: str, language: str) -> str:
        """Return the name of a province or city given by its id or in either language."""
        if name == "any":
            return say("any_area", language)
        return self._areas[language].get(name) or name

    def label(self, word: str, language: str) -> str:
        """Return the name of a line, market, zone, material, sink, terminal or mode."""
        return self._labels[language].get(word, word)

    def link(self, name: str, language: str) -> str:
        """Return the ends and the mode of a link, given by the name of it."""
        ends = self._network.links.set_index("name").loc[name, ["origin", "destination", "mode"]]
        origin, destination, mode = (self.label(str(word), language) for word in ends)
        return say("opening_link", language, origin=origin, destination=destination, mode=mode)

    def choice(self, index: str, language: str) -> str:
        """Return what an entry of `choose` counts, given by the index of its rows."""
        number, _, of = index.partition(":")
        where = self._network.scenario.choose[int(number) - 1].where
        words = [self.area(_tell(value), language) for value in where.values()]
        comma = say("list_comma", language)
        return comma.join([say(f"opening_{of}", language), *words])

    def _group(self, group: str, language: str) -> str:
        """Return the markets of a group by their products and their area."""
        rows = self._network.markets[self._network.markets["group"] == group]
        products = [self.label(str(p), language) for p in dict.fromkeys(rows["product"])]
        areas = [self.area(str(a), language) for a in dict.fromkeys(rows["area"]) if a]
        listed = say("list_comma", language).join([*areas, *products])
        return say("named_with_id", language, name=listed, id=group)

    def _metric(self, index: str, language: str) -> str:
        metric, *scope = index.split(":", 1)[-1].split(",")
        return self.about(metric, dict(part.split("=", 1) for part in scope), language)

    def about(self, metric: str, asked: Mapping[str, str], language: str) -> str:
        """Return what a limit is about: a metric or amount, what narrows it, what stands below."""
        names = [str(getattr(LIMITED[metric], language))]
        for level, name in asked.items():
            if level == OVER:
                names.append(say("per_amount", language, amount=getattr(LIMITED[name], language)))
            elif level.rpartition(" ")[2] in ("city", "province"):
                names.append(self.area(name, language))
            else:
                names.append(self.label(name, language))
        return say("list_comma", language).join(names)


def _tell(value: Any) -> str:
    """Return the value of a condition, or its values, as a text."""
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)


def _name_areas(areas: pd.DataFrame | None, language: str) -> dict[str, str]:
    """Return what an area is called, by its id and by its name in either language."""
    called: dict[str, str] = {}
    for area in () if areas is None else records(areas):
        for known in (area.id, area.name_en, area.name_zh):
            called.setdefault(str(known), str(getattr(area, f"name_{language}")))
    return called


def _labels(network: Network, language: str) -> dict[str, str]:
    """Return id -> name of every terminal, sink, material, plant, zone, market, mode and line."""
    column = f"name_{language}"
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
    for _, line in network.lines[["technology", "technology_en", "technology_zh"]].iterrows():
        labels.setdefault(str(line.iloc[0]), str(line[f"technology_{language}"] or line.iloc[1]))
    for mode, row in network.haulage.modes.iterrows():
        labels.setdefault(str(mode), str(row[column] or row["name_en"]))
    lines = network.lines
    technology = lines[f"technology_{language}"].where(
        lines[f"technology_{language}"].fillna("") != "", lines["technology_en"]
    )
    for line, plant, what in zip(lines.index, lines["plant"], technology, strict=True):
        name = f"{labels[str(plant)]} – {what}"
        labels[str(line)] = say("named_with_id", language, name=name, id=line)
    return labels
