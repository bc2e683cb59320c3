"""What a plan means: tidy tables that know nothing of the solver."""
