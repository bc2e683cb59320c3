"""Field types that rows and scenarios are built from: quantities, names, lists, confidence."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
)
from pydantic_core import core_schema

from sim import units
from sim.say.message import Bilingual, Message, message, plain
from sim.scenario.chinese import BANKS, CONFIDENCES
from sim.scenario.escaping import on_one_line
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
    "t/cbm": "1.6 t/m3",
    "kWh/t": "40 kWh/t",
    "kg/kWh": "0.53 kg/kWh",
    "MJ/t": "3150 MJ/t",
    "CNY*yr/t": "350 CNY/(t/yr)",
    "yr": "20 yr",
    "s": "600 s",
    "d": "30 d",
    "CNY/t/d": "0.2 CNY/t/d",
    "MCNY/yr": "900 million CNY/yr",
    "MCNY": "500 million CNY",
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
    "t/cbm": "1.6 吨/立方米",
    "kWh/t": "40 千瓦时/吨",
    "kg/kWh": "0.53 千克/千瓦时",
    "MJ/t": "3150 兆焦/吨",
    "CNY*yr/t": "350 元/(吨/年)",
    "d": "30 天",
    "CNY/t/d": "0.2 元/吨·天",
    "yr": "20 年",
    "s": "600 秒",
    "MCNY/yr": "9 亿元/年",
    "MCNY": "5 亿元",
    "Mt*km/yr": "8 亿吨·公里/年",
}


def show_example(unit: str) -> Bilingual:
    """Return how a person would write a quantity of a canonical unit, in either language."""
    return Bilingual(EXAMPLES.get(unit, f"1 {unit}"), _EXAMPLES_ZH.get(unit, ""))


Bounds = tuple[float, float]
Doubt = tuple[Message, Message | None]
"""What is odd about a number, and what may be meant."""
ANY_NUMBER: Bounds = (-math.inf, math.inf)
_SHOWN = {"": (100.0, "%"), "1/yr": (100.0, "%/yr")}
"""Canonical units that people read in others -> how many of those they are."""
_THOUSAND = 1000.0
"""How far off a sum per kt is that is taken for one per t."""
_LEAST = {"kt/yr": 1e-9, "kt": 1e-9}
"""Canonical unit -> what is not told from zero: less than a gram."""


@dataclass(frozen=True)
class Unit:
    """Makes a number a quantity: the unit it is kept in, and what it may be."""

    canonical: str
    """pint's words for the unit, e.g. `kt/yr`; empty for a share."""
    signed: bool = False
    """Whether negative numbers make sense (prices do, tonnages do not)."""
    possible: Bounds = ANY_NUMBER
    """Least and most that physics or the meaning allow; all else is refused."""
    usual: Bounds = ANY_NUMBER
    """Least and most that is met in practice; all else is told, and taken as it is."""
    small: float = 0.0
    """Least size that is met in practice, but for nothing at all."""
    slip: str = ""
    """Unit that people have in mind who write numbers far too large."""
    shown: str = ""
    """Unit beside numbers in messages, where it is not the canonical one."""
    advice: str = ""
    """Message that tells what to write where no slip explains an impossible number."""

    @property
    def example(self) -> str:
        """Return how a person would write such a quantity."""
        return EXAMPLES.get(self.canonical, f"1 {self.canonical}")

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        """Read what people write before the number is looked at."""
        return core_schema.no_info_before_validator_function(self.read, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Say the unit, and how a quantity may be written."""
        own = {"unit": self.canonical or "share", "examples": [self.example]}
        return {**handler(schema), **own}

    def read(self, value: Any) -> Any:
        """Return `value` as a float in the canonical unit; None and blank stay None."""
        if value is None or (isinstance(value, str) and not value.strip()):
            return None
        try:
            number = units.parse(value, self.canonical)
        except units.UnitError as error:
            if error.hint is not None:
                raise refusal("number", error.message, error.hint) from None
            hint = message("write_for_example", example=show_example(self.canonical))
            raise refusal("quantity", error.message, hint) from None
        if number < 0 and not self.signed and self.possible[0] <= 0:
            raise refusal("negative", message("negative", value=value), message("not_negative"))
        wrong = self.find_impossible(number)
        if wrong is not None:
            raise refusal("bound", *wrong)
        return number

    def find_impossible(self, number: float) -> Doubt | None:
        """Return why a number cannot be, and what may be meant; None where it can."""
        least, name = _LEAST.get(self.canonical, 0.0), units.name_unit(self.canonical)
        if units.is_beyond(number):
            most = units.show_most(self.canonical)
            return message("amount_beyond", value=number, unit=name, most=most), None
        if 0 < abs(number) < least:
            what = message("too_small", value=number, unit=name)
            return what, message("or_zero", least=least)
        return self._outside(number, self.possible, "impossible")

    def find_unusual(self, number: float) -> Doubt | None:
        """Return why a number is odd, and what may be meant; None where it is not."""
        if 0 < abs(number) < self.small:
            return self._too_small(number)
        return self._outside(number, self.usual, "unusual")

    def _too_small(self, number: float) -> Doubt:
        """Return that a number is seldom so small, and that it may be meant by the thousand."""
        what = message("unusual_below", value=self.say(number), bound=self.say(self.small))
        if abs(number) * _THOUSAND < self.small:
            return what, None
        return what, message("meant_thousand", value=self.say(number * _THOUSAND))

    def say(self, number: float) -> Message:
        """Return a number with the unit that people read it in."""
        factor, unit = _SHOWN.get(self.canonical, (1.0, ""))
        if self.shown:
            factor, unit = 1.0, self.shown
        name = plain(unit) if unit else units.name_unit(self.canonical)
        return message("amount_shown", value=factor * number, unit=name)

    def _outside(self, number: float, bounds: Bounds, how: str) -> Doubt | None:
        least, most = bounds
        if least <= number <= most:
            return None
        way, bound = ("above", most) if number > most else ("below", least)
        what = message(f"{how}_{way}", value=self.say(number), bound=self.say(bound))
        return what, self._guess(number) or (message(self.advice) if self.advice else None)

    def _guess(self, number: float) -> Message | None:
        """Return what may be meant: the same number in the unit of the usual slip."""
        slip = self.slip or ("%" if self.canonical == "" else "")
        if not slip:
            return None
        meant = number * units.factor(slip, self.canonical)
        bounds = (*self.possible, *self.usual)
        if not max(0.0, *bounds[::2]) <= meant <= min(bounds[1::2]):
            return None
        return message("meant_slip", text=f"{number:.10g} {slip}")


CONTENT = Unit(
    "", signed=True, possible=(-0.5, 1.0), usual=(-0.1, 1.0), advice="content_has_a_unit"
)
"""A dry mass fraction; the loss on ignition is below zero where a material takes up oxygen."""


def _read_specific(value: Any) -> Any:
    """Read a content: a mass fraction, or an activity in Bq/kg."""
    if isinstance(value, str) and ("Bq" in value or "贝可" in value):
        return Unit("Bq/kg").read(value)
    return CONTENT.read(value)


MassFlow = Annotated[float, Unit("kt/yr", usual=(0, 1e6), slip="t/yr")]
Total = Annotated[float, Unit("kt/yr")]
"""A total of a country or of a group of markets."""
Mass = Annotated[float, Unit("kt", usual=(0, 1e7), slip="t")]
Price = Annotated[float, Unit("CNY/t", signed=True, usual=(-1e4, 1e6), small=0.5)]
ProcessingCost = Annotated[float, Unit("CNY/t", signed=True, usual=(-1e4, 1e5), small=0.5)]
"""What processing a tonne costs; negative: what is paid for it from outside."""
PurchasePrice = Annotated[float, Unit("CNY/t", signed=True, usual=(-1e4, 1e5), small=0.1)]
"""What buying a tonne costs; negative: what a plant is paid for taking it."""
HaulCost = Annotated[float, Unit("CNY/t", usual=(0, 1e4), small=0.2)]
"""What moving, loading or crossing a border adds to a tonne, however far it goes."""
LinkCost = Annotated[float, Unit("CNY/t", signed=True, usual=(-1e4, 1e4), small=0.1)]
"""What a link costs; negative: a haul that pays, as a return load does."""
SinkFee = Annotated[float, Unit("CNY/t", signed=True, usual=(-1e4, 2e4), small=0.2)]
"""What a sink takes; negative: what it pays, as a pit that has to be filled does."""
FixedCost = Annotated[float, Unit("MCNY/yr", usual=(0, 1e5))]
"""What opening something costs in a year, however little it does."""
OpeningCost = Annotated[float, Unit("MCNY", usual=(0, 1e5))]
"""What beginning to build costs up front, however little is built."""
DisposalCost = Annotated[float, Unit("CNY/t", usual=(0, 2e4), small=0.2)]
Tax = Annotated[float, Unit("CNY/t", usual=(0, 1000), small=1)]
"""The law of 2018 taxes solid waste with 5 to 1000 CNY/t."""
Tariff = Annotated[float, Unit("CNY/t/km", usual=(0, 20), small=0.002)]
Distance = Annotated[float, Unit("km", possible=(0, 40_075), usual=(0, 10_000), slip="m")]
"""No way is longer than once round the Earth."""
Density = Annotated[float, Unit("t/cbm", possible=(1e-4, 25), usual=(0.05, 8))]
"""Osmium has 22.6 t/m3; loose slag wool 0.05."""
Fraction = Annotated[float, Unit("", possible=(0, 1))]
"""Part of a whole."""
Moisture = Annotated[float, Unit("", possible=(0, 0.95), usual=(0, 0.9))]
"""Above 95 % it is no longer a waste with water, but water; wet mass grows beyond bounds."""
Share = Annotated[float, Unit("")]
SignedShare = Annotated[float, Unit("", signed=True)]
PerYear = Annotated[float, Unit("1/yr", possible=(0, 1), slip="%/yr")]
Years = Annotated[float, Unit("yr", possible=(0.1, 1000), usual=(1, 100))]
Seconds = Annotated[float, Unit("s")]
Days = Annotated[float, Unit("d", usual=(0, 1000))]
CostPerDay = Annotated[float, Unit("CNY/t/d", usual=(0, 1000), small=0.001)]
Electricity = Annotated[float, Unit("kWh/t", usual=(0, 20_000))]
Heat = Annotated[float, Unit("MJ/t", usual=(0, 50_000), slip="kJ/t")]
CarbonPerTonne = Annotated[float, Unit("", signed=True, usual=(-10, 10), slip="kg/t", shown="t/t")]
CarbonOfInput = Annotated[
    float, Unit("", signed=True, possible=(-2, 3.67), usual=(-1, 3.67), slip="kg/t", shown="t/t")
]
"""CO2 that an input sets free: carbon itself gives 44/12 t per t, the lightest carbonates take up
less than 2."""
CarbonPerEnergy = Annotated[float, Unit("kg/kWh", usual=(0, 2), slip="g/kWh")]
CarbonPerTonneKm = Annotated[float, Unit("kg/t/km", usual=(0, 1), slip="g/t/km")]
Capex = Annotated[float, Unit("CNY*yr/t", usual=(0, 1e5), small=1)]
Content = Annotated[
    float,
    BeforeValidator(_read_specific),
    Field(json_schema_extra={"unit": "share or Bq/kg", "examples": ["12 %", "1500 mg/kg"]}),
]
RATE = Unit("", possible=(0, 1))
"""A utilization rate, or points of one."""
PARAMETERS = {
    "discount_rate": Unit("", possible=(0, 1), usual=(0, 0.3)),
    "carbon_price": Unit("CNY/t", usual=(0, 1e4), small=1),
    "circuity": Unit("", possible=(1, math.inf), usual=(1, 3), shown="×"),
    "circuity_short": Unit("", possible=(1, math.inf), usual=(1, 3), shown="×"),
    "short_distance": Unit("km", possible=(0, 40_075), usual=(0, 500), slip="m"),
    "place_radius": Unit("km", possible=(0, 40_075), usual=(0, 500), slip="m"),
}
"""What the parameters of table `parameters` are. No road is shorter than the straight line."""


def _read_list(value: Any) -> Any:
    """Split `a; b; c` (a CSV cell) into a tuple; lists (YAML) pass through."""
    if value is None:
        return ()
    if isinstance(value, str):
        value = [part for part in value.split(";") if part.strip()]
    return tuple(map(_read_line, value)) if isinstance(value, list) else value


def _read_line(value: Any) -> Any:
    """Return a name or another short text on one line, however a spreadsheet breaks it."""
    return on_one_line(value) if isinstance(value, str) else value


def _read_prose(value: Any) -> Any:
    """Return a text of any number of lines, which end alike."""
    if not isinstance(value, str):
        return value
    return value.replace("\r\n", "\n").replace("\r", "\n").strip()


def _read_identifier(value: Any) -> Any:
    if isinstance(value, str) and not _IDENTIFIER.fullmatch(value):
        raise refusal("identifier", message("identifier", value=value[:80]))
    return value


def blank_is_none(value: Any) -> Any:
    """Return None for blank text."""
    return None if isinstance(value, str) and not value.strip() else value


def _read_plain(value: Any) -> Any:
    """Return a number without a unit in plain digits; 1_5 and true are none."""
    if isinstance(value, bool) or (isinstance(value, str) and "_" in value):
        shown = str(value).lower()[:80]
        raise refusal("number", message("number_unreadable", text=shown))
    is_text = isinstance(value, str) and units.is_number(value)
    return units.plain_signs(value).strip() if is_text else value


Id = Annotated[str, BeforeValidator(_read_identifier), Field(min_length=1)]
Number = Annotated[float, BeforeValidator(_read_plain)]
"""A number without a unit."""
WholeNumber = Annotated[int, BeforeValidator(_read_plain)]
OptionalId = Annotated[Id | None, BeforeValidator(blank_is_none)]
Ids = Annotated[tuple[str, ...], BeforeValidator(_read_list)]
Text = Annotated[str, BeforeValidator(_read_line), Field(max_length=4000)]
Prose = Annotated[str, BeforeValidator(_read_prose), Field(max_length=4000)]
Name = Annotated[str, BeforeValidator(_read_line), Field(min_length=1, max_length=200)]
East = Annotated[Number, Field(ge=-180, le=180)]
North = Annotated[Number, Field(ge=-90, le=90)]
Longitude = Annotated[East | None, BeforeValidator(blank_is_none)]
Latitude = Annotated[North | None, BeforeValidator(blank_is_none)]
OptionalYear = Annotated[
    Annotated[WholeNumber, Field(ge=1000, le=2200)] | None, BeforeValidator(blank_is_none)
]
QuantityText = Annotated[str, Field(min_length=1, max_length=80)]
"""A quantity whose unit depends on what stands beside it."""
Confidence = Annotated[Literal["published", "derived", "assumed"], CONFIDENCES]


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

    source: Prose = ""
    """Document or address the numbers were read from; empty for assumptions."""
    year: OptionalYear = None
    """Year the numbers describe."""
    confidence: Confidence = "assumed"
    """published (stands in the source), derived (computed from it) or assumed."""
    note: Prose = ""
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
    """Province the place belongs to: an `id` of table areas. Blank: the `parent` of its city."""
    lon: Longitude = None
    """Longitude, WGS84 degrees; blank where links carry explicit distances."""
    lat: Latitude = None
    """Latitude, WGS84 degrees."""
    bank: Annotated[Literal["left", "right"] | None, BANKS, BeforeValidator(blank_is_none)] = None
    """Bank of the region's great river; roads to the other bank go over a crossing."""
