"""A border rule that cannot mean anything is refused, with its line and what to write."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.checks import check_case
from sim.errors import InputError
from sim.loader import load_case
from tests.tiny_project import FILES, SCENARIO, make_project

LINE = 10
"""Line of the border rule of the tiny scenario."""
OWN = "{from: East, to: 西省, class: general, rule: filing, surcharge: 2 CNY/t}"


def with_rule(root: Path, rule: str) -> Path:
    """Write the tiny project with another border rule."""
    assert FILES[SCENARIO].splitlines()[LINE - 1].endswith(OWN)
    return make_project(root, scenario=FILES[SCENARIO].replace(OWN, rule))


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("{rule: closed, quota: 5 kt/yr}", "a closed border has no 'quota'"),
        ("{rule: closed, surcharge: 2 CNY/t}", "a closed border has no 'surcharge'"),
        ("{rule: closed, lead: 30 d}", "a closed border has no 'lead'"),
        ("{rule: closed, lead_cost: 1 CNY/t/d}", "a closed border has no 'lead_cost'"),
        ("{material: cement, rule: closed}", "the rule is for 'cement', which is of kind product"),
        ("{material: clinker, rule: open}", "the rule is for 'clinker', which is of kind virgin"),
        (
            "{material: slag, class: hazardous, rule: closed}",
            "the rule is for 'slag' of class 'hazardous', but its class is 'general_I'",
        ),
    ],
)
def test_refused(tmp_path: Path, rule: str, said: str) -> None:
    """Every one of these was valid, and did nothing."""
    with pytest.raises(InputError) as refused:
        check_case(load_case(with_rule(tmp_path, rule)))
    (problem,) = refused.value.problems
    assert problem.where == f"{SCENARIO}:{LINE}"
    assert said in str(problem)


def test_goods_are_told_what_rules_are_for(tmp_path: Path) -> None:
    """The wastes and residues of the library are named."""
    with pytest.raises(InputError, match="wastes and residues: slag, sludge, tailings"):
        check_case(load_case(with_rule(tmp_path, "{material: brick, rule: closed}")))


@pytest.mark.parametrize(
    "rule",
    [
        "{rule: closed}",
        "{rule: closed, quota: 0 kt/yr}",
        "{material: slag, class: general, rule: approval, quota: 5 kt/yr}",
        "{material: sludge, purpose: disposal, rule: open}",
        "{class: hazardous, purpose: any, rule: closed}",
    ],
)
def test_accepted(tmp_path: Path, rule: str) -> None:
    """A rule for a class that no material has today states a policy and stays valid."""
    check_case(load_case(with_rule(tmp_path, rule)))
