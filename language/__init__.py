"""What the car hears and says: typed instructions, later speech."""
