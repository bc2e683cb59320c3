"""The region as tidy tables: what may flow where, at what cost, under which rules."""

from sim.network.akin import liken
from sim.network.build import build_network, has_waste, may_build
from sim.network.large.generation import Generation
from sim.network.renew import renew
from sim.network.types import Network

__all__ = ["Generation", "Network", "build_network", "has_waste", "liken", "may_build", "renew"]
