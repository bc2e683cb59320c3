"""Where things are: distances and base maps."""
