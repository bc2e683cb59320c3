"""The trade-off of the least rate of provinces or cities, against closed forms and cold runs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import yaml

import sim
from sim.errors import InputError
from sim.loader import load_case
from sim.loader.case import Case
from sim.studies.fairness import with_floors
from sim.studies.frontier.folder import Traced, check_axes, trace_case
from sim.studies.frontier.search import Asked
from sim.studies.memory import Memory
from sim.studies.solve_case import Clock, be_silent
from sim.workers import Crew
from tests.provinces import region
from tests.seeds import some_of
from tests.study import csv, write_study

LEASTS = ("least_rate", "least_city_rate")


def trace(case: Case, x: str, y: str, accuracy: float = 1e-3) -> Traced:
    """Return a frontier with every point solved anew."""
    check_axes(case, x, y, "--x, --y")
    fair = with_floors(case, Clock(be_silent))
    return trace_case(fair, x, y, Asked(accuracy, most=120), Crew(workers=1), Memory(), be_silent)


def two_provinces(folder: Path) -> Case:
    """Return two provinces of 100 kt/yr each; the plant in A takes 60 and is nearer to both.

    z_A -> A costs 5 CNY/t, z_A -> B 6, z_B -> A 7, z_B -> B 8. A least rate r takes 100 r of each.
    Up to r = 0.3 all of it goes to A: 1.2 r million CNY. Beyond, a tonne costs one yuan more:
    1.4 r - 0.06.
    """
    supply = {("A", "slag"): 100.0, ("B", "slag"): 100.0}
    return load_case(write_study(folder, region(supply, {"A": 60.0, "B": 1000.0})))


@pytest.mark.parametrize(
    ("least", "is_y"),
    some_of(
        [
            ("least_rate", True),
            ("least_city_rate", False),
            ("least_rate", False),
            ("least_city_rate", True),
        ],
        2,
    ),
)
def test_least_rate_against_cost(tmp_path: Path, least: str, *, is_y: bool) -> None:
    """The frontier bends where the near plant is full, at the right price on either side."""
    case = two_provinces(tmp_path)
    traced = trace(case, *(("net_cost", least) if is_y else (least, "net_cost")))
    found = traced.frontier
    pairs = [(p.x, p.y) if is_y else (p.y, p.x) for p in found.points]
    corners = np.array(sorted(pairs))
    assert corners == pytest.approx(np.array([(0.0, 0.0), (0.36, 0.3), (1.34, 1.0)]), abs=1e-7)
    assert found.knee == 1
    prices = [p.price for p in found.points]
    if is_y:
        assert prices[0] == pytest.approx(1 / 1.2)
        assert prices[-1] == pytest.approx(1 / 1.4)
    else:
        assert prices[0] == pytest.approx(1.4)
        assert prices[-1] == pytest.approx(1.2)
    assert traced.about["optimal"] is True
    assert found.error <= 1e-3


def old_stock(folder: Path) -> Case:
    """Return two provinces: A may dig up old stock, so that its rate is a fraction.

    A: 10 kt at 20 CNY/t, then up to 200 kt of stock at 50 CNY/t, beside 50 kt that nothing uses.
    B: 40 kt at 10 CNY/t.
    """
    tables = region({("A", "slag"): 10.0, ("A", "ash"): 50.0, ("B", "slag"): 40.0}, {"A": 500.0})
    tables |= {
        "inputs": "recipe,material,min,max\nuse,slag,1,1\n",
        "groups": "recipe,group,materials,min,max\nuse,all,slag,1,1\n",
        "legacy": "zone,material,stock,yearly_limit,reclaim_cost [CNY/t]\n"
        "A_slag,slag,1 Mt,20 %/yr,30\n",
        "links": csv(
            "origin,destination,mode,km [km],cost [CNY/t]",
            [("A_slag", "plant_A", "truck", 1, 20), ("B_slag", "plant_A", "truck", 1, 10)],
        ),
    }
    return load_case(write_study(folder, tables))


def cost_of(rate: float) -> float:
    """Return what it costs that both provinces of `old_stock` reach a rate, million CNY."""
    stock = max(0.0, (60 * rate - 10) / (1 - rate))
    fresh = min(60 * rate, 10.0)
    return 0.02 * fresh + 0.05 * stock + 0.01 * 40 * rate


@pytest.mark.parametrize(
    ("least", "is_y"), some_of([("least_rate", True), ("least_city_rate", False)], 1)
)
def test_fractional_rates_follow_their_closed_form(
    tmp_path: Path, least: str, *, is_y: bool
) -> None:
    """Points lie on the bent curve with its slope, and between them it is as near as was stated."""
    axes = ("net_cost", least) if is_y else (least, "net_cost")
    traced = trace(old_stock(tmp_path), *axes, 0.05)
    found = traced.frontier
    pairs = sorted((p.x, p.y) if is_y else (p.y, p.x) for p in found.points)
    money, rates = (np.array(part) for part in zip(*pairs, strict=True))
    assert rates[-1] == pytest.approx(210 / 260, abs=1e-8)
    assert money == pytest.approx([cost_of(r) for r in rates], abs=1e-6)
    assert found.error <= 0.05
    grid = np.linspace(0.0, rates[-1], 801)
    due = np.array([cost_of(r) for r in grid])
    off_money = np.abs(np.interp(grid, rates, money) - due) / money[-1]
    off_rate = np.abs(np.interp(due, money, rates) - grid) / rates[-1]
    assert np.minimum(off_money, off_rate).max() <= found.error + 1e-9
    assert traced.about["optimal"] is True
    inner = [p for p in found.points[1:-1] if (p.y if is_y else p.x) > 0.2]
    assert len(inner) > 1
    for p in inner:
        rate = p.y if is_y else p.x
        steep = (cost_of(rate + 1e-6) - cost_of(rate - 1e-6)) / 2e-6
        assert p.price == pytest.approx(1 / steep if is_y else steep, rel=1e-4)


def test_provinces_against_cities(tmp_path: Path) -> None:
    """Both metrics may be least rates: here each province is one city, and nothing is traded."""
    found = trace(two_provinces(tmp_path), "least_rate", "least_city_rate").frontier
    assert [(p.x, p.y) for p in found.points] == [pytest.approx((1.0, 1.0))]


def test_spread_is_traded_too(tmp_path: Path) -> None:
    """The least spread is 0 at no cost: one plan is best in both."""
    found = trace(two_provinces(tmp_path), "net_cost", "rate_spread").frontier
    assert [(p.x, p.y) for p in found.points] == [pytest.approx((0.0, 0.0), abs=1e-9)]


def test_least_rate_of_nothing_is_refused(tmp_path: Path) -> None:
    """Where no zone names its city, there is no least of the cities' rates."""
    tables = region({("A", "slag"): 10.0}, {"A": 10.0})
    tables |= {"zones": "id,name_en,province\nA_slag,Zone,A\n"}
    case = load_case(write_study(tmp_path, tables))
    check_axes(case, "net_cost", "least_rate", "--x, --y")
    with pytest.raises(InputError, match="no waste arises"):
        check_axes(case, "net_cost", "least_city_rate", "--x, --y")


def test_what_is_built_is_traded_where_something_may_be(tmp_path: Path) -> None:
    """Investment is 0 whatever the plan where no line may grow, and refused as an axis."""
    case = two_provinces(tmp_path)
    with pytest.raises(InputError, match="investment is 0 here whatever the plan"):
        check_axes(case, "investment", "net_utilized", "--x, --y")


@pytest.mark.parametrize("least", some_of([*LEASTS][::-1], 1))
def test_points_are_scenarios_of_their_own(tmp_path: Path, least: str) -> None:
    """The scenario of a point writes the level, and a run of it gives the point."""
    two_provinces(tmp_path)
    case = sim.load(tmp_path / "scenarios" / "study.yaml")
    found = case.frontier("net_cost", least)
    assert found.points["y_least_rate_pct" if least == "least_rate" else f"y_{least}_pct"].iloc[
        1
    ] == pytest.approx(30.0)
    folder = found.save(tmp_path / "out")
    document = yaml.safe_load((folder / "point-02.yaml").read_text(encoding="utf-8"))
    assert document["objective"][0]["maximize"] == "least_rate"
    assert document["objective"][0].get("by", "province") == (
        "province" if least == "least_rate" else "city"
    )
    kpis = found.point(2).run().kpis
    assert kpis.loc[least, "value"] == pytest.approx(0.3, abs=1e-7)
