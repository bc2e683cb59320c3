"""What a finding leans on: assumed data, placeholders, limits that bind, sources."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from sim.report.trust import list_leanings, list_sources
from sim.results.summary import GIVEN, WITHIN_GAP
from sim.say.figures import write_percent
from sim.say.texts import Texts
from sim.studies.brief.subject import Subject
from sim.studies.compare.study import ComparedRun

_PLACEHOLDER = "placeholder"
_MOST_SOURCES = 10
_MOST_LIMITS = 5


def tell_assumed(run: ComparedRun, texts: Texts) -> list[str]:
    """Return what is assumed and how much rests on it, the weightiest first."""
    sentences = list_leanings(run.results.summary, texts)
    lines = run.table("lines")
    taking = lines[(lines["status"] == _PLACEHOLDER) & (lines["uptake_kt_yr"] > 0)]
    uptake = float(lines["uptake_kt_yr"].sum())
    if len(taking) and uptake > 0:
        amount = float(taking["uptake_kt_yr"].sum())
        words = {"amount": texts.amount(amount), "share": write_percent(100 * amount / uptake, 0)}
        sentences.insert(1, texts.say("brief_placeholders", count=len(taking), **words))
    return sentences or [texts.say("brief_no_assumed")]


def tell_limits(run: ComparedRun, texts: Texts) -> list[str]:
    """Return the limits most worth relaxing, each with what that changes."""
    found = []
    for row in run.results.summary.get("additions", [])[:_MOST_LIMITS]:
        name, worth = texts.pick(row, "plain") or texts.pick(row, "name"), texts.pick(row, "worth")
        found.append(texts.say("brief_limit", name=name, worth=worth))
    return found or [texts.say("brief_no_limit")]


def tell_status(run: ComparedRun, texts: Texts) -> Iterator[str]:
    """Yield what is to be said of a plan that is not proved to be the best."""
    keys = {WITHIN_GAP: "brief_not_proved", GIVEN: "brief_given"}
    if key := keys.get(str(run.results.summary.get("status"))):
        yield texts.say(key)


def tell_sources(subject: Subject) -> list[str]:
    """Return the sources of most rows of the runs that are asked about."""
    tables: dict[str, pd.DataFrame] = {}
    for run in subject.asked:
        tables |= run.case.tables
    listing, more = list_sources(tables, subject.texts)
    if listing is None:
        return []
    names = [" ".join(row[0].text.split()) for row in listing.rows]
    left = max(0, len(names) - _MOST_SOURCES) + more
    told = names[:_MOST_SOURCES]
    return [*told, *([subject.texts.say("brief_more_sources", count=left)] if left else [])]
