"""A fuzzer: small damage to every shipped table and scenario, and what the simulator makes of it.

Every mutant ends in a plan or in a refusal that names file and line; anything else is a failure.
`python -m tests.fuzz --minutes 10` runs it, `--only N` repeats one mutant.
"""
