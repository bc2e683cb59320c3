"""Names in either language: from what a planner writes to ids."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any
from unicodedata import normalize

from sim.errors import Problem
from sim.loader.case import Record, Rows
from sim.loader.read.words import Late, closest, list_some, show
from sim.loader.read.yaml_text import Document, Path
from sim.say.message import Message, listed, message
from sim.scenario.chinese import ANY
from sim.scenario.document import BorderRule, Limit, Scenario


@dataclass(frozen=True)
class Names:
    """The ids of some things, and the names in both languages that stand for them."""

    ids: frozenset[str]
    by_name: dict[str, frozenset[str]]

    @classmethod
    def of(cls, records: Iterable[Record], broken: Iterable[str] = ()) -> Names:
        """Return the names of records that have `id`, `name_en` and `name_zh`."""
        by_name: dict[str, set[str]] = {}
        ids = set(broken)
        for record in records:
            ids.add(record.values["id"])
            for column in ("name_en", "name_zh"):
                name = record.values.get(column)
                if name:
                    by_name.setdefault(name, set()).add(record.values["id"])
        return cls(frozenset(ids), {name: frozenset(found) for name, found in by_name.items()})

    def find(self, name: str) -> frozenset[str]:
        """Return the ids that `name` may stand for; an id stands for itself alone.

        Brackets, letters and digits of either width are the same: 甲(乙) is 甲（乙）.
        """
        if name in self.ids:
            return frozenset([name])
        return self.by_name.get(name) or self._by_plain.get(_plain(name), frozenset())

    @cached_property
    def _by_plain(self) -> dict[str, frozenset[str]]:
        """Return the ids by their names with all signs of one width."""
        found: dict[str, frozenset[str]] = {}
        for name, ids in self.by_name.items():
            found[_plain(name)] = found.get(_plain(name), frozenset()) | ids
        return found

    def suggest(self, name: str) -> Late:
        """Return a hint at what may have been meant."""
        return Late(partial(self._suggest, name))

    def _suggest(self, name: str) -> Message:
        if found := self.find(name):
            ids = listed(map(show, sorted(found)), "join_or")
            return message("write_id", ids=ids)
        near = closest(name, self.ids) or closest(name, self.by_name)
        if near is not None:
            if near in self.ids:
                return message("did_you_mean", near=near)
            some = list_some(sorted(self.by_name[near]))
            return message("did_you_mean_id", near=near, ids=some)
        if not self.ids:
            return message("there_are_none")
        return message("there_are", options=list_some(sorted(self.ids)))


def _plain(name: str) -> str:
    return normalize("NFKC", name)


class _Resolver:
    """Turns the names of a scenario into ids and notes those that stand for nothing."""

    def __init__(
        self, tables: dict[str, Rows], document: Document, problems: list[Problem]
    ) -> None:
        self.document = document
        self.problems = problems
        areas = tables["areas"]
        self.sound = {
            level: tables[table].whole
            for level, table in (
                ("zone", "zones"),
                ("material", "materials"),
                ("mode", "modes"),
                ("plant", "plants"),
                ("market", "markets"),
                ("technology", "technologies"),
                ("city", "areas"),
                ("province", "areas"),
                ("province or city", "areas"),
            )
        }
        self.sound["site"] = all(tables[table].whole for table in _SITES)
        self.names = {
            "zone": _names(tables["zones"]),
            "material": _names(tables["materials"]),
            "mode": _names(tables["modes"]),
            "plant": _names(tables["plants"]),
            "market": _names(tables["markets"]),
            "technology": _names(tables["technologies"]),
            "site": join_names(_names(tables[table]) for table in _SITES),
            "province or city": _names(areas),
            **{
                level: Names.of(
                    [r for r in areas.records if r.values["level"] == level], areas.broken
                )
                for level in ("city", "province")
            },
        }

    def resolve(self, level: str, name: str, path: Path) -> str:
        """Return the id that `name` stands for; the name itself when there is none."""
        found = self.names[level].find(name)
        if len(found) == 1:
            return next(iter(found))
        if found:
            what = message("name_ambiguous", name=show(name), level=_say_level(level))
            hint = self.names[level].suggest(name)
            self.problems.append(Problem(self.document.where(path), what, hint, "ambiguous"))
        elif self.sound[level]:
            what = message("no_such_name", name=show(name), level=_say_level(level))
            hint = self.names[level].suggest(name)
            self.problems.append(Problem(self.document.where(path), what, hint, "unknown_name"))
        return name


def _say_level(level: str) -> Message:
    return message(f"level_{level.replace(' ', '_')}")


def _names(rows: Rows) -> Names:
    return Names.of(rows.records, rows.broken)


_SITES = ("zones", "plants", "sinks", "markets")


def join_names(parts: Iterable[Names]) -> Names:
    """Return the names of several tables, whose ids differ."""
    ids: frozenset[str] = frozenset()
    by_name: dict[str, frozenset[str]] = {}
    for part in parts:
        ids |= part.ids
        for name, found in part.by_name.items():
            by_name[name] = by_name.get(name, frozenset()) | found
    return Names(ids, by_name)


def resolve_names(
    scenario: Scenario, tables: dict[str, Rows], document: Document, problems: list[Problem]
) -> Scenario:
    """Return the scenario with ids for the names of areas, zones, materials and modes."""
    resolver = _Resolver(tables, document, problems)
    borders = [_resolve_border(r, ("borders", i), resolver) for i, r in enumerate(scenario.borders)]
    limits = [_resolve_limit(r, ("limits", i), resolver) for i, r in enumerate(scenario.limits)]
    modes = scenario.modes and [
        resolver.resolve("mode", mode, ("modes", i)) for i, mode in enumerate(scenario.modes)
    ]
    return scenario.model_copy(update={"borders": borders, "limits": limits, "modes": modes})


def _resolve_border(rule: BorderRule, path: Path, resolver: _Resolver) -> BorderRule:
    ids: dict[str, str] = {}
    for field, key in (("from_", "from"), ("to", "to")):
        name = getattr(rule, field)
        if name in ANY:
            ids[field] = ANY[0]
        else:
            ids[field] = resolver.resolve("province or city", name, (*path, key))
    if rule.material is not None:
        ids["material"] = resolver.resolve("material", rule.material, (*path, "material"))
    return rule.model_copy(update=ids)


def _resolve_limit(limit: Limit, path: Path, resolver: _Resolver) -> Limit:
    ids: dict[str, Any] = _resolve_all({**limit.scope, **limit.picks}, path, resolver)
    if limit.over is not None:
        below = _resolve_all(limit.over.picks, (*path, "over"), resolver)
        ids["over"] = limit.over.model_copy(update=below)
    return limit.model_copy(update=ids)


def _resolve_all(named: Mapping[str, str], path: Path, resolver: _Resolver) -> dict[str, str]:
    """Return field -> id of what is named: the ends of a haul are any site."""
    fields = {"from": "from_"}
    levels = {"from": "site", "to": "site"}
    return {
        fields.get(key, key): resolver.resolve(levels.get(key, key), name, (*path, key))
        for key, name in named.items()
    }
