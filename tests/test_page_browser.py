"""The planner's page in a real browser: every step of a planner, in both languages."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from sim.results.tables import read_results
from tests.page_site import Reception, Site, Visitor
from tests.seeds import some_of
from tests.test_result_folders import run_sim

pytestmark = pytest.mark.xdist_group("page-browser")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The page of the example project, served by the command."""
    found = Site(tmp_path_factory.mktemp("page"))
    yield found
    assert found.stop() == 130


@pytest.fixture(scope="module")
def reception(site: Site) -> Iterator[Reception]:
    """A browser that hears of complaints."""
    with sync_playwright() as playwright, Reception(playwright, site) as found:
        yield found


def look(visitor: Visitor, name: str) -> None:
    """Keep a screenshot of a step where somebody wants to look at it."""
    if folder := os.environ.get("PAGE_PICTURES"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        visitor.page.wait_for_timeout(300)
        visitor.picture(Path(folder) / f"{name}.png")


def find_barriers(visitor: Visitor) -> list[str]:
    """Return what axe finds on the page as it stands."""
    found = Axe().run(visitor.page).response["violations"]
    return [f"{one['id']}: {[node['html'][:120] for node in one['nodes'][:3]]}" for one in found]


def assert_content(visitor: Visitor) -> None:
    """Hold that nothing was complained about and nothing asked of another place."""
    assert visitor.complaints == []
    assert visitor.outside == []


@pytest.mark.parametrize("language", some_of(["en", "zh"], 1))
def test_a_planner_does_the_whole_job(reception: Reception, site: Site, language: str) -> None:
    """Change, build, close, take a way out, keep, compare and save; what is saved runs alike."""
    me = reception.let_in(language)
    look(me, f"{language}-1-opened")
    assert len(me.cards) >= 6
    assert find_barriers(me) == []
    raised = raise_and_undo(me, language)
    build_a_plant(me, language)
    close_a_border(me, language, raised)
    keep_the_state(me)
    take_a_way_out(me, language)
    compare_with_the_scenario(me, language)
    save_and_run(me, site, language)
    assert_content(me)
    me.close()


def raise_and_undo(me: Visitor, language: str) -> float:
    """A larger mill changes rate and map; of three changes one is undone, one switched off."""
    at_first, lines_at_first = me.rate, me.flows
    me.pick("East grinding" if language == "en" else "东部粉磨站")
    me.planned(lambda: me.write("cap-grinding-mill-n", shown_amount(1800, language)))
    look(me, f"{language}-2-raised")
    raised = me.rate
    assert raised > at_first
    assert me.flows != lines_at_first
    me.planned(lambda: me.press("load-grinding-mill-u"))
    me.pick("West cement works")
    me.planned(lambda: me.press("cap-cement-mill-d"))
    names = me.changes
    assert len(names) == 3
    me.planned(me.page.locator("#changes .edit button[data-key^=rm-]").nth(1).click)
    assert me.changes == [names[0], names[2]]
    me.planned(me.page.locator("#changes .edit input[type=checkbox]").nth(1).click)
    assert me.rate == raised
    look(me, f"{language}-3-undone")
    return raised


def build_a_plant(me: Visitor, language: str) -> None:
    """A plant stands where the planner points, with what is usual filled in."""
    me.page.locator("#add-plant").click()
    me.page.locator("#stage svg").click(position={"x": 300, "y": 260})
    me.page.locator("dialog [data-key=technology]").select_option("mill")
    look(me, f"{language}-4-new-plant")
    me.planned(me.page.locator("dialog button[type=submit]").click)
    assert len(me.changes) == 3
    look(me, f"{language}-5-built")


def close_a_border(me: Visitor, language: str, raised: float) -> None:
    """A closed border costs utilization."""
    me.tab("borders")
    me.page.locator("[data-key=b-Westland-Eastland]").click()
    me.planned(lambda: me.press("r-closed"))
    look(me, f"{language}-6-closed")
    assert me.rate < raised


def keep_the_state(me: Visitor) -> None:
    """A state is kept under a name, which is text whatever it looks like."""
    me.tab("kept")
    me.page.locator("[data-key=state-name]").fill("closed & <b>bold</b>")
    me.page.locator("#panel form button[type=submit]").click()
    assert "closed & <b>bold</b>" in me.page.locator("#panel").inner_text()


def take_a_way_out(me: Visitor, language: str) -> None:
    """Out of reach: the reason stands there in words, and a way out leads to a plan."""
    me.tab("limits")
    me.page.locator("[data-key=metric]").select_option("utilization_rate")
    me.page.locator("[data-key=way]").select_option("floor")
    me.page.locator("[data-key=at]").fill("99.9")
    me.press("add-limit")
    way = me.page.locator(".no-plan .ways button").first
    way.wait_for()
    look(me, f"{language}-7-no-plan")
    assert find_barriers(me) == []
    me.planned(way.click)
    look(me, f"{language}-8-way-out")


def compare_with_the_scenario(me: Visitor, language: str) -> None:
    """Two maps stand side by side, with what differs in the inputs and in the results."""
    me.tab("kept")
    me.page.locator("#panel .row button").last.scroll_into_view_if_needed()
    me.page.locator("#views button").nth(1).click()
    me.page.locator("#stage svg.map-svg").nth(1).wait_for()
    look(me, f"{language}-9-side-by-side")
    me.page.locator("#views button").nth(2).click()
    me.page.wait_for_function("document.querySelectorAll('#under table').length > 0")
    look(me, f"{language}-10-difference")
    assert find_barriers(me) == []
    me.page.locator("#views button").nth(0).click()


def save_and_run(me: Visitor, site: Site, language: str) -> None:
    """What is saved gives the command line the figures that were shown."""
    shown, name = me.rate, f"page-{language}"
    me.press("save")
    me.page.locator("[data-key=file]").fill(name)
    me.page.locator("dialog button[type=submit]").click()
    me.page.locator("dialog .good").wait_for()
    look(me, f"{language}-11-saved")
    me.page.keyboard.press("Escape")
    path = site.root / "scenarios" / f"{name}.yaml"
    assert run_sim("run", path, "--basemap", "none") == 0
    figures = read_results(site.root / "results" / name).summary["kpis"]
    rate = next(row["value"] for row in figures if row["name"] == "utilization_rate")
    assert f"{100 * float(rate):.1f}" == f"{shown:.1f}"


def shown_amount(kt: float, language: str) -> str:
    """Write an amount as the field of a language wants it: kt/yr, or 10,000 t a year."""
    return str(kt / 10) if language == "zh" else str(kt)


def test_the_keyboard_is_enough(reception: Reception) -> None:
    """Search, raise, undo, build at a place in degrees, close: no mouse, the focus always seen."""
    me = reception.let_in("zh")
    keys, at_first = me.page.keyboard, me.rate
    keys.press("/")
    keys.type("东部粉磨站")
    keys.press("Enter")
    tab_to(me, "cap-grinding-mill-n")
    keys.press("Control+A")
    keys.type("180")
    me.planned(lambda: keys.press("Enter"))
    assert me.rate > at_first
    me.planned(lambda: keys.press("Control+z"))
    assert (me.rate, me.changes) == (at_first, [])
    me.planned(lambda: keys.press("Control+y"))
    keys.press("/")
    tab_to(me, "add-plant")
    keys.press("Enter")
    tab_to(me, "give-degrees")
    keys.press("Enter")
    me.page.locator("dialog [data-key=lon]").wait_for()
    tab_to(me, "lon")
    keys.press("Control+A")
    keys.type("112.31")
    with me.page.expect_response(lambda answer: "lon=112.31" in answer.url):
        tab_to(me, "lat")
    keys.press("Control+A")
    keys.type("31.22")
    me.page.wait_for_timeout(300)  # The dialog is drawn anew for the place typed first.
    me.planned(lambda: keys.press("Enter"))
    place = me.page.evaluate("import('/static/store.js').then(({ state }) => state.edits[1].plant)")
    assert (place["lon"], place["lat"]) == (112.31, 31.22)
    assert find_barriers(me) == []
    keys.press("/")
    tab_to(me, "t-thing")
    keys.press("ArrowRight")
    tab_to(me, "b-Westland-Eastland")
    keys.press("Enter")
    tab_to(me, "r-closed")
    me.planned(lambda: keys.press("Enter"))
    assert len(me.changes) == 3
    assert_content(me)
    me.close()


def tab_to(me: Visitor, key: str) -> None:
    """Press Tab until a part of the page has the focus, which is seen all the way."""
    for _ in range(120):
        focus = me.page.evaluate(
            "() => { const at = document.activeElement, style = getComputedStyle(at);"
            "return [at.dataset.key || at.id, at.matches(':focus-visible'), style.outlineWidth]; }"
        )
        if focus[0] == key:
            assert focus[1:] == [True, "3px"]
            return
        me.page.keyboard.press("Tab")
    raise AssertionError(key)


def test_a_link_to_a_scenario_that_is_gone(reception: Reception, site: Site) -> None:
    """The scenarios that there are are offered; the edits of the link go along."""
    me = reception.let_in()
    packed = me.page.evaluate(
        "import('/static/link.js').then(({ pack }) => pack({ scenario: 'scenarios/gone.yaml',"
        "lang: 'en', edits: [{ id: 'e1', on: true, name: '', kind: 'capacity',"
        "line: 'brick-line', value: 500 }] }))"
    )
    me.page.goto("about:blank")
    me.page.goto(f"{site.url}#s={packed}")
    offer = me.page.locator("[data-key='offer-scenarios/baseline.yaml']")
    offer.wait_for()
    me.complaints.clear()  # the refused request stands in the console
    me.planned(offer.click)
    assert len(me.changes) == 1
    assert_content(me)
    me.close()


def test_two_people_at_once(reception: Reception) -> None:
    """What one changes the other does not see; both come to the same where they do the same."""
    one, other = reception.let_in(), reception.let_in()
    before = other.rate
    one.pick("East grinding")
    one.planned(lambda: one.write("cap-grinding-mill-n", "1800"))
    assert other.rate == before
    assert other.changes == []
    other.pick("East grinding")
    other.planned(lambda: other.write("cap-grinding-mill-n", "1800"))
    assert (other.rate, other.flows) == (one.rate, one.flows)
    for visitor in (one, other):
        assert_content(visitor)
        visitor.close()


def test_the_server_goes_and_comes_back(reception: Reception, site: Site) -> None:
    """A killed server loses nothing: the page says so, keeps the edits, and goes on."""
    me = reception.let_in()
    me.pick("East grinding")
    me.planned(lambda: me.write("cap-grinding-mill-n", "1800"))
    rate, changes = me.rate, me.changes
    site.kill()
    me.press("cap-grinding-mill-u")
    me.page.locator("#banner .warning").wait_for()
    look(me, "cut")
    before = me.number
    site.start()
    me.wait_for_plan(before)
    assert len(me.changes) == 1
    assert me.rate >= rate
    me.page.reload()
    me.wait_for_plan(0)
    assert len(me.changes) == len(changes)
    assert me.outside == []
    me.close()
