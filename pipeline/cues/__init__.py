"""Words with times become readable cues."""
