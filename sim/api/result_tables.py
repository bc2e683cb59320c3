"""The tables of a plan, each under the name of its file."""

from __future__ import annotations

from abc import abstractmethod

import pandas as pd


class PlanTables:
    """Gives every table of `sim.results.tables.TABLE_NAMES` as a property."""

    @abstractmethod
    def table(self, name: str) -> pd.DataFrame:
        """Return a table by name."""

    @property
    def flows(self) -> pd.DataFrame:
        """Return who sends what to whom, how, at what cost; amounts in kt/yr."""
        return self.table("flows")

    @property
    def lines(self) -> pd.DataFrame:
        """Return load and waste taken, line by line."""
        return self.table("lines")

    @property
    def openings(self) -> pd.DataFrame:
        """Return what is open or not, and what turning it would change."""
        return self.table("openings")

    @property
    def built(self) -> pd.DataFrame:
        """Return what is built and what closes, and what it costs; no rows where nothing may be."""
        return self.table("built")

    @property
    def line_inputs(self) -> pd.DataFrame:
        """Return what each line uses, with the bounds of its share."""
        return self.table("line_inputs")

    @property
    def line_outputs(self) -> pd.DataFrame:
        """Return what each line makes."""
        return self.table("line_outputs")

    @property
    def zones(self) -> pd.DataFrame:
        """Return what becomes of the waste of each generator."""
        return self.table("zones")

    @property
    def wastes(self) -> pd.DataFrame:
        """Return what becomes of each waste of each generator."""
        return self.table("wastes")

    @property
    def areas(self) -> pd.DataFrame:
        """Return every figure by province, city, owner, industry, material, family and more."""
        return self.table("areas")

    @property
    def costs(self) -> pd.DataFrame:
        """Return the parts of the net cost, million CNY/yr."""
        return self.table("costs")

    @property
    def actors(self) -> pd.DataFrame:
        """Return who pays and who earns, million CNY/yr."""
        return self.table("actors")

    @property
    def borders(self) -> pd.DataFrame:
        """Return the border rules, what is used of their quotas, and what crosses."""
        return self.table("borders")

    @property
    def transfers(self) -> pd.DataFrame:
        """Return who takes whose waste, by pair of provinces and of cities."""
        return self.table("transfers")

    @property
    def unused(self) -> pd.DataFrame:
        """Return every unused tonne and why."""
        return self.table("unused")

    @property
    def excluded_routes(self) -> pd.DataFrame:
        """Return the routes that were left out, and why."""
        return self.table("excluded_routes")

    @property
    def unused_rows(self) -> pd.DataFrame:
        """Return the rows of the input that took no part, and why."""
        return self.table("unused_rows")

    @property
    def prices(self) -> pd.DataFrame:
        """Return what one more unit of each binding limit is worth."""
        return self.table("prices")
