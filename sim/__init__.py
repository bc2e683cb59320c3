"""Regional solid-waste synergy simulator: who should take whose industrial solid waste."""

__version__ = "0.1.0"
