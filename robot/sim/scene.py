"""From a world to MuJoCo: one model that serves physics and picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from robot.sim.builder import Builder
from robot.sim.codes import CAR
from robot.sim.footprint import Footprint
from robot.sim.shapes import shape_of

if TYPE_CHECKING:
    import mujoco
    from numpy.typing import NDArray

    from robot.sim.world import World


class Scene(NamedTuple):
    """A compiled world."""

    world: World
    model: mujoco.MjModel
    codes: NDArray[np.int32]
    """(ngeom,) what each geom shows: an index in `world.things` or a code of robot/sim/codes.py."""
    named: NDArray[np.bool_]
    """(ngeom,) True for what wears the colour that its thing is named after."""
    bodies: NDArray[np.int32]
    """(number of things,) body index of each thing."""

    def footprints(self, data: mujoco.MjData) -> list[Footprint]:
        """Where every thing is now, pushed or tipped over: the rectangle around its shadow at noon."""
        return [_shadow(shape_of(thing).size_m, data.xpos[body], data.xmat[body].reshape(3, 3))
                for thing, body in zip(self.world.things, self.bodies, strict=True)]


def compile(world: World, car: str | None = None) -> Scene:
    """Build the model. `car` is a whole MJCF document whose bodies are put at the world's start pose."""
    import mujoco

    builder = Builder(world)
    builder.building()
    for index, thing in enumerate(world.things):
        builder.thing(index, thing)
    for number, item in enumerate(world.decor):
        builder.decor(number, item)
    builder.shades()
    if car is not None:
        builder.car(car)
    model = builder.spec.compile()
    codes, named = np.full(model.ngeom, CAR, dtype=np.int32), np.zeros(model.ngeom, dtype=np.bool_)
    for name, code in builder.codes.items():
        geom = mujoco.mj_name2id(model, mujoco.mjtObj.mjOBJ_GEOM, name)
        codes[geom], named[geom] = code, name in builder.named
    bodies = [mujoco.mj_name2id(model, mujoco.mjtObj.mjOBJ_BODY, thing.id) for thing in world.things]
    return Scene(world, model, codes, named, np.array(bodies, dtype=np.int32))


def _shadow(size_m: tuple[float, float, float], position: NDArray[np.float64], turn: NDArray[np.float64]) -> Footprint:
    ahead = turn[:2, 0] if np.hypot(*turn[:2, 0]) > 0.3 else turn[:2, 1]
    yaw = float(np.arctan2(ahead[1], ahead[0]))
    box = np.array([[i, j, k] for i in (-0.5, 0.5) for j in (-0.5, 0.5) for k in (0.0, 1.0)]) * size_m
    cos, sin = np.cos(yaw), np.sin(yaw)
    aligned = (box @ turn.T)[:, :2] @ np.array([[cos, -sin], [sin, cos]])
    low, high = aligned.min(0), aligned.max(0)
    u, v = (low + high) / 2
    return Footprint(float(position[0] + cos * u - sin * v), float(position[1] + sin * u + cos * v), yaw,
                     float(high[0] - low[0]), float(high[1] - low[1]))
