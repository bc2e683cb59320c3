"""Changes of the tables: what they pick and what they do to it."""

from pathlib import Path

import pandas as pd
import pytest

from sim.loader import load_case
from sim.loader.case import Case
from tests.tiny_project import FILES, SCENARIO, make_project

HEAD = "format: 1\nname: t\ntitle: {en: T}\nregion: tiny\n"


def load_changed(root: Path, *changes: str) -> Case:
    """Load the tiny project with changes, each in flow style; the first stands in line 6."""
    text = HEAD + "change:\n" + "".join(f"  - {change}\n" for change in changes)
    return load_case(make_project(root, scenario=text if changes else HEAD))


def rows(case: Case, table: str, key: str = "id") -> pd.DataFrame:
    """Return a table by its key."""
    return case.tables[table].set_index(key)


@pytest.mark.parametrize(
    ("where", "picked"),
    [
        ("{}", ["l1", "l2"]),
        ("{id: l1}", ["l1"]),
        ("{id: [l1, l2]}", ["l1", "l2"]),
        ("{technology: mill}", ["l2"]),
        ("{technology: mill, plant: [p1, p2]}", ["l2"]),
        ("{capacity: 0.12 Mt/a}", ["l1"]),
        ("{availability: 85 %}", ["l2"]),
        ("{capacity_low: }", ["l2"]),
        ("{confidence: published}", ["l1", "l2"]),
    ],
)
def test_rows_are_picked_by_value(tmp_path: Path, where: str, picked: list[str]) -> None:
    """All conditions must hold; a list allows any of its values; quantities may be respelt."""
    case = load_changed(tmp_path, f"{{table: lines, where: {where}, set: {{note: picked}}}}")
    lines = rows(case, "lines")
    assert list(lines.index[lines["note"] == "picked"]) == picked


@pytest.mark.parametrize(
    ("table", "where", "picked"),
    [
        ("zones", "{city: eastby}", ["z1"]),
        ("zones", "{city: Eastby}", ["z1"]),
        ("zones", "{city: 东城}", ["z1"]),
        ("zones", "{province: [东省, West]}", ["z1", "z2"]),
        ("markets", "{area: 西省}", ["cement_west"]),
        ("markets", "{area: West Province}", ["cement_west"]),
        ("markets", "{area: }", ["brick_all"]),
        ("sinks", "{accepts: tailings}", ["pond"]),
        ("sinks", "{owner_zone: z1}", ["pond"]),
        ("sinks", "{owner_zone: }", ["tip"]),
    ],
)
def test_areas_and_lists_are_picked(
    tmp_path: Path, table: str, where: str, picked: list[str]
) -> None:
    """Areas go by id or by name in either language; a list is picked by any of its entries."""
    case = load_changed(tmp_path, f"{{table: {table}, where: {where}, set: {{note: picked}}}}")
    frame = rows(case, table)
    assert list(frame.index[frame["note"] == "picked"]) == picked


def test_city_named_like_a_province(tmp_path: Path) -> None:
    """A name shared by a city and a province is taken for what the column holds."""
    areas = (
        "id,level,name_en,name_zh,parent\nEast,province,Same,东,\nWest,province,West,西,\n"
        "eastby,city,Same,东,East\nwestby,city,Westby,西城,West\n"
    )
    text = HEAD + "change:\n  - {table: zones, where: {province: Same}, set: {note: picked}}\n"
    case = load_case(make_project(tmp_path, areas=areas, scenario=text))
    assert list(rows(case, "zones")["note"]) == ["picked", ""]


def test_set_reads_units_and_forgets_the_range(tmp_path: Path) -> None:
    """A value that is set has no range unless the change gives one, and counts as assumed."""
    case = load_changed(
        tmp_path,
        "{table: lines, where: {id: l1}, set: {capacity: 1.5 Mt/yr}}",
        "{table: lines, where: {id: l2}, set: {capacity: 40 万吨/年, capacity_low: 1 kt/yr}}",
    )
    lines = rows(case, "lines")
    assert list(lines["capacity"]) == [1500, 400]
    assert lines["capacity_low"].isna().tolist() == [True, False]
    assert lines["capacity_high"].isna().all()
    assert list(lines["confidence"]) == ["assumed", "assumed"]


def test_set_of_words_keeps_the_source(tmp_path: Path) -> None:
    """Switching a line or naming its confidence leaves the standing of its numbers alone."""
    case = load_changed(
        tmp_path,
        "{table: lines, where: {id: l1}, set: {status: trial}}",
        "{table: lines, where: {id: l2}, set: {capacity: 9 kt/yr, confidence: published}}",
    )
    lines = rows(case, "lines")
    assert list(lines["confidence"]) == ["published", "published"]
    assert list(lines["status"]) == ["trial", "operating"]


def test_set_of_lists_switches_and_blanks(tmp_path: Path) -> None:
    """Lists may be YAML lists or cells; true is true; a blank is the default."""
    case = load_changed(
        tmp_path,
        "{table: lines, where: {id: l1}, set: {only_zones: [z1, z2]}}",
        "{table: lines, where: {id: l2}, set: {only_zones: z1; z2, availability: }}",
        "{table: links, where: {origin: z1}, set: {both_ways: false}}",
    )
    lines = rows(case, "lines")
    assert list(lines["only_zones"]) == [("z1", "z2"), ("z1", "z2")]
    assert lines["availability"]["l2"] == 1.0
    assert list(case.tables["links"]["both_ways"]) == [False, False, True]


def test_scale_takes_the_range_along(tmp_path: Path) -> None:
    """A factor multiplies the value and both ends of its range; blanks stay blank."""
    case = load_changed(tmp_path, "{table: lines, scale: {capacity: 0.5}}")
    lines = rows(case, "lines")
    assert list(lines["capacity"]) == [60, 100]
    assert next(iter(lines["capacity_low"])) == 50
    assert next(iter(lines["capacity_high"])) == 75
    assert lines["capacity_high"].isna()["l2"]
    assert list(lines["confidence"]) == ["assumed", "assumed"]


def test_use_moves_within_the_range(tmp_path: Path) -> None:
    """An end of the range becomes the value; rows without a range keep theirs."""
    case = load_changed(tmp_path, "{table: generation, use: {amount: high}}")
    generation = case.tables["generation"].set_index(["zone", "material"])
    assert generation["amount"].to_dict() == {
        ("z1", "slag"): 30,
        ("z1", "tailings"): 220,
        ("z2", "slag"): 120,
    }
    assert generation["confidence"]["z1", "tailings"] == "published"


def test_typical_goes_back(tmp_path: Path) -> None:
    """`typical` undoes an earlier `high`; a factor in between is kept."""
    case = load_changed(
        tmp_path,
        "{table: lines, where: {id: l1}, use: {capacity: high}}",
        "{table: lines, where: {id: l1}, scale: {capacity: 2}}",
        "{table: lines, where: {id: l1}, use: {capacity: typical}}",
    )
    assert rows(case, "lines")["capacity"]["l1"] == 240


def test_parameters_have_ranges_too(tmp_path: Path) -> None:
    """Parameters are texts with a unit, and are set and moved like other numbers."""
    case = load_changed(
        tmp_path,
        "{table: parameters, where: {id: circuity}, use: {value: high}}",
        "{table: parameters, where: {id: discount_rate}, set: {value: 6 %}}",
    )
    assert rows(case, "parameters")["value"].to_dict() == {
        "circuity": "1.4",
        "discount_rate": "6 %",
    }


def test_drop_removes_rows(tmp_path: Path) -> None:
    """Dropped rows are gone, and the origins of the others stay theirs."""
    case = load_changed(tmp_path, "{table: generation, where: {zone: z1}, drop: true}")
    assert list(case.tables["generation"]["zone"]) == ["z2"]
    assert case.origin["generation"] == ["geodata/tiny/generation.csv:4"]


def test_added_rows_stand_in_order(tmp_path: Path) -> None:
    """An added row is sorted in, and its origin is the change."""
    case = load_changed(
        tmp_path,
        "{table: lines, add: [{id: l0, plant: p1, technology: mill, capacity: 1 万吨/年}]}",
    )
    assert list(case.tables["lines"]["id"]) == ["l0", "l1", "l2"]
    assert case.tables["lines"]["capacity"][0] == 10
    assert case.origin["lines"][:2] == ["scenarios/tiny.yaml:6", "geodata/tiny/lines.csv:2"]


def test_changes_apply_in_order(tmp_path: Path) -> None:
    """A later change sees what the earlier ones did."""
    case = load_changed(
        tmp_path,
        "{table: plants, add: [{id: p3, name_en: New, city: westby}]}",
        "{table: lines, where: {id: l2}, set: {plant: p3}}",
        "{table: lines, where: {plant: p3}, scale: {capacity: 2}}",
        "{table: links, where: {destination: p2}, drop: true}",
        "{table: plants, where: {id: p2}, drop: true}",
    )
    assert rows(case, "lines")["capacity"]["l2"] == 400
    assert list(case.tables["plants"]["id"]) == ["p1", "p3"]


def test_keys_may_be_renamed_apart(tmp_path: Path) -> None:
    """Setting a key is allowed as long as it stays unique."""
    case = load_changed(tmp_path, "{table: links, where: {destination: p1}, set: {origin: z2}}")
    assert list(case.tables["links"]["origin"]) == ["z1", "z2", "z2"]


def test_rows_are_picked_by_the_city_of_their_site(tmp_path: Path) -> None:
    """Lines and generation answer to the city and province of their plant and zone, in Chinese."""
    change = """\
change:
  - {table: lines, where: {technology: mill, city: 西城}, scale: {capacity: 2}}
  - {table: generation, where: {province: East}, scale: {amount: 0.5}}
"""
    text = FILES[SCENARIO].partition("change:")[0] + change
    case = load_case(make_project(tmp_path, scenario=text))
    lines = case.tables["lines"].set_index("id")
    assert lines.loc["l2", "capacity"] == 400
    assert lines.loc["l1", "capacity"] == 120
    generation = case.tables["generation"].set_index(["zone", "material"])["amount"]
    assert generation.loc["z1", "tailings"] == 100
    assert generation.loc["z2", "slag"] == 100
