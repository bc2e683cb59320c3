"""Reading files: strict YAML and CSV, inside the project and of bounded size."""
