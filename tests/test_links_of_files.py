"""Links among files and folders: followed where they lead somewhere, told where they do not."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.cli.same_name import check_names
from sim.errors import InputError
from sim.folders.marker import Origin
from sim.folders.place import claim
from sim.loader.read.game_table import read_game
from tests.tiny_project import make_project

GAME = "coalition,cost\na,3\nb,4\na;b,5\n"


def endless(folder: Path) -> Path:
    """Make a link that leads to itself."""
    link = folder / "loop"
    link.symlink_to(link.name)
    return link


@pytest.mark.parametrize("below", [(), ("study",), ("more", "study")])
def test_results_are_not_written_through_an_endless_link(
    tmp_path: Path, below: tuple[str, ...]
) -> None:
    """The link itself is named, however deep the folder lies beneath it."""
    link = endless(tmp_path)
    with (
        pytest.raises(InputError, match="leads nowhere") as caught,
        claim(link.joinpath(*below), Origin("run", ()), print),
    ):
        pass
    assert [problem.where for problem in caught.value.problems] == [str(link)]
    assert sorted(tmp_path.iterdir()) == [link]


def test_a_folder_that_is_yet_to_be_made_may_lie_behind_a_link(tmp_path: Path) -> None:
    """A link to a folder that does not stand yet, above what is written, makes it."""
    (tmp_path / "results").symlink_to("later")
    with claim(tmp_path / "results" / "study", Origin("run", ()), print):
        assert (tmp_path / "later").is_dir()


def test_names_are_told_apart_whatever_out_is(tmp_path: Path) -> None:
    """An endless link as --out is no reason to fail before the folder is refused."""
    check_names([make_project(tmp_path)], endless(tmp_path))


def test_a_game_is_read_through_a_link(tmp_path: Path) -> None:
    """It is the game of the file that the link leads to; an endless one is told."""
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "costs.csv").write_text(GAME, encoding="utf-8")
    link = tmp_path / "mine.csv"
    link.symlink_to("there/costs.csv")
    game = read_game(link)
    assert (game.name, game.root.name) == ("costs", "there")
    with pytest.raises(InputError, match="cannot be followed"):
        read_game(endless(tmp_path))
