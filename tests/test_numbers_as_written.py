"""Numbers mean what a reader sees: what could mean two things, or is no digit, is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.errors import InputError
from sim.loader import load_case
from sim.network.formula import FormulaError, read_formula
from sim.scenario.fields import Unit
from sim.units import UnitError, parse
from tests.tiny_project import REGION, make_project

GENERATION = f"{REGION}/generation.csv"

REFUSED = [
    ("0,400 Mt/yr", "'0,400' may be a decimal or thousands", "write '0.400' or '400'"),
    ("00,400 t/yr", "may be a decimal or thousands", "write '0.400' or '400'"),
    ("-0,400 t/yr", "may be a decimal or thousands", "write '-0.400' or '-400'"),
    ("0,400,000 t/yr", "'0,400,000' is not a number", "a comma separates thousands"),
    ("1,23 t/yr", "'1,23' is not a number", "write '1.23'"),
    ("1,2345 t/yr", "'1,2345' is not a number", "write '1.2345'"),
    ("1,234,56 t/yr", "'1,234,56' is not a number", "a comma separates thousands"),
    ("1.234,5 t/yr", "is not one number with a unit", "a comma separates thousands"),
    ("1234,567 t/yr", "may be a decimal or thousands", "write '1234.567' or '1234567'"),
    ("400² kt/yr", "'²' in '400² kt/yr' is not a digit", ""),
    ("10⁴ t/yr", "'⁴' in '10⁴ t/yr' is not a digit", ""),
    ("4₂ t/yr", "'₂' in '4₂ t/yr' is not a digit", ""),
    ("½ t/yr", "'½' in '½ t/yr' is not a digit", ""),
    ("1½ t/yr", "'½' in '1½ t/yr' is not a digit", ""),
    ("① t/yr", "'①' in '① t/yr' is not a digit", ""),
    ("١٢ t/yr", "'١' in '١٢ t/yr' is not a digit", ""),
    ("Ⅻ t/yr", "is not a number with a unit", ""),
    ("1_000 t/yr", "is not one number with a unit", ""),
    ("0x10 t/yr", "is not one number with a unit", ""),
    ("nan t/yr", "is not a number with a unit", ""),
    ("inf t/yr", "is not a number with a unit", ""),
    ("--5 t/yr", "is not a number with a unit", ""),
]


@pytest.mark.parametrize(("text", "what", "hint"), REFUSED)
def test_refused(text: str, what: str, hint: str) -> None:
    """The message says what is wrong, and what to write where that can be told."""
    with pytest.raises(UnitError) as refused:
        parse(text, "kt/yr")
    assert what in str(refused.value)
    assert hint in str(refused.value.hint or "")


@pytest.mark.parametrize(
    ("text", "kt"),
    [
        ("1,200 kt/yr", 1200),
        ("１２ kt/yr", 12),
        ("１，２００．５ kt/yr", 1200.5),
        ("0.400 Mt/yr", 400),
    ],
)
def test_read(text: str, kt: float) -> None:
    """Thousands are separated by commas; a full-width digit is a digit."""
    assert parse(text, "kt/yr") == kt


def test_a_tonne_of_carbon_dioxide_may_have_its_index() -> None:
    """The index of CO₂ is no digit of the number."""
    assert parse("110 kgCO₂/t", "kg/t") == 110


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ('"0,400"', "amount: '0,400' may be a decimal or thousands (write '0.400' or '400')"),
        ('"1,23"', "amount: '1,23' is not a number (write '1.23')"),
        ("400²", "amount: '400²' is not a number"),
        ("1_000", "amount: '1_000' is not a number"),
        ("½", "amount: '½' is not a number"),
        ("nan", "amount: 'nan' is not a number"),
    ],
)
def test_refused_below_a_heading_with_a_unit(tmp_path: Path, cell: str, said: str) -> None:
    """A unit in the heading changes nothing; 0,400 Mt was read as 400 Mt."""
    table = f"zone,material,amount [Mt/yr]\nz1,slag,{cell}\nz2,slag,1\n"
    with pytest.raises(InputError) as refused:
        load_case(make_project(tmp_path, generation=table, legacy=None))
    assert f"{GENERATION}:2: {said}" in str(refused.value)


def test_full_width_digits_below_a_heading_with_a_unit(tmp_path: Path) -> None:
    """They are read there as they are read with their unit beside them."""
    table = "zone,material,amount [kt/yr]\nz1,slag,１２\nz2,slag,1\nz1,tailings,12 \n"
    case = load_case(make_project(tmp_path, generation=table))
    assert sorted(case.tables["generation"]["amount"]) == [1.0, 12.0, 12.0]


@pytest.mark.parametrize("lon", ["1_1", "1e", "0x1", "１²"])
def test_numbers_without_a_unit(tmp_path: Path, lon: str) -> None:
    """Degrees, years and factors take no more than digits either."""
    table = f"id,name_en,lon,lat\np1,East Bricks,{lon},30\np2,West Cement,115,30\n"
    with pytest.raises(InputError) as refused:
        load_case(make_project(tmp_path, plants=table))
    assert f"{REGION}/plants.csv:2: lon: '{lon}' is not a number" in str(refused.value)


def test_latitude_and_longitude_exchanged(tmp_path: Path) -> None:
    """Half of the exchanged pairs cannot be told; the other half is."""
    table = "id,name_en,lon,lat\np1,East Bricks,30,115\np2,West Cement,115,30\n"
    with pytest.raises(InputError, match="are lon and lat exchanged"):
        load_case(make_project(tmp_path, plants=table))


def test_factor_with_an_underscore(tmp_path: Path) -> None:
    """1_5 would be 15."""
    path = make_project(tmp_path)
    text = path.read_text(encoding="utf-8").replace("capacity: 1.5", "capacity: 1_5")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="'1_5' is not a number"):
        load_case(path)


def test_shares_too() -> None:
    """A share has the same signs."""
    with pytest.raises(Exception, match="may be a decimal or thousands"):
        Unit("").read("0,500")


@pytest.mark.parametrize("number", ["1_0", "0x10", "0b1", "True", "1j"])
def test_formula_numbers(number: str) -> None:
    """A quality formula has the same digits."""
    assert read_formula("Cu <= 10*mass").coefficients["mass"] == -10
    with pytest.raises(FormulaError):
        read_formula(f"Cu <= {number}*mass")
