"""The registry of constraint families, in the order of the formulation.

A new family is a module here with a constant `FAMILY`, listed below; its docstring is its section
of `docs/formulation.md`.
"""

from __future__ import annotations

from types import ModuleType

from sim.rules.families import (
    border_quota,
    build_least,
    build_max,
    build_open,
    build_sizes,
    build_step,
    built_capacity,
    built_min_load,
    change_less,
    change_more,
    choose_least,
    choose_most,
    close_max,
    group_max,
    group_min,
    legacy_limit,
    legacy_used_first,
    limit_cap,
    limit_floor,
    line_capacity,
    line_least_if_open,
    line_min_load,
    line_open,
    link_capacity,
    link_open,
    market_group_max,
    market_max,
    market_min,
    plant_balance,
    purchase_max,
    quality,
    rate_greatest,
    rate_least,
    recipe_max,
    recipe_min,
    replacement,
    shipped_own,
    sink_capacity,
    sink_open,
    size_least,
    size_most,
    size_one,
    size_open,
    stage_pin,
    step_most,
    stored_max,
    switch,
    terminal_capacity,
    zone_balance,
)
from sim.rules.family import CheckWords, Family

MODULES: tuple[ModuleType, ...] = (
    zone_balance,
    legacy_limit,
    legacy_used_first,
    stored_max,
    plant_balance,
    shipped_own,
    recipe_min,
    recipe_max,
    group_min,
    group_max,
    quality,
    line_capacity,
    line_min_load,
    switch,
    line_open,
    line_least_if_open,
    built_capacity,
    built_min_load,
    build_max,
    build_open,
    build_least,
    build_sizes,
    size_one,
    size_open,
    size_most,
    size_least,
    build_step,
    step_most,
    replacement,
    close_max,
    purchase_max,
    market_max,
    market_min,
    market_group_max,
    sink_capacity,
    sink_open,
    border_quota,
    terminal_capacity,
    link_capacity,
    link_open,
    choose_most,
    choose_least,
    change_more,
    change_less,
    rate_least,
    rate_greatest,
    limit_cap,
    limit_floor,
    stage_pin,
)
FAMILIES: dict[str, Family] = {module.FAMILY.name: module.FAMILY for module in MODULES}
"""Every family by name."""


def by_group() -> dict[str, tuple[str, ...]]:
    """Return conflict group -> its families; the most technical first, what is left out first."""
    placed = [family for family in FAMILIES.values() if family.conflict]
    groups: dict[str, tuple[str, ...]] = {}
    for family in sorted(placed, key=lambda f: f.conflict.place if f.conflict else 0):
        assert family.conflict is not None
        group = family.conflict.group.name
        groups[group] = (*groups.get(group, ()), family.name)
    return groups


def words_of_check(name: str) -> CheckWords | None:
    """Return the words of a check that is there for one family; None of all others."""
    words = (family.check_words for family in FAMILIES.values() if family.check == name)
    return next((found for found in words if found), None)
