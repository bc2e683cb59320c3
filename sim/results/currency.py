"""A note on the rates at which amounts in other currencies were taken."""

from __future__ import annotations

from sim.loader.case import Case
from sim.say.message import in_both, listed, message
from sim.scenario.currency import YEAR


def note_rates(case: Case) -> dict[str, str] | None:
    """Return the rates in words, en and zh; None where everything is in yuan."""
    rates = dict(case.scenario.currency or {})
    year = rates.pop(YEAR, None)
    if not rates:
        return None
    told = listed(message("currency_one", code=c, rate=f"{r:.10g}") for c, r in rates.items())
    of_year = message("currency_of", year=year) if year else ""
    return in_both(message("currency_note", rates=told, year=of_year))
