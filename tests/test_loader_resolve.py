"""Writing a case as resolved: it reads back as the same case."""

from pathlib import Path

import pandas as pd
import pytest
import yaml

from sim.loader import Case, load_case, scenario_document, write_inputs
from sim.scenario.tables import TABLES
from tests.tiny_project import SCENARIO, make_project

RICH = """\
format: 1
name: rich
title: {en: "=SUM(A1)", zh: 'yes'}
description: {en: "010", zh: "1:30"}
region: tiny
year: 2030
modes: [road]
objective:
  - {minimize: net_cost, slack: 0.60 %}
borders:
  - {from: 东省, to: westby, class: general_I, rule: approval, quota: 8 万吨/年,
     surcharge: 0.002 元/公斤, lead: 4 weeks}
limits:
  - {floor: utilization_rate, city: 东城, at: 0.1}
change:
  - {table: lines, scale: {capacity: 1.1}}
  - {table: generation, use: {amount: high}}
  - {table: lines, add: [{id: l9, plant: p1, technology: mill, capacity: 3 kt/yr,
     only_zones: [z1, z2], note: '=HYPERLINK("x")'}]}
  - {table: plants, where: {id: p1}, set: {owner: "@owner, \\"quoted\\"\\nand more"}}
solver: {time_limit: 2 min}
"""


def round_trip(case: Case) -> Case:
    """Write a case into the results of its project and load it again."""
    folder = case.root / "results" / case.scenario.name
    written = write_inputs(case, folder)
    assert all(path.is_file() for path in written)
    return load_case(folder / "scenario.resolved.yaml")


@pytest.mark.parametrize("scenario", [None, RICH], ids=["tiny", "rich"])
def test_round_trip(tmp_path: Path, scenario: str | None) -> None:
    """A resolved scenario gives equal tables and equal rules, without region or changes."""
    make_project(tmp_path, **({"scenario": scenario} if scenario else {}))
    first = load_case(tmp_path / SCENARIO)
    second = round_trip(first)
    for table in TABLES:
        pd.testing.assert_frame_equal(first.tables[table], second.tables[table])
    gone = {"region": None, "tables": "inputs", "change": []}
    assert second.scenario == first.scenario.model_copy(update=gone)


def test_round_trip_of_the_round_trip(tmp_path: Path) -> None:
    """Writing what was read back gives the same files, byte for byte."""
    first = load_case(make_project(tmp_path, scenario=RICH))
    second = round_trip(first)
    one, two = tmp_path / "one", tmp_path / "two"
    names = [path.relative_to(one) for path in write_inputs(first, one)]
    assert names == [path.relative_to(two) for path in write_inputs(second, two)]
    for name in names:
        assert (one / name).read_bytes() == (two / name).read_bytes()


def test_it_runs_without_the_project(tmp_path: Path) -> None:
    """A resolved scenario brings all it needs and may be moved anywhere."""
    case = load_case(make_project(tmp_path / "project"))
    write_inputs(case, tmp_path / "elsewhere")
    moved = load_case(tmp_path / "elsewhere" / "scenario.resolved.yaml")
    assert moved.root == tmp_path / "elsewhere"
    pd.testing.assert_frame_equal(moved.tables["lines"], case.tables["lines"])


def test_it_can_be_extended(tmp_path: Path) -> None:
    """A scenario may extend a resolved one; the tables lie beside the file that names them."""
    case = load_case(make_project(tmp_path))
    write_inputs(case, tmp_path / "scenarios" / "sub")
    path = tmp_path / "scenarios" / "child.yaml"
    path.write_text(
        "format: 1\nname: child\ntitle: {en: C}\nextends: sub/scenario.resolved.yaml\n",
        encoding="utf-8",
    )
    assert load_case(path).origin["lines"][0] == "scenarios/sub/inputs/lines.csv:2"


def test_document_is_plain_and_canonical(tmp_path: Path) -> None:
    """Quantities carry their canonical unit, names are ids, and YAML can hold all of it."""
    document = scenario_document(load_case(make_project(tmp_path, scenario=RICH)))
    assert {"extends", "region", "library", "change"}.isdisjoint(document)
    assert document["tables"] == "inputs"
    assert document["borders"] == [
        {
            "from": "East",
            "to": "westby",
            "class": "general_I",
            "purpose": "utilization",
            "rule": "approval",
            "quota": "80 kt/yr",
            "surcharge": "2 CNY/t",
            "lead": "28 d",
            "lead_cost": "0 CNY/t/d",
        }
    ]
    assert document["solver"]["time_limit"] == "120 s"
    assert yaml.safe_load(yaml.safe_dump(document)) == document


def test_tables_are_written_for_people(tmp_path: Path) -> None:
    """Units stand in the headings, the key comes first, the source last, texts are guarded."""
    case = load_case(make_project(tmp_path, scenario=RICH))
    write_inputs(case, tmp_path / "out")
    raw = (tmp_path / "out" / "inputs" / "lines.csv").read_bytes()
    assert b"\r" not in raw
    header, *lines = raw.decode().splitlines()
    names = header.split(",")
    assert names[:4] == ["id", "plant", "technology", "capacity [kt/yr]"]
    assert names[-4:] == ["source", "year", "confidence", "note"]
    assert lines[-1].startswith("l9,p1,mill,3,")
    assert '"\'=HYPERLINK(""x"")"' in lines[-1]
    assert not (tmp_path / "out" / "inputs" / "statistics.csv").exists()
