"""A reader who follows a page: types its commands, in this process, and writes its files."""

from __future__ import annotations

import copy
import io
import re
import runpy
import shlex
import shutil
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest

import sim.cli.explain
import sim.studies.run.run as running
from sim.cli.main import main
from sim.loader.case import Case
from sim.studies.explain.study import Explanation
from sim.studies.run import drawing
from sim.studies.solve_case import be_silent
from tools.build_outputs import FROM_NOTHING, Workshop
from tools.steps import list_steps, take

WIDTH = "92"


class Memory:
    """What was solved, so that pages in several languages solve the same files once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[tuple[str, object], Any] = {}

    def remember(self, patch: pytest.MonkeyPatch) -> None:
        """Have runs solve, verify and explain what is new, and draw nothing that has a place."""
        solve, write, explain = (
            running.solve_case,
            running.write_verified,
            sim.cli.explain.explain_conflict,
        )

        def solve_once(case: Case, clock: Any, planned: Callable[..., Any], *more: Any) -> Any:
            made = self._once("solve", case, lambda: solve(case, clock, be_silent, *more))
            planned(made)
            return made

        def write_once(folder: Path, case: Case, tables: Any, clock: Any) -> Any:
            kept = self._folder / str(len(self._known))

            def make() -> tuple[Path, Any]:
                report = write(folder, case, tables, clock)
                shutil.copytree(folder, kept)
                return kept, report

            kept, report = self._once("write", case, make)
            shutil.copytree(kept, folder, dirs_exist_ok=True)
            return report

        def explain_once(path: Path, clock: Any) -> Explanation:
            text = path.read_text(encoding="utf-8")
            found: Explanation = self._known.get(("explain", text)) or explain(path, clock)
            return self._known.setdefault(("explain", text), found)  # type: ignore[no-any-return]

        patch.setattr(running, "solve_case", solve_once)
        patch.setattr(running, "write_verified", write_once)
        patch.setattr(running, "BackgroundWorker", Painter)
        patch.setattr(sim.cli.explain, "explain_conflict", explain_once)
        patch.setattr("sim.cli.run._find_worker", lambda: None)

    def _once(self, what: str, case: Case, make: Callable[[], Any]) -> Any:
        key = (what, tuple(case.inputs.items()))
        if key not in self._known:
            self._known[key] = make()
        return copy.deepcopy(self._known[key])


class Painter:
    """Draws what is quick: without places there is no map; of others it puts down empty files."""

    def __init__(self, module: str) -> None:
        assert module == drawing.__name__

    def answer(self, what: str, folder: Path, tables: Any, inputs: Any, *rest: Any) -> Any:
        """Do as the module that draws does."""
        if not (inputs["zones"]["lon"].notna().any() and inputs["plants"]["lon"].notna().any()):
            return getattr(drawing, what)(folder, tables, inputs, *rest)
        (folder / ("map.png" if what == "draw" else "report.html")).write_bytes(b"")
        return []

    def stop(self) -> None:
        """Have nothing to stop."""


class Follower:
    """Somebody in the folder of a page, from its first step on."""

    def __init__(self, page: str, folder: Path, patch: pytest.MonkeyPatch) -> None:
        Workshop(folder, empty=page in FROM_NOTHING)
        self.folder, self._patch, self._code = folder, patch, 0
        patch.setenv("COLUMNS", WIDTH)
        patch.chdir(folder)

    def follow(self, page: str) -> list[tuple[str, str, str]]:
        """Take all steps; return what was typed, shown on the page and printed, where it shows."""
        seen = []
        for step in list_steps(page):
            if step.kind != "type":
                take(step, Path.cwd())
                continue
            printed = self.type(step.what)
            if step.text is not None:
                seen.append((step.what, step.text.rstrip("\n"), printed))
        return seen

    def type(self, commands: str) -> str:
        """Return what commands print, the folder shortened."""
        with redirect_stdout(io.StringIO()) as out, redirect_stderr(out):
            for command in re.split(r"\n|; ", commands):
                self._code = self._do(command.strip())
        lines = out.getvalue().replace(str(self.folder), "…").splitlines()
        return "\n".join(line.rstrip() for line in lines).strip("\n")

    def _do(self, command: str) -> int:
        name, *words = split(command)
        match name:
            case "cd":
                self._patch.chdir(words[0])
            case "rm":
                for word in words:
                    Path(word).unlink()
            case "echo":
                sys.stdout.write(words[0].replace("$?", str(self._code)) + "\n")
            case "python":
                self._patch.setattr(sys, "argv", words)
                runpy.run_path(words[0], run_name="__main__")
            case "sim":
                try:
                    main(words)
                except SystemExit as ending:
                    return int(ending.code or 0)
            case _:
                raise ValueError(f"nobody follows: {command}")
        return 0


def split(command: str) -> list[str]:
    """Return the words of a command as a shell has them, with files for a `*`."""
    words: list[str] = []
    for word in shlex.split(command):
        words += sorted(str(p) for p in Path().glob(word)) if "*" in word else [word]
    return words
