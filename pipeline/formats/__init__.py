"""Caption file formats: one a file."""
