"""Walk through the planner's page in a real browser: python -m tools.build_page_pictures.

Writes the pictures of docs/page.md and its Chinese twin, the list of what was done, and the figures
of both pages. The walk answers a question: what if a mill had a fifth more, a slag line stood in
Jiujiang, and a province were closed for hazardous waste?
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.page_served import Served, launch
from tools.blocks import ROOT, read, write
from tools.build_outputs import Workshop, pick_palette
from tools.page_figures import PAGES, SAVED, SCENARIO, WALK, Walk, fill, find_figures

IMAGES = ROOT / "docs" / "images" / "page"
PLANT, MILL = "Ruichang", "mill"
PLACE, SLAG, SIZE_KT = "九江加气", "steel_slag_powder", 500.0
PROVINCE = "Anhui"
ASIDE_PX = (70, 30)
"""From the place that is searched for to the place of the new plant."""
_SIZE = {"width": 1280, "height": 720}
_PATIENCE_MS = 300_000
_PLANNED = (
    "after => document.body.dataset.phase === 'planned' && +document.body.dataset.planned > after"
)
_TOLD = """async () => {
  const { outcome } = await import("/static/planner.js");
  const is = () => outcome.settled && outcome.plan.edits.every((edit) => edit.did !== null);
  while (!is()) await new Promise((done) => setTimeout(done, 200));
}"""
_COMPARED = """async () => {
  const { comparison, isCurrent } = await import("/static/comparison.js");
  while (!isCurrent() || !comparison.told) await new Promise((done) => setTimeout(done, 200));
}"""
_EDITS = """async () => (await import("/static/store.js")).state.edits"""


class Walker:
    """A planner in front of the page, who turns to the other language for every picture."""

    def __init__(self, browser: Browser, served: Served) -> None:
        """Open the page."""
        self.walk: Walk = {}
        self._page: Page = browser.new_context(viewport=_SIZE).new_page()
        self._page.set_default_timeout(_PATIENCE_MS)
        self._page.goto(served.url)
        self._wait(0)

    def walk_through(self) -> None:
        """Do everything, a picture in each language after each step."""
        self._keep("opened")
        self._expand_mill()
        self._keep("mill")
        self._add_plant()
        self._keep("slag")
        self._close_border()
        self._keep("closed")
        self._look_at_difference()
        self._save()

    def _expand_mill(self) -> None:
        """Find the plant, and let its mill have a fifth more."""
        self._find(PLANT)
        lines = self._page.locator("[data-line]").evaluate_all(
            "all => all.map((one) => one.dataset.line)"
        )
        mill = next(str(line) for line in lines if str(line).endswith(MILL))
        self._act(lambda: self._press(f"mode-{mill}-expanded"))
        self._page.locator(f"[data-line='{mill}']").evaluate("one => one.scrollIntoView()")

    def _add_plant(self) -> None:
        """Point at a place near a known one, and build there."""
        self._find(PLACE)
        for language in ("zh", "en"):
            self._turn_to(language)
            self._point_and_fill(language)
            self._picture("plant", language)
            if language == "zh":
                self._page.keyboard.press("Escape")
        self._act(lambda: self._page.locator("dialog button[type=submit]").click())

    def _point_and_fill(self, language: str) -> None:
        self._page.wait_for_timeout(500)
        self._page.locator("#add-plant").click()
        stage = self._page.locator("#stage svg")
        box = stage.bounding_box()
        assert box is not None
        across, down = ASIDE_PX
        stage.click(position={"x": box["width"] / 2 + across, "y": box["height"] / 2 + down})
        with self._page.expect_response(lambda answer: f"technology={SLAG}" in answer.url):
            self._page.locator("dialog [data-key=technology]").select_option(SLAG)
        self._page.wait_for_timeout(300)
        size = self._page.locator("dialog [data-key=capacity]")
        size.fill(f"{SIZE_KT / (10 if language == 'zh' else 1):g}")
        size.press("Tab")

    def _close_border(self) -> None:
        """Close a province for hazardous waste, for whatever purpose."""
        self._page.locator("#tab-borders").click()
        self._page.locator("[data-key=class]").select_option("hazardous")
        self._page.locator("[data-key=purpose]").select_option("any")
        self._press(f"b-any-{PROVINCE}")
        self._act(lambda: self._press("r-closed"))

    def _look_at_difference(self) -> None:
        """See what has become of the whole map."""
        self._page.locator("#stage .map-buttons button").last.click()
        self._page.locator("#tab-kept").click()
        self._press("v-difference")
        self._in_both("difference", self._await_comparison)
        self._press("v-map")

    def _await_comparison(self) -> None:
        self._page.evaluate(_COMPARED)

    def _save(self) -> None:
        self._press("save")
        self._page.locator("[data-key=file]").fill(SAVED)
        self._page.locator("dialog button[type=submit]").click()
        self._page.locator("dialog .good").wait_for()

    # -- hands and eyes -----------------------------------------------------------------------

    def _keep(self, step: str) -> None:
        """Take note of the edits, and of how the page looks when all is told."""
        self.walk[step] = self._page.evaluate(_EDITS)
        self._in_both(step, lambda: self._page.evaluate(_TOLD))

    def _in_both(self, name: str, wait: Callable[[], object]) -> None:
        for language in ("zh", "en"):
            self._turn_to(language)
            wait()
            self._page.wait_for_timeout(700)
            self._picture(name, language)

    def _turn_to(self, language: str) -> None:
        shown = self._page.locator("html").get_attribute("lang") or ""
        if not shown.startswith(language):
            self._act(lambda: self._press("lang"))

    def _find(self, text: str) -> None:
        self._page.locator("#search-field").fill(text)
        self._page.locator("#found-0").dispatch_event("pointerdown")

    def _press(self, key: str) -> None:
        self._page.locator(f"[data-key='{key}']").click()

    def _act(self, act: Callable[[], object]) -> None:
        before = int(self._page.locator("body").get_attribute("data-planned") or 0)
        act()
        self._wait(before)

    def _wait(self, after: int) -> None:
        self._page.wait_for_function(_PLANNED, arg=after)

    def _picture(self, name: str, language: str) -> None:
        self._page.mouse.move(2, _SIZE["height"] - 2)
        with tempfile.NamedTemporaryFile(suffix=".png") as file:
            self._page.screenshot(path=file.name)
            with Image.open(file.name) as picture:
                seen = picture.convert("RGB")
        flat = seen.quantize(palette=pick_palette(seen), dither=Image.Dither.NONE)
        flat.save(IMAGES / f"{name}-{language}.png", optimize=True)


def walk() -> Walk:
    """Walk through the page; return what was done."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = launch(playwright)
        with Served(SCENARIO, Workshop(Path(folder)).folder) as served:
            walker = Walker(browser, served)
            walker.walk_through()
        browser.close()
    return walker.walk


def main() -> None:
    """Walk, and write pictures, list and figures."""
    WALK.write_text(json.dumps(walk(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    for language, page in PAGES.items():
        write(page, fill(read(page), find_figures(language)))


if __name__ == "__main__":
    main()
