"""Finding: the search page, suggestions while typing, saved searches and their notices."""
