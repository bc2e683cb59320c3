"""Controls of the planner's page: what a sweep asks for, folds that stay, fields left empty."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from sim.page.answer import tell_change
from sim.page.detail import _say_tenth
from sim.say.texts import Texts
from tests.page_scripts import empty_page

pytestmark = pytest.mark.xdist_group("page")


@pytest.fixture(scope="module")
def page(project_root: Path) -> Iterator[Page]:
    """An empty page that can load the scripts."""
    with empty_page(project_root) as opened:
        yield opened


def test_a_fold_stays_as_it_was_left(page: Page) -> None:
    """A panel drawn anew keeps what was unfolded open, and what was folded shut."""
    assert page.evaluate("""async () => {
        const { el, replace } = await import('/dom.js');
        const place = el('div');
        const draw = () => replace(place, el('details', { 'data-key': 'a' }),
            el('details', { 'data-key': 'b', open: true }));
        draw();
        const [a, b] = place.children;
        a.open = true; b.open = false;
        draw();
        return [...place.children].map((fold) => fold.open);
    }""") == [True, False]


def test_an_emptied_field_is_no_zero(page: Page) -> None:
    """Emptying a number changes nothing; without a bound the field is empty from the start."""
    assert page.evaluate("""async () => {
        const { numberControl } = await import('/panels/controls.js');
        const said = [], onset = (value) => said.push(value), scale = { unit: 't', size: 10 };
        const fieldOf = (value) => numberControl(
            { label: 'x', value, base: value, scale, key: 'k', onset }).querySelector('input');
        const field = fieldOf(500);
        const write = (text) => { field.value = text; field.dispatchEvent(new Event('change')); };
        write('');
        const kept = field.value;
        write('60');
        return [kept, said, fieldOf(null).value];
    }""") == ["50", [600], ""]


def test_a_sweep_varies_what_is_chosen(page: Page) -> None:
    """Each number that can be varied becomes the options that the server reads."""
    asked = page.evaluate("""async () => {
        const { learn } = await import('/facts.js');
        const { state } = await import('/store.js');
        const sweep = await import('/panels/sweep.js');
        learn({
            plants: [{ id: 'works', name: 'Works' }], provinces: [{ id: 'west', name: 'West' }],
            zones: [{ id: 'mine', name: 'Mine', generation: [{ material: 'slag', amount: 5 }] }],
            lines: [{ id: 'l1', plant: 'works', technology: 'mill' }],
            markets: [{ id: 'free', name: 'Free', max: null, price: 3 },
                { id: 'town', name: 'Town', max: 9, price: null }],
            technologies: [{ id: 'mill', name: 'Mill', lines: 1 }],
            materials: [{ id: 'slag', name: 'Slag' }, { id: 'brick', name: 'Brick' }],
            limits: [{ position: 0, text: 'cost' }, { position: 1, text: 'CO2' }],
        });
        state.edits = [{ id: 'e1', on: true, kind: 'limit_off', position: 0 },
            { id: 'e2', on: true, kind: 'limit', floor: 'rate', name: 'own' }];
        state.selected = { kind: 'plant', id: 'works' };
        const given = sweep.firstSweep(), found = {};
        const number = () => null;
        const choose = (vary) => {
            const fields = sweep.fieldsOfSweep(given, number, () => {});
            const kinds = fields[0].querySelector('select');
            kinds.value = vary;
            kinds.dispatchEvent(new Event('change'));
            const [, of] = sweep.fieldsOfSweep(given, number, () => {});
            const keys = [...(of ? of.querySelectorAll('option') : [])].map((one) => one.value);
            found[vary] = [keys, sweep.askedOf(given)];
        };
        ['capacity', 'load', 'generation', 'demand', 'price', 'limit', 'carbon_price']
            .forEach(choose);
        return found;
    }""")
    factors, own = {"from": 0.8, "to": 1.2, "points": 5}, ["plant:works", "technology:mill"]
    assert asked["capacity"] == [
        [*own, "province:west"],
        {**factors, "vary": "capacity", "plant": "works"},
    ]
    assert asked["load"][1] == {**factors, "vary": "load", "plant": "works", "from": 0.5, "to": 1}
    assert asked["generation"] == [
        ["material:slag", "province:west"],
        {**factors, "vary": "generation", "material": "slag"},
    ]
    assert asked["demand"] == [["market:town"], {**factors, "vary": "demand", "market": "town"}]
    assert asked["price"] == [["market:free"], {**factors, "vary": "price", "market": "free"}]
    assert asked["limit"] == [["limit:0", "limit:1"], {**factors, "vary": "limit", "limit": 0}]
    assert asked["carbon_price"] == [
        [],
        {**factors, "vary": "carbon_price", "from": 0, "to": 200},
    ]


@pytest.mark.parametrize(
    ("old", "new", "unit", "share"),
    [
        (0.846, 0.848, "", ""),
        (100.0, 102.0, "MCNY/yr", "+2.0 %"),
        (-10_000.0, -10_001.8, "MCNY/yr", "−0.02 %"),
        (0.0, 5.0, "kt/yr", ""),
    ],
)
def test_a_share_of_a_difference(old: float, new: float, unit: str, share: str) -> None:
    """Small shares are not written as nothing; a rate differs in points alone."""
    assert tell_change("net_cost", new, old, unit, Texts("en"))["change_pct"] == share


def test_a_rate_that_moves_by_less_than_its_last_digit_is_unchanged() -> None:
    """No card says "+0.00 points"."""
    assert tell_change("utilization_rate", 0.84604, 0.84600, "", Texts("en"))["change"] == ""
    told = tell_change("utilization_rate", 0.84606, 0.84600, "", Texts("en"))
    assert told["change"] == "+0.01 points"


def test_a_tenth_that_costs_nothing_says_so() -> None:
    """Where net cost stays, no sum of nothing is named as gained or lost."""
    row = {"tenth_net_utilized_change_kt_yr": 106.0, "tenth_net_cost_change_MCNY_yr": 1e-9}
    assert _say_tenth(row, Texts("zh")) == "放宽一成重新求解：净利用量 +10.6 万吨/年，净成本不变。"
    dearer = {**row, "tenth_net_cost_change_MCNY_yr": 483.0}
    assert _say_tenth(dearer, Texts("zh")).endswith("净成本增加 4.83 亿元/年。")


def test_a_link_does_not_lose_the_edits_of_last_time(page: Page) -> None:
    """Edits that a link brings take the place of one's own; one undo brings these back."""
    assert page.evaluate("""async () => {
        const { canUndo, open, state, undo } = await import('/store.js');
        const edit = (value) => [{ id: 'e1', on: true, name: '', kind: 'carbon_price', value }];
        localStorage.setItem('sim-page:mine', JSON.stringify({ edits: edit(5) }));
        open('mine', 'en', edit(9));
        const linked = state.edits[0].value;
        undo();
        const own = state.edits[0].value;
        open('mine', 'en');
        return [linked, own, canUndo()];
    }""") == [9, 5, False]
