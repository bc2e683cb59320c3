"""What the server answers to each address, after asking who wants to know."""

from __future__ import annotations

import asyncio
import json
import math
import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from tornado.iostream import StreamClosedError
from tornado.web import HTTPError, RequestHandler, StaticFileHandler, stream_request_body

from sim.page.guard import ASKING, COOKIE, HEADERS, holds_token, is_known_host, is_own_origin
from sim.page.pool import Item, PlannerLostError, Pool, TooLongError
from sim.page.settings import BODY, EDITS, OPEN, WAITING, Settings
from sim.say import PARTS
from sim.say.texts import EN, ZH, Texts

GETS = frozenset({"scenarios", "start", "usual"})
SLOW = frozenset({"settle", "effects", "detail", "explain", "compare", "study", "download"})
"""Tasks that take seconds: they have processes of their own, so that plans need not wait."""
POSTS = SLOW | {"plan", "yaml", "save", "open"}
STREAMS = frozenset({"plan", "study"})
"""Tasks that tell their steps on the way."""
SHOWN = ("page", "page_view", "report")
"""Parts of the catalogue whose words the scripts show."""
_HERE = Path(__file__).parent
SHARED = _HERE.parent / "report" / "page"
"""Folder of what the report has too: macros, style and the writers of figures."""
_SHARED_FILES = frozenset({"common.css", "figures.js"})
SLOW_PATIENCE = 4.0
_LISTS = ("edits", "reference", "a", "b")
_DEPTH = 40
"""Levels that a body may be nested."""
_HALF_SIGN = re.compile("[\ud800-\udfff]")
SPARE_S = 60.0
"""Seconds beyond the time limit of the solver that everything else may take."""


@dataclass
class Service:
    """What all requests share; nothing of a user."""

    settings: Settings
    pool: Pool
    port: int
    open: Counter[str] = field(default_factory=Counter)
    """Address -> requests that are worked on or wait."""
    _slow: Pool | None = None

    def pool_for(self, task: str) -> Pool:
        """Return the processes that do a task; those for slow ones are started when needed."""
        if task not in SLOW:
            return self.pool
        if self._slow is None:
            # Nobody waits for a processor on its way to a plan because another plan is verified.
            behind = {**self.settings.setup, "is_behind": True}
            self._slow = Pool(self.settings.planners, behind, SLOW_PATIENCE)
        return self._slow

    def end(self) -> None:
        """End the processes that were started on the way."""
        if self._slow is not None:
            self._slow.end()


class Refused(HTTPError):
    """A request that is not answered, with the key of the reason."""

    def __init__(self, status: int, key: str, **values: object) -> None:
        super().__init__(status)
        self.key, self.values = key, values


@stream_request_body
class Guarded(RequestHandler):
    """A handler that answers the page alone, and says so in every header."""

    _size = 0

    def initialize(self, service: Service) -> None:
        """Take what all requests share."""
        self.service = service

    def data_received(self, chunk: bytes) -> None:
        """Keep what a body may hold; the rest is read and dropped, so that it can be refused."""
        self._size += len(chunk)
        if self._size <= BODY:
            self.request.body += chunk

    def set_default_headers(self) -> None:
        """Let no browser do with an answer what the page does not ask for."""
        self.clear_header("Server")
        for name, value in HEADERS.items():
            self.set_header(name, value)

    def prepare(self) -> None:
        """Refuse who is not the page."""
        settings, request = self.service.settings, self.request
        if not is_known_host(request.host, self.service.port, settings):
            raise Refused(403, "page_refused_host")
        self.greet()
        if not holds_token(self.get_cookie(COOKIE), settings):
            raise Refused(403, "page_refused_token")
        if not is_own_origin(request.headers, request.host):
            raise Refused(403, "page_refused_origin")

    def greet(self) -> None:
        """Do what comes before the token is asked for."""

    @property
    def texts(self) -> Texts:
        """Return the texts in the language of the request."""
        given = self.request.query_arguments.get("lang")
        asked = given[-1] if given else self.service.settings.language.encode()
        return ZH if asked == b"zh" else EN

    def write_error(self, status_code: int, **given: Any) -> None:
        """Answer with what is wrong, in words."""
        error = given.get("exc_info", (None, None))[1]
        if isinstance(error, Refused):
            text = self.texts.say(error.key, **error.values)
        elif status_code in (404, 405):
            text = self.texts.say("page_not_found")
        elif isinstance(error, HTTPError):
            text = self.texts.say("page_not_understood")
        else:
            text = self.texts.say("page_internal", error=type(error).__name__)
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.finish(_dump({"error": {"message": text, "problems": []}}))


class NotThere(Guarded):
    """Every other address."""

    def prepare(self) -> None:
        """Refuse, and say that there is nothing."""
        super().prepare()
        raise HTTPError(404)


class Front(Guarded):
    """The page itself."""

    def greet(self) -> None:
        """Take the token of the first visit into a cookie, and out of the address."""
        given = self.get_query_argument("token", None)
        if given is not None and holds_token(given, self.service.settings):
            self.set_cookie(COOKIE, given, httponly=True, samesite="Strict", path="/")
            self.redirect("/")

    def get(self) -> None:
        """Write the page."""
        settings = self.service.settings
        html = _template().render(
            language=self.texts.language,
            lang=self.texts.of({"en": "en", "zh": "zh-CN"}),
            scenario=settings.first,
            t=self.texts.say,
        )
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(html)


@cache
def _template() -> Any:
    environment = Environment(
        loader=FileSystemLoader([_HERE, SHARED]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page.html")


class Asset(Guarded, StaticFileHandler):
    """Scripts and style of the page."""

    def initialize(self, service: Service, path: str = "") -> None:  # type: ignore[override]
        """Take the folder of the files."""
        self.service = service
        StaticFileHandler.initialize(self, path)

    async def get(self, path: str, include_body: bool = True) -> None:
        """Write a file, of the report's folder where it is one that both have."""
        if "\0" in path:
            raise HTTPError(404)
        if path in _SHARED_FILES:
            self.root = str(SHARED)
        await StaticFileHandler.get(self, path, include_body)

    def set_extra_headers(self, path: str) -> None:
        """Let a browser keep a file, but ask each time whether it is still right."""
        self.set_header("Cache-Control", "no-cache")


class Words(Guarded):
    """Every sentence that the scripts show, and the scales of amounts."""

    def get(self) -> None:
        """Write words and scales."""
        texts = self.texts
        column = 1 if texts.language == "zh" else 0
        words = {
            key: said[column]
            for part, entries in PARTS.items()
            if part in SHOWN
            for key, said in entries.items()
        }
        scales = {
            unit: {"unit": texts.scale(unit).unit, "size": texts.scale(unit).size}
            for unit in ("kt/yr", "MCNY/yr", "MCNY", "Mt*km/yr", "")
        }
        content = {
            "language": texts.language,
            "words": words,
            "amounts": texts.describe_amounts(),
            "scales": scales,
        }
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.finish(_dump(content))


class Work(Guarded):
    """A task for the planners."""

    _work: asyncio.Task[Item] | None = None
    _is_gone = False

    def prepare(self) -> None:
        """Refuse nobody before the body is read: a browser would take it for a cut line."""

    async def get(self, task: str) -> None:
        """Do a task that has only a query."""
        super().prepare()
        if task not in GETS:
            raise HTTPError(404)
        body: dict[str, Any] = {
            name: self.get_query_argument(name)
            for name in self.request.query_arguments
            if name not in _LISTS
        }
        await self._do(task, body)

    async def post(self, task: str) -> None:
        """Do a task whose body the page sends."""
        super().prepare()
        if task not in POSTS:
            raise HTTPError(404)
        await self._do(task, self._read())

    def _read(self) -> dict[str, Any]:
        headers = self.request.headers
        kind = headers.get("Content-Type", "").partition(";")[0].strip()
        if headers.get(ASKING) is None or kind != "application/json":
            raise Refused(403, "page_refused_header")
        if self._size > BODY:
            raise Refused(413, "page_too_large")
        try:
            body = json.loads(self.request.body, parse_constant=_refuse_constant)
        except (ValueError, RecursionError):
            raise Refused(400, "page_not_json") from None
        if not isinstance(body, dict) or not _can_be_told(body):
            raise Refused(400, "page_not_json")
        for name in _LISTS:
            edits = body.get(name)
            if edits is not None and not isinstance(edits, list):
                raise Refused(400, "page_not_json")
            if len(edits or ()) > EDITS:
                raise Refused(413, "page_too_many_edits", most=EDITS)
        return body

    async def _do(self, task: str, body: dict[str, Any]) -> None:
        """Have a planner do a task; write what it tells."""
        service, address = self.service, str(self.request.remote_ip)
        if service.open[address] >= OPEN:
            raise Refused(429, "page_busy")
        if service.open.total() >= WAITING:
            raise Refused(503, "page_busy")
        service.open[address] += 1
        try:
            body.setdefault("lang", service.settings.language)
            await self._answer(task, body)
        finally:
            service.open[address] -= 1
            if not service.open[address]:
                del service.open[address]

    async def _answer(self, task: str, body: dict[str, Any]) -> None:
        tell = self._tell if task in STREAMS else None
        run = self.service.pool_for(task).run(task, body, limit=SPARE_S, tell=tell)
        self._work = asyncio.create_task(run)
        try:
            answer = await self._work
        except asyncio.CancelledError:
            if not self._is_gone:
                self.detach().close()  # The server ends: the page sees a cut line, and comes back.
            return
        except TooLongError as error:
            answer = self._fail(503, "page_too_long", seconds=f"{error.seconds:.0f}")
        except PlannerLostError:
            answer = self._fail(503, "page_lost")
        except Exception as error:
            answer = self._fail(500, "page_internal", error=type(error).__name__)
        self._finish(task, answer)

    def _fail(self, status: int, key: str, **values: object) -> Item:
        text = self.texts.say(key, **values)
        return {"error": {"message": text, "problems": [], "status": status}}

    async def _tell(self, item: Item) -> None:
        """Write a step on the way."""
        self.set_header("Content-Type", "application/x-ndjson; charset=utf-8")
        try:
            self.write(_dump(item) + "\n")
            await self.flush()
        except StreamClosedError:
            self.on_connection_close()

    def _finish(self, task: str, answer: Item) -> None:
        if self._is_gone:
            return
        if not self._headers_written:
            self.set_status(answer["error"]["status"] if "error" in answer else 200)
            kind = "x-ndjson" if task in STREAMS else "json"
            self.set_header("Content-Type", f"application/{kind}; charset=utf-8")
        if "file" in answer and isinstance(answer["file"], dict):
            self._give(answer["file"])
        else:
            self.finish(_dump(answer) + "\n")

    def _give(self, file: dict[str, Any]) -> None:
        """Answer with a file to be kept."""
        self.set_header("Content-Type", file["type"])
        self.set_header("Content-Disposition", f'attachment; filename="{file["name"]}"')
        self.finish(file["content"])

    def on_connection_close(self) -> None:
        """Let go of work that nobody waits for any more."""
        super().on_connection_close()
        self._is_gone = True
        if self._work is not None:
            self._work.cancel()


def _can_be_told(body: dict[str, Any]) -> bool:
    """Return whether what is asked can be answered: no number without end, no half sign.

    An answer repeats parts of what it was asked; what is nested very deep is nothing of the page.
    """
    parts: list[tuple[Any, int]] = [(body, 0)]
    while parts:
        part, depth = parts.pop()
        if isinstance(part, float) and not math.isfinite(part):
            return False
        if isinstance(part, str) and _HALF_SIGN.search(part):
            return False
        if depth > _DEPTH:
            return False
        if isinstance(part, dict):
            parts += [(inner, depth + 1) for entry in part.items() for inner in entry]
        elif isinstance(part, list):
            parts += [(inner, depth + 1) for inner in part]
    return True


def _refuse_constant(name: str) -> Any:
    raise ValueError(name)


def _dump(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
