"""Planner processes: a few that anybody's requests go to, killed where they take too long.

A planner works on one request at a time and tells of it step by step (`sim.page.planner`). Who
does not want the answer any more lets it go: work that ends soon ends, and leaves what it found
warm; a process that is still busy after a moment is killed and replaced. Others do not notice.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

from sim.processes.child import Child

MODULE = "sim.page.planner"
PATIENCE = 1.0
"""Seconds that work may go on after nobody wants it any more, where others wait for a planner."""
ENDED = frozenset({"study"})
"""Tasks that go on beside what they tell: who does one that nobody wants any more is killed."""
Item = dict[str, Any]
Tell = Callable[[Item], Awaitable[None]]


class PlannerLostError(Exception):
    """The process ended in the middle of the work."""


class TooLongError(Exception):
    """The work took longer than it may, and was ended."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class _Planner:
    """One process; its calls are made in a thread that waits for the answers."""

    def __init__(self, threads: ThreadPoolExecutor, setup: Item) -> None:
        self._threads = threads
        self.child = Child(MODULE)
        self.is_wanted = True
        self.is_lost = False
        self._unread = 1
        self.child.send("set_up", setup)

    def call(self, function: str, *arguments: Any) -> Any:
        """Return what a function of the planner returns; raise what it raises."""
        try:
            self.child.send(function, *arguments)
            while self._unread:
                self.child.receive()
                self._unread -= 1
            is_done, result = self.child.receive()
        except (EOFError, OSError, ValueError) as error:
            self.is_lost = True
            raise PlannerLostError from error
        if not is_done:
            raise result
        return result

    def rest(self) -> None:
        """Have the planner do what can wait; its next call comes after that."""
        with suppress(OSError):
            self.child.send("rest")
            self._unread += 1

    async def work(
        self, task: str, asked: Item, tell: Tell | None, allow: Callable[[float], None]
    ) -> Item | None:
        """Do a task; hand on what it tells, return the last; None where nobody wants it.

        `allow` is called with the seconds that the scenario it is about allows a plan.
        """
        loop = asyncio.get_running_loop()
        allow(await loop.run_in_executor(self._threads, self.call, "begin", task, asked))
        while self.is_wanted:
            item: Item = await loop.run_in_executor(self._threads, self.call, "advance")
            if "step" not in item and "done" not in item:
                return item
            if tell is not None and self.is_wanted:
                await tell(item)
        return None


class Pool:
    """The planners of a server; who worked last works next, because it has most at hand."""

    def __init__(self, size: int, setup: Item, patience: float = PATIENCE) -> None:
        """Start the processes; `setup` is what each is told once.

        `patience` is how many seconds work may go on after nobody wants it any more.
        """
        self._setup, self._patience = setup, patience
        self._threads = ThreadPoolExecutor(2 * size + 2, thread_name_prefix="planner")
        self._planners = [self._start() for _ in range(size)]
        self._free: asyncio.LifoQueue[_Planner] = asyncio.LifoQueue()
        self._leaving: set[asyncio.Task[None]] = set()
        for planner in self._planners:
            self._free.put_nowait(planner)

    @property
    def pids(self) -> list[int]:
        """Return the numbers of the processes."""
        return [planner.child.pid for planner in self._planners]

    def call(self, function: str, *arguments: Any) -> Any:
        """Call a function of the first planner, before the server runs."""
        return self._planners[0].call(function, *arguments)

    async def run(self, task: str, asked: Item, *, limit: float, tell: Tell | None = None) -> Item:
        """Return the answer of a task; `tell` is called with the steps before.

        `limit` is how many seconds it may take beyond those that its scenario allows a plan.

        Raises
        ------
        TooLongError, PlannerLostError
        """
        planner = self._renew(await self._free.get())
        began, allowed = asyncio.get_running_loop().time(), limit

        def allow(seconds: float) -> None:
            nonlocal allowed
            allowed = limit + seconds
            clock.reschedule(began + allowed)

        clock = asyncio.timeout(limit)
        work = asyncio.create_task(planner.work(task, asked, tell, allow))
        try:
            async with clock:
                answer = await asyncio.shield(work)
        except TimeoutError:
            planner.child.kill()
            raise TooLongError(allowed) from None
        finally:
            if work.done():
                self._give_back(planner)
            else:
                patience = 0.0 if task in ENDED else self._patience
                leaving = asyncio.create_task(self._leave(planner, work, patience))
                self._leaving.add(leaving)
                leaving.add_done_callback(self._leaving.discard)
        assert answer is not None
        return answer

    async def warm(self, task: str, asked: Item) -> None:
        """Have every planner do a task before anybody waits for it; failures do not matter."""
        taken = [self._free.get_nowait() for _ in range(self._free.qsize())]
        works = [planner.work(task, asked, None, lambda _seconds: None) for planner in taken]
        await asyncio.gather(*works, return_exceptions=True)
        for planner in taken:
            self._give_back(planner)

    async def _leave(
        self, planner: _Planner, work: asyncio.Task[Item | None], patience: float
    ) -> None:
        """Give a planner back: when its work ends, or replaced where that takes too long."""
        planner.is_wanted = False
        with suppress(Exception):
            await asyncio.wait_for(asyncio.shield(work), patience)
        if not work.done():
            planner.child.kill()
            with suppress(Exception):
                await work
        self._give_back(planner)

    def _give_back(self, planner: _Planner) -> None:
        planner = self._renew(planner)
        planner.is_wanted = True
        planner.rest()
        self._free.put_nowait(planner)

    def _renew(self, planner: _Planner) -> _Planner:
        """Return a planner, or another one in its place where its process has ended."""
        if not planner.is_lost and planner.child.is_there:
            return planner
        planner.child.end()
        fresh = self._start()
        self._planners[self._planners.index(planner)] = fresh
        return fresh

    def _start(self) -> _Planner:
        return _Planner(self._threads, self._setup)

    def end(self) -> None:
        """End all processes, whatever they are doing."""
        for planner in self._planners:
            planner.child.kill()
        for planner in self._planners:
            planner.child.end()
        self._threads.shutdown(wait=False, cancel_futures=True)
