"""The exact trade-off between two metrics."""
