"""HTML views of standards systems, one module a theme. They read by queries and write by actions only."""
