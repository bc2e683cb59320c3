"""Numbers have a scale: what cannot be is refused, what is odd is told with what may be meant."""

from __future__ import annotations

import json
import math
from contextlib import suppress
from pathlib import Path

import pytest

from sim.checks import check_case, find_unusual
from sim.cli.main import main
from sim.errors import InputError
from sim.loader import load_case, write_inputs
from sim.loader.columns import columns_of
from sim.scenario.tables import TABLES
from tests.study import MODES, csv, write_study
from tests.tiny_project import FILES, LIBRARY, REGION, SCENARIO, make_project

pytestmark = pytest.mark.usefixtures("undrawn")


def spoilt(root: Path, file: str, old: str, new: str) -> Path:
    """Write the tiny project with one text of a file replaced."""
    path = make_project(root)
    text = (root / file).read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
    (root / file).write_text(text.replace(old, new), encoding="utf-8")
    return path


def refused(path: Path) -> list[str]:
    """Return what is said of a scenario that is not valid."""
    with pytest.raises(InputError) as error:
        check_case(load_case(path))
    assert error.value.exit_code == 2
    return [str(problem) for problem in error.value.problems]


def odd(path: Path) -> list[str]:
    """Return what is said of a scenario that is valid."""
    case = load_case(path)
    check_case(case)
    return [str(problem) for problem in find_unusual(case)]


IMPOSSIBLE = [
    (
        "availability",
        f"{REGION}/lines.csv",
        "85 %",
        "850 %",
        "lines.csv:3: availability: 850 % is above 100 % (did you mean 8.5 %?",
    ),
    (
        "per cent forgotten",
        f"{REGION}/lines.csv",
        "85 %",
        "85",
        "lines.csv:3: availability: 8500 % is above 100 % (did you mean 85 %?",
    ),
    (
        "moisture",
        f"{LIBRARY}/materials.csv",
        "slag,5 %",
        "slag,5",
        "materials.csv:2: moisture: 500 % is above 95 % (did you mean 5 %?",
    ),
    (
        "oxide",
        f"{LIBRARY}/composition.csv",
        "60 %",
        "60",
        "composition.csv:3: value: 6000 % is above 100 % (did you mean 60 %?",
    ),
    (
        "content without a unit",
        f"{LIBRARY}/composition.csv",
        "800 mg/kg",
        "800",
        "composition.csv:4: value: 80000 % is above 100 % (write a content with its unit",
    ),
    (
        "oxides",
        f"{LIBRARY}/composition.csv",
        "tailings,Pb,800 mg/kg",
        "tailings,CaO,62 %",
        "composition.csv:4: the oxides of 'tailings' add up to 122 %: CaO 62 %, SiO2 60 %",
    ),
    (
        "negative oxide",
        f"{LIBRARY}/composition.csv",
        "60 %",
        "-10 %",
        "composition.csv:3: 'tailings' has -10 % of SiO2",
    ),
    (
        "discount rate",
        f"{LIBRARY}/parameters.csv",
        "8 %",
        "600 %",
        "parameters.csv:3: value: 600 % is above 100 % (did you mean 6 %?",
    ),
    (
        "negative discount rate",
        f"{LIBRARY}/parameters.csv",
        "8 %",
        "-100 %",
        "parameters.csv:3: value: '-100 %' is negative",
    ),
    (
        "circuity",
        f"{LIBRARY}/parameters.csv",
        "1.3,1.2,1.4",
        "0.3,,",
        "parameters.csv:2: value: 0.3 × is below 1 ×",
    ),
    (
        "yearly limit",
        f"{REGION}/legacy.csv",
        "1 %/yr",
        "150 %/yr",
        "legacy.csv:2: yearly_limit: 150 %/yr is above 100 %/yr (did you mean 1.5 %/yr?",
    ),
    (
        "metres",
        f"{REGION}/links.csv",
        "95 km",
        "95000 km",
        "links.csv:4: km: 95000 km is above 40075 km (did you mean 95000 m?",
    ),
    ("latitude", f"{REGION}/plants.csv", "115.2,30.1", "30.1,115.2", "lat: '115.2' is above 90"),
    (
        "residue",
        f"{LIBRARY}/yields.csv",
        "tailings,5 %",
        "tailings,5",
        "yields.csv:4: recipe 'bake' makes 5 t from a tonne of 'tailings' (did you mean 5 %?",
    ),
    (
        "floor of a rate",
        SCENARIO,
        "at: 10 %",
        "at: 130 %",
        "tiny.yaml:13: at: 130 % is above 100 %",
    ),
    (
        "floor below nothing",
        SCENARIO,
        "at: 10 %",
        "at: -1 %",
        "tiny.yaml:13: at: '-1 %' is negative",
    ),
    (
        "points of a rate",
        SCENARIO,
        "slack: 0.2 %",
        "slack: 120 %",
        "tiny.yaml:7: slack: 120 % is above 100 %",
    ),
    (
        "scaled",
        SCENARIO,
        "scale: {capacity: 1.5}",
        "scale: {availability: 1.5}",
        "tiny.yaml:17: availability: 127.5 % is above 100 %",
    ),
]


@pytest.mark.parametrize(
    ("file", "old", "new", "said"), [c[1:] for c in IMPOSSIBLE], ids=[c[0] for c in IMPOSSIBLE]
)
def test_impossible(tmp_path: Path, file: str, old: str, new: str, said: str) -> None:
    """What physics or the meaning of a field forbid is invalid input, told at its line."""
    assert any(said in s for s in refused(spoilt(tmp_path, file, old, new)))


def test_life_and_carbon(tmp_path: Path) -> None:
    """Nothing is written off in no time; a tonne of pure carbon gives 44/12 t of CO2."""
    technologies = FILES[f"{LIBRARY}/technologies.csv"].replace(
        "counting\n", "counting,life [yr]\n"
    )
    technologies = technologies.replace("medium,product\n", "medium,product,0\n")
    technologies = technologies.replace("low,product\n", "low,product,20\n")
    inputs = "recipe,material,min,max,co2\nblend,clinker,0.5,0.8,440\nblend,slag,0.2,0.5,\n"
    inputs += "bake,tailings,0.6,0.9,\nbake,slag,0.1,0.4,\n"
    said = refused(make_project(tmp_path, technologies=technologies, inputs=inputs))
    assert f"{LIBRARY}/technologies.csv:2: life: 0 yr is below 0.1 yr" in said
    assert any(
        "inputs.csv:2: co2: 440 t/t is above 3.67 t/t (did you mean 440 kg/t?" in s for s in said
    )


UNUSUAL = [
    (
        "CO2 in kg",
        f"{LIBRARY}/recipes.csv",
        FILES[f"{LIBRARY}/recipes.csv"]
        .replace("electricity\n", "electricity,process_co2\n")
        .replace("40 kWh/t\n", "40 kWh/t,590\n")
        .replace("25 kWh/t\n", "25 kWh/t,0.1\n"),
        "recipes.csv:2: process_co2: 590 t/t is unusual: "
        "seldom above 10 t/t (did you mean 590 kg/t?",
    ),
    (
        "tonnes",
        f"{REGION}/generation.csv",
        "zone,material,amount [kt/yr]\nz1,tailings,200\nz1,slag,30\nz2,slag,1800000\n",
        "generation.csv:4: amount: 1800000 kt/yr is unusual: seldom above 1000000 kt/yr "
        "(did you mean 1800000 t/yr?",
    ),
    (
        "discount rate",
        f"{LIBRARY}/parameters.csv",
        "id,value\ndiscount_rate,0.8\n",
        "parameters.csv:2: discount_rate: 80 % is unusual: seldom above 30 % (did you mean 0.8 %?",
    ),
    (
        "circuity",
        f"{LIBRARY}/parameters.csv",
        "id,value\ncircuity,130\n",
        "parameters.csv:2: circuity: 130 × is unusual: seldom above 3 × (did you mean 130 %?",
    ),
    (
        "share",
        f"{LIBRARY}/inputs.csv",
        "recipe,material,min,max\nblend,clinker,0.5,80\nblend,slag,0.2,0.5\n"
        "bake,tailings,0.6,0.9\nbake,slag,0.1,0.4\n",
        "takes 80 t per tonne of activity and makes 1 t (did you mean 80 %?",
    ),
    (
        "oxides",
        f"{LIBRARY}/composition.csv",
        "material,property,value\ntailings,SiO2,60 %\ntailings,CaO,45 %\ntailings,Pb,1 %\n",
        "composition.csv:3: the oxides of 'tailings' add up to 105 %: CaO 45 %, SiO2 60 %",
    ),
]


@pytest.mark.parametrize(
    ("file", "text", "said"), [c[1:] for c in UNUSUAL], ids=[c[0] for c in UNUSUAL]
)
def test_unusual(tmp_path: Path, file: str, text: str, said: str) -> None:
    """What is odd is valid, and told once with its line and its likely meaning."""
    (told,) = odd(make_project(tmp_path, **{Path(file).stem: text}))
    assert said in told


def recipe(root: Path, product: str, share: str, residue: str = "0") -> Path:
    """Write a study of one recipe: its product by activity, its input's share, its residue."""
    tables = {
        "materials": csv(
            "id,name_en,kind,waste_class",
            [
                ("w", "W", "waste", "general_I"),
                ("r", "R", "residue", "general_I"),
                ("g", "G", "product", None),
            ],
        ),
        "technologies": csv("id,name_en", [("t", "T")]),
        "recipes": csv("id,technology,name_en", [("q", "t", "Q")]),
        "inputs": csv("recipe,material,min,max", [("q", "w", share, share)]),
        "yields": csv(
            "recipe,material,per,amount",
            [("q", "g", "activity", product), ("q", "r", "w", residue)],
        ),
        "modes": MODES,
        "zones": csv("id,name_en", [("z", "Z")]),
        "generation": csv("zone,material,amount [kt/yr]", [("z", "w", 100)]),
        "plants": csv("id,name_en", [("p", "P")]),
        "lines": csv("id,plant,technology,capacity [kt/yr]", [("l", "p", "t", 50)]),
        "links": csv("origin,destination,mode,cost [CNY/t]", [("z", "p", "truck", 1)]),
        "markets": csv("id,name_en,product,price [CNY/t]", [("m", "M", "g", 10)]),
    }
    return write_study(root, tables)


YIELDS = "geodata/study/yields.csv:2"


@pytest.mark.parametrize(
    ("product", "share", "residue", "said"),
    [
        ("20", "1", "0.3", "makes 20 t from at most 1 t of inputs: no chemistry does"),
        ("5.95", "1", "0", "makes 5.95 t from at most 1 t of inputs: no chemistry does"),
        ("595 %", "1", "0", "(did you mean 5.95 %?"),
        ("1.5", "1", "2", "makes 1.5 t from at most 1 t of inputs: no chemistry does"),
        ("100", "20", "0", "makes 100 t from at most 20 t of inputs: no chemistry does"),
    ],
)
def test_more_than_goes_in(
    tmp_path: Path, product: str, share: str, residue: str, said: str
) -> None:
    """With 2 t of residue from a tonne, 3.2 - 2 = 1.2 t are left for the product at most."""
    all_told = refused(recipe(tmp_path, product, share, residue))
    (told,) = [one for one in all_told if "waste and residue" not in one]
    assert told.startswith(f"{YIELDS}: recipe 'q' ")
    assert said in told
    assert len(all_told) == (2 if float(residue) > 1 else 1)


@pytest.mark.parametrize(
    ("product", "share", "says"),
    [
        ("2", "1", "makes 2 t from at most 1 t of inputs (did you mean 2 %?"),
        ("1", "0.05", "makes 1 t from at most 0.05 t of inputs (list all inputs"),
        ("18", "20", None),
        ("1.5", "1", None),
        ("0.054", "1", None),
    ],
)
def test_more_than_usual(tmp_path: Path, product: str, share: str, says: str | None) -> None:
    """Lime becomes slaked lime; a tonne of activity may be a shift; inputs may not be listed."""
    told = odd(recipe(tmp_path, product, share))
    assert len(told) == (says is not None)
    assert says is None or says in told[0]


def test_an_activity_is_written_with_its_unit(tmp_path: Path) -> None:
    """130 Bq/kg are read again from the resolved inputs, and no share; they may be scaled."""
    composition = "material,property,value\nslag,Ra226,130 Bq/kg\ntailings,Pb,800 mg/kg\n"
    scenario = FILES[SCENARIO] + "  - {table: composition, scale: {value: 1.5}}\n"
    path = make_project(tmp_path / "a", composition=composition, scenario=scenario)
    case = load_case(path)
    write_inputs(case, tmp_path / "b")
    again = load_case(tmp_path / "b" / "scenario.resolved.yaml")
    values = again.tables["composition"].set_index("property")["value"]
    assert dict(values) == {"Ra226": 195.0, "Pb": pytest.approx(0.0012)}


def run_sim(*arguments: str) -> None:
    """Run the command, which ends well."""
    with suppress(SystemExit):
        main(list(arguments))


def test_check_and_run_tell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`sim check` ends with what is odd, `sim run` notes it in the summary, in both languages."""
    path = make_project(tmp_path, parameters="id,value\ndiscount_rate,0.8\n")
    run_sim("check", str(path))
    assert "Odd: scenarios/library/parameters.csv:2: discount_rate: 80 %" in capsys.readouterr().out
    run_sim("check", "--json", "--lang", "zh", str(path))
    (note,) = json.loads(capsys.readouterr().out)[0]["notes"]
    assert "80 %不寻常：很少超过 30 %" in note
    run_sim("run", "--basemap", "none", str(path))
    summary = json.loads((tmp_path / "results/tiny/summary.json").read_text(encoding="utf-8"))
    assert any("discount_rate: 80 %" in note["en"] for note in summary["notes"])


def test_a_quota_that_takes_no_part(tmp_path: Path) -> None:
    """A quota for hazardous waste means nothing where there is none."""
    rule = "class: hazardous, rule: approval, quota: 5 kt/yr"
    text = FILES[SCENARIO].replace("class: general, rule: filing, surcharge: 2 CNY/t", rule)
    (told,) = odd(make_project(tmp_path, scenario=text))
    assert told.startswith(f"{SCENARIO}:10: the quota takes no part")


@pytest.mark.parametrize(
    "name", ["baseline", "handan-changzhi-anyang/baseline", "beijing-tianjin-hebei/baseline"]
)
def test_shipped_regions_are_not_odd(project_root: Path, name: str) -> None:
    """Nothing is told of the data that come with the project."""
    assert odd(project_root / "scenarios" / f"{name}.yaml") == []


def test_usual_lies_within_possible() -> None:
    """Every column's ranges are stated once, and one within the other."""
    for table in TABLES:
        for column in columns_of(table).values():
            (least, most), (low, high) = column.spec.possible, column.spec.usual
            assert least <= most
            if math.isfinite(low) or math.isfinite(high):
                assert least <= low <= high <= most, f"{table}.{column.name}"


def test_what_a_change_makes_odd_or_impossible_is_told_at_the_change(tmp_path: Path) -> None:
    """The table says 5 % and 0.95; the line of the scenario that says otherwise is named."""
    changes = (
        "  - {table: parameters, where: {id: discount_rate}, set: {value: 60 %}}\n"
        "  - {table: yields, where: {recipe: bake, per: activity}, set: {amount: 5}}\n"
    )
    text = FILES[SCENARIO] + changes.splitlines(keepends=True)[0]
    (told,) = odd(make_project(tmp_path / "odd", scenario=text))
    line = text.count("\n")
    assert told.startswith(f"{SCENARIO}:{line}: ")
    said = refused(make_project(tmp_path / "no", scenario=FILES[SCENARIO] + changes))
    assert [one.split(": ")[0] for one in said] == [f"{SCENARIO}:{line + 1}"]
