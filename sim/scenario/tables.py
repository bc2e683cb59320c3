"""The input tables: one row type each, with units, meanings and references.

A table is the concatenation of the files of its name in the library folder and in the
region folder, so that a region can bring its own materials, technologies and prices.
Every quantity column `x` that has `x_low` and `x_high` beside it carries its range.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sim.scenario.fields import Row
from sim.scenario.library_rows import (
    Composition,
    GatePrice,
    Grid,
    Group,
    Input,
    Material,
    Mode,
    Parameter,
    Quality,
    Recipe,
    Technology,
    Yield,
)
from sim.scenario.region_rows import (
    Area,
    Crossing,
    Generation,
    Label,
    Legacy,
    Line,
    Link,
    Market,
    Place,
    Plant,
    Purchase,
    Sink,
    Statistic,
    Terminal,
    Zone,
)


@dataclass(frozen=True)
class TableSpec:
    """How a table is read: its row type, key, and what its columns refer to."""

    row: type[Row]
    key: tuple[str, ...]
    references: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Column -> tables whose `id` it must name (any of them)."""
    required: bool = False
    """Whether every case needs rows of it."""
    expected_with: str = ""
    """Table whose rows make its file necessary; a header alone then says that there are none."""
    alike: tuple[str, ...] = ()
    """Columns that say what a row is of: rows with the same there are likely to be off alike."""

    @property
    def is_shared(self) -> bool:
        """Return whether the table belongs into the library rather than to a region."""
        return self.row.__module__ == Material.__module__


_AREA: dict[str, tuple[str, ...]] = {"city": ("areas",), "province": ("areas",)}

TABLES: dict[str, TableSpec] = {
    "materials": TableSpec(Material, ("id",), required=True, alike=("kind",)),
    "gate_prices": TableSpec(
        GatePrice,
        ("material", "technology", "province"),
        {"material": ("materials",), "technology": ("technologies",), "province": ("areas",)},
        alike=("material",),
    ),
    "composition": TableSpec(
        Composition,
        ("material", "producer", "property"),
        {"material": ("materials",), "producer": ("zones", "plants")},
        alike=("material", "property"),
    ),
    "technologies": TableSpec(Technology, ("id",), required=True, alike=("family",)),
    "recipes": TableSpec(
        Recipe, ("id",), {"technology": ("technologies",)}, required=True, alike=("technology",)
    ),
    "inputs": TableSpec(
        Input,
        ("recipe", "material"),
        {"recipe": ("recipes",), "material": ("materials",)},
        required=True,
        alike=("material",),
    ),
    "groups": TableSpec(
        Group,
        ("recipe", "group"),
        {"recipe": ("recipes",), "materials": ("materials",)},
        alike=("group",),
    ),
    "yields": TableSpec(
        Yield,
        ("recipe", "material", "per"),
        {"recipe": ("recipes",), "material": ("materials",)},
        alike=("material",),
    ),
    "quality": TableSpec(Quality, ("id",), {"recipes": ("recipes",), "materials": ("materials",)}),
    "grid": TableSpec(Grid, ("province",), {"province": ("areas",)}),
    "modes": TableSpec(Mode, ("id",), required=True, alike=("id",)),
    "parameters": TableSpec(Parameter, ("id",), alike=("id",)),
    "areas": TableSpec(Area, ("id",)),
    "names": TableSpec(Label, ("level", "id", "city"), {"city": ("areas",)}),
    "zones": TableSpec(Zone, ("id",), _AREA),
    "generation": TableSpec(
        Generation,
        ("zone", "material"),
        {"zone": ("zones",), "material": ("materials",)},
        expected_with="zones",
        alike=("material",),
    ),
    "legacy": TableSpec(
        Legacy,
        ("zone", "material"),
        {"zone": ("zones",), "material": ("materials",)},
        alike=("material",),
    ),
    "plants": TableSpec(Plant, ("id",), _AREA, required=True),
    "lines": TableSpec(
        Line,
        ("id",),
        {
            "plant": ("plants",),
            "technology": ("technologies",),
            "only_zones": ("zones",),
            "recipes": ("recipes",),
        },
        required=True,
        alike=("technology",),
    ),
    "purchases": TableSpec(
        Purchase,
        ("plant", "material"),
        {"plant": ("plants",), "material": ("materials",)},
        alike=("material",),
    ),
    "sinks": TableSpec(
        Sink,
        ("id",),
        {
            **_AREA,
            "owner_zone": ("zones",),
            "owner_plant": ("plants",),
            "accepts": ("materials",),
        },
        alike=("kind",),
    ),
    "markets": TableSpec(
        Market, ("id",), {"product": ("materials",), "area": ("areas",)}, alike=("product",)
    ),
    "terminals": TableSpec(Terminal, ("id",), {**_AREA, "mode": ("modes",)}),
    "places": TableSpec(Place, ("id",)),
    "crossings": TableSpec(Crossing, ("id",)),
    "links": TableSpec(
        Link,
        ("origin", "destination", "mode", "material"),
        {
            "origin": ("zones", "plants", "sinks", "markets", "terminals", "places"),
            "destination": ("zones", "plants", "sinks", "markets", "terminals", "places"),
            "mode": ("modes",),
            "material": ("materials",),
        },
    ),
    "statistics": TableSpec(Statistic, ("area", "level", "scope", "year")),
}
"""Every input table by name; the file is `<name>.csv`."""

SITES = {"lines": ("plant", "plants"), "generation": ("zone", "zones"), "legacy": ("zone", "zones")}
"""Table whose rows belong to a site -> the column that names it, and the table it stands in."""


def site_columns(table: str) -> tuple[str, ...]:
    """Return the columns of the site that `where` may ask of the rows of a table.

    >>> "city" in site_columns("lines"), site_columns("plants")
    (True, ())
    """
    if table not in SITES:
        return ()
    own = TABLES[table].row.model_fields
    wanted = ("city", "county", "province", "owner", "basin", "industry", "role")
    there = TABLES[SITES[table][1]].row.model_fields
    return tuple(name for name in wanted if name in there and name not in own)
