"""`datapackage.json` keeps the rules of the Data Package standard, and describes what is there."""

from __future__ import annotations

import csv
import json
import re
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from sim.cli.project import create
from sim.loader import load_case
from sim.results.heads import head_of, unit_of_change, worth_column
from sim.results.package import _result_field, describe_package
from sim.results.tables import OPTIONAL, TABLE_NAMES
from sim.rules.metrics import METRICS
from sim.say.texts import EN, ZH
from sim.scenario.escaping import marked_csv
from sim.studies.run.run import run_in_memory, write_verified
from sim.studies.solve_case import Clock, be_silent
from tools.build_fields import FIELDS, fields_text

Package = dict[str, Any]
NAME = re.compile(r"[-a-z0-9._/]+")
TYPES = {"string", "number", "integer", "boolean", "any"}
NEEDS = {"profile", "name", "title", "description", "licenses", "resources"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables and inputs of the example's baseline."""
    root = tmp_path_factory.mktemp("package") / "example"
    create(root)
    case = load_case(root / "scenarios/baseline.yaml")
    found = run_in_memory(case, Clock(be_silent))
    to = root / "written"
    to.mkdir()
    write_verified(to, found.case, found.tables, Clock(be_silent))
    return to


@pytest.fixture(scope="module")
def package(folder: Path) -> Package:
    """Its description."""
    return describe(folder)


def describe(folder: Path, texts: Any = EN) -> Package:
    """The description of a folder as it is read back."""
    case = load_case(folder.parent / "scenarios/baseline.yaml")
    described: Package = json.loads(json.dumps(describe_package(case, folder, texts)))
    return described


def test_the_package_keeps_the_rules(package: Package) -> None:
    """Names, titles, licences and sources are as the standard asks for."""
    assert package.keys() >= NEEDS
    assert package["profile"] == "tabular-data-package"
    assert NAME.fullmatch(package["name"])
    assert all("name" in one or "path" in one for one in package["licenses"])
    assert all(one["title"] for one in package.get("sources", ()))
    assert package["resources"]


def test_every_resource_keeps_the_rules(package: Package, folder: Path) -> None:
    """Unique names, paths inside the folder, size and hash of the very file."""
    names = [resource["name"] for resource in package["resources"]]
    assert len(names) == len(set(names))
    for resource in package["resources"]:
        assert NAME.fullmatch(resource["name"])
        assert resource["profile"] == "tabular-data-resource"
        path = PurePosixPath(resource["path"])
        assert not path.is_absolute()
        assert ".." not in path.parts
        content = (folder / path).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{sha256(content).hexdigest()}"
        assert resource["encoding"] == "utf-8"


def test_every_csv_file_is_described(package: Package, folder: Path) -> None:
    """All result tables that are there, and all inputs; nothing else."""
    paths = {resource["path"] for resource in package["resources"]}
    assert paths == {p.relative_to(folder).as_posix() for p in folder.rglob("*.csv")}
    assert {f"{name}.csv" for name in {*TABLE_NAMES} - {*OPTIONAL}} <= paths


def test_fields_are_the_columns(package: Package, folder: Path) -> None:
    """Each field is a column, in order, with a type of the standard and a meaning."""
    for resource in package["resources"]:
        schema = resource["schema"]
        with (folder / resource["path"]).open(encoding="utf-8", newline="") as file:
            assert [field["name"] for field in schema["fields"]] == next(csv.reader(file))
        assert schema["missingValues"] == [""]
        for field in schema["fields"]:
            assert field["type"] in TYPES, field
            assert field["description"], (resource["name"], field)
            if field["type"] == "boolean":
                assert {"trueValues", "falseValues"} <= field.keys()


def test_cells_are_of_their_type(package: Package, folder: Path) -> None:
    """What a program reads by the description is what stands there."""
    for resource in package["resources"]:
        fields = {field["name"]: field for field in resource["schema"]["fields"]}
        with (folder / resource["path"]).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                for name, cell in row.items():
                    assert not cell or fits(cell, fields[name]), (resource["name"], name, cell)


def fits(cell: str, field: dict[str, Any]) -> bool:
    """Whether a cell is of the type of its field."""
    allowed = field.get("constraints", {}).get("enum")
    if allowed is not None and cell not in allowed:
        return False
    match field["type"]:
        case "integer":
            return re.fullmatch(r"-?\d+", cell) is not None
        case "number":
            return re.fullmatch(r"-?\d+(\.\d+)?(e[-+]?\d+)?", cell) is not None
        case "boolean":
            return cell in (*field["trueValues"], *field["falseValues"])
    return True


def test_units_and_meanings_are_those_of_the_docs(package: Package) -> None:
    """As docs/results.md says; columns of a metric by its name."""
    fields = {
        (resource["name"], field["name"]): field
        for resource in package["resources"]
        for field in resource["schema"]["fields"]
    }
    amount = fields["flows", "amount_kt_yr"]
    assert (amount["unit"], amount["description"]) == ("kt/yr, dry", "what moves")
    assert fields["zones", "utilization_rate_pct"]["unit"] == "%"
    assert fields["prices", "net_cost_MCNY/yr_per_unit"]["unit"] == "MCNY/yr per unit"
    assert fields["flows", "material_name_zh"]["description"] == "Chinese name of material"
    assert fields["inputs/lines", "capacity [kt/yr]"]["unit"] == "kt/yr"


def test_titles_are_in_the_language_of_the_reader(folder: Path) -> None:
    """Without a unit: cells are in the unit of the field, not in those of the reader."""
    chinese = describe(folder, ZH)
    zones = next(r for r in chinese["resources"] if r["name"] == "zones")
    titles = {field["name"]: field["title"] for field in zones["schema"]["fields"]}
    assert titles["generation_kt_yr"] == "产生量"


def test_files_with_a_mark_are_described_as_the_others(folder: Path) -> None:
    """The mark of Excel is no part of the first field."""
    case = load_case(folder.parent / "scenarios/baseline.yaml")
    found = run_in_memory(case, Clock(be_silent))
    to = folder.parent / "marked"
    to.mkdir()
    with marked_csv():
        write_verified(to, found.case, found.tables, Clock(be_silent))
    assert describe(to)["resources"][0]["schema"] == describe(folder)["resources"][0]["schema"]


def test_the_catalogue_is_up_to_date() -> None:
    """It is what docs/results.md says; if not: python -m tools.build_fields."""
    assert FIELDS.read_text(encoding="utf-8") == fields_text()


@pytest.mark.parametrize("metric", METRICS)
def test_the_worth_of_every_metric_is_described(metric: str) -> None:
    """Any metric may be a stage: its column has a unit, a meaning and a title of its own."""
    column = worth_column(metric)
    for texts in (EN, ZH):
        title = head_of(column, texts).title
        assert texts.of(METRICS[metric]) in title
        assert column not in title
        field = _result_field("prices", column, texts)
        assert field["type"] == "number"
        assert field["unit"] == f"{unit_of_change(metric)} per unit"
        assert field["description"]
