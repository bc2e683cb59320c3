"""The problems of docs/textbook.md, written from the page, solved and held against the optimum."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import numpy as np
import pytest
from scipy.optimize import linprog

from sim.loader import write_inputs
from sim.results.write import write_tables
from sim.verify.verify import verify
from tests.study import Solved, solve_file
from tools.blocks import ROOT, read

PAGE = ROOT / "docs" / "textbook.md"
OPTIMA = {
    "Transport": 153_675,
    "Transshipment": 6_370,
    "Several commodities, one link": 120,
    "Fixed-charge network": 130,
    "Blending": -287_750,
    "Process": -172_666.67,
    "Production planning": -36,
}
"""Section -> net cost, in units of the book; a profit counts negative."""


def sections() -> dict[str, str]:
    """Heading -> text of the sections that show tables."""
    parts = re.split(r"^## (.+)$", read(PAGE), flags=re.MULTILINE)
    found = dict(zip(parts[1::2], parts[2::2], strict=True))
    return {head: text for head, text in found.items() if "```text" in text}


def write(text: str) -> Path:
    """Write the tables and the scenario of a section; return the scenario file."""
    tables, scenario = re.findall(r"```(?:text|yaml)\n(.*?)```\n", text, flags=re.DOTALL)
    folder = Path(mkdtemp())
    (folder / "tables").mkdir()
    parts = re.split(r"^# (.+)$", tables, flags=re.MULTILINE)
    for name, rows in zip(parts[1::2], parts[2::2], strict=True):
        (folder / "tables" / f"{name}.csv").write_text(rows.lstrip("\n"), encoding="utf-8")
    path = folder / "study.yaml"
    path.write_text(scenario, encoding="utf-8")
    return path


@cache
def solved(head: str) -> Solved:
    return solve_file(write(sections()[head]))


def test_every_section_has_its_optimum() -> None:
    """What the page prints in bold is what is tested, and every section stands in its table."""
    assert sections().keys() >= OPTIMA.keys()
    for head, optimum in OPTIMA.items():
        (printed, *_) = re.findall(r"\*\*([\d,.]+)\*\*", sections()[head])
        assert float(printed.replace(",", "")) == abs(optimum)
        assert f"[{head.lower()}](#" in read(PAGE)


@pytest.mark.parametrize("head", OPTIMA)
def test_the_optimum_is_the_printed_one(head: str) -> None:
    """The net cost, in thousands; and the written plan verifies."""
    done = solved(head)
    assert 1000 * done.kpi("net_cost") == pytest.approx(OPTIMA[head], abs=0.01)
    folder = Path(mkdtemp())
    write_tables(done.tables.all, folder)
    write_inputs(done.case, folder)
    report = verify(folder, done.case.scenario)
    assert report["passed"], [c for c in report["checks"] if not c["passed"]]


def test_blending_is_the_plain_programme_of_the_book() -> None:
    """Barrels of crude i in gasoline j, and barrels sold by advertising, by SciPy."""
    sells, buys = np.array([70, 60, 50]), np.array([45, 35, 25])
    octane, sulphur = np.array([12, 6, 8]), np.array([0.5, 2, 3])
    demand, one = np.array([3000, 2000, 1000]), np.eye(3)
    gains = np.concatenate([(sells[:, None] - buys - 4).ravel(), -0.1 * np.ones(3)])
    rows = [
        np.concatenate([np.kron(one[j], least - octane), [0, 0, 0]])
        for j, least in enumerate([10, 8, 6])
    ]
    rows += [
        np.concatenate([np.kron(one[j], sulphur - most), [0, 0, 0]])
        for j, most in enumerate([1, 2, 1])
    ]
    rows += [np.concatenate([np.kron(np.ones(3), one[i]), [0, 0, 0]]) for i in range(3)]
    rows += [np.concatenate([np.ones(9), [0, 0, 0]])]
    made = [np.concatenate([np.kron(one[j], np.ones(3)), -one[j]]) for j in range(3)]
    bounds = [0] * 6 + [5000] * 3 + [14000]
    best = linprog(-gains, A_ub=rows, b_ub=bounds, A_eq=made, b_eq=demand)
    assert best.fun == pytest.approx(OPTIMA["Blending"])


def test_shadow_prices_are_those_of_the_book() -> None:
    """Wyndor's hours are worth 0, 1.5 and 1; a unit of the trunk is worth 2."""
    worth = "net_cost_MCNY/yr_per_unit"
    hours = solved("Production planning").tables["prices"]
    hours = hours[hours["constraint"] == "purchase_max"].set_index("index")[worth]
    assert (-1000 * hours).to_dict() == pytest.approx(
        {"wyndor|hours-2": 1.5, "wyndor|hours-3": 1.0}
    )
    trunk = solved("Several commodities, one link").tables["prices"]
    trunk = trunk[trunk["constraint"] == "link_capacity"].set_index("index")[worth]
    assert 1000 * trunk["a|b|rail"] == pytest.approx(-2.0)
