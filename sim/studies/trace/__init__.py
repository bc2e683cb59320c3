"""From a figure to the rows it is made of."""
