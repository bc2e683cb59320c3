"""Lines off and other amounts in the programme of the base: what a run from nothing would say."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from sim.errors import InfeasibleError
from sim.loader.change.extend import extend
from sim.loader.load import Loaded, load_rows, make_case
from sim.network import Network, build_network
from sim.page.base import open_base
from sim.page.edits import apply, read_edits
from sim.page.programmes import Programme
from sim.results.tabulate import tabulate_plan
from sim.rules.metrics import METRICS
from sim.rules.moved import Moved, shift_of
from sim.solve import Session
from tests.page_parts import make_example
from tests.seeds import some_of
from tests.study import csv, write_study

SAME = (
    "supply",
    "zones",
    "plants",
    "lines",
    "runs",
    "shares",
    "groups",
    "uses",
    "makes",
    "purchases",
    "relays",
    "routes",
    "sinks",
    "markets",
)
"""Tables of the network that are those of a network built anew; routes have other numbers."""
PLAIN = ("flows", "lines", "line_inputs", "line_outputs", "zones", "wastes", "areas", "actors")


def assert_as_cold(programme: Programme, varied: Loaded) -> None:
    """Network, figures, stages and tables equal those of a programme of the variant's own."""
    case = make_case(varied)
    network = build_network(case)
    view = programme.plan(varied)
    assert_same_network(view.network, network)
    cold = tabulate_plan(case, network, Session(network).solve())
    ours, theirs = (
        {row["name"]: row["value"] for row in of.summary["kpis"]} for of in (view, cold)
    )
    assert ours == pytest.approx(theirs, rel=1e-9, abs=1e-9, nan_ok=True)
    for name in PLAIN:
        pd.testing.assert_frame_equal(view.frames[name], cold.frames[name], rtol=1e-9, atol=1e-6)
    for stage, other in zip(view.summary["objectives"], cold.summary["objectives"], strict=True):
        assert stage["value"] == pytest.approx(other["value"], rel=1e-9, abs=1e-9)
    assert view.summary["counts"]["lines"] == cold.summary["counts"]["lines"]


def assert_same_network(ours: Network, theirs: Network) -> None:
    for name in SAME:
        one, other = getattr(ours, name), getattr(theirs, name)
        if name == "routes":
            one = one.reset_index(drop=True).rename_axis("route")
        pd.testing.assert_frame_equal(one, other, check_exact=True, obj=name)


def edits_of(base: Loaded, seed: int) -> Iterator[dict[str, Any]]:
    """Yield edits that only move limits: of lines, markets and amounts, down to nothing."""
    dice = random.Random(seed)

    def row(table: str, column: str) -> dict[str, Any]:
        return dice.choice([r.values for r in base.tables[table].records if r.values[column]])

    while True:
        line, waste, market = (
            row("lines", "capacity"),
            row("generation", "amount"),
            row("markets", "max"),
        )
        factor = dice.choice((0.0, 0.4, 1.6))
        yield dice.choice(
            [
                {"kind": "switch", "line": line["id"], "to": "off"},
                {"kind": "switch", "technology": line["technology"], "to": "off"},
                {"kind": "capacity", "line": line["id"], "value": factor * line["capacity"]},
                {"kind": "capacity_scale", "plant": line["plant"], "factor": factor},
                {"kind": "load", "line": line["id"], "value": 0.3},
                {
                    "kind": "generation",
                    "zone": waste["zone"],
                    "material": waste["material"],
                    "value": factor * waste["amount"],
                },
                {"kind": "generation", "material": waste["material"], "factor": factor},
                {"kind": "demand", "market": market["id"], "max": (factor + 0.1) * market["max"]},
            ]
        )


@pytest.mark.parametrize("seed", some_of(range(4), 2))
def test_random_edits_give_what_a_programme_of_their_own_gives(tmp_path: Path, seed: int) -> None:
    """In any order, one after the other; lines come back, wastes too."""
    setup = make_example(tmp_path / "example")
    base = open_base(setup.root / setup.first, setup.root)
    keys = {
        "objective": [
            {"maximize": "high_value_rate"},
            {"minimize": "unused"},
            {"minimize": "net_cost"},
        ],
        "limits": [
            {"cap": "unused", "at": "3 Mt/yr"},
            {"floor": "utilization_rate", "province": "Eastland", "at": "1 %"},
        ],
    }
    keys = keys if seed % 2 else {}
    loaded = extend(base.loaded, keys, "here") if keys else base.loaded
    programme, dice, more = Programme(loaded), random.Random(seed), edits_of(loaded, seed)
    edits: list[dict[str, Any]] = []
    for number in range(8):
        edits.append({"id": f"e{number}", **next(more)})
        if len(edits) > 4:
            edits.pop(dice.randrange(len(edits)))
        _, varied = apply(loaded, read_edits(edits))
        try:
            assert_as_cold(programme, varied)
        except InfeasibleError:
            with pytest.raises(InfeasibleError):
                Session(build_network(make_case(varied))).solve()


CLINKER = {
    "materials": csv(
        "id,name_en,kind,waste_class",
        [
            ("shale", "Shale", "waste", "general_I"),
            ("slag", "Slag", "waste", "general_I"),
            ("clinker", "Clinker", "product", ""),
            ("cement", "Cement", "product", ""),
        ],
    ),
    "technologies": csv(
        "id,name_en,family,tier,counting",
        [("kiln", "Kiln", "f", "low", "product"), ("mill", "Mill", "f", "low", "product")],
    ),
    "recipes": csv(
        "id,technology,name_en,activity,cost [CNY/t]",
        [("burn", "kiln", "Burn", "feed", 1), ("blend", "mill", "Blend", "feed", 1)],
    ),
    "inputs": csv(
        "recipe,material,min,max",
        [("burn", "shale", 1, 1), ("blend", "clinker", 0.5, 0.5), ("blend", "slag", 0.5, 0.5)],
    ),
    "groups": csv(
        "recipe,group,materials,min,max",
        [("burn", "all", "shale", 1, 1), ("blend", "all", "clinker; slag", 1, 1)],
    ),
    "yields": csv(
        "recipe,material,per,amount",
        [("burn", "clinker", "activity", 1), ("blend", "cement", "activity", 1)],
    ),
    "zones": csv("id,name_en,city,province", [("mine", "Mine", "c", "P")]),
    "generation": csv(
        "zone,material,amount [kt/yr]", [("mine", "shale", 100), ("mine", "slag", 100)]
    ),
    "areas": csv("id,level,name_en,parent", [("P", "province", "P", ""), ("c", "city", "C", "P")]),
    "plants": csv(
        "id,name_en,city,province", [(name, name, "c", "P") for name in ("far", "near", "end")]
    ),
    "lines": csv(
        "id,plant,technology,capacity [kt/yr],availability,status",
        [
            ("kiln-far", "far", "kiln", 50, 1, "operating"),
            ("kiln-near", "near", "kiln", 10, 1, "operating"),
            ("mill-near", "near", "mill", 50, 1, "operating"),
            ("mill-end", "end", "mill", 200, 1, "operating"),
        ],
    ),
    "markets": csv("id,name_en,product,price [CNY/t]", [("all", "All", "cement", 10)]),
    "modes": "id,name_en,medium,tariff [CNY/t/km]\nrail,Rail,rail,0.1\n",
    "links": csv(
        "origin,destination,mode,km [km],cost [CNY/t]",
        [
            ("mine", "far", "rail", 5, 1),
            ("mine", "near", "rail", 5, 1),
            ("mine", "end", "rail", 5, 1),
            ("far", "near", "rail", 5, 1),
            ("near", "end", "rail", 5, 1),
            ("far", "end", "rail", 90, 40),
        ],
    ),
}
"""Clinker of the far kiln comes to the near plant as long as a mill there takes some."""


def test_nothing_goes_to_where_nothing_takes_it(tmp_path: Path) -> None:
    """With the near mill off no clinker comes to the near plant; switched on again, it does."""
    stages = [{"maximize": "utilization_rate"}, {"minimize": "net_cost"}]
    base = load_rows(write_study(tmp_path, CLINKER, {"objective": stages}))
    programme = Programme(base)

    def from_far(varied: Loaded) -> dict[str, float]:
        flows = programme.plan(varied).frames["flows"]
        flows = flows[(flows["origin"] == "far") & (flows["material"] == "clinker")]
        return dict(zip(flows["destination"], flows["amount_kt_yr"], strict=True))

    change = {"table": "lines", "where": {"id": "mill-near"}, "set": {"availability": "0"}}
    varied = extend(base, {"change": [change]}, "here")
    both = {"near": 25.0, "end": 25.0}
    assert from_far(base) == pytest.approx(both)
    assert from_far(varied) == pytest.approx({"end": 50.0})
    assert_as_cold(programme, varied)
    assert from_far(base) == pytest.approx(both)


@pytest.mark.parametrize(
    ("metric", "above", "below"),
    [
        ("net_cost", 3.0, 0.0),
        ("unused", 7.0, 0.0),
        ("net_utilized", 0.0, 0.0),
        ("utilization_rate", 0.0, 7.0),
        ("high_value_rate", 0.0, 7.0),
        ("least_rate", 0.0, 0.0),
    ],
)
def test_constants_of_metrics_move(metric: str, above: float, below: float) -> None:
    """7 kt more arise, 3 million more are paid a year for lines."""
    assert shift_of(METRICS[metric], Moved(7.0, 3.0)) == (above, below)
