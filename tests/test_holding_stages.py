"""A later stage takes nothing from an earlier one, however large the numbers of the rows are."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from sim.checks import check_case, find_unusual
from sim.cli.main import main
from sim.cli.project import create
from sim.errors import InputError
from sim.loader import load_case
from sim.network import build_network
from sim.solve import Session
from sim.solve.optimum import Optimum
from sim.verify.verify import CHECKS, FIRST

pytestmark = pytest.mark.usefixtures("undrawn")

COSTS = [{"maximize": "net_cost"}, {"maximize": "transport_cost"}]
DEAREST = (52.31258733, 71.00239325)
"""Greatest net cost, and then transport cost, million CNY/yr: without any limit on the groups."""


def write(root: Path, group_max: str = "", **keys: Any) -> Path:
    """Write the example with a `max` for every group of inputs, which no recipe can reach."""
    project = root / "p"
    create(project)
    table = project / "scenarios" / "library" / "groups.csv"
    rows = list(csv.reader(table.read_text(encoding="utf-8").splitlines()))
    for row in rows[1:]:
        row[rows[0].index("max")] = group_max
    with table.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    path = project / "scenarios" / "dearest.yaml"
    head = {"format": 1, "name": "dearest", "title": {"en": "Dearest"}, "extends": "baseline.yaml"}
    text = yaml.safe_dump({**head, "objective": COSTS, **keys}, allow_unicode=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("group_max", ["", "2", "1000", "10000", "1e6"])
def test_limits_that_cannot_bind_change_nothing(tmp_path: Path, group_max: str) -> None:
    """Even one that the tables would not be allowed to have."""
    session = Session(build_network(load_case(write(tmp_path, group_max))))
    plan = session.solve()
    assert [stage.value for stage in plan.stages] == pytest.approx(DEAREST, abs=1e-7)
    kept = session.form("net_cost").value(
        session.programme.columns.gather(
            {name: getattr(plan, name) for name in ("ship", "reclaim", "buy", "act", "use")}
        )
    )
    assert kept == pytest.approx(DEAREST[0], rel=1e-9)


def test_a_run_with_such_limits_is_verified(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(
        ["run", str(write(tmp_path, "10000")), "--out", str(tmp_path / "out"), "--basemap", "none"]
    )
    count = len([*FIRST, *CHECKS])
    assert f"{count} checks of the written tables passed" in capsys.readouterr().out


def test_other_numbers_beyond_any_plan_change_nothing(tmp_path: Path) -> None:
    """Demand, groups of markets, quotas and caps of 1e9, as of 1e5: nothing reaches either."""
    told: list[list[float]] = []
    for most in ("1e5", "1e9"):
        large = {"max": f"{most} kt/yr", "group": "all", "group_max": f"{most} kt/yr"}
        change = [{"table": "markets", "where": {"product": "cement"}, "set": large}]
        quota = {
            "from": "any",
            "to": "any",
            "purpose": "utilization",
            "rule": "approval",
            "quota": f"{most} kt/yr",
        }
        caps = [{"cap": "gross_cost", "at": f"{most} million CNY/yr"}]
        (tmp_path / most).mkdir()
        path = write(tmp_path / most, change=change, borders=[quota], limits=caps)
        told.append([s.value for s in Session(build_network(load_case(path))).solve().stages])
    assert told[0] == pytest.approx(told[1], rel=1e-9)


def test_a_dual_counts_by_the_reduced_costs_it_makes() -> None:
    """A dual of 4e-9 on a coefficient of a million is a reduced cost of 0.004, not rounding."""
    duals, values = np.array([0.5, 4e-9, 4e-9]), np.zeros(3)
    optimum = Optimum(
        0.0, np.zeros(1), np.zeros(1), values, duals, 0.0, row_sizes=np.array([1.0, 1e6, 1.0])
    )
    face = optimum.face(np.full(3, -np.inf), np.zeros(3), 3)
    assert face.rows.tolist() == [0, 1]


def test_shares_of_tens_of_thousands_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "1e6")
    with pytest.raises(InputError) as refused:
        check_case(load_case(path))
    said = [str(problem) for problem in refused.value.problems]
    assert len(said) == 3
    for line in (2, 3, 4):
        start = f"scenarios/library/groups.csv:{line}: max: 1e+06 t per tonne of activity"
        assert any(text.startswith(start) for text in said)
    assert all("blank" in text for text in said)


@pytest.mark.parametrize(
    ("table", "where", "column", "value"),
    [
        ("inputs", {"recipe": "brick", "material": "clay"}, "max", "20000"),
        ("groups", {"recipe": "brick"}, "max", "20000"),
        ("groups", {"recipe": "brick"}, "min", "20000"),
    ],
)
def test_so_are_those_of_changes(
    tmp_path: Path, table: str, where: dict[str, str], column: str, value: str
) -> None:
    """At the line of the change."""
    change = [{"table": table, "where": where, "set": {column: value}}]
    with pytest.raises(InputError) as refused:
        check_case(load_case(write(tmp_path, change=change)))
    said = [str(problem) for problem in refused.value.problems]
    assert any(f"{column}: 20000 t per tonne of activity is more than 10000 t" in s for s in said)
    assert all(s.startswith("scenarios/dearest.yaml:") for s in said if "10000 t" in s)


def test_large_shares_of_groups_are_told_as_those_of_inputs(tmp_path: Path) -> None:
    case = load_case(write(tmp_path, "1000"))
    check_case(case)
    said = [str(problem) for problem in find_unusual(case)]
    assert len(said) == 3
    assert all("max: the recipe takes 1000 t per tonne of activity" in text for text in said)
