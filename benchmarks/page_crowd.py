"""Many sessions at once: is every answer the one to its own edits, and does memory stay flat?"""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.page_edits import Dice
from benchmarks.page_served import ROOT, Served, memory_mb, processor_s, say_so
from sim.page import tasks
from sim.page.asked import Setup, read_asked
from sim.page.plans import key_of

LISTED = 12
THINK_S = (1.0, 6.0)
QUIET_S = 1.0
"""After so long without an edit the page has its plan verified, and drops that for the next."""
SAMPLED_S = 5.0
TOLD = 12
"""Samples after which it is told how far it is."""
AGREE = 1e-6


@dataclass(frozen=True)
class Answer:
    """What a session was told."""

    session: int
    number: int
    edits: list[dict[str, Any]]
    told: dict[str, Any]
    """The last line, the map left out."""
    seconds: float


@dataclass
class Crowd:
    """Sessions of one server."""

    users: int
    seconds: float
    answers: list[Answer] = field(default_factory=list)
    settled: int = 0
    memory: list[tuple[float, float, float]] = field(default_factory=list)
    """Seconds since the beginning, MB of the server, MB of its processes."""
    alone_mb: float = 0.0
    """Server and processes before the first session."""
    cpu_s: float = 0.0
    wrong: list[str] = field(default_factory=list)
    """What was not as a planner alone says it."""
    compared: int = 0
    """Plans that were found again by a planner alone."""

    @property
    def plans(self) -> list[Answer]:
        """The answers that have a plan."""
        return [answer for answer in self.answers if "plan" in answer.told]


def gather(scenario: str, users: int, minutes: float, compared: int) -> Crowd:
    """Let sessions edit one scenario at once; then ask a planner alone for the same."""
    crowd = Crowd(users, 60 * minutes)
    with Served(scenario) as served:
        facts = served.get("start", lang="en")
        crowd.alone_mb = sum(memory_mb(served.process))
        before = processor_s(served.process)
        asyncio.run(_let_in(crowd, served, facts))
        crowd.cpu_s = processor_s(served.process) - before
    _check(crowd, scenario, compared)
    return crowd


async def _let_in(crowd: Crowd, served: Served, facts: dict[str, Any]) -> None:
    end = time.monotonic() + crowd.seconds
    watcher = asyncio.create_task(_watch(crowd, served))
    await asyncio.gather(*(_visit(n, crowd, served, facts, end) for n in range(crowd.users)))
    watcher.cancel()


async def _watch(crowd: Crowd, served: Served) -> None:
    began = time.monotonic()
    while True:
        crowd.memory.append((time.monotonic() - began, *memory_mb(served.process)))
        if len(crowd.memory) % TOLD == 0:
            so_far = crowd.memory[-1][0] / 60
            say_so(f"sessions: {so_far:.0f} min, {len(crowd.answers)} answers")
        await asyncio.sleep(SAMPLED_S)


async def _visit(
    session: int, crowd: Crowd, served: Served, facts: dict[str, Any], end: float
) -> None:
    """Edit, look, edit again."""
    dice, edits, number = Dice(facts, 1000 + session), [], 0
    while time.monotonic() < end:
        step, number = dice.throw(), number + 1
        made = {"id": f"s{session}n{number}", "on": True, "name": "", **step.edit}
        edits = [*edits, made][-LISTED:]
        body = {"scenario": served.scenario, "lang": "en", "edits": edits, "reference": None}
        began = time.monotonic()
        said = await _ask(served.port, "plan", {**body, "number": 10_000 * session + number})
        told = said[-1]
        if "plan" in told:
            told["plan"].pop("atlas")
        seconds = time.monotonic() - began
        crowd.answers.append(Answer(session, 10_000 * session + number, edits, told, seconds))
        if "plan" not in told:
            edits = edits[:-1]
            continue
        await _look(crowd, served, body, dice.wait(*THINK_S))


async def _look(crowd: Crowd, served: Served, body: dict[str, Any], seconds: float) -> None:
    """Think; have the plan verified meanwhile, and let go of that when the thought is done."""
    if seconds <= QUIET_S:
        await asyncio.sleep(seconds)
        return
    await asyncio.sleep(QUIET_S)
    try:
        async with asyncio.timeout(seconds - QUIET_S):
            (settled,) = await _ask(served.port, "settle", body)
            crowd.settled += 1
            if not settled.get("passed"):
                crowd.wrong.append(f"not verified: {json.dumps(settled)[:300]}")
            await asyncio.sleep(seconds)
    except TimeoutError:
        pass


async def _ask(port: int, task: str, body: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the lines of an answer; letting go closes the connection, as a page does."""
    content = json.dumps(body).encode()
    head = (
        f"POST /api/{task} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nX-Sim: 1\r\nConnection: close\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(head.encode() + content)
        await writer.drain()
        answer = await reader.read()
    finally:
        writer.close()
    begin, _, rest = answer.partition(b"\r\n\r\n")
    text = _unchunk(rest) if b"chunked" in begin.lower() else rest
    return [json.loads(line) for line in text.decode().splitlines() if line]


def _unchunk(body: bytes) -> bytes:
    """Return what stands in chunks.

    >>> _unchunk(b"3\\r\\nabc\\r\\n2\\r\\nde\\r\\n0\\r\\n\\r\\n")
    b'abcde'
    """
    parts, at = [], 0
    while True:
        end = body.index(b"\r\n", at)
        size = int(body[at:end], 16)
        if not size:
            return b"".join(parts)
        parts.append(body[end + 2 : end + 2 + size])
        at = end + 4 + size


def _check(crowd: Crowd, scenario: str, compared: int) -> None:
    """Hold every answer to its question, and some plans to those of a planner alone."""
    setup = Setup(ROOT, scenario)
    step = max(1, len(crowd.plans) // compared) if compared else 0
    chosen = {answer.number for answer in crowd.plans[::step][:compared]} if step else set()
    say_so(f"sessions: {len(crowd.answers)} answers are held to their questions")
    for answer in crowd.answers:
        body = {"scenario": scenario, "lang": "en", "edits": answer.edits}
        told = answer.told.get("plan") or answer.told.get("no_plan") or {}
        wanted = {"number": answer.number, "key": _key(setup, body)}
        if "error" in answer.told:
            crowd.wrong.append(f"refused: {json.dumps(answer.told)[:300]}")
        elif any(told.get(name) != value for name, value in wanted.items()):
            crowd.wrong.append(f"{told.get('number')}, {told.get('key')} instead of {wanted}")
        elif answer.number in chosen:
            crowd.compared += 1
            crowd.wrong += _differences(told, _plan_alone(setup, body))


def _key(setup: Setup, body: dict[str, Any]) -> str:
    asked = read_asked(setup, body)
    return key_of(asked.base, asked.edits)


def _plan_alone(setup: Setup, body: dict[str, Any]) -> dict[str, Any]:
    *_, last = tasks.plan(setup, body)
    assert isinstance(last, dict)
    found: dict[str, Any] = last["plan"]
    return found


def _differences(told: dict[str, Any], alone: dict[str, Any]) -> list[str]:
    """Return where an answer is not what a planner alone says.

    The stages of the objective have one optimum; other figures of a plan may differ between plans
    that are as good, until ties are broken.
    """
    wrong = []
    texts = [[(edit["id"], edit["text"]) for edit in found["edits"]] for found in (told, alone)]
    if texts[0] != texts[1]:
        wrong.append(f"edits {texts[0]} instead of {texts[1]}")
    if told["objective"] != alone["objective"]:
        wrong.append(f"{told['objective']} instead of {alone['objective']}")
    rates = [{card["id"]: card["value"] for card in found["cards"]} for found in (told, alone)]
    for name in ("utilization_rate", "net_cost"):
        one, other = (found[name] for found in rates)
        if abs(one - other) > AGREE * max(1.0, abs(other)):
            wrong.append(f"{name} {one} instead of {other}")
    return wrong


def write_samples(crowd: Crowd, path: Path) -> None:
    """Write the memory over time."""
    rows = [
        "seconds,server_mb,processes_mb",
        *(f"{at:.1f},{server:.1f},{below:.1f}" for at, server, below in crowd.memory),
    ]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
