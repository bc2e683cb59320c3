"""What is said where a command ends early, and of what it had written by then."""

from __future__ import annotations

from pathlib import Path

from sim.errors import InputError, Problem, os_reason
from sim.folders.place import finished
from sim.say import say
from sim.say.message import message


def tell_end(key: str, language: str, **values: object) -> str:
    """Return the sentence of an early end, and which folders are written all the same."""
    folders = say("list_comma", language).join(map(str, finished))
    after = say("finished", language, folders=folders) if finished else say("unchanged", language)
    return say(key, language, after=after, **values)


def tell_access(error: OSError, language: str) -> str:
    """Return that a file cannot be read or written, and why."""
    reason = os_reason(error).say(language)
    if error.filename is None:
        return tell_end("no_access_unnamed", language, reason=reason)
    return tell_end("no_access", language, path=error.filename, reason=reason)


def describe_access(error: OSError, path: Path) -> InputError:
    """Return the error that a file cannot be read or written; `path` where it names none."""
    what = message("cannot_be_accessed", reason=os_reason(error))
    return InputError([Problem(str(error.filename or path), what, code="no_access")])
