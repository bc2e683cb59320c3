"""Who takes whose waste: the table, the heat tables, and the map of crossings alone."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from sim.draw.fonts import pick_font
from sim.draw.heat import draw_transfers, gather_matrix
from sim.draw.on_request import PICTURES
from sim.draw.payers import draw_payments
from sim.draw.pictures import save_pictures, save_transfer_map
from tests.chain_study import SCENARIO, TABLES
from tests.study import Solved, solve_study


@pytest.fixture(scope="module")
def solved(tmp_path_factory: pytest.TempPathFactory) -> Solved:
    """The chain study, solved."""
    return solve_study(tmp_path_factory.mktemp("chain"), TABLES, SCENARIO)


def test_pairs_of_provinces_and_cities(solved: Solved) -> None:
    """Within and across: waste to its line, residue over the border; what is stored is no move."""
    table = solved.tables["transfers"]
    found = {
        (row.level, row.origin, row.destination, row.material, row.role): row.amount_kt_yr
        for row in table.itertuples()
    }
    expected = {
        ("province", "A", "A", "slag", "utilization"): 100,
        ("province", "A", "B", "tail", "chain"): 60,
        ("province", "B", "B", "ash", "utilization"): 50,
        ("city", "a1", "a1", "slag", "utilization"): 100,
        ("city", "a1", "b1", "tail", "chain"): 60,
        ("city", "b1", "b1", "ash", "utilization"): 50,
    }
    assert found == pytest.approx(expected)
    across = table[(table["level"] == "province") & (table["material"] == "tail")].iloc[0]
    assert across["cost_MCNY_yr"] == pytest.approx(60 * 8e-3)
    assert across["work_Mt_km_yr"] == pytest.approx(1.2)
    assert (across["origin_name_zh"], across["destination_name_zh"]) == ("甲省", "B")


def test_crossings_are_the_figure_of_the_summary(solved: Solved) -> None:
    """What goes from one province to another adds up to the amount that crosses borders."""
    table = solved.tables["transfers"]
    crossing = (table["level"] == "province") & (table["origin"] != table["destination"])
    assert table.loc[crossing, "amount_kt_yr"].sum() == pytest.approx(solved.kpi("cross_border"))


def test_a_matrix_keeps_provinces_together(solved: Solved) -> None:
    """Cities are ordered by the size of their province, then by their own."""
    used = pd.DataFrame(
        [("a1", "b1", 5.0), ("b1", "b1", 50.0), ("b2", "a1", 1.0), ("a1", "a1", 9.0)],
        columns=["origin", "destination", "amount_kt_yr"],
    ).assign(level="city")
    areas = pd.DataFrame(
        [("a1", "City A", "A"), ("b1", "City B", "B"), ("b2", "City C", "B")],
        columns=["id", "name_en", "parent"],
    ).assign(name_zh="")
    matrix = gather_matrix(used, areas, "city", pick_font("en"))
    assert list(matrix.areas) == ["b1", "b2", "a1"]
    assert list(matrix.names) == ["City B", "City C", "City A"]
    assert matrix.amounts["a1", "b1"] == 5.0


def test_charts_show_every_amount(solved: Solved) -> None:
    """The heat tables write all amounts and totals, the payments all balances."""
    frames, summary = solved.tables.frames, solved.tables.summary
    areas = solved.case.tables["areas"]
    heat = draw_transfers(frames, summary, areas, pick_font("en"))
    assert heat is not None
    said = [text.get_text() for ax in heat.axes for text in ax.texts]
    assert said.count("100") == 6  # cell, row and column total, twice
    assert said.count("150") == 2
    bars = draw_payments(frames, summary, pick_font("en"))
    assert bars is not None
    said = [text.get_text() for ax in bars.axes for text in ax.texts]
    assert "+4.00" in said  # 100 kt of slag at 40 CNY/t
    labels = [tick.get_text() for tick in bars.axes[0].get_yticklabels()]
    assert "Generators: Province A" in labels


@pytest.mark.parametrize("language", ["en", "zh"])
def test_pictures_are_written(solved: Solved, tmp_path: Path, language: str) -> None:
    """Each picture is a PNG and an SVG; only what is asked for is drawn."""
    frames, summary = solved.tables.frames, solved.tables.summary
    areas = solved.case.tables["areas"]
    font = pick_font(language)  # type: ignore[arg-type]
    save_pictures(PICTURES, frames, summary, tmp_path, areas, font)
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {f"{p}.{suffix}" for p in PICTURES for suffix in ("png", "svg")}


def test_no_map_where_nothing_has_a_place(
    solved: Solved, tmp_path: Path, project_root: Path
) -> None:
    """Without coordinates there is no map of crossings, and nothing is written."""
    tables = {**solved.tables.frames, **solved.case.tables, "lines": solved.tables["lines"]}
    save_transfer_map(
        tables | dict(solved.tables.frames),
        solved.tables.summary,
        tmp_path,
        font=pick_font("en"),
        root=project_root,
        kind="schematic",
    )
    assert list(tmp_path.iterdir()) == []
