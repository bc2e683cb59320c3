"""One self-contained page a run, and one a comparison, that open with no network."""
