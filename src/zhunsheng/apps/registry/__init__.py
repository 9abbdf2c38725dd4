"""The registry: every standard with its number, life, relations, and the source of each value."""
