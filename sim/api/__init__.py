"""The public face: cases, results and studies for notebooks and scripts, given by `import sim`.

Everything takes and gives tidy tables; no file is written and nothing is printed unless asked for.
Which names are public stands in `sim/__init__.py`.
"""
