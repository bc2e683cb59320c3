"""The cheapest way to a target."""
