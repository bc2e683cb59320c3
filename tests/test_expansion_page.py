"""The planner's page where a scenario lets capacity be built: its plans, cards, tables and map."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sim.loader import load_case
from sim.loader.change.extend import extend
from sim.loader.load import load_rows
from sim.network import build_network
from sim.page.programmes import Programme
from sim.report.building import list_built
from sim.solve import Session
from sim.solve.plan import Plan
from sim.studies.sweep.bounds import OtherStructureError
from tests.expansion_study import TARGET, write

CHEAPEST = [{"minimize": "net_cost"}]


def built_of(plan: Plan) -> dict[str, float]:
    """Line -> what is built."""
    return dict(zip(plan.build["line"], plan.build["amount_kt_yr"], strict=True))


def changed(table: str, where: dict[str, str], **cells: str) -> dict[str, Any]:
    """Keys that set cells of a table."""
    return {"change": [{"table": table, "where": where, "set": cells}]}


def test_plans_of_edits_build_what_a_run_builds(tmp_path: Path) -> None:
    """A warm plan under another target, or another bound, equals a cold one."""
    path = write(tmp_path, objective=CHEAPEST, limits=TARGET)
    loaded = load_rows(path)
    programme = Programme(loaded)
    further = {"limits": [{"floor": "net_utilized", "at": "440 kt/yr"}]}
    wider = {"expand": [{"where": {"id": "l"}, "up_to": "60 %"}]}
    for number, keys in enumerate(({}, further, wider)):
        varied = extend(loaded, keys, "edits", replaced=tuple(keys)) if keys else loaded
        view = programme.plan(varied)
        whole = {"objective": CHEAPEST, "limits": TARGET, **keys}
        again = write(tmp_path / str(number), **whole)
        cold = Session(build_network(load_case(again))).solve()
        assert built_of(view.plan) == pytest.approx(built_of(cold), abs=1e-6)
        assert view.plan.stages[0].value == pytest.approx(cold.stages[0].value)
        lines = view.tables["lines"].set_index("line")
        assert lines.loc["l", "capacity_kt_yr"] == pytest.approx(200 + built_of(cold)["l"])


def test_a_line_that_may_grow_needs_a_programme_of_its_own(tmp_path: Path) -> None:
    """Its capacity is more than a right-hand side: 50 % of more may be built."""
    loaded = load_rows(write(tmp_path, objective=CHEAPEST, limits=TARGET))
    programme = Programme(loaded)
    larger = extend(loaded, changed("lines", {"id": "l"}, capacity="260 kt/yr"), "edits")
    assert not programme.serves(larger)
    with pytest.raises(OtherStructureError):
        programme.plan(larger)
    assert built_of(Programme(larger).plan(larger).plan) == pytest.approx({"l": 130.0, "n": 40.0})


def test_cards_and_tables_tell_what_is_built(tmp_path: Path) -> None:
    """The figures stand on the page and in a table, in the units of the language."""
    loaded = load_rows(write(tmp_path, objective=CHEAPEST, limits=TARGET))
    view = Programme(loaded).plan(loaded)
    listing = list_built(view.frames, view.texts("zh"))
    assert listing is not None
    titles = [column.title for column in listing.columns]
    assert titles[4:10] == [
        "现有产能（万吨/年）",
        "新建产能（万吨/年）",
        "可新建上限（万吨/年）",
        "关停产能（万吨/年）",
        "建设投资（亿元）",
        "投资年金（亿元/年）",
    ]
    first = [cell.text for cell in listing.rows[0]]
    assert first[4:9] == ["20.0", "10.0", "10.0", "0", "0.40"]
    assert {row["name"]: row["value"] for row in view.summary["kpis"]}["investment"] == 79.0
