"""A scenario with all its tables, checked, and the cases that changes make of it."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

from sim.api.frames import InputTables
from sim.api.html import heading, listing, paragraph
from sim.api.place import find_caller
from sim.api.speaker import Speaker
from sim.checks import check_case
from sim.loader import case as checked
from sim.loader.change.extend import extend
from sim.loader.load import Loaded, make_case
from sim.say import Language
from sim.scenario.document import Scenario

Rows = Mapping[str, Any]
_ROWS_OF_INTEREST = ("zones", "plants", "lines", "generation", "materials", "technologies")


@dataclass(frozen=True, repr=False, eq=False)
class Inputs(Speaker):
    """A scenario and its tables, read and checked. It never changes: methods give new cases."""

    rows: Loaded
    """What was read, open to changes."""
    language: Language = "en"

    def __post_init__(self) -> None:
        check_case(self.data)

    @cached_property
    def data(self) -> checked.Case:
        """The scenario and its tables as all other rooms of the package take them."""
        return make_case(self.rows)

    @property
    def scenario(self) -> Scenario:
        """Return the scenario: objective, limits, border rules, and all other keys."""
        return self.rows.scenario

    @property
    def name(self) -> str:
        """Return the short name of the scenario."""
        return self.scenario.name

    @property
    def title(self) -> str:
        """Return the title in the language of the case."""
        words = self.scenario.title
        return self._texts().of(words) or words.en

    @property
    def tables(self) -> InputTables:
        """Return the input tables by name, in canonical units, all changes applied."""
        return InputTables(self.data.tables)

    @property
    def document(self) -> dict[str, Any]:
        """Return a copy of the scenario as plain data, as it is written in YAML."""
        return deepcopy(self.rows.document.data)

    # -- other cases -----------------------------------------------------------------------

    def change(
        self,
        table: str,
        *,
        where: Rows | None = None,
        set: Rows | None = None,
        scale: Mapping[str, float] | None = None,
        use: Mapping[str, str] | None = None,
        drop: bool = False,
        add: list[Rows] | Rows | None = None,
    ) -> Self:
        """Return the case with rows of a table changed, by the rules of `change:` in YAML.

        `where` picks rows (column -> value or list of values; none: every row). One of: `set`
        gives columns new values, with their units; `scale` multiplies them; `use` takes the low
        or high end of their range; `drop` removes the rows; `add` gives new rows.

        Raises
        ------
        InputError
            What is wrong, at the line of this call.
        """
        content: dict[str, Any] = {
            "table": table,
            "where": where,
            "set": set,
            "scale": scale,
            "use": use,
            "drop": drop or None,
        }
        content["add"] = [add] if isinstance(add, Mapping) else add
        given = {key: value for key, value in content.items() if value is not None}
        return self.extend(change=[given])

    def limit(
        self, *, cap: str | None = None, floor: str | None = None, at: str, **scope: str
    ) -> Self:
        """Return the case with one more cap on, or floor under, a metric.

        `at` is an amount with its unit; `scope` may narrow it: zone, city, province, material, by.

        Raises
        ------
        InputError
        """
        given = {"cap": cap, "floor": floor, "at": at, **scope}
        return self.extend(limits=[{k: v for k, v in given.items() if v is not None}])

    def border(
        self, *, rule: str, origin: str = "any", destination: str = "any", **more: Any
    ) -> Self:
        """Return the case with one more border rule; of the rules that match the last one holds.

        `rule` is open, filing, approval or closed; `more` may hold waste_class, material, purpose,
        quota, surcharge, lead, lead_cost.

        Raises
        ------
        InputError
        """
        names = {"waste_class": "class"}
        given = {"from": origin, "to": destination, "rule": rule}
        return self.extend(borders=[given | {names.get(k, k): v for k, v in more.items()}])

    def expand(self, *, where: Mapping[str, Any], **more: Any) -> Self:
        """Return the case with one more entry of `expand`: lines that the plan may make larger.

        `where` picks lines as in a change; `more` may hold up_to, cost, life, closes. Of the
        entries that name a line the last one holds.

        Raises
        ------
        InputError
        """
        return self.extend(expand=[{"where": where, **more}])

    def aim(self, *stages: Rows) -> Self:
        """Return the case with other objectives, in order: `{"maximize": "net_utilized"}`.

        Raises
        ------
        InputError
        """
        return self.replace(objective=list(stages))

    def extend(self, **keys: Any) -> Self:
        """Return the case with further keys, as a scenario file that extends it would have them.

        The lists `change`, `limits`, `borders` and `expand` are added to those there are; any
        other key (name, title, objective, modes, solver, …) replaces what there was.

        Raises
        ------
        InputError
        """
        return self._extended(keys, ())

    def replace(self, **keys: Any) -> Self:
        """Return the case with keys replaced: `limits` and `borders` too, instead of added to.

        Raises
        ------
        InputError
        """
        return self._extended(keys, [key for key in keys if key != "change"])

    def rename(self, name: str, title: str = "", title_zh: str = "") -> Self:
        """Return the case under another name, and with that as its title if none is given."""
        return self.extend(name=name, title={"en": title or name, "zh": title_zh})

    def _extended(self, keys: Mapping[str, Any], replaced: Any) -> Self:
        return type(self)(extend(self.rows, keys, find_caller(), replaced), self.language)

    # -- showing ---------------------------------------------------------------------------

    def __repr__(self) -> str:
        """Return name, title and size in one line."""
        return f"<Case {self.name}: {self.title}; {self._count_rows()}>"

    def _repr_html_(self) -> str:
        words = self.scenario.description
        about = "" if words is None else self._texts().of(words)
        text = paragraph(about) if about else ""
        return heading(f"{self.title} ({self.name})") + text + listing([self._count_rows()])

    def _count_rows(self) -> str:
        counts = ((len(self.data.tables[name]), name) for name in _ROWS_OF_INTEREST)
        return ", ".join(f"{count} {name}" for count, name in counts)
