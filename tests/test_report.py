"""The page of a run: complete, closed to the network, safe from markup, right in figures."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from sim.draw.canvas import fit_view, list_places
from sim.draw.projection import Projection
from sim.report.legs import Legs, Ways
from sim.report.page import render
from sim.report.prices import list_prices
from sim.report.safe import clean_script, embed_json
from sim.report.sankey import chart_materials
from sim.say import say
from sim.say.texts import EN, ZH, Texts
from sim.studies.run.run import RunOptions, run
from tests.report_page import (
    HOSTILE_MATERIAL,
    HOSTILE_PLANT,
    HOSTILE_ZONE,
    Page,
    report_on,
    solve_tiny,
)
from tests.study import Solved
from tests.tiny_project import FILES, REGION, make_project

pytestmark = pytest.mark.xdist_group("report")

SECTIONS = (
    "figures",
    "map",
    "areas",
    "actors",
    "sankey",
    "tables",
    "unused",
    "prices",
    "scenario",
    "trust",
)
HEADINGS = (
    "map",
    "areas",
    "roll_ups",
    "actors",
    "sankey",
    "zones",
    "lines",
    "ledger",
    "prices",
    "scenario",
    "limits",
    "borders",
    "changes",
    "verification",
    "provenance",
    "matrix",
    "leans",
    "tallies",
)
LATIN = {"HiGHS", "Natural Earth", "WGS84"}
"""Latin words that a Chinese page may show: names."""


@pytest.fixture(scope="module")
def solved(tmp_path_factory: pytest.TempPathFactory) -> Solved:
    """Return the tiny project, solved."""
    return solve_tiny(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="module")
def pages(solved: Solved, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Page]:
    """Return the page of the tiny project in both languages."""
    folder = tmp_path_factory.mktemp("pages")
    return {
        language: Page(report_on(solved, folder / language, language).read_text("utf-8"))
        for language in ("en", "zh")
    }


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Page:
    """Return the page of a study whose names are markup."""
    folder = tmp_path_factory.mktemp("hostile")
    return Page(report_on(solve_tiny(folder, hostile=True), folder / "out").read_text("utf-8"))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_cards_show_the_figures_of_the_summary(
    solved: Solved, pages: dict[str, Page], language: Any
) -> None:
    """Every card carries the very number of summary.json, and shows it in planner's units."""
    kpis = {row["name"]: row for row in solved.tables.summary["kpis"]}
    cards = pages[language].all("div", "data-kpi")
    assert len(cards) == 8
    for card in cards:
        row = kpis[card.attributes["data-kpi"]]
        assert float(card.attributes["data-value"]) == row["value"]
        shown = Texts(language).figure(row["value"], row["unit"])
        assert shown in card.text
        assert row[language] in card.text


def test_chinese_cards_are_in_chinese_units(pages: dict[str, Page]) -> None:
    """Chinese pages count in 万吨 and 亿元."""
    units = {card.attributes["data-unit"]: card.text for card in pages["zh"].all("div", "data-kpi")}
    assert "万吨/年" in units["kt/yr"]
    assert "亿元/年" in units["MCNY/yr"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_all_sections_are_there(pages: dict[str, Page], language: str) -> None:
    """Each language has every section, with its heading, and a way to it."""
    page = pages[language]
    ids = [e.attributes["id"] for e in page.elements if "id" in e.attributes]
    assert sorted(ids) == sorted(set(ids)), "two elements of one id"
    assert [i for i in ids if i in SECTIONS] == list(SECTIONS)
    headings = {e.text for e in page.elements if e.tag in ("h2", "h3")}
    assert {say(f"report_{key}", language) for key in HEADINGS} <= headings
    links = {e.attributes["href"].removeprefix("#") for e in page.all("a")}
    assert links <= set(ids)
    assert len({link for link in links if not link.startswith("made-")}) == len(SECTIONS) - 1


def read_interface(page: Page) -> str:
    """Return the words of the page itself: no script, no identifier, no free text of the data."""
    source = re.sub(r"<(script|style|code)\b.*?</\1>", " ", page.source, flags=re.DOTALL)
    source = re.sub(r"<(td|p)[^>]* class=\"(?:[^\"]* )?data\"[^>]*>.*?</\1>", " ", source)
    titles = re.findall(r"(?:title|aria-label)=\"([^\"]*)\"", source)
    return " ".join([re.sub(r"<[^>]*>", " ", source), *titles])


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_figure_leads_to_its_rows(pages: dict[str, Page], language: str) -> None:
    """Cards and areas lead to the rows that they are made of, with file and line."""
    page = pages[language]
    links = [e.attributes["href"] for e in page.all("a") if "#made-" in e.attributes["href"]]
    assert len(links) >= len(set(links)) > 8
    cells = {e.text for e in page.elements if e.tag == "code"}
    assert "geodata/tiny/markets.csv:2" in cells


def test_chinese_page_has_no_english_words(pages: dict[str, Page]) -> None:
    """Nothing but names is in Latin letters on a Chinese page."""
    words = read_interface(pages["zh"])
    for known in sorted(LATIN, key=len, reverse=True):
        words = words.replace(known, " ")
    assert sorted(set(re.findall(r"[A-Za-z]{3,}", words))) == []
    assert re.findall(r"[A-Za-z]{3,}", read_interface(pages["en"])), "the reader sees nothing"
    script = pages["zh"].data["words"]
    assert [w for w in script.values() if re.search(r"[A-Za-z]{3,}", re.sub(r"{\w+}", "", w))] == []


def test_english_page_has_no_chinese_words(pages: dict[str, Page]) -> None:
    """An English page of data with English names has no Chinese in it."""
    assert re.findall(r"[\u4e00-\u9fff]+", read_interface(pages["en"])) == []


def test_names_are_text(hostile: Page) -> None:
    """Markup in the names of a zone, a plant and a material stays text wherever it is shown."""
    tags = [e.tag for e in hostile.elements]
    assert tags.count("script") == 3
    assert tags.count("img") == 0
    assert [e for e in hostile.elements if any(a.startswith("on") for a in e.attributes)] == []
    cells = {e.text for e in hostile.all("td")}
    assert {HOSTILE_ZONE, HOSTILE_PLANT, HOSTILE_MATERIAL} <= cells
    assert HOSTILE_MATERIAL in [e.text for e in hostile.all("option")]


def test_names_in_pictures_are_text(hostile: Page) -> None:
    """Plotly reads a little HTML in labels; none of it comes from the data."""
    drawn = json.dumps([hostile.data["maps"], hostile.data["chart"]])
    assert re.findall(r"<[^>]*>", drawn) == []
    assert "&lt;script&gt;alert(1)" in drawn
    assert "&lt;img src=x" in drawn
    assert "alert(3)" in drawn


def test_data_cannot_end_its_script() -> None:
    """JSON inside a script element holds no character that HTML could take for markup."""
    text = embed_json({"a": "</script><!--\u2028&"})
    assert not set("<>&\u2028") & set(text)
    assert json.loads(text) == {"a": "</script><!--\u2028&"}
    with pytest.raises(ValueError, match="JSON"):
        embed_json({"a": float("nan")})
    with pytest.raises(ValueError, match="inside a page"):
        clean_script("x = '</SCRIPT>'")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_page_loads_nothing(pages: dict[str, Page], language: str) -> None:
    """No attribute or style of the page names a file or an address that a browser would load."""
    page = pages[language]
    loading = ("src", "srcset", "data", "action", "poster", "background", "formaction")
    assert [e.tag for e in page.elements if set(loading) & set(e.attributes)] == []
    hrefs = {e.attributes["href"] for e in page.elements if "href" in e.attributes}
    assert {h for h in hrefs if not h.startswith("#")} == {"data:,"}
    style = "".join(e.text for e in page.all("style")) + str(
        [e.attributes.get("style") for e in page.elements]
    )
    assert not re.search(r"url\(|@import|http", style)


def test_policy_lets_only_its_own_scripts_run(pages: dict[str, Page]) -> None:
    """The policy forbids every load and names exactly the scripts of the page by their hash."""
    page = pages["en"]
    (meta,) = [e for e in page.all("meta") if "http-equiv" in e.attributes]
    policy = dict(p.strip().split(" ", 1) for p in meta.attributes["content"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["img-src"] == "data:"
    code = [e.text for e in page.all("script") if "type" not in e.attributes]
    digests = [base64.b64encode(hashlib.sha256(c.encode()).digest()).decode() for c in code]
    assert policy["script-src"].split() == [f"'sha256-{d}'" for d in digests]
    assert len(code) == 2
    assert page.source.index("Content-Security-Policy") < page.source.index("<script")


def test_tables_hold_every_zone_and_line(solved: Solved, pages: dict[str, Page]) -> None:
    """The long tables have a row a zone and a row a line, in planner's units."""
    page = pages["zh"]
    assert len(page.rows("zones")) == len(solved.tables["zones"])
    assert len(page.rows("lines")) == len(solved.tables["lines"])
    zones = {row[0]: row for row in page.rows("zones")}
    east = solved.tables["zones"].set_index("name_zh").loc["东矿"]
    assert float(zones["东矿"][3]) == pytest.approx(east["generation_kt_yr"] / 10, abs=0.05)
    assert zones["东矿"][7] == f"{east['utilization_rate_pct']:.1f} %"


def test_matrix_adds_up_to_the_uptake(solved: Solved, pages: dict[str, Page]) -> None:
    """What the provinces exchange, each in its cell, is all the waste that lines take up."""
    rows = pages["en"].rows("matrix")
    assert float(rows[-1][-1].replace(",", "")) == pytest.approx(solved.kpi("uptake"), rel=5e-3)
    flows = solved.tables["flows"]
    used = flows[flows["role"] == "utilization"]
    across = used[used["origin_province"] != used["destination_province"]]["amount_kt_yr"].sum()
    body = [[0.0 if c == "–" else float(c.replace(",", "")) for c in r[1:-1]] for r in rows[:-1]]
    off = sum(v for i, row in enumerate(body) for j, v in enumerate(row) if i != j)
    assert off == pytest.approx(across, abs=0.5)


def test_ledger_lists_every_unused_waste(solved: Solved, pages: dict[str, Page]) -> None:
    """The ledger has every row of unused.csv with a reason, or says that there is none."""
    table = solved.tables["unused"]
    assert len(table), "the study leaves nothing unused"
    rows = pages["en"].rows("unused")
    assert len(rows) == len(table)
    assert all(len(row[-1]) > 5 for row in rows)


def test_scenario_is_told_in_words(pages: dict[str, Page]) -> None:
    """Objectives with their slack, caps, floors, borders and changes of the scenario are told."""
    text = read_interface(pages["en"])
    assert "maximize Utilization rate (net)" in text
    assert "0.2 %" in text
    assert "Net cost at most 900 million CNY/yr" in text
    assert "Utilization rate (net) (West Province) at least 10.0 %" in text
    assert "capacity × 1.5" in text
    assert "2.00 CNY/t" in text
    chinese = read_interface(pages["zh"])
    assert "净成本不超过 9 亿元/年" in chinese
    assert "西省综合利用率（净）不低于 10.0 %" in chinese
    assert "产能 × 1.5" in chinese


def test_confidence_is_counted(solved: Solved, pages: dict[str, Page]) -> None:
    """The tally of an input table counts its rows by confidence."""
    rows = {row[0]: row[1:] for row in pages["en"].rows("confidence")}
    assert rows["Lines"][:5] == ["1", "–", "1", "–", "2"]
    assert rows["Generation"][:5] == ["2", "–", "1", "–", "3"]
    sources = {row[0]: row[1] for row in pages["en"].rows("sources")}
    assert sources == {"A permit": "2", "A yearbook": "2"}
    assert len(solved.case.tables["generation"]) == 3


def test_verdict_follows_the_verification(solved: Solved, tmp_path: Path) -> None:
    """A page says 'verified' only where verification.json does."""
    good = Page(report_on(solved, tmp_path / "a").read_text("utf-8"))
    bad = Page(report_on(solved, tmp_path / "b", passed=False).read_text("utf-8"))

    def status(page: Page) -> str:
        return next(e.text for e in page.all("span") if e.attributes.get("id") == "status")

    assert status(good) == say("report_status_optimal", "en")
    assert status(bad) == say("report_status_other", "en")
    assert "1 of 1 checks failed" in bad.source


def test_same_input_gives_the_same_page(solved: Solved, tmp_path: Path) -> None:
    """Two pages of one run are equal, byte for byte."""
    one, two = (report_on(solved, tmp_path / name) for name in "ab")
    assert one.read_bytes() == two.read_bytes()


def test_boundaries_never_get_into_a_page(
    solved: Solved, project_root: Path, tmp_path: Path
) -> None:
    """Of the base maps with boundaries only the public one may be passed on, with its footer."""
    with pytest.raises(ValueError, match="tianditu"):
        report_on(solved, tmp_path, kind="tianditu")
    here = replace(solved, case=replace(solved.case, root=project_root))
    drawn = report_on(here, tmp_path, kind="natural-earth").read_text("utf-8")
    assert say("footer", "en") in drawn
    assert say("credit_natural-earth", "en") in drawn
    plain = report_on(here, tmp_path).read_text("utf-8")
    assert say("footer", "en") not in plain
    assert say("credit_schematic", "en") in plain


def test_chart_keeps_mass(solved: Solved) -> None:
    """In the chart every technology gives away what it takes in, and all waste is accounted for."""
    chart = chart_materials(solved.tables.frames, Texts("en"))
    assert chart is not None
    data = chart.data
    inflow, outflow = [0.0] * len(data["labels"]), [0.0] * len(data["labels"])
    for s, t, v in zip(data["source"], data["target"], data["value"], strict=True):
        outflow[s] += v
        inflow[t] += v
    through = [i for i in range(len(inflow)) if inflow[i] and outflow[i]]
    assert through
    assert [inflow[i] for i in through] == pytest.approx([outflow[i] for i in through], abs=1e-2)
    start = sum(outflow[i] for i in range(len(inflow)) if not inflow[i])
    handed_on = float(solved.tables["lines"]["residue_input_kt_yr"].sum())
    whole = solved.kpi("uptake") + solved.kpi("unused") + handed_on
    assert start == pytest.approx(whole, abs=1e-2)


def test_pictures_obey_plotly(pages: dict[str, Page]) -> None:
    """Base map and chart are figures that Plotly's own description accepts."""
    data = pages["en"].data
    figure = go.Figure(data=[*data["maps"]["run"]["ground"], *data["maps"]["run"]["towns"]])
    assert len(figure.data) == len(data["maps"]["run"]["ground"]) + len(
        data["maps"]["run"]["towns"]
    )
    chart = data["chart"]
    node = {"label": chart["labels"], "color": chart["colors"]}
    link = {
        "source": chart["source"],
        "target": chart["target"],
        "value": chart["value"],
        "color": chart["link_colors"],
    }
    assert go.Figure(go.Sankey(node=node, link=link)).data[0].link.value


def test_map_carries_the_flows(solved: Solved, pages: dict[str, Page]) -> None:
    """The flows of the map are those between two places, and each leads to its destination."""
    drawn = pages["en"].data["maps"]["run"]
    flows = solved.tables["flows"]
    moved = flows[~flows["mode"].isin(["onsite", "gate"])]
    moved = moved[moved["amount_kt_yr"] > 0].dropna(subset=["origin_lon", "destination_lon"])
    assert len(drawn["flows"]) == len(moved)
    assert sum(f["kt"] for f in drawn["flows"]) == pytest.approx(moved["amount_kt_yr"].sum())
    largest = moved.sort_values("amount_kt_yr").iloc[-1]
    places = list_places({**solved.case.tables, **solved.tables.frames})
    plane = fit_view(places).projection
    (end,) = plane.project(largest["destination_lon"], largest["destination_lat"])
    leg = drawn["legs"][drawn["flows"][0]["legs"][-1]]
    assert leg["head"]
    assert (leg["x"][-1], leg["y"][-1]) == pytest.approx(tuple(end), abs=0.02)


def test_flows_share_a_river() -> None:
    """Two barges on overlapping stretches use one line where both go, cut at the ports."""
    river = Projection(116.0, 30.0).project([115, 115.5, 116, 116.5, 117], [30] * 5)
    ports = {name: river[i] for i, name in enumerate("abcde")}
    legs = Legs(Ways(ports, [river]))
    legs.survey(["a>d", "c>e"])
    first = legs.trace(river[0], river[3], "a>d")
    second = legs.trace(river[4], river[2], "e>c")
    shared = set(first) & set(second)
    assert len(shared) == 1
    assert legs.lines[shared.pop()]["river"]
    assert first[-1] != second[-1]
    assert legs.lines[first[-1]]["head"]


def test_page_without_coordinates_has_no_map(tmp_path: Path) -> None:
    """A study whose sites have no coordinates gets its page, with a sentence for the map."""
    bare = {
        name: re.sub(r",11\d\.\d+,30\.\d+", ",,", FILES[f"{REGION}/{name}.csv"])
        for name in ("zones", "plants")
    }
    links = "origin,destination,mode,km\n" + "".join(
        f"{a},{b},road,30 km\n" for a in ("z1", "z2") for b in ("p1", "p2", "pond", "tip")
    )
    scenario = make_project(tmp_path, **bare, links=links, terminals=None)
    outcome = run(scenario, RunOptions(basemap="none"))
    page = Page((outcome.folder / "report.html").read_text("utf-8"))
    assert page.data["maps"] == {}
    assert say("no_map", "en") in page.source


def test_run_writes_a_report(tmp_path: Path) -> None:
    """A run leaves its verified page beside the tables, small enough to be sent by mail."""
    steps: list[str] = []
    outcome = run(make_project(tmp_path), RunOptions(texts=ZH, basemap="none"), steps.append)
    path = outcome.folder / "report.html"
    assert steps[-1] == "report"
    assert path.stat().st_size < 6e6
    page = Page(path.read_text("utf-8"))
    assert say("report_status_optimal", "zh") in page.source
    saved = json.loads((outcome.folder / "summary.json").read_text("utf-8"))
    kpis = {row["name"]: row["value"] for row in saved["kpis"]}
    for card in page.all("div", "data-kpi"):
        assert float(card.attributes["data-value"]) == kpis[card.attributes["data-kpi"]]


def test_sentences_of_prices_are_shown() -> None:
    """A table of prices with a sentence a limit is shown by its sentences, in either language."""
    table = pd.DataFrame(
        {
            "name_en": ["Capacity of A"],
            "name_zh": ["甲产能"],
            "limit": [120.0],
            "unit": ["kt/yr"],
            "sentence_en": ["one more kt/yr adds 0.9 kt/yr"],
            "sentence_zh": ["每增加一万吨"],
        }
    )
    for language, sentence in (("en", "one more kt/yr adds 0.9 kt/yr"), ("zh", "每增加一万吨")):
        listing = list_prices(table, Texts(language))  # type: ignore[arg-type]
        assert listing is not None
        assert listing.rows[0][-1].text == sentence
    figures = table.drop(columns=["sentence_en", "sentence_zh"]).assign(
        **{"net_cost_MCNY/yr_per_unit": [-0.05]}
    )
    listing = list_prices(figures, Texts("zh"))
    assert listing is not None
    assert listing.rows[0][-1].text == "-50.0", "one 万吨/年 more, in 万元/年"
    assert list_prices(figures.iloc[:0], Texts("en")) is None


def test_templates_escape_by_default(pages: dict[str, Page]) -> None:
    """The title of a scenario is text too; a template that lacks a value fails aloud."""
    with pytest.raises(Exception, match="undefined"):
        render("run.html", EN, {}, {"title": "<b>"})
    assert pages["en"].all("title")[0].text == "Tiny"
