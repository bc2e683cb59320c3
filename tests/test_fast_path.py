"""The arrays handed to the solver are the readable formulation, coefficient by coefficient."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim.loader import load_case
from sim.model import Programme, build_arrays
from sim.network import Network, build_network
from sim.rules.metrics import CHANGE, LEVEL_OF, METRICS
from tests.oracle_model.metrics import STATED
from tests.readable import Readable, read_programme
from tests.seeds import some_of
from tests.tiny_project import make_project

CLOSE = {"rel": 1e-12, "abs": 1e-15}
SCOPES: list[dict[str, str]] = [{}, {"province": "西省"}, {"material": "slag"}]
LIMITS = [
    {"floor": "utilization_rate", "province": "西省", "at": "10 %"},
    {"cap": "uptake", "material": "slag", "at": "500 kt/yr"},
    {"floor": "net_utilized", "zone": "z1", "at": "1 kt/yr"},
]


def as_rows(programme: Programme) -> dict[Any, Any]:
    """Return every row of the arrays as lower, upper and coefficients by column name."""
    arrays, names = programme.arrays, programme.arrays.column_names
    matrix = arrays.matrix.tocsr()
    rows = {}
    for i, name in enumerate(arrays.row_names):
        start, end = matrix.indptr[i : i + 2]
        at, sizes = matrix.indices[start:end].tolist(), matrix.data[start:end].tolist()
        entries = {names[c]: v for c, v in zip(at, sizes, strict=True)}
        rows[name] = float(arrays.lower[i]), float(arrays.upper[i]), entries
    return rows


def assert_same(network: Network, scopes: list[dict[str, str]], *, with_change: bool) -> None:
    """Compare rows, columns, bounds and all metrics of both paths."""
    readable = read_programme(network, with_change=with_change)
    programme = build_arrays(network, with_change=with_change)
    names = programme.arrays.column_names
    assert len(names) == len(set(names))
    assert set(names) == readable.columns
    rows = as_rows(programme)
    assert rows.keys() == readable.rows.keys()
    for name, (lower, upper, coefficients) in readable.rows.items():
        assert rows[name][:2] == pytest.approx((lower, upper), **CLOSE), name
        assert rows[name][2] == pytest.approx(coefficients, **CLOSE), name
    for metric in sorted(STATED):
        spec = METRICS[metric]
        if metric == CHANGE and not with_change:
            continue
        if metric in LEVEL_OF and metric not in network.scenario.metrics:
            continue
        for scope in scopes if spec.scoped else scopes[:1]:
            assert_same_metric(programme, readable, metric, scope)


def assert_same_metric(
    programme: Programme, readable: Readable, metric: str, scope: dict[str, str]
) -> None:
    above, constant, below, below_constant = readable.metric(metric, scope)
    found = programme.vectors(metric, scope)
    names = programme.arrays.column_names
    assert named(found.above, names) == pytest.approx(above, **CLOSE), (metric, scope)
    assert found.constant == pytest.approx(constant, **CLOSE)
    assert (found.below is None) == (below is None)
    if found.below is not None:
        assert named(found.below, names) == pytest.approx(below, **CLOSE)
        assert found.below_constant == pytest.approx(below_constant, **CLOSE)


def named(vector: Any, names: list[Any]) -> dict[Any, float]:
    return {names[i]: float(vector[i]) for i in np.flatnonzero(vector)}


@pytest.mark.parametrize(
    "scenario", some_of(["legacy-drawdown", "tight-budget", "baseline", "solid-waste-binder"], 2)
)
def test_shipped_programme_is_the_readable_one(project_root: Path, scenario: str) -> None:
    """Rows, columns, bounds, coefficients and metrics agree on the shipped region."""
    network = build_network(load_case(project_root / "scenarios" / f"{scenario}.yaml"))
    assert_same(network, [{}], with_change=False)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Network:
    """A project with areas told apart, least loads, contracts, quotas, groups and old stock."""
    path = make_project(tmp_path_factory.mktemp("tiny"))
    text = path.read_text(encoding="utf-8")
    text = text.replace("surcharge: 2 CNY/t}", "surcharge: 2 CNY/t, quota: 40 kt/yr}")
    added = "\n".join(f"  - {limit}".replace("'", "") for limit in LIMITS)
    text = text.replace("limits:\n", f"limits:\n{added}\n")
    path.write_text(text, encoding="utf-8")
    case = load_case(path)
    case.tables["lines"]["min_load"] = 0.1
    case.tables["markets"]["min"] = 1.0
    case.tables["markets"]["group"] = "all"
    case.tables["markets"]["group_max"] = 900.0
    case.tables["terminals"]["capacity"] = 70.0
    case.tables["links"]["capacity"] = 65.0
    case.tables["generation"]["stored_max"] = 0.95
    bought = {"plant": "p2", "material": "clinker", "price": 230.0, "max": 90.0}
    case.tables["purchases"] = pd.DataFrame([bought])
    return build_network(case)


def test_programme_with_every_family_is_the_readable_one(tiny: Network) -> None:
    """Every constraint of the formulation stands in the project, and both paths agree on it."""
    assert_same(tiny, SCOPES, with_change=False)
    families = {name for name, _ in build_arrays(tiny).arrays.row_names}
    assert families == {
        "zone_balance",
        "legacy_limit",
        "legacy_used_first",
        "plant_balance",
        "recipe_min",
        "recipe_max",
        "group_min",
        "group_max",
        "quality",
        "line_capacity",
        "line_min_load",
        "market_max",
        "market_min",
        "market_group_max",
        "sink_capacity",
        "border_quota",
        "terminal_capacity",
        "link_capacity",
        "purchase_max",
        "stored_max",
        "limit_cap",
        "limit_floor",
    }


def test_change_from_a_reference_is_the_readable_one(tiny: Network) -> None:
    """The rows of the change agree, with reference flows with a route and one without."""
    flows = build_arrays(tiny, with_change=True).columns.keys["change"]
    gone = flows.iloc[:1].assign(origin="elsewhere")
    known = flows.iloc[::2].assign(amount_kt_yr=3.0)
    reference = pd.concat([known, gone.assign(amount_kt_yr=5.0)]).assign(role="chain")
    network = replace(tiny, reference=reference)
    assert_same(network, SCOPES, with_change=True)
    assert build_arrays(network, with_change=True).vectors(CHANGE).constant == 2.5


def test_periods_repeat_the_programme(tiny: Network) -> None:
    """Two periods give every row and column twice, limits over both."""
    assert_same(replace(tiny, periods=(2025, 2030)), SCOPES, with_change=True)
