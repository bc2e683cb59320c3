"""A Python process of this one's own, which calls functions of a module one after the other.

Nobody else can reach it: calls and answers go through its own two pipes, and it ends as soon as
they do, whatever it is doing. It imports nothing from the current folder, which may hold anybody's
files. `python -m sim.processes.child MODULE` is that process.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from queue import SimpleQueue
from typing import IO, Any

_ROOT = Path(__file__).parents[2]
_LENGTH = 8
"""Bytes that say how long what follows is."""


class Child:
    """The process, started at once; what is asked of it is answered in turn."""

    def __init__(self, module: str, environment: Mapping[str, str] | None = None) -> None:
        """Start the process, with further variables of its environment.

        Raises
        ------
        OSError
            It cannot be started.
        """
        own = {"PYTHONPATH": os.pathsep.join(import_paths()), "PYTHONSAFEPATH": "1"}
        with unheard_by_ctrl_c():
            self._process = subprocess.Popen(
                [sys.executable, "-m", __name__, module],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**os.environ, **own, **(environment or {})},
                creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
            )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._asked, self._answers = self._process.stdin, self._process.stdout

    @property
    def pid(self) -> int:
        """Return the number of the process."""
        return self._process.pid

    @property
    def is_there(self) -> bool:
        """Return whether the process has not ended."""
        return self._process.poll() is None

    def send(self, function: str, *arguments: Any) -> None:
        """Have a function of the module called.

        Raises
        ------
        OSError
            The process is gone.
        """
        _write(self._asked, pickle.dumps((function, arguments), pickle.HIGHEST_PROTOCOL))

    def receive(self) -> tuple[bool, Any]:
        """Return whether the next call succeeded, and its result or the error that it raised.

        Raises
        ------
        EOFError, OSError
            The process is gone.
        """
        is_done, result = pickle.loads(_read(self._answers))
        return is_done, result

    def kill(self) -> None:
        """Stop the process, whatever it is doing; who waits for an answer gets none."""
        self._process.kill()

    def end(self) -> None:
        """Stop the process and give back all that it held."""
        self.kill()
        self._process.wait()
        with suppress(OSError):
            self._asked.close()
        self._answers.close()


def import_paths() -> list[str]:
    """Return where this process finds modules, the current folder left out."""
    here = os.path.realpath(os.curdir)
    others = (path for path in sys.path if path and os.path.realpath(path) != here)
    return [str(_ROOT), *others]


@contextmanager
def unheard_by_ctrl_c() -> Iterator[None]:
    """Start processes and threads that Ctrl-C does not reach, from their first instant on.

    It is meant for the command, which ends its children, and for its main thread: another thread
    that took the signal would leave that one waiting. What comes meanwhile comes after.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _write(pipe: IO[bytes], content: bytes) -> None:
    pipe.write(len(content).to_bytes(_LENGTH, "big"))
    pipe.write(content)
    pipe.flush()


def _read(pipe: IO[bytes]) -> bytes:
    return _read_exactly(pipe, int.from_bytes(_read_exactly(pipe, _LENGTH), "big"))


def _read_exactly(pipe: IO[bytes], length: int) -> bytes:
    content = pipe.read(length)
    if len(content) < length:
        raise EOFError
    return content


def _listen(pipe: IO[bytes], calls: SimpleQueue[bytes]) -> None:
    """Take in calls; when nobody can ask any more, end the process at once."""
    while True:
        try:
            calls.put(_read(pipe))
        except (EOFError, OSError):
            os._exit(0)


def _call(functions: Any, call: bytes) -> bytes:
    try:
        function, arguments = pickle.loads(call)
        return _pack(True, getattr(functions, function)(*arguments))
    except Exception as error:
        return _pack_error(error)


def _pack_error(error: Exception) -> bytes:
    """Return an error as it is, or what it says where it cannot be sent."""
    try:
        packed = _pack(False, error)
        pickle.loads(packed)
    except Exception:
        return _pack(False, RuntimeError(f"{type(error).__name__}: {error}"))
    return packed


def _pack(is_done: bool, result: Any) -> bytes:
    return pickle.dumps((is_done, result), pickle.HIGHEST_PROTOCOL)


def serve(module: str) -> None:
    """Call functions of a module as they are asked for, until nobody asks any more."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    calls: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, calls), daemon=True).start()
    functions = import_module(module)
    while True:
        _write(answers, _call(functions, calls.get()))


if __name__ == "__main__":
    serve(sys.argv[1])
