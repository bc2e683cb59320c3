"""Values of a study are held against the bounds of cells before anything is solved."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sim.checks import check_case, check_study, find_unusual_in
from sim.errors import InputError
from sim.loader import load_case
from sim.loader.change.variants import load_study
from tests.study import write_study
from tests.test_idle_lines import tables
from tests.test_result_folders import run_sim

INPUTS = "recipe,material,min,max,max_low,max_high\nmk,w,0.5,1,{low},{high}\n"
YIELDS = "recipe,material,per,amount,amount_high\nmk,g,activity,1,9\n"


def write(folder: Path, parameter: dict[str, Any], high: str = "1", **changes: str) -> Path:
    """Write the study with a sweep of one parameter."""
    text = tables(inputs=INPUTS.format(low="0.6", high=high), **changes)
    text |= {
        name: "\n".join(text[name].splitlines()[:2]) + "\n" for name in ("technologies", "recipes")
    }
    kept = [line for line in text["yields"].splitlines() if line.startswith(("recipe", "mk"))]
    text["yields"] = "\n".join(kept) + "\n"
    sweep = {"kind": "one_at_a_time", "parameters": [{"name": "p", **parameter}]}
    return write_study(folder, text, {"sweep": sweep})


IMPOSSIBLE: dict[str, tuple[dict[str, Any], dict[str, str], str]] = {
    "a share": ({"table": "inputs", "set": {"max": ["1", "20000"]}}, {}, "20000"),
    "a factor of a share": ({"table": "inputs", "scale": {"max": [1, 15000]}}, {}, "15000"),
    "a yield": ({"table": "yields", "set": {"amount": ["1", "9"]}}, {}, "makes 9 t"),
    "the end of a range of yields": (
        {"table": "yields", "use": {"amount": ["typical", "high"]}},
        {"yields": YIELDS},
        "makes 9 t",
    ),
}


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_an_impossible_value_is_refused_at_its_line(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By check and by sweep, with exit code 2 and the line of the sweep; nothing is solved."""
    parameter, changes, words = IMPOSSIBLE[name]
    path = write(tmp_path, parameter, **changes)
    with pytest.raises(InputError) as caught:
        check_study(load_study(path))
    assert words in str(caught.value)
    assert str(caught.value.problems[0].where).startswith("scenarios/study.yaml:")
    for command in ("check", "sweep"):
        assert run_sim(command, path) == 2
        assert "scenarios/study.yaml:" in capsys.readouterr().err
    assert not (tmp_path / "results").exists()


def test_the_end_of_a_range_is_bounded_like_the_value(tmp_path: Path) -> None:
    """`max_high` of 20,000 t/t is refused in its row, whether a study takes it or not."""
    path = write(tmp_path, {"table": "inputs", "use": {"max": ["low", "high"]}}, high="20000")
    with pytest.raises(InputError, match=r"inputs\.csv:2: .*max_high.*20000"):
        check_case(load_case(path))


def test_an_odd_value_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A share of 500 % in a sweep is told by check, as it is in a table."""
    path = write(tmp_path, {"table": "inputs", "set": {"max": ["1", "5"]}})
    study = load_study(path)
    check_study(study)
    (problem,) = find_unusual_in(study)
    assert str(problem.where).startswith("scenarios/study.yaml:")
    assert run_sim("check", path) == 0
    assert "5" in capsys.readouterr().out
