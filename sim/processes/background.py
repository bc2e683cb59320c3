"""A second process that does work for this one meanwhile, with libraries of its own.

It holds nothing that would be missed: where it fails, is killed or cannot be started, the work is
done here.
"""

from __future__ import annotations

import pickle
from contextlib import suppress
from importlib import import_module
from types import TracebackType
from typing import Any, Self

from sim.processes.child import Child


class Helper:
    """A process that loads a module at once and calls its functions one after the other."""

    def __init__(self, module: str) -> None:
        self.module = module
        self._child: Child | None = None
        self._asked = ""

    def __enter__(self) -> Self:
        """Start the process."""
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        """End the process."""
        self.stop()

    @property
    def pid(self) -> int | None:
        """Return the number of the process; None where there is none."""
        return None if self._child is None else self._child.pid

    def start(self) -> None:
        """Start the process, if it is not there yet."""
        if self._child is None:
            with suppress(OSError):
                self._child = Child(self.module)

    def stop(self) -> None:
        """End the process and whatever it is doing."""
        self._asked = ""
        if self._child is not None:
            self._child.end()
            self._child = None

    def ask(self, function: str, *arguments: Any) -> None:
        """Let the process call a function of the module, and go on."""
        self.start()
        if self._child is not None:
            try:
                self._child.send(function, *arguments)
            except OSError:
                self.stop()
            else:
                self._asked = function

    def answer(self, function: str, *arguments: Any) -> Any:
        """Return the result of a call, asked for before or called here."""
        if self._asked == function and self._child is not None:
            self._asked = ""
            with suppress(EOFError, OSError, pickle.UnpicklingError):
                is_done, result = self._child.receive()
                if is_done:
                    return result
            self.stop()
        return getattr(import_module(self.module), function)(*arguments)
