"""What commands say in passing is brief: whole sentences, a hint once, each in its language."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from sim.checks.idle import idle_notes
from sim.cli.main import COMMANDS, cli
from sim.loader import load_case
from sim.network import build_network
from sim.say import say
from tests.study import write_study
from tests.test_idle_lines import tables
from tests.test_unused_rows import BASE


def test_help_cuts_no_sentence() -> None:
    """Every command is told in a whole sentence, however wide the terminal."""
    said = " ".join(CliRunner().invoke(cli, ["--lang", "en", "--help"]).stdout.split())
    for name in COMMANDS:
        first = say(f"help_{name}", "en").partition("\n")[0].removesuffix(".")
        assert f"{name} {first}" in said


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_way_to_all_rows_is_told_once(tmp_path: Path, language: str) -> None:
    """Two scenarios with rows that take no part: the option that lists them stands last, once."""
    first = write_study(tmp_path, BASE)
    second = first.with_name("second.yaml")
    second.write_text(first.read_text("utf-8").replace("name: study", "name: second"), "utf-8")
    done = CliRunner().invoke(cli, ["--lang", language, "check", str(first), str(second)])
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert [n for n, line in enumerate(lines) if "--json" in line] == [len(lines) - 1]


def test_notes_stand_below_their_scenario(tmp_path: Path) -> None:
    """A note on lines that no plan can run is indented, and names the key to change."""
    file = write_study(tmp_path, tables(("new", "p", "mk", 10, "planned")))
    done = CliRunner().invoke(cli, ["check", str(file)])
    told = "  1 line takes no part: a status that is not among 'statuses' – "
    (line,) = [line for line in done.stdout.splitlines() if line.startswith(told)]
    assert line.endswith("(planned). Add it to 'statuses' of the scenario.")
    case = load_case(file)
    (note,) = idle_notes(case, build_network(case))
    assert "状态不在“statuses”之内" in note["zh"]


def test_sentences_follow_each_other_as_the_language_has_it() -> None:
    """English puts a space between sentences, Chinese none."""
    assert say("next_sentence", "en", before="One.", after="Two.") == "One. Two."
    assert say("next_sentence", "zh", before="一。", after="二。") == "一。二。"
