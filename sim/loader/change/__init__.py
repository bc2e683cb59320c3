"""Changes of the tables, and variants of a scenario: which rows they pick, what they write."""
