"""Studies over plans: one plan of a case, and what is asked of several."""
