"""One translation engine a file; third-party libraries are imported inside functions."""
