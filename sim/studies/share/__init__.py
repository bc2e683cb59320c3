"""Dividing what coalitions are worth, or cost, that somebody else has worked out."""
