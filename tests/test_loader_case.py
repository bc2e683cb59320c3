"""The loaded case: frames, origins, names turned into ids, hashes, roots."""

from hashlib import sha256
from pathlib import Path

import pandas as pd
import pytest

from sim.errors import InputError
from sim.loader import Case, load_case
from sim.scenario.tables import TABLES
from tests.tiny_project import FILES, SCENARIO, make_project

HEAD = "format: 1\nname: t\ntitle: {en: T}\nregion: tiny\n"


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """Return the tiny case."""
    return load_case(make_project(tmp_path))


def test_every_table_is_there(case: Case) -> None:
    """Every table has all columns of its row type; an absent file is an empty frame."""
    assert set(case.tables) == set(TABLES)
    for table, spec in TABLES.items():
        frame = case.tables[table]
        assert list(frame.columns) == list(spec.row.model_fields)
        assert len(case.origin[table]) == len(frame)
    assert case.tables["statistics"].empty


def test_columns_keep_their_kind(case: Case) -> None:
    """Numbers, texts, switches and lists have the same dtype whether or not there are rows."""
    for table, column, dtype in (
        ("lines", "capacity", "float64"),
        ("lines", "capacity_low", "float64"),
        ("lines", "status", "str"),
        ("lines", "only_zones", "object"),
        ("links", "both_ways", "bool"),
        ("statistics", "rate", "float64"),
        ("statistics", "area", "str"),
        ("crossings", "opened", "object"),
    ):
        assert str(case.tables[table][column].dtype) == dtype, (table, column)
    lines = case.tables["lines"]
    assert list(lines["recipes"]) == [(), ()]
    assert pd.isna(case.tables["sinks"].set_index("id")["owner_zone"]["tip"])


def test_rows_are_sorted_by_key(tmp_path: Path) -> None:
    """The order of the rows in the files does not matter; blanks of a key come first."""
    lines = FILES["geodata/tiny/lines.csv"].splitlines()
    turned = "\n".join([lines[0], *reversed(lines[1:])])
    composition = (
        "material,producer,property,value\ntailings,z1,Pb,1 %\ntailings,,Pb,2 %\nslag,,Pb,3 %\n"
    )
    make_project(tmp_path / "a", composition=composition)
    make_project(tmp_path / "b", composition=composition, lines=turned)
    first, second = load_case(tmp_path / "a" / SCENARIO), load_case(tmp_path / "b" / SCENARIO)
    for table in TABLES:
        pd.testing.assert_frame_equal(first.tables[table], second.tables[table])
    assert list(first.tables["composition"]["value"]) == [0.03, 0.02, 0.01]
    assert second.origin["lines"] == ["geodata/tiny/lines.csv:3", "geodata/tiny/lines.csv:2"]


def test_respelt_units_change_nothing(tmp_path: Path) -> None:
    """The same quantities in other units, in cells and headings, give the same tables."""
    respelt = FILES["geodata/tiny/lines.csv"]
    for old, new in {
        "120 kt/yr": "0.12 Mt/a",
        "100 kt/yr": "10 万吨/年",
        "150 kt/yr": "150000 吨/年",
        "200 kt/yr": '"200,000 t/yr"',
        "90 %": "0.9",
        "85 %": "８５％",
    }.items():
        assert old in respelt
        respelt = respelt.replace(old, new)
    generation = (
        "zone,material,amount [万吨/年],amount_low,amount_high [t/yr],source,year,confidence\n"
        "z1,tailings,20,0.18 Mt/yr,220000,A yearbook,2023,published\nz1,slag,3,,,,,\n"
        'z2,slag,10,90 kt/a,"120,000",A yearbook,2023,published\n'
    )
    make_project(tmp_path / "a")
    make_project(tmp_path / "b", lines=respelt, generation=generation)
    first, second = load_case(tmp_path / "a" / SCENARIO), load_case(tmp_path / "b" / SCENARIO)
    for table in TABLES:
        pd.testing.assert_frame_equal(first.tables[table], second.tables[table])


def test_library_and_region_are_put_together(tmp_path: Path) -> None:
    """A region may add rows to a table of the library."""
    modes = "id,name_en,medium,tariff\nrail,Train,rail,0.2 CNY/t/km\n"
    make_project(tmp_path)
    (tmp_path / "geodata" / "tiny" / "modes.csv").write_text(modes, encoding="utf-8")
    case = load_case(tmp_path / SCENARIO)
    assert list(case.tables["modes"]["id"]) == ["rail", "road", "water"]
    assert case.origin["modes"][0] == "geodata/tiny/modes.csv:2"


@pytest.mark.parametrize(
    ("rule", "ids"),
    [
        ("{from: East, to: West, rule: open}", ("East", "West", None)),
        ("{from: 东省, to: West Province, rule: open}", ("East", "West", None)),
        ("{from: 西城, to: any, rule: open, material: 尾矿}", ("westby", "any", "tailings")),
        ("{rule: open}", ("any", "any", None)),
    ],
)
def test_areas_of_borders_become_ids(
    tmp_path: Path, rule: str, ids: tuple[str, str, str | None]
) -> None:
    """Provinces, cities and materials of border rules go by id or by name in either language."""
    case = load_case(make_project(tmp_path, scenario=f"{HEAD}borders:\n  - {rule}\n"))
    (border,) = case.scenario.borders
    assert (border.from_, border.to, border.material) == ids
    assert case.borders_at == ["scenarios/tiny.yaml:6"]


@pytest.mark.parametrize(
    ("scope", "ids"),
    [
        ("zone: East Mine", {"zone": "z1"}),
        ("city: 西城", {"city": "westby"}),
        ("province: 西省, material: Slag", {"province": "West", "material": "slag"}),
    ],
)
def test_scopes_of_limits_become_ids(tmp_path: Path, scope: str, ids: dict[str, str]) -> None:
    """Zones, cities, provinces and materials of limits go by name in either language."""
    text = f"{HEAD}limits:\n  - {{floor: uptake, {scope}, at: 1 kt/yr}}\n"
    case = load_case(make_project(tmp_path, scenario=text))
    assert case.scenario.limits[0].scope == ids
    assert case.limits_at == ["scenarios/tiny.yaml:6"]


def test_name_of_two_zones_is_refused(tmp_path: Path) -> None:
    """A name that two zones share must be replaced by an id."""
    zones = "id,name_en,city,province\nz1,Mine,eastby,East\nz2,Mine,westby,West\n"
    text = f"{HEAD}limits:\n  - {{floor: uptake, zone: Mine, at: 1 kt/yr}}\n"
    with pytest.raises(InputError, match=r"tiny.yaml:6: 'Mine' is the name of more than one zone"):
        load_case(make_project(tmp_path, zones=zones, scenario=text))


def test_inputs_are_hashed(case: Case) -> None:
    """Every file that was read, and no other, is listed with its SHA-256."""
    assert set(case.inputs) == set(FILES)
    for file, digest in case.inputs.items():
        assert digest == sha256((case.root / file).read_bytes()).hexdigest()


def test_root_is_found_from_below(tmp_path: Path) -> None:
    """The nearest folder with scenarios/ and geodata/ is the root, however deep the file lies."""
    path = make_project(tmp_path / "outer" / "inner")
    (tmp_path / "outer" / "scenarios").mkdir()
    (tmp_path / "outer" / "geodata").mkdir()
    deep = path.parent / "a" / "b"
    deep.mkdir(parents=True)
    moved = path.rename(deep / "tiny.yaml")
    case = load_case(moved)
    assert case.root == tmp_path / "outer" / "inner"
    assert case.limits_at[0] == "scenarios/a/b/tiny.yaml:12"


def test_relative_path_and_given_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A relative path is meant from the current folder; the root may be given."""
    make_project(tmp_path)
    monkeypatch.chdir(tmp_path / "scenarios")
    assert load_case(Path("tiny.yaml")).root == tmp_path
    assert load_case(Path("../scenarios/tiny.yaml"), root=Path("..")).root == tmp_path


def test_root_reached_by_a_link(tmp_path: Path) -> None:
    """A project may itself be reached through a link."""
    make_project(tmp_path / "real")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert load_case(tmp_path / "link" / SCENARIO).root == tmp_path / "link"


def test_file_outside_the_root_is_refused(tmp_path: Path) -> None:
    """A scenario must lie inside the root that is given."""
    make_project(tmp_path / "a")
    make_project(tmp_path / "b")
    with pytest.raises(InputError, match="outside the project folder"):
        load_case(tmp_path / "a" / SCENARIO, root=tmp_path / "b")


def test_scenario_without_a_project_is_refused(tmp_path: Path) -> None:
    """A region cannot be found where no folder above holds scenarios/ and geodata/."""
    path = tmp_path / "lonely.yaml"
    path.write_text(HEAD, encoding="utf-8")
    with pytest.raises(InputError, match=r"lonely.yaml:4: no folder above this file holds"):
        load_case(path)


def test_formula_hook_refuses_at_the_row(tmp_path: Path) -> None:
    """Whoever knows formulas can refuse one; the problem stands at the row of the rule."""

    def refuse(formula: str) -> None:
        raise ValueError(f"'{formula}' is odd")

    with pytest.raises(InputError) as caught:
        load_case(make_project(tmp_path), check_formula=refuse)
    (problem,) = caught.value.problems
    assert str(problem) == ("scenarios/library/quality.csv:2: formula: 'Pb <= 0.001*mass' is odd")


def test_formula_hook_may_be_content(tmp_path: Path) -> None:
    """The hook sees every formula once."""
    seen: list[str] = []
    load_case(make_project(tmp_path), check_formula=seen.append)
    assert seen == ["Pb <= 0.001*mass"]
