"""Worlds that several test files look at, made once."""

from __future__ import annotations

from functools import cache

from robot.sim.generate import generate
from robot.sim.world import World, WorldKind

SEEDS = (1, 2, 3, 8, 500_007, 1_000_011)


@cache
def home(seed: int = 3, kind: WorldKind = "home") -> World:
    return generate(seed, kind)


def drawable() -> str:
    """Why pictures cannot be rendered here; empty when they can."""
    from robot.sim import gl

    try:
        gl.context(8, 8).free()
    except gl.MissingGL as error:
        return str(error)
    return ""
