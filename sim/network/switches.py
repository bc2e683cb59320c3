"""What is to be opened or not: lines and sinks that cost something, or must do much, if used."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from sim.loader.case import Case
from sim.rules.joins import join

SWITCH = ["kind", "id", "option"]
"""What tells a switch: the kind of thing, its id, and which way of opening it."""
LINES, SINKS, BUILDS = "lines", "sinks", "builds"
FIGURES = ["fixed_MCNY_yr", "opening_MCNY", "payment_MCNY_yr", "most_kt_yr", "least_kt_yr"]
"""What a switch costs a year, up front, and that a year; what it allows, and asks for, if open."""
OPEN = "open"
"""The option of what is opened in one way only."""
NOTHING = ""
"""Kind, id and option in the row of an entry of `choose` that counts no switch."""


def switch_tables(
    case: Case,
    lines: pd.DataFrame,
    expansions: pd.DataFrame,
    sinks: pd.DataFrame,
    come: Callable[[], pd.Series[float]],
) -> dict[str, pd.DataFrame]:
    """Return the tables `switches` and `choices` of a network.

    `come` finds what can come to each destination, kt/yr.
    """
    switches = list_switches(case, lines, expansions, sinks, come)
    return {"switches": switches, "choices": list_choices(case, switches)}


def list_switches(
    case: Case,
    lines: pd.DataFrame,
    expansions: pd.DataFrame,
    sinks: pd.DataFrame,
    come: Callable[[], pd.Series[float]],
) -> pd.DataFrame:
    """Return kind, id, option and `FIGURES` of every switch.

    What can `come` to a sink bounds one without a capacity: sought only where one may be opened.
    """
    chosen = _chosen(case)
    own = lines[
        (lines["fixed_MCNY_yr"] > 0)
        | (lines["if_used"] & (lines["min_load"] > 0))
        | lines.index.isin(chosen[LINES])
    ]
    of_lines = pd.DataFrame(
        {
            "kind": LINES,
            "id": own.index.to_numpy(object),
            "fixed_MCNY_yr": own["fixed_MCNY_yr"].to_numpy(float),
            "most_kt_yr": most_available(own, expansions).to_numpy(float),
            "least_kt_yr": own["min_load_kt_yr"].where(own["if_used"], 0.0).to_numpy(float),
        }
    )
    stated = case.tables["sinks"].set_index("id")["fixed_cost"].reindex(sinks.index).fillna(0.0)
    some = sinks[(stated > 0) | sinks.index.isin(chosen[SINKS])]
    coming = come().reindex(some.index).fillna(0.0) if len(some) else some["capacity_kt_yr"]
    of_sinks = pd.DataFrame(
        {
            "kind": SINKS,
            "id": some.index.to_numpy(object),
            "fixed_MCNY_yr": stated.reindex(some.index).to_numpy(float),
            "most_kt_yr": coming.clip(upper=some["capacity_kt_yr"].fillna(float("inf"))).to_numpy(),
            "least_kt_yr": 0.0,
        }
    )
    of_builds = _builds(expansions, chosen[BUILDS])
    all_kinds = pd.concat([of_lines, of_sinks, of_builds], ignore_index=True).assign(option=OPEN)
    all_kinds = all_kinds.reindex(columns=[*SWITCH, *FIGURES])
    all_kinds[FIGURES] = all_kinds[FIGURES].astype(float).fillna(0.0)
    return all_kinds.sort_values(SWITCH, ignore_index=True)


def _builds(expansions: pd.DataFrame, chosen: set[str]) -> pd.DataFrame:
    """Return the switches of what is built at all or not."""
    asked = (expansions["at_least_kt_yr"] > 0) | (expansions["opening_MCNY"] > 0)
    some = expansions[asked | expansions["line"].isin(chosen)]
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


def has_switches(case: Case) -> bool:
    """Return whether there is something to be opened or not."""
    lines, sinks = case.tables["lines"], case.tables["sinks"]
    costs = (lines["fixed_cost"] > 0).any() or (sinks["fixed_cost"] > 0).any()
    loads = (lines["if_used"] & (lines["min_load"] > 0)).any()
    builds = any(e.at_least or e.opening for e in case.scenario.expand)
    return bool(case.scenario.choose or costs or loads or builds)


def most_available(lines: pd.DataFrame, expansions: pd.DataFrame) -> pd.Series[float]:
    """Return what each line can run at most, kt/yr: today's capacity and all that may be built."""
    more = expansions["up_to_kt_yr"] * expansions["availability"]
    built = pd.Series(more.to_numpy(float), index=expansions["line"])
    return lines["available_kt_yr"] + built.reindex(lines.index).fillna(0.0)


def _chosen(case: Case) -> dict[str, set[str]]:
    """Return kind -> ids that entries of `choose` speak of."""
    found: dict[str, set[str]] = {LINES: set(), SINKS: set(), BUILDS: set()}
    for entry, ids in zip(case.scenario.choose, case.picked, strict=True):
        found[entry.of] |= set(ids)
    return found


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


def most_coming(
    routes: pd.DataFrame,
    supply: pd.DataFrame,
    lines: pd.DataFrame,
    expansions: pd.DataFrame,
    shares: pd.DataFrame,
    uses: pd.DataFrame,
    makes: pd.DataFrame,
) -> pd.Series[float]:
    """Return what can come to each destination at most, kt/yr."""
    able = most_available(lines, expansions)
    most = most_carried(routes, supply, able, shares, uses, makes)
    return most.groupby(routes["destination"]).sum()


def most_carried(
    routes: pd.DataFrame,
    supply: pd.DataFrame,
    able: pd.Series[float],
    shares: pd.DataFrame,
    uses: pd.DataFrame,
    makes: pd.DataFrame,
) -> pd.Series[float]:
    """Return what each route can carry at most, kt/yr: what its origin has and its end can use.

    `able` is what each line can run at most.
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
    begin = there.reindex(pd.MultiIndex.from_frame(routes[["origin", "lot"]])).to_numpy()
    end = taken.reindex(pd.MultiIndex.from_frame(routes[["destination", "lot"]])).to_numpy()
    out = pd.Series(begin, index=routes.index)
    into_plant = routes["destination_kind"] == "plant"
    return out.where(~into_plant, out.clip(upper=pd.Series(end, index=routes.index)))
