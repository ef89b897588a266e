"""Measures understanding on what people really said."""
