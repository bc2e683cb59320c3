"""From a figure to the rows of the input that it is made of."""
