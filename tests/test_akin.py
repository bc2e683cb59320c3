"""Programmes like others: networks made of kept ones, first solves that go on from their bases."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from sim.loader.load import Loaded, make_case
from sim.network import build_network, liken
from sim.page.base import open_base
from sim.page.edits import apply, read_edits
from sim.page.programmes import Programme
from tests.page_parts import make_example
from tests.seeds import some_of
from tests.test_page_moved import assert_as_cold

CLOSED = {
    "kind": "border",
    "from": "Eastland",
    "to": "Westland",
    "class": "general",
    "purpose": "utilization",
    "rule": "closed",
}
QUOTA = {**CLOSED, "rule": "filing", "quota": 150.0, "surcharge": 4.0}
PRICE = {"kind": "price", "market": "cement-west", "value": 111.0}
CARBON = {"kind": "carbon_price", "value": 77.0}
FLOOR = {"kind": "limit", "floor": "utilization_rate", "at": 0.3}
OF_EAST = {**FLOOR, "province": "Eastland", "at": 0.1}
PLANT = {
    "kind": "add_plant",
    "plant": {"id": "mill", "name_en": "Mill", "province": "Westland", "lon": 112.4, "lat": 31.0},
    "technology": "mill",
    "capacity": 300.0,
    "availability": 0.9,
}
LIKE = {
    "price": [PRICE],
    "carbon": [CARBON],
    "closed": [CLOSED],
    "quota": [QUOTA],
    "floor": [FLOOR],
    "several": [PRICE, CLOSED, CARBON, {**QUOTA, "from": "Westland", "to": "Eastland"}],
}

LIKE_ALONE = ("price", "carbon", "closed", "quota")
"""Edits that `several` holds too."""


def vary(base: Loaded, edits: list[dict[str, Any]]) -> Loaded:
    """Return a scenario with edits."""
    numbered = [{"id": f"e{n}", **edit} for n, edit in enumerate(edits)]
    return apply(base, read_edits(numbered))[1]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    """Return the example's scenario."""
    setup = make_example(tmp_path_factory.mktemp("akin") / "example")
    return open_base(setup.root / setup.first, setup.root).loaded


@pytest.mark.parametrize("name", LIKE)
def test_a_network_like_another_is_what_is_built(base: Loaded, name: str) -> None:
    """Prices, borders and limits: frame by frame, routes with their numbers."""
    old, case = make_case(base), make_case(vary(base, LIKE[name]))
    network, built = liken(build_network(old), old, case), build_network(case)
    assert network is not None
    assert (network.scenario, network.carbon_price_CNY_t) == (
        built.scenario,
        built.carbon_price_CNY_t,
    )
    for table, frame in vars(built).items():
        if isinstance(frame, pd.DataFrame):
            pd.testing.assert_frame_equal(getattr(network, table), frame)


@pytest.mark.parametrize(
    "edits", [[OF_EAST], [{"kind": "parameter", "parameter": "circuity", "value": 1.9}]]
)
def test_lots_and_roads_of_their_own_are_built(base: Loaded, edits: list[dict[str, Any]]) -> None:
    """A rate of one province needs lots by province; other roads need other ways."""
    programme = Programme(vary(base, edits), [Programme(base)])
    assert programme.like is None
    assert_as_cold(programme, vary(base, edits))


def test_what_a_border_had_closed_is_built(base: Loaded) -> None:
    """The network of the closed border lacks the routes."""
    shut, case = make_case(vary(base, [CLOSED])), make_case(base)
    assert liken(build_network(shut), shut, case) is None


@pytest.mark.parametrize("name", some_of(["several", "floor", "plant", *LIKE_ALONE], 3))
def test_programmes_of_kin_find_the_plans_of_cold_ones(base: Loaded, name: str) -> None:
    """They go on from bases of other columns and rows."""
    edits = [PLANT] if name == "plant" else LIKE[name]
    varied, kin = vary(base, edits), Programme(base)
    kin.plan(base)
    made = Programme(varied, [kin])
    assert (made.like is None) == (name == "plant")
    assert_as_cold(made, varied)


def test_a_closed_border_needs_no_programme_of_its_own(base: Loaded) -> None:
    """Its routes stay in the programme with nothing on them."""
    programme = Programme(base)
    for edits in ([CLOSED], [CLOSED, {"kind": "switch", "line": "brick-line", "to": "off"}], []):
        varied = vary(base, edits)
        assert programme.serves(varied)
        assert_as_cold(programme, varied)
