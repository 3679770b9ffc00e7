"""A medium becomes words with times."""
