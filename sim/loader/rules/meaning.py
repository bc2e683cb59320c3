"""Checks of meaning inside the tables: ranges, bounds, shares, places, recipes, kinds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise

from pydantic_core import PydanticCustomError

from sim.errors import Problem
from sim.loader.case import Record, Rows
from sim.loader.columns import columns_of, range_of
from sim.loader.read.messages import at_column, explain_refusal
from sim.loader.read.words import curb, show, suggest
from sim.loader.rules.links import check_link_rows, check_links, check_tariffs
from sim.loader.rules.provinces import PLACES
from sim.say.message import MessageError, message, plain
from sim.scenario.fields import PARAMETERS
from sim.scenario.tables import TABLES
from sim.units import name_unit

FormulaCheck = Callable[[str], object]
"""Raises ValueError when a quality formula cannot be read."""
Tables = Mapping[str, Rows]

_ACTIVITY = "activity"
_RESERVED = (
    ("materials", "id", (_ACTIVITY,), "yields"),
    ("composition", "property", (_ACTIVITY, "mass"), "quality"),
    ("areas", "id", ("any",), "borders"),
)
"""Table, column, words that mean something else where the table or key at the end names one."""
BOUNDS = (
    ("inputs", "min", "max"),
    ("groups", "min", "max"),
    ("markets", "min", "max"),
    ("markets", "min", "group_max"),
    ("modes", "reach_min", "reach"),
)
"""Table, column, column that must not be less."""
_WASTES = frozenset({"waste", "residue"})


def check_rules(
    tables: Tables, check_formula: FormulaCheck | None = None, known: Tables | None = None
) -> list[Problem]:
    """Return what contradicts the meaning of the tables.

    Rules between tables are left out where one of them has rows that could not be read; so are
    those that look only at tables among the `known` ones, which were found right.
    """
    changed = [table for table in TABLES if known is None or tables[table] is not known[table]]
    problems: list[Problem] = []
    for check, reads in _CHECKS:
        seen = changed if reads is ROW_BY_ROW else reads if {*reads} & {*changed} else ()
        if seen:
            problems += curb(check({t: tables[t] for t in seen}), message("the_tables"))
    if check_formula is not None and "quality" in changed:
        problems += curb(_check_formulas(tables, check_formula), message("the_tables"))
    return problems


def _are_sound(tables: Tables, *names: str) -> bool:
    return all(tables[name].is_sound for name in names)


def _check_ranges(tables: Tables) -> Iterator[Problem]:
    """low <= value <= high wherever a quantity carries its range."""
    for table in tables:
        for name, column in columns_of(table).items():
            ends = range_of(table, name)
            if ends is not None and column.takes_unit:
                for record in tables[table].records:
                    yield from _check_order(record, (ends[0], name, ends[1]), column.unit)


def _check_order(record: Record, columns: tuple[str, ...], unit: str) -> Iterator[Problem]:
    """Yield a problem where two neighbouring columns of a row are not in rising order."""
    given = [(name, record.values[name]) for name in columns if record.values[name] is not None]
    for (low, smaller), (high, larger) in pairwise(given):
        if smaller > larger:
            what = message("order", low=low, smaller=smaller, high=high, larger=larger)
            hint = message("both_in", unit=name_unit(unit)) if unit else None
            yield Problem(record.where(low, high), what, hint, "order")


def _check_parameters(tables: Tables) -> Iterator[Problem]:
    for record in tables["parameters"].records:
        unit = PARAMETERS[record.values["id"]]
        numbers: dict[str, float] = {}
        for column in ("value_low", "value", "value_high"):
            text = record.values[column]
            try:
                if text:
                    numbers[column] = unit.read(text)
            except PydanticCustomError as error:
                what, hint, code = explain_refusal(error)
                yield Problem(record.where(column), at_column(column, what), hint, code)
        yield from _check_order(
            Record(
                {name: numbers.get(name) for name in ("value_low", "value", "value_high")},
                record.where("value"),
            ),
            ("value_low", "value", "value_high"),
            unit.canonical,
        )


def _check_reserved(tables: Tables) -> Iterator[Problem]:
    """Nothing is called by a word that means something else where it would be named."""
    for table, column, words, place in _RESERVED:
        if table not in tables:
            continue
        for record in tables[table].records:
            if record.values[column] in words:
                word = message("name_reserved", word=record.values[column], place=place)
                what = at_column(column, word)
                yield Problem(record.where(column), what, message("other_name"), "reserved")


def _check_bounds(tables: Tables) -> Iterator[Problem]:
    for table, low, high in BOUNDS:
        if table not in tables:
            continue
        unit = columns_of(table)[low].unit
        for record in tables[table].records:
            yield from _check_order(record, (low, high), unit)


def _check_coordinates(tables: Tables) -> Iterator[Problem]:
    """Longitude and latitude go together."""
    for table in tables:
        if {"lon", "lat"} <= set(columns_of(table)):
            for record in tables[table].records:
                if (record.values["lon"] is None) != (record.values["lat"] is None):
                    what, hint = message("lon_or_lat"), message("give_both")
                    yield Problem(record.where("lon", "lat"), what, hint, "coordinates")


def _levels(tables: Tables) -> dict[str, tuple[str, str]]:
    """Return the level and the parent of every area."""
    return {
        record.values["id"]: (record.values["level"], record.values["parent"])
        for record in tables["areas"].records
    }


def _check_areas(tables: Tables) -> Iterator[Problem]:
    """The parent of an area is a province."""
    levels = _levels(tables)
    provinces = dict.fromkeys(area for area, (level, _) in levels.items() if level == "province")
    for record in tables["areas"].records:
        parent = record.values["parent"]
        if parent and parent not in provinces and tables["areas"].is_sound:
            what = at_column("parent", message("parent_no_province", parent=show(parent)))
            yield Problem(record.where("parent"), what, suggest(parent, provinces), "unknown_name")


def _check_places(tables: Tables) -> Iterator[Problem]:
    """City and province of a place are areas of that level, and belong together."""
    levels = _levels(tables)
    for table in PLACES:
        for record in tables[table].records:
            city, province = record.values["city"], record.values["province"]
            for column, area in (("city", city), ("province", province)):
                if area in levels and levels[area][0] != column:
                    found = message(f"level_{levels[area][0]}")
                    wanted = message(f"level_{column}")
                    wrong = message("other_level", area=show(area), found=found, wanted=wanted)
                    yield Problem(record.where(column), at_column(column, wrong), None, "level")
            parent = levels.get(city, ("", ""))[1]
            if parent in levels and province and parent != province:
                areas = {"city": show(city), "found": show(parent), "given": show(province)}
                what = message("city_elsewhere", **areas)
                yield Problem(record.where("province", "city"), what, None, "level")


def _inputs_of(tables: Tables) -> dict[str, list[str]]:
    """Return the input materials of every recipe."""
    inputs: dict[str, list[str]] = {r.values["id"]: [] for r in tables["recipes"].records}
    for record in tables["inputs"].records:
        inputs.setdefault(record.values["recipe"], []).append(record.values["material"])
    return inputs


def _check_groups(tables: Tables) -> Iterator[Problem]:
    """A group sums up inputs of its recipe."""
    inputs = _inputs_of(tables)
    for record in tables["groups"].records:
        known = inputs.get(record.values["recipe"], [])
        for material in record.values["materials"]:
            if known and material not in known and _are_sound(tables, "inputs"):
                recipe = show(record.values["recipe"])
                what = message("not_an_input", material=show(material), recipe=recipe)
                yield Problem(
                    record.where("materials", "recipe"), what, suggest(material, known), "not_input"
                )
        if not record.values["materials"]:
            what = at_column("materials", message("group_empty"))
            yield Problem(record.where("materials"), what, message("separate_them"), "empty")


def _check_yields(tables: Tables) -> Iterator[Problem]:
    """A yield goes by the activity or by an input of its recipe."""
    inputs = _inputs_of(tables)
    for record in tables["yields"].records:
        recipe, per = record.values["recipe"], record.values["per"]
        known = [_ACTIVITY, *inputs.get(recipe, [])]
        if recipe in inputs and per not in known and _are_sound(tables, "inputs"):
            wrong = message("neither_nor", per=show(per), activity=_ACTIVITY, recipe=show(recipe))
            what = at_column("per", wrong)
            yield Problem(record.where("per", "recipe"), what, suggest(per, known), "not_input")


def _check_quality(tables: Tables) -> Iterator[Problem]:
    """A quality rule looks at inputs of its recipes."""
    inputs = _inputs_of(tables)
    for record in tables["quality"].records:
        known = sorted({m for recipe in record.values["recipes"] for m in inputs.get(recipe, [])})
        for material in record.values["materials"]:
            if known and material not in known and _are_sound(tables, "inputs"):
                what = message("no_input_of_rule", material=show(material))
                yield Problem(
                    record.where("materials", "recipes"),
                    what,
                    suggest(material, known),
                    "not_input",
                )


def _check_recipes(tables: Tables) -> Iterator[Problem]:
    """A recipe takes something in."""
    if not _are_sound(tables, "inputs", "recipes"):
        return
    inputs = _inputs_of(tables)
    for record in tables["recipes"].records:
        if not inputs[record.values["id"]]:
            what = message("recipe_no_inputs", recipe=show(record.values["id"]))
            yield Problem(record.at, what, message("give_inputs"), "no_input")


def _check_lines(tables: Tables) -> Iterator[Problem]:
    """A line runs recipes of its technology, of which there is at least one."""
    if not _are_sound(tables, "recipes"):
        return
    technology = {r.values["id"]: r.values["technology"] for r in tables["recipes"].records}
    recipes: dict[str, list[str]] = {r.values["id"]: [] for r in tables["technologies"].records}
    for recipe, of in technology.items():
        recipes.setdefault(of, []).append(recipe)
    for record in tables["lines"].records:
        own = recipes.get(record.values["technology"])
        if own is None:
            continue
        for recipe in record.values["recipes"]:
            if technology.get(recipe) not in (None, record.values["technology"]):
                wrong = message(
                    "recipe_elsewhere",
                    recipe=show(recipe),
                    found=show(technology[recipe]),
                    given=show(record.values["technology"]),
                )
                what, hint = at_column("recipes", wrong), suggest(recipe, own)
                yield Problem(record.where("recipes", "technology"), what, hint, "not_recipe")
        if not own:
            what = message("technology_no_recipe", technology=show(record.values["technology"]))
            yield Problem(record.where("technology"), what, message("add_recipe"), "no_recipe")


def _check_kinds(tables: Tables) -> Iterator[Problem]:
    """Zones generate and store wastes; markets take what is not waste."""
    kinds = {r.values["id"]: r.values["kind"] for r in tables["materials"].records}
    for table in ("generation", "legacy"):
        for record in tables[table].records:
            kind = kinds.get(record.values["material"], "waste")
            if kind != "waste":
                material = show(record.values["material"])
                what = message("not_a_waste", material=material, kind=kind)
                yield Problem(record.where("material"), what, message("zones_generate"), "kind")
    for record in tables["markets"].records:
        if kinds.get(record.values["product"]) == "waste":
            what = message("is_a_waste", product=show(record.values["product"]))
            yield Problem(record.where("product"), what, message("markets_take"), "kind")


def _check_classes(tables: Tables) -> Iterator[Problem]:
    """A waste has a class, because border rules go by it."""
    for record in tables["materials"].records:
        if record.values["kind"] in _WASTES and record.values["waste_class"] is None:
            what = message("class_blank", material=show(record.values["id"]))
            hint = message("write_class")
            yield Problem(record.where("kind", "waste_class"), what, hint, "missing")


def _check_market_groups(tables: Tables) -> Iterator[Problem]:
    """Markets of a group state the same total."""
    totals: dict[str, tuple[float | None, str]] = {}
    for record in tables["markets"].records:
        group, total = record.values["group"], record.values["group_max"]
        if group is None:
            continue
        first, at = totals.setdefault(group, (total, record.at))
        if first != total:
            what = message("group_max_differs", group=show(group))
            yield Problem(record.where("group_max"), what, message("see", at=at), "differs")


def _check_sources(tables: Tables) -> Iterator[Problem]:
    """What is published names its source; what is derived names it or says how."""
    for table in tables:
        if "confidence" not in columns_of(table):
            continue
        for record in tables[table].records:
            confidence, source = record.values["confidence"], record.values["source"]
            if confidence == "published" and not source:
                what, hint = message("published_no_source"), message("name_source")
                yield Problem(record.where("confidence", "source"), what, hint, "no_source")
            elif confidence == "derived" and not source and not record.values["note"]:
                what, hint = message("derived_no_source"), message("say_how")
                yield Problem(record.where("confidence", "source"), what, hint, "no_source")


ROW_BY_ROW = ("row by row",)
"""Stands for the tables of a rule that looks at one row at a time, of whatever table."""
_CHECKS: tuple[tuple[Callable[[Tables], Iterator[Problem]], tuple[str, ...]], ...] = (
    (_check_ranges, ROW_BY_ROW),
    (_check_parameters, ("parameters",)),
    (_check_reserved, ROW_BY_ROW),
    (_check_bounds, ROW_BY_ROW),
    (_check_coordinates, ROW_BY_ROW),
    (_check_areas, ("areas",)),
    (_check_places, ("areas", *PLACES)),
    (_check_groups, ("recipes", "inputs", "groups")),
    (_check_yields, ("recipes", "inputs", "yields")),
    (_check_quality, ("recipes", "inputs", "quality")),
    (_check_recipes, ("recipes", "inputs")),
    (_check_lines, ("recipes", "technologies", "lines")),
    (_check_kinds, ("materials", "generation", "legacy", "markets")),
    (_check_classes, ("materials",)),
    (_check_market_groups, ("markets",)),
    (check_links, ("places", "modes", "links")),
    (check_link_rows, ("links", "places", "terminals")),
    (check_tariffs, ("links", "modes", "terminals")),
    (_check_sources, ROW_BY_ROW),
)
"""Every rule and the tables that it looks at together: it is shown no others."""


def _check_formulas(tables: Tables, check_formula: FormulaCheck) -> Iterator[Problem]:
    for record in tables["quality"].records:
        try:
            check_formula(record.values["formula"])
        except ValueError as error:
            wrong = error.message if isinstance(error, MessageError) else plain(str(error))
            yield Problem(record.where("formula"), at_column("formula", wrong), None, "formula")
