"""Quantities as people write them, in English and Chinese."""

import re
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pint
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim import units
from sim.scenario.fields import EXAMPLES, show_example
from sim.units import MOST, UnitError, factor, parse

SPELLINGS = {
    ("d", 30.0): ["30 d", "30 days", "30 天", "30日"],
    ("CNY/t/d", 0.2): ["0.2 CNY/t/d", "0.2 yuan/t/day", "0.2 元/吨·天", "0.2元/吨/日"],
    ("kt/yr", 12.0): [
        "12 kt/yr",
        "12kt/yr",
        "12.0 kt / yr",
        "12 kt/a",
        "12 kt/y",
        "12 kt/year",
        "12 kt per year",
        "12 ktpa",
        "12,000 t/yr",
        "12000 t/a",
        "12000 tonnes/year",
        "12000 tons/yr",
        "12000 tpa",
        "1.2e4 t/yr",
        "12 thousand t/yr",
        "0.012 Mt/a",
        "0.012 Mtpa",
        "0.012 million t/yr",
        "1.2 万吨/年",
        "1.2万吨/年",
        "1.2 万吨每年",
        "1.2 万 t/a",
        "1.2万t/a",
        "1.2 万吨／年",
        "１．２ 万吨/年",
        "12000 吨/年",
        "12 千吨/年",
        "0.012 百万吨/年",
        "0.0012 千万吨/年",
        "0.00012 亿吨/年",
    ],
    ("kt", 85000.0): ["85 Mt", "85000 kt", "8500 万吨", "0.85 亿吨", "85 百万吨", "8.5e10 kg"],
    ("CNY/t", 35.0): [
        "35 CNY/t",
        "35 RMB/t",
        "35 yuan/t",
        "35 yuan/tonne",
        "35 ¥/t",
        "35 ￥/吨",
        "35 元/吨",
        "35元每吨",
        "35 人民币/吨",
        "35 人民币元/吨",
        "0.035 CNY/kg",
        "0.035 元/公斤",
        "35000 元/千吨",
        "350000 元/万吨",
        "0.0035 万元/吨",
        "35 million CNY/Mt",
        "35 CNY million/Mt",
        "35 MCNY/million t",
    ],
    ("CNY/t/km", 0.35): [
        "0.35 CNY/t/km",
        "0.35 CNY/(t*km)",
        "0.35 CNY/(t km)",
        "0.35 CNY/t km",
        "0.35 CNY/t·km",
        "0.35 CNY/t-km",
        "0.35 CNY/tkm",
        "0.35 元/吨公里",
        "0.35 元/吨·公里",
        "0.35 元/(吨·公里)",
        "0.35 元/（吨·公里）",
        "0.35 元/吨/公里",
        "3500 元/万吨公里",
    ],
    ("km", 1.5): ["1.5 km", "1500 m", "1.5 公里", "1.5 千米", "1500 米"],
    ("", 0.6): ["0.6", "60 %", "60%", "60％", "60 percent", "600 ‰", "60 个百分点", "6e5 ppm"],
    ("1/yr", 0.01): ["1 %/yr", "0.01 /yr", "0.01 1/yr", "1 %/a", "1 %/年", "1％每年"],
    ("kg/t", 110.0): ["110 kg/t", "110 公斤/吨", "110 千克/吨", "0.11 t/t", "110 kg CO2/t"],
    ("kg/t/km", 0.078): [
        "0.078 kg/t/km",
        "0.078 kg CO2/t/km",
        "78 g/tkm",
        "78 克/吨公里",
        "78 gCO2e/(t km)",
    ],
    ("t/cbm", 1.6): ["1.6 t/m3", "1600 kg/m³", "1.6 吨/立方米", "1.6 kg/l", "1.6 t/m^3"],
    ("MCNY", 320.0): ["320 MCNY", "320 million CNY", "3.2 亿元", "32000 万元"],
    ("kg/kWh", 0.4): ["0.4 kg/kWh", "400 g/kWh", "0.4 t/MWh", "0.4 千克/千瓦时", "0.4 kg/度"],
    ("kWh/t", 40.0): ["40 kWh/t", "40 度/吨", "40 千瓦时/吨", "144 MJ/t", "0.004 万千瓦时/吨"],
    ("MJ/t", 3150.0): ["3150 MJ/t", "3.15 GJ/t", "3150 兆焦/吨", "3.15 吉焦/吨", "3150 千焦/千克"],
    ("CNY*yr/t", 350.0): ["350 CNY/(t/yr)", "350 CNY*yr/t", "350 元/(吨/年)", "350 元/(t/a)"],
    ("MCNY/yr", 320.0): [
        "320 MCNY/yr",
        "320 million CNY/yr",
        "320 CNY million/yr",
        "0.32 billion RMB/year",
        "0.32 bn CNY/a",
        "3.2 亿元/年",
        "3.2亿元每年",
        "32000 万元/年",
        "320 百万元/年",
    ],
    ("Mt*km/yr", 250.0): [
        "250 Mt*km/yr",
        "250 Mtkm/yr",
        "250 million t km/yr",
        "250 million tkm/a",
        "2.5 亿吨公里/年",
        "25000 万吨公里/年",
        "250 百万吨·公里/年",
    ],
    ("yr", 20.0): ["20 yr", "20 years", "20 a", "20 年"],
    ("s", 600.0): ["600 s", "10 min", "600 秒", "10 分钟"],
    ("Bq/kg", 370.0): ["370 Bq/kg", "0.37 Bq/g", "370 贝可/千克"],
}
"""Unit wanted and number -> texts that all stand for it."""

HEAT = {"1 kgce/t": 29.3076, "1 千克标准煤/吨": 29.3076, "1 tce/t": 29307.6, "1 吨标煤/吨": 29307.6}


@pytest.mark.parametrize(
    ("text", "to", "number"),
    [(text, to, number) for (to, number), texts in SPELLINGS.items() for text in texts],
)
def test_spelling(text: str, to: str, number: float) -> None:
    """Every way of writing a quantity gives the same number, to the last digit."""
    assert parse(text, to) == number


@pytest.mark.parametrize(("text", "number"), HEAT.items())
def test_coal_equivalent(text: str, number: float) -> None:
    """Standard coal counts with 29.3076 MJ/kg."""
    assert parse(text, "MJ/t") == pytest.approx(number, rel=1e-12)


def test_every_canonical_unit_is_spelt() -> None:
    """No unit that a column is kept in is missing from the spellings above, shares per kg aside."""
    assert set(EXAMPLES) - {to for to, _ in SPELLINGS} == {"1"}


@pytest.mark.parametrize(
    ("text", "to", "says"),
    [
        ("plenty", "kt", "'plenty' is not a number with a unit"),
        ("", "kt", "'' is not a number with a unit"),
        ("high", "", "'high' is not a number"),
        ("kt 12", "kt", "not a number"),
        ("nan kt", "kt", "not a number"),
        ("inf", "", "not a number"),
        ("1e999 kt", "kt", "not a finite number"),
        ("1e99999999999999999999 t", "kt", "not a finite number"),
        ("12", "kt/yr", "'12' has no unit"),
        ("12 kt", "kt/yr", "'kt' does not measure the same as 'kt/yr'"),
        ("12 kt", "km", "'kt' does not measure the same as 'km'"),
        ("12 km", "", "'km' does not measure the same as 'a share'"),
        ("12 ktt/yr", "kt/yr", "unknown unit 'ktt'"),
        ("12 KT/yr", "kt/yr", "unknown unit 'KT'"),
        ("1.2 mt/yr", "kt/yr", "million is 'M'"),
        ("1.2 mCNY/yr", "MCNY/yr", "million is 'M'"),
        ("1 000 kt/yr", "kt/yr", "'1 000 kt/yr' is not one number with a unit"),
        ("10-20 kt/yr", "kt/yr", "'10-20 kt/yr' is not one number with a unit"),
        ("1,20 kt/yr", "kt/yr", "'1,20' is not a number"),
        ("12 kt/yr + 3 kt/yr", "kt/yr", "not one number"),
        ("12 kt//yr", "kt/yr", "'kt//yr' is not a unit"),
        ("12 (kt/yr", "kt/yr", "'(kt/yr' is not a unit"),
        ("12 kt)/yr", "kt/yr", "'kt)/yr' is not a unit"),
        ("12 kt**2", "kt", "'12 kt**2' is not one number with a unit"),
        ("12 kt**kt", "kt", "'kt**kt' is not a unit"),
        ("12 kt^kt", "kt", "'kt^kt' is not a unit"),
        ("12 degC", "km", "does not measure"),
        ("12 __import__", "km", "'__import__' is not a unit"),
        (f"12 {'k' * 100}", "km", "longer than 80"),
        (float("nan"), "", "not a number"),
        (float("inf"), "", "not a number"),
        (True, "", "'True' is not a quantity"),
        (12, "kt", "'12' has no unit"),
    ],
)
def test_refused(text: str | float, to: str, says: str) -> None:
    """What is no quantity of the wanted kind is refused in words that name it."""
    with pytest.raises(UnitError, match=re.escape(says)):
        parse(text, to)


def test_bare_number_is_a_share() -> None:
    """A number without a unit, of any Python kind, is a share and nothing else."""
    assert [parse(0.6, ""), parse(1, ""), parse("0.6", "")] == [0.6, 1.0, 0.6]


def test_space_binds_closer_than_slash() -> None:
    """A slash divides by the words that stand side by side, an asterisk by the next word only."""
    assert parse("1 CNY/万 t", "CNY/t") == 1e-4
    assert parse("1 CNY/t*yr", "CNY*yr/t") == 1.0


def test_a_day_is_no_mistake() -> None:
    """Daily capacities are counted for all days of the year."""
    assert parse("1000 t/d", "kt/yr") == parse("1000 吨/天", "kt/yr") == pytest.approx(365)


def test_other_units_are_read_too() -> None:
    """Units that are not of this field convert, also beside those that are."""
    assert parse("1 lb/week", "kg/yr") == pytest.approx(0.45359237 * 365 / 7)
    with pytest.raises(UnitError, match="does not measure"):
        parse("1 mg/degC", "kt/yr")


def test_threads_share_one_registry() -> None:
    """Units are first asked for by several threads at once where workers are threads."""
    units._load_registry.cache_clear()
    units._quantity_of.cache_clear()
    units.factor.cache_clear()
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda _: id(units.registry()), range(64)))
    assert len(set(found)) == 1


def test_factor_is_kept() -> None:
    """A factor is computed once, so that reading many rows stays fast."""
    factor("kt/yr", "kt/yr")
    before = factor.cache_info().hits
    factor("kt/yr", "kt/yr")
    assert factor.cache_info().hits == before + 1


@pytest.mark.parametrize(("unit", "to"), units.FREQUENT)
def test_frequent_units_are_as_pint_says(unit: str, to: str) -> None:
    """What is known without pint is what pint finds."""
    assert units.FREQUENT[unit, to] == units._ask_pint(unit, to)


@pytest.mark.parametrize("unit", sorted(set(EXAMPLES) - {"1"}))
def test_canonical_units_are_units(unit: str) -> None:
    """Pint knows every unit that a column is kept in, and takes it for itself."""
    assert units._ask_pint(unit, unit) == 1.0


COMMON = (
    "kg",
    "t",
    "Mt",
    "mg",
    "lb",
    "short_ton",
    "long_ton",
    "km",
    "mile",
    "ft",
    "nmi",
    "ha",
    "L",
    "min",
    "h",
    "day",
    "week",
    "degC",
    "kWh",
    "GJ",
    "cal",
    "BTU",
    "Bq",
    "Ci",
    "percent",
    "permille",
    "ppm",
)


@pytest.mark.parametrize("unit", COMMON)
def test_sizes_are_those_of_pint(unit: str) -> None:
    """Our definitions agree with the ones that come with pint."""
    theirs, ours = (
        registry.Quantity(1.0, registry.parse_units(unit)).to_root_units()
        for registry in (pint.UnitRegistry(cache_folder=None), units.registry())
    )
    assert ours.magnitude == pytest.approx(theirs.magnitude, rel=1e-12)
    assert ours.dimensionality == theirs.dimensionality


def test_a_year_has_365_days() -> None:
    """Unlike pint's, which is astronomical: 100 t/d are 36.5 kt/yr, wherever a year stands."""
    assert factor("yr", "d") == 365.0
    assert parse("100 t/d", "kt/yr") == 36.5
    assert parse("10 t/h", "kt/yr") == 87.6
    assert parse("5 kt/month", "kt/yr") == 60.0
    assert parse("7300 d", "yr") == 20.0
    assert parse("365 CNY/t/yr", "CNY/t/d") == 1.0


UNHURRIED = settings(deadline=None)
"""The first conversion of a run builds the registry of units, which takes a moment."""
DECIMALS = st.decimals(
    min_value=0, max_value=10**9, allow_nan=False, allow_infinity=False, places=6
)
TONNES = {"t": "1", "kt": "1e3", "Mt": "1e6", "kg": "1e-3", "万吨": "1e4", "亿吨": "1e8", "吨": "1"}
MONEY = {
    "CNY": "1",
    "元": "1",
    "万元": "1e4",
    "亿元": "1e8",
    "million RMB": "1e6",
    "bn yuan": "1e9",
}


def spell(amount: Decimal, unit: str, size: str, per: str = "") -> str:
    """Write an amount of tonnes or yuan in another unit, without any loss."""
    return f"{amount / Decimal(size):f} {unit}{per}"


@UNHURRIED
@given(DECIMALS, st.sampled_from(sorted(TONNES)), st.sampled_from(["/yr", "/a", "/年", "每年"]))
def test_respelling_a_flow_changes_nothing(amount: Decimal, unit: str, per: str) -> None:
    """Tonnes a year are the same number in every unit of mass, to the last digit."""
    assert parse(spell(amount, unit, TONNES[unit], per), "kt/yr") == float(amount / 1000)


@UNHURRIED
@given(DECIMALS, st.sampled_from(sorted(MONEY)), st.sampled_from(sorted(TONNES)))
def test_respelling_a_price_changes_nothing(amount: Decimal, money: str, mass: str) -> None:
    """A price is the same number per kilogram and per ten thousand tonnes."""
    size = Decimal(MONEY[money]) / Decimal(TONNES[mass])
    text = f"{amount / size:f} {money}/{mass}"
    assert parse(text, "CNY/t") == pytest.approx(float(amount), rel=1e-12)


@UNHURRIED
@given(st.floats(min_value=0, max_value=MOST), st.sampled_from(["kt/yr", "CNY/t", "km", ""]))
def test_written_number_reads_back(number: float, unit: str) -> None:
    """A number written in its canonical unit comes back unchanged."""
    assert parse(f"{number!r} {unit}", unit) == number


@UNHURRIED
@given(st.text(max_size=100), st.sampled_from(["kt/yr", "CNY/t", ""]))
def test_any_text_is_read_or_refused(text: str, to: str) -> None:
    """No text makes the reader fail in another way than by its own error."""
    try:
        number = parse(text, to)
    except UnitError:
        return
    assert number == number


@UNHURRIED
@given(st.text(alphabet="kMtyraCNY元吨万年公里/*·() -%1.", max_size=30))
def test_any_unit_is_read_or_refused(unit: str) -> None:
    """Units put together at random are units or are refused."""
    try:
        value = factor(unit, units.MASS_FLOW)
    except UnitError:
        return
    assert value > 0


def test_examples_say_the_same_in_both_languages() -> None:
    """What a message proposes to write is read, and in Chinese it is the same quantity."""
    for unit in EXAMPLES:
        example = show_example(unit)
        if unit != "1":
            assert units.parse(example.say("zh"), unit) == units.parse(example.en, unit) > 0
            assert example.zh or not unit
