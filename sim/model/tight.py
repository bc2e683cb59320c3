"""Rows that every plan obeys and that help a search for what to open: they bound it from the start.

`line_open` and `sink_open` say what an open line or sink can take in all. That what one origin
sends there is no more than it has, if open, follows from them for whole switches, and says far more
where a switch is a half (the strong formulation of facility location).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from scipy.sparse import csc_array, csr_array, vstack

from sim.model.arrays import Arrays
from sim.model.build import Programme
from sim.network import Network
from sim.network.switches import LINES, LINKS, SINKS, most_available, most_carried
from sim.rules.tables import Ints


def tighten(programme: Programme) -> Arrays:
    """Return the programme with the rows of `served_if_open` behind its own."""
    arrays, rows = programme.arrays, served_if_open(programme)
    many = rows.shape[0]
    matrix = csc_array(vstack([arrays.matrix, rows]))
    matrix.sort_indices()
    matrix.indices, matrix.indptr = matrix.indices.astype(np.int32), matrix.indptr.astype(np.int32)
    return replace(
        arrays,
        matrix=matrix,
        lower=np.concatenate([arrays.lower, np.full(many, -np.inf)]),
        upper=np.concatenate([arrays.upper, np.zeros(many)]),
        row_names=[*arrays.row_names, *(("served_if_open", (i,)) for i in range(many))],
    )


def served_if_open(programme: Programme) -> Any:
    """Return rows `ship - most x sum(on) <= 0` (sparse), one a route to where all must be opened.

    A route to a plant has one if every line there that takes its lot has a switch; a route has one
    for each link with a switch that it goes over.
    """
    network, columns = programme.network, programme.columns
    takers = _takers(network)
    routes = network.routes[["destination", "lot"]].reset_index()
    able = most_available(network.lines, network.expansions)
    most = most_carried(
        network.routes, network.supply, able, network.shares, network.uses, network.makes
    )
    pairs = routes.merge(takers, on=["destination", "lot"])
    number = pd.Series(pd.factorize(pairs["route"])[0], index=pairs.index)
    over = _over_links(network)
    both = pd.concat([pairs.assign(row=number), over.assign(row=len(pairs) + over.index)])
    both["row"] = pd.factorize(both["row"])[0]
    served = both.drop_duplicates("row")
    ship: Ints = columns.find("ship", served[["route"]])
    on: Ints = columns.find("on", both[["kind", "id", "option"]])
    size = most.reindex(both["route"]).to_numpy(float)
    entries = np.concatenate([np.ones(len(served)), -size])
    rows = np.concatenate([served["row"], both["row"]])
    one = csr_array((entries, (rows, np.concatenate([ship, on]))), (len(served), columns.count))
    return _of_every_period(one, len(network.periods))


def _over_links(network: Network) -> pd.DataFrame:
    """Return route, kind, id, option of routes over links with a switch, one row a link."""
    of_links = network.switches.loc[network.switches["kind"] == LINKS, ["kind", "id", "option"]]
    if of_links.empty:
        return of_links.assign(route=0)
    over = network.routes["over"].str.split().explode().dropna().astype(int)
    table = pd.DataFrame({"route": over.index, "id": network.links["name"].reindex(over)})
    return table.merge(of_links, on="id").reset_index(drop=True)


def _takers(network: Network) -> pd.DataFrame:
    """Return destination, lot, kind, id, option of what takes a lot where all of it is switched."""
    switches = network.switches[["kind", "id", "option"]]
    of_lines = switches[switches["kind"] == LINES]
    uses = network.uses[["plant", "lot", "line"]].drop_duplicates()
    uses = uses.merge(of_lines, left_on="line", right_on="id", how="left")
    free = uses.loc[uses["id"].isna(), ["plant", "lot"]].drop_duplicates().assign(free=True)
    bound = uses.merge(free, on=["plant", "lot"], how="left")
    bound = bound[bound["free"].isna()].rename(columns={"plant": "destination"})
    into = network.routes.loc[network.routes["destination_kind"] == "sink", ["destination", "lot"]]
    of_sinks = into.drop_duplicates().merge(
        switches[switches["kind"] == SINKS], left_on="destination", right_on="id"
    )
    return pd.concat([bound, of_sinks])[["destination", "lot", "kind", "id", "option"]]


def _of_every_period(rows: Any, many: int) -> Any:
    """Return the rows for every period: column c of period t is c x many + t."""
    found = rows.tocoo()
    at = [found.coords[i][:, None] * many + np.arange(many) for i in range(2)]
    shape = rows.shape[0] * many, rows.shape[1] * many
    places = at[0].ravel(), at[1].ravel()
    return csr_array((np.repeat(found.data, many), places), shape=shape)
