"""The linear programme of `docs/formulation.md`, constraint by constraint.

Units: kt and kt/yr for masses, million CNY for money. Every variable is >= 0. Periods t are
the last index of everything. Constraint names are the vocabulary of `sim.rules.families`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from typing import Any

import pandas as pd
import pyomo.environ as pyo
from pyomo.core.expr.numeric_expr import LinearExpression

from sim.network import Network
from sim.scenario.records import records

Key = tuple[Hashable, ...]
Terms = list[tuple[float, Any]]


def linear(terms: Terms) -> Any:
    """Return the expression sum(coefficient * variable)."""
    return LinearExpression(
        constant=0.0,
        linear_coefs=[c for c, _ in terms],
        linear_vars=[v for _, v in terms],
    )


def group_positions(frame: pd.DataFrame, columns: list[str]) -> dict[Any, list[Any]]:
    """Return key -> index labels of the rows with that key."""
    groups: dict[Any, list[Any]] = defaultdict(list)
    keys = (
        frame[columns[0]] if len(columns) == 1 else zip(*(frame[c] for c in columns), strict=True)
    )
    for label, key in zip(frame.index, keys, strict=True):
        groups[key].append(label)
    return groups


def build_programme(network: Network) -> pyo.ConcreteModel:
    """Return the Pyomo model of a network, without objective."""
    model = pyo.ConcreteModel(name=network.scenario.name)
    model.t = pyo.Set(initialize=network.periods, ordered=True)
    _variables(model, network)
    _zone_balance(model, network)
    _legacy(model, network)
    _plant_balance(model, network)
    _shipped_own(model, network)
    _recipe_shares(model, network)
    _groups(model, network)
    _quality(model, network)
    _line_capacity(model, network)
    _building(model, network)
    _markets(model, network)
    _sinks(model, network)
    _borders(model, network)
    _terminals(model, network)
    _links(model, network)
    _purchases(model, network)
    _stores(model, network)
    _switches(model, network)
    _sizes(model, network)
    _choices(model, network)
    return model


def _variables(model: Any, n: Network) -> None:
    """ship, reclaim, buy, act, build, close, use."""

    def declare(name: str, keys: Iterable[Key]) -> None:
        index = [(*key, t) for key in keys for t in n.periods]
        setattr(model, name, pyo.Var(index, domain=pyo.NonNegativeReals))

    old = n.supply[n.supply["legacy_limit_kt_yr"] > 0]
    declare("ship", ((r,) for r in n.routes.index))
    declare("reclaim", zip(old["zone"], old["lot"], strict=True))
    declare("buy", zip(n.purchases["plant"], n.purchases["lot"], strict=True))
    declare("act", zip(n.runs["line"], n.runs["recipe"], strict=True))
    declare("build", zip(n.expansions["line"], strict=True))
    declare("close", zip(n.closures["line"], n.closures["entry"], strict=True))
    declare("use", zip(n.uses["line"], n.uses["recipe"], n.uses["lot"], strict=True))
    declare("sized", zip(n.sizes["line"], n.sizes["option"], strict=True))
    declare("steps", zip(n.steps["line"], strict=True))
    declare("on", zip(n.switches["kind"], n.switches["id"], n.switches["option"], strict=True))


def _constrain(model: Any, name: str, rows: dict[Key, Any]) -> None:
    """Add the rows of one family under its name, sorted by index."""
    keys = sorted(rows, key=str)
    setattr(model, name, pyo.Constraint(keys, rule=lambda _m, *key: rows[key]))


def _zone_balance(m: Any, n: Network) -> None:
    """sum_r ship[r,t] = generation[z,k] + reclaim[z,k,t]: what leaves (or is stored) arises."""
    leaving = group_positions(n.routes[n.routes["origin_kind"] == "zone"], ["origin", "lot"])
    rows: dict[Key, Any] = {}
    for s in records(n.supply):
        for t in m.t:
            out: Terms = [(1.0, m.ship[r, t]) for r in leaving[s.zone, s.lot]]
            if (s.zone, s.lot, t) in m.reclaim:
                out.append((-1.0, m.reclaim[s.zone, s.lot, t]))
            rows[s.zone, s.lot, t] = linear(out) == s.generation_kt_yr
    _constrain(m, "zone_balance", rows)


def _legacy(m: Any, n: Network) -> None:
    """reclaim[z,k,t] <= stock x yearly limit; reclaim[z,k,t] <= sum of ship[r,t] into plants."""
    to_plants = n.routes[n.routes["role"] == "utilization"]
    leaving = group_positions(to_plants, ["origin", "lot"])
    limit: dict[Key, Any] = {}
    used: dict[Key, Any] = {}
    for s in records(n.supply[n.supply["legacy_limit_kt_yr"] > 0]):
        for t in m.t:
            reclaim = m.reclaim[s.zone, s.lot, t]
            limit[s.zone, s.lot, t] = linear([(1.0, reclaim)]) <= s.legacy_limit_kt_yr
            out: Terms = [(-1.0, m.ship[r, t]) for r in leaving[s.zone, s.lot]]
            used[s.zone, s.lot, t] = linear([(1.0, reclaim), *out]) <= 0.0
    _constrain(m, "legacy_limit", limit)
    _constrain(m, "legacy_used_first", used)


def _plant_balance(m: Any, n: Network) -> None:
    """arrived + made + bought = used + shipped on, for every plant and lot."""
    arriving = group_positions(
        n.routes[n.routes["destination_kind"] == "plant"], ["destination", "lot"]
    )
    leaving = group_positions(n.routes[n.routes["origin_kind"] == "plant"], ["origin", "lot"])
    using = group_positions(n.uses, ["plant", "lot"])
    making = _making(m, n)
    uses = n.uses[["line", "recipe", "lot"]].to_dict("index")
    bought = set(zip(n.purchases["plant"], n.purchases["lot"], strict=True))
    rows: dict[Key, Any] = {}
    made = {(plant, lot) for plant, lot, _ in making}
    for plant, lot in sorted({*arriving, *leaving, *using, *made}):
        for t in m.t:
            terms: Terms = [(1.0, m.ship[r, t]) for r in arriving.get((plant, lot), ())]
            terms += making.get((plant, lot, t), ())
            if (plant, lot) in bought:
                terms.append((1.0, m.buy[plant, lot, t]))
            terms += [(-1.0, m.use[(*uses[i].values(), t)]) for i in using.get((plant, lot), ())]
            terms += [(-1.0, m.ship[r, t]) for r in leaving.get((plant, lot), ())]
            rows[plant, lot, t] = linear(terms) == 0.0
    _constrain(m, "plant_balance", rows)


def _making(m: Any, n: Network) -> dict[Key, Terms]:
    """Return plant, lot, period -> what the lines there make of it."""
    made: dict[Key, Terms] = defaultdict(list)
    for y in records(n.makes):
        for t in m.t:
            by_activity = y.per == "activity"
            source = (
                m.act[y.line, y.recipe, t] if by_activity else m.use[y.line, y.recipe, y.per, t]
            )
            made[y.plant, y.lot, t].append((y.amount, source))
    return made


def _shipped_own(m: Any, n: Network) -> None:
    """shipped on <= made, where a lot arrives as well: what arrives is for the lines there."""
    leaving = group_positions(n.routes[n.routes["origin_kind"] == "plant"], ["origin", "lot"])
    making = _making(m, n)
    rows: dict[Key, Any] = {}
    for r in records(n.relays):
        for t in m.t:
            out: Terms = [(1.0, m.ship[i, t]) for i in leaving.get((r.plant, r.lot), ())]
            made = [(-amount, source) for amount, source in making.get((r.plant, r.lot, t), ())]
            rows[r.plant, r.lot, t] = linear([*out, *made]) <= 0.0
    _constrain(m, "shipped_own", rows)


def _recipe_shares(m: Any, n: Network) -> None:
    """min x act[l,r,t] <= sum_lots use[l,r,lot,t] <= max x act[l,r,t], for every input material."""
    using = group_positions(n.uses, ["line", "recipe", "material"])
    lots = n.uses["lot"].to_dict()
    low: dict[Key, Any] = {}
    high: dict[Key, Any] = {}
    for s in records(n.shares):
        key = (s.line, s.recipe, s.material)
        for t in m.t:
            use: Terms = [(1.0, m.use[s.line, s.recipe, lots[i], t]) for i in using.get(key, ())]
            act = m.act[s.line, s.recipe, t]
            if s.min > 0:
                low[(*key, t)] = linear([*use, (-s.min, act)]) >= 0.0
            if use:
                high[(*key, t)] = linear([*use, (-s.max, act)]) <= 0.0
    _constrain(m, "recipe_min", low)
    _constrain(m, "recipe_max", high)


def _groups(m: Any, n: Network) -> None:
    """min x act[l,r,t] <= sum of use over the materials of a group <= max x act[l,r,t]."""
    using = group_positions(n.uses, ["line", "recipe", "material"])
    lots = n.uses["lot"].to_dict()
    low: dict[Key, Any] = {}
    high: dict[Key, Any] = {}
    for g in records(n.groups):
        key = (g.line, g.recipe, g.group)
        for t in m.t:
            use: Terms = [
                (1.0, m.use[g.line, g.recipe, lots[i], t])
                for material in g.materials
                for i in using.get((g.line, g.recipe, material), ())
            ]
            act = m.act[g.line, g.recipe, t]
            if g.min > 0:
                low[(*key, t)] = linear([*use, (-g.min, act)]) >= 0.0
            if pd.notna(g.max) and use:
                high[(*key, t)] = linear([*use, (-g.max, act)]) <= 0.0
    _constrain(m, "group_min", low)
    _constrain(m, "group_max", high)


def _quality(m: Any, n: Network) -> None:
    """sum_lots coefficient[lot] x use[l,r,lot,t] + coefficient x act[l,r,t]  <=|>=|==  0."""
    rows: dict[Key, Any] = {}
    for key, terms in n.rules.groupby(["line", "recipe", "rule"], sort=True):
        line, recipe, _ = key
        sense = terms["sense"].iloc[0]
        for t in m.t:
            left = linear(
                [
                    (c, m.use[line, recipe, lot, t] if lot else m.act[line, recipe, t])
                    for lot, c in zip(terms["lot"], terms["coefficient"], strict=True)
                ]
            )
            rows[(*key, t)] = (
                left <= 0.0 if sense == "<=" else left >= 0.0 if sense == ">=" else left == 0.0
            )
    _constrain(m, "quality", rows)


def _line_capacity(m: Any, n: Network) -> None:
    """Activity lies between least load and what is available: of today, built, less closed."""
    recipes = n.runs.groupby("line")["recipe"].agg(list).to_dict()
    rows: dict[str, dict[Key, Any]] = {name: {} for name in _OF_CAPACITY}
    for line, row in n.lines.iterrows():
        stands = row["capacity_kt_yr"] > 0
        high, low = _OF_CAPACITY[:2] if stands else _OF_CAPACITY[2:]
        share, least = row["availability"], row["availability"] * row["min_load"]
        for t in m.t:
            act: Terms = [(1.0, m.act[line, r, t]) for r in recipes.get(line, ())]
            rows[high][line, t] = linear([*act, *_net(m, line, t, -share)]) <= (
                row["available_kt_yr"] if stands else 0.0
            )
            if row["min_load"] > 0 and not row["if_used"]:
                rows[low][line, t] = linear([*act, *_net(m, line, t, -least)]) >= (
                    row["min_load_kt_yr"] if stands else 0.0
                )
    for name, family in rows.items():
        _constrain(m, name, family)


_OF_CAPACITY = ("line_capacity", "line_min_load", "built_capacity", "built_min_load")


def _net(m: Any, line: str, t: int, size: float) -> Terms:
    """Return size x what is built of a line, less what closes."""
    built = [(size, v) for (name, period), v in m.build.items() if (name, period) == (line, t)]
    closed = [(-size, v) for (name, _, p), v in m.close.items() if (name, p) == (line, t)]
    return [*built, *closed]


def _building(m: Any, n: Network) -> None:
    """build <= up_to; sum of close >= ratio x sum of build; sum of close <= nameplate."""
    most: dict[Key, Any] = {}
    replaced: dict[Key, Any] = {}
    stands: dict[Key, Any] = {}
    entry_of = n.expansions.set_index("line")["entry"].to_dict()
    for t in m.t:
        for e in records(n.expansions):
            most[e.line, t] = linear([(1.0, m.build[e.line, t])]) <= e.up_to_kt_yr
        for e in records(n.replacements):
            closed = [(1.0, v) for (_, name, p), v in m.close.items() if (name, p) == (e.entry, t)]
            built = [
                (-e.ratio, v)
                for (line, p), v in m.build.items()
                if (entry_of[line], p) == (e.entry, t)
            ]
            replaced[e.entry, t] = linear([*closed, *built]) >= 0.0
        for line, rows in n.closures.groupby("line"):
            closing: Terms = [(1.0, m.close[line, entry, t]) for entry in rows["entry"]]
            stands[line, t] = linear(closing) <= rows["capacity_kt_yr"].iloc[0]
    _constrain(m, "build_max", most)
    _constrain(m, "replacement", replaced)
    _constrain(m, "close_max", stands)


def _markets(m: Any, n: Network) -> None:
    """min <= sum_r ship[r,t] into the market <= max; the markets of a group share a maximum."""
    arriving = group_positions(n.routes[n.routes["role"] == "sale"], ["destination"])
    high: dict[Key, Any] = {}
    low: dict[Key, Any] = {}
    total: dict[Key, Any] = {}
    for market, row in n.markets.iterrows():
        for t in m.t:
            sold: Terms = [(1.0, m.ship[r, t]) for r in arriving.get(market, ())]
            if pd.notna(row["max_kt_yr"]) and sold:
                high[market, t] = linear(sold) <= row["max_kt_yr"]
            if row["min_kt_yr"] > 0:
                low[market, t] = linear(sold) >= row["min_kt_yr"]
    grouped = n.markets[n.markets["group"].notna() & n.markets["group_max_kt_yr"].notna()]
    for group, rows in grouped.groupby("group", sort=True):
        routes = [r for market in rows.index for r in arriving.get(market, ())]
        for t in m.t:
            if routes:
                sold = [(1.0, m.ship[r, t]) for r in routes]
                total[group, t] = linear(sold) <= rows["group_max_kt_yr"].min()
    _constrain(m, "market_max", high)
    _constrain(m, "market_min", low)
    _constrain(m, "market_group_max", total)


def _sinks(m: Any, n: Network) -> None:
    """sum_r ship[r,t] into the sink <= capacity."""
    arriving = group_positions(n.routes[n.routes["destination_kind"] == "sink"], ["destination"])
    rows: dict[Key, Any] = {
        (sink, t): linear([(1.0, m.ship[r, t]) for r in arriving[sink]]) <= capacity
        for sink, capacity in n.sinks["capacity_kt_yr"].dropna().items()
        if arriving.get(sink)
        for t in m.t
    }
    _constrain(m, "sink_capacity", rows)


def _borders(m: Any, n: Network) -> None:
    """sum over the routes of a pair and class of ship[r,t] <= quota."""
    counted = group_positions(n.routes, ["quota"])
    rows: dict[Key, Any] = {
        (quota, t): linear([(1.0, m.ship[r, t]) for r in counted[quota]]) <= amount
        for quota, amount in n.quotas["amount_kt_yr"].items()
        if counted.get(quota)
        for t in m.t
    }
    _constrain(m, "border_quota", rows)


def _stores(m: Any, n: Network) -> None:
    """what stays in a zone's own stores <= its share of what arises."""
    kept = n.routes[(n.routes["role"] == "storage") & (n.routes["origin_kind"] == "zone")]
    routes = group_positions(kept, ["origin", "lot"])
    rows: dict[Key, Any] = {
        (s.zone, s.lot, t): linear([(1.0, m.ship[r, t]) for r in routes[s.zone, s.lot]])
        <= s.stored_max * s.generation_kt_yr
        for s in records(n.supply[n.supply["stored_max"].notna()])
        for t in m.t
    }
    _constrain(m, "stored_max", rows)


def _purchases(m: Any, n: Network) -> None:
    """buy[p,k,t] <= what is to be had there."""
    bounded = n.purchases[n.purchases["max_kt_yr"].notna()]
    rows: dict[Key, Any] = {
        (row.plant, row.lot, t): linear([(1.0, m.buy[row.plant, row.lot, t])]) <= row.max_kt_yr
        for row in records(bounded)
        for t in m.t
    }
    _constrain(m, "purchase_max", rows)


def _links(m: Any, n: Network) -> None:
    """what goes over a link with a capacity <= that capacity."""
    rows: dict[Key, Any] = {}
    for number, link in n.links.iterrows():
        over = [r for r, names in n.routes["over"].items() if str(number) in names.split()]
        for t in m.t:
            if over and pd.notna(link["capacity_kt_yr"]):
                terms = linear([(1.0, m.ship[r, t]) for r in over])
                key = link["origin"], link["destination"], link["mode"]
                rows[(*key, t)] = terms <= link["capacity_kt_yr"]
    _constrain(m, "link_capacity", rows)


def _terminals(m: Any, n: Network) -> None:
    """loaded + unloaded at a terminal <= its throughput."""
    rows: dict[Key, Any] = {}
    boarding = group_positions(n.routes, ["board"])
    alighting = group_positions(n.routes, ["alight"])
    for terminal, capacity in n.terminals["capacity"].dropna().items():
        routes = [*boarding.get(terminal, ()), *alighting.get(terminal, ())]
        for t in m.t:
            if routes:
                terms = [(1.0, m.ship[r, t]) for r in routes]
                rows[terminal, t] = linear(terms) <= float(capacity)
    _constrain(m, "terminal_capacity", rows)


def _switches(m: Any, n: Network) -> None:
    """on <= 1; what runs <= most x on; what runs >= least x on, where that is asked for."""
    arriving = group_positions(n.routes[n.routes["destination_kind"] == "sink"], ["destination"])
    families: dict[str, dict[Key, Any]] = defaultdict(dict)
    for s in records(n.switches):
        for t in m.t:
            on = m.on[s.kind, s.id, s.option, t]
            families["switch"][s.kind, s.id, s.option, t] = linear([(1.0, on)]) <= 1.0
            if s.kind == "builds" and s.option != "open":
                continue
            runs: Terms = [(1.0, v) for (line, _, p), v in m.act.items() if (line, p) == (s.id, t)]
            if s.kind == "sinks":
                runs = [(1.0, m.ship[r, t]) for r in arriving.get(s.id, ())]
            if s.kind == "links":
                (link,) = n.links.index[n.links["name"] == s.id]
                over = [r for r, names in n.routes["over"].items() if str(link) in names.split()]
                ends = tuple(n.links.loc[link, ["origin", "destination", "mode"]])
                carried: Terms = [(1.0, m.ship[r, t]) for r in over]
                families["link_open"][*ends, t] = linear([*carried, (-s.most_kt_yr, on)]) <= 0.0
                continue
            if s.kind == "builds":
                runs = [(1.0, m.build[s.id, t])]
            name = {"lines": "line_open", "sinks": "sink_open", "builds": "build_open"}[s.kind]
            families[name][s.id, t] = linear([*runs, (-s.most_kt_yr, on)]) <= 0.0
            if s.least_kt_yr > 0:
                name = "build_least" if s.kind == "builds" else "line_least_if_open"
                if s.kind == "lines":
                    row = n.lines.loc[s.id]
                    runs = [*runs, *_net(m, s.id, t, -row["availability"] * row["min_load"])]
                families[name][s.id, t] = linear([*runs, (-s.least_kt_yr, on)]) >= 0.0
    for name, rows in families.items():
        _constrain(m, name, rows)


def _sizes(m: Any, n: Network) -> None:
    """What is built is in one size class, between its ends; or it is a number of steps."""
    families: dict[str, dict[Key, Any]] = defaultdict(dict)
    for t in m.t:
        for line in n.expansions.loc[n.expansions["by_size"], "line"]:
            own = [of for of in records(n.sizes) if of.line == line]
            parts = [(-1.0, m.sized[line, of.option, t]) for of in own]
            families["build_sizes"][line, t] = linear([(1.0, m.build[line, t]), *parts]) == 0.0
            chosen = [(1.0, m.on["builds", line, of.option, t]) for of in own]
            if own:
                families["size_one"][line, t] = linear(chosen) <= 1.0
            for of in own:
                sized, on = m.sized[line, of.option, t], m.on["builds", line, of.option, t]
                most = linear([(1.0, sized), (-of.to_kt_yr, on)]) <= 0.0
                families["size_open" if of is own[-1] else "size_most"][line, of.option, t] = most
                if of.from_kt_yr > 0:
                    least = linear([(1.0, sized), (-of.from_kt_yr, on)]) >= 0.0
                    families["size_least"][line, of.option, t] = least
        for of in records(n.steps):
            steps = m.steps[of.line, t]
            built = [(1.0, m.build[of.line, t]), (-of.step_kt_yr, steps)]
            families["build_step"][of.line, t] = linear(built) == 0.0
            families["step_most"][of.line, t] = linear([(1.0, steps)]) <= of.most
    for name, rows in families.items():
        _constrain(m, name, rows)


def _choices(m: Any, n: Network) -> None:
    """least <= sum of on over what an entry of `choose` counts <= most."""
    high: dict[Key, Any] = {}
    low: dict[Key, Any] = {}
    for entry, of in n.choices.groupby("entry", sort=True):
        for t in m.t:
            count = linear([(1.0, m.on[c.kind, c.id, c.option, t]) for c in records(of)])
            if pd.notna(of["most"].iloc[0]):
                high[entry, t] = count <= float(of["most"].iloc[0])
            if pd.notna(of["least"].iloc[0]):
                low[entry, t] = count >= float(of["least"].iloc[0])
    _constrain(m, "choose_most", high)
    _constrain(m, "choose_least", low)
