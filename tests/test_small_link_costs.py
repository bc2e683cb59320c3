"""Cheap hauls of a textbook are taken as they are; a sum per kt is told at links as well."""

from __future__ import annotations

from sim.loader.columns import columns_of

COST = columns_of("links")["cost"].spec


def test_the_cost_of_a_textbook_is_usual() -> None:
    """3 dollars a pound are 0.1875 an ounce, and Dantzig's freight is from 0.126 on."""
    for cost in (0.0, 0.126, 0.1875, -0.126):
        assert COST.find_unusual(cost) is None


def test_a_link_per_kt_is_told() -> None:
    """60 CNY per kt are 0.06 per t, less than any haul costs."""
    doubt = COST.find_unusual(0.06)
    assert doubt is not None
    what, meant = doubt
    assert str(what) == "0.06 CNY/t is unusual: seldom below 0.1 CNY/t"
    assert str(meant).startswith("did you mean 60 CNY/t?")
