"""Conclusions under draws of all uncertain inputs at once: which of them hold."""
