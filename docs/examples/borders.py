"""What do borders between provinces cost, and who would send what if they were open?"""

import sys

import sim

case = sim.load(sys.argv[1] if len(sys.argv) > 1 else "scenarios/baseline.yaml")
closed = case.border(rule="closed").rename("closed")
free = case.border(rule="open").rename("open")

found = sim.compare(case, closed, free, names=["today", "closed", "open"])
figures = found.kpis.loc[["utilization_rate", "cross_border", "net_cost"]]
print(figures.filter(regex=":value$|unit"))

crossing = free.run().flows.query("cross_border")
print(crossing.groupby(["origin", "material"])["amount_kt_yr"].sum().nlargest(10))
