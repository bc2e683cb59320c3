"""A note on the rates at which amounts in other currencies were taken."""

from __future__ import annotations

from sim.loader.case import Case
from sim.say import say
from sim.scenario.currency import YEAR


def note_rates(case: Case) -> dict[str, str] | None:
    """Return the rates in words, en and zh; None where everything is in yuan."""
    rates = dict(case.scenario.currency or {})
    year = rates.pop(YEAR, None)
    if not rates:
        return None
    return {
        language: say(
            "currency_note",
            language,
            rates=say("list_comma", language).join(
                say("currency_one", language, code=code, rate=f"{rate:.10g}")
                for code, rate in rates.items()
            ),
            year=say("currency_of", language, year=year) if year else "",
        )
        for language in ("en", "zh")
    }
