"""A line that no plan can run is named with its row, the reason and what to do about it.

One waste, a line at p that makes a product from it, and further lines that want something.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sim.checks.idle import idle_lines, idle_notes
from sim.cli.main import main
from sim.loader import load_case
from sim.network import Generation, build_network
from tests.study import csv, solve_study, write_study

pytestmark = pytest.mark.usefixtures("undrawn")

TABLES = {
    "materials": """\
id,name_en,name_zh,kind,waste_class,purchase_price [CNY/t]
w,Waste,废渣,waste,general_I,
c,Companion,配料,virgin,,
i,Half,半成品,intermediate,,
g,Good,产品,product,,
h,Nobody's good,,product,,
""",
    "technologies": "id,name_en\nmk,Make\nhalf,Half\nfin,Finish\nodd,Odd\nmix,Mix\n",
    "recipes": "id,technology,name_en\nmk,mk,Make\nhalf,half,Half\nfin,fin,Finish\nodd,odd,Odd\n"
    "mix,mix,Mix\n",
    "inputs": "recipe,material,min,max\nmk,w,1,1\nhalf,w,1,1\nfin,i,1,1\nodd,w,1,1\n"
    "mix,w,0.5,0.5\nmix,c,0.5,0.5\n",
    "yields": "recipe,material,per,amount\nmk,g,activity,1\nhalf,i,activity,1\nfin,g,activity,1\n"
    "odd,h,activity,1\nmix,g,activity,1\n",
    "modes": "id,name_en,medium,tariff [CNY/t/km]\nt,Truck,road,0.5\n",
    "zones": "id,name_en\nz,Zone\n",
    "generation": "zone,material,amount [kt/yr]\nz,w,100\n",
    "plants": "id,name_en\np,Plant\nq,Other plant\n",
    "markets": "id,name_en,product,price [CNY/t]\nm,Buyers,g,10\n",
}
WAYS = [("z", "p", "t", 1), ("z", "q", "t", 1)]
NEW = ("new", "p", "mk", 10, "operating")


def tables(*lines: tuple[Any, ...], ways: list[Any] = WAYS, **changes: str) -> dict[str, str]:
    """Return the study with a line of 40 kt and these."""
    rows = [("old", "p", "mk", 40, "operating"), *lines]
    return {
        **TABLES,
        "lines": csv("id,plant,technology,capacity [kt/yr],status", rows),
        "links": csv("origin,destination,mode,cost [CNY/t]", ways),
        **changes,
    }


CASES: dict[str, tuple[dict[str, str], dict[str, tuple[str, str]]]] = {
    "all run": (tables(NEW), {}),
    "its status is not among the scenario's": (
        tables(("new", "p", "mk", 10, "planned")),
        {"new": ("status", "planned")},
    ),
    "its product has no market": (
        tables(("new", "p", "odd", 10, "operating")),
        {"new": ("product", "h")},
    ),
    "its input has no source": (
        tables(("new", "p", "mix", 10, "operating")),
        {"new": ("input", "c")},
    ),
    "its input has no way": (
        tables(("new", "q", "mk", 10, "operating"), ways=WAYS[:1]),
        {"new": ("input", "w")},
    ),
    "its capacity is nothing": (
        tables(("new", "p", "mk", 0, "operating")),
        {"new": ("nothing", "")},
    ),
    "an idle line alone makes its input": (
        tables(("a", "q", "half", 10, "planned"), ("b", "q", "fin", 10, "operating")),
        {"a": ("status", "planned"), "b": ("input", "i")},
    ),
    "an idle line alone takes its product": (
        tables(("a", "q", "half", 10, "operating"), ("b", "q", "fin", 10, "planned")),
        {"a": ("taker", "i"), "b": ("status", "planned")},
    ),
    "two lines that wait for each other's ways": (
        tables(("a", "p", "half", 10, "operating"), ("b", "q", "fin", 10, "operating")),
        {"a": ("taker", "i"), "b": ("input", "i")},
    ),
    "a chain over a way": (
        tables(
            ("a", "p", "half", 10, "operating"),
            ("b", "q", "fin", 10, "operating"),
            ways=[*WAYS, ("p", "q", "t", 1)],
        ),
        {},
    ),
    "the companion is bought": (
        tables(
            ("new", "p", "mix", 10, "operating"),
            materials=TABLES["materials"].replace("virgin,,", "virgin,,5"),
        ),
        {},
    ),
    "a market that takes nothing": (
        tables(markets="id,name_en,product,max [kt/yr],price [CNY/t]\nm,Buyers,g,0,10\n"),
        {"old": ("demand", "g")},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_each_reason(tmp_path: Path, name: str) -> None:
    """The idle lines and why, and what is called idle never runs; also where routes grow."""
    text, due = CASES[name]
    solved = solve_study(tmp_path, text, {"objective": [{"maximize": "gross_utilization_rate"}]})
    assert idle_lines(solved.case, solved.network) == due
    act = solved.plan.act.set_index("line")["amount_kt_yr"]
    assert act[[line for line in due if line in act.index]].sum() == 0.0
    large = build_network(solved.case, Generation(above=-1, each=1))
    assert idle_lines(solved.case, large) == due


def test_notes_name_the_row_and_what_to_do(tmp_path: Path) -> None:
    """In both languages, with file:line, the material and a hint."""
    text = tables(("new", "p", "odd", 10, "operating"), ("mix", "p", "mix", 10, "operating"))
    case = load_case(write_study(tmp_path, text))
    inputs, product = idle_notes(case, build_network(case))
    assert "geodata/study/lines.csv:3 'new' (Nobody's good)" in product["en"]
    assert "table 'markets'" in product["en"]
    assert "geodata/study/lines.csv:4 'mix' (Companion)" in inputs["en"]
    assert "geodata/study/lines.csv:4“mix”（配料）" in inputs["zh"]


def test_many_lines_of_one_reason_are_counted(tmp_path: Path) -> None:
    """Of sixty, three are named."""
    lines = [(f"n{i}", "p", "mk", 10, "planned") for i in range(60)]
    case = load_case(write_study(tmp_path, tables(*lines)))
    (note,) = idle_notes(case, build_network(case))
    assert note["en"].startswith("60 lines take no part: ")
    assert note["en"].count("lines.csv:") == 3
    assert "57 more" in note["en"]


def test_check_and_run_say_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`sim check` and `sim run` tell the note, and it stands in the summary."""
    path = str(write_study(tmp_path, tables(("new", "p", "odd", 10, "operating"))))

    def said(*arguments: str) -> str:
        main([*arguments, path])
        heard = capsys.readouterr()
        return " ".join((heard.out + heard.err).split())

    assert "1 line takes no part: a product with no market" in said("check")
    assert "notes" in json.loads(said("check", "--json"))[0]
    assert "1 line takes no part: a product with no market" in said("run", "--basemap", "none")
    summary = json.loads((tmp_path / "results" / "study" / "summary.json").read_text())
    assert any("geodata/study/lines.csv:3" in note["en"] for note in summary["notes"])


def test_ledger_does_not_blame_limits_of_idle_takers(tmp_path: Path) -> None:
    """Where the only taker in reach makes what nobody buys, that is the reason, not a limit."""
    text = {
        **tables(),
        "lines": "id,plant,technology,capacity [kt/yr]\nnew,p,odd,40\n",
    }
    unused = solve_study(tmp_path, text).tables["unused"]
    assert unused["reason"].tolist() == ["takers_idle"]
    assert unused["unused_kt_yr"].tolist() == [100.0]


def test_ledger_names_the_companion_that_is_missing(tmp_path: Path) -> None:
    """A taker whose other input cannot be had is blamed for that, not for its share of waste."""
    text = {**tables(), "lines": "id,plant,technology,capacity [kt/yr]\nnew,p,mix,40\n"}
    unused = solve_study(tmp_path, text).tables["unused"]
    assert unused["reason"].iloc[0] == "recipe_short"
    assert "recipe_min|new|mix|c" in unused["cause"].iloc[0]
