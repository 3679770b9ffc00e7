"""Models on disk: folders, downloads, archives, fingerprints."""
