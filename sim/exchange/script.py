"""The Python script that rebuilds a scenario as a Pyomo model: short, to be changed by its owner.

A script is given rather than a pickled model: it can be read, holds where own constraints go, and
stays right when tables change or a library is updated.
"""

from __future__ import annotations

import json

from sim.say.texts import Texts

_TEXT = '''\
"""{title}"""

from pathlib import Path

import pyomo.environ as pyo

import sim
from sim.exchange import solve_in_stages

case = sim.load(Path(__file__).parent / {scenario})
model = case.to_pyomo(stage={stage})

# {own}
#   model.own = pyo.Constraint(
#       expr=sum(amount for index, amount in model.ship.items() if index[3] == {way}) <= 1000
#   )

# {solver}
solver = pyo.SolverFactory("appsi_highs")
for number, value in enumerate(solve_in_stages(model, solver), start=1):
    print(number, value)

# {back}
result = case.read_plan(model)
print(result.kpis)
print(result.flows)
'''


def write_script(scenario: str, way: str, stage: int, texts: Texts) -> str:
    """Return the script; `scenario` is the path of the scenario file from that of the script."""
    words = {key: texts.say(f"script_{key}") for key in ("own", "solver", "back")}
    title = texts.say("script_title", file=scenario.rpartition("/")[2])
    quoted = {"scenario": json.dumps(scenario, ensure_ascii=False), "way": json.dumps(way)}
    return _TEXT.format(title=title.replace('"', "'"), stage=stage, **quoted, **words)
