"""docs/target.md and its Chinese page say what `sim target` has found."""

from __future__ import annotations

import numpy as np
import pytest

import sim
from sim.network import build_network
from sim.solve import Session
from sim.studies.frontier.table import plan_figures
from tools import mills_record
from tools.blocks import ROOT, read
from tools.page_figures import fill, names_in
from tools.target_figures import COST, INVESTMENT, PAGES, RATE, UTILIZED, find_figures
from tools.target_record import QUESTIONS, read_record


@pytest.mark.parametrize("language", PAGES)
def test_pages_show_what_was_found(language: str) -> None:
    """Every figure of the record stands in the page as it is written."""
    page = PAGES[language]
    assert fill(read(page), find_figures(read_record(), language)) == read(page)


@pytest.mark.parametrize("language", mills_record.PAGES)
def test_pages_show_the_mills_that_were_found(language: str) -> None:
    """The table of the numbers of mills is the one of the record."""
    page = mills_record.PAGES[language]
    table = mills_record.mills_table(read_record()["mills"], language)
    assert fill(read(page), {"mills": f"\n{table}\n"}) == read(page)


def test_more_mills_never_cost_more() -> None:
    """Each further mill allowed leaves the net cost or lowers it; all are proved best."""
    rows = [row for row in read_record()["mills"] if row["mills"] is not None]
    costs = [row["net_cost"] for row in rows]
    assert costs == sorted(costs, reverse=True)
    assert all(len(row["mills"]) <= row["at_most"] and row["gap"] <= 1e-8 for row in rows)


def test_the_two_mills_cost_what_was_found() -> None:
    """The linear programme of `slag-mills` with these two open has the net cost of the record."""
    (row,) = [row for row in read_record()["mills"] if row["at_most"] == 2]
    case = sim.load(ROOT / mills_record.SCENARIO).data
    session = Session(build_network(case))
    names = session.arrays.column_names
    chosen = [name == "on" and key[1] in row["lines"] for name, key in names]
    session.make_choices(np.array(chosen, dtype=float))
    (reached, _) = session.in_order(case.scenario.objective, {}).stages
    assert reached.value == pytest.approx(row["net_cost"], rel=1e-9)


def test_both_pages_show_the_same_figures() -> None:
    """No figure is told in one language alone."""
    assert set(names_in(PAGES["en"])) == set(names_in(PAGES["zh"]))


def test_what_was_found_is_what_the_scenario_gives() -> None:
    """The plan of `reach-90`, solved again: rate, tonnes, cost and investment."""
    session = Session(build_network(sim.load(ROOT / QUESTIONS["reach"].scenario).data))
    figures = plan_figures(session.network, session.solve())
    plan = read_record()["reach"]["plans"]["plan"]
    for name in (RATE, UTILIZED, COST, INVESTMENT):
        assert plan[name] == pytest.approx(figures[name], rel=1e-6), name
