"""Who gains: by province and by enterprise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

import pandas as pd

from sim.documents.document import Table
from sim.results.balance import sum_payments
from sim.say.figures import MINUS, NOTHING, write_percent
from sim.say.texts import Texts
from sim.studies.brief.subject import Subject
from sim.studies.brief.tables import write_signed
from sim.studies.compare.sentences import write_number
from sim.studies.compare.study import ComparedRun

_MOST = 5
"""Enterprises that gain, and as many that lose."""


def table_gains(run: ComparedRun, subject: Subject) -> Iterator[Table]:
    """Yield what provinces and enterprises have of a run, against the reference if there is one."""
    provinces, owners = _table_provinces(run, subject), _table_owners(run, subject)
    yield from (table for table in (provinces, owners) if table.rows)


def _table_provinces(run: ComparedRun, subject: Subject) -> Table:
    texts, reference = subject.texts, subject.reference
    money, amount = texts.scale("MCNY/yr").unit, texts.scale("kt/yr")
    now = _read_provinces(run)
    columns = {
        texts.say("brief_generated", unit=amount.unit): [
            write_number(amount.of(kt)) for kt in now["generation"]
        ],
        texts.say("brief_net_rate"): list(map(write_percent, now["rate"])),
    }
    balance = {texts.say("brief_balance_of"): _write_money(now["total"], texts)}
    if reference is not None:
        before = _read_provinces(reference).reindex(now.index)
        points = [write_percent(change) for change in now["rate"] - before["rate"]]
        points = [write_signed(text.removesuffix(" %")) for text in points]
        columns[texts.say("brief_rate_change")] = points
        changes = _write_changes(now["total"] - before["total"], texts)
        balance[texts.say("brief_balance_change")] = changes
    names = [
        texts.pick(row, "name") or str(area)
        for area, row in zip(now.index, now.to_dict("records"), strict=True)
    ]
    return _make_table(
        texts.say("brief_provinces_of", money=money),
        {texts.say("brief_province"): names, **columns, **balance},
    )


def _make_table(caption: str, columns: dict[str, list[str]]) -> Table:
    return Table(caption, tuple(columns), tuple(zip(*columns.values(), strict=True)))


def _write_money(values: Iterable[float], texts: Texts) -> list[str]:
    """Return the money of a column in one unit, all with as many digits."""
    return [text.replace("-", MINUS) for text in texts.close_bares(values, "MCNY/yr")]


def _write_changes(values: Iterable[float], texts: Texts) -> list[str]:
    return list(map(write_signed, _write_money(values, texts)))


def _read_provinces(run: ComparedRun) -> pd.DataFrame:
    """Return area x name_en, name_zh, generation, rate (%), total (million CNY) of provinces."""
    areas = run.table("areas")
    areas = areas[areas["level"] == "province"].set_index("area")
    actors = run.table("actors")
    sites = actors[actors["kind"].isin(("generator", "plant", "sink"))]
    total = sites.groupby("province")["amount_MCNY_yr"].sum()
    return pd.DataFrame(
        {
            "name_en": areas["name_en"],
            "name_zh": areas["name_zh"],
            "generation": areas["generation_kt_yr"],
            "rate": areas["utilization_rate_pct"],
            "total": total.reindex(areas.index).fillna(0.0),
        }
    )


def _table_owners(run: ComparedRun, subject: Subject) -> Table:
    """Return the enterprises that gain and lose most; without a reference by what they earn."""
    texts, reference = subject.texts, subject.reference
    frame = _read_owners(run)
    frame = frame.assign(change=frame["total"])
    if reference is not None:
        before = _read_owners(reference)
        frame = frame.reindex(frame.index.union(before.index), fill_value=0.0)
        frame = frame.assign(change=frame["total"].sub(before["total"], fill_value=0.0))
    frame = _pick_extremes(frame)
    called = _name_owners([run, *([reference] if reference else [])], texts)
    names = [called.get(str(owner)) or str(owner) for owner in frame.index]
    columns = {
        texts.say("brief_owner"): names,
        texts.say("brief_for_waste"): _write_money(frame["waste"], texts),
        texts.say("brief_balance_of"): _write_money(frame["total"], texts),
    }
    if reference is not None:
        columns[texts.say("brief_balance_change")] = _write_changes(frame["change"], texts)
    key = "brief_owners_of" if reference else "brief_owners_alone"
    return _make_table(texts.say(key, money=texts.scale("MCNY/yr").unit), columns)


def _pick_extremes(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the largest gains, then those of the largest losses."""
    ordered = frame.sort_values("change", kind="stable")
    losses = ordered[ordered["change"] < -NOTHING].head(_MOST)
    gains = ordered[ordered["change"] > NOTHING].tail(_MOST)
    return pd.concat([gains[::-1], losses])


def _read_owners(run: ComparedRun) -> pd.DataFrame:
    """Return owner x waste, total (million CNY); sites without an owner are left out."""
    sums = sum_payments(run.table("actors"), "owner").set_index("unit")
    return sums.loc[sums.index.astype(str) != "", ["waste", "total"]]


def _name_owners(runs: list[ComparedRun], texts: Texts) -> dict[str, str]:
    rows = chain.from_iterable(run.table("areas").to_dict("records") for run in runs)
    return {str(r["area"]): texts.pick(r, "name") for r in rows if r["level"] == "owner"}
