"""Who is credited with a tonne: tags that let a rate of one area be limited exactly.

A rate of a province credits the generator, wherever the waste was used, and debits it the
residues disposed of. Lots carry the tag of their generator only when the scenario asks for
such a rate, so that ordinary studies stay small.
"""

from __future__ import annotations

from collections.abc import Iterable

from sim.loader.case import Case
from sim.scenario.document import Scenario

AREA_LEVELS = ("zone", "city", "province")


def credit_levels(scenario: Scenario) -> tuple[str, ...]:
    """Return the levels that lots must be told apart by.

    They are those that limits are narrowed to, and those whose rates are balanced.
    """
    asked = {level for limit in scenario.limits for level in limit.scope} | {*scenario.balanced}
    return tuple(level for level in (*AREA_LEVELS, "material") if level in asked)


def zone_areas(case: Case) -> dict[str, dict[str, str]]:
    """Return level -> zone -> area, for the levels of AREA_LEVELS."""
    zones = case.tables["zones"]
    return {
        "zone": dict(zip(zones["id"], zones["id"], strict=True)),
        "city": dict(zip(zones["id"], zones["city"], strict=True)),
        "province": dict(zip(zones["id"], zones["province"], strict=True)),
    }


def credit_tag(
    levels: tuple[str, ...], areas: dict[str, dict[str, str]], zone: str, material: str
) -> str:
    """Return the tag of a waste: empty when no level is asked for."""
    return "|".join(material if level == "material" else areas[level][zone] for level in levels)


def tags_in_scope(
    limit_scope: dict[str, str],
    levels: tuple[str, ...],
    areas: dict[str, dict[str, str]],
    supply: Iterable[tuple[str, str]],
) -> frozenset[str]:
    """Return the tags of all (zone, material) pairs that a scope covers."""
    return frozenset(
        credit_tag(levels, areas, zone, material)
        for zone, material in supply
        if all(
            (material if level == "material" else areas[level][zone]) == name
            for level, name in limit_scope.items()
        )
    )
