"""The only place that knows how background work runs."""
