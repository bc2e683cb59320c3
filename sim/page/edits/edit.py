"""What an edit is: fields that the page sends, and what they mean for a scenario."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from sim.loader.load import Loaded
from sim.loader.read.yaml_text import Path
from sim.say.message import Message, MessageError, message
from sim.say.texts import Texts

MOST = 1e9
"""kt/yr or CNY/t: no number of an edit is larger."""
Amount = Annotated[float, Field(ge=0, le=MOST)]
"""kt/yr or CNY/t, not negative."""
SignedAmount = Annotated[float, Field(ge=-MOST, le=MOST)]
Share = Annotated[float, Field(ge=0, le=1)]
Factor = Annotated[float, Field(ge=0, le=1000)]
Key = Annotated[str, Field(min_length=1, max_length=120)]
"""An id or a name of the tables."""


class EditError(MessageError):
    """An edit is about something that the scenario does not have."""


@dataclass
class Overlay:
    """Keys of a scenario that extends the base, and the edit that each of them is from."""

    base: Loaded
    keys: dict[str, Any] = field(default_factory=dict)
    owners: dict[Path, str] = field(default_factory=dict)
    """Path in the keys -> id of the edit."""
    altered: dict[str, dict[int, Any]] = field(default_factory=dict)
    """List of the base -> position -> the entry that stands there instead; None: none."""
    alterers: dict[tuple[str, int], str] = field(default_factory=dict)
    """List of the base and position -> id of the edit that alters the entry."""
    stopped: set[str] = field(default_factory=set)
    """Lines that edits have switched off so far."""
    shares: dict[str, float] = field(default_factory=dict)
    """Line -> the share run that edits have given it so far."""
    stated: dict[Path, str] = field(default_factory=dict)
    """As `owners`, once the entries of altered lists stand among the keys."""
    _owner: str = ""

    def own(self, edit: str) -> None:
        """Have what is added from now on belong to an edit."""
        self._owner = edit

    def add(self, key: str, entry: Any) -> None:
        """Add an entry to one of the lists `change`, `borders`, `limits`, `expand`."""
        entries = self.keys.setdefault(key, [])
        self.owners[key, len(entries)] = self._owner
        self.owners.setdefault((key,), self._owner)
        entries.append(entry)

    def alter(self, key: str, position: int, entry: Any) -> None:
        """Put another entry in the place of one of the base; None takes it away."""
        self.altered.setdefault(key, {})[position] = entry
        self.alterers[key, position] = self._owner

    def replace(self, key: str, value: Any) -> None:
        """Set a key that replaces that of the base."""
        self.keys[key] = value
        self.owners[key,] = self._owner

    def change(self, table: str, where: dict[str, Any], **what: Any) -> None:
        """Add a change of a table."""
        self.add("change", {"table": table, **({"where": where} if where else {}), **what})

    def allow_status(self, status: str) -> None:
        """Have lines of a status take part."""
        statuses = list(self.keys.get("statuses") or self.base.scenario.statuses)
        if status not in statuses:
            self.replace("statuses", [*statuses, status])

    @property
    def is_empty(self) -> bool:
        """Return whether nothing is changed."""
        return not self.keys and not self.altered

    def whole(self) -> tuple[dict[str, Any], tuple[str, ...]]:
        """Return the keys that extend the base, and those of them that replace its lists."""
        keys, owners = dict(self.keys), dict(self.owners)
        for key, entries in self.altered.items():
            kept: list[Any] = []
            for position, old in enumerate(self.base.document.data.get(key) or []):
                entry = entries.get(position, old)
                if entry is not None:
                    owners[key, len(kept)] = self.alterers.get((key, position), "edits")
                    kept.append(entry)
            for number, entry in enumerate(self.keys.get(key, [])):
                owners[key, len(kept)] = self.owners[key, number]
                kept.append(entry)
            owners.setdefault((key,), "edits")
            keys[key] = kept
        self.stated = owners
        return keys, tuple(self.altered)

    def owner_of(self, path: Path) -> str:
        """Return the edit that a key, or the nearest around it, is from."""
        owners = self.stated or self.owners
        while path and path not in owners:
            path = path[:-1]
        return owners.get(path, "edits")


class Edit(BaseModel):
    """One change that a planner made. Numbers are in canonical units: kt/yr, CNY/t, shares."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, allow_inf_nan=False, populate_by_name=True
    )
    tables: ClassVar[frozenset[str]] = frozenset()
    """Tables that it changes."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,40}$")]
    on: bool = True
    name: Annotated[str, Field(max_length=120)] = ""
    """The planner's own label."""
    kind: str

    def write(self, overlay: Overlay, ground: Ground) -> None:
        """Add the keys of the edit.

        Raises
        ------
        EditError
            It is about something that the scenario does not have.
        """
        raise NotImplementedError

    def say(self, ground: Ground, texts: Texts) -> str:
        """Return what it does in a sentence."""
        raise NotImplementedError

    def lines(self, ground: Ground) -> list[str]:
        """Return the ids of the lines that it is about."""
        return []


@dataclass(frozen=True)
class Ground:
    """The base scenario as edits look at it."""

    base: Loaded

    @cached_property
    def _rows(self) -> dict[str, dict[str, dict[str, Any]]]:
        return {}

    def rows(self, table: str) -> dict[str, dict[str, Any]]:
        """Return id -> cells of a table whose key is an id."""
        if table not in self._rows:
            found = self.base.tables[table].records
            self._rows[table] = {str(record.values["id"]): record.values for record in found}
        return self._rows[table]

    def row(self, table: str, key: str) -> dict[str, Any]:
        """Return the cells of a row.

        Raises
        ------
        EditError
        """
        found = self.rows(table).get(key)
        if found is None:
            raise EditError(message("page_not_there", table=table, id=key))
        return found

    def pick_lines(self, where: dict[str, str]) -> list[dict[str, Any]]:
        """Return the lines of a technology, a province or a plant."""
        return list(self._pick(where))

    def _pick(self, where: dict[str, str]) -> Iterator[dict[str, Any]]:
        plants = self.rows("plants")
        for line in self.rows("lines").values():
            place = plants.get(str(line["plant"]), {})
            cells = {**line, "province": place.get("province"), "city": place.get("city")}
            if all(cells.get(column) == wanted for column, wanted in where.items()):
                yield line


Problem = tuple[str, Message]
Kinds = Sequence[type[Edit]]
OnOff = Literal["on", "off"]
