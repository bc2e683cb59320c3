"""Synthetic regions: the same everywhere, ordinary tables, and solved like any other."""

from __future__ import annotations

import hashlib
from pathlib import Path

import networkx as nx
import pandas as pd
import pytest
from click.testing import CliRunner

from sim.checks import check_case
from sim.cli.generate import generate
from sim.loader import load_case
from sim.network import build_network
from sim.scenario.tables import TABLES
from sim.solve import Session
from sim.synthetic import Size, make_case, write_project

SMALL = Size(zones=12, plants=12, wastes=4, per_zone=2)
FOLDERS = ("scenarios/library", "geodata/synthetic")


def fingerprint(folder: Path) -> str:
    """Return one hash over all files of a project."""
    whole = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        whole.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return whole.hexdigest()


def test_the_same_seed_gives_the_same_files(tmp_path: Path) -> None:
    """Files depend on the size and the seed alone; another seed gives another region."""
    for name, size in (("a", SMALL), ("b", SMALL), ("c", Size(12, 12, 4, 2, seed=2))):
        write_project(size, tmp_path / name)
    assert fingerprint(tmp_path / "a") == fingerprint(tmp_path / "b")
    assert fingerprint(tmp_path / "a") != fingerprint(tmp_path / "c")


def test_a_seed_means_the_same_on_every_machine(tmp_path: Path) -> None:
    """The files of one seed are those of the machine that this test was written on."""
    write_project(SMALL, tmp_path)
    assert fingerprint(tmp_path)[:16] == "c3b341f517d1a060"


@pytest.mark.parametrize("kind", ["recipes", "transport"])
def test_memory_and_files_hold_the_same(tmp_path: Path, kind: str) -> None:
    """What the loader reads back is what stands in memory, and passes every check."""
    size = Size(12, 12, 4, 2, kind)  # type: ignore[arg-type]
    made, read = make_case(size), load_case(write_project(size, tmp_path))
    check_case(read)
    assert made.scenario == read.scenario
    for name in TABLES:
        written = [c for c in made.tables[name] if c not in ("note", "confidence")]
        pd.testing.assert_frame_equal(made.tables[name][written], read.tables[name][written])


def test_a_region_has_all_that_real_ones_have() -> None:
    """Rivers, barges, chains, residues, quality, quotas, landfills and old stock take part."""
    network = build_network(make_case(Size(60, 60, 6, 3)))
    assert {"truck", "barge"} <= set(network.routes["mode"])
    assert set(network.routes["role"]) == {"utilization", "chain", "disposal", "storage", "sale"}
    assert network.routes["quota"].ne("").any()
    names = {name for name, _ in Session(network).arrays.row_names}
    assert {
        "quality",
        "border_quota",
        "terminal_capacity",
        "sink_capacity",
        "legacy_limit",
        "market_max",
        "group_max",
    } <= names
    assert network.contents.gt(0).any().any()


def test_more_routes_make_a_larger_region() -> None:
    """About so many candidates come out as were asked for: within a factor of two."""
    for routes in (500, 5000):
        network = build_network(make_case(Size.of_routes(routes)))
        trucked = network.routes["role"].eq("utilization") & network.routes["mode"].eq("truck")
        assert routes / 2 < trucked.sum() < routes * 2


def test_transport_type_is_a_network_flow() -> None:
    """Wastes and capacities alone: networkx finds the same tonnage."""
    network = build_network(make_case(Size(8, 5, 3, 2, "transport")))
    plan = Session(network).solve()
    graph = nx.DiGraph()
    for row in network.supply.itertuples():
        graph.add_edge("s", (row.zone, row.lot), capacity=row.generation_kt_yr)
    for row in network.lines.itertuples():
        graph.add_edge(row.plant, "t", capacity=row.available_kt_yr)
    for row in network.routes[network.routes["role"] == "utilization"].itertuples():
        graph.add_edge((row.origin, row.lot), row.destination)
    most = nx.maximum_flow_value(graph, "s", "t")
    share = plan.stages[0].value * network.supply["generation_kt_yr"].sum()
    assert share == pytest.approx(most, rel=1e-9)


def test_command_makes_a_project_and_refuses_a_full_folder(tmp_path: Path) -> None:
    """`sim generate` says what it made, in both languages, and never overwrites."""
    made = CliRunner().invoke(generate, [str(tmp_path / "a"), "--routes", "50", "--lang", "zh"])
    assert made.exit_code == 0
    assert "合成区域" in made.output
    assert all((tmp_path / "a" / folder).is_dir() for folder in FOLDERS)
    again = CliRunner().invoke(generate, [str(tmp_path / "a"), "--routes", "50"])
    assert "is not empty" in str(again.exception)
