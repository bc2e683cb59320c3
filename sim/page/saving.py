"""Saving a scenario file into the project: whole, and never over what others need."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from sim.errors import InputError, Problem, os_reason
from sim.loader.read.files import MEGABYTE, Project
from sim.loader.read.yaml_text import read_yaml
from sim.page.asked import Asked
from sim.page.project import list_files, list_scenarios
from sim.page.scenario_file import Written, is_own, write_scenario
from sim.say.message import message

EXISTS, FOREIGN = "exists", "foreign"
"""Codes of the problems that a file is there already, and that the page did not write it."""
REPLACE, REPLACE_ANY = (True, "own", "any"), ("any",)
"""What `overwrite` says: replace what the page wrote; replace whatever is there."""


def save_scenario(asked: Asked) -> str:
    """Write the scenario of the edits into the project; return its file.

    It is read as any other before, and moved to its place whole.

    Raises
    ------
    InputError
        There is such a file and it was not asked to be replaced, its name belongs to another
        scenario, others build on it, or it cannot be read.
    """
    if not asked.body.get("name"):
        problem = Problem("name", message("page_name_needed"), message("page_name_hint"), "name")
        raise InputError([problem])
    written, root = write_scenario(asked), asked.setup.root
    _refuse_place(asked, written.path)
    written.load(root)
    overwrite = asked.body.get("overwrite")
    if written.path.exists():
        _refuse_file(root, written.path, overwrite)
    _put(written, is_new=overwrite not in REPLACE)
    return written.path.relative_to(root).as_posix()


def _refuse_place(asked: Asked, target: Path) -> None:
    """Refuse a place that other scenarios build on, and a name that another file has."""
    root, first = asked.setup.root, asked.setup.first
    file, hint = target.relative_to(root).as_posix(), message("page_name_hint")
    if file in asked.base.loaded.project.hashes:
        raise InputError([Problem(file, message("page_is_read"), hint, "own")])
    builder = next((other for other in list_files(root, first) if _extends(root, other, file)), "")
    if builder:
        raise InputError([Problem(file, message("page_is_base", other=builder), hint, "base")])
    for other in list_scenarios(root, first):
        if other.name == target.stem and other.file != file:
            what = message("equal_name", name=target.stem, other=other.file)
            raise InputError([Problem(file, what, hint, "same_name")])


def _extends(root: Path, other: str, file: str) -> bool:
    """Return whether a scenario file says that it extends another."""
    try:
        document = read_yaml(Project(root).read(root / other, MEGABYTE), other, [])
    except InputError:
        return False
    base = document.data.get("extends")
    return isinstance(base, str) and os.path.normpath((root / other).parent / base) == (
        os.path.normpath(root / file)
    )


def _refuse_file(root: Path, target: Path, overwrite: object) -> None:
    """Refuse to replace a file that was not asked to be; one of other hands is asked for twice."""
    file = target.relative_to(root).as_posix()
    try:
        own = is_own(Project(root).read(target, MEGABYTE))
    except InputError:
        own = False
    if overwrite not in REPLACE:
        problem = Problem(file, message("page_exists"), message("page_exists_hint"), EXISTS)
        raise InputError([problem])
    if not own and overwrite not in REPLACE_ANY:
        problem = Problem(file, message("page_foreign"), message("page_exists_hint"), FOREIGN)
        raise InputError([problem])


def _put(written: Written, *, is_new: bool) -> None:
    """Move the file to its place whole; where it is to be new, none that is there is replaced.

    Raises
    ------
    InputError
    """
    target = written.path
    new = target.with_name(f".{target.stem}-{secrets.token_hex(4)}.new")
    try:
        with new.open("x", encoding="utf-8", newline="\n") as file:
            file.write(written.text)
            file.flush()
            os.fsync(file.fileno())
        if is_new:
            os.link(new, target)
        else:
            new.replace(target)
    except FileExistsError:
        what, hint = message("page_exists"), message("page_exists_hint")
        raise InputError([Problem(target.name, what, hint, EXISTS)]) from None
    except OSError as error:
        what = message("cannot_be_accessed", reason=os_reason(error))
        raise InputError([Problem(target.name, what, code="no_access")]) from None
    finally:
        with suppress(OSError):
            new.unlink()
