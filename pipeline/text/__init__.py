"""What text is made of: scripts, graphemes, tokens, markup, alignment."""
