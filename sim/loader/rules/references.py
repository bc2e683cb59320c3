"""Checks of keys and references: every name stands for exactly one row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from sim.errors import Problem
from sim.loader.case import Record, Rows, describe_key, index_keys
from sim.loader.read.messages import at_column
from sim.loader.read.words import Late, curb, show
from sim.loader.rules.names import Names
from sim.say.message import Message, listed, message
from sim.scenario.tables import TABLES


def check_references(
    tables: dict[str, Rows], known: Mapping[str, Rows] | None = None
) -> list[Problem]:
    """Return what is wrong with the keys and references of all tables.

    A table is passed over where it and all that it refers to are among the `known` ones, which
    were found right.
    """
    targets: dict[tuple[str, ...], _Target] = {}
    problems: list[Problem] = []
    for table, spec in TABLES.items():
        looked_at = {table, *chain.from_iterable(spec.references.values())}
        if known is not None and all(tables[name] is known[name] for name in looked_at):
            continue
        found = [_duplicates(table, tables[table].records)]
        for column, names in spec.references.items():
            if names not in targets:
                targets[names] = _Target.of(names, tables)
            found.append(_dangling(tables[table].records, column, targets[names]))
        problems += curb(chain.from_iterable(found), message("table_name", table=table))
    return problems


def _duplicates(table: str, records: list[Record]) -> Iterator[Problem]:
    for key, rows in index_keys(table, records).items():
        for again in rows[1:]:
            what = message("duplicate_row", key=describe_key(table, key))
            hint = message("stands_at", at=rows[0].at)
            yield Problem(again.at, what, hint, "duplicate_row")


@dataclass(frozen=True)
class _Target:
    """The tables that a column may refer to, and the names they hold."""

    names: dict[str, Names]
    dropped: dict[str, str]
    whole: bool

    @classmethod
    def of(cls, names: tuple[str, ...], tables: dict[str, Rows]) -> _Target:
        return cls(
            {name: Names.of(tables[name].records, tables[name].broken) for name in names},
            {key: place for name in names for key, place in tables[name].dropped.items()},
            all(tables[name].whole for name in names),
        )

    def holders(self, name: str) -> list[str]:
        """Return the tables that have a row of this id."""
        return [table for table, names in self.names.items() if name in names.ids]

    @cached_property
    def _together(self) -> Names:
        everything = list(self.names.values())
        return Names(
            frozenset().union(*(names.ids for names in everything)),
            {key: ids for names in everything for key, ids in names.by_name.items()},
        )

    def suggest(self, name: str) -> Message | Late:
        """Return a hint at what may have been meant."""
        if name in self.dropped:
            return message("row_dropped", at=self.dropped[name])
        return self._together.suggest(name)


def _dangling(records: list[Record], column: str, target: _Target) -> Iterator[Problem]:
    """Yield the references of a column that no row, or more than one, answers to."""
    known = frozenset().union(*(names.ids for names in target.names.values()))
    is_single = len(target.names) == 1
    tables = _listed(target.names)
    for record in records:
        cell = record.values[column]
        for name in cell if isinstance(cell, tuple) else (cell,):
            if not name or (name in known and is_single):
                continue
            if name not in known:
                if target.whole:
                    wrong = message("not_in_table", name=show(name), tables=tables)
                    what = at_column(column, wrong)
                    yield Problem(record.where(column), what, target.suggest(name), "unknown_name")
                continue
            holders = target.holders(name)
            if len(holders) > 1:
                both = listed(holders, "join_and_in")
                what = at_column(column, message("stands_in_both", name=show(name), tables=both))
                yield Problem(record.where(column), what, message("rename_one_of"), "ambiguous")


def _listed(names: dict[str, Names]) -> Message:
    *first, last = names
    if not first:
        return message("table_name", table=last)
    return message("tables_named", tables=listed([listed(first), last], "join_or_spaced"))
