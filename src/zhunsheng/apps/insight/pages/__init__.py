"""Pages of relations: overview, lists, review, neighbourhood, impact, path, health."""
