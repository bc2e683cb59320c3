"""Limits and what they are worth stand in the units that planners count in, in each language."""

from __future__ import annotations

import pandas as pd
import pytest

from sim.results.heads import head_of
from sim.results.sheets import Sheet, say_cells
from sim.say.texts import EN, ZH, Texts

PRICES = pd.DataFrame(
    {
        "unit": ["kt/yr", "MCNY/yr", "%", "CNY/t"],
        "limit": [820.0, 450.0, 15.0, 30.0],
        "value": [820.0, 450.0, 15.0, 30.0],
        "from": [800.0, None, 12.0, 0.0],
        "to": [905.0, 500.0, None, 60.0],
        "net_utilized_kt/yr_per_unit": [0.9, 2.0, 6.0, 0.5],
        "net_cost_MCNY/yr_per_unit": [0.11, 1.0, 0.2, 0.3],
        "utilization_rate_pp_per_unit": [0.003, 0.01, 0.4, 0.0],
    }
)


def cells(column: str, texts: Texts, table: str = "prices") -> list[object]:
    """A column of the sheet as it is shown."""
    frame = PRICES if table == "prices" else PRICES.drop(columns="unit")
    return say_cells(Sheet(table, table, frame), column, texts)


def test_limits_are_in_the_unit_of_their_row() -> None:
    """820 kt/yr are 82 万吨/年, 450 million CNY are 4.5 亿元; shares stay per cent."""
    assert cells("unit", ZH) == ["万吨/年", "亿元/年", "%", "元/吨"]
    assert cells("limit", ZH) == pytest.approx([82.0, 4.5, 15.0, 30.0])
    assert cells("to", ZH)[0] == pytest.approx(90.5)
    assert pd.isna(cells("from", ZH)[1])
    assert cells("unit", EN) == ["kt/yr", "million CNY/yr", "%", "CNY/t"]
    assert cells("limit", EN) == [820.0, 450.0, 15.0, 30.0]


def test_worths_are_per_unit_of_their_row() -> None:
    """0.11 million CNY a kt are 110 万元 a 万吨; tonnes a tonne are the same in every unit."""
    assert cells("net_utilized_kt/yr_per_unit", ZH) == pytest.approx([0.9, 20.0, 0.6, 0.05])
    assert cells("net_cost_MCNY/yr_per_unit", ZH) == pytest.approx([110.0, 1e4, 20.0, 30.0])
    assert cells("utilization_rate_pp_per_unit", ZH) == pytest.approx([0.03, 1.0, 0.4, 0.0])
    assert cells("net_cost_MCNY/yr_per_unit", EN) == [0.11, 1.0, 0.2, 0.3]


def test_quotas_of_borders_are_in_tonnes() -> None:
    """The table of borders names no unit: its quotas are yearly tonnages."""
    worths = cells("net_utilized_kt/yr_per_unit", ZH, "borders")
    assert worths == pytest.approx([0.9, 2.0, 6.0, 0.5])
    worths = cells("net_cost_MCNY/yr_per_unit", ZH, "borders")
    assert worths == pytest.approx([110.0, 1000.0, 200.0, 300.0])


@pytest.mark.parametrize(
    ("column", "en", "zh"),
    [
        (
            "net_cost_MCNY/yr_per_unit",
            "Net cost: one unit more (million CNY/yr)",
            "净成本：增加一单位（万元/年）",
        ),
        (
            "net_utilized_kt/yr_per_unit",
            "Net utilized: one unit more (kt/yr)",
            "净利用量：增加一单位（万吨/年）",
        ),
        (
            "utilization_rate_pp_per_unit",
            "Utilization rate (net): one unit more (points)",
            "综合利用率（净）：增加一单位（个百分点）",
        ),
        (
            "one_net_utilized_change_kt_yr",
            "One unit more: net utilized (kt/yr)",
            "放宽一步：净利用量变化（万吨/年）",
        ),
        (
            "tenth_net_cost_change_MCNY_yr",
            "A tenth more: net cost (million CNY/yr)",
            "增加一成：净成本变化（万元/年）",
        ),
    ],
)
def test_heads_say_the_unit(column: str, en: str, zh: str) -> None:
    """Nobody reads 百万元."""
    assert (head_of(column, EN).title, head_of(column, ZH).title) == (en, zh)
