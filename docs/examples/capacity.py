"""What is another fifth of capacity worth, line by line?"""

import sys

import pandas as pd

import sim

case = sim.load(sys.argv[1] if len(sys.argv) > 1 else "scenarios/baseline.yaml")
base = case.run()

busy = base.lines.query("load_pct > 99").nlargest(5, "uptake_kt_yr")
gains = {}
for line in busy["line"]:
    more = case.change("lines", where={"id": line}, scale={"capacity": 1.2}).run()
    gains[line] = {
        "utilized_kt_yr": more.kpi("net_utilized") - base.kpi("net_utilized"),
        "cost_MCNY_yr": more.kpi("net_cost") - base.kpi("net_cost"),
    }
print(pd.DataFrame(gains).T.round(2))
