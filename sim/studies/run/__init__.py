"""One run, from a scenario to a folder of results."""
