"""The simulated car on an endless bare floor, with or without obstacles: what the car's own tests drive on."""

from __future__ import annotations

from typing import Any

from robot.sim import car
from robot.sim.car import CarParameters
from robot.sim.simulator import Simulator

_PLANE = """<mujoco>
  <compiler angle="degree"/>
  <option timestep=".002" integrator="implicitfast" cone="elliptic" impratio="10" solver="Newton"/>
  <worldbody><geom name="ground" type="plane" size="0 0 1" group="3" friction="1 .005 .0001"/>{}</worldbody>
</mujoco>"""

WALL_AT_1M = '<geom type="box" size=".05 2 1" pos="1.05 0 1" group="3"/>'


def on_plane(obstacles: str = "", parameters: CarParameters | None = None, start_s: float = 0.0, **settings: Any) -> Simulator:
    """A simulator at time `start_s`; the car stands at the origin and looks along x."""
    import mujoco

    world = mujoco.MjSpec.from_string(_PLANE.format(obstacles))
    frame = world.worldbody.add_frame()
    world.attach(mujoco.MjSpec.from_string(car.document(parameters)), frame=frame, prefix=car.PREFIX)
    simulator = Simulator(world.compile(), parameters, **settings)
    simulator.step(seconds(start_s))
    return simulator


def seconds(count: float) -> int:
    return round(count * 1e9)
