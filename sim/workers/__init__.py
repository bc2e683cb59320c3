"""Blocks and tasks, solved here, in processes of this machine, or by the workers of a cluster."""

from sim.workers.crew import Block, Crew, Job, count_cores, solve_blocks
from sim.workers.desk import Desk, open_desk

__all__ = ["Block", "Crew", "Desk", "Job", "count_cores", "open_desk", "solve_blocks"]
