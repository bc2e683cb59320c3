"""What the programme is made of, each thing stated once: families of constraints, and metrics.

Rows and weights are written in terms of tables and columns that are passed in (`tables.py`), so
that every later room can read the registry: messages, diagnosis, prices, sweeps, pages.
"""
