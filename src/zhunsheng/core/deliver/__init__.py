"""What is given back: diagrams, lists, documents."""
