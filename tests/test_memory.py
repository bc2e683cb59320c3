"""Before a region is begun that the memory of the machine cannot hold, that is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.cli.main import main
from sim.processes.machine import bytes_here, bytes_of_routes
from sim.synthetic import Size, write_project


def test_measured_memory() -> None:
    """The rule gives what was measured of runs: 0.45 GB of 1e6 routes, 0.73 GB of 4e6."""
    assert bytes_of_routes(1e6) == pytest.approx(0.447e9, rel=0.1)
    assert bytes_of_routes(4e6) == pytest.approx(0.730e9, rel=0.1)
    here = bytes_here()
    assert here is None or here > 1e8


@pytest.mark.parametrize(("language", "says"), [("en", "about 10 GB"), ("zh", "约需 10 GB")])
def test_generate_says_what_a_run_takes(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    language: str,
    says: str,
) -> None:
    """Before anything is made, and that this machine has less; nothing of small regions."""
    made: list[Size] = []

    def make(size: Size, folder: Path) -> Path:
        made.append(size)
        assert says in capsys.readouterr().err
        return folder / "x.yaml"

    monkeypatch.setattr("sim.cli.generate.write_project", make)
    monkeypatch.setattr("sim.cli.generate.bytes_here", lambda: 4e9)
    main(["generate", str(tmp_path / "big"), "--routes", "100000000", "--lang", language])
    assert len(made) == 1
    monkeypatch.setattr("sim.cli.generate.write_project", lambda _size, folder: folder)
    main(["generate", str(tmp_path / "small"), "--routes", "100000"])
    assert "GB" not in capsys.readouterr().err


def test_run_refuses_what_does_not_fit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A large region is refused as input, with both figures, before its routes are looked at."""
    path = write_project(Size.of_routes(80_000, "transport"), tmp_path / "region")
    monkeypatch.setattr("sim.network.large.generation.bytes_here", lambda: 0.2e9)
    with pytest.raises(SystemExit) as ending:
        main(["run", str(path), "--basemap", "none"])
    assert ending.value.code == 2
    said = capsys.readouterr().err
    assert "pairs of origin and destination take about" in said
    assert not list((tmp_path / "region" / "results").glob("*"))


@pytest.mark.parametrize(
    "command",
    [
        ["check"],
        ["explain"],
        ["frontier", "--x", "net_cost", "--y", "net_utilized"],
        ["alternatives"],
        ["synergy"],
    ],
)
def test_studies_are_held_against_memory_as_a_run_is(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: list[str],
) -> None:
    """The machine is too small; what looks at every route says so. `explain` begins with a plan."""
    path = write_project(Size.of_routes(80_000, "transport"), tmp_path / "region")
    monkeypatch.setattr("sim.network.large.generation.bytes_here", lambda: 0.2e9)
    with pytest.raises(SystemExit) as ending:
        main([command[0], str(path), *command[1:]])
    assert ending.value.code == 2
    said = " ".join(capsys.readouterr().err.split())
    assert "pairs of origin and destination take about" in said
    as_a_run = command[0] in ("check", "explain")
    assert ("this study looks at every route" in said) != as_a_run
    assert not list((tmp_path / "region" / "results").glob("*"))


def test_a_machine_that_a_run_fits_is_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Routes that a run leaves out are no reason to refuse it beforehand."""
    path = write_project(Size.of_routes(80_000, "transport"), tmp_path / "region")
    monkeypatch.setattr("sim.network.large.generation.bytes_here", lambda: 0.4e9)
    main(["check", str(path)])
    assert "routes" in capsys.readouterr().out
