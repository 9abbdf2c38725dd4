"""One Django app for each noun of the users. Apps meet only through each other's actions and queries."""
