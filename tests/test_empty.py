"""Empty and zero cases are ordinary: they run through every command, and say what is missing.

The study is a transport problem: two zones, one plant with two lines. By hand, as it is: 30 + 50 kt
arise, the lines take 100 kt, so all is used.
"""

import csv
import json
import math
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from sim.cli.main import cli
from sim.errors import InputError
from sim.loader import load_case
from sim.network import build_network
from sim.network.lines import annuity
from sim.results.kpis import read_figures
from sim.say.figures import write_percent
from sim.say.texts import EN
from sim.studies.compare.study import compare, read_run
from tests.study import write_study

TABLES = {
    "materials": "id,name_en,kind,waste_class,storage_cost\nslag,Slag,waste,general_I,20 CNY/t\n"
    "brick,Brick,product,,\nclay,Clay,virgin,,\n",
    "technologies": "id,name_en,capex,life\nkiln,Kiln,,\nnew,New kiln,400 CNY/(t/yr),20 yr\n",
    "recipes": "id,technology,name_en,activity\nfire,kiln,Fire,feed\nfire2,new,Fire,feed\n",
    "inputs": "recipe,material,min,max\nfire,slag,100 %,100 %\nfire2,slag,100 %,100 %\n",
    "yields": "recipe,material,per,amount\nfire,brick,activity,90 %\nfire2,brick,activity,90 %\n",
    "modes": "id,name_en,medium,tariff\nroad,Truck,road,0.5 CNY/t/km\n",
    "areas": "id,level,name_en\nX,province,X\nY,province,Y\n",
    "zones": "id,name_en,province,lon,lat\nz1,One,X,115.1,30.1\nz2,Two,Y,115.2,30.1\n",
    "generation": "zone,material,amount [kt/yr]\nz1,slag,30\nz2,slag,50\n",
    "plants": "id,name_en,province,lon,lat\np,Plant,X,115.15,30.15\n",
    "lines": "id,plant,technology,capacity [kt/yr],status\n"
    "a,p,kiln,60,operating\nb,p,new,40,added\n",
    "links": "origin,destination,mode,km\nz1,p,road,10 km\nz2,p,road,20 km\n",
    "markets": "id,name_en,product,price\nm,Market,brick,100 CNY/t\n",
}
NOTHING_ARISES = TABLES | {"generation": "zone,material,amount [kt/yr]\nz1,slag,0\nz2,slag,0\n"}
HEADER_ALONE = TABLES | {"generation": "zone,material,amount [kt/yr]\n"}
NO_CAPACITY = TABLES | {"lines": TABLES["lines"].replace(",60,", ",0,").replace(",40,", ",0,")}
EMPTY: dict[str, tuple[dict[str, str], dict[str, Any], str]] = {
    "nothing arises": (NOTHING_ARISES, {}, "No waste arises"),
    "no rows of generation": (HEADER_ALONE, {}, "No waste arises"),
    "no capacity": (NO_CAPACITY, {}, "No line is switched on"),
    "all lines off": (TABLES, {"statuses": ["planned"]}, "No line is switched on"),
    "no role": (TABLES, {"roles": ["neighbour"]}, "No zone takes part"),
}
"""Case -> tables, scenario, the first words of the note that says what is missing."""
NOBODY, UNDEFINED = "a game needs two players or more", "'utilization_rate' is not defined"
REFUSED = {
    (case, command): words
    for case in ("nothing arises", "no rows of generation", "no role")
    for command, words in (("synergy", NOBODY), ("frontier", UNDEFINED))
}
"""What cannot be asked where nothing arises, and is refused in words: a game of nobody, and a
trade-off against a rate that is not defined."""
COMMANDS = (
    ("check",),
    ("run", "--basemap", "schematic", "--pictures", "all"),
    ("explain",),
    (
        "frontier",
        "--x",
        "net_cost",
        "--y",
        "utilization_rate",
        "--points",
        "3",
        "--basemap",
        "none",
    ),
    ("alternatives",),
    ("synergy",),
)


ALIKE = ("no rows of generation", "all lines off")
"""Cases that come to the same as the one before them: checked and run always, the rest of the
commands by `make test-all`."""
ASKED = [
    pytest.param(
        case,
        command,
        id=f"{case}-{command[0]}",
        marks=[pytest.mark.thorough]
        if case in ALIKE and command[0] not in ("check", "run")
        else [],
    )
    for case in EMPTY
    for command in COMMANDS
]


def _say(*arguments: str) -> tuple[int, str]:
    """Return exit code and output of a command."""
    result = CliRunner().invoke(cli, arguments)
    if isinstance(result.exception, InputError):
        return 2, str(result.exception)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


def _out(folder: Path, command: str) -> list[str]:
    return [] if command in ("check", "explain") else ["--out", str(folder / "out")]


def _run(folder: Path, tables: dict[str, str], scenario: dict[str, Any] | None = None) -> Path:
    """Run a study and return its results folder."""
    path = write_study(folder, tables, scenario)
    code, said = _say("run", str(path), "--basemap", "none", "--out", str(folder / "out"))
    assert code == 0, said
    return folder / "out" / "study"


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(("case", "command"), ASKED)
def test_every_command_takes_an_empty_study(case: str, command: tuple[str, ...], tmp_path: Path):
    """No internal error, no failed verification: a plan in which nothing moves."""
    tables, scenario, note = EMPTY[case]
    path = write_study(tmp_path, tables, scenario)
    name, *options = command
    code, said = _say(name, str(path), *options, *_out(tmp_path, name))
    said = " ".join(said.split())
    if refusal := REFUSED.get((case, name)):
        assert (code, refusal in said) == (2, True), said
        return
    assert code == 0, said
    if name in ("check", "run"):
        assert code == 0
        assert note in said


def test_a_rate_over_nothing_is_not_defined(tmp_path: Path):
    """Null in the summary, blank in the tables, and the amounts are 0."""
    folder = _run(tmp_path, NOTHING_ARISES)
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    figures = {row["name"]: row["value"] for row in summary["kpis"]}
    assert figures["utilization_rate"] is None
    assert figures["high_value_rate"] is None
    assert figures["generation"] == figures["net_utilized"] == 0.0
    assert summary["objectives"][0]["value"] is None
    assert math.isnan(read_figures(summary["kpis"])["utilization_rate"])
    (whole,) = (r for r in _rows(folder / "areas.csv") if r["level"] == "region")
    assert (whole["generation_kt_yr"], whole["utilization_rate_pct"]) == ("0", "")


def test_the_terminal_and_the_page_show_a_dash(tmp_path: Path):
    """0 % would say that waste arises and none is used."""
    path = write_study(tmp_path, NOTHING_ARISES)
    out = str(tmp_path / "out")
    _, said = _say("run", str(path), "--basemap", "none", "--out", out)
    rate = next(line for line in said.splitlines() if "Utilization rate (net)" in line)
    assert rate.split()[-1] == "–"
    page = (tmp_path / "out" / "study" / "report.html").read_text(encoding="utf-8")
    assert 'data-kpi="utilization_rate" data-value=""' in page
    assert EN.figure(None, "") == write_percent(math.nan) == "–"


def test_a_rate_that_is_zero_is_still_zero(tmp_path: Path):
    """80 kt arise and no line is on: 0 %, not a dash."""
    folder = _run(tmp_path, TABLES, {"statuses": ["planned"]})
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    assert read_figures(summary["kpis"])["utilization_rate"] == 0.0


def test_one_point_of_nothing_leaves_the_sweep_whole(tmp_path: Path):
    """The point 0 has its row: solved, rate blank; half of 80 kt is used whole."""
    sweep = {
        "kind": "one_at_a_time",
        "parameters": [{"name": "supply", "table": "generation", "scale": {"amount": [0, 0.5]}}],
    }
    path = write_study(tmp_path, TABLES, {"sweep": sweep})
    code, said = _say("sweep", str(path), "--workers", "1", "--out", str(tmp_path / "out"))
    assert code == 0, said
    (points,) = (tmp_path / "out").rglob("points.csv")
    rows = {row["supply"]: row for row in _rows(points)}
    assert [rows[key]["status"] for key in ("", "0", "0.5")] == ["optimal"] * 3
    assert rows["0"]["utilization_rate_pct"] == ""
    assert float(rows["0.5"]["utilization_rate_pct"]) == pytest.approx(100.0)
    (tornado,) = (tmp_path / "out").rglob("tornado.csv")
    assert {row["failed"] for row in _rows(tornado)} == {"0"}


def test_runs_with_and_without_waste_are_compared(tmp_path: Path):
    """The change of a rate that one run does not have is not defined either."""
    folders = [_run(tmp_path / str(n), t) for n, t in enumerate((TABLES, NOTHING_ARISES))]
    runs = [read_run(folder, name) for folder, name in zip(folders, ("a", "b"), strict=True)]
    kpis = compare(runs).kpis.set_index("name")
    assert kpis.at["utilization_rate", "a:value"] == pytest.approx(1.0)
    assert math.isnan(kpis.at["utilization_rate", "b:value"])
    assert math.isnan(kpis.at["utilization_rate", "b:difference"])
    code, said = _say("compare", *map(str, folders), "--out", str(tmp_path / "out"))
    assert code == 0, said


def test_a_study_without_waste_runs(tmp_path: Path):
    """A process model buys 111.1 kt of clay for 100 kt of brick sold at 100 CNY/t."""
    process = {name: text for name, text in TABLES.items() if name not in ("zones", "generation")}
    process |= {
        "materials": TABLES["materials"].replace("clay,Clay,virgin,,\n", "") + "",
        "inputs": "recipe,material,min,max\nfire,clay,100 %,100 %\nfire2,clay,100 %,100 %\n",
        "markets": "id,name_en,product,price,max\nm,Market,brick,100 CNY/t,45 kt/yr\n",
    }
    process["materials"] = (
        "id,name_en,kind,purchase_price\nbrick,Brick,product,\nclay,Clay,virgin,30 CNY/t\n"
    )
    process["lines"] = "id,plant,technology,capacity [kt/yr]\na,p,kiln,60\n"
    del process["links"]
    folder = _run(tmp_path, process, {"objective": [{"minimize": "net_cost"}]})
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    # 45 kt of brick take 50 kt of clay: 45 x 100 - 50 x 30 = 3000 thousand CNY
    assert read_figures(summary["kpis"])["net_cost"] == pytest.approx(-3.0)
    assert read_figures(summary["kpis"])["purchase_cost"] == pytest.approx(1.5)


def test_zones_without_a_table_of_generation_are_a_slip(tmp_path: Path):
    """The file is missing, and what to write where nothing arises is said."""
    tables = {name: text for name, text in TABLES.items() if name != "generation"}
    with pytest.raises(InputError) as caught:
        load_case(write_study(tmp_path, tables))
    assert "the table 'generation' is missing" in str(caught.value)
    assert "write the header alone" in str(caught.value)


# -- money over time ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rate", "years", "paid"),
    [
        (0.0, 20.0, 0.05),
        (1e-16, 20.0, 0.05),
        (-1e-16, 20.0, 0.05),
        (0.06, 20.0, 0.087184557),
        # 1 = a / 0.95 + a / 0.9025
        (-0.05, 2.0, 0.462820513),
    ],
)
def test_annuity(rate: float, years: float, paid: float):
    """rate / (1 - (1 + rate)^-years); 1 / years where the rate tends to zero."""
    assert annuity(rate, years) == pytest.approx(paid, abs=1e-9)


@pytest.mark.parametrize("rate", ["0 %", "1e-16"])
def test_runs_with_odd_discount_rates_are_verified(rate: str, tmp_path: Path):
    """40 kt/yr x 400 CNY/(t/yr) are 16 million CNY, over 20 years."""
    folder = _run(tmp_path, TABLES | {"parameters": f"id,value\ndiscount_rate,{rate}\n"})
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    assert read_figures(summary["kpis"])["capex_cost"] == pytest.approx(16.0 * 0.05, rel=1e-5)


@pytest.mark.parametrize("life", ["0 yr", "0 d"])
def test_a_life_of_zero_is_refused_at_its_line(life: str, tmp_path: Path):
    """Nothing is paid off in no time."""
    tables = TABLES | {"technologies": TABLES["technologies"].replace("20 yr", life)}
    with pytest.raises(InputError) as caught:
        load_case(write_study(tmp_path, tables))
    (problem,) = caught.value.problems
    assert str(problem.where).endswith("technologies.csv:3")
    assert "0 yr is below 0.1 yr" in str(problem)


def test_a_life_scaled_to_zero_is_refused_at_the_change(tmp_path: Path):
    """A factor goes around the cell, not around the rule."""
    change = [{"table": "technologies", "where": {"id": "new"}, "scale": {"life": 0}}]
    with pytest.raises(InputError) as caught:
        load_case(write_study(tmp_path, TABLES, {"change": change}))
    (problem,) = caught.value.problems
    assert "study.yaml:" in str(problem.where)


def test_a_network_without_routes_has_their_columns(tmp_path: Path):
    """What is computed from routes finds its columns, and no row."""
    path = write_study(tmp_path, TABLES, {"roles": ["neighbour"]})
    network = build_network(load_case(path))
    assert network.routes.empty
    assert {"origin", "destination", "lot", "haul_CNY_t"} <= set(network.routes.columns)
