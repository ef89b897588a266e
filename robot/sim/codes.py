"""What a pixel of the segmentation shows, and which geoms are for what."""

from __future__ import annotations

NONE, FLOOR, WALL, CEILING, CAR, DOOR = -1, -2, -3, -4, -5, -6
"""What is not a thing; things are their index in `world.things`. Rugs count as floor, pictures as wall."""

SEEN, TOUCHED, SHADE, OUT_OF_SIGHT = 2, 3, 4, 0
"""Geom groups: seen and never touched; touched and never seen; painted shade, seen in colour pictures only; not drawn."""
