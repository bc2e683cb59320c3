"""A document about scenarios: question, finding, map, figures, changes, gains, grounds, sources."""
