"""What must hold of every study: relaxing helps, levers bite, order and spelling change nothing."""

from __future__ import annotations

import random
import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

from sim.cli.project import create
from tests.study import Solved, solve_file


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the bundled example project."""
    folder = tmp_path_factory.mktemp("example")
    create(folder)
    return folder


@pytest.fixture(scope="module")
def before(example: Path, tmp_path_factory: pytest.TempPathFactory) -> Solved:
    """Return the example as it is, solved once."""
    return run_with(example, tmp_path_factory.mktemp("before"))


def run_with(example: Path, folder: Path, **patch: Any) -> Solved:
    """Solve the example's baseline with borders, limits and changes added, other keys replaced."""
    shutil.copytree(example, folder, dirs_exist_ok=True)
    path = folder / "scenarios" / "baseline.yaml"
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    for key, value in patch.items():
        added = key in ("borders", "limits", "change")
        document[key] = [*document.get(key, []), *value] if added else value
    path.write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
    return solve_file(path)


def scale(table: str, column: str, by: float, **where: Any) -> dict[str, Any]:
    return {"table": table, "where": where, "scale": {column: by}}


RELAXATIONS: dict[str, dict[str, Any]] = {
    "capacity": scale("lines", "capacity", 1.3),
    "availability": {"table": "lines", "set": {"availability": "100 %"}},
    "demand": scale("markets", "max", 1.3),
    "largest share": scale("inputs", "max", 1.1, recipe="cement", material="blast_slag"),
    "quality": {"table": "quality", "drop": True},
    "least share": {
        "table": "inputs",
        "where": {"recipe": "cement", "material": "gypsum"},
        "set": {"min": 0},
    },
    "reach": {"table": "modes", "where": {"id": "truck"}, "set": {"reach": "1000 km"}},
    "old stock": {"table": "legacy", "set": {"yearly_limit": "2 %/yr"}},
    "group": {
        "table": "groups",
        "where": {"recipe": "clinker"},
        "set": {"min": 1.4, "max": 1.7},
    },
}


@pytest.mark.parametrize("name", RELAXATIONS)
def test_relaxing_a_limit_never_worsens_the_rate(
    example: Path, before: Solved, tmp_path: Path, name: str
) -> None:
    """Any limit relaxed gives a rate at least as good, and at an equal rate no higher cost."""
    after = run_with(example, tmp_path / "after", change=[RELAXATIONS[name]])
    gain = after.plan.stages[0].value - before.plan.stages[0].value
    assert gain >= -1e-9
    if gain <= 1e-9:
        worse = after.plan.stages[1].value - before.plan.stages[1].value
        assert worse <= 1e-6 * abs(before.plan.stages[1].value)


LEVERS: dict[str, tuple[dict[str, Any], str, str]] = {
    "closed border": (
        {"borders": [{"from": "any", "to": "any", "rule": "closed"}]},
        "cross_border",
        "falls",
    ),
    "quota": (
        {"borders": [{"from": "any", "to": "any", "rule": "filing", "quota": "100 kt/yr"}]},
        "cross_border",
        "falls",
    ),
    "surcharge": (
        {"borders": [{"from": "any", "to": "any", "rule": "filing", "surcharge": "30 CNY/t"}]},
        "border_cost",
        "rises",
    ),
    "tax on storage": (
        {
            "change": [
                {"table": "materials", "where": {"kind": "waste"}, "set": {"tax": "15 CNY/t"}}
            ],
            "tax_storage": True,
        },
        "tax_cost",
        "rises",
    ),
    "carbon price": (
        {
            "change": [
                {
                    "table": "parameters",
                    "where": {"id": "carbon_price"},
                    "set": {"value": "80 CNY/t"},
                }
            ]
        },
        "carbon_cost",
        "rises",
    ),
    "budget": (
        {"limits": [{"cap": "logistics_cost", "at": "60 million CNY/yr"}]},
        "logistics_cost",
        "falls",
    ),
    "carbon cap": (
        {"limits": [{"cap": "transport_co2", "at": "6 kt/yr"}]},
        "transport_co2",
        "falls",
    ),
    "work cap": (
        {"limits": [{"cap": "transport_work", "at": "120 Mt*km/yr"}]},
        "transport_work",
        "falls",
    ),
    "no barges": ({"modes": ["truck"]}, "transport_cost", "any"),
    "fees": ({"change": [scale("materials", "storage_cost", 2.0)]}, "disposal_cost", "rises"),
    "old stock": (
        {
            "change": [
                {"table": "legacy", "set": {"yearly_limit": "2 %/yr"}},
                scale("lines", "capacity", 3.0, technology="brickworks"),
                scale("markets", "max", 3.0, product="brick"),
                {"table": "modes", "where": {"id": "truck"}, "set": {"reach": "1000 km"}},
            ]
        },
        "legacy_used",
        "any",
    ),
}


@pytest.mark.parametrize("name", LEVERS)
def test_every_lever_bites(example: Path, before: Solved, tmp_path: Path, name: str) -> None:
    """Each policy lever changes the figure it is meant to change, in the right direction."""
    patch, figure, direction = LEVERS[name]
    after = run_with(example, tmp_path / "after", **patch)
    change = after.kpi(figure) - before.kpi(figure)
    if direction == "falls":
        assert change < -1e-6
    elif direction == "rises":
        assert change > 1e-6
    else:
        assert not after.tables["flows"].equals(before.tables["flows"])


def test_a_floor_on_a_province_holds_in_the_results(example: Path, tmp_path: Path) -> None:
    """A floor under one province's net rate is met by the rate the tables report, at a cost."""
    goal = [{"minimize": "net_cost"}]
    cheap = run_with(example, tmp_path / "cheap", objective=goal)
    floor = province_rate(cheap, "Westland") + 1.0
    limit = {"floor": "utilization_rate", "province": "Westland", "at": f"{floor:.6f} %"}
    study = run_with(example, tmp_path / "floor", objective=goal, limits=[limit])
    assert province_rate(study, "Westland") == pytest.approx(floor, abs=1e-5)
    assert study.kpi("net_cost") > cheap.kpi("net_cost")


def province_rate(study: Solved, province: str) -> float:
    """Return the net rate of a province, per cent."""
    areas = study.tables["areas"]
    row = areas[(areas["level"] == "province") & (areas["area"] == province)]
    return float(row["utilization_rate_pct"].iloc[0])


def shuffle_rows(path: Path, rng: random.Random) -> None:
    """Put the data rows of every CSV below a folder in another order."""
    for file in sorted(path.rglob("*.csv")):
        header, *rows = file.read_text(encoding="utf-8").splitlines()
        rng.shuffle(rows)
        file.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")


def test_row_order_changes_nothing(example: Path, before: Solved, tmp_path: Path) -> None:
    """Every table permuted gives byte-equal result tables."""
    for seed in range(3):
        folder = tmp_path / f"after{seed}"
        shutil.copytree(example, folder)
        shuffle_rows(folder, random.Random(seed))
        after = solve_file(folder / "scenarios" / "baseline.yaml")
        for name, frame in before.tables.frames.items():
            pd.testing.assert_frame_equal(frame, after.tables.frames[name])


def test_unit_spelling_changes_nothing(example: Path, before: Solved, tmp_path: Path) -> None:
    """The same amounts in tonnes, Chinese units and words give the same plan."""
    folder = tmp_path / "after"
    shutil.copytree(example, folder)
    region = folder / "geodata" / "two-provinces"
    generation = region / "generation.csv"
    text = generation.read_text(encoding="utf-8").replace("amount [kt/yr]", "amount [万吨/年]")
    lines = [line.split(",") for line in text.splitlines()]
    kilotonnes = {
        "north_mine": 900,
        "south_mine": 600,
        "smelter": 400,
        "steelworks": 800,
        "power_station": 500,
    }
    for line in lines[1:]:
        line[2] = f"{kilotonnes[line[0]] / 10:g}"
    generation.write_text("\n".join(",".join(x) for x in lines) + "\n", encoding="utf-8")
    modes = folder / "scenarios" / "library" / "modes.csv"
    text = modes.read_text(encoding="utf-8").replace("tariff [CNY/t/km]", "tariff [元/(吨·公里)]")
    modes.write_text(text.replace("co2 [kg/t/km]", "co2 [kg/(t*km)]"), encoding="utf-8")
    after = solve_file(folder / "scenarios" / "baseline.yaml")
    for name, frame in before.tables.frames.items():
        pd.testing.assert_frame_equal(frame, after.tables.frames[name])


def test_slack_is_given_up_only_for_the_next_stage(
    example: Path, before: Solved, tmp_path: Path
) -> None:
    """With slack on the rate the cost falls, and the rate falls by no more than the slack."""
    stages = [{"maximize": "utilization_rate", "slack": "0.5 %"}, {"minimize": "net_cost"}]
    loose = run_with(example, tmp_path / "loose", objective=stages)
    lost = before.kpi("utilization_rate") - loose.kpi("utilization_rate")
    assert -1e-9 <= lost <= 0.005 + 1e-8
    assert loose.kpi("net_cost") < before.kpi("net_cost")


def test_prices_equal_finite_differences(example: Path, before: Solved, tmp_path: Path) -> None:
    """The worth of a line's capacity equals the change of rate and cost of a real re-solve."""
    prices = before.tables["prices"].query("constraint == 'line_capacity'").set_index("index")
    lines = before.case.tables["lines"].set_index("id")
    compared = 0
    for line in ("cement-mill", "grinding-mill", "brick-line"):
        step = 0.01
        grown = float(lines.loc[line, "capacity"]) + step
        change = {"table": "lines", "where": {"id": line}, "set": {"capacity": f"{grown!r} kt/yr"}}
        study = run_with(example, tmp_path / line, change=[change])
        rate = (study.plan.stages[0].value - before.plan.stages[0].value) * 100 / step
        cost = (study.plan.stages[1].value - before.plan.stages[1].value) / step
        row = prices.loc[line]
        assert rate == pytest.approx(row["utilization_rate_pp_per_unit"], rel=1e-4)
        assert cost == pytest.approx(row["net_cost_MCNY/yr_per_unit"], rel=1e-3)
        compared += 1
    assert compared == 3
