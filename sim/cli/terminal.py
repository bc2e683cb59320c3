"""Output that does not disturb the work: what cannot be written is remembered, and told at the end.

A reader that has gone away (`| head`) is nothing to tell of; a full disk is. Characters that the
terminal does not know are replaced.
"""

from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TextIO

_GONE = {errno.EPIPE, errno.ESHUTDOWN, errno.ECONNRESET}


class Outlet(io.RawIOBase):
    """A binary stream that takes everything; after the first error it writes nothing more."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self.error: OSError | None = None

    def write(self, data: Any) -> int:
        """Write bytes, if they can be written."""
        self._try(lambda: self._stream.write(data))
        return len(data)

    def flush(self) -> None:
        """Pass on what has been written."""
        self._try(self._stream.flush)

    def writable(self) -> bool:
        """Return True."""
        return True

    def isatty(self) -> bool:
        """Return whether it is a terminal."""
        return bool(self._stream.isatty())

    def fileno(self) -> int:
        """Return the number of the open file."""
        return int(self._stream.fileno())

    def _try(self, action: Any) -> None:
        if self.error is not None:
            return
        try:
            action()
        except (OSError, ValueError) as error:
            self.error = error if isinstance(error, OSError) else OSError(errno.EPIPE, str(error))
            self._silence()

    def _silence(self) -> None:
        """Let what is still in buffers go nowhere: Python writes it when it ends."""
        with suppress(OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self.fileno())
            os.close(nowhere)


@contextmanager
def forgiving_output() -> Iterator[Callable[[], OSError | None]]:
    """Write to the terminal through outlets while the block runs.

    Give what returns the error by which output was lost that somebody waits for, or None.
    """
    plain = sys.stdout, sys.stderr
    outlets = [Outlet(stream.buffer) if hasattr(stream, "buffer") else None for stream in plain]

    def find_loss() -> OSError | None:
        if outlets[0] is None:
            return None
        sys.stdout.flush()
        error = outlets[0].error
        return None if error is None or error.errno in _GONE else error

    try:
        sys.stdout, sys.stderr = (
            _wrap(outlet, stream) if outlet else stream
            for outlet, stream in zip(outlets, plain, strict=True)
        )
        yield find_loss
    finally:
        used = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = plain
        for stream, outlet in zip(used, outlets, strict=True):
            if outlet and isinstance(stream, io.TextIOWrapper):
                stream.detach()


def _wrap(outlet: Any, stream: TextIO) -> TextIO:
    with suppress(OSError):
        stream.flush()
    return io.TextIOWrapper(outlet, encoding=stream.encoding, errors="replace", line_buffering=True)
