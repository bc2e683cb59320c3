"""Border rules: quotas by pair, class and material, lead cost, hazardous waste, and their table."""

from __future__ import annotations

import itertools
import random
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from sim.cli.show import border_lines
from sim.errors import InputError
from sim.loader import write_inputs
from sim.results.tables import ResultTables
from sim.results.write import write_tables
from sim.say import say
from sim.say.texts import Texts
from sim.scenario.document import Stage
from sim.solve import Session
from sim.solve.session import RowName
from sim.verify.verify import verify
from tests.provinces import AREAS, PROVINCES, WASTES, region
from tests.study import Solved, solve_study

SEEDS = (0, 2)


def most_placed(
    supply: dict[tuple[str, str], float],
    capacity: dict[str, float],
    quotas: dict[tuple[str, str, str], float],
) -> float:
    """Return the largest tonnage by maximum flow: a node for each pair of provinces and waste."""
    graph = nx.DiGraph()
    for p, kt in capacity.items():
        graph.add_edge(("plant", p), "t", capacity=kt)
    for (start, waste), kt in supply.items():
        graph.add_edge("s", (start, waste), capacity=kt)
        for end in capacity:
            inside, outside = ("in", start, end, waste), ("out", start, end, waste)
            graph.add_edge((start, waste), inside, capacity=kt)
            graph.add_edge(inside, outside, capacity=quotas.get((start, end, waste), kt))
            graph.add_edge(outside, ("plant", end), capacity=kt)
    return float(nx.maximum_flow_value(graph, "s", "t"))


def draw(
    seed: int,
) -> tuple[dict[tuple[str, str], float], dict[str, float], dict[tuple[str, str, str], float]]:
    """Return supply, capacity and quotas by pair and waste of a random region."""
    rng = random.Random(seed)
    supply = {(p, w): float(rng.randint(20, 90)) for p in PROVINCES for w in WASTES}
    sizes = rng.sample([10.0, 120.0, 300.0], 3)
    capacity = dict(zip(PROVINCES, sizes, strict=True))
    pairs = itertools.permutations(PROVINCES, 2)
    quotas = {(*pair, w): float(rng.randint(0, 25)) for pair in pairs for w in WASTES}
    return supply, capacity, quotas


def as_rules(quotas: dict[tuple[str, str, str], float]) -> list[dict[str, Any]]:
    """Return rules: the class of one waste, the name of the other."""
    return [
        {
            "from": start,
            "to": end,
            "rule": "filing",
            "quota": f"{kt} kt/yr",
            **({"class": WASTES[w]} if w == "slag" else {"material": w}),
        }
        for (start, end, w), kt in quotas.items()
    ]


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Solved]:
    """Solve random regions."""
    found = {}
    for seed in SEEDS:
        supply, capacity, quotas = draw(seed)
        folder = tmp_path_factory.mktemp(f"borders{seed}")
        found[seed] = solve_study(folder, region(supply, capacity), {"borders": as_rules(quotas)})
    return found


@pytest.mark.xdist_group("borders")
class TestQuotas:
    """Quotas of random regions, against maximum flow."""

    @pytest.mark.parametrize("seed", SEEDS)
    def test_quotas_by_pair_and_waste_equal_maximum_flow(
        self, drawn: dict[int, Solved], seed: int
    ) -> None:
        """What is placed under twelve quotas is the maximum flow of networkx."""
        due = most_placed(*draw(seed))
        assert drawn[seed].kpi("net_utilized") == pytest.approx(due, rel=1e-9)

    @pytest.mark.parametrize("seed", SEEDS)
    def test_worth_is_between_the_steps_of_maximum_flow(
        self, drawn: dict[int, Solved], seed: int
    ) -> None:
        """One more kt of a quota is worth what the flow gains, between a step up and one down."""
        supply, capacity, quotas = draw(seed)
        borders = drawn[seed].tables["borders"]
        rows = borders[borders["kind"] == "quota"].to_dict("records")
        assert len(rows) == len(quotas)
        base, worth_something = most_placed(supply, capacity, quotas), 0
        for row, (key, kt) in zip(_in_order(rows), quotas.items(), strict=True):
            up = most_placed(supply, capacity, {**quotas, key: kt + 1}) - base
            down = base - most_placed(supply, capacity, {**quotas, key: max(kt - 1, 0.0)})
            worth = row["net_utilized_kt/yr_per_unit"]
            assert up - 1e-9 <= worth <= (down if kt >= 1 else 1.0) + 1e-9
            worth_something += worth > 1e-9
        assert worth_something

    def test_tightening_a_quota_never_raises_the_optimum(self, drawn: dict[int, Solved]) -> None:
        """Quota after quota is halved; what is placed only falls, and falls in the end."""
        solved, placed = drawn[2], []
        session = Session(solved.network)
        bounds: dict[RowName, tuple[float, float]] = {}
        stages = [Stage(maximize="net_utilized")]
        for quota, kt in solved.network.quotas["amount_kt_yr"].items():
            placed.append(session.solve(stages, bounds).stages[0].value)
            row = ("border_quota", (quota, 2025))
            if row in session.row_of:
                bounds[row] = (-np.inf, kt / 2)
        assert all(a >= b - 1e-9 for a, b in itertools.pairwise(placed))
        assert placed[-1] < placed[0] - 1

    def test_the_table_adds_up_and_is_verified(
        self, drawn: dict[int, Solved], tmp_path: Path
    ) -> None:
        """Crossings under a quota add up to what it says is used; a wrong figure is found."""
        solved = drawn[0]
        borders = solved.tables["borders"]
        crossing = borders[borders["kind"] == "crossing"]
        used = crossing.groupby("quota")["used_kt_yr"].sum()
        for row in borders[borders["kind"] == "quota"].to_dict("records"):
            assert row["used_kt_yr"] == pytest.approx(used.get(row["quota"], 0.0), abs=1e-9)
        flows = solved.tables["flows"]
        waste = flows[flows["cross_border"] & (flows["role"] == "utilization")]
        assert crossing["used_kt_yr"].sum() == pytest.approx(waste["amount_kt_yr"].sum())
        assert _failing(solved, tmp_path / "right", borders) == []
        full = borders["used_pct"] == borders["used_pct"].max()
        for column, factor in (("used_kt_yr", 1.5), ("quota_kt_yr", 2.0), ("used_pct", 0.5)):
            wrong = borders.assign(
                **{column: borders[column].where(~full, factor * borders[column])}
            )
            assert "quotas" in _failing(solved, tmp_path / column, wrong)
        room = (borders["kind"] == "quota") & (borders["used_pct"] < 50)
        assert room.any()
        worth = borders["utilization_rate_pp_per_unit"].where(~room, 0.3)
        wrong = borders.assign(utilization_rate_pp_per_unit=worth)
        assert "quotas" in _failing(solved, tmp_path / "worth", wrong)
        wrong = borders.assign(rule=borders["rule"].replace({"filing": "open"}))
        assert "borders" in _failing(solved, tmp_path / "rule", wrong)

    def test_a_line_tells_each_quota(self, drawn: dict[int, Solved]) -> None:
        """The terminal names the pair, the part used and what one more kt is worth."""
        for language, pair, more in (
            ("en", "A-land → B-land (", "utilized"),
            ("zh", "A省→B省（", "净利用量增加"),
        ):
            title, *lines = map(str, border_lines(drawn[0].tables, Texts(language)))
            assert len(lines) == 12
            assert title == say("borders_quotas", language)
            assert any(pair in line for line in lines)
            assert any(more in line for line in lines)


def _in_order(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: int(row["quota"].rpartition(":")[2]))


def _failing(solved: Solved, folder: Path, borders: pd.DataFrame) -> list[str]:
    """Return the checks that fail when the table of borders is another one."""
    folder.mkdir()
    tables = ResultTables({**solved.tables.frames, "borders": borders}, solved.tables.summary)
    write_tables(tables, folder)
    write_inputs(solved.case, folder)
    checks = verify(folder, solved.case.scenario)["checks"]
    return [check["name"] for check in checks if not check["passed"]]


ACID = region({("A", "acid"): 50.0, ("A", "slag"): 20.0}, {"B": 100.0})


def solve_acid(folder: Path, *rules: dict[str, Any]) -> Solved:
    """Solve a region whose acid sludge and slag can be used across the border only."""
    return solve_study(folder, ACID, {"borders": list(rules)})


ANY_OPEN = {"from": "any", "to": "any", "class": "any", "rule": "open"}
APPROVED = {"from": "A", "to": "B", "class": "hazardous", "rule": "approval", "quota": "12 kt/yr"}


class TestHazardous:
    """Hazardous waste crosses by approval only."""

    def test_opening_any_class_opens_general_waste_alone(self, tmp_path: Path) -> None:
        """`any: open` moves the slag; the sludge stays, and a note says why in both languages."""
        solved = solve_acid(tmp_path, ANY_OPEN)
        assert solved.flow("A_slag", "plant_B") == pytest.approx(20)
        assert solved.flow("A_acid", "plant_B") == 0
        note, *_ = solved.tables.summary["notes"]
        assert "Acid sludge" in note["en"]
        assert "Art. 82" in note["en"]
        assert "酸泥" in note["zh"]
        unused = solved.tables["unused"].set_index("zone")
        assert unused.loc["A_acid", "reason"] == "border_closed"

    def test_an_approval_with_a_quota_holds_under_a_later_opening(self, tmp_path: Path) -> None:
        """An approved quota is not widened by a later rule that opens every class."""
        solved = solve_acid(tmp_path, APPROVED, ANY_OPEN)
        assert solved.flow("A_acid", "plant_B") == pytest.approx(12)
        rows = solved.tables["borders"].query("material == 'acid' or waste_class == 'hazardous'")
        assert set(rows["rule"]) == {"approval"}

    def test_a_general_surcharge_is_not_paid_by_hazardous_waste(self, tmp_path: Path) -> None:
        """The rule that lets a flow pass is the one it pays for."""
        dear = {**ANY_OPEN, "rule": "filing", "surcharge": "9 CNY/t"}
        solved = solve_acid(tmp_path, {**APPROVED, "surcharge": "4 CNY/t"}, dear)
        assert solved.kpi("border_cost") == pytest.approx((12 * 4 + 20 * 9) * 1e-3)

    def test_no_note_where_nothing_is_held_back(self, tmp_path: Path) -> None:
        """Rules for general waste need no warning."""
        solved = solve_acid(tmp_path, {**ANY_OPEN, "class": "general"})
        assert not any("Art. 82" in note["en"] for note in solved.tables.summary["notes"])

    @pytest.mark.parametrize("named", [{"class": "hazardous"}, {"material": "acid"}])
    @pytest.mark.parametrize("rule", ["open", "filing"])
    def test_freeing_hazardous_waste_is_refused(
        self, tmp_path: Path, named: dict[str, str], rule: str
    ) -> None:
        """A rule that names hazardous waste cannot open its border."""
        with pytest.raises(InputError) as caught:
            solve_acid(tmp_path, {"from": "A", "to": "b1", "rule": rule, **named})
        (problem,) = caught.value.problems
        assert problem.code == "hazardous"
        assert problem.where.startswith("scenarios/study.yaml:")
        assert "approval" in str(problem.hint)

    def test_within_a_province_hazardous_waste_may_be_freed(self, tmp_path: Path) -> None:
        """The law speaks of provinces: a rule between two cities of one is not refused."""
        tables = {**ACID, "areas": AREAS + "a2,city,A-two,A二市,A\n"}
        rule = {"from": "a1", "to": "a2", "class": "hazardous", "rule": "open"}
        assert solve_study(tmp_path, tables, {"borders": [rule]}).kpi("uptake") == pytest.approx(20)


def test_waiting_costs_money(tmp_path: Path) -> None:
    """Thirty days at 0.2 CNY a tonne and day cost 6 CNY/t beside the surcharge, in any spelling."""
    figures = []
    for n, (lead, day) in enumerate((("30 d", "0.2 CNY/t/d"), ("30 天", "0.2 元/吨·天"))):
        rule = {
            **ANY_OPEN,
            "rule": "filing",
            "surcharge": "2 CNY/t",
            "lead": lead,
            "lead_cost": day,
        }
        solved = solve_acid(tmp_path / str(n), rule)
        figures.append(solved.kpi("border_cost"))
        crossing = solved.tables["borders"].query("material == 'slag'")
        assert crossing["cost_CNY_t"].tolist() == pytest.approx([8.0])
    assert figures == pytest.approx([20 * 8 * 1e-3] * 2)


def test_pairs_without_flow_show_their_rule(tmp_path: Path) -> None:
    """Every ordered pair, class and purpose has a row; what the scenario leaves open is said."""
    rules = [{"from": "A", "to": "B", "class": "any", "purpose": "any", "rule": "closed"}]
    table = solve_acid(tmp_path, *rules).tables["borders"]
    keys = ["from_area", "to_area", "waste_class", "purpose"]
    found = table.set_index(keys)["rule"].to_dict()
    assert found["A", "B", "general_I", "utilization"] == "closed"
    assert found["B", "A", "general_I", "utilization"] == "filing"
    assert found["B", "A", "general_I", "disposal"] == "approval"
    assert found["B", "A", "hazardous", "utilization"] == "approval"
    assert len(found) == len(table) == 2 * 2 * 2
    assert (table["used_kt_yr"] == 0).all()
