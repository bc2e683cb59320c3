"""What a family of constraints is: everything that any room needs to know of one, in one place."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from sim.rules.rows import Rows
from sim.rules.tables import Columns, Index, Tables
from sim.rules.wording import Wording

Kind = Literal["identity", "definition", "limit", "rule", "choice"]
"""identity: mass that must balance; definition: what only states a metric or a stage; limit: what
planners set; rule: what recipes and quality set; choice: what binds the choice of what to open.
The first two have no price, and nobody is to blame for them; prices hold with choices made, so
that choices have none either."""
Part = Literal[
    "zone",
    "plant",
    "line",
    "recipe",
    "material",
    "lot",
    "group",
    "rule",
    "market",
    "market_group",
    "sink",
    "terminal",
    "quota",
    "limit",
    "level",
    "area",
    "site",
    "mode",
    "stage",
    "kind",
    "option",
    "chosen",
    "entry",
]
"""What a part of a row's index names; "limit": an entry of the scenario's `limits`."""
Owner = Literal[
    "zone",
    "plant",
    "line",
    "market",
    "market_group",
    "sink",
    "terminal",
    "link",
    "quota",
    "switch",
]
"""Whose the right-hand side is in a cooperative game, told by the first part of the index. Of a
zone, a plant, a line: its site's. Of markets: their owner's, else shared by what the lines can run
that make what is sold there. Of sinks, terminals, links, quotas: shared by the sites that use
them."""
Sizes = Callable[[Tables], Mapping[Index, float]]
Cells = Mapping[str, Any]
"""Column -> value of one row of an input table."""
ENTRIES, BORDERS, EXPANSIONS = "limits", "borders", "expand"
"""Keys of the scenario that limits stand in beside the input tables."""


@dataclass(frozen=True)
class Reason:
    """Why waste stays unused when rows of a family bind."""

    code: str
    words: Wording


@dataclass(frozen=True)
class ConflictGroup:
    """Families of limits that give together in a way out of a conflict."""

    name: str
    counted: Wording | None = None
    """So many limits of the group, with `{count}`; none of policy, as each is told by itself."""
    is_policy: bool = False
    """Whether a scenario sets them: each is told by itself."""
    gives_alone: bool = False
    """Whether each limit of a conflict is tried by itself as well."""


@dataclass(frozen=True)
class CheckWords:
    """What a check of written files is called, and what is said where it fails."""

    title: Wording
    broken: Wording


@dataclass(frozen=True)
class Conflict:
    """The place of a family when limits contradict each other."""

    group: ConflictGroup
    place: int
    """What has a lower one is more technical: it is left out of a conflict first."""


@dataclass(frozen=True)
class Cell:
    """Where the limit of a row is written, and how the bound of the row follows from it."""

    table: str
    """Input table, or `borders`, `limits` or `expand` of the scenario."""
    key: tuple[str, ...]
    """Columns that a row of the table is picked by, in the order of the limit's subject."""
    column: str
    unit: str
    """Unit of the cell; empty for a share, 1/yr for a share of every year."""
    holds: Literal["amount", "share", "formula", "entry"] = "amount"
    """amount: bound = cell x size; share: the row is `part - cell x base`; formula: a quality rule;
    entry: a cap or floor of the scenario, on any metric."""
    times: tuple[str, ...] = ()
    """Further columns of the row that are multiplied with the cell to give the bound."""
    told: str = ""
    """One of them, a fraction, that is told beside the value."""
    also: tuple[str, ...] = ()
    """Columns that may have been changed instead of the cell: there the limit stands then."""

    @property
    def is_relative(self) -> bool:
        """Return whether the cell is a share: prices are then per point of it."""
        return self.unit in ("", "1/yr")


@dataclass(frozen=True)
class Sweep:
    """How a sweep reads the bounds of a family from varied cells, without new rows."""

    columns: tuple[str, ...]
    """Columns of the cell's table that stand on the right-hand side of rows and nowhere else."""
    read: Callable[[Iterable[Any], Tables], Mapping[Index, float]] | None
    """The rows of the table (column -> value), or the rules of `borders` -> index -> bound. No
    function: the bounds follow from a metric."""


def _nothing(_n: Tables) -> Collection[Index]:
    return ()


def _of_line(n: Tables, index: Index) -> float:
    """Return what the line at the head of an index can run, kt/yr."""
    return float(n.lines["available_kt_yr"].loc[index[0]])


@dataclass(frozen=True)
class Family:
    """A family of constraints."""

    name: str
    unit: str
    """Unit of the rows; empty where it is that of a metric."""
    words: Wording
    """A row in words; the placeholders are the parts of its index."""
    index: tuple[Part, ...]
    """Parts of the index of a row, the period left out."""
    symbols: str
    """The index in the formulation, e.g. `l,t`."""
    kind: Kind
    rows: Callable[[Tables, Columns], Rows | None] | None = None
    """The rows; no function: rows over the whole, which `sim.model` writes from metrics."""
    of_table: str = ""
    """Table of the network that each row comes from: while nothing stands in it there are none.
    Empty: the rows come from several."""
    has_routes: bool = False
    """Whether routes stand in the rows."""
    cell: Cell | None = None
    gives: Literal["up", "down", ""] = ""
    """Which way the limit has to be moved to allow more; empty: a formula or an identity."""
    subject: tuple[int, ...] | None = None
    """Places of the index that name the limit in its table, where lines share it; else all."""
    softness: float | None = None
    """What a kt/yr beyond it costs when the cause of unused waste is sought: what planners can
    move comes first. None: it never gives there."""
    reason: Reason | None = None
    """What the ledger calls it; every family with a softness has one."""
    conflict: Conflict | None = None
    edit: Wording | None = None
    """What a way out does to it: `{about}` what it limits, `{old}`, `{new}`, `{by}` values."""
    owner: Owner | None = None
    """None: its bounds are 0, or nobody owns it and such a programme is no game."""
    sweep: Sweep | None = None
    """None: another value means another programme."""
    check: str = ""
    """The check of `sim.verify` that holds it in written files."""
    check_words: CheckWords | None = None
    """Words of that check, where it is there for this family alone."""
    sizes: Sizes | None = None
    """How far the bound of each row moves per unit of its cell; None: one by one."""
    of_built: Sizes | None = None
    """How much further per kt/yr of nameplate that is built there, and less that closes."""
    along: Mapping[str, Sizes] = field(default_factory=dict)
    """Family -> how far the bound of its row of the same index moves per unit of this cell."""
    capital: Sizes | None = None
    """Million CNY/yr that a unit of the cell adds to the cost of investment."""
    informs: Wording | None = None
    """Of an identity: what its right-hand side is called where it is told what a unit more of it
    costs or brings. It is no limit."""
    identities: Callable[[Tables], Collection[Index]] = _nothing
    """Rows that define something, so that they are no limit."""
    spoken_for: Callable[[Tables], Collection[Index]] = _nothing
    """Rows that another limit speaks for when the cause of unused waste is sought."""
    scale: Callable[[Tables, Index], float] = _of_line
    """Size (kt/yr) by which movements of shares and formulas are compared."""

    @property
    def is_limit(self) -> bool:
        """Return whether planners set it."""
        return self.kind == "limit"

    @property
    def is_rule(self) -> bool:
        """Return whether recipes or quality set it."""
        return self.kind == "rule"

    @property
    def is_choice(self) -> bool:
        """Return whether it binds the choice of what to open."""
        return self.kind == "choice"

    @property
    def is_priced(self) -> bool:
        """Return whether what it is worth is told."""
        return self.is_limit or self.is_rule

    @property
    def is_share(self) -> bool:
        """Return whether its rows are `part - share x base`."""
        return self.cell is not None and self.cell.holds == "share"

    @property
    def is_formula(self) -> bool:
        """Return whether its limit is a formula."""
        return self.cell is not None and self.cell.holds == "formula"

    @property
    def is_entry(self) -> bool:
        """Return whether it is a cap or floor of the scenario, on any metric."""
        return self.cell is not None and self.cell.holds == "entry"

    @property
    def is_of_no_place(self) -> bool:
        """Return whether it is a limit of the whole scenario rather than of a place."""
        return self.is_entry or self.index == ("entry",)

    @property
    def cell_unit(self) -> str:
        """Return the unit of its cell."""
        assert self.cell is not None
        return self.cell.unit

    @property
    def is_least_of_recipe(self) -> bool:
        """Return whether it asks for an input: a line that lacks it stands still for that."""
        return self.is_rule and self.gives == "down"

    def subject_of(self, index: Index) -> Index:
        """Return what a row is about: the key of the limit, of an index without its period."""
        return index if self.subject is None else tuple(index[i] for i in self.subject)
