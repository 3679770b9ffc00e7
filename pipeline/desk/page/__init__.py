"""The page of the desk: static files, served as they are."""
