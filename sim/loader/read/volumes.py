"""Volumes, turned into tonnes where they are read, by the density of the material of the row."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sim.loader.case import Rows
from sim.loader.read.scaled import scale, unit_of
from sim.units import VOLUME, plain_volumes

MATERIAL = ("material", "product")
"""Columns that say what a row is about."""
OF_MASS = ("kt/yr", "kt", "CNY/t")
"""Units of cells that may be written by volume."""
Densities = Mapping[str, float]
"""Material -> tonnes per cubic metre."""
_WORD = re.compile(rf"(?<![A-Za-z]){VOLUME}(?![A-Za-z])")


def read_densities(materials: Rows) -> Densities:
    """Return the densities that table materials states."""
    stated = {r.values["id"]: r.values["density"] for r in materials.records}
    return {material: density for material, density in stated.items() if density is not None}


def is_volume(unit: str, text: str) -> bool:
    """Return whether a cell, or the heading of its column, is a volume where a mass may stand.

    >>> is_volume("kt/yr", "5 m3/yr"), is_volume("kt/yr", "5 t/yr"), is_volume("km", "5 m3")
    (True, False, False)
    """
    return unit in OF_MASS and _WORD.search(plain_volumes(text)) is not None


def unit_in_tonnes(unit: str) -> str:
    """Return a unit with tonnes in the place of volumes.

    >>> unit_in_tonnes("万m3/yr"), unit_in_tonnes("CNY/m³")
    ('万t/yr', 'CNY/t')
    """
    return _WORD.sub("t", plain_volumes(unit))


def in_tonnes(text: str, density: float) -> str:
    """Return a quantity by volume as one by mass: of tonnes per volume, or of money per volume.

    >>> in_tonnes("5 m3/yr", 1.6), in_tonnes("80 CNY/m3", 1.6)
    ('8 t/yr', '50 CNY/t')
    """
    plain = plain_volumes(text)
    unit = unit_of(plain)
    by = density if _WORD.search(unit.partition("/")[0]) else 1.0 / density
    return scale(plain, by, unit_in_tonnes(unit)) or text
