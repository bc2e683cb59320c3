"""A refused row exists all the same: one slip is told once, not again where the row is used."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.errors import InputError
from sim.loader import load_case
from tests.tiny_project import FILES, LIBRARY, REGION, SCENARIO, make_project

INPUTS = FILES[f"{LIBRARY}/inputs.csv"]
YIELDS = FILES[f"{LIBRARY}/yields.csv"]
GENERATION = FILES[f"{REGION}/generation.csv"]
CHANGE = """\
  - table: generation
    where: {zone: z2}
    set: {amount: 90 kt/yr}
"""


def places(path: Path) -> list[str]:
    """Return where something is told of a scenario."""
    with pytest.raises(InputError) as refused:
        load_case(path)
    return [str(problem.where) for problem in refused.value.problems]


@pytest.mark.parametrize(
    ("files", "where"),
    [
        pytest.param(
            {"inputs": INPUTS.replace("slag,20 %", "slag,a fifth")},
            f"{LIBRARY}/inputs.csv:3",
            id="an input that a group sums up",
        ),
        pytest.param(
            {"inputs": INPUTS.replace("60 %,90 %,80 %", "60 %,90 %"), "groups": None},
            f"{LIBRARY}/inputs.csv:4",
            id="an input that a yield goes by",
        ),
        pytest.param(
            {
                "generation": GENERATION.replace("slag,100,", "slag,much,"),
                "scenario": FILES[SCENARIO] + CHANGE,
            },
            f"{REGION}/generation.csv:4",
            id="a row that a change picks",
        ),
        pytest.param(
            {"yields": f"{YIELDS.splitlines()[0]}\nblend,cement,activity,all\n"},
            f"{LIBRARY}/yields.csv:2",
            id="the only row of a table",
        ),
    ],
)
def test_one_slip_is_told_once(tmp_path: Path, files: dict[str, str | None], where: str) -> None:
    assert places(make_project(tmp_path, **files)) == [where]


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("-1", "value: -1 × is below 1 ×"),
        ("0", "value: 0 × is below 1 ×"),
    ],
)
def test_no_way_out_is_named_that_is_refused_too(tmp_path: Path, cell: str, said: str) -> None:
    """Of a circuity below zero "write zero or more" was said, and zero is refused as well."""
    parameters = f"id,value\ncircuity,{cell}\n"
    with pytest.raises(InputError) as refused:
        load_case(make_project(tmp_path, parameters=parameters))
    (problem,) = refused.value.problems
    assert said in str(problem)
    assert "write zero" not in str(problem)
