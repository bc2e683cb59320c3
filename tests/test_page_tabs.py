"""The planner's own things in the browser: kept states, other tabs, places, pictures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.page_scripts import empty_page

pytestmark = pytest.mark.xdist_group("page")


@pytest.fixture(scope="module")
def page(project_root: Path) -> Iterator[Page]:
    """An empty page that can load the scripts."""
    with empty_page(project_root) as opened:
        yield opened


def test_a_kept_state_is_not_overwritten_unasked(page: Page) -> None:
    """A name that another state has is asked about: a free one is offered, or it is replaced."""
    assert page.evaluate("""async () => {
        localStorage.clear();
        const { open, replaceEdits, state } = await import('/store.js');
        const { learn } = await import('/facts.js');
        const { showKept } = await import('/panels/kept.js');
        const empty = 'plants zones lines markets technologies materials provinces'.split(' ');
        learn({ ...Object.fromEntries(empty.map((name) => [name, []])), scenario: { name: 's' } });
        const edit = (value) => [{ id: 'e1', on: true, name: '', kind: 'carbon_price', value }];
        open('kept', 'en');
        const place = document.createElement('div');
        document.body.append(place);
        const keepAs = (name) => {
            showKept(place);
            place.querySelector('[data-key=state-name]').value = name;
            place.querySelector('form').dispatchEvent(new Event('submit', { cancelable: true }));
        };
        const listed = () => state.kept.map((one) => `${one.name}:${one.edits[0].value}`).join();
        const seen = [];
        const after = (act) => { act(); showKept(place); seen.push(listed()); };
        const press = (key) => () => place.querySelector(`[data-key=${key}]`).click();
        replaceEdits(edit(1));
        after(() => keepAs('plan'));
        after(() => keepAs('plan'));
        replaceEdits(edit(2));
        after(() => keepAs('plan'));
        after(press('keep-free'));
        replaceEdits(edit(3));
        after(() => keepAs('plan'));
        after(press('keep-over'));
        seen.push(place.querySelector('[data-key=keep-free]') === null);
        return seen;
    }""") == [
        "plan:1",
        "plan:1",
        "plan:1",
        "plan:1,plan 2:2",
        "plan:1,plan 2:2",
        "plan 2:2,plan:3",
        True,
    ]


def test_what_was_picked_says_nothing_of_another_scenario(page: Page) -> None:
    """A border, a layer or a limit of provinces that the new scenario lacks is not kept."""
    assert page.evaluate("""async () => {
        localStorage.clear();
        const { open, state } = await import('/store.js');
        const { learn } = await import('/facts.js');
        const { showBorders } = await import('/panels/borders.js');
        const { forgetNames, layers } = await import('/map/layers.js');
        const empty = 'plants zones lines markets technologies materials'.split(' ');
        const rows = (...ids) => ids.map((id) => ({ id, name: id }));
        const begin = (name, ...provinces) => {
            learn({ ...Object.fromEntries(empty.map((table) => [table, []])), borders: [],
                provinces: rows(...provinces), rules: rows('open', 'closed'),
                classes: rows('general'), purposes: rows('utilization') });
            open(name, 'en');
        };
        const place = document.createElement('div');
        begin('one', 'west', 'east');
        showBorders(place);
        place.querySelector('[data-key=b-west-east]').click();
        Object.assign(layers, { waste: 'slag', province: 'west' });
        layers.hiddenModes.add('rail');
        state.other = 'kept:mine';
        const first = place.querySelector('h3').textContent;
        begin('two', 'north', 'south');
        forgetNames();
        showBorders(place);
        return [first, place.querySelector('h3'), layers.waste, layers.province,
            layers.hiddenModes.size, state.other];
    }""") == ["west → east", None, None, "", 0, "base"]


def test_another_tab_is_told_and_loses_nothing(page: Page) -> None:
    """Edits of another tab are offered, not taken; states that it keeps are there at once."""
    page.evaluate("""async () => {
        localStorage.clear();
        const { open, replaceEdits } = await import('/store.js');
        open('shared', 'en');
        replaceEdits([{ id: 'e1', on: true, name: '', kind: 'carbon_price', value: 7 }]);
        await new Promise((done) => setTimeout(done, 300));
    }""")
    other = page.context.new_page()
    other.goto(page.url)
    other.evaluate("""async () => {
        const { keep, open, replaceEdits } = await import('/store.js');
        open('shared', 'en');
        replaceEdits([{ id: 'e1', on: true, name: '', kind: 'carbon_price', value: 9 }]);
        keep('theirs');
        await new Promise((done) => setTimeout(done, 300));
    }""")
    other.close()
    page.wait_for_function("import('/store.js').then(({ state }) => state.elsewhere !== null)")
    assert page.evaluate("""async () => {
        const { answerElsewhere, state, undo } = await import('/store.js');
        const value = () => state.edits[0].value;
        const seen = [value(), state.kept.map((one) => one.name).join()];
        answerElsewhere(true);
        seen.push(value(), state.elsewhere);
        undo();
        return [...seen, value()];
    }""") == [7, "theirs", 9, None, 7]


def test_what_a_plant_takes_of_others(page: Page) -> None:
    """Residues and products that come from plants are summed by material; wastes are not theirs."""
    assert page.evaluate("""async () => {
        const { takenFromPlants } = await import('/map/flows.js');
        const flow = (from_id, to_id, m, kt) => ({ from_id, to_id, m, kt });
        const flows = [flow('mine', 'mill', 0, 5), flow('sorter', 'mill', 1, 2),
            flow('kiln', 'mill', 2, 9), flow('other', 'mill', 1, 3), flow('kiln', 'else', 2, 4)];
        const materials = ['slag', 'tailings', 'clinker'];
        return takenFromPlants({ zones: [{ id: 'mine' }], materials, flows }, 'mill');
    }""") == [["clinker", 9], ["tailings", 5]]


@pytest.mark.parametrize(
    ("per_km", "km"), [(1.3, 100), (0.26, 500), (26.0, 5), (130.0, 1), (0.65, 200)]
)
def test_the_scale_of_a_picture_is_round(page: Page, per_km: float, km: float) -> None:
    """The bar is the longest 1, 2 or 5 times a power of ten that has room."""
    assert page.evaluate(
        "async (perKm) => (await import('/map/picture.js')).roundKm(perKm)", per_km
    ) == pytest.approx(km)


PICTURE: dict[str, Any] = {
    "atlas": {
        "rate": ["#d7191c", "#1a9641"],
        "modes": [{"color": "#b45f06", "label": "公路"}, {"color": "#2166c4", "label": "水路"}],
        "families": [{"key": "f", "symbol": "square", "label": "水泥 <b>"}],
        "plants": [{"families": [0]}],
        "kinds": [],
        "outlets": [],
        "ports": {"x": []},
        "footer": "示意图，请勿用于划界。",
        "credit": "数据来源：某某 & 其他。" * 12,
    },
    "shown": {"flows": [{"t": 0, "cross": True, "out": False}], "widest": 500, "largest": 90},
    "perKm": 2.6,
    "title": "",
}


def test_a_picture_explains_itself(page: Page) -> None:
    """Title, figures, scale, colours, widths, symbols and sources; names are text, in lines."""
    texts, markup, wide, inside = page.evaluate(
        """async (seen) => {
        const { drawPicture } = await import('/map/picture.js');
        const { svg } = await import('/dom.js');
        const symbols = document.createElement('div');
        symbols.id = 'symbols';
        symbols.append(svg('svg', { 'data-symbol': 'square' }, svg('path', { d: 'M0 0h1v1z' })));
        document.body.append(symbols);
        const drawing = svg('svg', { tabindex: 0, role: 'application' },
            svg('g', { 'data-layer': 'hits' }), svg('g', { 'data-site': 'a', role: 'button' }));
        const layers = { zones: true, outlets: true, hiddenFamilies: new Set() };
        const maps = [{ drawing, size: [500, 300], title: '' }];
        const made = drawPicture({ ...seen, layers, maps },
            { title: '现状 <img src=x>', lines: ['利用率 84.6 %'], lang: 'zh-CN' });
        document.body.append(made);
        const box = made.getBoundingClientRect();
        const inside = [...made.querySelectorAll('text')].every((node) => {
            const at = node.getBoundingClientRect();
            return at.left >= box.left && at.right <= box.right && at.bottom <= box.bottom;
        });
        const text = new XMLSerializer().serializeToString(made);
        return [[...made.querySelectorAll('text')].map((node) => node.textContent), text, box.width,
            inside];
    }""",
        PICTURE,
    )
    assert texts[:2] == ["现状 <img src=x>", "利用率 84.6 %"]
    assert {"公路", "水泥 <b>", "50 km", "示意图，请勿用于划界。"} <= {*texts}
    assert "水路" not in texts
    assert (wide, inside) == (500, True)
    assert "<img" not in markup
    assert "hits" not in markup
    assert 'lang="zh-CN"' in markup
    assert "tabindex" not in markup
