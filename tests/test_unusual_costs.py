"""Costs and prices that are off by a thousand are told, with what may be meant, and taken."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.checks import find_unusual
from sim.loader import load_case
from sim.loader.columns import columns_of
from sim.scenario.fields import ANY_NUMBER, PARAMETERS
from sim.scenario.tables import TABLES
from tests.study import write_study
from tests.test_idle_lines import TABLES as STUDY
from tests.test_idle_lines import tables

ROOT = Path(__file__).parents[1]
SHIPPED = (
    "scenarios",
    "scenarios/handan-changzhi-anyang",
    "scenarios/beijing-tianjin-hebei",
    "sim/example/scenarios",
)


def said(folder: Path, **changes: str) -> list[str]:
    """Return what is odd in the study with other tables."""
    return [str(p) for p in find_unusual(load_case(write_study(folder, tables(**changes))))]


@pytest.mark.parametrize("unit", ["CNY/(kt/yr)", "元/(千吨/年)"])
def test_capital_per_kt_is_told(unit: str, tmp_path: Path) -> None:
    """450 CNY per kt/yr is 0.45 per t/yr: a thousandth of what a plant costs."""
    (told,) = said(
        tmp_path,
        technologies=f"id,name_en,capex [{unit}]\nmk,Make,450\n",
        recipes="id,technology,name_en\nmk,mk,Make\n",
        inputs="recipe,material,min,max\nmk,w,1,1\n",
        yields="recipe,material,per,amount\nmk,g,activity,1\n",
    )
    assert told.startswith("geodata/study/technologies.csv:2: capex: 0.45 ")
    assert "seldom below 1 " in told
    assert "did you mean 450 " in told


@pytest.mark.parametrize(
    ("table", "text", "value"),
    [
        (
            "recipes",
            STUDY["recipes"]
            .replace("name_en\n", "name_en,cost [CNY/kt]\n")
            .replace("mk,mk,Make\n", "mk,mk,Make,60\n"),
            "cost: 0.06 ",
        ),
        ("modes", "id,name_en,medium,tariff [CNY/kt/km]\nt,Truck,road,0.5\n", "tariff: 0.0005 "),
        (
            "modes",
            "id,name_en,medium,tariff [CNY/t/km],handling [CNY/kt]\nt,Truck,road,0.5,18\n",
            "handling: 0.018 ",
        ),
        ("markets", "id,name_en,product,price [CNY/kt]\nm,Buyers,g,-300\n", "price: -0.3 "),
        ("parameters", "id,value\ncarbon_price,80 CNY/kt\n", "carbon_price: 0.08 "),
    ],
)
def test_a_sum_per_kt_is_told(table: str, text: str, value: str, tmp_path: Path) -> None:
    """In every kind of cost and price, at its line."""
    if table == "recipes":
        head, *rows = text.splitlines()
        rows = [row + "," * (head.count(",") - row.count(",")) for row in rows]
        text = "\n".join([head, *rows]) + "\n"
    (told,) = said(tmp_path, **{table: text})
    assert told.startswith(f"geodata/study/{table}.csv:2: {value}")
    assert "did you mean" in told


def test_nothing_and_usual_sums_are_not_told(tmp_path: Path) -> None:
    """0 is a sum that people mean; a tenth of a cent is one that nobody does."""
    text = (
        "id,name_en,medium,tariff [CNY/t/km],handling [CNY/t],fixed [CNY/t]\nt,Truck,road,{},{},0\n"
    )
    assert said(tmp_path / "a", modes=text.format("0.02", "0")) == []
    (told,) = said(tmp_path / "b", modes=text.format("0.02", "0.0001"))
    assert "did you mean" not in told


def test_every_sum_has_a_usual_range() -> None:
    """No column in CNY is without one, nor one without a least size."""
    specs = {
        f"{table}.{column.name}": column.spec
        for table in TABLES
        for column in columns_of(table).values()
        if column.takes_unit and column.unit.startswith("CNY")
    } | {"parameters.carbon_price": PARAMETERS["carbon_price"]}
    assert len(specs) > 30
    for name, spec in specs.items():
        assert spec.usual != ANY_NUMBER, name
        assert 0 < spec.small < spec.usual[1], name


@pytest.mark.parametrize("folder", SHIPPED)
def test_shipped_regions_are_usual(folder: str) -> None:
    """What comes with the project is not odd."""
    assert find_unusual(load_case(ROOT / folder / "baseline.yaml")) == []
