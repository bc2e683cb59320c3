"""Random small regions have the optimum that a programme written on its own finds.

They hold what walks around borders and bounds if it can: plants that make what they are sent,
terminals with a throughput, links that state a cost, tariffs by the moisture of a material, quotas,
reserved lines, treatment that is no utilization, old stock. `python -m tests.random_regions` tries
as many more as one likes.
"""

from __future__ import annotations

import itertools
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.random_regions.compare import Both, solve_both
from tests.random_regions.draw import Region, draw_region
from tests.seeds import some_of

SEEDS = range(20)
ALWAYS = 8
"""So many are tried by every run of the tests."""


@cache
def solved(seed: int) -> Both:
    """Return what both say of a drawn region, solved once."""
    with TemporaryDirectory() as folder:
        return solve_both(Path(folder), draw_region(seed))


@pytest.mark.xdist_group("random-regions")
@pytest.mark.parametrize("seed", some_of(SEEDS, ALWAYS))
def test_every_stage_reaches_what_the_oracle_reaches(seed: int) -> None:
    """Each stage has the oracle's value, or both find no plan; the written tables are verified."""
    both = solved(seed)
    assert both.agree(), both


@pytest.mark.xdist_group("random-regions")
def test_most_drawn_regions_have_a_plan() -> None:
    """A generator whose regions admit no plan would show nothing."""
    assert sum(solved(seed).ours is not None for seed in SEEDS[:ALWAYS]) >= 5


def with_candidates(region: Region, new: list[str], built: tuple[str, ...]) -> Region:
    """Return a region with new lines, of which those in `built` alone are there; money decides."""
    lines = [
        {**line, "status": "added"} if line["id"] in new else line
        for line in region.rows("lines")
        if line["id"] not in new or line["id"] in built
    ]
    scenario = {**region.scenario, "objective": [{"minimize": "net_cost"}], "limits": []}
    return replace(region, tables={**region.tables, "lines": lines}, scenario=scenario)


@pytest.mark.parametrize("count", some_of([2, 3], 1))
@pytest.mark.parametrize("seed", some_of([0, 2, 5], 1))
def test_the_best_choice_of_new_lines_is_the_oracles(tmp_path: Path, seed: int, count: int) -> None:
    """Yearly payments are fixed costs: of all choices of new lines both find the same cheapest."""
    region = draw_region(seed)
    names = [line["id"] for line in region.rows("lines")[:count]]
    cost = {}
    for size in range(count + 1):
        for built in itertools.combinations(names, size):
            some = with_candidates(region, names, built)
            both = solve_both(tmp_path / "-".join(("x", *built)), some)
            assert both.agree(), (built, both)
            if both.ours is not None and both.theirs is not None:
                cost[built] = both.ours[0], both.theirs[0]
    assert cost
    cheapest = min(cost, key=lambda built: cost[built][0])
    assert cost[cheapest][1] == pytest.approx(min(theirs for _, theirs in cost.values()), rel=1e-6)
