"""Prices, borders and limits in the programme of the base: what a programme of their own gives."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from sim.errors import InfeasibleError
from sim.loader.load import Loaded, make_case
from sim.network import build_network
from sim.page.base import open_base
from sim.page.programmes import Programme
from sim.rules.families import border_quota
from sim.solve import Session, replan
from sim.solve.replan import Change, Replanner, Row, TooManyRowsError
from sim.studies.sweep.bounds import OtherStructureError
from tests.page_parts import make_example
from tests.test_akin import CARBON, CLOSED, FLOOR, LIKE, OF_EAST, PLANT, PRICE, QUOTA, vary
from tests.test_page_moved import assert_as_cold

CAP = {"kind": "limit", "cap": "net_cost", "at": -400.0}
OFF = {"kind": "switch", "line": "brick-line", "to": "off"}
OPENED = {**CLOSED, "class": "any", "purpose": "any", "rule": "open", "surcharge": 5.0}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    """Return the example's scenario."""
    setup = make_example(tmp_path_factory.mktemp("reshaping") / "example")
    return open_base(setup.root / setup.first, setup.root).loaded


@pytest.fixture(scope="module")
def programme(base: Loaded) -> Programme:
    """Return its programme, which all tests go on with."""
    return Programme(base)


@pytest.mark.parametrize(
    "edits", [*LIKE.values(), [CAP], [{**CAP, "at": 0.0}, PRICE], [QUOTA, OFF, FLOOR]]
)
def test_the_programme_of_the_base_serves(
    base: Loaded, programme: Programme, edits: list[dict[str, Any]]
) -> None:
    """Network, figures and tables are those of a cold run; and of the base again afterwards."""
    varied = vary(base, edits)
    assert programme.serves(varied)
    assert_as_cold(programme, varied)
    assert_as_cold(programme, base)


@pytest.mark.parametrize("edits", [[OF_EAST], [PLANT], [{**FLOOR, "floor": "net_cost", "at": -1}]])
def test_what_has_other_columns_is_not_served(
    base: Loaded, programme: Programme, edits: list[dict[str, Any]]
) -> None:
    """Waste told apart by where it is from, new lines, ways that may be dropped no longer."""
    assert not programme.serves(vary(base, edits))


def test_a_border_that_opens_other_ways_has_no_plan_there(base: Loaded) -> None:
    """What the border had closed has no columns in a programme that was built under it."""
    shut = Programme(vary(base, [CLOSED]))
    for edits in ([], [OPENED], [PRICE]):
        assert shut.serves(vary(base, edits))
        with pytest.raises(OtherStructureError):
            shut.plan(vary(base, edits))


def edits_of(seed: int) -> Iterator[dict[str, Any]]:
    """Yield prices, borders and limits by chance, and lines off between them."""
    dice = random.Random(seed)
    while True:
        yield dice.choice(
            [
                {**PRICE, "value": dice.choice((0.0, 150.0, 700.0))},
                {**CARBON, "value": dice.choice((0.0, 40.0, 900.0))},
                {**QUOTA, "quota": dice.choice((0.0, 20.0, 400.0))},
                {**QUOTA, "from": "Westland", "to": "Eastland", "rule": "approval"},
                CLOSED,
                OPENED,
                {**FLOOR, "at": dice.choice((0.1, 0.4, 0.5))},
                {**CAP, "at": dice.choice((-300.0, -450.0, 1.0))},
                {**CAP, "cap": "unused", "at": dice.choice((2600.0, 5000.0))},
                OFF,
            ]
        )


@pytest.mark.parametrize("seed", range(4))
def test_random_lists_give_what_a_programme_of_their_own_gives(
    base: Loaded, programme: Programme, seed: int
) -> None:
    """In any order, one after the other; where there is no plan, there is none cold either."""
    dice, more, edits = random.Random(seed), edits_of(seed), list[dict[str, Any]]()
    for _ in range(6):
        edits.append(next(more))
        if len(edits) > 3:
            edits.pop(dice.randrange(len(edits)))
        varied = vary(base, edits)
        assert programme.serves(varied)
        try:
            assert_as_cold(programme, varied)
        except InfeasibleError:
            with pytest.raises(InfeasibleError):
                Session(build_network(make_case(varied))).solve()


def test_a_row_comes_once_and_stays_without_bounds(base: Loaded) -> None:
    """A quota of another amount is the same row; without the rule it bounds nothing."""
    programme = Programme(base)
    free = programme.plan(base).plan.ship["amount_kt_yr"].sum()
    for amount in (150.0, 90.0):
        tables = programme.plan(vary(base, [{**QUOTA, "quota": amount}])).frames["flows"]
        used = tables.loc[tables["quota"] != "", "amount_kt_yr"].sum()
        assert used == pytest.approx(amount)
    assert len(programme._replanner._added) == 1
    assert next(iter(programme._replanner._added))[0][0] == border_quota.NAME
    assert programme.plan(base).plan.ship["amount_kt_yr"].sum() == pytest.approx(free)


def test_rows_are_no_more_than_a_programme_carries(
    base: Loaded, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beyond that another programme is to be built; this one goes on as it was."""
    monkeypatch.setattr(replan, "MOST_ROWS", 1)
    replanner = Replanner(Session(build_network(make_case(base))))
    many = len(replanner.session.arrays.column_names)
    rows = [
        Row(("limit_cap", (name,)), np.full(many, size), -np.inf, np.inf)
        for name, size in (("a", 1.0), ("b", 2.0))
    ]
    before = [stage.value for stage in replanner.solve({}).stages]
    with pytest.raises(TooManyRowsError):
        replanner.solve_changed(Change(rows=rows))
    now = replanner.solve_changed(Change(rows=rows[:1]))
    assert [stage.value for stage in now.stages] == pytest.approx(before)
