"""The surfaces of the simulated home, painted by numbers: wood, tiles, fabric, books, fur, …"""

from __future__ import annotations

from robot.sim.textures.noise import SIZE_PX
from robot.sim.textures.texture import FAMILIES, FLOORS, WALLS, Colour, Picture, Texture, render

__all__ = ["FAMILIES", "FLOORS", "SIZE_PX", "WALLS", "Colour", "Picture", "Texture", "render"]
