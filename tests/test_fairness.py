"""Fairness: the least rate made large, capped spreads, floors of standing alone, and its price."""

from __future__ import annotations

import itertools
import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.optimize import linprog

from sim.cli.show import fairness_lines
from sim.errors import InputError
from sim.loader import load_case
from sim.loader.case import Case
from sim.network import build_network
from sim.say.texts import Texts
from sim.solve import Session
from sim.studies.explain.study import explain
from sim.studies.fairness import stand_alone, with_floors
from sim.studies.run.run import RunOptions, run
from sim.studies.solve_case import Clock, be_silent
from tests.provinces import PROVINCES, USE, region
from tests.seeds import some_of
from tests.study import csv, solve_study, write_study
from tests.test_fast_path import assert_same

BALANCED = [{"maximize": "least_rate"}, {"maximize": "utilization_rate"}, {"minimize": "net_cost"}]
Case3 = tuple[dict[tuple[str, str], float], dict[str, float], dict[tuple[str, str], float]]


def draw(seed: int) -> Case3:
    """Return supply, capacity and quotas by pair of a random region of three provinces."""
    rng = random.Random(seed)
    supply = {(p, "slag"): float(rng.randint(40, 200)) for p in PROVINCES}
    sizes = rng.sample([10.0, 60.0, 180.0], 3)
    quotas = {pair: float(rng.randint(0, 60)) for pair in itertools.permutations(PROVINCES, 2)}
    return supply, dict(zip(PROVINCES, sizes, strict=True)), quotas


def rules_of(quotas: dict[tuple[str, str], float]) -> list[dict[str, Any]]:
    """Return the quotas as border rules."""
    return [
        {"from": a, "to": b, "rule": "filing", "quota": f"{kt} kt/yr"}
        for (a, b), kt in quotas.items()
    ]


def epigraph(case: Case3, spread: float | None = None, least: float = 0.0) -> tuple[float, float]:
    """Return the largest least rate, or the most tonnes under a spread, by one plain programme.

    Variables: kt from each province to each, the least rate t, the greatest rate u.
    """
    supply, capacity, quotas = case
    pairs = list(itertools.product(PROVINCES, PROVINCES))
    count = len(pairs) + 2
    rows, bounds = [], []

    def row(entries: dict[int, float], bound: float) -> None:
        line = np.zeros(count)
        for column, size in entries.items():
            line[column] = size
        rows.append(line)
        bounds.append(bound)

    for p in PROVINCES:
        made = supply[p, "slag"]
        out = {i: 1.0 for i, (a, _) in enumerate(pairs) if a == p}
        row(out, made)
        row({i: 1.0 for i, (_, b) in enumerate(pairs) if b == p}, capacity[p])
        row({**dict.fromkeys(out, -1.0), count - 2: made}, 0.0)
        row({**out, count - 1: -made}, 0.0)
    if spread is not None:
        row({count - 1: 1.0, count - 2: -1.0}, spread)
    limits = [(0.0, quotas.get(pair)) for pair in pairs]
    cost = np.zeros(count)
    cost[: len(pairs)] = -1.0
    if spread is None and not least:
        cost = np.zeros(count)
        cost[count - 2] = -1.0
    found = linprog(
        cost, A_ub=np.array(rows), b_ub=bounds, bounds=[*limits, (least, 1.0), (0.0, 1.0)]
    )
    assert found.status == 0
    return -float(found.fun), float(found.x[: len(pairs)].sum())


@pytest.mark.xdist_group("fairness")
@pytest.mark.parametrize("seed", some_of(range(3), 2))
def test_least_rate_equals_an_explicit_epigraph(tmp_path: Path, seed: int) -> None:
    """The least rate, and then the most tonnes beside it, are those of scipy's linprog."""
    case = draw(seed)
    scenario = {"objective": BALANCED, "borders": rules_of(case[2])}
    solved = solve_study(tmp_path, region(case[0], case[1]), scenario)
    due, _ = epigraph(case)
    assert solved.plan.stages[0].value == pytest.approx(due, abs=1e-9)
    assert solved.kpi("least_rate") == pytest.approx(due, abs=1e-9)
    tonnes, _ = epigraph(case, least=due - 1e-12)
    assert solved.kpi("net_utilized") == pytest.approx(tonnes, rel=1e-7)
    areas = solved.tables["areas"].query("level == 'province'")["utilization_rate_pct"]
    assert solved.kpi("least_rate") == pytest.approx(areas.min() / 100)
    assert solved.kpi("rate_spread") == pytest.approx((areas.max() - areas.min()) / 100)


@pytest.mark.xdist_group("fairness")
@pytest.mark.parametrize("seed", range(2))
def test_a_capped_spread_equals_a_plain_programme(tmp_path: Path, seed: int) -> None:
    """Under the tightest spreads the most tonnes are those of scipy's linprog, and the price."""
    supply, capacity, quotas = case = draw(seed)
    poor = min(capacity, key=lambda p: capacity[p])
    quotas |= {pair: 5.0 for pair in quotas if poor in pair}
    scenario = {"borders": rules_of(quotas), "limits": [{"cap": "rate_spread", "at": "4 %"}]}
    solved = solve_study(tmp_path, region(supply, capacity), scenario)
    assert solved.kpi("rate_spread") == pytest.approx(0.04)
    assert solved.kpi("net_utilized") == pytest.approx(epigraph(case, 0.04)[0], rel=1e-7)
    prices = solved.tables["prices"].set_index("constraint")
    wider = 100 * (epigraph(case, 0.0401)[0] - epigraph(case, 0.04)[0])
    worth = prices.loc["limit_cap", "net_utilized_kt/yr_per_unit"]
    assert worth == pytest.approx(wider, rel=1e-6)
    assert worth > 0


OLD_STOCK = {
    **USE,
    "technologies": "id,name_en,tier\nash,Ash use,medium\nold,Slag use,medium\n",
    "recipes": "id,technology,name_en,activity\nash,ash,Ash use,product\nold,old,Slag,product\n",
    "inputs": "recipe,material,min,max\nash,ash,1,1\nold,slag,1,1\n",
    "groups": "recipe,group,materials,min,max\nash,all,ash,1,1\nold,all,slag,1,1\n",
    "yields": "recipe,material,per,amount\nash,g,activity,1\nold,g,activity,1\n",
}


def old_region(seed: int) -> tuple[dict[str, str], dict[str, tuple[float, float, float]], float]:
    """Return tables, province -> (generated, used fresh, most old stock), and the shared capacity.

    Fresh ash has a small outlet of its own in each province; old slag competes for one plant.
    """
    rng = random.Random(50 + seed)
    facts = {
        p: (float(rng.randint(60, 160)), float(rng.randint(5, 40)), float(rng.randint(60, 120)))
        for p in PROVINCES
    }
    shared = float(rng.randint(60, 110))
    zones, plants = [f"z{p}" for p in PROVINCES], [f"p{p}" for p in PROVINCES]
    places = [(z, z, f"{p.lower()}1", p) for z, p in zip(zones, PROVINCES, strict=True)]
    works = [(q, q, f"{p.lower()}1", p) for q, p in zip(plants, PROVINCES, strict=True)]
    tables = {
        **OLD_STOCK,
        "zones": csv("id,name_en,city,province", places),
        "generation": csv(
            "zone,material,amount [kt/yr]", [(f"z{p}", "ash", facts[p][0]) for p in PROVINCES]
        ),
        "legacy": csv(
            "zone,material,stock [kt],yearly_limit [1/yr],reclaim_cost [CNY/t]",
            [(f"z{p}", "slag", facts[p][2] * 10, 0.1, 1) for p in PROVINCES],
        ),
        "plants": csv("id,name_en,city,province", [*works, ("hub", "Hub", "a1", "A")]),
        "lines": csv(
            "id,plant,technology,capacity [kt/yr]",
            [
                *((f"l{p}", f"p{p}", "ash", facts[p][1]) for p in PROVINCES),
                ("lhub", "hub", "old", shared),
            ],
        ),
        "links": csv(
            "origin,destination,mode,km [km],cost [CNY/t]",
            [
                *((f"z{p}", f"p{p}", "truck", 5, 3) for p in PROVINCES),
                *((f"z{p}", "hub", "truck", 9, 4) for p in PROVINCES),
            ],
        ),
    }
    return tables, facts, shared


def on_a_grid(facts: dict[str, tuple[float, float, float]], shared: float) -> float:
    """Return the best least rate over a grid of how old stock is shared, refined three times."""
    made, fresh, most = (np.array([facts[p][i] for p in PROVINCES]) for i in range(3))
    best, centre, width = -1.0, most / 2, most
    for _ in range(9):
        axes = [
            np.clip(np.linspace(c - w / 2, c + w / 2, 61), 0, m)
            for c, w, m in zip(centre, width, most, strict=True)
        ]
        a, b = np.meshgrid(axes[0], axes[1], indexing="ij")
        c = np.clip(shared - a - b, 0.0, most[2])
        stock = np.stack([a, b, c], axis=-1)
        rates = ((fresh + stock) / (made + stock)).min(axis=-1)
        rates[(stock.sum(axis=-1) > shared + 1e-9)] = -1.0
        at = np.unravel_index(rates.argmax(), rates.shape)
        if rates[at] > best:
            best, centre = float(rates[at]), stock[at]
        width = width / 3
    return best


@pytest.mark.xdist_group("fairness")
@pytest.mark.parametrize("seed", some_of(range(4), 2))
def test_least_rate_with_old_stock_equals_brute_force(tmp_path: Path, seed: int) -> None:
    """Rates that are fractions: a grid search never finds more, and comes close to it."""
    tables, facts, shared = old_region(seed)
    solved = solve_study(tmp_path, tables, {"objective": BALANCED})
    due = on_a_grid(facts, shared)
    found = solved.plan.stages[0].value
    assert found >= due - 1e-9
    assert found == pytest.approx(due, abs=2e-5)
    assert solved.kpi("least_rate") == pytest.approx(found, abs=1e-9)
    assert solved.kpi("legacy_used") > 0


@pytest.mark.xdist_group("fairness")
def test_slack_lets_later_stages_give_up_points_of_the_least_rate(tmp_path: Path) -> None:
    """With three points of slack no province falls more than that below the best least rate."""
    tables, _, _ = old_region(1)
    best = solve_study(tmp_path / "a", tables, {"objective": BALANCED})
    loose = [{"maximize": "least_rate", "slack": "3 %"}, *BALANCED[1:]]
    slack = solve_study(tmp_path / "b", tables, {"objective": loose})
    least = best.kpi("least_rate")
    assert least - 0.03 - 1e-8 <= slack.kpi("least_rate") <= least + 1e-9
    assert slack.kpi("utilization_rate") >= best.kpi("utilization_rate") - 1e-9
    rates = slack.tables["areas"].query("level == 'province'")["utilization_rate_pct"] / 100
    assert (rates >= least - 0.03 - 1e-8).all()


@pytest.mark.xdist_group("fairness")
def test_prices_of_the_least_rate_are_those_of_a_re_solve(tmp_path: Path) -> None:
    """A little more of each limit raises the least rate, with old stock in play, by its price."""
    tables, _, _ = old_region(1)
    solved = solve_study(tmp_path, tables, {"objective": BALANCED})
    session, step = Session(solved.network), 0.01
    prices = solved.tables["prices"].set_index(["constraint", "index"])["least_rate_pp_per_unit"]
    found = {}
    for name, index in session.row_of:
        if name not in ("line_capacity", "legacy_limit"):
            continue
        _, most = session.bounds((name, index))
        more = session.solve(bounds={(name, index): (-np.inf, most + step)}).stages[0].value
        gain = 100 * (more - solved.plan.stages[0].value) / step
        found[name, index] = gain
        price = prices.get((name, "|".join(map(str, index[:-1]))), 0.0)
        assert price == pytest.approx(gain, rel=1e-3, abs=1e-6)
    assert found["line_capacity", ("lhub", 2025)] > 0.01


@pytest.mark.xdist_group("fairness")
def test_a_floor_under_the_least_rate_holds_in_every_province(tmp_path: Path) -> None:
    """A floor a point below the best least rate binds somewhere; one above it has no plan."""
    tables, _, _ = old_region(2)
    best = solve_study(tmp_path / "a", tables, {"objective": BALANCED}).kpi("least_rate")
    limits = [{"floor": "least_rate", "at": f"{best - 0.01:.6f}"}]
    held = solve_study(tmp_path / "b", tables, {"limits": limits})
    assert held.kpi("least_rate") >= best - 0.01 - 1e-6
    limits = [{"floor": "least_rate", "at": f"{best + 0.01:.6f}"}]
    told = explain(write_study(tmp_path / "c", tables, {"limits": limits}), Clock(be_silent))
    assert told.status == "infeasible"
    assert "limit_floor" in {limitation.key[0] for limitation in told.conflict}


def test_arrays_of_a_balance_are_the_readable_formulation(tmp_path: Path) -> None:
    """Rows and columns of least and greatest rates agree with the formulas, by area."""
    case = draw(0)
    wishes = {
        "objective": [{"maximize": "least_rate", "by": "city"}, {"minimize": "net_cost"}],
        "limits": [{"cap": "rate_spread", "at": "30 %"}, {"floor": "least_rate", "at": "1 %"}],
    }
    path = write_study(tmp_path, region(case[0], case[1]), wishes)
    assert_same(build_network(load_case(path)), [{}], with_change=False)


def crowded() -> tuple[dict[str, str], list[dict[str, Any]]]:
    """Return a region where cheap waste of B and C fills the plants of A, and the open borders."""
    supply = {(p, "slag"): kt for p, kt in zip(PROVINCES, (100.0, 80.0, 60.0), strict=True)}
    tables = region(supply, {"A": 70.0, "B": 30.0, "C": 10.0})
    links = [
        (f"{p}_slag", f"plant_{q}", "truck", 10, 90 if p == q == "A" else 5)
        for p, q in itertools.product(PROVINCES, PROVINCES)
    ]
    tables["links"] = csv("origin,destination,mode,km [km],cost [CNY/t]", links)
    return tables, [{"from": "any", "to": "any", "rule": "open"}]


ALONE = {"A": 70.0, "B": 30.0, "C": 10.0}


def load_crowded(folder: Path, **wishes: Any) -> tuple[Path, Case]:
    """Write the crowded region with wishes; return its file and case."""
    tables, borders = crowded()
    path = write_study(folder, tables, {"borders": borders, **wishes})
    return path, load_case(path)


def run_whole(path: Path) -> tuple[Path, dict[str, Any]]:
    """Run a file as the command does; return its folder and summary."""
    out = run(path, RunOptions(basemap="none"))
    return out.folder, json.loads((out.folder / "summary.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def fair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """Run the crowded region with `no_worse_off`."""
    path, _ = load_crowded(tmp_path_factory.mktemp("fair"), no_worse_off="province")
    return run_whole(path)


@pytest.fixture(scope="module")
def free(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Run the crowded region without any wish for fairness; return its summary."""
    path, _ = load_crowded(tmp_path_factory.mktemp("free"))
    return run_whole(path)[1]


@pytest.mark.xdist_group("fairness")
class TestNoWorseOff:
    """Floors of what each province utilizes alone."""

    def test_alone_a_province_uses_its_own_plants(self, tmp_path: Path) -> None:
        """Alone each province fills its plant with its own waste, or uses all of it."""
        _, case = load_crowded(tmp_path)
        assert stand_alone(case, "province") == pytest.approx(ALONE)
        assert stand_alone(case, "city") == pytest.approx(
            {f"{p.lower()}1": kt for p, kt in ALONE.items()}
        )

    def test_the_scenario_alone_would_leave_one_worse_off(self, free: dict[str, Any]) -> None:
        """Without the floors province A utilizes less than it could alone."""
        least = {row["name"]: row["value"] for row in free["kpis"]}["least_rate"]
        assert least < 0.7 - 0.01
        assert "price_of_fairness" not in free

    def test_floors_hold_and_are_priced(self, fair: tuple[Path, dict[str, Any]]) -> None:
        """Every province has its floor; that of A binds, costs money and has its price."""
        folder, summary = fair
        areas = {row["area"]: row for row in summary["price_of_fairness"]["areas"]}
        for province, alone in ALONE.items():
            assert areas[province]["alone_kt_yr"] == pytest.approx(alone)
            assert areas[province]["net_utilized_kt_yr"] >= alone * (1 - 1e-8)
        prices = (folder / "prices.csv").read_text(encoding="utf-8")
        assert "limit_floor,1:net_utilized,province=A" in prices.replace('"', "")
        assert areas["A"]["rate"] == pytest.approx(0.7)
        assert areas["A"]["rate_without"] < 0.7

    def test_the_price_is_the_difference_of_two_runs(
        self, fair: tuple[Path, dict[str, Any]], free: dict[str, Any]
    ) -> None:
        """Points and money are those between a run with the floors and one without."""
        before, after = (
            {row["name"]: row["value"] for row in summary["kpis"]} for summary in (free, fair[1])
        )
        price = fair[1]["price_of_fairness"]
        assert price["net_cost_MCNY_yr"] == pytest.approx(after["net_cost"] - before["net_cost"])
        assert price["net_cost_MCNY_yr"] > 0
        points = 100 * (before["utilization_rate"] - after["utilization_rate"])
        assert price["rate_points"] == pytest.approx(points, abs=1e-9)

    def test_the_resolved_scenario_gives_the_same(
        self, fair: tuple[Path, dict[str, Any]], tmp_path: Path
    ) -> None:
        """The key is written, its floors are not; run again, they are found again."""
        resolved = fair[0] / "scenario.resolved.yaml"
        text = resolved.read_text(encoding="utf-8")
        assert "no_worse_off: province" in text
        assert "limits" not in text
        again = run(resolved, RunOptions(out=tmp_path, basemap="none")).folder
        for table in ("flows", "prices", "areas"):
            assert (again / f"{table}.csv").read_bytes() == (fair[0] / f"{table}.csv").read_bytes()

    def test_a_conflict_names_the_floor(self, tmp_path: Path) -> None:
        """A cap that no province can keep with its floor is told with the key that asks for it."""
        cap = {"cap": "uptake", "province": "A", "at": "50 kt/yr"}
        path, _ = load_crowded(tmp_path, no_worse_off="province", limits=[cap])
        told = explain(path, Clock(be_silent))
        assert told.status == "infeasible"
        floors = [limit for limit in told.conflict if limit.key[0] == "limit_floor"]
        assert len(floors) == 1
        line = path.read_text(encoding="utf-8").splitlines()
        at = int(floors[0].at.rpartition(":")[2])
        assert line[at - 1].startswith("no_worse_off")
        assert any(edit.section == "limits" for way in told.ways for edit in way.edits)

    def test_floors_are_added_once(self, tmp_path: Path) -> None:
        """A case that has its floors keeps them; one that asks for none stays as it is."""
        _, case = load_crowded(tmp_path, no_worse_off="province")
        once = with_floors(case, Clock(be_silent))
        assert len(once.scenario.limits) == len(once.limits_at) == 3
        assert with_floors(once, Clock(be_silent)) is once
        plain = replace(case, scenario=case.scenario.model_copy(update={"no_worse_off": None}))
        assert with_floors(plain, Clock(be_silent)) is plain


@pytest.mark.xdist_group("fairness")
def test_balance_reports_its_price_in_both_languages(tmp_path: Path) -> None:
    """A balanced run says in a sentence what balance costs, and the rates with and without it."""
    path, _ = load_crowded(tmp_path, objective=BALANCED)
    out = run(path, RunOptions(basemap="none"))
    english, chinese = (fairness_lines(out.tables.summary, Texts(lang)) for lang in ("en", "zh"))
    assert str(english[0]).startswith("Price of fairness: ")
    assert str(chinese[0]).startswith("公平的代价：")
    assert len(english) == len(chinese) == 1 + len(PROVINCES)
    assert "A-land" in str(english[1])
    page = (out.folder / "report.html").read_text(encoding="utf-8")
    assert "Price of fairness: " in page


WRONG = {
    "spread with old stock": ({"limits": [{"cap": "rate_spread", "at": "5 %"}]}, "spread", True),
    "spread as a stage with old stock": (
        {"objective": [{"minimize": "rate_spread"}]},
        "spread",
        True,
    ),
    "least rate capped": ({"limits": [{"cap": "least_rate", "at": "5 %"}]}, "one_way", False),
    "least rate minimized": ({"objective": [{"minimize": "least_rate"}]}, "one_way", False),
    "spread made large": ({"objective": [{"maximize": "rate_spread"}]}, "one_way", False),
    "level of another metric": (
        {"objective": [{"maximize": "net_utilized", "by": "city"}]},
        "by",
        False,
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_not_linear_is_refused(tmp_path: Path, name: str) -> None:
    """Wishes that no linear programme can keep are refused at their line, in both languages."""
    wishes, code, with_stock = WRONG[name]
    tables = old_region(0)[0] if with_stock else crowded()[0]
    path = write_study(tmp_path, tables, wishes)
    with pytest.raises(InputError) as caught:
        load_case(path)
    (problem,) = caught.value.problems
    assert problem.code == code
    assert problem.where.startswith("scenarios/study.yaml:")
    assert problem.what.say("zh") != problem.what.say("en")


def test_a_level_that_no_zone_has_is_refused(tmp_path: Path) -> None:
    """There is nothing to balance where zones have no cities."""
    tables = crowded()[0]
    tables["zones"] = tables["zones"].replace("a1", "").replace("b1", "").replace("c1", "")
    for wishes in (
        {"no_worse_off": "city"},
        {"objective": [{"maximize": "least_rate", "by": "city"}]},
    ):
        with pytest.raises(InputError) as caught:
            load_case(write_study(tmp_path, tables, wishes))
        assert [problem.code for problem in caught.value.problems] == ["no_areas"]
