"""The benchmark of the page: its edits are edits, its arithmetic and its words are right."""

from __future__ import annotations

import doctest

import pytest

from benchmarks import page, page_crowd
from benchmarks.page_crowd import Answer, Crowd
from benchmarks.page_edits import Dice
from benchmarks.page_paint import Painted, Visit
from sim.page import tasks
from sim.page.asked import Setup, read_asked
from sim.page.edits import apply
from tests.page_site import EXAMPLE


@pytest.fixture(scope="module")
def setup() -> Setup:
    return Setup(EXAMPLE, "scenarios/baseline.yaml")


def test_edits_by_lot_are_edits(setup: Setup) -> None:
    """What is drawn can be read and applied, is of every sort, and is the same for a seed."""
    *_, facts = tasks.start(setup, {})
    assert isinstance(facts, dict)
    dice, again = Dice(facts, 7), Dice(facts, 7)
    steps = [dice.throw() for _ in range(120)]
    assert [again.throw() for _ in range(120)] == steps
    assert {step.way for step in steps} == {"step", "field", "key", "store"}
    kinds = {step.edit["kind"] for step in steps}
    assert {"capacity", "load", "demand", "switch", "add_plant", "border", "price"} <= kinds
    assert sum(step.is_structural for step in steps) == 12
    for n, step in enumerate(steps):
        asked = read_asked(setup, {"edits": [{"id": f"e{n}", **step.edit}]})
        overlay, _ = apply(asked.base.loaded, asked.edits)
        assert overlay.keys


def paint(number: int, total: float, *, structural: bool = False) -> Painted:
    return Painted(
        "here",
        number,
        "capacity",
        "step",
        structural,
        "planned",
        1,
        total,
        10.0,
        20.0,
        5.0,
        total - 35.0,
        40.0,
        100.0,
    )


def test_what_is_said_of_edits() -> None:
    """Medians and percentiles of ordinary edits alone, and each aim with its answer."""
    painted = [*(paint(n, 100.0 + n) for n in range(101)), paint(101, 900.0, structural=True)]
    visit = Visit("here", painted, 1.5, 50.0, 60.0, (90.0, 100.0, 120.0), (5.0, 6.0))
    text = "\n".join(page.describe_edits([visit]))
    assert (
        "| here | 101 | 150 / 195 | 10 / 10 | 20 / 20 | 5 / 5 | 115 / 160 | 40 / 40 | 30 / 30 |"
        in text
    )
    assert "| here | 1 | 900 / 900 |" in text
    assert "150 ms median: yes, 300 ms at the 95th percentile: yes, 100 ms of solving" in text
    slow = Visit("here", [paint(0, 151.0)], 1.5, 50.0, 60.0, (90.0, 100.0, 120.0), (5.0, 6.0))
    assert "150 ms median: no, 300 ms" in "\n".join(page.describe_edits([slow]))


def test_what_is_said_of_a_crowd() -> None:
    """Memory by thirds, a session's share of it, and how many answers were wrong."""
    crowd = Crowd(4, 60.0, alone_mb=100.0, cpu_s=0.5, compared=1)
    crowd.memory = [(0.0, 50.0, 60.0), (5.0, 50.0, 90.0), (10.0, 50.0, 90.0)]
    crowd.answers = [Answer(1, 1, [], {"plan": {}}, 0.1), Answer(1, 2, [], {"no_plan": {}}, 0.3)]
    text = "\n".join(page.describe_crowd("here", crowd))
    assert "2 answers (1 plans, the others say that none is possible), 200 / 290 ms" in text
    assert "250 ms of processor time an answer" in text
    assert "**Wrong: 0.**" in text
    assert "10.0 MB a session. The last third is 1.00 times the middle one" in text


def test_a_mixed_up_answer_is_noticed(setup: Setup, monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer to another's edits has another key; other figures are told too."""
    monkeypatch.setattr(page_crowd, "ROOT", EXAMPLE)
    edits = [{"id": "e1", "kind": "capacity", "line": "grinding-mill", "value": 1500.0}]
    *_, last = tasks.plan(setup, {"edits": edits, "number": 3})
    assert isinstance(last, dict)
    right = Answer(0, 3, edits, last, 0.1)
    other = Answer(1, 3, [{**edits[0], "value": 1600.0}], last, 0.1)
    for answer, wrong in ((right, 0), (other, 1)):
        crowd = Crowd(1, 1.0, answers=[answer])
        page_crowd._check(crowd, setup.first, 10)
        assert len(crowd.wrong) == wrong, crowd.wrong
    told = last["plan"]
    changed = {**told, "cards": [{**card, "value": 0.5} for card in told["cards"]]}
    assert len(page_crowd._differences(changed, told)) == 2


def test_the_examples_in_the_code_hold() -> None:
    """What docstrings show is what the functions return."""
    found = doctest.testmod(page_crowd)
    assert (found.attempted, found.failed) == (1, 0)
