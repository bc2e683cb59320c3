"""Checks across tables that a row by itself cannot fail: formulas, mass, markets, node names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pandas as pd

from sim.checks.coverage import limits_on_goods
from sim.checks.physics import impossible_contents, impossible_mass, impossible_shares
from sim.checks.purchases import bought_at_a_price
from sim.errors import InputError, Problem
from sim.loader.case import Case
from sim.loader.read.words import list_some
from sim.network.borders import ANY, FREE, HAZARDOUS, covers
from sim.network.chains import rows_by
from sim.network.formula import ACTIVITY, MASS, FormulaError, read_formula
from sim.say.message import Message, listed, message
from sim.scenario.document import BorderRule
from sim.scenario.records import records

WASTE_LIKE = ("waste", "residue")
_ROUNDING = 1e-9
_NODES = ("zones", "plants", "sinks", "markets", "terminals", "places")


def check_case(case: Case, known: Case | None = None) -> None:
    """Raise every contradiction between the tables of a case at once.

    What looks only at tables that a `known` case has too, which was found right, is not asked
    again.

    Raises
    ------
    InputError
    """
    problems = [
        problem
        for check, reads in _CHECKS
        if known is None
        or check in _OF_SCENARIO
        or any(_differs(case, known, table) for table in reads if check not in _OF_COLUMNS)
        or any(_differs(case, known, *of) for of in _OF_COLUMNS.get(check, ()))
        for problem in check(replace(case, tables={table: case.tables[table] for table in reads}))
    ]
    if problems:
        raise InputError(problems)


def _differs(case: Case, known: Case, table: str, *columns: str) -> bool:
    """Return whether two cases differ in a table, or in some columns of it."""
    one, other = case.tables[table], known.tables[table]
    if one is other or not columns:
        return one is not other
    return not all(one[name].equals(other[name]) for name in columns)


def _formulas(case: Case) -> Iterator[Problem]:
    """Quality formulas are linear and name properties that some material has."""
    known = set(case.tables["composition"]["property"]) | {ACTIVITY, MASS}
    quality = case.tables["quality"]
    for row, where in zip(records(quality), case.origin["quality"], strict=True):
        try:
            formula = read_formula(row.formula)
        except FormulaError as error:
            hint = message("write_for_example", example="SO3 <= 0.035*activity")
            yield Problem(where, error.message, hint, "formula")
            continue
        for name in sorted(set(formula.coefficients) - known):
            yield Problem(
                where,
                message("formula_property", formula=row.formula, property=name),
                message("known_are", names=listed(sorted(known))),
                "formula",
            )


def _residues_by_input(case: Case) -> Iterator[Problem]:
    """Residues are made from an input, so that they can be debited to its generator."""
    kinds = _kinds(case)
    yields = case.tables["yields"]
    for row, where in zip(records(yields), case.origin["yields"], strict=True):
        if kinds[row.material] in WASTE_LIKE and kinds.get(row.per) not in WASTE_LIKE:
            yield Problem(
                where,
                message("residue_per", material=row.material, recipe=row.recipe, per=row.per),
                message("set_per"),
                "residue",
            )


def _no_waste_is_added(case: Case) -> Iterator[Problem]:
    """Of a tonne of waste or residue a recipe leaves a tonne of them at most.

    Rates are shares of what arises: what is added would be taken off as if it had arisen too, so
    a rate could fall below 0; after treatment it would be counted once utilized, above 100 %.
    """
    kinds = _kinds(case)
    made = case.tables["yields"].assign(where=case.places("yields", "amount"))
    made = made[made["material"].map(kinds).isin(WASTE_LIKE) & (made["per"] != ACTIVITY)]
    for (recipe, per), rows in made.groupby(["recipe", "per"], sort=True):
        total = float(rows["amount"].sum())
        if total > 1.0 + _ROUNDING:
            what = message("waste_added", recipe=recipe, per=per, total=f"{total:.6g}")
            yield Problem(str(rows["where"].iloc[-1]), what, message("waste_added_hint"), "mass")


def _nothing_feeds_itself(case: Case) -> Iterator[Problem]:
    """A line that must run takes part in no round that loses nothing; else it needs no feed."""
    technology = case.tables["recipes"].set_index("id")["technology"]
    run = technology[technology.isin(case.tables["lines"]["technology"])].index
    made = case.tables["yields"]
    made = made[made["recipe"].isin(run) & (made["per"] != ACTIVITY)]
    handing_on = {technology[recipe]: (recipe, per) for recipe, per in _lossless(made)}
    alone = set(
        zip(*(made.loc[made["per"] == made["material"], c] for c in ("recipe", "per")), strict=True)
    )
    for line, where in zip(
        records(case.tables["lines"]), case.places("lines", "min_load"), strict=True
    ):
        if line.min_load > 0 and line.technology in handing_on:
            recipe, material = handing_on[line.technology]
            is_alone = (recipe, material) in alone
            key = "feeds_itself" if is_alone else "feeds_itself_round"
            what = message(key, recipe=recipe, material=material)
            yield Problem(where, what, message("feeds_itself_hint"), "feeds_itself")


def _lossless(made: pd.DataFrame) -> list[tuple[str, str]]:
    """Return recipe and input of all that gives the whole input to recipes that do so in turn."""
    while True:
        whole = made.groupby(["recipe", "per"])["amount"].sum() >= 1.0 - _ROUNDING
        kept = whole.index[whole].tolist()
        still = made[made["material"].isin([per for _, per in kept])]
        if len(still) == len(made):
            return kept
        made = still


def _waste_for_sale(case: Case) -> Iterator[Problem]:
    """Waste and residues come from zones and lines; none is bought from outside."""
    materials = case.tables["materials"]
    for row, where in zip(records(materials), case.origin["materials"], strict=True):
        if row.kind in WASTE_LIKE and pd.notna(row.purchase_price):
            yield Problem(
                where,
                message("waste_for_sale", material=row.id, kind=message(f"kind_{row.kind}")),
                message("leave_price_blank"),
                "waste_for_sale",
            )


def _feed_is_fixed(case: Case) -> Iterator[Problem]:
    """The inputs of a recipe that counts its feed add up to the feed."""
    inputs = rows_by(case.tables["inputs"], "recipe")
    groups = rows_by(case.tables["groups"], "recipe")
    recipes = case.tables["recipes"]
    for recipe, activity, where in zip(
        recipes["id"], recipes["activity"], case.origin["recipes"], strict=True
    ):
        if activity == "feed" and not _adds_up(inputs[recipe], groups[recipe]):
            yield Problem(
                where,
                message("feed_open", recipe=recipe),
                message("add_feed_group"),
                "feed",
            )


def _adds_up(inputs: list[Any], groups: list[Any]) -> bool:
    """Return whether the inputs of a recipe are one fixed share, or a group that makes 100 %."""
    taken = {row.material for row in inputs if row.max > 0}
    if len(taken) == 1 and all(row.min == row.max for row in inputs):
        return True
    return any(taken <= set(g.materials) and g.min == g.max == 1.0 for g in groups)


def _something_from_nothing(case: Case) -> Iterator[Problem]:
    """A recipe must be forced to take at least something for what it makes, or for running.

    A blank `min` is 0: where no input and no group has more, nothing says how much is run.
    """
    tables = case.tables
    forced = set(tables["inputs"].loc[tables["inputs"]["min"] > 0, "recipe"])
    forced |= set(tables["groups"].loc[tables["groups"]["min"] > 0, "recipe"])
    equal = tables["quality"][tables["quality"]["formula"].str.contains("==", regex=False)]
    forced |= {recipe for recipes in equal["recipes"] for recipe in recipes}
    makes = set(tables["yields"].loc[tables["yields"]["per"] == ACTIVITY, "recipe"])
    recipes = tables["recipes"]
    for recipe, where in zip(recipes["id"], case.origin["recipes"], strict=True):
        if recipe not in forced:
            key = "from_nothing" if recipe in makes else "runs_on_nothing"
            yield Problem(where, message(key, recipe=recipe), message("give_minimum"), "mass")


def _node_names(case: Case) -> Iterator[Problem]:
    """Zones, plants, sinks, markets and terminals do not share names."""
    seen: dict[str, Message] = {}
    for table in _NODES:
        for node, where in zip(case.tables[table]["id"], case.origin[table], strict=True):
            if node in seen:
                what = message("node_twice", node=node, other=seen[node])
                yield Problem(where, what, message("rename_one"))
            seen[node] = message("row_of_table", table=table, at=where)


def _market_groups(case: Case) -> Iterator[Problem]:
    """The rows of a market group agree on what the group takes."""
    frame = case.tables["markets"].assign(where=case.origin["markets"])
    for group, rows in frame[frame["group"].notna()].groupby("group"):
        totals = rows["group_max"].dropna().unique()
        if len(totals) > 1:
            amounts = listed(message("flow", value=t) for t in totals)
            what = message("group_totals", group=group, totals=amounts)
            yield Problem(str(rows["where"].iloc[0]), what)


def _hazardous_rules(case: Case) -> Iterator[Problem]:
    """A rule that names hazardous waste lets it cross by approval or not at all."""
    materials = case.tables["materials"].set_index("id")["waste_class"]
    for rule, where in zip(case.scenario.borders, case.borders_at, strict=True):
        named = materials.get(rule.material) if rule.material else rule.waste_class
        if named == HAZARDOUS and rule.rule in FREE and _leaves_province(case, rule):
            what = message("hazardous_rule", rule=rule.rule, what=rule.material or named)
            yield Problem(where, what, message("hazardous_rule_hint"), "hazardous")


def _rules_for_goods(case: Case) -> Iterator[Problem]:
    """Border rules are for waste: goods cross freely, and a material has one class."""
    materials = case.tables["materials"].set_index("id")
    wastes = sorted(materials.index[materials["kind"].isin(WASTE_LIKE)])
    for rule, where in zip(case.scenario.borders, case.borders_at, strict=True):
        if rule.material is None:
            continue
        kind, own = materials.loc[rule.material, ["kind", "waste_class"]]
        if kind not in WASTE_LIKE:
            what = message("rule_for_goods", material=rule.material, kind=kind)
            yield Problem(where, what, message("rules_are_for", wastes=list_some(wastes)), "kind")
        elif not covers(rule.waste_class, str(own)):
            what = message("rule_of_class", material=rule.material, own=own, named=rule.waste_class)
            yield Problem(where, what, message("leave_class_out"), "class")


def _leaves_province(case: Case, rule: BorderRule) -> bool:
    """Return whether a rule speaks of flows between provinces."""
    areas = case.tables["areas"].set_index("id")
    parent = areas["parent"].where(areas["level"] == "city", areas.index.to_series())
    ends = {parent.get(name, name) for name in (rule.from_, rule.to)}
    return ANY in ends or len(ends) > 1


def _kinds(case: Case) -> dict[str, str]:
    materials: pd.DataFrame = case.tables["materials"]
    return dict(zip(materials["id"], materials["kind"], strict=True))


_CHECKS: tuple[tuple[Callable[[Case], Iterator[Problem]], tuple[str, ...]], ...] = (
    (_formulas, ("composition", "quality")),
    (_residues_by_input, ("materials", "yields")),
    (_no_waste_is_added, ("materials", "yields")),
    (_nothing_feeds_itself, ("yields", "recipes", "lines")),
    (_waste_for_sale, ("materials",)),
    (bought_at_a_price, ("materials", "purchases")),
    (_feed_is_fixed, ("inputs", "groups", "recipes")),
    (_something_from_nothing, ("inputs", "groups", "quality", "yields", "recipes")),
    (_node_names, _NODES),
    (_market_groups, ("markets",)),
    (_hazardous_rules, ("materials", "areas")),
    (_rules_for_goods, ("materials",)),
    (limits_on_goods, ("materials",)),
    (impossible_mass, ("yields", "inputs", "groups")),
    (impossible_shares, ("inputs", "groups")),
    (impossible_contents, ("composition",)),
)
"""Every check and the tables that it looks at: it is shown no others."""
_OF_SCENARIO = (_hazardous_rules, _rules_for_goods, limits_on_goods)
"""Checks that look at the scenario as well."""
_OF_COLUMNS: dict[Callable[[Case], Iterator[Problem]], tuple[tuple[str, ...], ...]] = {
    _nothing_feeds_itself: (("yields",), ("recipes",), ("lines", "id", "technology", "min_load")),
    _node_names: tuple((table, "id") for table in _NODES),
    _market_groups: (("markets", "id", "group", "group_max"),),
}
"""Check -> the tables, with the columns of them, whose rows being other can make it fail."""
