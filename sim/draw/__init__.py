"""Maps: static pictures of a run, and its sites and flows as GeoJSON."""
