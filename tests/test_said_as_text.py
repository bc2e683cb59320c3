"""What is given as a name or a path is said as text: no markup, no emoji, no control."""

from __future__ import annotations

import io
import json
import os
import re
from pathlib import Path

import pytest
from rich.progress import Progress, TextColumn

from sim.cli.main import main
from sim.cli.screen import Screen, echo_json
from sim.errors import InputError
from sim.loader import load_case
from sim.scenario.escaping import visible
from tests.tiny_project import FILES, REGION, SCENARIO, make_project

ROOT = Path(__file__).parents[1]
ODD = ("m[/b]", "[red]", "[nope]x", ":smile:", "[link=x]", "100 %")
UNSEEN = "\x07\x1b\x7f\x85\x9b\u061c\u200e\u200f\u2028\u2029\u202e\u2066\ufeff"
"""Signs that act on a terminal, or turn text round, and are not seen."""


def run(*arguments: str) -> int:
    """Run the command line; return its exit code."""
    try:
        main(list(arguments))
    except SystemExit as ending:
        return int(ending.code or 0)
    return 0


@pytest.mark.parametrize("name", ODD)
def test_paths_hold_no_markup(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A project in a folder of such a name is checked, run and refused like any other."""
    path = make_project(tmp_path / name)
    assert run("run", str(path), "--basemap", "none", "--out", str(tmp_path / name / "to")) == 0
    assert f"{name}/to" in capsys.readouterr().out
    assert run("check", str(tmp_path / name / "none.yaml")) == 2
    assert f"{name}/none.yaml" in capsys.readouterr().err


@pytest.mark.parametrize(
    "command", [("frontier", "--x", "net_cost", "--y", "uptake"), ("alternatives",), ("explain",)]
)
def test_every_command_takes_such_a_path(
    tmp_path: Path, command: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    """Commands that say what they are doing say the path as it is."""
    path = make_project(tmp_path / "m[/b]")
    told = [] if command[0] == "explain" else ["--out", str(tmp_path / "o[/i]")]
    assert run(*command, str(path), *told) == 0
    assert ("o[/i]" in capsys.readouterr().out) == bool(told)


@pytest.mark.parametrize("sign", UNSEEN)
def test_refused_values_are_written_out(sign: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A path, an option or a command that is refused is shown, and what it holds not sent."""
    odd = f"a{sign}b"
    for arguments in (
        ("check", odd),
        ("run", odd),
        (odd,),
        ("run", "--by", odd, "x"),
        ("check", f"--{odd}"),
        ("compare", odd, odd),
        ("sweep", odd),
        ("frontier", odd, "--x", odd, "--y", odd),
        ("new", str(ROOT / "sim"), odd),
    ):
        assert run(*arguments) == 2
        out, err = capsys.readouterr()
        assert sign not in out + err
        assert err.strip()


def test_undecodable_path_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A path that is no UTF-8, as from another encoding, is refused in words, or printed."""
    odd = os.fsdecode(b"\xd6\xd0.yaml")
    assert run("check", str(tmp_path / odd)) == 2
    assert "\\udcd6\\udcd0.yaml" in capsys.readouterr().err
    assert run("check", str(tmp_path / odd), "--json") == 2
    (told,) = json.loads(capsys.readouterr().out)
    assert told["path"].endswith(odd)


def test_json_says_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    """For a program nothing changes, for an onlooker nothing acts."""
    content = {"名": f"矿渣{UNSEEN}\n\t"}
    echo_json(content)
    out = capsys.readouterr().out
    assert json.loads(out) == content
    assert not set(UNSEEN) & set(out)
    assert "矿渣" in out


def test_screen_shows_text_in_every_place() -> None:
    """Lines, titles, heads and cells of tables, what is being done, and bars."""
    file = io.StringIO()
    screen = Screen(file=file, width=200, force_terminal=True)
    odd = f"m[/b] :smile: {UNSEEN}x"
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(odd, title=odd)
    table.add_row(odd)
    for said in (odd, Text(f"[b]{odd}"), table):
        screen.print(said)
    with screen.status(odd) as status:
        status.update(f"2{odd}")
    with Progress(TextColumn("{task.description}", markup=False), console=screen) as bar:
        bar.add_task(odd, total=1)
    said = file.getvalue()
    without_codes = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", said)
    assert not (set(UNSEEN) & set(without_codes))
    assert without_codes.count("m[/b] :smile: \\x07\\x1b\\x7f") >= 5


def test_visible_keeps_what_is_legal() -> None:
    """Chinese of any kind, full-width space, joiners of emoji and rare private signs stay whole."""
    for text in (
        "大冶市·铜绿山（二期）",
        "a\u3000b\u00a0c",
        "👩\u200d🏭",
        "\ue000 𠮷",
        "1\t2\n3",
        "Ünï",
    ):
        assert visible(text) == text


@pytest.mark.parametrize("sign", "\x00\x08\x1b\x7f\x85\x9b\u202a\u202e\u2066\u2069")
def test_such_signs_are_refused_where_they_stand(tmp_path: Path, sign: str) -> None:
    """In a table with file and line, and so in a scenario, written as an escape or as it is."""
    zones = FILES[f"{REGION}/zones.csv"]
    line = zones[: zones.index("z2,")].count("\n") + 1
    first, _, rest = zones.partition("z2,")
    spoilt = f"{first}z2,{sign}{rest}"
    with pytest.raises(InputError) as refused:
        load_case(make_project(tmp_path / "table", zones=spoilt))
    assert any(str(p.where).endswith(f"zones.csv:{line}") for p in refused.value.problems)
    escape = f"\\x{ord(sign):02x}" if ord(sign) < 256 else f"\\u{ord(sign):04x}"
    scenario = FILES[SCENARIO].replace("{en: Tiny,", f'{{en: "Ti{escape}ny",')
    with pytest.raises(InputError) as refused:
        load_case(make_project(tmp_path / "escape", scenario=scenario))
    assert [str(p.where) for p in refused.value.problems] == ["scenarios/tiny.yaml:3"]
    assert sign not in str(refused.value)
