"""What is said where a command ends early, and of what it had written by then."""

from __future__ import annotations

from pathlib import Path

from sim.errors import InputError, Problem, os_reason
from sim.folders.place import finished
from sim.say.message import message
from sim.say.texts import Texts


def tell_end(key: str, texts: Texts, **values: object) -> str:
    """Return the sentence of an early end, and which folders are written all the same."""
    folders = texts.join(map(str, finished))
    after = texts.say("finished", folders=folders) if finished else texts.say("unchanged")
    return texts.say(key, after=after, **values)


def tell_access(error: OSError, texts: Texts) -> str:
    """Return that a file cannot be read or written, and why."""
    reason = texts.tell(os_reason(error))
    if error.filename is None:
        return tell_end("no_access_unnamed", texts, reason=reason)
    return tell_end("no_access", texts, path=error.filename, reason=reason)


def describe_access(error: OSError, path: Path) -> InputError:
    """Return the error that a file cannot be read or written; `path` where it names none."""
    what = message("cannot_be_accessed", reason=os_reason(error))
    return InputError([Problem(str(error.filename or path), what, code="no_access")])
