"""The pictures of a run that are drawn when asked for, by name: known without any library."""

PICTURES = ("transfers", "actors")
