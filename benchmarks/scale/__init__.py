"""This project against linopy, PuLP, Pyomo and a min-cost flow code, on the same instances.

`python -m benchmarks.scale` runs all of it; `benchmarks/scale.md` is the page it writes.
"""
