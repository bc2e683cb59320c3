"""How much more waste is used for each further tonne-kilometre, and where does it stop to pay?"""

import sys

import sim

case = sim.load(sys.argv[1] if len(sys.argv) > 1 else "scenarios/baseline.yaml")
front = case.frontier("transport_work", "utilization_rate", points=8)
print(front.points.iloc[:, :6])

if front.knee is not None:
    plan = front.point(front.knee).run()
    print(plan.kpis.loc[["utilization_rate", "transport_work", "net_cost"], ["value", "unit"]])
    print(plan.prices[["name_en", "sentence_en"]].head())
