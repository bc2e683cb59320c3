"""Field types that rows and scenarios are built from: quantities, names, lists, confidence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from sim import units
from sim.message import Bilingual, Message, message
from sim.scenario.refusal import refusal

_IDENTIFIER = re.compile(r"\w[\w.+\-]{0,63}")
EXAMPLES = {
    "kt/yr": "12 kt/yr",
    "kt": "85 Mt",
    "CNY/t": "35 CNY/t",
    "CNY/t/km": "0.35 CNY/t/km",
    "km": "120 km",
    "": "60 %",
    "1/yr": "1 %/yr",
    "kg/t": "110 kg/t",
    "kg/t/km": "0.078 kg/t/km",
    "kWh/t": "40 kWh/t",
    "MJ/t": "3150 MJ/t",
    "CNY*yr/t": "350 CNY/(t/yr)",
    "yr": "20 yr",
    "s": "600 s",
    "d": "30 d",
    "CNY/t/d": "0.2 CNY/t/d",
    "MCNY/yr": "900 million CNY/yr",
    "Mt*km/yr": "800 million t·km/yr",
    "1": "1500 mg/kg",
}
"""Canonical unit -> how a person would write a quantity of it."""
_EXAMPLES_ZH = {
    "kt/yr": "1.2 万吨/年",
    "kt": "8500 万吨",
    "CNY/t": "35 元/吨",
    "CNY/t/km": "0.35 元/吨·公里",
    "km": "120 公里",
    "1/yr": "1 %/年",
    "kg/t": "110 千克/吨",
    "kg/t/km": "0.078 千克/吨·公里",
    "kWh/t": "40 千瓦时/吨",
    "MJ/t": "3150 兆焦/吨",
    "CNY*yr/t": "350 元/(吨/年)",
    "d": "30 天",
    "CNY/t/d": "0.2 元/吨·天",
    "yr": "20 年",
    "s": "600 秒",
    "MCNY/yr": "9 亿元/年",
    "Mt*km/yr": "8 亿吨·公里/年",
}


def show_example(unit: str) -> Bilingual:
    """Return how a person would write a quantity of a canonical unit, in either language."""
    return Bilingual(EXAMPLES.get(unit, f"1 {unit}"), _EXAMPLES_ZH.get(unit, ""))


LARGEST = 1e9
"""Quantities beyond this, in any canonical unit, are slips of the pen; sums of them lose digits."""
SMALLEST = {"kt/yr": 1e-9, "kt": 1e-9}
"""Canonical unit -> what is not told from zero: less than a gram."""


def judge_size(number: float, unit: str) -> tuple[Message, Message] | None:
    """Return what is wrong with the size of a quantity in a canonical unit, and what to write."""
    least, name = SMALLEST.get(unit, 0.0), units.name_unit(unit)
    if not abs(number) <= LARGEST:
        return message("too_large", value=number, unit=name), message("at_most", most=LARGEST)
    if 0 < abs(number) < least:
        return message("too_small", value=number, unit=name), message("or_zero", least=least)
    return None


@dataclass(frozen=True)
class Unit:
    """Marks a field as a quantity: the unit its number is kept in."""

    canonical: str
    """pint's words for the unit, e.g. `kt/yr`; empty for a share."""
    signed: bool = False
    """Whether negative numbers make sense (prices do, tonnages do not)."""
    positive: bool = False
    """Whether zero makes no sense: nothing is paid off in no time."""

    @property
    def example(self) -> str:
        """Return how a person would write such a quantity."""
        return EXAMPLES.get(self.canonical, f"1 {self.canonical}")

    def read(self, value: Any) -> Any:
        """Return `value` as a float in the canonical unit; None and blank stay None."""
        if value is None or (isinstance(value, str) and not value.strip()):
            return None
        try:
            number = units.parse(value, self.canonical)
        except units.UnitError as error:
            hint = message("write_for_example", example=show_example(self.canonical))
            raise refusal("quantity", error.message, hint) from None
        if number < 0 and not self.signed:
            raise refusal("negative", message("negative", value=value), message("not_negative"))
        if number == 0 and self.positive:
            hint = message("write_for_example", example=show_example(self.canonical))
            raise refusal("zero", message("zero", value=value), hint)
        if wrong := judge_size(number, self.canonical):
            raise refusal("size", *wrong)
        return number


def quantity(unit: str, *, signed: bool = False, positive: bool = False) -> Any:
    """Return the annotated type of a quantity kept in `unit`."""
    spec = Unit(unit, signed, positive)
    return Annotated[
        float,
        BeforeValidator(spec.read),
        spec,
        Field(json_schema_extra={"unit": unit or "share", "examples": [spec.example]}),
    ]


def _read_specific(value: Any) -> Any:
    """Read a content: a mass fraction, or an activity in Bq/kg."""
    if isinstance(value, str) and ("Bq" in value or "贝可" in value):
        return Unit("Bq/kg").read(value)
    return Unit("", signed=True).read(value)


MassFlow = quantity("kt/yr")
Mass = quantity("kt")
Price = quantity("CNY/t", signed=True)
Cost = quantity("CNY/t")
Tariff = quantity("CNY/t/km")
Distance = quantity("km")
Share = quantity("")
SignedShare = quantity("", signed=True)
PerYear = quantity("1/yr")
Years = quantity("yr", positive=True)
Seconds = quantity("s")
Days = quantity("d")
CostPerDay = quantity("CNY/t/d")
Electricity = quantity("kWh/t")
Heat = quantity("MJ/t")
CarbonPerTonne = quantity("", signed=True)
CarbonPerTonneKm = quantity("kg/t/km")
Capex = quantity("CNY*yr/t")
Content = Annotated[
    float,
    BeforeValidator(_read_specific),
    Field(json_schema_extra={"unit": "share or Bq/kg", "examples": ["12 %", "1500 mg/kg"]}),
]


def _read_list(value: Any) -> Any:
    """Split `a; b; c` (a CSV cell) into a tuple; lists (YAML) pass through."""
    if value is None:
        return ()
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(";") if part.strip())
    return tuple(value) if isinstance(value, list) else value


def _read_identifier(value: Any) -> Any:
    if isinstance(value, str) and not _IDENTIFIER.fullmatch(value):
        raise refusal("identifier", message("identifier", value=value[:80]))
    return value


def blank_is_none(value: Any) -> Any:
    """Return None for blank text."""
    return None if isinstance(value, str) and not value.strip() else value


Id = Annotated[str, BeforeValidator(_read_identifier), Field(min_length=1)]
OptionalId = Annotated[Id | None, BeforeValidator(blank_is_none)]
Ids = Annotated[tuple[str, ...], BeforeValidator(_read_list)]
Text = Annotated[str, Field(max_length=4000)]
Name = Annotated[str, Field(min_length=1, max_length=200)]
OptionalInt = Annotated[int | None, BeforeValidator(blank_is_none)]
Longitude = Annotated[float | None, BeforeValidator(blank_is_none), Field(ge=-180, le=180)]
Latitude = Annotated[float | None, BeforeValidator(blank_is_none), Field(ge=-90, le=90)]
Confidence = Literal["published", "derived", "assumed"]


class Row(BaseModel):
    """A row of an input table. Unknown columns are refused."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        str_strip_whitespace=True,
        allow_inf_nan=False,
    )


class Sourced(Row):
    """A row that says where its numbers come from."""

    source: Text = ""
    """Document or address the numbers were read from; empty for assumptions."""
    year: OptionalInt = None
    """Year the numbers describe."""
    confidence: Confidence = "assumed"
    """published (stands in the source), derived (computed from it) or assumed."""
    note: Text = ""
    """How the number was derived, or why it was assumed so."""


class Placed(Sourced):
    """A row that is a place on the map."""

    id: Id
    """Unique short name."""
    name_en: Name
    """Name in English."""
    name_zh: Text = ""
    """Name in Chinese."""
    city: Text = ""
    """City the place belongs to: an `id` of table areas."""
    county: Text = ""
    """County or district, free text."""
    province: Text = ""
    """Province the place belongs to: an `id` of table areas."""
    lon: Longitude = None
    """Longitude, WGS84 degrees; blank where links carry explicit distances."""
    lat: Latitude = None
    """Latitude, WGS84 degrees."""
    bank: Annotated[Literal["left", "right"] | None, BeforeValidator(blank_is_none)] = None
    """Bank of the region's great river; roads to the other bank go over a crossing."""
