"""The network of a case like another one: of what that has, as long as no route is to be added."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from sim.loader.case import Case
from sim.network.build import keep_possible, keep_reachable, list_relays
from sim.network.credit import credit_levels
from sim.network.exclusions import BORDER_CLOSED
from sim.network.lines import list_rules
from sim.network.passages import Passages
from sim.network.renew import renew
from sim.network.routes import EXCLUDED_COLUMNS, OF_BORDERS
from sim.network.types import Network
from sim.network.ways import may_drop
from sim.scenario.document import Scenario

_SAME = (
    "roles",
    "modes",
    "statuses",
    "choose",
    "expand",
    "tax_storage",
    "year",
    "balanced",
    "spread",
)
"""What of a scenario decides on lines, lots and ways."""


def liken(network: Network, old: Case, case: Case) -> Network | None:
    """Return the network of a case, made of that of an `old` one; None where it has to be built.

    Their tables differ in right-hand sides and prices of markets alone; their scenarios may
    differ in anything. It is what `build_network` finds.
    """
    if network.grows or not network.switches.empty or not _is_like(old.scenario, case.scenario):
        return None
    new = renew(network, old, case)
    if not _has_the_same(network, new):
        return None
    return new if old.scenario.borders == case.scenario.borders else _with_borders(new, case)


def _is_like(old: Scenario, new: Scenario) -> bool:
    """Return whether two scenarios have the same lines, lots and ways."""
    same = all(getattr(old, key) == getattr(new, key) for key in _SAME)
    lots = credit_levels(old) == credit_levels(new)
    return same and lots and may_drop(old) == may_drop(new)


def _has_the_same(network: Network, new: Network) -> bool:
    """Return whether the same wastes arise, and the same lines take part."""
    places = ["zone", "lot"]
    lines = new.lines.index.equals(network.lines.index)
    return lines and new.supply[places].equals(network.supply[places])


def _with_borders(network: Network, case: Case) -> Network | None:
    """Return a network under other border rules; None where they open what it has no route for."""
    rules = Passages(network, case)
    facts, closed = rules.of_routes(case), rules.of_closed(case)
    if closed is None:
        return None
    is_open = facts["open"].to_numpy(bool)
    routes = network.routes.drop(index=facts.index[~is_open])
    for column in OF_BORDERS:
        values = routes[column].copy()
        values[facts.index[is_open]] = facts[column][is_open]
        routes[column] = values.astype(network.routes[column].dtype)
    routes = routes.reset_index(drop=True).rename_axis("route")
    shut = network.routes.loc[facts.index[~is_open], ["origin", "destination", "material", "mode"]]
    shut = shut.assign(reason=BORDER_CLOSED, detail=facts["rule"][~is_open])
    excluded = pd.concat([closed, shut]).drop_duplicates()
    uses = keep_reachable(network.uses, routes, network.makes, network.purchases, set())
    is_whole = len(uses) == len(network.uses)
    return replace(
        network,
        routes=routes,
        excluded=excluded.sort_values(EXCLUDED_COLUMNS, ignore_index=True),
        uses=uses,
        makes=keep_possible(network.makes, uses),
        rules=network.rules if is_whole else list_rules(case, uses, network.contents),
        relays=list_relays(routes, network.makes, network.purchases, set()),
    )
