"""Furniture that others modelled, from libraries that the user has installed: more shapes to learn from and to be tried on."""
