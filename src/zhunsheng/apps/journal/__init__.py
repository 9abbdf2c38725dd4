"""What was changed, by whom and why; and the base on which every action stands."""
