"""`sim new`: the example project."""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path

from sim.cli.options import FolderPath, lang_option
from sim.cli.screen import echo
from sim.cli.speech import argument, command
from sim.folders.place import fill_empty
from sim.say.texts import Texts

SCENARIO = Path("scenarios") / "baseline.yaml"


def create(folder: Path) -> Path:
    """Copy the bundled project into a folder; return the path of its first scenario."""
    with as_file(files("sim") / "example") as source:
        for file in sorted(path for path in source.rglob("*") if path.is_file()):
            copy = folder / file.relative_to(source)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(file.read_bytes())
    return folder / SCENARIO


@command("new")
@argument("folder", type=FolderPath())
@lang_option
def new(folder: Path, texts: Texts) -> None:
    """Make a small example project in FOLDER, to be edited into your own region."""
    scenario = fill_empty(folder, create)
    echo(texts.say("made_project", folder=folder, scenario=scenario))
