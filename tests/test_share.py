"""A table of what coalitions are worth or cost, divided by `sim share` and from Python."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pandas as pd
import pytest

import sim
from sim.cli.main import main
from sim.errors import InputError
from sim.loader.read.game_table import read_game
from tests.test_cost_games import TENNESSEE

COSTS = "coalition,cost [thousand dollars]\n" + "".join(
    f'{" + ".join(members.split())},"{cost:,}"\n' for members, cost in TENNESSEE.items()
)
LANDLORD = "coalition,value\nL,0\nA,0\nB,0\nL;A,1\nL;B,1\nA;B,0\nL;A;B,2\n"
"""A landlord and two workers, of whom each makes as much more: 1, then 2."""


def write(folder: Path, text: str) -> Path:
    """Write a table."""
    path = folder / "game.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_valley_as_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Costs come out as costs, with every division of the literature; tables and picture stand."""
    path = write(tmp_path, COSTS)
    assert main(["share", str(path)]) in (0, None)
    said = " ".join(capsys.readouterr().out.split())
    folder = tmp_path / "results" / "game-share"
    shares = pd.read_csv(folder / "shares.csv").set_index("player")
    assert list(shares["scrb"]) == pytest.approx([117476, 99157, 195951], abs=0.5)
    assert list(shares["nucleolus"]) == pytest.approx([116234, 93540, 202810], abs=1.0)
    assert list(shares["alone"]) == [163520, 140826, 250096]
    assert list(shares["marginal"]) == [45214, 33763, 110977]
    divisions = pd.read_csv(folder / "divisions.csv").set_index("division")
    assert divisions["in_core"].all()
    assert divisions.loc["nucleolus", "would_gain"] == pytest.approx(-47286, abs=1)
    coalitions = pd.read_csv(folder / "coalitions.csv").set_index("coalition")
    assert coalitions.loc["flood + power", "cost"] == 367370
    about = json.loads((folder / "share.json").read_text("utf-8"))
    assert (about["kind"], about["unit"], about["gain"]) == ("cost", "thousand dollars", 141858)
    assert (folder / "share.png").exists()
    assert "they save 141,858 thousand dollars: 412,584" in said
    assert main(["share", str(path), "--lang", "zh"]) in (0, None)
    assert "合作可节省 141,858" in capsys.readouterr().out


def test_a_game_of_values_from_python(tmp_path: Path) -> None:
    """Landlord and workers: 1, 1/2, 1/2 by Shapley; the nucleolus splits what each brings."""
    found = sim.share(write(tmp_path, LANDLORD))
    shares = found.shares.set_index("player")
    assert list(shares["shapley"]) == pytest.approx([1.0, 0.5, 0.5])
    assert list(shares["nucleolus"]) == pytest.approx([1.0, 0.5, 0.5])
    assert list(shares["scrb"]) == pytest.approx([1.0, 0.5, 0.5])
    given = {("L",): 0, ("A",): 0, ("B",): 0, ("L", "A"): 1, ("B", "L"): 1, ("A", "B"): 0}
    same = sim.share({**given, ("A", "L", "B"): 2}, unit="t")
    pd.testing.assert_frame_equal(same.shares, found.shares)
    assert same.summary["unit"] == "t"
    folder = same.save(tmp_path / "out")
    assert {f.name for f in folder.iterdir()} >= {"shares.csv", "share.json", "share.svg"}
    assert repr(found) == "<Shares game: 3 players>"
    with pytest.raises(InputError, match="without a value"):
        sim.share(given)


def test_a_game_without_a_core(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Three of whom any two get all there is: no division satisfies every group."""
    text = "coalition,value\na,0\nb,0\nc,0\na+b,1\na+c,1\nb+c,1\na+b+c,1\n"
    assert main(["share", str(write(tmp_path, text)), "--json"]) in (0, None)
    about = json.loads(capsys.readouterr().out)
    assert about["core_is_empty"] is True
    assert about["losing_pairs"] == 0
    (nucleolus,) = (d for d in about["divisions"] if d["division"] == "nucleolus")
    assert (nucleolus["in_core"], nucleolus["would_gain"]) == (False, pytest.approx(1 / 3))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("coalition,worth\na,1\n", ["game.csv:1: there is no column 'value'"]),
        ("group,value\na,1\n", ["game.csv:1: column 'coalition' is missing"]),
        ("coalition,value,cost\na,1,1\n", ["game.csv:1: 'value' and 'cost' exclude each other"]),
        ("coalition,value\na,1\nb,x\na+b,3\n", ["game.csv:3: 'x' is not a number"]),
        (
            "coalition,value\na,1\nb,2\na+b,3\nb;a,4\n",
            ["game.csv:5: the coalition is given twice: b + a", "the first time in line 4"],
        ),
        (
            "coalition,value\na,1\nb,2\na++b,3\na+a,3\n",
            ["game.csv:4: a coalition without a member", "game.csv:5: a member stands in"],
        ),
        (
            "coalition,value\na,1\nb,2\na+c,3\n",
            ["coalitions without a value: c, a + b, b + c, a + b + c", "each of the 7 coalitions"],
        ),
        ("coalition,value\na,1\n", ["game.csv:1: a game needs two players or more"]),
        (
            "coalition,value\n" + "".join(f"p{i},1\n" for i in range(13)),
            ["there are 13 players, and 12 at most"],
        ),
    ],
)
def test_what_is_wrong_is_told_at_its_line(tmp_path: Path, text: str, says: list[str]) -> None:
    """All at once."""
    with pytest.raises(InputError) as caught:
        read_game(write(tmp_path, text))
    assert [part for part in says if part not in str(caught.value)] == []


def test_public_names_are_stated_once(project_root: Path) -> None:
    """What types see of `import sim` is what it gives."""
    tree = ast.parse((project_root / "sim" / "__init__.py").read_text("utf-8"))
    (typed,) = (node for node in tree.body if isinstance(node, ast.If))
    found = {
        (alias.name, part.module)
        for part in typed.body
        if isinstance(part, ast.ImportFrom)
        for alias in part.names
    }
    assert found == set(sim._HOME_OF.items())
