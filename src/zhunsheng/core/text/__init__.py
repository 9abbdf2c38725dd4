"""Normal forms of Chinese text."""
