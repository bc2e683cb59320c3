"""Damaged tables and scenarios end in a plan or in a refusal with a place: a short fixed run."""

from pathlib import Path

import pytest

from sim.errors import InputError, Problem, SolverLimitError, VerificationError
from sim.loader import load_case
from sim.loader.read import tables
from sim.say.message import plain
from tests.fuzz.keep import keep, signature
from tests.fuzz.mutant import CHECK, make_mutant
from tests.fuzz.targets import targets
from tests.fuzz.trial import Ending, judge_error, remember_tables, try_mutant
from tests.seeds import some_of

SEED = 2026
MUTANTS = 30


def test_every_shipped_table_and_scenario_is_a_target():
    """The undamaged project of each target is read as it is, so that damage is what shows."""
    found = {path for target in targets() for path in target.files if path.endswith(".csv")}
    assert len(found) > 60
    assert sum(len(target.scenarios) for target in targets()) >= 25


@pytest.mark.parametrize("first", some_of([MUTANTS * n for n in range(4)], 1))
def test_mutants_end_in_a_plan_or_in_a_refusal_with_a_place(
    tmp_path: Path, first: int, monkeypatch: pytest.MonkeyPatch
):
    """A fixed run over all targets; each failure names the mutant that repeats it."""
    monkeypatch.setattr(tables, "read_csv", tables.read_csv)
    remember_tables()
    endings = {n: _try(n, tmp_path) for n in range(first, first + MUTANTS)}
    failed = {n: signature(ending) for n, ending in endings.items() if ending.is_failure}
    assert not failed
    assert {ending.kind for ending in endings.values()} >= {"plan", "refused"}


def _try(number: int, folder: Path) -> Ending:
    mutant = make_mutant(SEED, number)
    if not mutant.target.small and mutant.depth != CHECK:
        return Ending("plan")
    return try_mutant(mutant, folder, seconds=60.0)


def test_a_mutant_is_the_same_every_time():
    """Seed and number tell all there is to know."""
    one, two = make_mutant(1, 7), make_mutant(1, 7)
    assert (one.changed, one.told, one.scenario) == (two.changed, two.told, two.scenario)
    assert {make_mutant(1, n).told for n in range(20)} != {
        make_mutant(2, n).told for n in range(20)
    }


def test_what_counts_as_a_failure():
    """A refusal without a line, a failed verification and a solver that gives up are failures."""
    mutant = make_mutant(1, 0)
    placed = InputError([Problem("a.csv:3", plain("x"))])
    lost = InputError([Problem("a.csv", plain("x"))])
    whole = InputError([Problem("a.csv", plain("x"), code="no_file")])
    assert judge_error(mutant, placed).kind == "refused"
    assert judge_error(mutant, lost).is_failure
    assert not judge_error(mutant, whole).is_failure
    assert judge_error(mutant, VerificationError(plain("x"))).kind == "verification failed"
    assert judge_error(mutant, SolverLimitError(plain("x"))).kind == "solver limit"


def test_a_mutant_that_never_ends_is_a_hang(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The deadline holds in the middle of the work."""

    def stay(*_given: object) -> None:
        while True:
            pass

    monkeypatch.setattr("tests.fuzz.trial._ask", stay)
    assert try_mutant(make_mutant(1, 0), tmp_path, seconds=0.1).kind == "hang"


def test_a_kept_mutant_says_how_to_repeat_it(tmp_path: Path):
    """The folder holds the damaged project, what was done, and two commands."""
    mutant = make_mutant(1, 5)
    place = keep(mutant, Ending("internal", "ValueError: x"), tmp_path)
    about = (place / "ABOUT.txt").read_text(encoding="utf-8")
    assert "python -m tests.fuzz --seed 1 --only 5" in about
    assert mutant.scenario in about
    assert (place / mutant.scenario).exists()


def test_targets_are_read_as_they_are(tmp_path: Path):
    """Each target's files make a project of their own that loads."""
    for target in targets():
        for path, text in target.files.items():
            (tmp_path / target.name / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / target.name / path).write_text(text, encoding="utf-8")
        for folder in ("geodata", "scenarios"):
            (tmp_path / target.name / folder).mkdir(exist_ok=True)
        assert load_case(tmp_path / target.name / target.scenarios[0]).scenario.name
