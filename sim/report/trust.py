"""How far the figures can be trusted: verification, assumptions, confidence, sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from sim.draw.marginalia import read_kpis
from sim.report.listing import Cell, Listing, head, text
from sim.report.names import name_check
from sim.results.summary_file import Summary
from sim.results.unchecked import name_technology
from sim.say.figures import write_percent
from sim.say.texts import Texts

MOST_SOURCES = 60
_LARGEST = 10
_CONFIDENCE = ("published", "derived", "assumed")


@dataclass(frozen=True)
class Verdict:
    """What the verification found, in a sentence, and check by check."""

    passed: bool
    sentence: str
    checks: Listing | None = None


def judge(verification: Mapping[str, Any] | None, texts: Texts) -> Verdict:
    """Return the verdict of `verification.json`; without one the run counts as not verified."""
    if not verification:
        return Verdict(False, texts.say("report_no_verification"))
    checks = verification["checks"]
    failed = sum(1 for check in checks if not check["passed"])
    passed = bool(verification["passed"]) and not failed
    if passed:
        compared = sum(int(check["compared"]) for check in checks)
        words = {"count": len(checks), "compared": f"{compared:,}"}
        sentence = texts.say("report_verified", **words)
    else:
        sentence = texts.say("report_not_verified", count=failed, all=len(checks))
    return Verdict(passed, sentence, _list_checks(checks, texts))


def _list_checks(checks: Iterable[Mapping[str, Any]], texts: Texts) -> Listing:
    numbers = ("compared", "worst", "tolerance")
    columns = head("check", "status", *numbers, texts=texts, numbers=numbers)
    rows = []
    for check in checks:
        state = "passed" if check["passed"] else "failed"
        rows.append(
            [
                text(name_check(check["name"], texts)),
                Cell(texts.say(f"report_{state}"), color=state),
                Cell(f"{int(check['compared']):,}", float(check["compared"])),
                *(
                    Cell(f"{float(check[key]):.1e}" if check[key] else "0", float(check[key]))
                    for key in ("worst", "tolerance")
                ),
            ]
        )
    return Listing("checks", columns, rows)


def list_leanings(summary: Summary, texts: Texts) -> list[str]:
    """Return what the result leans on, as sentences; the weightiest first."""
    kpis = read_kpis(summary)
    whole = {"lines": kpis.get("uptake", 0.0), "generation": kpis.get("generation", 0.0)}
    sentences = []
    for row in summary.get("assumed_inputs", []):
        table, count, kt = str(row["table"]), int(row["assumed_rows"]), row.get("kt_yr")
        if table in whole and kt is not None and whole[table] > 0:
            share = write_percent(100 * kt / whole[table], 0)
            words = {"count": count, "amount": texts.amount(kt), "share": share}
            sentences.append(texts.say(f"report_leans_{table}", **words))
        else:
            words = {
                "table": texts.word("report_table", table),
                "count": count,
                "all": row.get("of", count),
            }
            sentences.append(texts.say("report_leans_other", **words))
    return sentences


def list_assumed_lines(lines: pd.DataFrame, texts: Texts) -> Listing | None:
    """Return the lines of assumed capacity that take in most."""
    if "confidence" not in lines:
        return None
    weak = lines[(lines["confidence"] == "assumed") & (lines["uptake_kt_yr"] > 0)]
    weak = weak.sort_values(["uptake_kt_yr", "line"], ascending=[False, True]).head(_LARGEST)
    if weak.empty:
        return None
    columns = head("plant", "technology", "taken", texts=texts, numbers=("taken",))
    rows = [
        [
            text(texts.pick(row, "plant_name") or row["plant"], "data"),
            text(name_technology(row, texts), "data"),
            Cell(texts.amount(row["uptake_kt_yr"]), float(row["uptake_kt_yr"])),
        ]
        for row in weak.to_dict("records")
    ]
    return Listing("assumed-lines", columns, rows)


def tally_confidence(inputs: Mapping[str, pd.DataFrame], texts: Texts) -> Listing:
    """Return for every input table how many rows are published, derived, assumed or unstated."""
    numbers = (*_CONFIDENCE, "unstated", "rows", "share_assumed")
    columns = head("table", *numbers, texts=texts, numbers=numbers)
    rows = []
    for name, frame in inputs.items():
        if "confidence" not in frame or frame.empty:
            continue
        counts = frame["confidence"].value_counts()
        known = [int(counts.get(word, 0)) for word in _CONFIDENCE]
        share = known[-1] / len(frame)
        figures = [*known, len(frame) - sum(known), len(frame)]
        rows.append(
            [
                text(texts.word("report_table", name)),
                *(Cell(f"{n:,}" if n else "–", float(n)) for n in figures),
                Cell(write_percent(100 * share, 0), share, share=share, color="assumed"),
            ]
        )
    return Listing("confidence", columns, rows)


def list_sources(inputs: Mapping[str, pd.DataFrame], texts: Texts) -> tuple[Listing | None, int]:
    """Return the sources named in the tables by the rows that rest on them, and how many more."""
    parts = [
        frame["source"].dropna().astype(str).str.strip().to_frame().assign(table=name)
        for name, frame in inputs.items()
        if "source" in frame
    ]
    cited = pd.concat(parts) if parts else pd.DataFrame(columns=["source", "table"])
    cited = cited[cited["source"] != ""]
    if cited.empty:
        return None, 0
    grouped = cited.groupby("source")["table"].agg(["size", "unique"])
    grouped = grouped.sort_values("size", ascending=False, kind="stable")
    columns = head("source", "rows", "table", texts=texts, numbers=("rows",))
    rows = [
        [
            text(source, "data"),
            Cell(f"{int(row['size']):,}", float(row["size"])),
            text(texts.join(texts.word("report_table", t) for t in row["unique"])),
        ]
        for source, row in grouped.head(MOST_SOURCES).iterrows()
    ]
    return Listing("sources", columns, rows, find=True), max(0, len(grouped) - MOST_SOURCES)
