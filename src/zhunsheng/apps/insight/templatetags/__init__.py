"""Tags of the pages of relations."""
