"""Volumes with a density of the material: amounts, stocks, demand, and prices by volume."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.errors import InputError
from sim.loader import load_case
from sim.loader.read.money import Money
from sim.loader.read.volumes import in_tonnes
from sim.units import parse
from tests.family_studies import BASE
from tests.study import write_study

DENSE = {
    **BASE,
    "materials": "id,name_en,kind,waste_class,density,purchase_price\n"
    "w,Waste,waste,general_I,1.6 t/m3,\nb,Brick,product,,2 吨/立方米,\nc,Clay,virgin,,,100 CNY/t\n",
}
VOLUMES = {
    **DENSE,
    "generation": "zone,material,amount [万 m3/yr]\nz,w,5\n",
    "legacy": "zone,material,stock,yearly_limit\nz,w,0.5 Mm3,1 %/yr\n",
    "markets": "id,name_en,product,price,max\nm,Bricks wanted,b,80 CNY/m3,1000 m³/yr\n",
}


def test_amounts_and_prices_by_volume(tmp_path: Path) -> None:
    """50,000 m3 of 1.6 t are 80 kt; half a million m3 are 800 kt; 80 a m3 of 2 t are 40 a tonne."""
    tables = load_case(write_study(tmp_path, VOLUMES)).tables
    assert tables["generation"]["amount"].tolist() == pytest.approx([80.0])
    assert tables["legacy"]["stock"].tolist() == pytest.approx([800.0])
    assert tables["markets"]["max"].tolist() == pytest.approx([2.0])
    assert tables["markets"]["price"].tolist() == pytest.approx([40.0])


def test_a_volume_without_density_is_told(tmp_path: Path) -> None:
    """At its line, with what to write; a volume where no mass is wanted is a wrong unit."""
    path = write_study(
        tmp_path,
        {
            **DENSE,
            "purchases": "plant,material,max\np,c,5 m3/yr\n",
            "links": "origin,destination,mode,km\nz,p,truck,5 m3\n",
        },
    )
    with pytest.raises(InputError) as caught:
        load_case(path)
    found = {problem.where: problem.code for problem in caught.value.problems}
    assert found["geodata/study/purchases.csv:2"] == "volume"
    assert found["geodata/study/links.csv:2"] == "quantity"


def test_the_density_itself_has_a_unit() -> None:
    """In any spelling; kg per litre too."""
    for text in ("1.6 t/m3", "1600 kg/m³", "1.6 吨/立方米", "1.6 kg/l"):
        assert parse(text, "t/cbm") == pytest.approx(1.6)


def test_numbers_that_are_none_stay_as_they_are() -> None:
    """What the reader of quantities refuses is left to it, as commas that may be decimal."""
    assert in_tonnes("1,5 m3/yr", 2.0) == "1,5 m3/yr"
    assert Money({"USD": 7.0}).quantity("1,5 USD/t") == "1,5 USD/t"
    assert Money({"USD": 7.0}).quantity("1,500 USD/t") == "10500 CNY/t"
