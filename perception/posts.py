"""Whether a doorway has posts: at both ends of a threshold stands something, however wide open the middle is.

A rug's edge, or where one floor meets another, looks like a threshold to the eyes, but the floor goes on beside it.
"""

from __future__ import annotations

import math

import msgspec
import numpy as np

from perception.grid import OccupancyGrid


class PostsConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    inside_m: float = 0.10  # from so far inside the doorway ...
    outside_m: float = 0.30  # ... to so far into the wall, a post is looked for,
    beside_m: float = 0.15  # and so far on either side of the threshold: this is how exactly thresholds are known
    bare: float = -1.0  # where no cell of that is more occupied than this (log-odds), there is none


def is_bare(grid: OccupancyGrid, end: tuple[float, float], outward_rad: float, config: PostsConfig = PostsConfig()) -> bool:
    """Whether the floor is known to be free all around one end (x, y) of a threshold; `outward_rad` leads into the wall."""
    step = grid.config.cell_m
    ahead, left = np.meshgrid(np.arange(-config.inside_m, config.outside_m + step / 2, step),
                              np.arange(-config.beside_m, config.beside_m + step / 2, step))
    cos, sin = math.cos(outward_rad), math.sin(outward_rad)
    columns = np.floor((end[0] + cos * ahead - sin * left - grid.origin_m) / step).astype(int)
    rows = np.floor((end[1] + sin * ahead + cos * left - grid.origin_m) / step).astype(int)
    inside = (rows >= 0) & (columns >= 0) & (rows < grid.log_odds.shape[0]) & (columns < grid.log_odds.shape[1])
    return bool(inside.all() and grid.log_odds[rows, columns].max() < config.bare)
