"""Many variants of a scenario, each an optimal plan."""
