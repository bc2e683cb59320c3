"""The value of cooperation where things are opened or not: by search, against enumeration."""

from __future__ import annotations

import itertools
import json
import random
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

from sim.cli.main import main
from sim.loader import load_case
from sim.studies.fairness import stand_alone
from sim.studies.synergy.study import Asked, Synergy, study_synergy
from sim.studies.synergy.tables import check_synergy, refuse_failures
from tests.provinces import region
from tests.seeds import some_of
from tests.study import csv, write_study

PROVINCES = ("A", "B", "C")
GOODS = "id,name_en,product,price [CNY/t]\nall,All,g,{price}\n"
LINES = "id,plant,technology,capacity [kt/yr],min_load,if_used,fixed_cost"


def equal_provinces(folder: Path, **scenario: object) -> Path:
    """Write three provinces, each with 100 kt/yr and a line of 200 that costs a million to open.

    A tonne brings 15 CNY and costs 5 to get there.
    """
    tables = region({(p, "slag"): 100.0 for p in PROVINCES}, dict.fromkeys(PROVINCES, 200.0))
    rows = [(f"line_{p}", f"plant_{p}", "use", 200, 0, "no", "1 million CNY/yr") for p in PROVINCES]
    links = [(f"{a}_slag", f"plant_{b}", "truck", 10, 5) for a in PROVINCES for b in PROVINCES]
    more = {
        "lines": csv(LINES, rows),
        "links": csv("origin,destination,mode,km [km],cost [CNY/t]", links),
        "markets": GOODS.format(price=15),
    }
    return write_study(folder, {**tables, **more}, scenario)


def test_a_core_that_is_empty(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Alone 100 kt earn the million that opening costs; two share one line and earn one; a third
    earns nothing more: 300 kt in two lines earn 3 less 2.

    v = 0, 1, 1: whoever divides 1 leaves two players with 2/3 at most, a third less than they have.
    """
    path = equal_provinces(tmp_path)
    assert main(["synergy", str(path)]) in (0, None)
    said = " ".join(capsys.readouterr().out.split())
    folder = tmp_path / "results" / "study-synergy"
    coalitions = pd.read_csv(folder / "coalitions.csv")
    earned = coalitions.groupby("size")["net_benefit_MCNY_yr"].agg(["min", "max"])
    assert earned.to_numpy() == pytest.approx(np.array([[0, 0], [1, 1], [1, 1]]), abs=1e-9)
    players = pd.read_csv(folder / "players.csv")
    for division in ("shapley", "nucleolus", "per_capita_nucleolus", "scrb"):
        assert list(players[f"{division}_MCNY_yr"]) == pytest.approx([1 / 3] * 3)
    assert players["owen_MCNY_yr"].isna().all()
    about = json.loads((folder / "synergy.json").read_text("utf-8"))
    assert about["linear"] is False
    found = about["measures"]["net_benefit"]
    assert found["has_core"] is False
    assert found["least_core"] == pytest.approx(1 / 3)
    assert about["measures"]["net_utilized"]["has_core"] is True
    assert all(check["passed"] for check in about["checks"].values())
    assert "no shadow prices divide it (no Owen point)" in said
    assert "The core is empty" in said
    assert "at least 0.33 million CNY/yr by leaving" in said
    assert "shadow prices in the core" not in said


def test_numbers_of_sites_and_a_gap_are_left_out(tmp_path: Path) -> None:
    """`choose` belongs to nobody, and values are proved best whatever gap the plan may have."""
    choose = [{"at_most": 0, "of": "lines"}]
    path = equal_provinces(tmp_path, choose=choose, solver={"gap": "90 %"})
    found = study_synergy(load_case(path), Asked())
    assert found.valuations["net_benefit"].total == pytest.approx(1.0)
    assert stand_alone(load_case(path), "province") == pytest.approx(dict.fromkeys("ABC", 100.0))


Row = tuple[str, float, float, float]


def draw_lines(seed: int) -> dict[str, Row]:
    """Return line -> plant, capacity, least load if used (kt/yr), fixed cost (million CNY/yr)."""
    dice = random.Random(seed)
    found = {}
    for name in ("A1", "A2", "B1", "C1"):
        capacity = dice.choice([60.0, 100.0, 180.0])
        load = dice.choice([0.0, 0.5, 0.9])
        found[name] = name[0], capacity, load * capacity, dice.choice([0.0, 0.3, 0.8, 1.5])
    return found


def write_drawn(folder: Path, lines: dict[str, Row], supply: dict[str, float]) -> Path:
    """Write three provinces with these lines; a tonne brings 20 CNY, ways cost 5 CNY/t and up."""
    tables = region({(p, "slag"): kt for p, kt in supply.items()}, dict.fromkeys(PROVINCES, 1.0))
    rows = [
        (name, f"plant_{plant}", "use", capacity, least / capacity, "yes", f"{cost} million CNY/yr")
        for name, (plant, capacity, least, cost) in lines.items()
    ]
    return write_study(
        folder,
        {**tables, "lines": csv(LINES, rows), "markets": GOODS.format(price=20)},
    )


def best_of(members: str, lines: dict[str, Row], supply: dict[str, float], margin: bool) -> float:
    """Return the best value of a coalition over all sets of open lines, each by a small LP.

    `margin`: in money, else in tonnes.
    """
    own = [name for name in lines if name[0] in members]
    sets = itertools.chain.from_iterable(
        itertools.combinations(own, size) for size in range(len(own) + 1)
    )
    return max(value_of(members, chosen, lines, supply, margin) for chosen in sets)


def value_of(
    members: str,
    chosen: tuple[str, ...],
    lines: dict[str, Row],
    supply: dict[str, float],
    margin: bool,
) -> float:
    """Return the best value with these lines open; -inf where their least loads cannot be met."""
    if not chosen:
        return 0.0
    pairs = [(zone, line) for zone in members for line in chosen]
    ways = [f"{zone}{plant}" for zone in PROVINCES for plant in PROVINCES]
    gain = [15.0 - ways.index(f"{z}{lines[n][0]}") if margin else 1e3 for z, n in pairs]
    into = np.array([[float(n == line) for _, n in pairs] for line in chosen])
    out = np.array([[float(z == zone) for z, _ in pairs] for zone in members])
    most = [lines[n][1] for n in chosen]
    least = [-lines[n][2] for n in chosen]
    found = linprog(
        -np.array(gain) * 1e-3,
        A_ub=np.vstack([out, into, -into]),
        b_ub=[*(supply[z] for z in members), *most, *least],
    )
    if found.status == 2:
        return -np.inf
    return -float(found.fun) - (sum(lines[n][3] for n in chosen) if margin else 0.0)


@pytest.mark.parametrize("seed", some_of(range(4), 2))
def test_values_are_those_of_enumeration(tmp_path: Path, seed: int) -> None:
    """Every coalition of three, over all sets of its lines that may be open."""
    lines, dice = draw_lines(seed), random.Random(100 + seed)
    supply = {p: float(dice.choice([40, 90, 150])) for p in PROVINCES}
    found = study_synergy(load_case(write_drawn(tmp_path, lines, supply)), Asked())
    refuse_failures(check_synergy(found))
    for mask in range(1, 8):
        members = "".join(p for i, p in enumerate(PROVINCES) if mask >> i & 1)
        for measure in ("net_utilized", "net_benefit"):
            expected = best_of(members, lines, supply, measure == "net_benefit")
            value = found.valuations[measure].values[mask]
            assert value == pytest.approx(expected, abs=1e-7), (members, measure)


def test_a_sink_of_all_is_in_the_books_by_size(tmp_path: Path) -> None:
    """Owners with 100 and 300 kt that cost 10 CNY/t to keep; a pit of all takes them for 3 million
    a year. Alone the small one had better keep its million; together 4 are saved for 3.
    """
    tables = region({("A", "slag"): 100.0, ("B", "slag"): 300.0}, {"A": 1.0})
    path = write_study(tmp_path, {**tables, **pit_of_all()})
    found: Synergy = study_synergy(load_case(path), Asked("owner"))
    earned = found.valuations["net_benefit"]
    assert found.players.names == ("large", "small")
    assert earned.values == pytest.approx({0b01: -3.0, 0b10: -1.0, 0b11: -3.0})
    assert list(found.plans.earned) == pytest.approx([-2.25, -0.75])
    assert found.payments.sum() == pytest.approx(0.0, abs=1e-9)


def pit_of_all() -> dict[str, str]:
    """Return the tables of a pit that every owner may use, ways to it free of charge."""
    zones = [("A_slag", "a1", "A", "small"), ("B_slag", "b1", "B", "large")]
    return {
        "materials": "id,name_en,name_zh,kind,waste_class,storage_cost [CNY/t]\n"
        "slag,Slag,渣,waste,general_I,10\nash,Ash,灰,waste,general_II,0\n"
        "acid,Acid sludge,酸泥,waste,hazardous,0\ng,Good,产品,product,,0\n",
        "zones": csv("id,name_en,city,province,owner", [(z, z, *rest) for z, *rest in zones]),
        "plants": "id,name_en,city,province,owner\nplant_A,A,a1,A,small\n",
        "sinks": "id,name_en,city,province,kind,fee [CNY/t],fixed_cost\n"
        "pit,Pit,a1,A,landfill,0,3 million CNY/yr\n",
        "links": csv(
            "origin,destination,mode,km [km],cost [CNY/t]",
            [(z, "pit", "truck", 1, 0) for z, *_ in zones],
        ),
    }
