"""Sizes of quantities after all changes: a factor can carry a cell out of what is computed with."""

from __future__ import annotations

from collections.abc import Iterator

from sim.errors import Problem
from sim.loader.case import Rows
from sim.loader.columns import columns_of
from sim.loader.messages import at_column
from sim.message import message
from sim.scenario.fields import judge_size, show_example
from sim.scenario.tables import TABLES


def check_sizes(tables: dict[str, Rows]) -> Iterator[Problem]:
    """Yield a problem for every quantity that is too large, too small, or zero and must not be."""
    for table in TABLES:
        quantities = [c for c in columns_of(table).values() if c.takes_unit]
        for record in tables[table].records:
            for column in quantities:
                value = record.values[column.name]
                if value is None:
                    continue
                if wrong := judge_size(value, column.unit):
                    what = at_column(column.name, wrong[0])
                    yield Problem(record.where(column.name), what, wrong[1], "size")
                elif value == 0 and column.positive:
                    what = at_column(column.name, message("zero", value=value))
                    hint = message("write_for_example", example=show_example(column.unit))
                    yield Problem(record.where(column.name), what, hint, "zero")
