"""Folders that commands write: whose they are, how they are replaced whole, and who may."""
