"""What the input must obey beyond the types of its cells."""
