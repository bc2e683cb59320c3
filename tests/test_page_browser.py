"""The planner's page in a real browser: every step of a planner, in both languages."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from sim.results.tables import read_results
from tests.page_site import Reception, Site, Visitor

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


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_planner_does_the_whole_job(reception: Reception, site: Site, language: str) -> None:
    """Raise, undo, build, close, go out of a dead end, keep, compare, save – and run what is saved."""
    me = reception.let_in(language)
    look(me, f"{language}-1-opened")
    assert len(me.cards) >= 6
    at_first, lines_at_first = me.rate, me.flows
    assert find_barriers(me) == []

    # A mill with a third more: rate and map change.
    me.pick("East grinding" if language == "en" else "东部粉磨站")
    me.planned(lambda: me.write("cap-grinding-mill-n", me_scaled(1800, language)))
    look(me, f"{language}-2-raised")
    assert me.rate > at_first
    assert me.flows != lines_at_first
    raised = me.rate

    # Three changes, the middle one undone: the others stay.
    me.planned(lambda: me.press("load-grinding-mill-u"))
    me.pick("West cement works")
    me.planned(lambda: me.press("cap-cement-mill-d"))
    assert len(me.changes) == 3
    names = me.changes
    me.planned(lambda: me.page.locator("#changes .edit button[data-key^=rm-]").nth(1).click())
    assert me.changes == [names[0], names[2]]
    me.planned(lambda: me.page.locator("#changes .edit input[type=checkbox]").nth(1).click())
    assert me.rate == raised
    look(me, f"{language}-3-undone")

    # A plant where the planner points.
    me.page.locator("#add-plant").click()
    me.page.locator("#stage svg").click(position={"x": 300, "y": 260})
    me.page.locator("dialog [data-key=technology]").select_option("mill")
    look(me, f"{language}-4-new-plant")
    me.planned(lambda: me.page.locator("dialog button[type=submit]").click())
    assert len(me.changes) == 3
    look(me, f"{language}-5-built")

    # A border closed.
    me.tab("borders")
    me.page.locator("[data-key=b-Westland-Eastland]").click()
    me.planned(lambda: me.press("r-closed"))
    closed = me.rate
    look(me, f"{language}-6-closed")
    assert closed < raised

    # A state kept, and compared with.
    me.tab("kept")
    me.page.locator("[data-key=state-name]").fill("closed & <b>bold</b>")
    me.page.locator("#panel form button[type=submit]").click()
    assert "closed & <b>bold</b>" in me.page.locator("#panel").inner_text()
    me.page.locator("#panel li .row button").nth(0).click()

    # Out of reach: the reason in words, and a way out taken.
    me.tab("limits")
    me.page.locator("[data-key=metric]").select_option("utilization_rate")
    me.page.locator("[data-key=way]").select_option("floor")
    me.page.locator("[data-key=at]").fill("99.9")
    me.press("add-limit")
    me.page.locator(".no-plan .ways button").first.wait_for()
    look(me, f"{language}-7-no-plan")
    assert find_barriers(me) == []
    me.planned(lambda: me.page.locator(".no-plan .ways button").first.click())
    look(me, f"{language}-8-way-out")

    # Saved, and run from the command line: the same figures.
    shown = me.rate
    me.press("save")
    name = f"page-{language}"
    me.page.locator("[data-key=file]").fill(name)
    me.page.locator("dialog button[type=submit]").click()
    me.page.locator("dialog .good").wait_for()
    look(me, f"{language}-9-saved")
    me.page.keyboard.press("Escape")
    done = subprocess.run(
        [
            sys.executable,
            "-P",
            "-m",
            "sim",
            "run",
            f"scenarios/{name}.yaml",
            "--basemap",
            "none",
        ],
        cwd=site.root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    figures = read_results(site.root / "results" / name).summary["kpis"]
    rate = next(row["value"] for row in figures if row["name"] == "utilization_rate")
    assert f"{100 * float(rate):.1f}" == f"{shown:.1f}"
    assert_content(me)
    me.close()


def me_scaled(kt: float, language: str) -> str:
    """Write an amount as the field of a language wants it: kt/yr, or 10,000 t a year."""
    return str(kt / 10) if language == "zh" else str(kt)


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
