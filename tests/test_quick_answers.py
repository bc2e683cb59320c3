"""Help, refusals and the version come at once: nothing that reads or solves is loaded for them."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = {"numpy", "pandas", "scipy", "pydantic", "highspy", "matplotlib", "geopandas", "plotly"}


@pytest.mark.parametrize("arguments", [["--help"], ["no-such-command"]])
def test_help_and_refusals_load_no_library_of_the_solver(arguments: list[str]) -> None:
    told = (
        "import sys\nfrom sim.cli.main import main\n"
        f"try:\n    main({arguments!r})\nexcept SystemExit:\n    pass\n"
        "print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert not HEAVY & set(done.stdout.splitlines()[-1].split())
