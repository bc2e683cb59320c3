"""The value of cooperation, and how it may be divided."""
