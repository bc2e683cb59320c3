"""Ensembles: all ranges drawn at once, the same for every scenario; answers known in closed form.

One zone of 1,000 kt/yr, one line that takes what it can: the utilization rate is the capacity that
is run over 1,000 kt/yr, at every draw.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim.errors import InputError
from sim.loader.change.ranges import Mover, carries_ranges, list_ranges
from sim.loader.change.wholes import Analyses
from sim.loader.load import Loaded, load_rows, make_case
from sim.say import WORDS
from sim.say.texts import EN
from sim.scenario.ensemble import ranged_columns
from sim.scenario.fields import PARAMETERS
from sim.scenario.tables import TABLES as TABLES_OF_INPUT
from sim.studies.ensemble.claims import Claim, Drawn, list_claims
from sim.studies.ensemble.factors import draw_positions
from sim.studies.ensemble.sentences import tell_claim, tell_firsts
from sim.studies.ensemble.study import EnsembleStudy, plan_study
from sim.studies.ensemble.subjects import OF_PARAMETERS, SUBJECTS
from sim.studies.ensemble.tables import (
    count_plans,
    list_looks,
    tabulate_claims,
    tabulate_draws,
    tabulate_factors,
    tabulate_ranks,
)
from sim.studies.ensemble.work import Draws, plan_tasks, solve_draws
from sim.studies.memory import Memory
from sim.workers import Crew
from tests.expansion_study import TABLES
from tests.study import write_study

RATE = "utilization_rate"
HEAD = "id,plant,technology,capacity [kt/yr],capacity_low [kt/yr],capacity_high [kt/yr],status\n"
STUDY = {
    **TABLES,
    "generation": "zone,material,amount [kt/yr]\nz,w,1000\n",
    "lines": f"{HEAD}l,p,k,500,100,700,operating\n",
}
ONE_FACTOR = {"draws": 8, "correlation": 1}


def load(folder: Path, ensemble: Mapping[str, Any] = ONE_FACTOR, **more: Any) -> Loaded:
    """Return the study with another capacity, say."""
    tables = {**STUDY, **more.pop("tables", {})}
    return load_rows(write_study(folder, tables, {"ensemble": dict(ensemble), **more}))


def draw(study: EnsembleStudy, workers: int = 1, memory: Memory | None = None) -> Drawn:
    """Return a finished ensemble."""
    found = solve_draws(study, memory or Memory(), Crew(workers=workers), lambda _: None)
    return Drawn(study, found)


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Drawn:
    """Return the study beside one of a tenth more capacity."""
    folder = tmp_path_factory.mktemp("pair")
    more = [{"table": "lines", "scale": {"capacity": 1.1}}]
    loaded = [("a", load(folder / "a")), ("b", load(folder / "b", change=more))]
    return draw(plan_study(loaded))


def test_draws_are_those_of_the_range(pair: Drawn) -> None:
    """100 to 500 to 700 kt/yr: one draw from every eighth of the chance, so of the rates."""
    slices = np.linspace(0.0, 1.0, 9)
    ends = np.where(slices <= 0.5, 10.0 + 80.0 * slices, 50.0 + 40.0 * (slices - 0.5))
    (claim,) = (c for c in list_claims(pair) if c.metric == RATE and c.scenario == "a")
    assert claim.typical == pytest.approx(50.0)
    found = np.sort(claim.values)
    assert (found >= ends[:-1] - 1e-9).all()
    assert (found <= ends[1:] + 1e-9).all()


def test_scenarios_share_their_draws(pair: Drawn) -> None:
    """A tenth more capacity is a tenth of the rate more in every single draw."""
    rates = [pair.values(member, RATE) for member in (0, 1)]
    assert rates[1] == pytest.approx(1.1 * rates[0])
    table = tabulate_claims(pair).set_index(["scenario", "against", "metric"])
    row = table.loc["b", "a", RATE]
    ends = table.loc["a", "", RATE]
    assert [row[c] for c in ("p5", "p50", "p95")] == pytest.approx(
        [0.1 * ends[c] for c in ("p5", "p50", "p95")]
    )
    assert (row["positive_pct"], row["held_pct"], row["grade"]) == (100.0, 100.0, "sure")
    ranks = tabulate_ranks(pair).set_index(["metric", "scenario", "rank"])["draws"]
    assert ranks[RATE, "b", 1] == ranks[RATE, "a", 2] == 8


def test_equal_scenarios_differ_by_nothing(tmp_path: Path) -> None:
    """The same data twice, whatever else there is: each difference is 0 to the last bit."""
    other = {"lines": STUDY["lines"] + "m,p,k,0,0,10,placeholder\n"}
    asked = {"draws": 4}
    loaded = [("a", load(tmp_path / "a", asked)), ("b", load(tmp_path / "b", asked, tables=other))]
    drawn = draw(plan_study(loaded))
    for metric in drawn.metrics:
        one, same = (drawn.values(member, metric) for member in (0, 1))
        assert np.array_equal(one, same, equal_nan=True)
    differences = tabulate_claims(drawn).query("against == 'a'")
    assert (differences["typical"].fillna(0.0) == 0.0).all()
    assert set(differences["grade"]) <= {"sure", ""}


def test_result_does_not_depend_on_workers_or_on_what_was_done_before(tmp_path: Path) -> None:
    """Two processes, or a log that was broken off in the middle, give the same to the last bit."""
    study = plan_study([("a", load(tmp_path, {"draws": 8}))])
    known: dict[str, Any] = {}
    memory = Memory({}, lambda key, found: known.update({key: found}))
    whole = draw(study, memory=memory)
    assert len(known) == len(plan_tasks(study)) == 3
    half = Memory(dict(list(known.items())[:1]))
    for found in (draw(study, workers=2), draw(study, memory=half)):
        assert table_of(found.found) == table_of(whole.found)


def test_scenario_of_the_same_tables_is_made_of_the_first(tmp_path: Path) -> None:
    """Border rules alone differ: the network is the reference's, the figures as if alone."""
    head = "id,name_en,medium,tariff [CNY/t/km],tariff_low [CNY/t/km],tariff_high [CNY/t/km]"
    modes = {"modes": f"{head}\ntruck,Truck,road,0.5,0.4,0.7\n"}
    asked = {"draws": 2}
    limit = [{"cap": "net_cost", "at": "900 million CNY/yr"}]
    one = load(tmp_path / "a", asked, tables=modes)
    other = load(tmp_path / "b", asked, tables=modes, limits=limit)
    both, alone = (draw(plan_study(of)) for of in ([("a", one), ("b", other)], [("b", other)]))
    assert count_plans(both)["built"].tolist() == [2, 0]
    assert [both.found[1, n]["metrics"] for n in range(3)] == [
        alone.found[0, n]["metrics"] for n in range(3)
    ]


def table_of(found: Draws) -> list[Any]:
    """Return all that became of draws, in order."""
    return sorted((key, repr(of)) for key, of in found.items())


def test_cells_of_a_kind_move_together(tmp_path: Path) -> None:
    """Two lines of a technology: correlated as asked; told to move as one they do; left out not."""
    both = {"lines": f"{STUDY['lines']}m,p,k,300,200,400,operating\n"}

    def positions(name: str, **ensemble: Any) -> Any:
        loaded = load(tmp_path / name, {"draws": 1000, **ensemble}, tables=both)
        study = plan_study([("a", loaded)])
        return draw_positions(study.members[0].moving, study.asked)

    usual = positions("usual", correlation=0.5)
    assert np.corrcoef(usual.T)[0, 1] == pytest.approx(0.5, abs=0.08)
    assert usual.mean(axis=0) == pytest.approx([0.5, 0.5], abs=0.01)
    one = {"table": "lines", "name": "kilns"}
    as_one = positions("one", together=[one])
    assert np.array_equal(as_one[:, 0], as_one[:, 1])
    apart = positions("apart", correlation=0)
    assert abs(np.corrcoef(apart.T)[0, 1]) < 0.1
    left = positions("left", leave_out=[{"table": "lines", "where": {"id": "m"}}])
    assert left.shape == (1000, 1)
    assert np.array_equal(left[:, 0], usual[:, 0])


def test_sentences_are_of_what_is_known_and_differs() -> None:
    """No sentence of what nobody knows, or of no difference at all; of the rest a grade."""
    none, some = np.zeros(4), np.array([-2.0, -1.0, -3.0, -4.0, -5.0])
    unknown = Claim("b", "a", "transport_work", math.nan, np.zeros(0))
    assert not unknown.is_told
    assert not Claim("b", "a", "net_cost", 0.0, none).is_told
    assert Claim("b", "", "net_cost", 0.0, none).is_told
    assert tell_claim(Claim("b", "a", RATE, -2.5, some), EN) == (
        "Utilization rate (net): −2.5 points, 90 % of draws between −4.8 points and −1.2 points, "
        "negative in 100 %: sure"
    )


def test_pick_of_nothing_is_refused_where_it_stands(tmp_path: Path) -> None:
    """An entry that picks no row is told with its line, before anything is solved."""
    loaded = load(tmp_path, {"leave_out": [{"table": "lines", "where": {"id": "nobody"}}]})
    with pytest.raises(InputError, match=r"study\.yaml:\d+.*nobody"):
        plan_study([("a", loaded)])


def test_the_best_of_several_is_told(pair: Drawn) -> None:
    """Of three scenarios, in how many draws which is best; of two their difference says it."""
    titles = {"a": "A", "b": "B", "c": "C"}
    assert list(tell_firsts(pair, titles, EN)) == []
    one, other = pair.study.members
    three = replace(pair.study, members=(one, other, replace(one, name="c")))
    found = {**pair.found, **{(2, n): pair.found[0, n] for n in range(9)}}
    told = list(tell_firsts(Drawn(three, found), titles, EN))
    assert told[0] == "Utilization rate (net): B is the best of them in 100 % of the draws"


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ({"table": "plants"}, "no range"),
        ({"table": "lines", "column": "min_load"}, "no range"),
        ({"table": "lines", "column": "capasity"}, "capasity"),
        ({"table": "lines", "where": {"colour": "red"}}, "colour"),
    ],
)
def test_columns_without_a_range_are_refused(
    tmp_path: Path, entry: dict[str, Any], told: str
) -> None:
    """What has no range cannot be drawn."""
    with pytest.raises(InputError, match=told):
        load(tmp_path, {"leave_out": [entry]})


def test_what_a_scenario_decides_is_not_drawn(tmp_path: Path) -> None:
    """A cell that `use` moved to an end, or `set` replaced, stays as it is."""
    used = [{"table": "lines", "use": {"capacity": "low"}}]
    given = [{"table": "lines", "set": {"capacity": "400 kt/yr"}}]
    assert list_ranges(load(tmp_path / "used", change=used)) == []
    assert list_ranges(load(tmp_path / "given", change=given)) == []


def test_draws_without_a_plan_are_counted(tmp_path: Path) -> None:
    """A floor of 30 % holds where the capacity is at least 300: in three quarters of the draws."""
    floor = [{"floor": RATE, "at": "30 %"}]
    drawn = draw(plan_study([("a", load(tmp_path, limits=floor))]))
    (row,) = count_plans(drawn).to_dict("records")
    assert row["plans"] == 6
    table = tabulate_draws(drawn)
    failed = table[table["status"] != "optimal"]
    assert len(failed) == 2
    assert failed[f"{RATE}_pct"].isna().all()
    assert failed["reason"].str.len().min() > 0


def test_typical_plan_is_draw_nothing(pair: Drawn) -> None:
    """Draw 0 is the scenario itself; of the draws a network like it was made, not a new one."""
    draws = tabulate_draws(pair).set_index(["draw", "scenario"])
    assert draws.loc[(0, "a"), f"{RATE}_pct"] == pytest.approx(50.0)
    assert count_plans(pair)["built"].tolist() == [0, 0]


def test_figures_settle() -> None:
    """After 25, 50, 100 and 200 draws of 0 to 1; the error of a median is about 0.5 / sqrt(n)."""
    values = np.arange(200) * 0.6180339887 % 1.0
    looks = list_looks(Claim("a", "", RATE, 0.5, values))
    assert [look["draws"] for look in looks] == [25, 50, 100, 200]
    assert [look["p50_se"] for look in looks] == pytest.approx(
        [0.5 / np.sqrt(n) for n in (25, 50, 100, 200)], rel=0.2
    )


def test_factors_name_their_row(tmp_path: Path) -> None:
    """Each cell stands once, with its factor, its range and the line of its file."""
    study = plan_study([("a", load(tmp_path))])
    (row,) = tabulate_factors(study).to_dict("records")
    assert row["factor"] == "lines.capacity: technology k"
    assert (row["low"], row["typical"], row["high"], row["unit"]) == (100.0, 500.0, 700.0, "kt/yr")
    assert row["at"] == "geodata/study/lines.csv:2"
    assert row["subject"] == "capacity"


def test_it_is_known_whether_anything_can_be_drawn(tmp_path: Path) -> None:
    """A range in a table is found; without one a comparison need not speak of draws."""
    plain = {"lines": "id,plant,technology,capacity [kt/yr],status\nl,p,k,500,operating\n"}
    assert carries_ranges(make_case(load(tmp_path / "a")))
    assert not carries_ranges(make_case(load(tmp_path / "b", tables=plain)))


def test_moved_cells_keep_to_what_their_row_demands(tmp_path: Path) -> None:
    """Demand stays at the least that is contracted; a text with a unit stays one."""
    loaded = load(tmp_path, {"draws": 2})
    case = make_case(loaded)
    cells = list_ranges(loaded)
    for position, capacity in ((0.0, 100.0), (0.25, 300.0), (0.5, 500.0), (1.0, 700.0)):
        moved = Mover(case, cells).move(np.array([position]))
        assert moved.tables["lines"]["capacity"].tolist() == [capacity]
        assert moved.tables["zones"] is case.tables["zones"]


def test_oxides_stay_within_the_whole() -> None:
    """60, 50 and 20 % of which the first two are drawn: 80 % are left for them, 48 to 40."""
    frame = pd.DataFrame(
        {
            "material": ["w"] * 4,
            "producer": [None] * 4,
            "property": ["SiO2", "CaO", "MgO", "LOI"],
            "value": [0.4, 0.3, 0.2, 0.1],
        }
    )
    contents = np.array([0.6, 0.5, 0.2, 0.3])
    Analyses(frame, np.array([0, 1, 3])).keep_whole(contents)
    assert contents == pytest.approx([0.8 * 6 / 11, 0.8 * 5 / 11, 0.2, 0.3])


def test_every_ranged_column_has_a_subject() -> None:
    """A planner's word for each column that carries a range."""
    ranged = {f"{t}.{c}" for t in TABLES_OF_INPUT for c in ranged_columns(t) if t != "parameters"}
    assert ranged == SUBJECTS.keys()
    assert set(PARAMETERS) == OF_PARAMETERS.keys()
    assert {f"ensemble_subject_{s}" for s in SUBJECTS.values()} <= WORDS.keys()
