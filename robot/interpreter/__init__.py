"""Runs programs over an abstract world: infers what people leave out, checks what they say, takes wrong turns back."""
