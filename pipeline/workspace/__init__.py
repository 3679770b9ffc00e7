"""The folder that people and programs share: paths, safe writes, lock, settings."""
