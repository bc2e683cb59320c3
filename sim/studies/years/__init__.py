"""Years: what to build when, and what every year then reaches."""
