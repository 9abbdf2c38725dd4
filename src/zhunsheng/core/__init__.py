"""The subject matter of standards systems in plain Python: no Django, no database, no HTTP."""
