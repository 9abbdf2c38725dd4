"""What is known of standards: what each source says of one, and what follows from all of it together."""
