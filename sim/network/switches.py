"""What is to be opened or not: what costs something if used, or must do much then."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
import pandas as pd

from sim.loader.case import Case
from sim.rules.joins import join
from sim.rules.openings import OPEN

__all__ = ["BUILDS", "LINES", "LINKS", "OPEN", "SINKS", "SWITCH"]
SWITCH = ["kind", "id", "option"]
"""What tells a switch: the kind of thing, its id, and which way of opening it."""
LINES, SINKS, LINKS, BUILDS = "lines", "sinks", "links", "builds"
FIGURES = ["fixed_MCNY_yr", "opening_MCNY", "payment_MCNY_yr", "most_kt_yr", "least_kt_yr"]
"""What a switch costs a year, up front, and that a year; what it allows, and asks for, if open."""
NOTHING = ""
"""Kind, id and option in the row of an entry of `choose` that counts no switch."""


def switch_tables(
    case: Case,
    sizes: pd.DataFrame,
    sinks: pd.DataFrame,
    links: pd.DataFrame,
    routes: pd.DataFrame,
    supply: pd.DataFrame,
    lines: pd.DataFrame,
    expansions: pd.DataFrame,
    *recipes: pd.DataFrame,
) -> dict[str, pd.DataFrame]:
    """Return the tables `sizes`, `switches` and `choices` of a network.

    `recipes` are the tables of shares, uses and makes.
    """

    @cache
    def come() -> pd.Series[float]:
        """Return what each route can carry at most: sought only where that bounds something."""
        return most_carried(routes, supply, most_available(lines, expansions), *recipes)

    frames = [
        _lines(lines, expansions, case.chosen(LINES)).assign(option=OPEN),
        _sinks(case, sinks, routes, come).assign(option=OPEN),
        _links(links, case.chosen(LINKS), routes, come).assign(option=OPEN),
        _builds(expansions, case.chosen(BUILDS)).assign(option=OPEN),
        _classes(expansions, sizes),
    ]
    columns = [*SWITCH, *FIGURES]
    switches = pd.concat([frame.reindex(columns=columns) for frame in frames], ignore_index=True)
    switches[FIGURES] = switches[FIGURES].astype(float).fillna(0.0)
    switches = switches.sort_values(SWITCH, ignore_index=True)
    return {"sizes": sizes, "switches": switches, "choices": list_choices(case, switches)}


def _lines(lines: pd.DataFrame, expansions: pd.DataFrame, chosen: set[str]) -> pd.DataFrame:
    """Return the switches of lines."""
    own = lines[
        (lines["fixed_MCNY_yr"] > 0)
        | (lines["if_used"] & (lines["min_load"] > 0))
        | lines.index.isin(chosen)
    ]
    return pd.DataFrame(
        {
            "kind": LINES,
            "id": own.index.to_numpy(object),
            "fixed_MCNY_yr": own["fixed_MCNY_yr"].to_numpy(float),
            "most_kt_yr": most_available(own, expansions).to_numpy(float),
            "least_kt_yr": own["min_load_kt_yr"].where(own["if_used"], 0.0).to_numpy(float),
        }
    )


def _sinks(
    case: Case, sinks: pd.DataFrame, routes: pd.DataFrame, come: Callable[[], pd.Series[float]]
) -> pd.DataFrame:
    """Return the switches of sinks: what can `come` bounds one without a capacity."""
    stated = case.tables["sinks"].set_index("id")["fixed_cost"].reindex(sinks.index).fillna(0.0)
    some = sinks[(stated > 0) | sinks.index.isin(case.chosen(SINKS))]
    if some.empty:
        return pd.DataFrame()
    coming = come().groupby(routes["destination"]).sum().reindex(some.index).fillna(0.0)
    return pd.DataFrame(
        {
            "kind": SINKS,
            "id": some.index.to_numpy(object),
            "fixed_MCNY_yr": stated.reindex(some.index).to_numpy(float),
            "most_kt_yr": coming.clip(upper=some["capacity_kt_yr"].fillna(np.inf)).to_numpy(),
        }
    )


def _links(
    links: pd.DataFrame,
    chosen: set[str],
    routes: pd.DataFrame,
    come: Callable[[], pd.Series[float]],
) -> pd.DataFrame:
    """Return the switches of links: what can `come` by routes over it bounds one without end."""
    some = links[(links["fixed_MCNY_yr"] > 0) | links["name"].isin(chosen)]
    if some.empty:
        return pd.DataFrame()
    over = routes["over"].str.split().explode().dropna()
    coming = come().reindex(over.index).groupby(over.astype(int).to_numpy()).sum()
    most = coming.reindex(some.index).fillna(0.0)
    return pd.DataFrame(
        {
            "kind": LINKS,
            "id": some["name"].to_numpy(object),
            "fixed_MCNY_yr": some["fixed_MCNY_yr"].to_numpy(float),
            "most_kt_yr": most.clip(upper=some["capacity_kt_yr"].fillna(np.inf)).to_numpy(float),
        }
    )


def _builds(expansions: pd.DataFrame, chosen: set[str]) -> pd.DataFrame:
    """Return the switches of what is built at all or not."""
    asked = (expansions["at_least_kt_yr"] > 0) | (expansions["opening_MCNY"] > 0)
    some = expansions[~expansions["by_size"] & (asked | expansions["line"].isin(chosen))]
    return pd.DataFrame(
        {
            "kind": BUILDS,
            "id": some["line"],
            "opening_MCNY": some["opening_MCNY"],
            "payment_MCNY_yr": some["payment_MCNY_yr"],
            "most_kt_yr": some["up_to_kt_yr"],
            "least_kt_yr": some["at_least_kt_yr"],
        }
    )


def _classes(expansions: pd.DataFrame, sizes: pd.DataFrame) -> pd.DataFrame:
    """Return the switches of size classes: what is built is in one of them."""
    once = expansions.set_index("line")[["opening_MCNY", "payment_MCNY_yr"]]
    return pd.DataFrame(
        {
            "kind": BUILDS,
            "id": sizes["line"],
            "option": sizes["option"],
            "most_kt_yr": sizes["to_kt_yr"],
            "least_kt_yr": sizes["from_kt_yr"],
            **{figure: once[figure].reindex(sizes["line"]).to_numpy(float) for figure in once},
        }
    )


def has_switches(case: Case) -> bool:
    """Return whether there is something to be opened or not, or to be built in whole steps."""
    lines, paying = case.tables["lines"], ("lines", "sinks", "links")
    costs = any((case.tables[table]["fixed_cost"] > 0).any() for table in paying)
    loads = (lines["if_used"] & (lines["min_load"] > 0)).any()
    asked = ((e.at_least, e.opening, e.step, e.scale) for e in case.scenario.expand)
    builds = any(any(keys) for keys in asked)
    return bool(case.scenario.choose or costs or loads or builds)


def most_available(lines: pd.DataFrame, expansions: pd.DataFrame) -> pd.Series[float]:
    """Return what each line can run at most, kt/yr: today's capacity and all that may be built."""
    more = expansions["up_to_kt_yr"] * expansions["availability"]
    built = pd.Series(more.to_numpy(float), index=expansions["line"])
    return lines["available_kt_yr"] + built.reindex(lines.index).fillna(0.0)


def list_choices(case: Case, switches: pd.DataFrame) -> pd.DataFrame:
    """Return entry, kind, id, option, least and most: which switches an entry of `choose` counts.

    Of what takes no part there is no switch; it counts as closed. An entry that counts no switch
    has one row with blanks for it: what it asks for holds all the same.
    """
    frames = [pd.DataFrame(columns=["entry", *SWITCH, "least", "most"])]
    for number, (entry, ids) in enumerate(zip(case.scenario.choose, case.picked, strict=True)):
        of = switches.loc[(switches["kind"] == entry.of) & switches["id"].isin(ids), SWITCH]
        counted = of if len(of) else pd.DataFrame({name: [NOTHING] for name in SWITCH})
        name = name_entry(number, entry.of)
        frames.append(counted.assign(entry=name, least=entry.least, most=entry.most))
    return pd.concat(frames[1:] or frames, ignore_index=True)[frames[0].columns]


def name_entry(number: int, of: str) -> str:
    """Return the index of the rows of an entry of `choose`.

    >>> name_entry(0, "lines")
    '1:lines'
    """
    return f"{number + 1}:{of}"


def most_carried(
    routes: pd.DataFrame,
    supply: pd.DataFrame,
    able: pd.Series[float],
    shares: pd.DataFrame,
    uses: pd.DataFrame,
    makes: pd.DataFrame,
) -> pd.Series[float]:
    """Return what each route can carry at most, kt/yr: what its origin has and its end can use.

    `able` is what each line can run at most. An origin has nothing of a lot that no line there
    makes: at a station that passes things on, of what never comes there.
    """
    used = join(uses, shares[["line", "recipe", "material", "max"]], ["line", "recipe", "material"])
    used = used.assign(kt=used["max"] * able.reindex(used["line"]).to_numpy())
    taken = used.groupby(["plant", "lot"])["kt"].sum()
    per = used.set_index(["line", "recipe", "lot"])["kt"]
    of_input = per.reindex(pd.MultiIndex.from_frame(makes[["line", "recipe", "per"]])).to_numpy()
    runs = able.reindex(makes["line"]).to_numpy()
    base = pd.Series(of_input, index=makes.index).where(makes["per"] != "activity", runs)
    made = (makes["amount"] * base).groupby([makes["plant"], makes["lot"]]).sum()
    has = supply["generation_kt_yr"] + supply["legacy_limit_kt_yr"]
    there = pd.concat([has.groupby([supply["zone"], supply["lot"]]).sum(), made])
    begin = there.reindex(pd.MultiIndex.from_frame(routes[["origin", "lot"]]))
    end = taken.reindex(pd.MultiIndex.from_frame(routes[["destination", "lot"]])).to_numpy()
    out = pd.Series(begin.fillna(0.0).to_numpy(), index=routes.index)
    into_plant = routes["destination_kind"] == "plant"
    return out.where(~into_plant, out.clip(upper=pd.Series(end, index=routes.index)))
