"""The tables of a sheet as entries: totals and notes left out, what is written once filled down."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from sim.say.message import Bilingual, Message, listed, message, plain
from sim.units import UnitError
from sim.workbooks.account import Account
from sim.workbooks.catalogue import AREAS, FILLED, SUMS, catalogue, fold
from sim.workbooks.cells import Figure, is_blank, plain_unit, read_figure, text_of, unit_factor
from sim.workbooks.gazetteer import find, is_area
from sim.workbooks.heads import WASTE_COLUMN, Head, Heading, find_heads, is_unit, words_of
from sim.workbooks.sheets import Sheet, Value

_TOTAL_ENDS = ("合计", "小计", "总计", "共计")
_LABEL = re.compile(r"^[(\[【]?([^:：]{1,10})[)\]】]?\s*[:：]")
_LIST_SIGN = re.compile(r"^[（(]?[一二三四五六七八九十\dIVX]+[)）]?[、.．]\s*")
_UNIT_NOTE = re.compile(
    r"[(（\[]?(?:计量)?(?:单位|units?)\s*[:：]\s*([^)）\]；;，,。]+)", re.IGNORECASE
)
_TITLE_ROWS = 6
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_FOLLOWERS = {"province": ("city", "county", "place", "name"), "city": ("county", "name")}
"""Column -> those whose value from above holds no more once it changes."""


@dataclass(frozen=True)
class Entry:
    """A row of a table: texts and figures of its columns, and where each stands."""

    subject: str
    sheet: str
    row: int
    texts: dict[str, str]
    figures: dict[str, Figure]
    at: dict[str, str]
    year: int | None = None
    is_broken: bool = False
    """Whether a cell could not be read: the row only tells what it names."""

    @property
    def where(self) -> str:
        """Return the place of the row."""
        return f"{self.sheet}!{self.row + 1}"

    def place(self, name: str) -> str:
        """Return the place of a cell, or of the row where it has none."""
        return self.at.get(name, self.where)


@dataclass
class _Table:
    """A table while its rows are read."""

    head: Head
    unit: str | None
    year: int | None
    """Year that a title gives."""
    above: dict[str, str] = field(default_factory=dict)
    section: str = ""
    """Area that a row of its own names for the rows below."""
    rows: int = 0


def read_sheet(sheet: Sheet, account: Account) -> list[Entry]:
    """Return the entries of all tables of a sheet; what is not understood is told."""
    tables: list[_Table] = []
    entries: list[Entry] = []
    skip_to = 0
    for row in range(len(sheet.rows)):
        if row < skip_to or all(is_blank(cell) for cell in sheet.rows[row]):
            continue
        heads = find_heads(sheet, row)
        if heads:
            if not _is_same_head(heads, tables):
                tables = _begin(sheet, heads, tables, account)
            skip_to = max(head.last for head in heads) + 1
            continue
        for table in tables:
            entries += _read_row(sheet, row, table, account)
        if not tables:
            _tell_loose(sheet, row, account)
    return entries


def _is_same_head(heads: list[Head], tables: list[_Table]) -> bool:
    """Return whether a head stands there again, as it does on each printed page."""
    return [h.columns for h in heads] == [t.head.columns for t in tables]


def _begin(sheet: Sheet, heads: list[Head], before: list[_Table], account: Account) -> list[_Table]:
    """Return the tables that go on: those of new heads, and older ones in other columns."""
    taken = {column for head in heads for column in (*head.columns, *head.unread)}
    going = [t for t in before if not taken & {*t.head.columns, *t.head.unread}]
    return [*going, *(_open(sheet, head, account) for head in heads)]


def _open(sheet: Sheet, head: Head, account: Account) -> _Table:
    subject = head.subject
    first, last = min(head.columns), max(head.columns)
    where = f"{sheet.at(head.row, first)}:{sheet.at(head.last, last).rpartition('!')[2]}"
    account.tell(where, "table", message("wb_table", table=Bilingual(subject.en, subject.zh)))
    unit = _unit_above(sheet, head)
    for column, (name_of, heading) in head.columns.items():
        what = _tell_column(name_of, heading, unit)
        account.tell(sheet.at(head.row, column), "column", what)
    for column, heading in head.unread.items():
        account.tell(
            sheet.at(head.row, column), "unread", message("wb_column_unread", text=heading.text)
        )
    return _Table(head, unit, _year_above(sheet, head))


def _tell_column(name: str, heading: Heading, unit: str | None) -> Message:
    both = words_of(name)
    shown = heading.unit or (unit if _canonical(name) else None)
    if shown:
        return message("wb_column_unit", text=heading.text, column=both, unit=shown)
    return message("wb_column", text=heading.text, column=both)


def _unit_above(sheet: Sheet, head: Head) -> str | None:
    """Return the unit that a line above the table gives: 单位：万吨."""
    for row in range(head.row, max(head.row - _TITLE_ROWS, -1), -1):
        for column in range(len(sheet.rows[row])):
            for found in _UNIT_NOTE.findall(text_of(sheet.rows[row][column])):
                if is_unit(plain_unit(found)):
                    return plain_unit(found)
    return None


def _year_above(sheet: Sheet, head: Head) -> int | None:
    """Return the year that a title above the table speaks of."""
    for row in range(head.row - 1, max(head.row - _TITLE_ROWS, -1), -1):
        for cell in sheet.rows[row]:
            found = _YEAR.search(text_of(cell)) if isinstance(cell, str) else None
            if found:
                return int(found[1])
    return None


def _canonical(name: str) -> str | None:
    """Return the canonical unit of a field; None where it is no figure."""
    if name.startswith(WASTE_COLUMN):
        return catalogue().columns["amount"].unit
    return catalogue().columns[name].unit if name in catalogue().columns else None


def _tell_loose(sheet: Sheet, row: int, account: Account) -> None:
    texts = [text_of(cell) for cell in sheet.rows[row] if not is_blank(cell)]
    account.tell(f"{sheet.name}!{row + 1}", "note", message("wb_loose", text=" ".join(texts)[:80]))


def _read_row(sheet: Sheet, row: int, table: _Table, account: Account) -> Iterator[Entry]:
    """Yield the entries of a row of a table: one, or one for each column of a waste."""
    own = {*table.head.columns, *table.head.unread}
    span = range(min(own), max(own) + 1)
    filled = [
        c for c in span if not is_blank(sheet.rows[row][c] if c < len(sheet.rows[row]) else None)
    ]
    if not filled:
        return
    texts = {c: text_of(sheet.rows[row][c]) for c in filled}
    numbered = table.head.fields.get("number")
    filled = [c for c in filled if c != numbered] or filled
    where = sheet.at(row, filled[0])
    if _is_total(sheet, row, table, texts):
        account.tell(where, "total", message("wb_total", text=next(iter(texts.values()))[:80]))
    elif _is_example(texts):
        account.tell(where, "note", message("wb_example", text=texts[filled[0]][:80]))
    elif _is_note(sheet, row, table, filled, texts):
        _tell_note(table, texts[filled[0]], where, account)
    else:
        yield from _entries(sheet, row, table, account)


def _is_total(sheet: Sheet, row: int, table: _Table, texts: dict[int, str]) -> bool:
    """Return whether a row sums up others: one of its texts says so."""
    figures = {c for c, (name, _) in table.head.columns.items() if _canonical(name) is not None}
    words = [text for c, text in texts.items() if c not in figures][:4]
    return any(
        catalogue().is_word("total", text)
        or fold(text).endswith(_TOTAL_ENDS)
        or fold(text).startswith(("合计", "总计"))
        or (text.casefold().endswith((" total", " subtotal")) and len(text) < 40)
        or re.match(r"(?:grand |sub-?)?total\b", text.casefold()) is not None
        for text in words
    )


def _is_example(texts: dict[int, str]) -> bool:
    """Return whether a row says of itself that it is an example."""
    labels = (_LABEL.match(text) for text in texts.values())
    return any(label and catalogue().is_word("example", label[1]) for label in labels)


def _is_note(
    sheet: Sheet, row: int, table: _Table, filled: list[int], texts: dict[int, str]
) -> bool:
    """Return whether a row is a note or a title: one text, or one that begins as notes do."""
    first = texts[filled[0]]
    label = _LABEL.match(first)
    if label and catalogue().is_word("note", re.sub(r"\d+$", "", label[1])):
        return True
    if len(filled) > 1 or isinstance(sheet.rows[row][filled[0]], float):
        return False
    covers = any(
        (row, c) in sheet.merged and sheet.merged[row, c][0] != row for c in table.head.columns
    )
    return not covers


def _tell_note(table: _Table, text: str, where: str, account: Account) -> None:
    """Note a line of text; one that names an area heads the rows below it."""
    bare = _LIST_SIGN.sub("", text).strip()
    if is_area(bare):
        table.section = bare
        table.above.clear()
        account.tell(where, "note", message("wb_section", text=bare))
    else:
        account.tell(where, "note", message("wb_note", text=text[:80]))


def _entries(sheet: Sheet, row: int, table: _Table, account: Account) -> Iterator[Entry]:
    texts: dict[str, str] = {}
    figures: dict[str, Figure] = {}
    at: dict[str, str] = {}
    year: int | None = None
    broken = False
    fields = table.head.fields
    row_unit = text_of(sheet.value(row, fields["unit"])) if "unit" in fields else ""
    for column, (name, heading) in table.head.columns.items():
        value = sheet.value(row, column)
        if _fails(sheet, row, column, account):
            broken = True
        elif not is_blank(value):
            at[name] = sheet.at(row, column)
            if _canonical(name) is None:
                texts[name] = _text(sheet, row, column)
            else:
                unit = heading.unit or row_unit or table.unit
                figure = _figure(sheet, row, column, name, unit, table, account)
                broken |= figure is None
                if figure is not None:
                    figures[name] = figure
                    year = year or heading.year or table.year
    _fill_down(sheet, row, table, texts, account)
    table.rows += 1
    subject = table.head.subject.name
    entry = Entry(subject, sheet.name, row, texts, figures, at, year, broken)
    yield from _apart(entry)


def _fails(sheet: Sheet, row: int, column: int, account: Account) -> bool:
    """Refuse a cell that shows an error, or a formula without a value; return whether it does."""
    spot = sheet.merged.get((row, column), (row, column))
    value = sheet.value(row, column)
    error = sheet.failed.get(spot)
    if error is None and isinstance(value, str) and catalogue().is_word("error", value):
        error = value
    if error is None:
        return False
    key = "wb_error" if error else "wb_formula"
    account.refuse(sheet.at(row, column), message(key, error=error), message(f"{key}_hint"))
    return True


def _figure(
    sheet: Sheet,
    row: int,
    column: int,
    name: str,
    unit: str | None,
    table: _Table,
    account: Account,
) -> Figure | None:
    """Return the number of a cell; what is wrong with it is told."""
    where, heading = sheet.at(row, column), table.head.columns[column][1]
    canonical = _canonical(name) or ""
    kind = "amount" if name.startswith(WASTE_COLUMN) else name
    covering = sheet.merged.get((row, column))
    if kind in SUMS and covering is not None and covering[0] != row:
        what = message("wb_merged_sum", text=heading.text)
        account.refuse(where, what, message("wb_merged_sum_hint"))
        return None
    fits = unit is not None and unit_factor(plain_unit(unit), canonical) is not None
    if unit is not None and heading.unit is not None and not fits:
        what = message("wb_unit", text=heading.text, unit=unit)
        account.refuse(sheet.at(table.head.row, column), what, message("wb_no_unit_hint"))
        return None
    value: Value = sheet.value(row, column)
    if canonical == "" and _is_fraction(sheet, row, column, table):
        unit, fits = None, False
    try:
        return read_figure(
            value, plain_unit(unit) if unit and fits else _share(value, canonical), canonical
        )
    except UnitError as error:
        account.refuse(
            where, message("at_column", column=plain(heading.text), what=error.message), error.hint
        )
        return None


def _share(value: Value, canonical: str) -> str | None:
    """Return the unit of a share under a heading without one: 85 is meant in per cent."""
    return "%" if canonical == "" and isinstance(value, float) and value > 1 else None


def _text(sheet: Sheet, row: int, column: int) -> str:
    """Return what a cell shows; a number formatted as per cent shows so."""
    value = sheet.value(row, column)
    spot = sheet.merged.get((row, column), (row, column))
    if isinstance(value, float) and spot in sheet.percents:
        return f"{value * 100:.12g}%"
    return text_of(value)


def _is_fraction(sheet: Sheet, row: int, column: int, table: _Table) -> bool:
    """Return whether a share is a part of one though its heading says per cent."""
    if sheet.merged.get((row, column), (row, column)) in sheet.percents:
        return True
    cells = (sheet.value(row, column) for row in range(table.head.last + 1, len(sheet.rows)))
    numbers = [cell for cell in cells if isinstance(cell, float)]
    return bool(numbers) and max(numbers) <= 1


def _fill_down(
    sheet: Sheet, row: int, table: _Table, texts: dict[str, str], account: Account
) -> None:
    """Take what is written once for several rows from above; say which."""
    changed = [name for name in FILLED if name in texts and texts[name] != table.above.get(name)]
    for name in changed:
        for follower in _FOLLOWERS.get(name, ()):
            if follower not in texts:
                table.above.pop(follower, None)
    taken: list[str] = []
    for name in FILLED:
        if name in texts:
            table.above[name] = texts[name]
        elif _lies_elsewhere(name, table.above.get(name), texts):
            del table.above[name]
        elif name in table.above and name in table.head.fields and _goes_on(name, taken, texts):
            texts[name] = table.above[name]
            taken.append(name)
    if table.section and not set(AREAS) & set(texts):
        texts["place"] = table.section
        taken.append("place")
    if taken:
        said = listed(words_of(name) for name in taken)
        account.tell(f"{sheet.name}!{row + 1}", "inferred", message("wb_from_above", columns=said))


def _lies_elsewhere(name: str, above: str | None, texts: dict[str, str]) -> bool:
    """Return whether the row names a narrower area of its own that is not in the one above."""
    if above is None or name not in ("province", "city"):
        return False
    narrower = [texts[n] for n in AREAS[AREAS.index(name) + 1 :] if n in texts]
    return any(find(text) and not find(text, within=above) for text in narrower)


def _goes_on(name: str, taken: list[str], texts: dict[str, str]) -> bool:
    """Return whether a blank cell means the one above: a county only where the site is the same."""
    if name in ("county", "place"):
        return "name" not in texts
    return name != "scenario"


def _apart(entry: Entry) -> Iterator[Entry]:
    """Yield an entry for each column of a waste that a row has; the entry itself if none."""
    wide = [name for name in entry.figures if name.startswith(WASTE_COLUMN)]
    if not wide:
        yield entry
    for name in wide:
        texts = entry.texts | {"material": name.removeprefix(WASTE_COLUMN).strip()}
        figures = {k: f for k, f in entry.figures.items() if k not in wide}
        at = {k: w for k, w in entry.at.items() if k not in wide}
        figures["amount"], at["amount"] = entry.figures[name], entry.at[name]
        at["material"] = entry.at[name]
        yield replace(entry, texts=texts, figures=figures, at=at)
