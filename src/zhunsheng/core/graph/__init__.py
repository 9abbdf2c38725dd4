"""Everything that is linked, as one graph: its picture's layout."""
