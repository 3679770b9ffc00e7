"""Engines that hear and translate: one third-party library a file, imported inside functions."""
