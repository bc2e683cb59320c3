"""The plan of all players together: what each one books in it, and is credited with."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.model.tight import tighten
from sim.network import Network
from sim.network.players import Players
from sim.results.credit import tabulate_wastes
from sim.rules.metrics import NET_COST_OF
from sim.rules.metrics.cost import part_of
from sim.scenario.document import Stage
from sim.solve import Session
from sim.solve.arrays import Floats
from sim.solve.mixed import open_engine, run_settled
from sim.solve.production import Production

MOST_USED = (Stage(maximize="net_utilized"), Stage(minimize="net_cost"))
LEAST_COST = (Stage(minimize="net_cost"),)


@dataclass(frozen=True)
class JointPlans:
    """What the two joint plans, one a measure, leave with each player before any payment."""

    accounts: pd.DataFrame
    """Player x part of the net cost, million CNY/yr; revenue positive, costs negative."""
    credited: Floats
    """Net utilized waste of each player's generators, kt/yr, in the plan that uses the most."""

    @property
    def earned(self) -> Floats:
        """Return the net benefit that each player books, million CNY/yr."""
        return self.accounts.sum(axis=1).to_numpy(float)


def plan_together(session: Session, players: Players, production: Production) -> JointPlans:
    """Return what each player books in the plan of greatest benefit, and is credited with in
    that of greatest use.

    Costs and revenue stand where they occur: transport, fees and border costs with the origin
    (a plant's sales too), processing and purchases with the plant. Nothing is paid for waste.
    """
    progress = session.search(LEAST_COST, {}, session.form)
    assert progress.optimum is not None
    columns = progress.optimum.columns
    parts: dict[str, Floats] = {}
    for part, sign in NET_COST_OF:
        booked = -sign * session.form(part.name).vector * columns
        parts[part_of(part)] = _book(production, booked)
    parts["capex"] = parts["capex"] + production.measures["net_benefit"].constants
    accounts = pd.DataFrame(parts, index=pd.Index(players.names, name="player"))
    return JointPlans(accounts, _credit(session, players))


def _book(production: Production, booked: Floats) -> Floats:
    """Return what is in each player's books of an amount a column."""
    is_owned = production.owner >= 0
    count = len(production.players)
    own = np.bincount(production.owner[is_owned], booked[is_owned], count).astype(float)
    for column, part in production.shared.items():
        own += booked[column] * part
    return own


def _credit(session: Session, players: Players) -> Floats:
    plan = session.solve(MOST_USED)
    wastes = tabulate_wastes(session.network, plan)
    owner = [players.nodes[zone] for zone in wastes["zone"]]
    sums = wastes["net_utilized_kt_yr"].groupby(owner).sum()
    return sums.reindex(list(players.names)).fillna(0.0).to_numpy(float)


def values_of(network: Network) -> dict[str, float]:
    """Return what a network is worth as a whole, in both measures."""
    session = Session(network)
    found = {}
    for name, stage in (("net_utilized", MOST_USED[0]), ("net_benefit", LEAST_COST[0])):
        value = _best_of(session, stage)
        found[name] = value if name == "net_utilized" else -value
    return found


def _best_of(session: Session, stage: Stage) -> float:
    """Return the best value of a stage; which of equal plans has it does not matter."""
    if not session.chooses:
        return session.search([stage], {}, session.form).stages[0].value
    form = session.form(stage.metric)
    engine = open_engine(tighten(session.programme), session.network.scenario.solver)
    engine.aim(form.vector, maximize=stage.maximize is not None)
    return run_settled(engine).value + form.offset
