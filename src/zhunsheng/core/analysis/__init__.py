"""What follows from a standards system and the standards there are: placement, suggested links."""
