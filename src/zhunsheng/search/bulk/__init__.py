"""An index of SQLite built in bulk: texts taken apart by arrays, on all cores, then poured into the database in order."""
