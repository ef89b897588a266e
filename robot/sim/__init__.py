"""The simulated car, the homes and offices it drives in, and what its camera sees there."""
