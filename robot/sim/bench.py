"""The calibration bench in simulation: the same car on blocks, before a wall, before a printed sheet.

What a person does between two measurements, a hand does here: it puts the car down anew, never quite straight. Whoever
measures gets the car's drivers and a clock, and nothing from which a way leads to the truth but through that clock.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np

from robot.calibration import Calibration, GyroCalibration, MotorCalibration, MotorsCalibration, WheelsCalibration
from robot.corrected import corrected
from robot.drivers import Car
from robot.messages import Rgb
from robot.sheet import Sheet
from robot.sim import car
from robot.sim.builder import Builder
from robot.sim.codes import CAR, SEEN, TOUCHED
from robot.sim.drivers import connect
from robot.sim.lens import Lens, photograph
from robot.sim.randomise import RandomCar, Wiring
from robot.sim.render import Renderer
from robot.sim.scene import Scene
from robot.sim.simulator import Simulator, SimulatorConfig
from robot.sim.textures import Texture
from robot.sim.world import Light, Lighting, Pose, Rect, Room, Wall, World

if TYPE_CHECKING:
    from numpy.random import Generator

Place = Literal["blocks", "wall", "sheet"]

ROOM = Rect(0.0, 0.0, 4.0, 3.2)
BLOCK_M = 0.06
"""How high the blocks lift the car: its wheels hang in the air."""
TO_WALL_M = 1.5
"""From the car's middle to the wall that it is put before."""
TO_SHEET_M = 0.35
"""From the car's middle to the sheet's near edge."""
SLOPPY_RAD, SLOPPY_M, TAPE_M = math.radians(2.0), 0.01, 0.001
"""How far from straight and from the mark a hand puts things down, and how well it reads a tape (standard deviations)."""

_LENS = Lens(noise=3.0, vignette=0.1)


class PlantClock:
    """Waiting on it moves the simulated car on."""

    def __init__(self, simulator: Simulator) -> None:
        self._simulator, self._now_ns = simulator, 0
        simulator.step(0)

    def now_ns(self) -> int:
        return self._now_ns

    def wait_until(self, t_ns: int) -> None:
        self._now_ns = max(self._now_ns, t_ns)
        self._simulator.step(self._now_ns)


class SimulatedStation(NamedTuple):
    """The car where it was put. Nobody interrupts."""

    car: Car
    clock: PlantClock
    simulator: Simulator
    """For evaluators."""

    def interrupted(self) -> bool:
        return False


class SimulatedBench:
    """One car, put wherever it is asked for. `told` is not needed: the hand knows what to do."""

    def __init__(self, made: RandomCar, seed: int) -> None:
        self._made, self._seed, self._times = made, seed, 0
        self.sheet_m = TO_SHEET_M

    @contextmanager
    def put(self, place: Place) -> Iterator[SimulatedStation]:
        """The car at a place; each time with other noise and a little differently."""
        self._times += 1
        rng = np.random.default_rng([self._seed, 0xBE4C, self._times])
        scene = _scene(place, self._made, rng)
        renderer = Renderer(scene, self._made.camera.width_px, self._made.camera.height_px) if place == "sheet" else None
        try:
            view = None if renderer is None else _viewer(renderer, np.random.default_rng([self._seed, 0x1E45, self._times]))
            seed = int(rng.integers(1 << 31))
            simulator = Simulator(scene.model, self._made.parameters, self._made.camera, view, SimulatorConfig(), seed)
            yield SimulatedStation(wired(connect(simulator), self._made.wiring), PlantClock(simulator), simulator)
        finally:
            if renderer is not None:
                renderer.close()


def wired(drivers: Car, wiring: Wiring) -> Car:
    """The drivers of a car that was connected so: reversing what is reversed is the same as putting it right."""
    motor = {"dead_v": 1.0, "start_v": 1.0, "volts_per_radps": 0.3}
    none = (0.0, 0.0, 0.0)
    wheels = WheelsCalibration(radius_m=0.03, track_m=0.1, left_reversed=wiring.left_encoder,
                               right_reversed=wiring.right_encoder)
    return corrected(drivers, Calibration(
        motors=MotorsCalibration(left=MotorCalibration(reversed=wiring.left_motor, **motor),
                                 right=MotorCalibration(reversed=wiring.right_motor, **motor)),
        wheels=wheels, gyro=GyroCalibration(bias_radps=none, deviation_radps=none, reversed=wiring.gyro),
    ))


def _viewer(renderer: Renderer, rng: Generator) -> Any:
    def view(data: Any) -> Rgb:
        renderer.eye(data)
        return photograph(renderer.rgb(), _LENS, rng)

    return view


def _scene(place: Place, made: RandomCar, rng: Generator) -> Scene:
    """An empty room with the car in it, on blocks or before a sheet of paper."""
    import mujoco

    start = _start(place, rng)
    builder = Builder(_room(start))
    builder.building()
    builder.shades()
    ground = builder.spec.worldbody
    lift = BLOCK_M if place == "blocks" else 0.0
    if lift:
        ground.add_geom(type=mujoco.mjtGeom.mjGEOM_BOX, pos=[start.x_m, start.y_m, (BLOCK_M + 0.028) / 2],
                        size=[0.05, 0.03, (BLOCK_M + 0.028) / 2], group=TOUCHED)
    if place == "sheet":
        _lay_sheet(builder, start, rng)
    half = start.yaw_rad / 2
    frame = ground.add_frame(pos=[start.x_m, start.y_m, lift], quat=[math.cos(half), 0.0, 0.0, math.sin(half)])
    document = mujoco.MjSpec.from_string(car.document(made.parameters, made.camera))
    builder.spec.attach(document, frame=frame, prefix=car.PREFIX)
    model = builder.spec.compile()
    codes = np.full(model.ngeom, CAR, dtype=np.int32)
    return Scene(_room(start), model, codes, np.zeros(model.ngeom, dtype=np.bool_), np.zeros(0, dtype=np.int32))


def _start(place: Place, rng: Generator) -> Pose:
    x_m = ROOM.x1_m - 0.05 - TO_WALL_M if place == "wall" else 1.2
    return Pose(x_m + rng.normal(0.0, SLOPPY_M), ROOM.depth_m / 2 + rng.normal(0.0, 0.05), rng.normal(0.0, SLOPPY_RAD))


def _room(start: Pose) -> World:
    r = ROOM
    corners = [(r.x0_m, r.y0_m), (r.x1_m, r.y0_m), (r.x1_m, r.y1_m), (r.x0_m, r.y1_m)]
    walls = tuple(Wall(*a, *b) for a, b in zip(corners, [*corners[1:], corners[0]], strict=True))
    floor, paint = Texture("concrete", (150, 146, 140), 96), Texture("plaster", (214, 210, 200), 97)
    light = Lighting((0.55, 0.55, 0.55), (Light((0.5, 0.3, -0.8), (0.4, 0.4, 0.4)),))
    room = Room("bench", "hall", r, floor, paint)
    return World("bench", "home", 0, 2.5, start, (room,), walls, (), (), light)


def _lay_sheet(builder: Builder, start: Pose, rng: Generator) -> None:
    """Paper and its black cells as flat boxes: their edges are exact at every distance."""
    import mujoco

    sheet = Sheet()
    away = TO_SHEET_M + rng.normal(0.0, TAPE_M)
    aside, turn = rng.normal(0.0, SLOPPY_M), start.yaw_rad + rng.normal(0.0, SLOPPY_RAD)
    x = start.x_m + away * math.cos(start.yaw_rad) - aside * math.sin(start.yaw_rad)
    y = start.y_m + away * math.sin(start.yaw_rad) + aside * math.cos(start.yaw_rad)
    paper = builder.spec.worldbody.add_body(name="sheet", pos=[x, y, 0.0], quat=[math.cos(turn / 2), 0, 0, math.sin(turn / 2)])
    flat = {"type": mujoco.mjtGeom.mjGEOM_BOX, "group": SEEN, "contype": 0, "conaffinity": 0, "mass": 0.0}
    paper.add_geom(name="paper", pos=[sheet.paper_m[0] / 2, 0.0, 0.0], size=[sheet.paper_m[0] / 2, sheet.paper_m[1] / 2, 2e-4],
                   rgba=[0.95, 0.95, 0.95, 1.0], **flat)
    for number, (along, across) in enumerate(sheet.black()):
        paper.add_geom(name=f"cell_{number}", pos=[along, across, 2e-4], rgba=[0.05, 0.05, 0.05, 1.0],
                       size=[sheet.cell_m[0] / 2, sheet.cell_m[1] / 2, 2e-4], **flat)
