"""Limits moved one after the other: the same network, plan and map as when all is made anew."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim.loader.change.extend import extend
from sim.loader.load import Loaded, load_rows, make_case
from sim.network import Network, build_network
from sim.page.programmes import Programme
from sim.report.atlas import draw_atlas
from sim.report.names import gather_names
from sim.results.tabulate import tabulate_plan
from sim.say.texts import ZH
from sim.solve import Session
from sim.studies.sweep.bounds import OtherStructureError
from tests.seeds import some_of
from tests.tiny_project import make_project

pytestmark = pytest.mark.xdist_group("programmes")
MOVED = (
    ("lines", "capacity"),
    ("lines", "availability"),
    ("markets", "max"),
    ("sinks", "capacity"),
    ("terminals", "capacity"),
    ("legacy", "stock"),
    ("legacy", "yearly_limit"),
)
"""Table and column of every kind of cell that stands on a right-hand side alone."""


@pytest.fixture(scope="module")
def shipped(project_root: Path) -> Loaded:
    """Return a shipped region with quotas, a cap and old stock."""
    loaded = load_rows(project_root / "scenarios" / "baseline.yaml")
    area = next(r.values["id"] for r in loaded.tables["areas"].records)
    rule = {"from": area, "to": "any", "rule": "approval", "quota": "800 kt/yr"}
    limit = {"cap": "net_cost", "at": "90000 million CNY/yr"}
    return extend(loaded, {"borders": [rule], "limits": [limit]}, "here")


@pytest.fixture(scope="module")
def programme(shipped: Loaded) -> Programme:
    """Return its programme, warm."""
    return Programme(shipped)


def moves(loaded: Loaded, seed: int) -> Iterator[dict[str, Any]]:
    """Yield changes of random cells that stand on right-hand sides, without end."""
    dice = random.Random(seed)
    while True:
        table, column = dice.choice(MOVED)
        rows = [r.values for r in loaded.tables[table].records if r.values[column]]
        if rows:
            key = ("zone", "material") if table == "legacy" else ("id",)
            row = dice.choice(rows)
            factor = dice.uniform(0.6, 0.99 if column == "availability" else 1.5)
            where = {name: row[name] for name in key}
            yield {"table": table, "where": where, "scale": {column: factor}}


def variants(loaded: Loaded, seed: int, count: int) -> Iterator[Loaded]:
    """Yield scenarios with one more change each time, or one less."""
    dice, more = random.Random(seed), moves(loaded, seed)
    changes: list[dict[str, Any]] = []
    for _ in range(count):
        changes.insert(dice.randint(0, len(changes)), next(more))
        if len(changes) > 4:
            changes.pop(dice.randrange(len(changes)))
        yield extend(loaded, {"change": changes}, "here")


def assert_equal(ours: Any, theirs: Any, name: str) -> None:
    if isinstance(theirs, pd.DataFrame):
        pd.testing.assert_frame_equal(ours, theirs, check_exact=True, obj=name)
    elif name not in ("haulage", "candidates"):
        assert ours == theirs, name


def assert_same_network(ours: Network, theirs: Network) -> None:
    for field in fields(Network):
        assert_equal(getattr(ours, field.name), getattr(theirs, field.name), field.name)
    assert_equal(ours.haulage.terminals, theirs.haulage.terminals, "haulage")


def assert_close(ours: pd.DataFrame, theirs: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(ours, theirs, rtol=1e-9, atol=1e-6)


@pytest.mark.parametrize("seed", some_of([7, 9], 1))
def test_moved_limits_give_the_plan_and_the_network_of_a_cold_run(
    shipped: Loaded, programme: Programme, seed: int
) -> None:
    """Network frame by frame, stages to 1e-9, the same flows, tables and map, in any order."""
    for varied in variants(shipped, seed, 2):
        view, case = programme.plan(varied), make_case(varied)
        network = build_network(case)
        assert_same_network(view.network, network)
        plan = Session(network).solve()
        cold = tabulate_plan(case, network, plan)
        for one, other in zip(view.plan.stages, plan.stages, strict=True):
            assert one.value == pytest.approx(other.value, rel=1e-9)
        for name, frame in cold.frames.items():
            assert_close(view.frames[name], frame)
        ours = {row["name"]: row["value"] for row in view.summary["kpis"]}
        theirs = {row["name"]: row["value"] for row in cold.summary["kpis"]}
        assert ours == pytest.approx(theirs, rel=1e-9, abs=1e-9)


def test_the_map_is_that_of_the_report(shipped: Loaded, programme: Programme) -> None:
    """On a sheet that was laid out for another plan the map is what a report draws."""
    for varied in variants(shipped, 8, 1):
        view = programme.plan(varied)
        inputs = view.case.tables
        texts = gather_names(view.tables.frames, inputs, ZH)
        drawn = draw_atlas(view.tables.frames, inputs, texts, root=view.case.root, kind="schematic")
        ours = view.atlas(view.texts("zh"))
        assert drawn is not None
        assert ours is not None
        assert ours.data == drawn.data
        for name in ("families", "modes", "wastes", "goods", "outlets", "unplaced", "credit"):
            assert getattr(ours, name) == getattr(drawn, name)


def test_a_quota_and_a_cap_move_as_well(shipped: Loaded, programme: Programme) -> None:
    """Amounts of border rules and limits are right-hand sides, and stand in the network's table."""
    rules = [dict(rule) for rule in shipped.document.data["borders"]]
    rules[-1]["quota"] = "500 kt/yr"
    limits = [{"cap": "net_cost", "at": "80000 million CNY/yr"}]
    keys = {"borders": rules, "limits": limits}
    varied = extend(shipped, keys, "here", replaced=("borders", "limits"))
    view = programme.plan(varied)
    network = build_network(make_case(varied))
    assert_same_network(view.network, network)
    assert network.quotas["amount_kt_yr"].iloc[-1] == 500.0
    cold = Session(network).solve()
    assert [s.value for s in view.plan.stages] == pytest.approx([s.value for s in cold.stages])


@pytest.mark.parametrize(
    "keys",
    [
        {
            "change": [
                {"table": "lines", "where": {"technology": "mill"}, "set": {"capacity": "0 kt/yr"}}
            ]
        },
        {"change": [{"table": "markets", "set": {"price": "10 CNY/t"}}]},
        {"limits": [{"cap": "net_co2", "at": "100000 kt/yr"}]},
        {"statuses": ["operating"]},
        {"objective": [{"minimize": "net_cost"}]},
        {"year": 2030},
    ],
)
def test_what_is_built_otherwise_is_told(tmp_path: Path, keys: dict[str, Any]) -> None:
    """Rows that come or go, prices, further limits and other objectives need a new programme."""
    loaded = load_rows(make_project(tmp_path))
    programme = Programme(loaded)
    programme.plan(loaded)
    with pytest.raises(OtherStructureError):
        programme.plan(extend(loaded, keys, "here"))


def test_capital_of_added_lines_is_in_the_stages(tmp_path: Path) -> None:
    """The annuity of an added line follows its capacity, in stages as in the figures."""
    lines = {"table": "lines", "where": {"technology": "mill"}}
    loaded = load_rows(make_project(tmp_path))
    paid = [
        {
            "table": "technologies",
            "where": {"id": "mill"},
            "set": {"capex": "300 CNY/(t/yr)", "life": "20 a"},
        },
        {**lines, "set": {"status": "added"}},
    ]
    keys = {
        "change": paid,
        "objective": [{"maximize": "utilization_rate"}, {"minimize": "net_cost"}],
    }
    base = extend(loaded, keys, "here")
    varied = extend(base, {"change": [{**lines, "scale": {"capacity": 1.3}}]}, "here")
    view = Programme(base).plan(varied)
    cold = Session(build_network(make_case(varied))).solve()
    assert view.network.lines["capex_MCNY_yr"].sum() > 0
    np.testing.assert_allclose(
        [s.value for s in view.plan.stages], [s.value for s in cold.stages], rtol=1e-9
    )
