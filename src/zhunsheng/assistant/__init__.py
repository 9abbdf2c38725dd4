"""Reading for AI assistants over the Model Context Protocol: search, read, cite; nothing is written."""
