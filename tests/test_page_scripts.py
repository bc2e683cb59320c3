"""The scripts of the planner's page: their words, text that stays text, what they compute."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page

from sim.draw.projection import Projection
from sim.say import WORDS, Language
from sim.say.texts import Texts
from tests.page_scripts import STATIC, empty_page

pytestmark = pytest.mark.xdist_group("page")

LINES = 350


def scripts(root: Path) -> dict[str, str]:
    return {
        str(path.relative_to(root / STATIC)): path.read_text("utf-8")
        for path in sorted((root / STATIC).rglob("*.js"))
    }


def test_every_word_is_in_the_catalogue(project_root: Path) -> None:
    """A key that scripts say by name stands in the catalogue in both languages."""
    asked = {"page": r"\bt\(\"([a-z_]+)\"", "report": r"\bshared\(\"([a-z_]+)\""}
    missing = [
        f"{name}: {part}_{key}"
        for name, text in scripts(project_root).items()
        for part, pattern in asked.items()
        for key in re.findall(pattern, text)
        if f"{part}_{key}" not in WORDS
    ]
    assert missing == []


def test_text_is_never_read_as_markup(project_root: Path) -> None:
    """No script hands text to anything that reads markup or code."""
    reads = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|\beval\(|new Function"
    )
    assert {name for name, text in scripts(project_root).items() if reads.search(text)} == set()


def test_nothing_comes_from_outside(project_root: Path) -> None:
    """The addresses of the scripts and the style are their own."""
    sources = {
        **scripts(project_root),
        "page.html": (project_root / "sim/page/page.html").read_text("utf-8"),
    }
    sources |= {p.name: p.read_text("utf-8") for p in (project_root / STATIC).glob("*.css")}
    outside = re.compile(r"https?://(?!www\.w3\.org/2000/svg)[a-z]")
    assert {name for name, text in sources.items() if outside.search(text)} == set()


def test_scripts_are_short(project_root: Path) -> None:
    assert {n for n, text in scripts(project_root).items() if text.count("\n") > LINES} == set()


@pytest.fixture(scope="module")
def page(project_root: Path) -> Iterator[Page]:
    """An empty page that can load the scripts."""
    with empty_page(project_root) as opened:
        yield opened


def test_a_place_on_the_map_in_degrees(page: Page) -> None:
    """What is pointed at is where the projection of the map puts it, within a metre."""
    plane = Projection(116.295, 30.162)
    degrees = np.array([[114.1, 30.6], [116.295, 30.162], [118.4, 31.5], [115.0, 28.9]])
    points = plane.project(degrees[:, 0], degrees[:, 1])
    found = page.evaluate(
        "async (points) => { const { unproject } = await import('/map/projection.js');"
        "return points.map(([x, y]) => unproject(x, y, [116.295, 30.162])); }",
        points.tolist(),
    )
    np.testing.assert_allclose(found, degrees, atol=1e-5)


def test_names_never_pile_up(page: Page) -> None:
    """Of 300 names in a small picture those that are shown do not touch each other."""
    overlaps, shown = page.evaluate("""async () => {
        const { placeNames, widthOf } = await import('/map/labels.js');
        let seed = 7;
        const random = () => { seed = (seed * 16807) % 2147483647; return seed / 2147483647; };
        const names = Array.from({ length: 300 }, (_, i) => ({
            key: i, text: (i % 2 ? '安庆铜矿' : 'Copper mine ') + i, x: random() * 600,
            y: random() * 400, size: 12, gap: 6, rank: i % 3, weight: random(),
        }));
        const placed = placeNames(names, [], 600, 400);
        const boxes = placed.map((name) => {
            const { tx, ty, size, anchor } = name, width = widthOf(name.text, size);
            const left = tx - { start: 0, middle: width / 2, end: width }[anchor];
            return [left, ty - size / 2, left + width, ty + size / 2];
        });
        const hits = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
        let overlaps = 0;
        boxes.forEach((a, i) => {
            for (const b of boxes.slice(i + 1)) overlaps += hits(a, b) ? 1 : 0;
        });
        return [overlaps, placed.length];
    }""")
    assert overlaps == 0
    assert shown > 40


def test_a_link_carries_the_edits(page: Page) -> None:
    """What is packed into an address comes out of it; a damaged one is nothing."""
    state = {
        "scenario": "scenarios/a.yaml",
        "edits": [{"id": "e1", "name": "新线 <b>", "kind": "load", "value": 0.5}],
    }
    packed, back, damaged = page.evaluate(
        "async (state) => { const { pack, unpack } = await import('/link.js');"
        "const packed = await pack(state);"
        "return [packed, await unpack(packed), await unpack(packed.slice(3))]; }",
        state,
    )
    assert re.fullmatch(r"[A-Za-z0-9_-]+", packed)
    assert back == state
    assert damaged is None


def test_edits_of_the_planner(page: Page) -> None:
    """One edit a subject; each undone alone; undo, redo; a way out replaces an edit."""
    seen = page.evaluate("""async () => {
        const store = await import('/store.js');
        store.open('scenarios/test.yaml', 'en', []);
        const say = (edit) => `${edit.id}:${edit.value ?? edit.at}`;
        const ids = () => store.state.edits.map(say).join(' ');
        const seen = [];
        store.addEdit({ kind: 'capacity', line: 'L1', value: 10 });
        store.addEdit({ kind: 'capacity', line: 'L2', value: 20 });
        store.addEdit({ kind: 'capacity', value: 11, line: 'L1' });
        seen.push(ids());
        store.removeEdit('e1'); seen.push(ids());
        store.undo(); seen.push(ids());
        store.undo(); seen.push(ids());
        store.redo(); seen.push(ids());
        store.addEdit({ kind: 'limit', floor: 'utilization_rate', at: 0.9 });
        store.addEdits([{ kind: 'limit', floor: 'utilization_rate', at: '84 %', replaces: 'e3' }]);
        seen.push(ids());
        return seen;
    }""")
    assert seen == [
        "e1:11 e2:20",
        "e2:20",
        "e1:11 e2:20",
        "e1:10 e2:20",
        "e1:11 e2:20",
        "e1:11 e2:20 e3:84 %",
    ]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_figures_of_the_page_are_those_of_the_tables(page: Page, language: Language) -> None:
    """The page writes amounts as the tables do."""
    values = [54512.1, 0.004, 4.43, 999.96, 0.0, 1_377_690.0]
    said = page.evaluate(
        "async ([amounts, values]) => { const words = await import('/words.js');"
        "words.speak({ words: {}, scales: {}, amounts }); return values.map(words.amount); }",
        [Texts(language).describe_amounts(), values],
    )
    assert said == [Texts(language).amount(value) for value in values]
