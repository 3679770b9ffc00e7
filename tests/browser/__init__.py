"""A bundle in a real browser."""
