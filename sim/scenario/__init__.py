"""The types: what tables and scenarios may say, and the words for it."""
