"""Run the quick tests with every Python that the project supports: python -m tools.matrix.

Looks for each version on the path, below `~/.pyenv/versions`, and where `uv` keeps its own; makes
an environment `.venv-3.X` from the lock for each that is found, and says which are missing. Ends
with 1 where tests fail, or where no version is found at all; versions that are missing alone do
not fail, as few machines have them all. Words after the command go to pytest in place of QUICK.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VERSIONS = ("3.11", "3.12", "3.13")
"""What `requires-python` of pyproject.toml allows."""
QUICK = (
    "test_units",
    "test_games",
    "test_loader_case",
    "test_loader_csv",
    "test_loader_inherit",
    "test_loader_patch",
    "test_loader_resolve",
    "test_loader_schema",
    "test_loader_yaml",
    "test_messages",
    "test_network",
    "test_packaging",
    "test_tables_as_files",
    "test_words",
    "test_fast_path",
    "test_python_face",
    "test_start",
    "test_private_workers",
)
"""Test files that take seconds and touch every library: reading, algebra, solver, Python face."""
KEPT_BY_TOOLS = (".pyenv/versions", ".local/share/uv/python")
"""Folders of the home folder in which version managers keep their Pythons."""


def candidates(version: str, home: Path) -> Iterator[Path]:
    """Yield where a Python of a version may be: on the path first, the newest of others next."""
    on_path = shutil.which(f"python{version}")
    if on_path:
        yield Path(on_path)
    for folder in KEPT_BY_TOOLS:
        found = (home / folder).glob(f"*{version}.*/bin/python{version}")
        yield from sorted(found, key=_release, reverse=True)


def _release(python: Path) -> int:
    """Return the last number of `…/3.12.10/bin/python3.12`, so that 3.12.10 follows 3.12.9."""
    digits = "".join(c if c.isdigit() else " " for c in python.parts[-3].split(".")[2]).split()
    return int(digits[0]) if digits else 0


def find_python(version: str, home: Path) -> Path | None:
    """Return a Python that starts and is of the version; one that only stands there is none."""
    asked = "import sys, venv, ensurepip; print('%d.%d' % sys.version_info[:2])"
    for python in candidates(version, home):
        done = subprocess.run([python, "-c", asked], capture_output=True, text=True, check=False)
        if done.stdout.strip() == version:
            return python
    return None


def prepare(python: Path, folder: Path) -> Path:
    """Make the environment of a version, or bring it up to date; return its Python."""
    own = folder / "bin" / "python"
    lock, made = ROOT / "requirements-dev.txt", folder / ".made"
    if made.exists() and made.stat().st_mtime >= lock.stat().st_mtime:
        return own
    install = [own, "-m", "pip", "install", "--disable-pip-version-check", "--quiet"]
    locked = ["--require-hashes", "--only-binary", ":all:", "--requirement", lock]
    project = ["--no-deps", "--no-build-isolation", "--editable", ROOT]
    for command in ([python, "-m", "venv", folder], [*install, *locked], [*install, *project]):
        subprocess.run(command, check=True)
    made.touch()
    return own


def try_version(version: str, arguments: list[str]) -> str:
    """Return how the tests ended with a version: passed, failed, not installed or missing."""
    python = find_python(version, Path.home())
    if python is None:
        return "missing"
    print(f"== Python {version}: {python}", flush=True)
    try:
        own = prepare(python, ROOT / f".venv-{version}")
    except subprocess.CalledProcessError:
        return "not installed"
    tests = arguments or [f"tests/{name}.py" for name in QUICK]
    done = subprocess.run([own, "-m", "pytest", *tests], cwd=ROOT, check=False)
    return "failed" if done.returncode else "passed"


def main(arguments: list[str]) -> int:
    """Try every version, say how each ended, and return the exit code."""
    ends = {version: try_version(version, arguments) for version in VERSIONS}
    for version, end in ends.items():
        print(f"Python {version}: {end}")
    return int(
        bool({"failed", "not installed"} & set(ends.values())) or "passed" not in ends.values()
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
