"""A background worker: a second process, with libraries of its own, that works alongside this one.

It keeps no state that matters: if it fails, is killed or cannot be started, the calling process
does the work itself.
"""

from __future__ import annotations

import pickle
from collections import deque
from contextlib import suppress
from importlib import import_module
from types import TracebackType
from typing import Any, Self

from sim.processes.child import Child


class BackgroundWorker:
    """A process that loads a module on starting and then calls its functions one at a time.

    Several calls may be waiting; they are answered in the order in which they were asked for.
    """

    def __init__(self, module: str) -> None:
        self.module = module
        self._child: Child | None = None
        self._asked: deque[str] = deque()

    def __enter__(self) -> Self:
        """Start the process."""
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the process."""
        self.stop()

    @property
    def pid(self) -> int | None:
        """Return the id of the process; None if there is none."""
        return None if self._child is None else self._child.pid

    def start(self) -> None:
        """Start the process unless it is running."""
        if self._child is None:
            with suppress(OSError):
                self._child = Child(self.module)

    def stop(self) -> None:
        """End the process, whatever it is doing and all that waits."""
        self._asked.clear()
        if self._child is not None:
            self._child.end()
            self._child = None

    def ask(self, function: str, *arguments: Any) -> None:
        """Have the process call a function of the module; do not wait for it."""
        self.start()
        if self._child is not None:
            try:
                self._child.send(function, *arguments)
            except OSError:
                self.stop()
            else:
                self._asked.append(function)

    def answer(self, function: str, *arguments: Any) -> Any:
        """Return the result of the call asked for first, or make the call in this process."""
        if self._child is not None and self._asked and self._asked[0] == function:
            self._asked.popleft()
            with suppress(EOFError, OSError, pickle.UnpicklingError):
                is_done, result = self._child.receive()
                if is_done:
                    return result
            self.stop()
        return getattr(import_module(self.module), function)(*arguments)
