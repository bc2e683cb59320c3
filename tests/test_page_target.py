"""A target asked on the page: its answer, and the edits that go the way."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sim.errors import InputError
from sim.loader.load import load_rows, make_case
from sim.network import Generation, build_network
from sim.page.asked import Setup
from sim.page.scenario_file import write_scenario
from sim.page.study import tell_study
from sim.solve import Session
from tests.page_parts import ask, make_example, plan_of
from tests.page_scripts import empty_page

RATE = {"metric": "utilization_rate", "at": 0.58}
FLOOR = {"kind": "limit", "floor": "utilization_rate", "at": 0.2}


@pytest.fixture(scope="module")
def setup(tmp_path_factory: pytest.TempPathFactory) -> Setup:
    """The example project."""
    return make_example(tmp_path_factory.mktemp("target") / "example")


def target(setup: Setup, *edits: dict[str, Any], **more: Any) -> tuple[list[Any], Any]:
    """What is told on the way, and the answer."""
    *steps, last = tell_study(ask(setup, *edits, kind="target", **{"options": RATE, **more}))
    return steps, last["study"]


def follow(setup: Setup, told: Any, *edits: dict[str, Any]) -> Any:
    """The request with the edits of an answer; those that replace one take its place."""
    offered = [{**edit, "id": f"t{n}"} for n, edit in enumerate(told["edits"])]
    gone = {edit.pop("replaces", None) for edit in offered}
    kept = [e for n, e in enumerate(edits, start=1) if f"e{n}" not in gone]
    return ask(setup, *kept, *offered, name="the-way")


def test_the_edits_of_an_answer_are_its_plan(setup: Setup) -> None:
    """Their plan costs what the answer says, and so does the saved file, solved from nothing."""
    steps, told = target(setup, FLOOR)
    counts = [step["done"] for step in steps]
    assert counts == sorted(counts)
    assert steps[-1]["text"] == f"{counts[-1]} of {counts[-1]} plans solved"
    assert told["svg"].lstrip().startswith("<?xml")
    kinds = [edit["kind"] for edit in told["edits"]]
    assert kinds == [*["expand"] * len(told["rows"]), "limit", "objective"]
    assert told["rows"]
    asked = follow(setup, told, FLOOR)
    planned = plan_of(asked)
    figures = {row["name"]: row["value"] for row in planned.summary["kpis"]}
    assert figures["utilization_rate"] == pytest.approx(0.58)
    titles = [column["title"] for column in told["plans"]["columns"]]
    way = dict(zip(titles, told["plans"]["rows"][2], strict=True))
    assert float(way["Net cost, million CNY/yr"].replace("−", "-")) == pytest.approx(
        figures["net_cost"], abs=0.06
    )
    case = make_case(write_scenario(asked).load(setup.root))
    cold = Session(build_network(case, Generation())).solve()
    assert [s.value for s in cold.stages] == pytest.approx([s.value for s in planned.plan.stages])


def test_what_the_scenario_lets_grow_is_not_asked_for_again(setup: Setup) -> None:
    """The edits are the target and the aim alone."""
    _, told = target(setup, {"kind": "expand", "line": "brick-line", "up_to": 4000.0})
    assert [edit["kind"] for edit in told["edits"] if edit["kind"] != "limit"] == ["objective"]


def test_own_limits_on_the_figure_give_way(setup: Setup) -> None:
    """As they did in the answer."""
    root = setup.root / "scenarios"
    text = (root / "baseline.yaml").read_text("utf-8")
    (root / "floor.yaml").write_text(
        text + "limits: [{floor: utilization_rate, at: 10 %}]\n", encoding="utf-8"
    )
    _, told = target(setup, scenario="scenarios/floor.yaml", lang="zh")
    assert told["edits"][-3] == {"kind": "limit_off", "position": 0, "on": True, "name": ""}


def test_a_target_that_cannot_be_reached_says_how_far_and_why(setup: Setup) -> None:
    """There is no floor among the edits then: they go as far as can be."""
    options = {**RATE, "at": 1.0, "up_to": 1}
    _, told = target(setup, options=options)
    assert told["edits"][-1]["stages"][0] == {"maximize": "utilization_rate"}
    assert "limit" not in {edit["kind"] for edit in told["edits"]}
    assert len(told["sentences"]) > 3


@pytest.mark.parametrize(
    "options", [{"metric": "utilization_rate"}, {**RATE, "at": 3.0}, {**RATE, "minimize": "unused"}]
)
def test_what_cannot_be_asked_is_refused(setup: Setup, options: dict[str, Any]) -> None:
    """In words, at the field or at the options."""
    with pytest.raises(InputError) as caught:
        target(setup, options=options)
    assert str(caught.value.problems[0].where) in ("at", "options")


def test_a_saved_file_keeps_what_the_scenario_lets_grow(setup: Setup) -> None:
    """Where a file has to state all keys itself, entries of `expand` are added to those there."""
    root = setup.root / "scenarios"
    text = (root / "baseline.yaml").read_text("utf-8")
    limit, grow = (
        "limits: [{floor: utilization_rate, at: 10 %}]",
        "expand: [{where: {id: brick-line}, up_to: 10 kt/yr}]",
    )
    (root / "grown.yaml").write_text(f"{text}{limit}\n{grow}\n", encoding="utf-8")
    edits = [
        {"kind": "limit_off", "position": 0},
        {"kind": "expand", "line": "cement-mill", "up_to": 5},
    ]
    asked = ask(setup, *edits, scenario="scenarios/grown.yaml", name="both")
    written = write_scenario(asked)
    loaded = load_rows(written.path, setup.root, text=written.text)
    assert [entry.where["id"] for entry in loaded.scenario.expand] == [
        ["brick-line"],
        ["cement-mill"],
    ]


@pytest.mark.xdist_group("page")
def test_the_question_is_asked_and_its_answer_followed(project_root: Path) -> None:
    """The target goes in its canonical unit; one press adds the edits, in the place of others."""
    with empty_page(project_root) as page:
        asked, edits = page.evaluate("""async () => {
            const { open, addEdit, state } = await import('/store.js');
            const { learn } = await import('/facts.js');
            const { offerTarget } = await import('/panels/target.js');
            const empty = 'plants zones lines markets technologies materials provinces'.split(' ');
            const rate = { name: 'utilization_rate', title: 'Rate', unit: '', shown_unit: '%',
                size: 0.01, better: 'high', scopes: [] };
            learn({ ...Object.fromEntries(empty.map((name) => [name, []])), scenario: { name: 's' },
                metrics: [rate], monies: { net_cost: 'Net cost', investment: 'Investment' } });
            const told = { done: 1, of: 2, text: '1 of 2' }, table = { columns: [], rows: [] };
            const offered = [{ kind: 'expand', line: 'l', up_to: 5 },
                { kind: 'limit', floor: rate.name, at: 0.7, replaces: 'e1' }];
            const study = { sentences: ['So it is.'], edits: offered, plans: table, ...table };
            let asked = null;
            window.fetch = async (url, { body }) => {
                if (!url.endsWith('study')) return new Response('{}');
                asked = JSON.parse(body);
                return new Response([told, { study }].map(JSON.stringify).join('\\n'));
            };
            const dialogs = document.createElement('div');
            dialogs.id = 'dialogs';
            document.body.append(dialogs);
            open('target', 'en');
            addEdit({ kind: 'limit', floor: rate.name, at: 0.5 });
            offerTarget();
            const at = dialogs.querySelector('[data-key=target-at]');
            at.value = '70';
            at.dispatchEvent(new Event('change'));
            dialogs.querySelector('form').requestSubmit();
            while (!dialogs.querySelector('[data-key=target-do]')) {
                await new Promise((done) => setTimeout(done, 10));
            }
            dialogs.querySelector('[data-key=target-do]').click();
            return [asked.options, state.edits];
        }""")
    assert asked == {**RATE, "at": 0.7, "minimize": "net_cost", "up_to": 100}
    assert [(edit["id"], edit["kind"], edit.get("at")) for edit in edits] == [
        ("e1", "limit", 0.7),
        ("e2", "expand", None),
    ]
