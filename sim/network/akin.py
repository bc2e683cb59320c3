"""The network of a case like another one: of what that has, as long as no route is to be added."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from sim.loader.case import Case
from sim.network.build import keep_possible, keep_reachable, list_relays, select_nodes
from sim.network.credit import credit_levels
from sim.network.exclusions import BEATEN, BORDER_CLOSED
from sim.network.lines import list_rules
from sim.network.renew import renew
from sim.network.routes import EXCLUDED_COLUMNS, OF_BORDERS, Nodes, meet_borders
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
_FIXED = ("storage", "sale")
"""Roles of the routes that no border rule speaks of."""


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
    nodes = select_nodes(case)
    shut = _meet_again(network.excluded, case, nodes)
    if shut is None:
        return None
    bound = network.routes[~network.routes["role"].isin(_FIXED)]
    facts = meet_borders(case, nodes, bound)
    is_open = facts["open"].to_numpy(bool)
    routes = network.routes.drop(index=bound.index[~is_open])
    for column in OF_BORDERS:
        values = routes[column].copy()
        values[bound.index[is_open]] = facts[column][is_open]
        routes[column] = values.astype(network.routes[column].dtype)
    routes = routes.reset_index(drop=True).rename_axis("route")
    closed = bound[~is_open][["origin", "destination", "material", "mode"]].assign(
        reason=BORDER_CLOSED, detail=facts["rule"][~is_open]
    )
    excluded = pd.concat([shut, closed]).drop_duplicates()
    uses = keep_reachable(network.uses, routes, network.makes, network.purchases, set())
    return replace(
        network,
        routes=routes,
        excluded=excluded.sort_values(EXCLUDED_COLUMNS, ignore_index=True),
        uses=uses,
        makes=keep_possible(network.makes, uses),
        rules=network.rules
        if len(uses) == len(network.uses)
        else list_rules(case, uses, network.contents),
        relays=list_relays(routes, network.makes, network.purchases, set()),
    )


def _meet_again(excluded: pd.DataFrame, case: Case, nodes: Nodes) -> pd.DataFrame | None:
    """Return what was excluded under the rules of a case; None where some of it is open now."""
    met = excluded["reason"].isin((BORDER_CLOSED, BEATEN))
    to_sink = excluded["destination"].isin(nodes.sinks.index)
    role = np.where(to_sink, "disposal", "utilization")
    facts = meet_borders(case, nodes, excluded.assign(role=role)[met])
    is_open = facts["open"].to_numpy(bool)
    was_closed = (excluded.loc[met, "reason"] == BORDER_CLOSED).to_numpy()
    if (is_open & was_closed).any():
        return None
    again = excluded.copy()
    closed = facts.index[~is_open]
    again.loc[closed, "reason"] = BORDER_CLOSED
    again.loc[closed, "detail"] = facts.loc[closed, "rule"]
    return again
