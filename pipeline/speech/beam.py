"""How many hypotheses of a text are followed at a time; part of every recogniser's signature."""

BEAM_SIZE = 5
"""Whisper's own. Measured on the recordings of `make bench-recognition`: Portuguese, Spanish, German and French
22.5 % of the words wrong with one hypothesis, 19.1 % with five."""
