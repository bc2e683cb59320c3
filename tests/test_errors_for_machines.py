"""`--json`: whichever command fails, a program reads the problems with their places."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest

from sim.cli.main import COMMANDS, Commands, main
from tests.sweep_studies import RICH, write_project, write_scenario

AXES = ["--x", "net_cost", "--y", "net_utilized"]
MORE = {
    "frontier": AXES,
    "synergy": ["--players", "province"],
    "trace": ["net_cost"],
    "export": ["--as", "lp", "--out", "never.lp"],
}


def list_commands() -> list[str]:
    """Return the commands that take scenarios and can answer programs."""
    group = Commands("sim")
    found = []
    for name in COMMANDS:
        command = group.get_command(click.Context(group), name)
        assert command is not None
        options = {option for param in command.params for option in param.opts}
        if "--json" in options:
            found.append(name)
    return found


@pytest.mark.parametrize("name", list_commands())
@pytest.mark.parametrize("fault", ["no cell", "no file"])
def test_problems_are_read(
    name: str, fault: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A cell that is no number, or a scenario that does not exist, is told as JSON, exit 2."""
    path = write_scenario(write_project(tmp_path), RICH)
    if fault == "no file":
        path = path.with_name("gone.yaml")
    else:
        file = next(path.parents[1].glob("geodata/*/lines.csv"))
        file.write_text(file.read_text().replace(",operating", ",asleep", 1))
    others = [str(path)] if name == "compare" else []
    with pytest.raises(SystemExit) as ending:
        main([name, *others, str(path), *MORE.get(name, []), "--json"])
    assert ending.value.code == 2
    printed, said = capsys.readouterr()
    told = json.loads(printed)
    first = told[0] if isinstance(told, list) else told
    assert first["error"]["kind"] == "invalid_input"
    [*problems] = first["error"]["problems"]
    assert problems
    where = "gone.yaml" if fault == "no file" else "lines.csv:2"
    if name == "share" and fault == "no cell":
        where = "rich.yaml:1"  # It takes a table: a scenario is none.
    assert any(where in problem["where"] for problem in problems), problems
    assert "Traceback" not in said
