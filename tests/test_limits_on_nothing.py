"""A limit that covers nothing is refused or told with its line; it is never taken in silence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sim.checks import check_case, find_unusual
from sim.cli.main import main
from sim.errors import InputError
from sim.loader import load_case
from tests.study import write_study
from tests.test_idle_lines import TABLES, tables

pytestmark = pytest.mark.usefixtures("undrawn")

STUDY = tables(
    materials=TABLES["materials"]
    + "u,Unseen,未产生,waste,general_I,\nr,Rest,残渣,residue,general_I,\n",
    areas="id,name_en,level,parent\nEast,East,province,\nWest,West,province,\ne,E,city,East\n",
    zones="id,name_en,city,province,role\nz,Zone,e,East,core\nn,None,,West,core\n"
    "o,Off,,West,neighbour\n",
    plants="id,name_en,province\np,Plant,East\nq,Other plant,East\n",
    generation="zone,material,amount [kt/yr]\nz,w,100\nn,w,0\no,w,50\n",
)
KEYS = {"roles": ["core"]}


def write(folder: Path, limit: dict[str, Any]) -> Path:
    """Write the study with one limit."""
    return write_study(folder, STUDY, {**KEYS, "limits": [limit]})


@pytest.mark.parametrize("material", ["g", "i", "c", "r"])
@pytest.mark.parametrize(
    "bound",
    [
        {"cap": "utilization_rate", "at": "50 %"},
        {"floor": "gross_utilization_rate", "at": "50 %"},
        {"cap": "uptake", "at": "5 kt/yr"},
        {"floor": "net_utilized", "at": "0 kt/yr"},
    ],
)
def test_a_limit_on_goods_is_refused(bound: dict[str, Any], material: str, tmp_path: Path) -> None:
    """Of a product, an intermediate, a raw material or a residue no waste arises."""
    with pytest.raises(InputError) as caught:
        check_case(load_case(write(tmp_path, {**bound, "material": material})))
    (problem,) = caught.value.problems
    assert str(problem.where).startswith("scenarios/study.yaml:")
    assert f"'{material}'" in str(problem)
    assert "narrows a limit to a waste that arises: u, w" in str(problem)


@pytest.mark.parametrize(
    "scope",
    [
        {"zone": "n"},
        {"zone": "o"},
        {"province": "West"},
        {"material": "u"},
        {"province": "East", "material": "u"},
        {"province": "West", "zone": "z"},
    ],
)
@pytest.mark.parametrize(
    "bound",
    [{"floor": "utilization_rate", "at": "90 %"}, {"cap": "unused", "at": "1 kt/yr"}],
)
def test_a_limit_where_nothing_arises_is_told(
    bound: dict[str, Any], scope: dict[str, str], tmp_path: Path
) -> None:
    """No generation, a role that takes no part, a waste that does not arise: at its line."""
    case = load_case(write(tmp_path, {**bound, **scope}))
    check_case(case)
    (problem,) = find_unusual(case)
    assert str(problem.where) == case.limits_at[0]
    assert "the limit takes no part" in str(problem)
    assert all(f"{level}: {name}" in str(problem) for level, name in scope.items())
    assert "该限制不起作用" in str(problem.say("zh"))


@pytest.mark.parametrize(
    "limit",
    [
        {"floor": "utilization_rate", "at": "9 %", "zone": "z"},
        {"cap": "uptake", "at": "5 kt/yr", "city": "e"},
        {"cap": "unused", "at": "500 kt/yr", "province": "East", "material": "w"},
        {"floor": "uptake", "at": "1 kt/yr", "province": "West"},
        {"cap": "net_cost", "at": "5 million CNY/yr"},
    ],
)
def test_what_can_be_broken_is_taken_as_it_is(limit: dict[str, Any], tmp_path: Path) -> None:
    """Also a floor of an amount where nothing arises: no plan meets it, and that is told."""
    case = load_case(write(tmp_path, limit))
    check_case(case)
    assert find_unusual(case) == []


def test_check_and_run_say_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """On the terminal, with file and line."""
    path = write(tmp_path, {"floor": "utilization_rate", "at": "90 %", "province": "West"})
    for command in (["check"], ["run", "--basemap", "none"]):
        assert main([*command, str(path)]) in (0, None)
        heard = capsys.readouterr()
        said = " ".join((heard.out + heard.err).split())
        assert "the limit takes no part: nothing that takes part arises there" in said
