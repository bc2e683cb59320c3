"""The programme as the formulation reads, in Pyomo: an oracle for the arrays of `sim/model/`."""
