"""No tables of Django's: the index has its own, see ``store``. The module makes Django send ``post_migrate`` for it,
by which the index is emptied together with the tables it speaks of."""
