"""Blocks and tasks, solved here, in processes of this machine, or by the workers of a cluster."""

from sim.workers.blocks import Block, solve_blocks
from sim.workers.job import Crew, Job, count_cores
from sim.workers.opening import open_queue
from sim.workers.task_queue import TaskQueue

__all__ = ["Block", "Crew", "Job", "TaskQueue", "count_cores", "open_queue", "solve_blocks"]
