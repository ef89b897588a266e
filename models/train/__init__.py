"""How the eyes are made: pictures rendered in training worlds, a network, int8 weights. A tool, never run on the car."""
