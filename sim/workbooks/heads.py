"""Reading headings: which column is meant, in which unit, of which year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sim.say.message import Bilingual
from sim.workbooks.catalogue import Subject, catalogue, fold
from sim.workbooks.cells import is_blank, plain_unit, text_of, unit_factor
from sim.workbooks.sheets import Sheet

_BRACKETS = re.compile(r"[(\[【〔{]([^()\[\]【】〔〕{}]*(?:\([^()]*\)[^()]*)?)[)\]】〕}]")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)\s*年?度?")
_PARTED = re.compile(r"[,，:：;；/\s]\s*")
_DIMENSIONS = ("kt/yr", "kt", "CNY/t", "CNY/t/km", "km", "", "1/yr")
_SHORTEST_CHINESE, _SHORTEST = 2, 5
_NAMES = ("名称", "名")
WASTE_COLUMN = "amount of"
"""Field of a column that is headed by a material: `amount of ID`."""


@dataclass(frozen=True)
class Heading:
    """What a heading says."""

    text: str
    fields: tuple[str, ...] = ()
    """Columns that it may mean."""
    unit: str | None = None
    year: int | None = None
    is_exact: bool = False
    """Whether the catalogue has it as it stands."""


@dataclass(frozen=True)
class Head:
    """The head of a table: where it is, what it is about, and its columns."""

    row: int
    last: int
    """Its last row: heads may have two, and a row of units."""
    subject: Subject
    columns: dict[int, tuple[str, Heading]]
    """Column -> field and heading."""
    unread: dict[int, Heading]
    """Columns that nothing is taken from."""

    @property
    def fields(self) -> dict[str, int]:
        """Return the column of each field."""
        return {field: column for column, (field, _) in self.columns.items()}


@lru_cache(maxsize=65536)
def read_heading(text: str) -> Heading:
    """Return what a heading says.

    >>> h = read_heading("2023年产生量（万吨/年）"); h.fields, h.unit, h.year
    (('amount',), '万吨/年', 2023)
    """
    shown = " ".join(text.split())
    year = next((int(found) for found in _YEAR.findall(shown)), None)
    unit, plain = _cut_unit(plain_unit(shown))
    for candidate in _variants(plain):
        found = catalogue().fields_of.get(fold(candidate))
        if found:
            return Heading(shown, found, unit, year, is_exact=True)
    for head, tail in _parted(plain) if unit is None else ():
        found = catalogue().fields_of.get(fold(head))
        if found and is_unit(tail):
            return Heading(shown, found, tail, year, is_exact=True)
    return Heading(shown, _like(plain), unit, year)


def _cut_unit(text: str) -> tuple[str | None, str]:
    """Return the unit in brackets, and the text without it."""
    for found in _BRACKETS.finditer(text):
        inner = re.sub(r"^(?:单位|unit)\s*[:：]?\s*", "", found[1].strip(), flags=re.IGNORECASE)
        inner = re.sub(r"[,，;；]?\s*(?:干基|湿基|dry|wet|实物量)\s*", "", inner)
        if is_unit(inner):
            return inner, (text[: found.start()] + text[found.end() :]).strip()
    return None, text


def is_unit(text: str) -> bool:
    """Return whether a text is a unit of any column."""
    return bool(text) and any(unit_factor(text, d) is not None for d in _DIMENSIONS)


def _variants(text: str) -> Iterator[str]:
    """Yield a heading whole, without brackets, without its year."""
    bare = _BRACKETS.sub("", text)
    for part in (text, bare):
        yield part
        yield _YEAR.sub("", part)


def _parted(text: str) -> Iterator[tuple[str, str]]:
    for joint in _PARTED.finditer(text):
        yield text[: joint.start()], text[joint.end() :].strip()


def _like(text: str) -> tuple[str, ...]:
    """Return the fields whose words a heading ends with; the longest word decides."""
    key = fold(_YEAR.sub("", _BRACKETS.sub("", text)))
    for name in _NAMES:
        if key.endswith(name) and (found := catalogue().fields_of.get(key.removesuffix(name))):
            return found
    known = catalogue().fields_of
    for begin in range(1, max(len(key) - 1, 1)):
        tail = key[begin:]
        shortest = _SHORTEST if tail.isascii() else _SHORTEST_CHINESE
        if len(tail) >= shortest and tail in known:
            return known[tail]
    return ()


def find_heads(sheet: Sheet, row: int) -> list[Head]:
    """Return the heads of tables that begin in a row; several tables may stand side by side."""
    width = len(sheet.rows[row])
    texts = [text_of(sheet.value(row, column)) for column in range(width)]
    one = [read_heading(text) if text and len(text) < 80 else None for text in texts]
    if sum(h is not None and h.is_exact for h in one) < 1:
        return []
    filled = [column for column in range(width) if not is_blank(sheet.value(row, column))]
    if any(
        isinstance(sheet.value(row, column), float)
        for column in filled
        if not _is_year(texts[column])
    ):
        return []
    for headings, last in ((_two_rows(sheet, row, one), row + 1), (one, row)):
        heads = _read_row(sheet, row, last, headings) if headings else []
        if heads:
            return heads
    return []


def _is_year(text: str) -> bool:
    return bool(_YEAR.fullmatch(text))


def _two_rows(
    sheet: Sheet, row: int, upper: Sequence[Heading | None]
) -> list[Heading | None] | None:
    """Return headings of two rows, where cells of the upper one stand over several of the lower."""
    spans = any(
        (at := sheet.merged.get((row, column))) is not None and at[0] == row
        for column in range(len(upper))
    )
    if not spans or row + 1 >= len(sheet.rows):
        return None
    joined: list[Heading | None] = []
    for column, above in enumerate(upper):
        over, under = (text_of(sheet.value(r, column)) for r in (row, row + 1))
        if not under or over == under:
            joined.append(above)
            continue
        tries = [read_heading(text) for text in (under, f"{over}{under}", over)]
        units = [h.unit for h in (*tries, read_heading(over)) if h.unit]
        best = next(
            (h for h in tries if h.is_exact), next((h for h in tries if h.fields), tries[1])
        )
        if is_unit(under):
            best = read_heading(f"{over}({under})")
        unit = best.unit or (units[0] if units else None)
        joined.append(
            Heading(f"{over} {under}", best.fields, unit, best.year or tries[1].year, best.is_exact)
        )
    return joined


def _read_row(sheet: Sheet, row: int, last: int, headings: Sequence[Heading | None]) -> list[Head]:
    """Return the tables that a row of headings begins: apart where each is whole by itself."""
    groups = list(_groups(headings))
    apart = [_make(sheet, row, last, group) for group in groups]
    whole = [head for head in apart if head is not None]
    if len(whole) > 1:
        return whole
    together = _make(sheet, row, last, {c: h for group in groups for c, h in group.items()})
    return [together] if together is not None else whole


def _groups(headings: Sequence[Heading | None]) -> Iterator[dict[int, Heading]]:
    group: dict[int, Heading] = {}
    for column, heading in enumerate([*headings, None]):
        if heading is not None:
            group[column] = heading
        elif group:
            yield group
            group = {}


def _make(sheet: Sheet, row: int, last: int, group: dict[int, Heading]) -> Head | None:
    """Return the head of a table; None where the headings make none."""
    scored = [
        (score, subject)
        for subject in catalogue().subjects.values()
        if (score := _score(sheet, row, subject, group)) > 0
    ]
    if not scored:
        return None
    subject = max(scored, key=lambda entry: entry[0])[1]
    columns, unread = _choose(subject, group)
    last = last + 1 if _is_row_of_units(sheet, last + 1, columns) else last
    if last > row:
        columns = {c: (f, _with_unit(sheet, last, c, h)) for c, (f, h) in columns.items()}
    return Head(row, last, subject, columns, unread)


def _score(sheet: Sheet, row: int, subject: Subject, group: dict[int, Heading]) -> float:
    """Return how well headings fit a kind of table; 0 where something needed is missing."""
    fields = {field for heading in group.values() for field in heading.fields}
    wastes = _wastes(group) if subject.name == "generation" else {}
    needs = set(subject.needs)
    if wastes:
        needs -= {"material", "amount"}
    missing = needs - fields
    if "name" in missing and fields & {"county", "city", "place", "name_zh", "name_en", "owner"}:
        missing.discard("name")
    if "technology" in missing and "product" in fields and subject.name == "lines":
        missing.discard("technology")
    if subject.name == "places" and not fields & {
        "lon",
        "lat",
        "city",
        "county",
        "province",
        "place",
    }:
        return 0.0
    known = sum(any(subject.knows(field) for field in h.fields) for h in group.values())
    if missing or known + len(wastes) < 2:
        return 0.0
    return known + len(wastes) + 1.6 * _is_named(sheet, row, subject) + 0.3 * len(needs)


def _is_named(sheet: Sheet, row: int, subject: Subject) -> bool:
    """Return whether the sheet, or a title above the head, is called as the kind of table."""
    titles = [sheet.name]
    for above in range(row - 1, max(row - 4, -1), -1):
        texts = [text_of(sheet.value(above, c)) for c in range(len(sheet.rows[above]))]
        titles += [text for text in texts if text][:1]
    return any(word in fold(title) for title in titles for word in subject.words)


def _wastes(group: dict[int, Heading]) -> dict[int, str]:
    """Return the columns that are headed by a material: a table with a column for each waste."""
    names = catalogue().things["material"]
    found = {}
    for column, heading in group.items():
        bare = fold(_YEAR.sub("", _cut_unit(plain_unit(heading.text))[1]))
        for ending in ("", "年产生量", "产生量", "产量", "generation", "amount"):
            key = bare.removesuffix(ending).removeprefix(ending) if ending else bare
            if key in names and len(names[key]) == 1:
                found[column] = names[key][0]
                break
    return found


def _choose(
    subject: Subject, group: dict[int, Heading]
) -> tuple[dict[int, tuple[str, Heading]], dict[int, Heading]]:
    """Return the column of every field; of several the one of the latest year, else the first."""
    wastes = _wastes(group) if subject.name == "generation" else {}
    chosen: dict[str, int] = {}
    order = sorted(group, key=lambda c: (not group[c].is_exact, -(group[c].year or 0), c))
    for column in order:
        heading = group[column]
        fields = [f for f in heading.fields if subject.knows(f) and f not in chosen]
        if column in wastes and "material" not in chosen:
            chosen[f"{WASTE_COLUMN} {wastes[column]}"] = column
        elif fields:
            chosen[min(fields, key=lambda f: f not in subject.needs)] = column
    columns = {column: (field, group[column]) for field, column in chosen.items()}
    return dict(sorted(columns.items())), {c: h for c, h in group.items() if c not in columns}


def _is_row_of_units(sheet: Sheet, row: int, columns: dict[int, tuple[str, Heading]]) -> bool:
    """Return whether below the headings stands a row of nothing but units."""
    if row >= len(sheet.rows):
        return False
    texts = [text_of(sheet.value(row, column)).strip("()（）[]") for column in columns]
    given = [text for text in texts if text and text not in ("-", "/", "—")]
    return bool(given) and all(is_unit(plain_unit(text)) for text in given)


def _with_unit(sheet: Sheet, row: int, column: int, heading: Heading) -> Heading:
    text = plain_unit(text_of(sheet.value(row, column)).strip("()（）[]"))
    if heading.unit is not None or not is_unit(text):
        return heading
    return Heading(heading.text, heading.fields, text, heading.year, heading.is_exact)


def words_of(field: str) -> Bilingual:
    """Return what a field is called."""
    if field.startswith(WASTE_COLUMN):
        amount, waste = catalogue().columns["amount"], field.removeprefix(WASTE_COLUMN).strip()
        return Bilingual(f"{amount.en}: {waste}", f"{amount.zh}: {waste}")
    column = catalogue().columns.get(field)
    return Bilingual(column.en, column.zh) if column else Bilingual(field, field)
