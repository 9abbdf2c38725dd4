"""Pages of the papers: asking for them, the archive, a job at work."""
