"""Which programmes the simplex method is slow on."""

from __future__ import annotations

from sim.network import Network

LARGE = 6_000
"""Rows from which on a programme that blends goes to the interior-point method first."""


def is_hard(network: Network, rows: int) -> bool:
    """Return whether the simplex method is slow on a cold solve of a network.

    Where wastes only move it is quick however large the programme is; where recipes demand
    shares as well, its steps grow about with the square of the rows.
    """
    demands = (network.shares["min"] > 0) | (network.shares["max"] < 1)
    blends = bool(demands.any()) or len(network.rules) > 0
    return blends and rows >= LARGE
