"""What people changed, and how it survives what the machine writes anew."""
