"""Rules over a guide and over a standards system."""
