"""What rules read: the tables of a network and the columns of a programme, as protocols."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Index = tuple[Any, ...]
"""What a row is about, the period left out, e.g. `("l1",)`."""


class Choices(Protocol):
    """What a scenario chooses that rules look at."""

    @property
    def statuses(self) -> Collection[str]:
        """Return the statuses of lines that are switched on."""


class Tables(Protocol):
    """The tables of a network; `sim.network.types.Network` says what stands in each."""

    @property
    def scenario(self) -> Choices:
        """Return what the scenario chooses."""

    @property
    def lots(self) -> pd.DataFrame:
        """Return the lots by name."""

    @property
    def supply(self) -> pd.DataFrame:
        """Return what arises and lies in stock, by zone and lot."""

    @property
    def zones(self) -> pd.DataFrame:
        """Return the zones by name."""

    @property
    def plants(self) -> pd.DataFrame:
        """Return the plants by name."""

    @property
    def lines(self) -> pd.DataFrame:
        """Return the lines by name."""

    @property
    def expansions(self) -> pd.DataFrame:
        """Return what may be built, by line."""

    @property
    def sizes(self) -> pd.DataFrame:
        """Return the size classes of what may be built, by line and option."""

    @property
    def steps(self) -> pd.DataFrame:
        """Return the lines that are built in whole steps: line, step_kt_yr, most."""

    @property
    def closures(self) -> pd.DataFrame:
        """Return what may close, by line and entry of `expand`."""

    @property
    def replacements(self) -> pd.DataFrame:
        """Return the entries of `expand` whose lines replace others: entry, ratio."""

    @property
    def runs(self) -> pd.DataFrame:
        """Return lines with their recipes."""

    @property
    def shares(self) -> pd.DataFrame:
        """Return least and largest shares of the inputs of recipes."""

    @property
    def uses(self) -> pd.DataFrame:
        """Return what lines may use."""

    @property
    def groups(self) -> pd.DataFrame:
        """Return least and largest sums of groups of inputs."""

    @property
    def makes(self) -> pd.DataFrame:
        """Return what lines make."""

    @property
    def rules(self) -> pd.DataFrame:
        """Return the coefficients of quality rules."""

    @property
    def purchases(self) -> pd.DataFrame:
        """Return what may be bought."""

    @property
    def relays(self) -> pd.DataFrame:
        """Return plants and lots that may both arrive and leave."""

    @property
    def routes(self) -> pd.DataFrame:
        """Return what may be moved, from where to where."""

    @property
    def quotas(self) -> pd.DataFrame:
        """Return the quotas of borders by name."""

    @property
    def sinks(self) -> pd.DataFrame:
        """Return the sinks by name."""

    @property
    def markets(self) -> pd.DataFrame:
        """Return the markets by name."""

    @property
    def terminals(self) -> pd.DataFrame:
        """Return the terminals by name."""

    @property
    def links(self) -> pd.DataFrame:
        """Return the links with a capacity, by number."""

    @property
    def switches(self) -> pd.DataFrame:
        """Return what may be opened or not."""

    @property
    def choices(self) -> pd.DataFrame:
        """Return which switches the entries of `choose` count."""

    @property
    def reference(self) -> pd.DataFrame | None:
        """Return the flows of the reference plan, if one is named."""

    @property
    def grows(self) -> bool:
        """Return whether routes may be added to those in the table."""


class Columns(Protocol):
    """The columns of a programme, before they are repeated for every period."""

    @property
    def with_change(self) -> bool:
        """Return whether the change from a reference plan has columns."""

    @property
    def keys(self) -> Mapping[str, pd.DataFrame]:
        """Return variable -> its keys, one row a column."""

    @property
    def flows(self) -> pd.DataFrame:
        """Return origin, destination and material of the routes that move waste to lines."""

    def block(self, variable: str) -> Ints:
        """Return the numbers of the columns of a variable."""

    def find(self, variable: str, keys: pd.DataFrame) -> Ints:
        """Return the numbers of the columns with these keys; -1 where there is none."""
