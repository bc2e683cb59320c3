"""Names beside ids: two columns, English and Chinese, behind every column of ids in a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import pandas as pd

from sim.network.borders import ANY
from sim.network.haulage import GATE, ONSITE
from sim.results.unchecked import mark_unchecked
from sim.rules.families.border_quota import quota_name
from sim.say.texts import BOTH, Texts
from sim.scenario.document import BorderRule

Tables = Mapping[str, pd.DataFrame]
_NAMED = {
    "area": "areas",
    "material": "materials",
    "technology": "technologies",
    "recipe": "recipes",
    "mode": "modes",
}
_SITES = ("places", "crossings", "terminals", "markets", "sinks", "plants", "zones")
_IN_ROWS = ("recipe", "technology", "area", "mode", "material", "site")
"""What the keys of rows, and the stops of ways, may name; the last one counts."""
_THEN, _WHOLE, _WITH = ">", ">>", ", "
KINDS = {
    "zone": "site",
    "plant": "site",
    "origin": "site",
    "destination": "site",
    "producer": "site",
    "city": "area",
    "province": "area",
    "from_area": "area",
    "to_area": "area",
    "county": "county",
    "owner": "owner",
    "basin": "basin",
    "industry": "industry",
    "material": "material",
    "technology": "technology",
    "recipe": "recipe",
    "line": "line",
    "mode": "mode",
    "via": "via",
    "quota": "quota",
    "row": "row",
}
"""Column, without the end of a flow it is of, -> what its ids are ids of."""
_LABELLED = ("owner", "basin", "industry")


class NameColumns:
    """What the ids of a case are called in both languages; the id itself where it has no name."""

    def __init__(self, tables: Tables, borders: Iterable[BorderRule]) -> None:
        quotas = {quota_name(i, rule): rule for i, rule in enumerate(borders) if rule.quota}
        self._both = tuple(_Called(tables, quotas, texts) for texts in BOTH)

    def add(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return a table with `<column>_name_en` and `<column>_name_zh` behind columns of ids.

        A column whose name stands beside it already stays as it is.
        """
        given = list(map(str, frame.columns))
        named = [column for column in given if _is_bare(column, given)]
        columns: dict[str, Any] = {}
        for column in given:
            columns[column] = frame[column]
            if column in named:
                columns |= {
                    f"{column}_name_{called.texts.language}": called.column(frame, column)
                    for called in self._both
                }
        return pd.DataFrame(columns, index=frame.index)


def kind_of(column: str) -> str:
    """Return what the ids of a column are ids of; blank where it holds none.

    >>> kind_of("origin_city"), kind_of("plant"), kind_of("amount_kt_yr")
    ('area', 'site', '')
    """
    end, _, part = column.partition("_")
    return KINDS.get(part if end in ("origin", "destination") and part else column, "")


def _is_bare(column: str, given: list[str]) -> bool:
    """Return whether a column holds ids that no column beside it names."""
    names = "name_en" if column == "zone" else f"{column}_name_en", f"{column}_en"
    return bool(kind_of(column)) and not any(name in given for name in names)


class _Called:
    """What ids are called in one language."""

    def __init__(self, tables: Tables, quotas: Mapping[str, BorderRule], texts: Texts) -> None:
        self.texts = texts
        of = {kind: _read(tables[table], texts) for kind, table in _NAMED.items()}
        of["area"][ANY] = texts.say("any_area")
        of["site"] = {id_: name for t in _SITES for id_, name in _read(tables[t], texts).items()}
        of["mode"] = {way: texts.say(f"way_{way}") for way in (ONSITE, GATE)} | of["mode"]
        labels = list(_read_labels(tables["names"], texts))
        of |= {
            kind: {id_: name for level, _, id_, name in labels if level == kind}
            for kind in _LABELLED
        }
        of["line"] = _name_lines(tables["lines"], of, texts)
        of["quota"] = {name: _name_quota(rule, of, texts) for name, rule in quotas.items()}
        of["any"] = {id_: name for kind in _IN_ROWS for id_, name in of[kind].items()}
        self._of = of
        self._counties = {
            (city, id_): name for level, city, id_, name in labels if level == "county"
        }

    def column(self, frame: pd.DataFrame, column: str) -> list[Any]:
        """Return the names of the ids of a column; what is no id stays as it is."""
        kind, ids = kind_of(column), frame[column].tolist()
        if kind == "county":
            pairs = zip(frame["city"], ids, strict=True)
            return [self._counties.get(pair) or pair[1] for pair in pairs]
        name = {"via": self._name_way, "row": self._name_row}.get(kind, self._teller(kind))
        names = {id_: name(id_) for id_ in set(ids) if isinstance(id_, str)}
        return [names.get(id_, id_) for id_ in ids]

    def _teller(self, kind: str) -> Callable[[str], str]:
        known = self._of.get(kind, {})
        return lambda id_: known.get(id_) or id_

    def _name_way(self, via: str) -> str:
        """Return the stops of a way, and the modes of its legs where they are written."""
        ends, _, whole = via.partition(_WHOLE)
        stops = (whole or ends).split(_THEN) if via else []
        return f" {_THEN} ".join(map(self._teller("any"), stops))

    def _name_row(self, key: str) -> str:
        """Return the key of a row of the input with a name for each part of it."""
        return _WITH.join(map(self._teller("any"), key.split(_WITH)))


def _read(table: pd.DataFrame, texts: Texts) -> dict[str, str]:
    """Return id -> name of the rows that have one."""
    return dict(zip(table["id"].tolist(), _pick(table, texts), strict=True))


def _read_labels(table: pd.DataFrame, texts: Texts) -> Iterator[tuple[str, str, str, str]]:
    """Return level, city, id and name of the rows of the table of names."""
    places = (table[column].tolist() for column in ("level", "city", "id"))
    return zip(*places, _pick(table, texts), strict=True)


def _pick(table: pd.DataFrame, texts: Texts) -> list[str]:
    """Return the names of the rows of a table, in the other language where one is blank."""
    languages = ("zh", "en") if texts.language == "zh" else ("en", "zh")
    names = (table[f"name_{language}"].tolist() for language in languages)
    return [
        next((name for name in pair if isinstance(name, str) and name), "")
        for pair in zip(*names, strict=True)
    ]


def _name_lines(
    lines: pd.DataFrame, of: Mapping[str, Mapping[str, str]], texts: Texts
) -> dict[str, str]:
    """Return what lines are called: plant and technology, with the id where two are alike."""
    cells = zip(*(lines[c].tolist() for c in ("plant", "technology", "status")), strict=True)
    last = dict(zip(lines["id"].tolist(), cells, strict=True))
    parts = {
        id_: (of["site"].get(plant) or plant, of["technology"].get(what) or what, status)
        for id_, (plant, what, status) in last.items()
    }
    names = {
        id_: mark_unchecked(texts.say("line_of", plant=plant, technology=what), status, texts)
        for id_, (plant, what, status) in parts.items()
    }
    count = Counter(names.values())
    return {
        id_: texts.say("named_with_id", name=name, id=id_) if count[name] > 1 else name
        for id_, name in names.items()
    }


def _name_quota(rule: BorderRule, of: Mapping[str, Mapping[str, str]], texts: Texts) -> str:
    """Return what a quota is called: its ends and its waste."""
    ends = [
        texts.say("any_area") if end == ANY else of["area"].get(end) or end
        for end in (rule.from_, rule.to)
    ]
    what = rule.material
    waste = of["material"].get(what, what) if what else texts.say(f"class_{rule.waste_class}")
    return texts.say("explain_border", a=ends[0], b=ends[1], what=waste)
