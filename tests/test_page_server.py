"""The server of the page over real sockets: who may ask, what is answered, what is bounded."""

from __future__ import annotations

import asyncio
import http.client
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tornado.netutil import bind_sockets

from sim.page.guard import HEADERS, is_known_host, is_own_origin
from sim.page.handlers import Service
from sim.page.pool import Pool
from sim.page.server import address_of, make_server
from sim.page.settings import BODY, EDITS, Settings, is_loopback
from tests.page_parts import FIRST, make_example

JSON = {"Content-Type": "application/json", "X-Sim": "1"}
TOKEN = "a-long-token"
CAPACITY = {"id": "e1", "kind": "capacity", "line": "brick-line", "value": 500}


class Served:
    """A server on loopback in a thread of its own."""

    def __init__(self, settings: Settings, pool: Pool) -> None:
        self.settings, self._pool = settings, pool
        self._ready, self._stop = threading.Event(), asyncio.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()), daemon=True)
        self._thread.start()
        assert self._ready.wait(30)

    async def _run(self) -> None:
        sockets = bind_sockets(0, "127.0.0.1")
        self.port = sockets[0].getsockname()[1]
        self.service = Service(self.settings, self._pool, self.port)
        server = make_server(self.service)
        server.add_sockets(sockets)
        self._loop = asyncio.get_running_loop()
        self._ready.set()
        await self._stop.wait()
        server.stop()
        self.service.end()

    def end(self) -> None:
        """Stop serving."""
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    def ask(
        self, method: str, path: str, body: Any = None, **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and content of an answer."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        content = body if isinstance(body, (bytes, str, type(None))) else json.dumps(body)
        link.request(method, path, content, sent)
        answer = link.getresponse()
        found = answer.status, dict(answer.getheaders()), answer.read()
        link.close()
        return found

    def post(self, task: str, body: Any, **headers: str) -> tuple[int, Any]:
        """Status and last line of an answer to a request of the page."""
        status, _, content = self.ask("POST", f"/api/{task}", body, **JSON, **headers)
        return status, json.loads(content.decode().strip().splitlines()[-1])


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example project."""
    return make_example(tmp_path_factory.mktemp("served") / "example").root


@pytest.fixture(scope="module")
def served(example: Path) -> Iterator[Served]:
    """The example project, served with one planner."""
    settings = Settings(example, FIRST, planners=1)
    pool = Pool(1, settings.setup)
    server = Served(settings, pool)
    yield server
    server.end()
    pool.end()


@pytest.fixture(scope="module")
def guarded(example: Path, served: Served) -> Iterator[Served]:
    """The same, as if others could reach it: a token is asked for."""
    server = Served(Settings(example, FIRST, host="0.0.0.0", token=TOKEN), served._pool)
    yield server
    server.end()


def test_every_answer_is_guarded(served: Served) -> None:
    """Page, files, words, errors: all have the policy, and none may be framed or sniffed."""
    for path in ("/", "/static/main.js", "/api/words", "/nothing", "/static/../settings.py"):
        _, headers, _ = served.ask("GET", path)
        for name, value in HEADERS.items():
            if name != "Cache-Control":
                assert headers[name] == value, (path, name)
        assert "Server" not in headers
    assert "'unsafe" not in HEADERS["Content-Security-Policy"]


def test_the_page_asks_for_nothing_outside(served: Served) -> None:
    """The page and its style name no other host, and hold no script of their own."""
    status, _, content = served.ask("GET", "/?lang=zh")
    text = content.decode()
    assert status == 200
    assert 'lang="zh-CN"' in text
    assert "http://" not in text.replace("http://www.w3.org", "")
    assert "https://" not in text
    assert "style=" not in text.partition("<body")[0]
    assert "onclick" not in text


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "127.0.0.1:1", "", "@"])
def test_other_names_are_refused(host: str, served: Served) -> None:
    """A name that somebody lets point to this machine does not reach the page."""
    status, _, content = served.ask("GET", "/", Host=host)
    assert status in (400, 403)
    assert b"<html" not in content


def test_own_names_are_known() -> None:
    """Loopback by address and name; a proxy's name where it is given; addresses where open."""
    here, there = Settings(Path(), "a"), Settings(Path(), "a", host="0.0.0.0", names=("plan.org",))
    assert is_known_host("localhost:80", 80, here)
    assert is_known_host("[::1]:80", 80, here)
    assert not is_known_host("10.0.0.7:80", 80, here)
    assert is_known_host("10.0.0.7:80", 80, there)
    assert is_known_host("plan.org", 80, there)
    assert not is_known_host("plan.org.evil", 80, there)
    assert is_loopback("127.0.0.1")
    assert is_loopback("::1")
    assert not is_loopback("0.0.0.0")
    assert address_of(there, 80) == "http://plan.org:80/"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_other_sites_are_refused(headers: dict[str, str], served: Served) -> None:
    """No other site can have the page work, not even one on another port of this machine."""
    status, _ = served.post("plan", {"edits": []}, **headers)
    assert status == 403
    assert is_own_origin({}, "127.0.0.1:80")
    assert is_own_origin({"Origin": "http://127.0.0.1:80"}, "127.0.0.1:80")


def test_a_form_cannot_post(served: Served) -> None:
    """What a form of another site can send is not taken: header and type are asked for."""
    body = json.dumps({"edits": [], "name": "stolen"})
    for headers in (
        {"Content-Type": "text/plain", "X-Sim": "1"},
        {"Content-Type": "application/json"},
        {"Content-Type": "application/x-www-form-urlencoded", "X-Sim": "1"},
    ):
        status, _, _ = served.ask("POST", "/api/save", body, **headers)
        assert status == 403
    assert not (served.settings.root / "scenarios" / "stolen.yaml").exists()


@pytest.mark.parametrize("body", ["", "[]", "{", '{"edits": {}}', '{"edits": [NaN]}', "[" * 90_000])
def test_other_bodies_are_refused(body: str, served: Served) -> None:
    """What is no mapping in JSON is refused in words."""
    status, told = served.post("plan", body)
    assert status == 400
    assert told["error"]["message"]


def test_sizes_are_bounded(served: Served) -> None:
    """Neither a large body nor very many edits reach a planner."""
    status, _ = served.post("plan", {"edits": [], "more": "x" * BODY})
    assert status == 413
    status, _ = served.post("plan", {"edits": [CAPACITY] * (EDITS + 1)})
    assert status == 413


def test_a_body_of_any_size_is_refused_in_words(served: Served) -> None:
    """However much is sent, the answer says that it is too much: the line is not cut."""
    status, told = served.post("plan", {"edits": [], "more": "x" * (12 * BODY)})
    assert (status, told["error"]["message"]) == (413, "the request is too large")
    status, _, content = served.ask("POST", "/api/plan", "x" * (12 * BODY), Origin="http://a.b")
    assert status == 403
    assert json.loads(content)["error"]["message"]


def test_scenarios_are_told_where_one_is_not_there(served: Served) -> None:
    """Who asks for a scenario that is gone can be offered those that there are."""
    assert served.ask("GET", "/api/usual?technology=nope")[0] == 404
    assert served.ask("GET", "/api/start?scenario=scenarios/gone.yaml")[0] == 400
    status, _, content = served.ask("GET", "/api/scenarios?lang=zh")
    assert status == 200
    assert json.loads(content)["scenarios"][0]["title"] == "示例：现状"


def test_requests_of_one_address_are_bounded(served: Served) -> None:
    """Whoever asks for very much at once is told to wait."""
    served.service.open["127.0.0.1"] = 1000
    try:
        status, told = served.post("plan", {"edits": [], "lang": "zh"})
    finally:
        del served.service.open["127.0.0.1"]
    assert status == 429
    assert told["error"]["message"]


def test_start_tells_the_scenario(served: Served) -> None:
    """The page begins with the numbers of the base scenario, in canonical units."""
    status, _, content = served.ask("GET", "/api/start?lang=zh")
    told = json.loads(content)
    assert status == 200
    assert told["scenario"]["title"] == "示例：现状"
    assert {line["id"]: line["capacity"] for line in told["lines"]}["brick-line"] == 400.0
    assert told["base"]["ground"] is not None
    assert told["scenarios"][0]["file"] == FIRST


def test_a_plan_comes_in_steps(served: Served) -> None:
    """A plan has cards against the reference, a map with ids, and its edits in words."""
    _, _, content = served.ask("POST", "/api/plan", {"edits": [CAPACITY], "number": 7}, **JSON)
    lines = [json.loads(line) for line in content.decode().splitlines()]
    assert all("step" in line for line in lines[:-1])
    told = lines[-1]["plan"]
    assert (told["number"], told["status"]) == (7, "optimal")
    rate = next(card for card in told["cards"] if card["id"] == "utilization_rate")
    assert rate["value"] == pytest.approx(0.562000, abs=2e-6)
    assert rate["better"] is True
    assert {zone["id"] for zone in told["atlas"]["zones"]} >= {"north_mine", "smelter"}
    assert all({"from_id", "to_id"} <= set(flow) for flow in told["atlas"]["flows"])
    assert [edit["id"] for edit in told["edits"]] == ["e1"]


def test_no_plan_is_told(served: Served) -> None:
    """Where limits leave no plan, that is said, and the page stays as it is."""
    floor = {"id": "e1", "kind": "limit", "floor": "utilization_rate", "at": 0.99}
    status, told = served.post("plan", {"edits": [floor], "number": 8, "lang": "zh"})
    assert status == 200
    assert told["no_plan"]["number"] == 8
    assert told["no_plan"]["text"]


def test_problems_are_told_at_edits(served: Served) -> None:
    """What is wrong with edits comes back with their ids, as an error of the request."""
    wrong = [{**CAPACITY, "line": "nobody"}, {**CAPACITY, "id": "e2", "value": -1}]
    _, told = served.post("plan", {"edits": wrong[:1]})
    assert told["error"]["status"] == 400
    assert [problem["where"] for problem in told["error"]["problems"]] == ["e1"]
    _, told = served.post("plan", {"edits": wrong})
    assert [problem["where"] for problem in told["error"]["problems"]] == ["e2"]


@pytest.mark.parametrize(
    "file", ["../secret.yaml", "/etc/passwd", "scenarios/../../x.yaml", "geodata/x.yaml", "nope"]
)
def test_only_scenarios_of_the_project_are_opened(file: str, served: Served) -> None:
    """A request cannot name any other file."""
    status, told = served.post("plan", {"edits": [], "scenario": file})
    assert status == 400
    assert told["error"]["problems"]


def test_a_broken_scenario_is_shown(served: Served) -> None:
    """Errors of the loader stand on the page, with file and line; others go on."""
    path = served.settings.root / "scenarios" / "broken.yaml"
    path.write_text("format: 1\nname: broken\ntitle: {en: B}\nregion: nowhere\n", encoding="utf-8")
    try:
        status, told = served.post("plan", {"edits": [], "scenario": "scenarios/broken.yaml"})
    finally:
        path.unlink()
    assert status == 400
    assert told["error"]["problems"][0]["where"] == "scenarios/broken.yaml:4"
    assert served.post("plan", {"edits": []})[0] == 200


def test_names_of_data_are_text(served: Served) -> None:
    """Markup in a name stays the text that it is."""
    evil = "<img src=x onerror=alert(1)>"
    plant = {"name_en": evil, "lon": 112.3, "lat": 31.2, "province": "Westland", "city": "Westport"}
    edit = {
        "id": "e1",
        "kind": "add_plant",
        "plant": plant,
        "technology": "brickworks",
        "capacity": 90,
    }
    _, told = served.post("plan", {"edits": [edit]})
    assert evil in {plant["name"] for plant in told["plan"]["atlas"]["plants"]}
    _, headers, _ = served.ask("POST", "/api/plan", {"edits": [edit]}, **JSON)
    assert headers["Content-Type"].startswith("application/x-ndjson")


def test_a_token_is_asked_for(guarded: Served) -> None:
    """Without the token nothing is answered; the first visit turns it into a cookie."""
    for path in ("/", "/api/words", "/static/main.js", "/api/start", "/?token=wrong"):
        assert guarded.ask("GET", path)[0] == 403
    assert guarded.post("plan", {"edits": []})[0] == 403
    status, headers, _ = guarded.ask("GET", f"/?token={TOKEN}")
    assert status == 302
    assert headers["Location"] == "/"
    cookie = headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Strict"} <= {part.strip() for part in cookie.split(";")}
    given = cookie.partition(";")[0]
    assert guarded.ask("GET", "/", Cookie=given)[0] == 200
    assert guarded.ask("GET", "/api/words", Cookie=given)[0] == 200
    assert guarded.ask("GET", "/api/words", Cookie="sim_token=wrong")[0] == 403
    assert guarded.ask("GET", "/", Cookie=given, Host="evil.example")[0] == 403
