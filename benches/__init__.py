"""Benches: how fast and how good, beside the peers; run by `make bench`."""
