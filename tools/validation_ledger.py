"""What published figures moved in the baselines, one group of changes after the other."""

from __future__ import annotations

from dataclasses import dataclass

from tools.blocks import grid
from tools.build_data_tables import WORDS, tally_confidence


@dataclass(frozen=True)
class Step:
    """The baseline with all changes up to one group of them, as it was then."""

    change: str
    net: float
    """Net utilization rate, %."""
    gross: float
    unused: float
    """Mt/yr."""
    cost: float
    """Net cost, million CNY/yr."""
    logistics: float
    """Waste logistics cost, million CNY/yr."""
    co2: float
    """Net CO2, Mt/yr."""


STEPS: dict[str, tuple[Step, ...]] = {
    "daye-anqing-jiujiang": (
        Step("before", 84.609, 88.427, 6.3088, -10347, 1043.3, -13.645),
        Step("CO2 of electricity by province", 84.609, 88.427, 6.3088, -10347, 1043.3, -13.417),
        Step(
            "load of kilns and mills, and demand for cement and what goes with it",
            83.81,
            87.159,
            6.9999,
            -9962.2,
            1036.1,
            -13.78,
        ),
        Step(
            "less P·C cement; room for aggregate in Hubei",
            82.903,
            86.036,
            7.6118,
            -9801.6,
            1055.5,
            -13.199,
        ),
        Step("price of cement, cost of clinker", 82.903, 86.824, 7.1828, -9072.3, 1047.8, -12.956),
        Step("iron correctors as the code has them", 82.903, 86.01, 7.6264, -9081.1, 1044, -13.196),
        Step(
            "plaster works at Tongling; pellets at Ezhou; no tailings in pellets",
            83.563,
            86.902,
            7.1398,
            -9195.6,
            1038.6,
            -12.865,
        ),
        Step(
            "factors of CO2, bricks, backfill, investment; metals of clay",
            83.563,
            86.936,
            7.1213,
            -9101.7,
            1038.9,
            -12.854,
        ),
    ),
    "handan-changzhi-anyang": (
        Step("before", 57.136, 61.053, 24.316, -4252.1, 978.95, -13.464),
        Step("CO2 of electricity by province", 57.136, 61.053, 24.316, -4252.1, 978.95, -13.279),
        Step(
            "load of kilns and mills, and demand for cement and what goes with it",
            55.511,
            59.839,
            25.074,
            -3950.3,
            981.44,
            -12.813,
        ),
        Step("less P·C cement", 55.091, 59.376, 25.362, -3893.8, 984.27, -12.572),
        Step("price of cement, cost of clinker", 55.091, 60.028, 24.955, -3604.3, 976.85, -12.304),
        Step(
            "factors of CO2, bricks, backfill, investment; metals of clay",
            55.013,
            59.95,
            25.004,
            -3590.4,
            976.72,
            -12.289,
        ),
    ),
    "beijing-tianjin-hebei": (
        Step("before", 39.818, 41.869, 1377.7, -76661, 36349, -219.65),
        Step("CO2 of electricity by province", 39.818, 41.869, 1377.7, -76661, 36349, -215.68),
        Step("price of cement, cost of clinker", 39.818, 41.869, 1377.7, -54956, 36302, -213.49),
        Step(
            "factors of CO2, bricks, backfill, investment; metals of clay",
            39.889,
            41.94,
            1376,
            -53967,
            36278,
            -210.77,
        ),
    ),
}
"""Region -> its baseline before, and after each group of changes of November 2026."""
BEFORE = {
    "materials": (0, 0, 74),
    "gate_prices": (0, 0, 33),
    "composition": (2, 0, 695),
    "technologies": (0, 2, 26),
    "recipes": (0, 0, 34),
    "inputs": (9, 1, 198),
    "groups": (5, 22, 21),
    "yields": (0, 30, 28),
    "quality": (5, 1, 23),
    "modes": (0, 0, 3),
    "parameters": (0, 0, 13),
    "zones": (80, 10, 48),
    "generation": (2, 176, 71),
    "legacy": (0, 0, 3),
    "plants": (44, 0, 140),
    "lines": (5, 3, 288),
    "markets": (0, 0, 241),
    "terminals": (1, 0, 48),
    "crossings": (0, 0, 18),
    "links": (10, 4, 43),
    "statistics": (95, 0, 0),
}
"""Table -> rows that were published, derived, assumed before; library and regions together."""


def ledger(region: str) -> str:
    """Return the table of what moved the headline, with the counts of rows before and after."""
    steps = STEPS[region]
    rows = []
    for number, step in enumerate(steps):
        moved = "" if not number else f"{step.net - steps[number - 1].net + 0.0:+.1f}"
        rows.append(
            [
                step.change,
                f"{step.net:.1f} %",
                moved,
                f"{step.gross:.1f} %",
                f"{step.unused:.2f}",
                f"{step.cost:,.0f}",
                f"{step.logistics:,.0f}",
                f"{step.co2:.1f}",
            ]
        )
    return TEXT.format(table=grid(HEAD, rows, frozenset(range(1, len(HEAD)))), counts=counts())


def counts() -> str:
    """Return the table of rows by confidence, before and now, of tables where it is another."""
    now = {t.table: tuple(t.counts[word] for word in WORDS) for t in tally_confidence()}
    none = (0, 0, 0)
    rows = [
        [f"`{table}`", *_cells(BEFORE.get(table, none), after)]
        for table, after in now.items()
        if BEFORE.get(table, none) != after
    ]
    sums = [tuple(map(sum, zip(*tallies.values(), strict=True))) for tallies in (BEFORE, now)]
    rows.append(["**all**", *_cells(*sums)])
    head = ["table", *(f"{word}, {when}" for word in WORDS for when in ("before", "now"))]
    return grid(head, rows, frozenset(range(1, len(head))))


def _cells(before: tuple[int, ...], now: tuple[int, ...]) -> list[str]:
    """Return counts as cells: of each word before and now."""
    return [f"{count:,}" for pair in zip(before, now, strict=True) for count in pair]


HEAD = [
    "baseline, with all changes so far",
    "net rate",
    "points",
    "gross rate",
    "unused, Mt/yr",
    "net cost, million CNY/yr",
    "waste logistics",
    "net CO2, Mt/yr",
]
TEXT = """\
In November 2026 published figures took the place of assumed ones
([what was decided](../geodata/SOURCES.md#published-figures-taken-in)). What that did to the
baseline, one group of changes after the other:

{table}

The figures are those of the day; each row holds the changes of the rows above it. Rows of the
library and of all regions, where their number has changed:

{counts}"""
