"""What hostile, broken and odd requests of the page come to: refused in words, and nothing more."""

from __future__ import annotations

import asyncio
import http.client
import json
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets

from sim.errors import InputError
from sim.page.asked import Setup
from sim.page.detail import tell_limits
from sim.page.edits import apply, read_edits
from sim.page.files import check_kind
from sim.page.findings import find_all
from sim.page.guard import is_own_origin
from sim.page.handlers import Service
from sim.page.offers import offer_capacity, offer_demand
from sim.page.opening import open_text
from sim.page.plans import key_of
from sim.page.pool import Pool
from sim.page.saving import save_scenario
from sim.page.server import make_application
from sim.page.settings import EDITS, Settings
from sim.page.study import tell_study
from sim.page.why import tell_edits
from tests.page_parts import FIRST, ask, finish, make_example, plan_of

JSON = {"Content-Type": "application/json", "X-Sim": "1"}
PRICE = {"kind": "price", "market": "brick-all", "value": 7.77}
NEW = {"on": True, "name": ""}
BRICK = {"kind": "capacity", "line": "brick-line", "value": 500}
PLANT = {
    "kind": "add_plant",
    "plant": {"lon": 112.3, "lat": 31.2, "province": "Westland", "city": "Westport"},
    "technology": "brickworks",
    "capacity": 90,
}


@pytest.fixture(scope="module")
def setup(tmp_path_factory: pytest.TempPathFactory) -> Setup:
    """The example project."""
    return make_example(tmp_path_factory.mktemp("attacked") / "example")


class _Nobody:
    """Planners that no refused request may reach."""

    async def run(self, *_: Any, **__: Any) -> dict[str, Any]:
        """Tell that a request came through."""
        return {"reached": True}


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """A server whose planners only tell that they were asked."""
    found: list[int] = []
    ready, stop, loops = threading.Event(), asyncio.Event(), []

    async def serve() -> None:
        sockets = bind_sockets(0, "127.0.0.1")
        found.append(sockets[0].getsockname()[1])
        service = Service(Settings(Path(), FIRST), _Nobody(), found[0])  # type: ignore[arg-type]
        service.pool_for = lambda task: service.pool  # type: ignore[method-assign]
        server = HTTPServer(make_application(service))
        server.add_sockets(sockets)
        loops.append(asyncio.get_running_loop())
        ready.set()
        await stop.wait()
        server.stop()

    thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    assert ready.wait(30)
    yield found[0]
    loops[0].call_soon_threadsafe(stop.set)
    thread.join(10)


def send(port: int, method: str, path: str, body: str | None = None) -> tuple[int, Any]:
    """Status and content of an answer."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    link.request(method, path, body, JSON)
    answer = link.getresponse()
    content = json.loads(answer.read())
    link.close()
    return answer.status, content


@pytest.mark.parametrize(
    "body",
    [
        '{"edits": [], "number": 1e999}',
        '{"edits": [], "number": "\\ud800"}',
        '{"edits": [], "scenario": "\\udfff"}',
        '{"edits": [{"id": "e1", "kind": "keys", "keys": {"\\ud800": 1}}]}',
        '{"edits": [{"id": "e1", "kind": "keys", "keys": {"year": -1e999}}]}',
        '{"edits": [{"id": "e1", "kind": "keys", "keys": '
        + '{"a":' * 300
        + "1"
        + "}" * 300
        + "}]}",
    ],
)
def test_what_no_answer_could_repeat_is_refused(body: str, port: int) -> None:
    """Numbers without end, half signs and endless nesting never reach a planner."""
    status, told = send(port, "POST", "/api/plan", body)
    assert status == 400
    assert told["error"]["message"] == "the body is not a mapping in JSON"


def test_what_people_write_reaches_a_planner(port: int) -> None:
    """Signs beyond the first plane, Chinese, and edits as the page sends them are taken."""
    body = {"edits": [{**PLANT, "id": "e1", "name": "𠮷野家 🏭"}], "number": 7}
    assert send(port, "POST", "/api/plan", json.dumps(body))[1] == {"reached": True}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/static/main.js%00", 404),
        ("/static/..%2fpage.html", 403),
        ("/static/%ff", 400),
        ("/api/usual?technology=%ff", 400),
        ("/nothing?lang=%ff", 404),
    ],
)
def test_odd_addresses_are_answered_in_words(path: str, status: int, port: int) -> None:
    """Every refusal is a sentence, also where the language asked for is no text."""
    found, told = send(port, "GET", path)
    assert found == status
    assert told["error"]["message"] in ("there is no such page", "this request is not understood")


def test_an_origin_that_is_no_address_is_foreign() -> None:
    """It is refused like another site."""
    assert not is_own_origin({"Origin": "http://["}, "127.0.0.1:80")


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("change", "x", "'change': 'x' is not a list"),
        ("limits", {}, "'limits': '{}' is not a list"),
        ("borders", None, "'borders': 'None' is not a list"),
        ("statuses", 5, "'statuses': '5' is not a list"),
    ],
)
def test_keys_that_others_add_to_are_lists(key: str, value: Any, said: str, setup: Setup) -> None:
    """What is no list is refused at its edit; the others are read on."""
    asked = ask(setup, {"kind": "keys", "keys": {key: value}}, BRICK, PLANT)
    with pytest.raises(InputError) as caught:
        apply(asked.base.loaded, asked.edits)
    assert [(str(p.where), str(p.what)) for p in caught.value.problems] == [("e1", said)]


@pytest.mark.parametrize("name", ["a\u202eb", "a\x07", "\x9b31m"])
def test_signs_that_are_not_seen_are_refused_at_their_edit(name: str) -> None:
    """No plant is called by signs that turn a text round or act on a terminal."""
    plant = {**PLANT, "id": "e3", "plant": {**PLANT["plant"], "name_en": name}}  # type: ignore[dict-item]
    with pytest.raises(InputError) as caught:
        read_edits([{"id": "e1", **BRICK}, plant])
    assert [(str(p.where), p.code) for p in caught.value.problems] == [("e3", "control")]


@pytest.mark.parametrize("to", ["on", "off"])
def test_a_switch_of_nothing_is_refused(to: str, setup: Setup) -> None:
    """Lines that nobody has can be switched neither off nor on."""
    asked = ask(setup, {"kind": "switch", "technology": "kiln", "province": "Nowhere", "to": to})
    with pytest.raises(InputError) as caught:
        apply(asked.base.loaded, asked.edits)
    assert [str(p.where) for p in caught.value.problems] == ["e1"]
    assert "Nowhere" in str(caught.value.problems[0])


def test_a_plan_belongs_to_the_ids_of_its_edits(setup: Setup) -> None:
    """A plant that another list adds under another id is not shown under the first one's."""
    first, second = ask(setup, {**PLANT, "id": "e1"}), ask(setup, {**PLANT, "id": "e9"})
    assert key_of(first.base, first.edits) != key_of(second.base, second.edits)
    assert "e1-line" in set(plan_of(first).frames["lines"]["line"])
    assert "e9-line" in set(plan_of(second).frames["lines"]["line"])


def test_offers_about_an_added_plant_change_that_plant(setup: Setup) -> None:
    """Ten per cent more of a line that an edit has added is another capacity in that edit."""
    sale = {"id": "own", "product": "brick", "max": 50, "price": 100}
    asked = ask(setup, {**PLANT, "market": sale}, BRICK)
    larger = offer_capacity(asked.edits, "e1-line", 99.0)
    assert (larger["kind"], larger["capacity"], larger["replaces"]) == ("add_plant", 99.0, "e1")
    wider = offer_demand(asked.edits, "own", max=55.0)
    assert (wider["market"]["max"], wider["replaces"]) == (55.0, "e1")
    assert offer_capacity(asked.edits, "brick-line", 440.0) == {**BRICK, "value": 440.0, **NEW}
    for found in (larger, wider):
        fields = {key: value for key, value in found.items() if key != "replaces"}
        again = ask(setup, fields, BRICK)
        apply(again.base.loaded, again.edits)


def test_what_is_worth_more_of_an_added_line_can_be_done(setup: Setup) -> None:
    """The button "do this" of a line that an edit has added leads to a plan."""
    wide = {"kind": "demand", "market": "brick-all", "max": 3000}
    asked = ask(setup, {**PLANT, "capacity": 20}, wide)
    told = tell_limits(asked, finish(find_all(asked)))
    offers = [edit for item in told["items"] for edit in item.get("edits", [])]
    assert [edit["capacity"] for edit in offers if edit["kind"] == "add_plant"] == [22.0]
    assert all(edit.get("line") != "e1-line" for edit in offers)


def test_what_shuts_a_line_down_is_not_said_to_do_nothing(setup: Setup) -> None:
    """An edit that makes lines idle changed the plan, known without it or not."""
    shut = {"kind": "capacity_scale", "plant": "brickworks", "factor": 0}
    part = {"kind": "load", "province": "Westland", "value": 0}
    asked = ask(setup, shut, part, PRICE)
    first, second, _ = tell_edits(asked, plan_of(asked), asked.texts)
    assert [(told["did"], told["why"]) for told in (first, second)] == [(None, ""), (None, "")]
    plan_of(ask(setup, {**part, "id": "e2"}, {**PRICE, "id": "e3"}))
    assert tell_edits(asked, plan_of(asked), asked.texts)[0]["did"] is True


def test_lines_switched_on_of_which_one_runs_do_something(setup: Setup) -> None:
    """Of the lines of a province that are switched on one stands idle: the edit did something."""
    off = {"kind": "switch", "province": "Westland", "to": "off"}
    none = {"kind": "generation", "zone": "smelter", "material": "smelter_slag", "value": 0}
    on = {"kind": "switch", "province": "Westland", "to": "on"}
    plan_of(ask(setup, off, none))
    asked = ask(setup, off, none, on)
    told = tell_edits(asked, plan_of(asked), asked.texts)[2]
    assert (told["did"], told["why"]) == (True, "")


def test_of_two_switches_the_later_one_holds(setup: Setup) -> None:
    """All lines off and one of them on again: that one runs, at the share it was given."""
    off = {"kind": "switch", "province": "Westland", "to": "off"}
    on = {"kind": "switch", "line": "cement-mill", "to": "on"}
    load = {"kind": "load", "line": "cement-mill", "value": 0.55}
    for before, share in (((), 0.7), ((load,), 0.55)):
        lines = plan_of(ask(setup, *before, off, on)).case.tables["lines"].set_index("id")
        assert lines.at["cement-mill", "availability"] == share
        assert lines.at["cement-kiln", "availability"] == 0.0
    lines = plan_of(ask(setup, on, off)).case.tables["lines"].set_index("id")
    assert lines.at["cement-mill", "availability"] == 0.0
    assert lines.at["brick-line", "availability"] == 0.8


def test_a_study_of_nothing_says_what_is_wrong_with_the_question(setup: Setup) -> None:
    """The place is the question, not a line of some script."""
    options = {"vary": "capacity", "line": "nobody"}
    with pytest.raises(InputError) as caught:
        list(tell_study(ask(setup, kind="sweep", options=options)))
    assert {str(p.where) for p in caught.value.problems} == {"options"}


@pytest.mark.parametrize("kind", [[], {}, None, 7, "exe"])
def test_other_files_are_not_made(kind: Any) -> None:
    """Whatever is asked for that is none of the files is refused."""
    with pytest.raises(InputError):
        check_kind(kind)


@pytest.mark.parametrize("overwrite", [None, "any"])
def test_a_full_disk_is_told(overwrite: Any, setup: Setup, monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be written is said in words; nothing half written is left."""

    def fail(_: int) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(os, "fsync", fail)
    before = sorted((setup.root / "scenarios").iterdir())
    with pytest.raises(InputError) as caught:
        save_scenario(ask(setup, BRICK, name="full", overwrite=overwrite))
    assert caught.value.problems[0].code == "no_access"
    assert sorted((setup.root / "scenarios").iterdir()) == before


def test_a_folder_is_not_replaced(setup: Setup) -> None:
    """A folder called like the file stays, and that is said."""
    folder = setup.root / "scenarios" / "folder.yaml"
    folder.mkdir()
    try:
        with pytest.raises(InputError) as caught:
            save_scenario(ask(setup, BRICK, name="folder", overwrite="any"))
        assert caught.value.problems[0].code == "no_access"
    finally:
        folder.rmdir()


def test_who_asks_after_a_planner_was_killed_gets_an_answer(setup: Setup) -> None:
    """A process that somebody killed while it had nothing to do is replaced before it is asked."""
    pool = Pool(1, {"root": str(setup.root), "first": FIRST})

    async def ask_after() -> Any:
        pool._planners[0].child._process.kill()
        pool._planners[0].child._process.wait()
        return await pool.run("open", {"file": FIRST}, limit=60.0)

    try:
        assert asyncio.run(ask_after()) == {"scenario": FIRST, "edits": []}
    finally:
        pool.end()


def test_a_file_of_very_many_entries_is_one_edit(setup: Setup) -> None:
    """More entries than a plan may have edits do not leave the page with what it cannot plan."""
    entry = "  - {cap: logistics_cost, at: 500 million CNY/yr}\n"
    _, edits = open_text(setup, "extends: baseline.yaml\nlimits:\n" + entry * (EDITS + 1), FIRST)
    assert [edit["kind"] for edit in edits] == ["keys"]
    assert len(edits[0]["keys"]["limits"]) == EDITS + 1
    _, edits = open_text(setup, "extends: baseline.yaml\nlimits:\n" + entry * EDITS, FIRST)
    assert len(edits) == EDITS
