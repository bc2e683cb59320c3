"""Tiny and huge quantities: computed to the same relative accuracy, or refused at their line.

The study: one zone, one line that turns 90 % of its feed into brick. By hand, of 80 kt generated
60 kt fit into the line (75 %); all amounts divided by the same number give the same rate.
"""

from pathlib import Path

import pytest

from sim.checks import check_case
from sim.errors import InputError
from sim.loader import load_case
from sim.processes.background import BackgroundWorker
from sim.results.kpis import read_figures
from sim.studies.run.run import RunOptions, run
from tests.fuzz.trial import NoPictures
from tests.seeds import some_of
from tests.study import write_study

TABLES = {
    "materials": "id,name_en,kind,waste_class\nslag,Slag,waste,general_I\nbrick,Brick,product,\n",
    "technologies": "id,name_en\nkiln,Kiln\n",
    "recipes": "id,technology,name_en,activity,cost\nfire,kiln,Fire,feed,10 CNY/t\n",
    "inputs": "recipe,material,min,max\nfire,slag,100 %,100 %\n",
    "yields": "recipe,material,per,amount\nfire,brick,activity,90 %\n",
    "modes": "id,name_en,medium,tariff,handling\nroad,Truck,road,0.5 CNY/t/km,8 CNY/t\n",
    "areas": "id,level,name_en\nX,province,X\nY,province,Y\n",
    "zones": "id,name_en,province\nz,Zone,X\n",
    "generation": "zone,material,amount\nz,slag,80 kt/yr\n",
    "plants": "id,name_en,province\np,Plant,Y\n",
    "lines": "id,plant,technology,capacity\na,p,kiln,60 kt/yr\n",
    "links": "origin,destination,mode,km\nz,p,road,10 km\n",
    "markets": "id,name_en,product,price\nm,Market,brick,100 CNY/t\n",
}


def _solve(folder: Path, *changes: tuple[str, str, str], **scenario: object) -> dict[str, float]:
    """Return the figures of a verified run with some cells set: table, column, text."""
    change = [{"table": table, "set": {column: text}} for table, column, text in changes]
    path = write_study(folder, TABLES, {"change": change, **scenario})
    still: BackgroundWorker = NoPictures()
    options = RunOptions(folder / "out", basemap="none", worker=still)
    return read_figures(run(path, options).tables.summary["kpis"])


def _refused(folder: Path, table: str, column: str, text: str) -> str:
    change = [{"table": table, "set": {column: text}}]
    with pytest.raises(InputError) as caught:
        load_case(write_study(folder, TABLES, {"change": change}))
    (problem,) = caught.value.problems
    assert "study.yaml:" in str(problem.where)
    return str(problem)


@pytest.mark.parametrize("scale", some_of([1.0, 1e-8, 1e-6, 1e-3], 2))
@pytest.mark.parametrize("slack", ["0 %", "0.2 %"])
def test_a_small_study_is_as_exact_as_a_large_one(scale: float, slack: str, tmp_path: Path):
    """75 % of kilotonnes and of grams; with slack the second stage gives up 0.2 points."""
    figures = _solve(
        tmp_path,
        ("generation", "amount", f"{80 * scale:.12g} kt/yr"),
        ("lines", "capacity", f"{60 * scale:.12g} kt/yr"),
        ("recipes", "cost", "500 CNY/t"),
        objective=[{"maximize": "utilization_rate", "slack": slack}, {"minimize": "net_cost"}],
    )
    due = 0.75 if slack == "0 %" else 0.748
    assert figures["utilization_rate"] == pytest.approx(due, abs=1e-8)
    assert figures["net_utilized"] == pytest.approx(80 * due * scale, rel=1e-7)


@pytest.mark.parametrize("kt", ["1e-6", "2e-9"])
def test_a_trace_of_waste_beside_a_large_line(kt: str, tmp_path: Path):
    """A kilogram, or two grams, in a line for 60 kt: all of it is used."""
    figures = _solve(tmp_path, ("generation", "amount", f"{kt} kt/yr"))
    assert figures["utilization_rate"] == pytest.approx(1.0, abs=1e-8)


@pytest.mark.parametrize("amount", ["1e-9", "1e-10"])
def test_a_tiny_yield_is_kept(amount: str, tmp_path: Path):
    """60 million kt make 60 million kt x 1e-9 = 60 t, sold at 100 CNY/t."""
    figures = _solve(
        tmp_path,
        ("generation", "amount", "80e6 kt/yr"),
        ("lines", "capacity", "60e6 kt/yr"),
        ("yields", "amount", amount),
    )
    assert figures["utilization_rate"] == pytest.approx(0.75)
    assert figures["revenue"] == pytest.approx(60e6 * float(amount) * 100 * 1e-3, rel=1e-6)


@pytest.mark.parametrize("handling", ["1e6 CNY/t", "1e9 CNY/t"])
def test_a_dear_haul_is_verified_against_what_it_costs(handling: str, tmp_path: Path):
    """60 kt x (5 + handling) CNY/t; the difference of large sums is no failure."""
    figures = _solve(
        tmp_path, ("modes", "handling", handling), objective=[{"maximize": "utilization_rate"}]
    )
    assert figures["transport_cost"] == pytest.approx(0.3)
    assert figures["handling_cost"] == pytest.approx(60e-3 * float(handling.removesuffix(" CNY/t")))


def test_a_dear_crossing_is_verified_against_what_it_costs(tmp_path: Path):
    """60 kt x 1e6 CNY/t are 60,000 million CNY."""
    rule = {"from": "X", "to": "Y", "rule": "filing", "surcharge": "1e6 CNY/t"}
    figures = _solve(tmp_path, borders=[rule], objective=[{"maximize": "utilization_rate"}])
    assert figures["border_cost"] == pytest.approx(60_000.0)


@pytest.mark.parametrize(
    ("table", "column", "text"),
    [
        ("generation", "amount", "1e302 kt/yr"),
        ("lines", "capacity", "2e9 kt/yr"),
        ("recipes", "cost", "8e12 CNY/t"),
        ("markets", "price", "-1e302 CNY/t"),
        ("links", "km", "1e200 km"),
        ("modes", "tariff", "1e300 CNY/t/km"),
    ],
)
def test_what_no_plan_is_computed_with_is_refused(
    table: str, column: str, text: str, tmp_path: Path
):
    """At its line, with the most that may be written."""
    said = _refused(tmp_path, table, column, text)
    assert "is beyond anything real: the most is 1e9" in said


def test_less_than_a_gram_is_refused(tmp_path: Path):
    """0.5 g/yr is not told from zero."""
    said = _refused(tmp_path, "generation", "amount", "5e-10 kt/yr")
    assert "too small to be told from zero (write 0, or at least 1e-09)" in said


@pytest.mark.parametrize(("factor", "word"), [(1e9, "beyond anything real"), (1e-12, "too small")])
def test_a_factor_that_carries_a_cell_out_is_refused(factor: float, word: str, tmp_path: Path):
    """The cell is in order, and the factor; what comes out is not."""
    change = [{"table": "generation", "scale": {"amount": factor}}]
    with pytest.raises(InputError) as caught:
        load_case(write_study(tmp_path, TABLES, {"change": change}))
    (problem,) = caught.value.problems
    assert word in str(problem)
    assert "study.yaml:" in str(problem.where)


@pytest.mark.parametrize("per", ["activity", "slag"])
def test_a_recipe_that_nothing_must_go_into_is_refused(per: str, tmp_path: Path):
    """A blank min is 0: then nothing says how much is run, and a plan could run on nothing."""
    tables = TABLES | {
        "recipes": "id,technology,name_en,activity\nfire,kiln,Fire,product\n",
        "inputs": "recipe,material,min,max\nfire,slag,,100 %\n",
        "yields": f"recipe,material,per,amount\nfire,brick,{per},90 %\n",
    }
    case = load_case(write_study(tmp_path, tables))
    with pytest.raises(InputError) as caught:
        check_case(case)
    (problem,) = caught.value.problems
    assert str(problem.where).endswith("recipes.csv:2")
    assert "from nothing" in str(problem) or "run on nothing" in str(problem)


def test_a_blank_min_beside_one_that_is_given_is_zero(tmp_path: Path):
    """The second input may be left out: the plan buys none of it."""
    tables = TABLES | {
        "materials": TABLES["materials"] + "sand,Sand,virgin,\n",
        "inputs": "recipe,material,min,max\nfire,slag,60 %,100 %\nfire,sand,,40 %\n",
        "groups": "recipe,group,materials,min,max\nfire,all,slag; sand,100 %,100 %\n",
    }
    path = write_study(tmp_path, tables)
    options = RunOptions(tmp_path / "out", basemap="none", worker=NoPictures())
    figures = read_figures(run(path, options).tables.summary["kpis"])
    assert figures["utilization_rate"] == pytest.approx(0.75)
