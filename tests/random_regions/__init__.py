"""Random small regions, solved by the simulator and by a linear programme written on its own."""
