"""From the hand to the painted map: edits one after the other in a real browser."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.page_edits import Dice, Step
from benchmarks.page_served import Served, launch, memory_mb, processor_s, say_so

LISTED = 20
"""Edits that the page holds at most; then all are undone, which is an edit too."""
PAUSE_S = (0.2, 2.5)
"""A planner looks at a plan for so long; after a second of quiet it is verified meanwhile."""
PATIENCE_MS = 120_000
TOLD = 20
"""Edits after which it is told how far it is."""
_WATCH = Path(__file__).with_name("page_watch.js")
_PLANNED = "() => document.body.dataset.phase === 'planned'"


@dataclass(frozen=True)
class Painted:
    """One edit; times are milliseconds."""

    region: str
    number: int
    kind: str
    way: str
    structural: bool
    outcome: str
    """`planned`, or `none`: no plan is possible, which the page says; the edit is then undone."""
    edits: int
    """Edits in the list, with this one."""
    total_ms: float
    """From the event to the frame after the one that shows map and cards."""
    solving_ms: float
    tables_ms: float
    """Tables that cards and map need, and the map's data."""
    sending_ms: float
    """All else between the page's question and the last byte of the answer."""
    painting_ms: float
    """In the browser: from the event to the question, and from the last byte to the frame."""
    planners_cpu_ms: float
    """Processor time of server and planners meanwhile, in steps of the system's clock."""
    answer_kb: float


@dataclass(frozen=True)
class Visit:
    """What edits of one region took."""

    region: str
    painted: list[Painted]
    opened_s: float
    """From the address to the first plan."""
    server_cpu_ms: float
    """Processor time of server and planners an edit, what is verified in pauses included."""
    browser_cpu_ms: float
    """Processor time of the browser and what steers it, an edit."""
    memory_mb: tuple[float, float, float]
    """Server; its processes before the first page; its processes after the last edit."""
    heap_mb: tuple[float, float]
    """What scripts of the page hold, at first and at last."""


def paint_region(region: str, scenario: str, edits: int, seed: int, most_s: float) -> Visit:
    """Serve the baseline of a region, and edit it in a browser, for some time at most."""
    with Served(scenario) as served, sync_playwright() as playwright:
        facts = served.get("start", lang="en")
        _, before = memory_mb(served.process)
        browser = launch(playwright)
        page, opened = _open(browser, served)
        heap = _heap_mb(page)
        begun = processor_s(served.process), _browser_s(served)
        dice = Dice(facts, seed)
        painted = []
        end = time.monotonic() + most_s
        while len(painted) < edits and (not painted or time.monotonic() < end):
            painted.append(_edit(page, served, dice, region, len(painted)))
            page.wait_for_timeout(1000 * dice.wait(*PAUSE_S))
            if len(painted) % TOLD == 0 or len(painted) == edits:
                say_so(f"{region}: {len(painted)} of {edits} edits")
        ended = processor_s(served.process), _browser_s(served)
        server, planners = memory_mb(served.process)
        visit = Visit(
            region,
            painted,
            opened,
            1000 * (ended[0] - begun[0]) / len(painted),
            1000 * (ended[1] - begun[1]) / len(painted),
            (server, before, planners),
            (heap, _heap_mb(page)),
        )
        browser.close()
    return visit


def _open(browser: Browser, served: Served) -> tuple[Page, float]:
    page = browser.new_context(viewport={"width": 1280, "height": 720}).new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.add_init_script(path=_WATCH)
    began = time.perf_counter()
    page.goto(served.url)
    page.wait_for_function(_PLANNED)
    opened = time.perf_counter() - began
    page.evaluate("() => watch.open()")
    return page, opened


def _edit(page: Page, served: Served, dice: Dice, region: str, number: int) -> Painted:
    """Do the next thing; where it leaves no plan, take it back after it was told."""
    before = served.planning_s()
    if page.evaluate("() => watch.store.state.edits.length") >= LISTED:
        step, found = Step({"kind": "undo"}), _measure(page, "() => watch.clear()")
    else:
        step, found = _do_something(page, dice)
    cpu_ms = 1000 * (served.planning_s() - before)
    if found["phase"] != "planned":
        _measure(page, "() => watch.undo()")
    return _tell(found, cpu_ms, region, number, step)


def _do_something(page: Page, dice: Dice) -> tuple[Step, dict[str, Any]]:
    """Do the next thing that changes something; return it and what came of it."""
    step = dice.throw()
    while (found := _try(page, step)) is None:
        step = dice.throw()
    return step, found


def _try(page: Page, step: Step) -> dict[str, Any] | None:
    """Do a step and return what came of it; None where nothing was to be changed."""
    if step.way == "store":
        page.evaluate("() => watch.begin()")
        is_new = page.evaluate("edit => watch.act(edit)", step.edit)
        return page.evaluate("() => watch.tell()") if is_new else None
    select = {"kind": "plant", "id": step.plant}
    page.evaluate("selected => watch.store.show({ selected, tab: 'thing' })", select)
    part = {"step": "u" if step.up else "d", "field": "n", "key": "n"}[step.way]
    control = page.locator(f"[data-key='{step.control}-{part}']")
    page.evaluate("() => new Promise(done => setTimeout(done, 50))")
    page.evaluate("() => watch.begin()")
    if step.way == "step":
        control.click()
    elif step.way == "key":
        control.press("PageUp" if step.up else "PageDown")
    else:
        text = f"{step.shown:.6g}"
        if control.input_value() == text:
            return None
        control.fill(text)
        control.press("Tab")
    found: dict[str, Any] = page.evaluate("() => watch.tell()")
    return found


def _measure(page: Page, act: str) -> dict[str, Any]:
    page.evaluate("() => watch.begin()")
    page.evaluate(act)
    found: dict[str, Any] = page.evaluate("() => watch.tell()")
    return found


def _tell(found: dict[str, Any], cpu_ms: float, region: str, number: int, step: Step) -> Painted:
    waited, seconds = found["answered"] - found["asked"], found["seconds"] or {}
    if 1000 * sum(seconds.values()) > waited:
        seconds = {}  # the plan was remembered, and with it what it took when it was found
    solving = 1000 * (seconds.get("network", 0.0) + seconds.get("solve", 0.0))
    tables = 1000 * (seconds.get("tables", 0.0) + seconds.get("atlas", 0.0))
    return Painted(
        region,
        number,
        step.edit["kind"],
        step.way,
        step.is_structural,
        found["phase"],
        found["edits"],
        found["painted"],
        solving,
        tables,
        waited - solving - tables,
        found["painted"] - waited,
        cpu_ms,
        found["size"] / 1e3,
    )


def _heap_mb(page: Page) -> float:
    return float(page.evaluate("() => performance.memory.usedJSHeapSize")) / 1e6


def _browser_s(served: Served) -> float:
    """Return the processor time of what this process started beside the server."""
    return processor_s(psutil.Process()) - processor_s(served.process) - _own_s()


def _own_s() -> float:
    times = psutil.Process().cpu_times()
    return float(times.user + times.system)
