"""Limits that cover nothing: no plan could break them, whatever they say."""

from __future__ import annotations

from collections.abc import Iterator

from sim.errors import Problem
from sim.loader.case import Case
from sim.loader.read.words import list_some
from sim.network.build import list_supply, select_nodes
from sim.network.credit import zone_areas
from sim.rules.metrics import METRICS
from sim.say.message import listed, message, plain
from sim.scenario.document import Limit


def limits_on_goods(case: Case) -> Iterator[Problem]:
    """A limit of one material is about a waste: what arises is credited to its generator.

    Residues count with the waste that they were made from, so none of their own is covered.
    """
    materials = case.tables["materials"]
    kinds = dict(zip(materials["id"], materials["kind"], strict=True))
    wastes = sorted(material for material, kind in kinds.items() if kind == "waste")
    for limit, where in zip(case.scenario.limits, case.limits_at, strict=True):
        kind = kinds.get(limit.scope.get("material", ""), "waste")
        if kind != "waste":
            what = message("limit_on_goods", material=limit.material, kind=kind)
            yield Problem(where, what, message("limits_are_on", wastes=list_some(wastes)), "kind")


def limits_on_nothing(case: Case) -> Iterator[Problem]:
    """Yield limits of a zone, city, province or waste where nothing arises: they always hold."""
    supply, _ = list_supply(case, select_nodes(case), {})
    areas = zone_areas(case)
    arising = [
        {**{level: of.get(zone, "") for level, of in areas.items()}, "material": material}
        for zone, material in zip(supply["zone"], supply["material"], strict=True)
    ]
    for limit, where in _never_broken(case):
        if not any(limit.scope.items() <= one.items() for one in arising):
            scope = listed(plain(f"{level}: {name}") for level, name in limit.scope.items())
            what = message("limit_on_nothing", scope=scope)
            yield Problem(where, what, message("limit_on_nothing_hint"), "unusual")


def _never_broken(case: Case) -> Iterator[tuple[Limit, str]]:
    """Yield the narrowed limits, and their places, that hold where there is nothing.

    A floor of an amount does not: it asks for what cannot be, and `sim explain` says so.
    """
    for limit, where in zip(case.scenario.limits, case.limits_at, strict=True):
        holds = limit.amount >= 0 if limit.cap else limit.amount <= 0
        if limit.scope and (holds or METRICS[limit.metric].is_rate):
            yield limit, where
