"""Every metric stands in the reference as a scenario writes it, under each key it may stand at."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from sim.errors import InputError
from sim.loader import load_case
from sim.network import build_network
from sim.rules.metrics import IN_DOCUMENT, METRICS
from sim.solve import Session
from tests.test_metrics_everywhere import write_region

PAGE = Path(__file__).parents[1] / "docs" / "reference.md"
UNITS = {"share": "%"}
KEYS = ("maximize", "minimize", "floor", "cap")


def listed() -> list[tuple[str, str, dict[str, str], list[str]]]:
    """Return metric, unit, what a scenario writes for it and the keys it may stand at."""
    text = PAGE.read_text(encoding="utf-8").partition("\n## Metrics\n")[2].partition("\n## ")[0]
    lines = [line for line in text.splitlines() if line.startswith("| `")]
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines]
    found = []
    for name, unit, _en, _zh, written, keys, _scope in rows:
        first, *rest = re.findall(r"`([^`]+)`", written)
        extra = dict(part.split(": ") for part in rest if ": " in part)
        found.append((name.strip("`"), unit, {"": first, **extra}, re.findall(r"`(\w+)`", keys)))
    return found


ROWS = listed()


def entry(key: str, written: dict[str, str], unit: str) -> dict[str, Any]:
    """Return the scenario's keys for one metric at one key."""
    name, by = written[""], {k: v for k, v in written.items() if k}
    if key in ("maximize", "minimize"):
        return {"objective": [{key: name, **by}]}
    amount = {"floor": "0", "cap": "100" if unit == "share" else "100000"}[key]
    return {"limits": [{key: name, "at": f"{amount} {UNITS.get(unit, unit)}", **by}]}


def test_the_page_lists_the_registry() -> None:
    """Every metric, and with them every name that a scenario may write."""
    assert [row[0] for row in ROWS] == list(METRICS)
    assert {row[2][""] for row in ROWS} == set(IN_DOCUMENT)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_scenario_takes_it_as_listed(
    row: tuple[str, str, dict[str, str], list[str]], tmp_path: Path
) -> None:
    """Each key it may stand at loads and means this metric; the others are refused."""
    name, unit, written, keys = row
    for key in KEYS:
        path = write_region(tmp_path, METRICS[name], **entry(key, written, unit))
        if key not in keys:
            with pytest.raises(InputError):
                load_case(path)
            continue
        scenario = load_case(path).scenario
        assert name in scenario.metrics
    best = "maximize" if METRICS[name].better == "high" else "minimize"
    path = write_region(tmp_path, METRICS[name], **entry(best, written, unit))
    assert Session(build_network(load_case(path))).solve().stages[0].metric == name
