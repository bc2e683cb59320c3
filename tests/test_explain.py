"""Conflicts are irreducible, ways out lead out, and every limit is named with its line."""

from __future__ import annotations

import random
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from scipy.optimize import linprog

from sim.checks import check_case
from sim.cli.project import create
from sim.diagnose.conflict import LimitKey, find_conflict, list_limits
from sim.errors import InfeasibleError
from sim.loader import load_case
from sim.loader.load import load_rows, make_case
from sim.network import build_network
from sim.rules.families import FAMILIES, by_group
from sim.solve import Session
from sim.studies.explain.edits import round_outward, write_flow, write_quantity
from sim.studies.explain.limits import GROUP, Limits
from sim.studies.explain.study import Explanation, WayOut, explain, explain_conflict, works
from sim.studies.solve_case import Clock, be_silent
from tests.seeds import some_of

Keys = Mapping[str, Any]
SEEDS = range(8)
ALWAYS = 2
"""So many random conflicts are tried by every run of the tests."""
QUOTA = {
    "from": "any",
    "to": "any",
    "purpose": "utilization",
    "rule": "approval",
    "quota": "100 kt/yr",
}


def change(table: str, row: Keys, **values: Any) -> dict[str, Any]:
    """Return a change of the rows that `row` picks."""
    return {"table": table, "where": dict(row), "set": values}


def market_without_buyers(**values: Any) -> dict[str, Any]:
    return change("markets", {"id": "brick-all"}, **values)


BOTH_FULL = [
    {"floor": "net_utilized", "at": "900 kt/yr"},
    {"cap": "net_utilized", "at": "400 kt/yr"},
]
SINK = {
    "table": "sinks",
    "add": [
        {
            "id": "pond",
            "name_en": "Pond",
            "name_zh": "尾矿库",
            "kind": "pond",
            "owner_zone": "north_mine",
            "accepts": "tailings",
            "capacity": "5 kt/yr",
        }
    ],
}
HAND_MADE: dict[str, tuple[Keys, set[str]]] = {
    "contradiction": ({"limits": BOTH_FULL}, {"limit_floor", "limit_cap"}),
    "too-high": (
        {"limits": [{"floor": "utilization_rate", "at": "99 %"}]},
        {"limit_floor", "line_capacity"},
    ),
    "province": (
        {
            "limits": [
                {"floor": "utilization_rate", "province": "东省", "at": "80 %"},
                {"cap": "logistics_cost", "at": "60 million CNY/yr"},
            ]
        },
        {"limit_floor", "line_capacity", "recipe_max"},
    ),
    "budget": (
        {
            "limits": [
                {"floor": "utilization_rate", "at": "55 %"},
                {"cap": "logistics_cost", "at": "55 million CNY/yr"},
            ]
        },
        {"limit_floor", "limit_cap"},
    ),
    "quota": (
        {"borders": [QUOTA], "limits": [{"floor": "utilization_rate", "at": "50 %"}]},
        {"limit_floor", "border_quota", "line_capacity"},
    ),
    "contract": (
        {"change": [market_without_buyers(min="340 kt/yr")]},
        {"market_min", "line_capacity"},
    ),
    "contract-and-co2": (
        {
            "change": [change("markets", {"id": "cement-west"}, min="1 Mt/yr")],
            "limits": [{"cap": "process_co2", "at": "300 kt/yr"}],
        },
        {"market_min", "limit_cap"},
    ),
    "load": (
        {"change": [change("lines", {"id": "flotation-line"}, min_load="100 %")]},
        {"line_min_load"},
    ),
    "load-without-demand": (
        {
            "change": [
                change("lines", {"id": "brick-line"}, min_load="100 %"),
                market_without_buyers(max="200 kt/yr"),
            ]
        },
        {"line_min_load", "market_max"},
    ),
    "market-group": (
        {
            "change": [
                change("markets", {"product": "cement"}, min="700 kt/yr"),
                change("markets", {"product": "cement"}, group="cements", group_max="1 Mt/yr"),
            ]
        },
        {"market_min", "market_group_max"},
    ),
    "port": (
        {
            "change": [
                change("terminals", {"id": "port_east"}, capacity="1 kt/yr"),
                change("modes", {"id": "truck"}, reach="60 km"),
            ],
            "limits": [{"floor": "cross_border", "at": "30 kt/yr"}],
        },
        {"limit_floor", "terminal_capacity"},
    ),
    "added-line": (
        {
            "change": [
                {
                    "table": "lines",
                    "add": [
                        {
                            "id": "new-bricks",
                            "plant": "brickworks",
                            "technology": "brickworks",
                            "capacity": "20 kt/yr",
                            "min_load": "100 %",
                            "status": "added",
                        }
                    ],
                },
                market_without_buyers(min="345 kt/yr"),
            ],
            "limits": [{"cap": "capex_cost", "at": "0.375 million CNY/yr"}],
        },
        {"market_min", "line_capacity"},
    ),
    "old-stock": (
        {
            "change": [change("legacy", {"zone": "north_mine"}, yearly_limit="1 %/yr")],
            "limits": [{"floor": "legacy_used", "at": "300 kt/yr"}],
        },
        {"limit_floor", "legacy_limit"},
    ),
    "full-pond": ({"change": [SINK]}, {"sink_capacity"}),
    "quality": (
        {
            "change": [
                change("inputs", {"recipe": "clinker", "material": "flotation_tail"}, max="60 %")
            ],
            "limits": [{"floor": "utilization_rate", "material": "smelter_slag", "at": "70 %"}],
        },
        {"limit_floor", "quality"},
    ),
    "nothing-alone": (
        {
            "change": [
                market_without_buyers(min="340 kt/yr"),
                change("lines", {"id": "flotation-line"}, min_load="100 %"),
                change("lines", {"id": "brick-line"}, capacity="390 kt/yr"),
            ]
        },
        set(),
    ),
}
"""Scenario -> keys of the example, and constraints that its conflict holds."""


OFTEN = ("quota", "contract", "load", "quality", "added-line")
"""Those that are tried each time. Of every family `test_families` tries a conflict and a way out,
and `test_every_constraint_is_a_balance_or_has_a_family` holds that none is left out."""


def write_example(folder: Path, keys: Keys) -> Path:
    """Write the example project with other keys in its baseline; return the scenario."""
    path = create(folder)
    document = {**yaml.safe_load(path.read_text(encoding="utf-8")), **keys}
    path.write_text(yaml.safe_dump(document, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


def explained(path: Path) -> Explanation:
    return explain(path, Clock(be_silent))


def session_of(path: Path) -> Session:
    case = load_case(path)
    check_case(case)
    return Session(build_network(case))


def holds(session: Session, on: list[LimitKey]) -> bool:
    """Return whether the balances and some limits admit a plan, asking scipy."""
    arrays = session.arrays
    limits = list_limits(session.network, arrays.row_names)
    off = {row for key, rows in limits.items() if key not in on for row in rows}
    matrix = arrays.matrix.tocsr()
    rows = np.array([r for r in range(matrix.shape[0]) if r not in off])
    equal = rows[arrays.lower[rows] == arrays.upper[rows]]
    above = rows[(arrays.upper[rows] < np.inf) & (arrays.lower[rows] < arrays.upper[rows])]
    below = rows[(arrays.lower[rows] > -np.inf) & (arrays.lower[rows] < arrays.upper[rows])]
    upper = np.concatenate([matrix[above].toarray(), -matrix[below].toarray()])
    found = linprog(
        np.zeros(matrix.shape[1]),
        A_ub=upper,
        b_ub=np.concatenate([arrays.upper[above], -arrays.lower[below]]),
        A_eq=matrix[equal].toarray(),
        b_eq=arrays.lower[equal],
    )
    assert found.status in (0, 2)
    return bool(found.status == 0)


def assert_irreducible(session: Session, conflict: list[LimitKey]) -> None:
    assert conflict
    assert not holds(session, conflict)
    for key in conflict:
        assert holds(session, [other for other in conflict if other != key]), key


def entry_at(root: Path, section: str, at: str) -> tuple[Path, int]:
    """Return file and position of the entry of a list that begins at `file:line`."""
    name, _, line = at.rpartition(":")
    node = yaml.compose((root / name).read_text(encoding="utf-8"))
    entries = next(value for key, value in node.value if key.value == section)
    lines = [entry.start_mark.line + 1 for entry in entries.value]
    return root / name, lines.index(int(line))


def write_way(root: Path, path: Path, way: WayOut) -> None:
    """Write a way out into the scenario files as its texts say."""
    places = [
        entry_at(root, edit.section, edit.instead_of) if edit.instead_of else (path, -1)
        for edit in way.edits
    ]
    for edit, (file, position) in zip(way.edits, places, strict=True):
        document = yaml.safe_load(file.read_text(encoding="utf-8"))
        entry = yaml.safe_load(edit.yaml)[0]
        if position < 0:
            document.setdefault(edit.section, []).append(entry)
        else:
            document[edit.section][position] = entry
        text = yaml.safe_dump(document, allow_unicode=True, sort_keys=False)
        file.write_text(text, encoding="utf-8")


def has_plan(session: Session) -> bool:
    try:
        session.solve()
    except InfeasibleError:
        return False
    return True


def is_solvable(path: Path) -> bool:
    return has_plan(session_of(path))


def assert_ways_lead_out(root: Path, path: Path, found: Explanation) -> None:
    """Apply each way out to a copy of the project, load it and solve it."""
    assert found.ways
    for number, way in enumerate(found.ways):
        copy = root.with_name(f"{root.name}-way{number}")
        shutil.copytree(root, copy)
        scenario = copy / path.relative_to(root)
        write_way(copy, scenario, way)
        assert is_solvable(scenario), [edit.yaml for edit in way.edits]


@pytest.mark.parametrize(
    "name", [n if n in OFTEN else pytest.param(n, marks=pytest.mark.thorough) for n in HAND_MADE]
)
def test_hand_made_conflict_is_irreducible_and_ways_lead_out(
    name: str, hand_made: Explained
) -> None:
    """The conflict of each kind of limit is irreducible; each way out, written down, solves."""
    expected = HAND_MADE[name][1]
    path, found = hand_made[name]
    assert found.status == "infeasible"
    assert expected <= {limit.key[0] for limit in found.conflict}
    assert_irreducible(session_of(path), [limit.key for limit in found.conflict])
    assert_ways_lead_out(path.parents[1], path, found)


class Explained(dict[str, tuple[Path, Explanation]]):
    """Name of HAND_MADE -> its scenario and what is said of it: explained when first asked for."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def __missing__(self, name: str) -> tuple[Path, Explanation]:
        """Write and explain one."""
        path = write_example(self._folder / name, HAND_MADE[name][0])
        self[name] = path, explained(path)
        return self[name]


@pytest.fixture(scope="module")
def hand_made(tmp_path_factory: pytest.TempPathFactory) -> Explained:
    """The hand-made conflicts; who edits a project takes a copy of it."""
    return Explained(tmp_path_factory.mktemp("hand-made"))


def random_keys(seed: int) -> Keys:
    """Return random limits, quotas, loads and contracts for the example project."""
    draw = random.Random(seed)
    limits: list[dict[str, Any]] = [
        {"floor": "utilization_rate", "at": f"{draw.uniform(35, 70):.3f} %"}
    ]
    if draw.random() < 0.7:
        limits.append({"cap": "logistics_cost", "at": f"{draw.uniform(60, 110):.3f} MCNY/yr"})
    if draw.random() < 0.5:
        province = draw.choice(["Westland", "Eastland"])
        rate = f"{draw.uniform(30, 90):.3f} %"
        limits.append({"floor": "gross_utilization_rate", "province": province, "at": rate})
    changes = [
        change("lines", {"id": line}, min_load=f"{draw.uniform(0, 100):.2f} %")
        for line in ("cement-kiln", "brick-line", "flotation-line")
        if draw.random() < 0.5
    ]
    if draw.random() < 0.5:
        changes.append(market_without_buyers(min=f"{draw.uniform(100, 350):.2f} kt/yr"))
    quota = {**QUOTA, "quota": f"{draw.uniform(20, 600):.2f} kt/yr"}
    borders = [quota] if draw.random() < 0.6 else []
    return {"limits": limits, "change": changes, "borders": borders}


RANDOM: dict[int, bool] = {}
"""Seed -> whether its random limits admit a plan, where this process has tried."""


@pytest.mark.xdist_group("explain-random")
@pytest.mark.parametrize("seed", some_of(SEEDS, ALWAYS))
def test_random_conflict_is_irreducible_and_ways_lead_out(seed: int, tmp_path: Path) -> None:
    """On random limits: a plan exists, or the conflict is irreducible and ways lead out."""
    root = tmp_path / "project"
    path = write_example(root, random_keys(seed))
    found = explained(path)
    session = session_of(path)
    RANDOM[seed] = has_plan(session)
    assert (found.status == "feasible") == RANDOM[seed]
    if found.status == "infeasible":
        assert_irreducible(session, [limit.key for limit in found.conflict])
        assert_ways_lead_out(root, path, found)


@pytest.mark.xdist_group("explain-random")
def test_random_limits_are_mostly_too_much(tmp_path: Path) -> None:
    """The random scenarios are no empty test: several have no plan, at least one has."""
    for seed in SEEDS:
        if seed not in RANDOM:
            RANDOM[seed] = is_solvable(write_example(tmp_path / str(seed), random_keys(seed)))
    assert 4 <= [*RANDOM.values()].count(False) < len(SEEDS)


def test_either_of_two_contradicting_limits_can_go(tmp_path: Path) -> None:
    """With a cap below a floor, dropping either from the file gives a plan."""
    for gone in (0, 1):
        limits = [limit for n, limit in enumerate(BOTH_FULL) if n != gone]
        assert is_solvable(write_example(tmp_path / str(gone), {"limits": limits}))
    assert not is_solvable(write_example(tmp_path / "both", {"limits": BOTH_FULL}))


def test_lowered_floor_is_the_best_rate_there_is(tmp_path: Path) -> None:
    """The rate proposed is attainable, and 0.02 points above it is not, for a fraction as well."""
    tried = change("legacy", {"zone": "north_mine"}, yearly_limit="1 %/yr")
    keys: Keys = {
        "change": [tried],
        "borders": [QUOTA],
        "limits": [{"floor": "utilization_rate", "province": "Westland", "at": "70 %"}],
    }
    found = explained(write_example(tmp_path / "asked", keys))
    edit = next(w.edits[0] for w in found.ways if w.edits[0].limit.key[0] == "limit_floor")
    for more, expected in ((0.0, True), (2e-4, False)):
        at = f"{100 * (edit.new + more):.6f} %"
        limits = [{**keys["limits"][0], "at": at}]
        path = write_example(tmp_path / str(more), {**keys, "limits": limits})
        assert is_solvable(path) == expected


def test_cheapest_ways_give_no_more_than_needed(tmp_path: Path, hand_made: Explained) -> None:
    """A quota, a contract and a least load a thousandth tighter than proposed are too tight."""
    for name, constraint, tighter in (
        ("quota", "border_quota", 0.998),
        ("contract", "market_min", 1.002),
        ("load", "line_min_load", 1.002),
    ):
        root = tmp_path / name
        path, found = write_example(root, HAND_MADE[name][0]), hand_made[name][1]
        way = next(w for w in found.ways if [e.limit.key[0] for e in w.edits] == [constraint])
        write_way(root, path, way)
        assert is_solvable(path)
        edit = way.edits[0]
        exact = write_quantity(edit.new, edit.limit.unit)
        text = path.read_text(encoding="utf-8")
        assert text.count(exact) == 1
        moved = write_quantity(edit.new * tighter, edit.limit.unit)
        path.write_text(text.replace(exact, moved), encoding="utf-8")
        assert not is_solvable(path)


def test_ways_are_in_order_of_change_and_differ(hand_made: Explained) -> None:
    """The smallest change comes first, and no two ways touch the same limits."""
    found = hand_made["quota"][1]
    sizes = [way.change for way in found.ways]
    assert sizes == sorted(sizes)
    touched = [frozenset(edit.limit.key for edit in way.edits) for way in found.ways]
    assert len(set(touched)) == len(touched) >= 3
    assert {"limits", "quotas", "capacity"} <= {way.family for way in found.ways}


def test_way_out_that_is_too_small_is_not_told(hand_made: Explained) -> None:
    """Trying a way out tells one that suffices from one that falls short, and from nonsense."""
    path, found = hand_made["contract"]
    edit = next(w.edits[0] for w in found.ways if w.edits[0].limit.key[0] == "market_min")
    loaded = load_rows(path)
    case = make_case(loaded)
    limits = Limits(loaded, case, build_network(case))
    for amount, expected in (("320 kt/yr", True), ("321 kt/yr", False), ("999 kt/yr", False)):
        entry = {**edit.entry, "set": {"min": amount}}
        assert works(limits, [replace(edit, entry=entry)]) == expected


def test_every_limit_is_named_with_its_line(hand_made: Explained) -> None:
    """Entries of the scenario, rows of tables, and changes of rows: each at its file and line."""
    path, found = hand_made["quota"]
    wanted = {
        "limit_floor": "floor: utilization_rate",
        "border_quota": "from: any",
        "line_capacity": None,
        "recipe_max": None,
    }
    seen = set()
    for limit in found.conflict:
        name, _, number = limit.at.rpartition(":")
        line = (path.parents[1] / name).read_text(encoding="utf-8").splitlines()[int(number) - 1]
        text = wanted[limit.key[0]]
        if text is not None:
            assert text in line
        else:
            assert line.startswith(",".join(limit.key[1]))
        seen.add(limit.key[0])
    assert seen == set(wanted)


def test_changed_value_is_named_where_the_change_stands(hand_made: Explained) -> None:
    """A contract that a change sets stands in the scenario, the line's row in its table."""
    path, found = hand_made["contract"]
    places = {limit.key[0]: limit.at for limit in found.conflict}
    text = path.read_text(encoding="utf-8").splitlines()
    name, _, number = places["market_min"].rpartition(":")
    assert name == "scenarios/baseline.yaml"
    assert "min: 340 kt/yr" in text[int(number) - 1]
    assert places["line_capacity"] == "geodata/two-provinces/lines.csv:5"


def test_limits_are_found_along_extends(tmp_path: Path) -> None:
    """Each limit of a chain of scenarios is named in its own file, and is edited there."""
    root = tmp_path / "project"
    create(root)
    folder = root / "scenarios"
    head = "format: 1\nname: {0}\ntitle: {{en: '{0}'}}\nextends: {1}.yaml\n"
    (folder / "middle.yaml").write_text(
        head.format("middle", "baseline")
        + "limits:\n  # what is asked for\n  - {floor: net_utilized, at: 900 kt/yr}\n",
        encoding="utf-8",
    )
    path = folder / "top.yaml"
    path.write_text(
        head.format("top", "middle")
        + "limits:\n  - cap: net_utilized\n    at: 400 kt/yr\n"
        + "  - {cap: gross_cost, at: 9e9 CNY/yr}\n",
        encoding="utf-8",
    )
    found = explained(path)
    assert {limit.key[0]: limit.at for limit in found.conflict} == {
        "limit_floor": "scenarios/middle.yaml:7",
        "limit_cap": "scenarios/top.yaml:6",
    }
    places = {edit.instead_of for way in found.ways for edit in way.edits}
    assert places == {"scenarios/middle.yaml:7", "scenarios/top.yaml:6"}
    assert_ways_lead_out(root, path, found)


def test_feasible_scenario_tells_what_binds(tmp_path: Path) -> None:
    """What binds stands with its sentence and the line of the row it comes from."""
    path = write_example(tmp_path, {"limits": [{"cap": "logistics_cost", "at": "60 MCNY/yr"}]})
    found = explained(path)
    assert (found.status, found.conflict, found.ways) == ("feasible", (), ())
    table = found.binding
    assert {"limit_cap", "line_capacity", "recipe_max"} <= set(table["constraint"])
    assert table["sentence_zh"].str.len().min() > 5
    for row in table.to_dict("records"):
        name, _, number = row["at"].rpartition(":")
        line = (tmp_path / name).read_text(encoding="utf-8").splitlines()[int(number) - 1]
        if row["constraint"] == "limit_cap":
            assert "cap: logistics_cost" in line
        else:
            words = row["index"].split("|")
            assert any(line.startswith(word) for word in words)


def test_trade_without_a_line_is_no_business(tmp_path: Path) -> None:
    """A product sold dearer than it is bought, without largest demand, is not traded without end.

    What is bought is for the lines of the plant, so what they can make bounds what is sold.
    """
    keys = {"change": [change("markets", {"id": "clinker-out"}, max="", price="320 CNY/t")]}
    found = explained(write_example(tmp_path, keys))
    assert found.status == "feasible"
    assert "line_capacity" in set(found.binding["constraint"])


NO_LINE = {
    "table": "markets",
    "add": [
        {
            "id": "far",
            "name_en": "Far away",
            "name_zh": "远方",
            "product": "concentrate",
            "area": "Eastland",
            "min": "5 kt/yr",
            "price": "1 CNY/t",
        }
    ],
}
HOPELESS: dict[str, tuple[Keys, str, str]] = {
    "contract": ({"change": [NO_LINE]}, "market_min", "contracts"),
    "floor": (
        {
            "change": [{"table": "generation", "where": {"material": "ash"}, "drop": True}],
            "limits": [{"floor": "uptake", "material": "ash", "at": "9 kt/yr"}],
        },
        "limit_floor",
        "limits",
    ),
    "contract-and-more": (
        {
            "change": [NO_LINE],
            "limits": [{"floor": "utilization_rate", "at": "99 %"}],
        },
        "market_min",
        "together",
    ),
}
"""Scenario -> keys, the constraint that nothing can be done about, family of the way out."""


@pytest.mark.parametrize("name", HOPELESS)
def test_limit_on_nothing_is_a_conflict_by_itself(name: str, tmp_path: Path) -> None:
    """What no line makes, or takes, cannot be asked for; lowering that leads out."""
    keys, constraint, family = HOPELESS[name]
    root = tmp_path / "project"
    path = write_example(root, keys)
    found = explained(path)
    assert [limit.key[0] for limit in found.conflict] == [constraint]
    assert found.conflict[0].at.startswith("scenarios/baseline.yaml:")
    assert {way.family for way in found.ways} == {family}
    assert all(way.edits[0].new == 0.0 for way in found.ways)
    assert_ways_lead_out(root, path, found)


def test_conflict_of_a_feasible_programme_is_empty(tmp_path: Path) -> None:
    """Nothing is blamed where a plan exists."""
    assert find_conflict(session_of(create(tmp_path))) == []


def test_balances_are_never_limits(tmp_path: Path) -> None:
    """Balances, and inputs that make up the whole of a recipe, are in no family."""
    session = session_of(create(tmp_path))
    limits = list_limits(session.network, session.arrays.row_names)
    assert {key[0] for key in limits} <= set(GROUP)
    rows = {row for rows in limits.values() for row in rows}
    left = {session.arrays.row_names[r][0] for r in range(len(session.arrays.row_names))} - {
        session.arrays.row_names[r][0] for r in rows
    }
    assert {"zone_balance", "plant_balance"} <= left
    assert ("group_min", ("cement", "all")) not in limits
    assert ("group_min", ("clinker", "raw_meal")) in limits


def test_every_constraint_is_a_balance_or_has_a_family() -> None:
    """A new kind of limit cannot be forgotten; what only defines or chooses is none."""
    balances = {
        "zone_balance",
        "plant_balance",
        "shipped_own",
        "legacy_used_first",
        "stage_pin",
    }
    of_building = {"built_capacity", "built_min_load", "close_max"}
    of_openings = {"switch", "line_open", "sink_open", "link_open", "build_open", "build_least"}
    of_sizes = {"build_sizes", "build_step", "step_most"}
    of_sizes |= {"size_least", "size_most", "size_one", "size_open"}
    definitions = {"change_more", "change_less", "rate_least", "rate_greatest"}
    listed = [constraint for family in by_group().values() for constraint in family]
    others = balances | of_building | of_openings | of_sizes | definitions
    assert sorted(listed) == sorted(set(FAMILIES) - others)


@pytest.mark.parametrize(
    ("value", "unit", "up", "expected"),
    [
        (919.7312, "kt/yr", True, 919.8),
        (919.7312, "kt/yr", False, 919.7),
        (120.00000001, "kt/yr", True, 120.0),
        (-612.345, "MCNY/yr", True, -612.3),
        (0.54238, "", False, 0.5423),
        (0.0023412, "", True, 0.002342),
        (0.0, "kt/yr", False, 0.0),
    ],
)
def test_figures_are_rounded_to_the_loose_side(
    value: float, unit: str, up: bool, expected: float
) -> None:
    """Rounding never makes a proposed value tighter, and takes noise for what it is."""
    assert round_outward(value, unit, up=up) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    "entry",
    [
        {"table": "lines", "where": {"id": "R1-P030"}, "set": {"capacity": "12.5 kt/yr"}},
        {"cap": "net_cost", "zone": "a: b, {c}", "at": "-5 million CNY/yr"},
        {"from": "湖北", "to": "no", "lead": "# about 'one' month", "quota": "1e3 kt/yr"},
        {"id": "007", "name": " padded ", "text": "true"},
    ],
)
def test_written_entry_reads_back_as_it_was(entry: Keys) -> None:
    """Names that mean something in YAML are quoted."""
    text = f"- {write_flow(entry)}"
    assert yaml.load(text, Loader=yaml.BaseLoader) == [entry]
    assert "\n" not in text


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory, project_root: Path) -> Path:
    """Copy the shipped scenarios and tables; return the folder."""
    root = tmp_path_factory.mktemp("shipped") / "project"
    for name in ("scenarios", "geodata"):
        shutil.copytree(project_root / name, root / name)
    return root


@pytest.mark.thorough
def test_contradiction_in_the_shipped_region(shipped: Path) -> None:
    """Two limits that exclude each other are all the conflict; lowering either gives a plan."""
    path = shipped / "scenarios" / "contradiction.yaml"
    path.write_text(
        "format: 1\nname: contradiction\ntitle: {en: Contradiction, zh: 矛盾}\n"
        "extends: baseline.yaml\nlimits:\n  - {floor: net_utilized, at: 30 Mt/yr}\n"
        "  - {cap: net_utilized, at: 20 Mt/yr}\n",
        encoding="utf-8",
    )
    found = explain_conflict(path, Clock(be_silent))
    assert [(limit.key[0], limit.at) for limit in found.conflict] == [
        ("limit_floor", "scenarios/contradiction.yaml:6"),
        ("limit_cap", "scenarios/contradiction.yaml:7"),
    ]
    alone = {way.edits[0].limit.key[0]: way for way in found.ways if len(way.edits) == 1}
    assert alone["limit_floor"].edits[0].new == pytest.approx(20000.0)
    assert alone["limit_cap"].edits[0].new == pytest.approx(30000.0)
    assert_ways_lead_out(shipped, path, found)
