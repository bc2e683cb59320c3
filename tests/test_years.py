"""Several years planned together: capacity, old stock, budgets and money by hand; errors; files."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from sim.cli.main import main
from sim.errors import InfeasibleError, InputError
from sim.loader.change.over_years import load_years
from sim.results.tables import read_results
from sim.studies.solve_case import Clock, be_silent, solve_case
from sim.studies.years.study import YearsFound, study_years
from sim.studies.years.tables import tabulate_capacity, tabulate_stock, tabulate_years
from sim.verify.over_years import verify_years
from sim.years import YearsPlan
from sim.years.rolling import plan_rolling
from sim.years.timeline import Timeline
from tests.expansion_study import write

CHEAPEST = [{"minimize": "net_cost"}]
FLOOR = [{"floor": "net_utilized", "at": "200 kt/yr"}]
TO_430 = {
    "name": "target",
    "limit": {"floor": "net_utilized"},
    "set": {"at": {2026: "200 kt/yr", 2030: "430 kt/yr"}},
}
"""130 kt/yr in the new works beside 300 in the kiln by 2030; see `expansion_study`."""


def plan(folder: Path, tables: dict[str, str] | None = None, **more: Any) -> YearsFound:
    """Write, load and solve a study over years."""
    more = {"objective": CHEAPEST, "limits": FLOOR, **more}
    return study_years(load_years(write(folder, tables, **more)), Clock(be_silent))


def new(found: YearsFound) -> dict[tuple[str, int], float]:
    """Line and year -> what comes into use, where anything does."""
    rows = found.plan.new.itertuples(index=False, name=None)
    return {(line, year): amount for line, year, amount in rows if amount > 1e-9}


def test_built_when_it_is_needed(tmp_path: Path) -> None:
    """Nothing before the target asks for it; then the kiln first and the works for the rest.

    200 kt/yr cost 8 million CNY a year in the kiln for 4 years, 430 kt/yr 22.45 for 2.
    """
    found = plan(tmp_path, years={"at": [2026, 2030], "until": 2032, "paths": [TO_430]})
    assert new(found) == pytest.approx({("l", 2030): 100.0, ("n", 2030): 130.0})
    assert found.plan.reached == pytest.approx((4 * 8.0 + 2 * 22.45,))
    years = tabulate_years(found).set_index("year")
    assert years["net_cost_MCNY_yr"].to_dict() == pytest.approx({2026: 8.0, 2030: 22.45})
    assert years["investment_MCNY"].to_dict() == pytest.approx({2026: 0.0, 2030: 79.0})


def test_a_path_goes_straight_between_its_years(tmp_path: Path) -> None:
    """Half way from 200 to 430 kt/yr the target is 315: 15 in the works, 115 two years later."""
    years = {"at": [2026, 2028, 2030], "paths": [TO_430]}
    found = plan(tmp_path, years=years)
    due = {("l", 2028): 100.0, ("n", 2028): 15.0, ("n", 2030): 115.0}
    assert new(found) == pytest.approx(due)


def test_words_hold_until_the_next_year(tmp_path: Path) -> None:
    """A status that is switched on in 2029 is not on in 2028."""
    status = {
        "name": "works open",
        "table": "lines",
        "where": {"id": "n"},
        "set": {"status": {2026: "planned", 2029: "candidate"}},
    }
    years = {"at": [2026, 2028, 2030], "paths": [TO_430, status]}
    limits = {2026: "200 kt/yr", 2028: "300 kt/yr", 2030: "430 kt/yr"}
    years["paths"][0] = {**TO_430, "set": {"at": limits}}
    found = plan(tmp_path, years=years)
    assert new(found) == pytest.approx({("l", 2028): 100.0, ("n", 2030): 130.0})


def test_what_is_built_ends_with_its_life(tmp_path: Path) -> None:
    """The works last 10 years and have to be built again, the kiln's 20 do not end."""
    found = plan(
        tmp_path,
        limits=[{"floor": "net_utilized", "at": "430 kt/yr"}],
        years={"at": [2026, 2036], "until": 2046},
    )
    built = {("l", 2026): 100.0, ("n", 2026): 130.0, ("n", 2036): 130.0}
    assert new(found) == pytest.approx(built)
    capacity = tabulate_capacity(found).set_index(["line", "year"])
    assert capacity.loc[("n", 2036), "gone_kt_yr"] == pytest.approx(130.0)
    assert capacity.loc[("n", 2036), "built_kt_yr"] == pytest.approx(130.0)
    assert capacity.loc[("l", 2036), "gone_kt_yr"] == 0.0


def test_nothing_is_used_before_it_can_be(tmp_path: Path) -> None:
    """With four years from order to use the target of 430 kt/yr cannot be met before 2030."""
    early = [{"floor": "net_utilized", "at": "430 kt/yr"}]
    with pytest.raises(InfeasibleError):
        plan(tmp_path / "a", limits=early, years={"at": [2026, 2030], "lead": 4})
    found = plan(tmp_path / "b", years={"at": [2026, 2030], "lead": 4, "paths": [TO_430]})
    assert set(new(found)) == {("l", 2030), ("n", 2030)}
    spent = tabulate_years(found).set_index("year")["investment_MCNY"]
    assert spent.to_dict() == pytest.approx({2026: 79.0, 2030: 0.0})


def test_a_budget_bounds_what_is_ordered(tmp_path: Path) -> None:
    """79 million CNY in four years are 19.75 a year: 19 are too few, 20 enough."""
    years = {"at": [2026, 2030], "lead": 4, "paths": [TO_430]}
    with pytest.raises(InfeasibleError):
        plan(tmp_path / "a", years={**years, "budget": "19 million CNY/yr"})
    found = plan(tmp_path / "b", years={**years, "budget": "20 million CNY/yr"})
    assert sum(new(found).values()) == pytest.approx(230.0)


def test_a_budget_spreads_what_is_built(tmp_path: Path) -> None:
    """40 million CNY fit into the first two years, 39 more into the next: nothing is late."""
    years = {"at": [2026, 2028], "budget": "20 million CNY/yr", "paths": [TO_430]}
    years["paths"] = [{**TO_430, "set": {"at": {2026: "300 kt/yr", 2028: "430 kt/yr"}}}]
    found = plan(tmp_path, years=years)
    assert new(found) == pytest.approx({("l", 2026): 100.0, ("n", 2028): 130.0})


def test_money_of_later_years_counts_less(tmp_path: Path) -> None:
    """At 10 % the two years of 2028 are worth 1/1.21 and 1/1.331 of today's money.

    The rate of the annuities, 0, is that of the parameters.
    """
    at = {"at": [2026, 2028], "discount_rate": "10 %", "paths": []}
    found = plan(tmp_path, years=at)
    present = [1 + 1 / 1.1, 1 / 1.21 + 1 / 1.331]
    assert found.timeline.present.tolist() == pytest.approx(present)
    assert found.plan.reached == pytest.approx((8.0 * sum(present),))


OLD = {
    "generation": "zone,material,amount [kt/yr]\nz,w,50\n",
    "legacy": "zone,material,stock [kt],yearly_limit,reclaim_cost [CNY/t]\nz,w,300,100 %/yr,0\n",
}


def test_old_stock_is_dug_up_once(tmp_path: Path) -> None:
    """50 kt/yr arise, the kiln takes 200: 300 kt of old stock last for two years at most."""
    most = [{"maximize": "net_utilized"}, {"minimize": "net_cost"}]
    found = plan(
        tmp_path, OLD, objective=most, limits=[], expand=[], years={"at": [2026, 2028, 2030]}
    )
    assert found.plan.reached[0] == pytest.approx(6 * 50.0 + 300.0)
    stock = tabulate_stock(found)
    assert stock["begin_kt"].iloc[0] == 300.0
    assert stock["end_kt"].iloc[-1] == pytest.approx(0.0, abs=1e-6)
    assert (2 * stock["dug_kt_yr"]).sum() == pytest.approx(300.0)


def test_what_is_left_can_be_dug_up_later(tmp_path: Path) -> None:
    """What a closed kiln leaves at the zone is old stock when it runs again.

    30 kt were there, of which all may be dug up in a year. Four years of that need 90 kt more than
    there were: at least 45 kt/yr of the 100 that arise while the kiln stands still.
    """
    tables = {
        "generation": "zone,material,amount [kt/yr]\nz,w,100\n",
        "legacy": "zone,material,stock [kt],yearly_limit,reclaim_cost [CNY/t]\nz,w,30,100 %/yr,0\n",
    }
    paths = [
        {
            "name": "kiln",
            "table": "lines",
            "where": {"id": "l"},
            "set": {"capacity": {2026: "0 kt/yr", 2027: "0 kt/yr", 2028: "200 kt/yr"}},
        },
    ]
    most = [{"maximize": "net_utilized"}]
    years = {"at": [2026, 2028, 2030], "paths": paths}
    found = plan(tmp_path, tables, objective=most, limits=[], expand=[], years=years)
    stock = tabulate_stock(found).set_index("year")
    kept = stock.loc[2026, "stored_kt_yr"]
    assert kept >= 45.0 - 1e-6
    assert stock.loc[2028, "begin_kt"] == pytest.approx(30.0 + 2 * kept)
    assert stock["dug_kt_yr"].to_dict() == pytest.approx({2026: 0.0, 2028: 30.0, 2030: 30.0})


def test_one_year_is_a_run(tmp_path: Path) -> None:
    """A single year gives the tables of a run of the same scenario."""
    found = plan(
        tmp_path, years={"at": [2025]}, limits=[{"floor": "net_utilized", "at": "430 kt/yr"}]
    )
    run = solve_case(found.over.case, Clock(be_silent))
    for name in ("flows", "lines", "built", "areas", "costs", "actors"):
        pd.testing.assert_frame_equal(found.tables[0][name], run[name], rtol=1e-12)


@pytest.mark.thorough
def test_one_year_of_a_shipped_region_is_its_run(tmp_path: Path, project_root: Path) -> None:
    """The baseline planned over its one year has the flows of the baseline."""
    for name in ("scenarios", "geodata"):
        shutil.copytree(project_root / name, tmp_path / name)
    text = "format: 1\nname: one\nextends: baseline.yaml\nyears: {at: [2025]}\n"
    path = tmp_path / "scenarios" / "one.yaml"
    path.write_text(text, encoding="utf-8")
    found = study_years(load_years(path), Clock(be_silent))
    run = solve_case(found.over.case, Clock(be_silent))
    for name in ("flows", "lines", "costs"):
        pd.testing.assert_frame_equal(found.tables[0][name], run[name], rtol=1e-9, atol=1e-9)


@pytest.mark.thorough
def test_the_shipped_plan_reaches_its_target(tmp_path: Path, project_root: Path) -> None:
    """90 % from 2030 on, nothing in use before 2028; all years and what ties them verified."""
    path = project_root / "scenarios" / "towards-2040.yaml"
    assert run_sim("years", str(path), "--out", str(tmp_path)) == 0
    folder = tmp_path / "years-towards-2040"
    years = pd.read_csv(folder / "years.csv").set_index("year")
    assert years["utilization_rate_pct"].to_dict() == pytest.approx(
        {2026: 80.0, 2028: 85.0, 2030: 90.0, 2035: 90.0}
    )
    assert years.loc[2026, "new_kt_yr"] == 0.0
    assert years.loc[2028, "new_kt_yr"] > 0.0
    report = json.loads((folder / "verification.json").read_text("utf-8"))
    assert report["passed"]
    assert all(check["compared"] for check in report["checks"] if check["name"] != "budget")


# ---- arithmetic of years --------------------------------------------------------------------


def test_years_stand_for_those_until_the_next() -> None:
    """Orders, lives and uses fall into the spans of the years that are planned."""
    timeline = Timeline((2026, 2028, 2030, 2035), (2, 2, 5, 5), 0.0, 2)
    assert [timeline.is_usable(t) for t in range(4)] == [False, True, True, True]
    assert [timeline.ordered_in(t) for t in (1, 2, 3)] == [0, 1, 2]
    assert [timeline.gone_by(1, life) for life in (2, 3, 7, 20)] == [2, 3, 3, 4]


# ---- errors ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"years": None}, "no key 'years'"),
        ({"years": {"at": [2030, 2026]}}, "years must rise"),
        ({"years": {"at": [2026], "until": 2026}}, "later than the last year, 2026"),
        (
            {"years": {"at": [2026], "paths": [{"name": "x", "set": {"at": {2026: 1}}}]}},
            "what changes",
        ),
        (
            {"years": {"at": [2026], "paths": [{**TO_430, "limit": {"cap": "net_cost"}}]}},
            "no limit of the scenario has cap",
        ),
        (
            {"objective": [{"minimize": "investment"}], "years": {"at": [2026]}},
            "'investment' cannot be a stage",
        ),
        (
            {
                "expand": [{"where": {"id": "l"}, "up_to": "50 %", "step": "10 kt/yr"}],
                "years": {"at": [2026]},
            },
            "steps, size classes",
        ),
        (
            {
                "years": {
                    "at": [2026, 2030],
                    "paths": [
                        {
                            "name": "c",
                            "expand": {},
                            "set": {"cost": {2026: "300 CNY*yr/t", 2030: "200 CNY*yr/t"}},
                        }
                    ],
                }
            },
            "differs in 2030",
        ),
        (
            {
                "years": {
                    "at": [2026, 2028],
                    "paths": [
                        {
                            "name": "works",
                            "table": "lines",
                            "where": {"id": "n"},
                            "set": {"status": {2026: "candidate", 2028: "planned"}},
                        }
                    ],
                }
            },
            "line n may be built before 2028",
        ),
        ({"years": {"at": [2026], "path": []}}, "unknown key"),
    ],
)
def test_what_cannot_be_is_said(tmp_path: Path, more: dict[str, Any], said: str) -> None:
    """Nonsense in the key `years` is refused in words, at its line."""
    more = {key: value for key, value in more.items() if value is not None}
    with pytest.raises(InputError) as error:
        plan(tmp_path, **more)
    text = str(error.value) + " ".join(str(problem) for problem in error.value.problems)
    assert said in text
    assert "study.yaml" in text


# ---- files ----------------------------------------------------------------------------------


def run_sim(*arguments: str) -> int:
    """Run the command in this process; return its exit code."""
    try:
        main(list(arguments))
    except SystemExit as ending:
        return int(ending.code or 0)
    return 0


@pytest.fixture
def written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[YearsFound, Path]:
    """A study over years, written by the command."""
    years = {"at": [2026, 2030], "until": 2032, "budget": "40 million CNY/yr", "paths": [TO_430]}
    path = write(tmp_path, objective=CHEAPEST, limits=FLOOR, years=years)
    assert run_sim("years", str(path)) == 0
    assert "Built at 2 lines" in capsys.readouterr().out
    return study_years(load_years(path), Clock(be_silent)), tmp_path / "results" / "years-study"


def test_the_command_writes_every_year(written: tuple[YearsFound, Path]) -> None:
    """Tables over the years, the chart, and the full results of each year stand in one folder."""
    _, folder = written
    assert {"years.csv", "capacity.csv", "old_stock.csv", "years.png", "years.svg"} <= {
        path.name for path in folder.iterdir()
    }
    about = json.loads((folder / "years.json").read_text("utf-8"))
    assert about["objectives"][0]["value"] == pytest.approx(4 * 8.0 + 2 * 22.45)
    assert json.loads((folder / "verification.json").read_text("utf-8"))["passed"]
    for year in (2026, 2030):
        tables = read_results(folder / str(year))
        assert tables.summary["period"] == year
        assert (folder / str(year) / "verification.json").exists()


@pytest.mark.parametrize(
    ("file", "column", "check"),
    [
        ("capacity.csv", "new_kt_yr", "capacity"),
        ("capacity.csv", "investment_MCNY", "capacity"),
        ("capacity.csv", "built_kt_yr", "capacity"),
    ],
)
def test_a_changed_number_fails_the_verification(
    written: tuple[YearsFound, Path], file: str, column: str, check: str
) -> None:
    """The written tables are held against each other by code that shares nothing with the plan."""
    found, folder = written
    scenarios = [case.scenario for case in found.cases]
    assert verify_years(folder, scenarios, found.over.years)["passed"]
    with (folder / file).open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    rows[-1][column] = str(float(rows[-1][column]) + 5.0)
    with (folder / file).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    report = verify_years(folder, scenarios, found.over.years)
    assert check in [one["name"] for one in report["checks"] if not one["passed"]]


def test_a_run_leaves_the_years_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`sim run` of a scenario with years plans its one year, and says that the years wait."""
    path = write(tmp_path, years={"at": [2026, 2030]}, limits=FLOOR)
    assert run_sim("run", str(path), "--basemap", "none") == 0
    said = capsys.readouterr()
    assert "sim years" in said.out + said.err


# ---- foresight ------------------------------------------------------------------------------


def roll(found: YearsFound, foresight: int) -> YearsPlan:
    """Return the plan of a planner who sees so many years ahead."""
    budget = found.over.years.budget
    return plan_rolling(found.plan.networks, found.timeline, budget, foresight)


SPREAD: dict[str, Any] = {
    "at": [2026, 2028, 2030],
    "budget": "20 million CNY/yr",
    "paths": [{**TO_430, "set": {"at": {2026: "200 kt/yr", 2028: "200 kt/yr", 2030: "430 kt/yr"}}}],
}
"""79 million CNY by 2030 at 40 in two years: half of it has to be spent by 2028."""


def test_short_sight_builds_too_late(tmp_path: Path) -> None:
    """Who looks no year ahead builds nothing in 2028, and cannot build all of it in 2030."""
    found = plan(tmp_path, years=SPREAD)
    with pytest.raises(InfeasibleError, match="2030"):
        roll(found, 0)
    assert roll(found, 2).reached == pytest.approx(found.plan.reached)


@pytest.mark.parametrize("foresight", [0, 2, 4, 20])
def test_sight_never_beats_more_of_it(tmp_path: Path, foresight: int) -> None:
    """A plan in steps costs no less than the plan of all years; with full sight it costs the same.

    All tables of its years hold against each other: what stands, and old stock.
    """
    less = {"name": "w", "table": "generation", "scale": {"amount": {2026: 1, 2034: 0.8}}}
    found = plan(tmp_path, years={"at": [2026, 2028, 2030, 2034], "paths": [less]})
    rolled = roll(found, foresight)
    assert rolled.reached[0] >= found.plan.reached[0] - 1e-6
    if foresight == 20:
        assert rolled.reached == pytest.approx(found.plan.reached)


def test_old_stock_is_dug_up_once_in_steps_too(tmp_path: Path) -> None:
    """Who looks no year ahead digs up the same 300 kt, as early as possible."""
    most = [{"maximize": "net_utilized"}, {"minimize": "net_cost"}]
    years = {"at": [2026, 2028, 2030]}
    found = plan(tmp_path, OLD, objective=most, limits=[], expand=[], years=years)
    rolled = roll(found, 0)
    assert rolled.reached[0] == pytest.approx(found.plan.reached[0])
    dug = [own.reclaim["amount_kt_yr"].sum() for own in rolled.plans]
    assert dug == pytest.approx([150.0, 0.0, 0.0], abs=1e-6)


@pytest.mark.parametrize(("foresight", "said"), [(0, "no plan for 2030"), (2, "instead of")])
def test_the_command_tells_what_short_sight_costs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], foresight: int, said: str
) -> None:
    """`--foresight` says what is reached, or which year has no plan; the plan itself stays."""
    path = write(tmp_path, objective=CHEAPEST, limits=FLOOR, years=SPREAD)
    assert run_sim("years", str(path), "--foresight", str(foresight)) == 0
    assert said in " ".join(capsys.readouterr().out.split())
    about = json.loads((tmp_path / "results" / "years-study" / "years.json").read_text("utf-8"))
    assert (about["short_sight"]["reached"] is None) == (foresight == 0)
