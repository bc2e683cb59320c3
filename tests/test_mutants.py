"""The faults that are put into the code to try the tests are there to be put in."""

from pathlib import Path

from tests.mutants.places import MUTANTS


def test_every_fault_fits_the_code(project_root: Path) -> None:
    """What a fault replaces stands in its file, once."""
    assert [mutant.name for mutant in MUTANTS if not mutant.fits(project_root)] == []
