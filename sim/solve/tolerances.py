"""How exactly the solver solves: optima, and hints."""

FEASIBILITY = 1e-9
"""Primal and dual feasibility tolerance asked of the solver."""
ROUGH: dict[str, float | str] = {
    "run_crossover": "off",
    "ipm_optimality_tolerance": 0.1,
    "primal_feasibility_tolerance": 1e-5,
    "dual_feasibility_tolerance": 1e-5,
}
"""Options of a solve that is after prices that are about right."""
EXACT: dict[str, float | str] = {
    "run_crossover": "on",
    "ipm_optimality_tolerance": 1e-8,
    "primal_feasibility_tolerance": FEASIBILITY,
    "dual_feasibility_tolerance": FEASIBILITY,
}
