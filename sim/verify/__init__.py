"""A solution checked again from its written files alone."""
