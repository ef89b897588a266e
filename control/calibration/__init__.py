"""What one car is like, measured: procedures that see only its drivers, and the command that walks a person through them."""
