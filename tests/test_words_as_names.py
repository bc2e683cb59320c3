"""Words with a meaning of their own are no names: a yield per `activity` has one reading."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.errors import InputError
from sim.loader import load_case
from tests.tiny_project import FILES, LIBRARY, REGION, make_project


def refusal(path: Path, table: str, old: str, new: str) -> str:
    """Return what is said where a name of a table is another one."""
    folder = REGION if table == "areas" else LIBRARY
    text = FILES[f"{folder}/{table}.csv"]
    assert old in text
    scenario = make_project(path, **{table: text.replace(old, new)})
    with pytest.raises(InputError) as caught:
        load_case(scenario)
    return str(caught.value)


def test_material_called_activity(tmp_path: Path) -> None:
    """Such a material gave twice the activity that fits its capacity, and failed verification."""
    said = refusal(tmp_path, "materials", "brick,", "activity,")
    assert "materials.csv:7: id: 'activity' is a word of its own in 'yields'" in said


@pytest.mark.parametrize("word", ["mass", "activity"])
def test_property_called_as_a_word_of_formulas(word: str, tmp_path: Path) -> None:
    """A formula would mean the tonnes, not the property of that name, without telling."""
    said = refusal(tmp_path, "composition", "Pb,", f"{word},")
    assert f"composition.csv:4: property: '{word}' is a word of its own in 'quality'" in said


def test_area_called_any(tmp_path: Path) -> None:
    """A border rule for it would hold for every area."""
    said = refusal(tmp_path, "areas", "East,province", "any,province")
    assert "areas.csv:2: id: 'any' is a word of its own in 'borders'" in said
