"""One amount reads the same everywhere: maps, tables, page and its script, screen, sentences."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.draw import heat
from sim.report.listing import amount, money
from sim.report.places import list_matrix
from sim.results.prices import say_changes
from sim.say import WORDS, Language
from sim.say.figures import NOTHING, write_percent, write_rounded
from sim.say.texts import EN, ZH, Texts
from sim.studies.compare.sentences import write_change, write_number, write_value
from tests.browser import visit
from tests.report_page import Page

LANGUAGES: tuple[Language, ...] = ("en", "zh")
HALVES = st.integers(8, 800_000).map(lambda n: n / 8)
"""Multiples of an eighth: the numbers whose last digit is a half."""
AMOUNTS = st.one_of(HALVES, st.floats(1.0, 100_000.0))
SOME = [1125.0, 1135.0, 1145.0, 54_512.0, 0.1125, 12.5, 99.96, 2841.6, 5.0, 1.0, 0.999, 1e-6, 1e-9]


def number(text: str) -> float:
    """The number that a text begins with."""
    found = re.match(r"[+−-]?[\d,]+(\.\d+)?", text)
    assert found, text
    return float(found.group().replace(",", "").replace("−", "-"))


class Paper:
    """Axes that keep what is written on them."""

    written = ""

    def add_patch(self, patch: object) -> None:
        """Draw nothing."""

    def text(self, _x: float, _y: float, text: str, **_: object) -> None:
        """Keep a text."""
        self.written = text


def drawn(kt: float, language: Language) -> str:
    """What the heat table draws into a cell."""
    paper = Paper()
    heat._draw_cell(paper, (0, 0), kt, "#ffffff", Texts(language))  # type: ignore[arg-type]
    return paper.written


def of_sentence(kt: float, language: Language) -> str:
    """What a sentence about a limit says of an amount."""
    change = {"net_utilized": kt, "utilization_rate": 0.0, "net_cost": 0.0}
    found = re.search(r"[\d,.]+ \S+/[yr年]+", say_changes(change, Texts(language)))
    assert found
    return found.group()


IN_USUAL_UNIT: list[Callable[[float, Language], str]] = [
    lambda kt, language: amount(kt, Texts(language)).text,
    drawn,
    of_sentence,
]
"""Places that count in the usual unit of the language, however much it is."""


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=60, deadline=None)
@given(kt=AMOUNTS)
def test_an_amount_in_the_usual_unit(kt: float, language: Language) -> None:
    """Cells of tables, of heat tables and, from one unit on, sentences of prices."""
    whole = kt >= Texts(language).scale("kt/yr").size
    shown = [number(write(kt, language)) for write in IN_USUAL_UNIT[: 3 if whole else 2]]
    assert len(set(shown)) == 1
    if kt < {"en": 1000.0, "zh": 100_000.0}[language]:
        assert number(Texts(language).amount(kt)) == shown[0]
        assert number(Texts(language).figure(kt, "kt/yr")) == shown[0]
        assert number(write_change(kt, "kt/yr", Texts(language))) == shown[0]


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=60, deadline=None)
@given(kt=AMOUNTS)
def test_studies_add_digits_and_change_none(kt: float, language: Language) -> None:
    """Where plans are told apart by more digits, those round to what is said elsewhere."""
    scale = Texts(language).scale("kt/yr")
    cell = amount(kt, Texts(language)).text
    half = 0.5 * 10.0 ** -len(cell.partition(".")[2])
    assert abs(number(Texts(language).close_bare(kt, "kt/yr")) - number(cell)) <= half + 0.051
    exact = Texts(language).scale_of_row(kt, "kt/yr")
    known = number(Texts(language).exact(kt, "kt/yr")) * exact.size
    assert abs(scale.of(known) - number(cell)) <= half * (1 + 1e-6)
    row = Texts(language).scale_of_row(kt, "kt/yr")
    assert abs(number(write_number(row.of(kt))) - row.of(kt)) <= 0.5


@settings(max_examples=60, deadline=None)
@given(mcny=AMOUNTS)
def test_money(mcny: float) -> None:
    """Cells and running text, where both count in the same unit."""
    for language in LANGUAGES:
        shown = number(Texts(language).money(mcny))
        assert number(money(mcny, Texts(language)).text) == shown
        assert number(Texts(language).figure(mcny, "MCNY/yr")) == shown


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (112.5, 0, "112"),
        (113.5, 0, "114"),
        (-112.5, 0, "-112"),
        (0.125, 2, "0.12"),
        (1234.5, 0, "1,234"),
        (-0.01, 1, "0.0"),
        (0.0, 0, "0"),
        (1e15 + 0.5, 0, "1,000,000,000,000,000"),
    ],
)
def test_a_half_goes_to_the_even_digit(value: float, digits: int, text: str) -> None:
    """In every table, and in the script of the page (below); nothing has no sign."""
    assert write_rounded(value, digits) == text


def test_the_mine_of_1125_kt() -> None:
    """112.5 万吨 was 112 in tables and 113 on the map of the page; a rate of 71.25 % likewise."""
    assert ZH.amount(1125.0) == "112 万吨/年"
    assert amount(1125.0, Texts("zh")).text == "112"
    assert drawn(1125.0, "zh") == "112"
    assert write_value("1125 kt/yr", ZH) == "112.5 万吨/年"
    assert write_percent(71.25) == "71.2 %"


def test_transport_work() -> None:
    """2,841.6 million t·km were 28.42 on the screen and 28.4 on the page."""
    assert ZH.figure(2841.6, "Mt*km/yr") == "28.4 亿吨公里/年"
    assert EN.figure(2841.6, "Mt*km/yr") == "2,842 million t·km/yr"


def test_a_matrix_of_the_page_and_its_picture() -> None:
    """The table of provinces and the heat table of the folder show the same number."""
    flows = pd.DataFrame(
        {
            "origin_province": ["a"],
            "destination_province": ["b"],
            "role": ["utilization"],
            "amount_kt_yr": [123.4],
        }
    )
    for language in LANGUAGES:
        listing = list_matrix(flows, Texts(language))
        assert listing is not None
        assert drawn(123.4, language) in {cell.text for row in listing.rows for cell in row}


SCRIPT = """<!DOCTYPE html><meta charset="utf-8"><pre id="out"></pre><script>
{code}
const data = {data};
const { amount, percent } = writersOf(data.amounts);
document.getElementById("out").textContent = data.values.map(amount).join("|")
  + "#" + data.rates.map(percent).join("|");
</script>"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_script_of_the_page(project_root: Path, tmp_path: Path, language: Language) -> None:
    """Amounts and rates that the script writes are those that the tables hold."""
    code = (project_root / "sim" / "report" / "page" / "figures.js").read_text("utf-8")
    values = [*SOME, *(n / 8 for n in range(1, 1200, 7)), *(n * 1.25 for n in range(700, 9000, 41))]
    rates = [71.25, 71.35, 0.05, 100.0, *(n / 16 for n in range(0, 1600, 3))]
    data = {"amounts": Texts(language).describe_amounts(), "values": values, "rates": rates}
    page = tmp_path / "page.html"
    page.write_text(
        SCRIPT.replace("{data}", json.dumps(data)).replace("{code}", code), encoding="utf-8"
    )
    seen = Page(visit(page, tmp_path).document)
    (out,) = seen.all("pre", "")
    amounts, _, percents = out.text.partition("#")
    assert amounts.split("|") == [Texts(language).amount(v) for v in values]
    assert percents.split("|") == [write_percent(v) for v in rates]


def test_units_stand_in_one_place(project_root: Path) -> None:
    """No module but `sim.say.scales` and the words holds a unit that planners count in."""
    units = {
        Texts(lang).scale(u).unit for u in ("kt/yr", "MCNY/yr", "Mt*km/yr") for lang in LANGUAGES
    }
    units |= {"million CNY/yr"}
    units -= {"kt/yr"}
    found = []
    for path in sorted((project_root / "sim").rglob("*.py")):
        if "words" in path.parts or path.name == "scales.py" or "scenario" in path.parts:
            continue
        tree = ast.parse(path.read_text("utf-8"))
        docs = {id(n.body[0].value) for n in ast.walk(tree) if _has_docstring(n)}
        found += [
            f"{path.name}:{node.lineno}: {node.value}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in docs
            and any(unit in node.value for unit in units)
            and "\n" not in node.value
            and not _is_comment(node, tree)
        ]
    assert found == []
    assert "unit_kt" not in WORDS


def _has_docstring(node: ast.AST) -> bool:
    body = getattr(node, "body", None)
    return isinstance(body, list) and bool(body) and isinstance(body[0], ast.Expr)


def _is_comment(node: ast.Constant, tree: ast.Module) -> bool:
    """A string that stands by itself below a name says what that name is."""
    return any(isinstance(n, ast.Expr) and n.value is node for n in ast.walk(tree))


@settings(max_examples=60, deadline=None)
@given(value=st.floats(-1e6, 1e6))
def test_rounding_is_off_by_half_a_digit_at_most(value: float) -> None:
    """Whatever is written is the nearest number with so many digits."""
    for digits in (0, 1, 2):
        assert abs(number(write_rounded(value, digits)) - value) <= 0.5 * 10.0**-digits + 1e-9


def test_nothing_is_nothing() -> None:
    """What a solver leaves of nothing reads as nothing in every unit."""
    for language in LANGUAGES:
        assert number(Texts(language).amount(NOTHING / 2)) == 0.0
        assert number(amount(NOTHING / 2, Texts(language)).text) == 0.0
