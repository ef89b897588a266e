"""Detectors behind one interface: a picture goes in, boxes with a score and a word come out."""
