"""Writing many rows at once, with the same meaning on SQLite and PostgreSQL. Only actions call this."""
