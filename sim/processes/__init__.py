"""Processes of this machine's own, and what the machine has."""
