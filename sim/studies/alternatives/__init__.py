"""Plans nearly as good as the best that differ the most."""
