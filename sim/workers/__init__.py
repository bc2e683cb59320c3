"""Blocks of work, solved here, in processes of this machine, or by the workers of a cluster."""

from sim.workers.crew import Block, Crew, Job, count_cores, solve_blocks

__all__ = ["Block", "Crew", "Job", "count_cores", "solve_blocks"]
