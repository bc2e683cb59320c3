"""What may be built: what the scenario says or, where it says nothing, every line."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sim.errors import InputError, Problem
from sim.loader.case import Case
from sim.say.message import message
from sim.scenario.expansion import Expansion
from sim.scenario.region_rows import CANDIDATE
from sim.studies.target.asked import UP_TO, check_up_to


@dataclass(frozen=True)
class Ranges:
    """Who says what may be built."""

    chosen: bool
    """Whether the scenario says nothing, so that every line may grow."""
    up_to: str
    """How far every line may grow then."""
    lines: int
    """Lines that may be built or grow."""
    placeholders: int
    """Those of them that stand for plants which are not known."""
    unpriced: int
    """Lines that may not grow because nobody knows what that would cost."""


def with_ranges(case: Case, asked: str | None, at: str) -> tuple[Case, Ranges]:
    """Return the case with what may be built, and who says so; `at` is where `asked` stands.

    Raises
    ------
    InputError
        How far lines may grow is asked, and cannot be read, or the scenario says so itself.
    """
    if asked is not None:
        check_up_to(asked, at)
    up_to = asked or UP_TO
    lines = case.tables["lines"]
    on = lines[lines["status"].isin(case.scenario.statuses)]
    capex = case.tables["technologies"].set_index("id")["capex"]
    is_priced = on["technology"].map(capex).notna()
    named = {line for entry in case.scenario.expand for line in entry.where["id"]}
    own = on["id"].isin(named) | (on["status"] == CANDIDATE)
    chosen = not case.scenario.expand and not own.any()
    if asked is not None and not chosen:
        what, hint = message("target_up_to_unused"), message("target_up_to_unused_hint")
        raise InputError([Problem(at, what, hint, "unused")])
    open_ = on[is_priced & (on["capacity"] > 0)] if chosen else on[own]
    ranges = Ranges(
        chosen,
        up_to,
        len(open_),
        int((open_["status"] == "placeholder").sum()),
        int((~is_priced).sum()) if chosen else 0,
    )
    if not chosen or open_.empty:
        return case, ranges
    entry = Expansion(where={"id": sorted(map(str, open_["id"]))}, up_to=up_to)
    scenario = case.scenario.model_copy(update={"expand": [entry]})
    return replace(case, scenario=scenario, expand_at=[at]), ranges
