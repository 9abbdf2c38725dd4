"""Pages of the registry: standards, organisations, classes, catalogues, verification."""
