"""Ears and voice: sound becomes words that the car acts on, and what the car has to say becomes sound."""
