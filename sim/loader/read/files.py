"""Reading files: inside the project, of bounded size, UTF-8, and with their hash kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path, PurePosixPath, PureWindowsPath

from sim.errors import InputError, Problem, os_reason
from sim.loader.read.spreadsheet_text import decode_spreadsheet
from sim.loader.read.words import closest, show
from sim.say.message import Message, message
from sim.scenario.escaping import CONTROL

MEGABYTE = 1_000_000
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")


@dataclass(frozen=True)
class Project:
    """The folder that holds `scenarios/` and `geodata/`; nothing outside of it is read."""

    root: Path
    hashes: dict[str, str] = field(default_factory=dict)
    """File, relative to the root -> SHA-256 of what was read."""
    unsaved: dict[str, str] = field(default_factory=dict)
    """File, relative to the root -> text that is read as if the file held it."""
    told: list[Problem] = field(default_factory=list)
    """What is to be said of how files were read."""

    def name(self, path: Path) -> str:
        """Return the path relative to the root, for messages."""
        return path.relative_to(self.root).as_posix()

    def read(self, path: Path, most: int) -> str:
        """Return the text of a file of at most `most` bytes.

        Raises
        ------
        InputError
            No readable file inside the project, too large, empty, or not UTF-8 text.
        """
        name = self.name(path)
        if not _resolve(path, name).is_relative_to(self.root.resolve()):
            raise _refusal(name, message("link_outside"), "outside")
        text = self.unsaved.get(name)
        raw = _read_bytes(path, name, most) if text is None else text.encode()
        self.hashes[name] = sha256(raw).hexdigest()
        return decode(raw, name)

    def read_table(self, path: Path, most: int) -> str:
        """Return the text of a table, in any encoding that spreadsheets save; say which.

        Raises
        ------
        InputError
            As `read` does.
        """
        name = self.name(path)
        if name in self.unsaved or not path.is_file() or path.stat().st_size > most:
            return self.read(path, most)
        text, told = decode_spreadsheet(path.read_bytes())
        if text is None or told is None or not text.strip():
            return self.read(path, most)
        _refuse_control(text, name)
        self.told.append(Problem(name, told, None, "encoding"))
        self.hashes[name] = sha256(path.read_bytes()).hexdigest()
        return text

    def join(self, base: Path, text: str, where: str) -> Path:
        """Return `base`/`text`, which must stay inside the project.

        Raises
        ------
        InputError
            The path is absolute, steps up, or leads outside by a link.
        """
        steps = PurePosixPath(text).parts
        is_absolute = text.startswith("/") or bool(PureWindowsPath(text).drive)
        if not steps or is_absolute or ".." in steps or "\\" in text or not text.isprintable():
            what = message("path_refused", path=show(text))
            raise _refusal(where, what, "outside", message("write_relative_path"))
        path = base / text
        if not _resolve(path, where).is_relative_to(self.root.resolve()):
            raise _refusal(where, message("path_outside", path=show(text)), "outside")
        return path


def find_root(path: Path) -> Path | None:
    """Return the nearest folder above `path` that holds `scenarios/` and `geodata/`."""
    for folder in path.parents:
        if (folder / "scenarios").is_dir() and (folder / "geodata").is_dir():
            return folder
    return None


def decode(raw: bytes, name: str) -> str:
    """Return UTF-8 bytes as text, or refuse them with the line of the first wrong byte."""
    if not raw.strip():
        raise _refusal(f"{name}:1", message("file_empty"), "empty")
    if raw.startswith(b"\xef\xbb\xbf"):
        raise _refusal(f"{name}:1", message("file_bom"), "encoding", message("save_without_bom"))
    if raw.startswith(_WIDE_MARKS):
        what = message("file_not_utf8", encoding="UTF-16")
        raise _refusal(f"{name}:1", what, "encoding", message("save_as_utf8"))
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        what = message("file_not_utf8", encoding=_likely_encoding(raw))
        raise _refusal(f"{name}:{line}", what, "encoding", message("save_as_utf8")) from None
    _refuse_control(text, name)
    return text


def exists(path: Path) -> bool:
    """Return whether there is anything under this name, be it a link that leads nowhere."""
    try:
        return path.exists() or path.is_symlink()
    except OSError:
        return False


def missing_file(path: Path, where: str, shown: str) -> Problem:
    """Return the problem that a file does not exist, with the nearest name beside it."""
    try:
        siblings = [entry.name for entry in path.parent.iterdir()]
    except OSError:
        siblings = []
    near = closest(path.name, siblings)
    hint = message("did_you_mean", near=near) if near else None
    return Problem(where, message("no_file", file=show(shown)), hint, "no_file")


def _read_bytes(path: Path, name: str, most: int) -> bytes:
    try:
        if path.is_dir():
            raise _refusal(name, message("is_a_folder"), "no_file")
        if path.exists() and not path.is_file():
            raise _refusal(name, message("is_no_file"), "no_file")
        if not path.is_file():
            raise InputError([missing_file(path, name, name)])
        size = path.stat().st_size
        if size > most:
            what = message("file_large", size=size / MEGABYTE, most=most / MEGABYTE)
            raise _refusal(name, what, "too_large")
        return path.read_bytes()
    except OSError as error:
        raise _refusal(
            name, message("cannot_be_read", reason=os_reason(error)), "no_file"
        ) from None


def _resolve(path: Path, where: str) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        what = message("path_endless", path=show(path.name))
        raise _refusal(where, what, "outside") from None


def _refuse_control(text: str, name: str) -> None:
    match = CONTROL.search(text)
    if match:
        line = text.count("\n", 0, match.start()) + 1
        code = ord(match.group())
        what = message("file_nul") if code == 0 else message("file_control", code=code)
        raise _refusal(f"{name}:{line}", what, "encoding", message("remove_it"))


def _likely_encoding(raw: bytes) -> str:
    """Name the encoding that the bytes probably are in."""
    for encoding, name in (("gbk", "GBK"), ("gb18030", "GB 18030"), ("big5", "Big5")):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if any("\u4e00" <= character <= "\u9fff" for character in text):
            return name
    return "Latin-1 (Windows-1252)"


def _refusal(where: str, what: Message, code: str, hint: Message | None = None) -> InputError:
    return InputError([Problem(where, what, hint, code)])
