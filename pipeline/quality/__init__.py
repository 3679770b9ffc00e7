"""What is wrong with a track, and what a person should read first."""
