"""A second process that does work for this one meanwhile, with libraries of its own.

It holds nothing that would be missed: where it fails, is killed or cannot be started, the work is
done here. `python -m sim.helper MODULE` is that process; it ends with the pipe to it.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import Any, Self

_ROOT = Path(__file__).parents[1]


class Helper:
    """A process that loads a module at once and calls its functions one after the other."""

    def __init__(self, module: str) -> None:
        self.module = module
        self._process: subprocess.Popen[bytes] | None = None
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

    def start(self) -> None:
        """Start the process, if it is not there yet."""
        if self._process is None:
            path = os.pathsep.join([str(_ROOT), *sys.path])
            with suppress(OSError):
                self._process = subprocess.Popen(
                    [sys.executable, "-m", __name__, self.module],
                    stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                    env={**os.environ, "PYTHONPATH": path},
                )  # fmt: skip

    def stop(self) -> None:
        """End the process and whatever it is doing."""
        self._asked = ""
        if self._process is not None:
            self._process.kill()
            with suppress(OSError):
                self._process.communicate()
            self._process = None

    def ask(self, function: str, *arguments: Any) -> None:
        """Let the process call a function of the module, and go on."""
        self.start()
        if self._process is not None and self._process.stdin is not None:
            try:
                pickle.dump((function, arguments), self._process.stdin, pickle.HIGHEST_PROTOCOL)
                self._process.stdin.flush()
            except OSError:
                self.stop()
            else:
                self._asked = function

    def answer(self, function: str, *arguments: Any) -> Any:
        """Return the result of a call, asked for before or called here."""
        if self._asked == function and self._process is not None and self._process.stdout:
            self._asked = ""
            with suppress(EOFError, OSError, pickle.UnpicklingError):
                is_done, result = pickle.load(self._process.stdout)
                if is_done:
                    return result
            self.stop()
        return getattr(import_module(self.module), function)(*arguments)


def serve(module: str) -> None:
    """Call functions of a module as they are asked for, until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    asked, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    functions = import_module(module)
    while True:
        try:
            function, arguments = pickle.load(asked)
        except EOFError:
            return
        try:
            answer = True, getattr(functions, function)(*arguments)
        except Exception:
            answer = False, None
        pickle.dump(answer, answers)
        answers.flush()


if __name__ == "__main__":
    serve(sys.argv[1])
