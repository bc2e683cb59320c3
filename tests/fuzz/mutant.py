"""One mutant: which project, what is damaged, and what is asked of it. Seed and number tell all."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

from tests.fuzz.documents import mutate_document
from tests.fuzz.tables import mutate_table
from tests.fuzz.targets import Target, targets

CHECK, RUN, COMMAND = "check", "run", "command"
"""How far a mutant goes: read and checked; solved, written, verified; through the command line."""
_COMMANDS = (
    ("check", "--json"),
    ("run", "--json", "--basemap", "schematic"),
    ("run", "--lang", "zh", "--basemap", "schematic"),
    ("explain", "--json"),
    ("sweep", "--json"),
    ("frontier", "--json", "--x", "net_cost", "--y", "net_utilized", "--points", "3"),
    ("alternatives", "--json"),
    ("synergy", "--json"),
)


@dataclass(frozen=True)
class Mutant:
    """A damaged project and the question put to it."""

    seed: int
    number: int
    target: Target
    scenario: str
    depth: str
    command: tuple[str, ...]
    """Command and options, without the scenario; `check` or `run` where depth says so."""
    changed: dict[str, bytes | None]
    """File -> its damaged content; None: it is gone."""
    told: tuple[str, ...]
    """What was done, a line each."""

    def write(self, folder: Path) -> Path:
        """Write the whole damaged project and return its scenario file."""
        files: dict[str, bytes | None] = {p: t.encode() for p, t in self.target.files.items()}
        for path, content in (files | self.changed).items():
            if content is not None:
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_bytes(content)
        (folder / "geodata").mkdir(exist_ok=True)
        (folder / "scenarios").mkdir(exist_ok=True)
        return folder / self.scenario


def make_mutant(seed: int, number: int) -> Mutant:
    """Return the mutant of a number, always the same."""
    chance = random.Random(f"{seed}:{number}")
    target = chance.choices(targets(), [20, 20, 16, 20, 12, 12, 12])[0]
    scenario = chance.choice(target.scenarios)
    depth, command = _choose_depth(chance, target)
    changed: dict[str, bytes | None] = {}
    told = []
    for _ in range(chance.choice((1, 1, 1, 1, 1, 1, 2, 2, 3, 5))):
        path, what = _damage(chance, target, scenario, changed)
        told.append(f"{path}: {what}")
    return Mutant(seed, number, target, scenario, depth, command, changed, tuple(told))


def _choose_depth(chance: random.Random, target: Target) -> tuple[str, tuple[str, ...]]:
    draw = chance.random()
    if target.small and draw < 0.03:
        return COMMAND, chance.choice(_COMMANDS)
    if draw < (0.3 if target.small else 0.002):
        return RUN, ("run",)
    return CHECK, ("check",)


def _damage(
    chance: random.Random, target: Target, scenario: str, changed: dict[str, bytes | None]
) -> tuple[str, str]:
    """Damage one more file that the scenario reads."""
    tables, chain = target.used_by(scenario)
    wanted = chain if chance.random() < 0.3 else tables
    path = chance.choice(wanted)
    text = _text_now(target, path, changed)
    mutate = mutate_document if path.endswith(".yaml") else mutate_table
    changed[path], what = mutate(chance, text)
    return path, what


def _text_now(target: Target, path: str, changed: dict[str, bytes | None]) -> str:
    """Return a file as damaged so far; as it was where nothing readable is left of it."""
    damaged = changed.get(path)
    if not damaged:
        return target.files[path]
    try:
        text = damaged.decode()
    except UnicodeDecodeError:
        return target.files[path]
    return text if _is_usable(path, text) else target.files[path]


def _is_usable(path: str, text: str) -> bool:
    """Return whether further damage can build on a text."""
    if "\0" in text or "\r" in text or text.count('"') % 2:
        return False
    return path.endswith(".csv") and bool(text.partition("\n")[0].strip())
