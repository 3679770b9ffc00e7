"""Language tags and what is known of each language."""
