"""A simulated drive: a world, the car in it, its drivers, and afterwards the judge's verdict.

This is all that `robot/launch.py` knows of the simulator. Drivers go to the nodes; the truth stays here.
"""

from __future__ import annotations

import math
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import msgspec
import numpy as np

from robot.bus import Envelope, Topic
from robot.drivers import Car
from robot.geometry import CameraGeometry, wrap
from robot.messages import MissionStatus, Rgb, Understanding
from robot.places import can_be_told, is_doorway
from robot.program import Find, Goto, Landmark, Program, Remember, Travel, is_reply
from robot.sim import car, doorways, extras, generate, judge, scene, world
from robot.sim.drivers import connect
from robot.sim.lens import Lens, photograph
from robot.sim.randomise import randomised
from robot.sim.render import Renderer
from robot.sim.simulator import Simulator, SimulatorConfig, Truth

if TYPE_CHECKING:
    import mujoco

STEP_S = 0.01
"""How often the simulator takes its turn (s of simulated time)."""

TRACK_EVERY = 10
"""The path is remembered every so many turns."""

FACING_RAD = math.radians(25)
"""A thing was found when the car stands within this angle of facing some part of it."""

DEFAULT_LENS = Lens(noise=3.0, vignette=0.1)
"""A fair cheap camera: a little noise, slightly darker corners."""


class SimulatedCar(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The `car` section of a launch file with `driver: simulated`."""

    driver: Literal["simulated"] = "simulated"
    world: str = "home"
    """`home` or `office`, generated from the seed, or the path of a world's YAML file."""
    seed: int = 0
    extra: tuple[str, ...] = ()
    """Kinds of which one more thing stands where the car looks as it starts, such as a mug, which no home holds."""
    camera_hz: float = 10.0
    camera: CameraGeometry = CameraGeometry()
    lens: Lens = DEFAULT_LENS
    randomise: bool = False
    """Built from somebody else's parts, as for a calibration (robot/sim/randomise.py), but wired right; `spread` is then not
    asked, nor how `camera` is mounted."""
    spread: float = 1.0
    """How much this car differs from the drawing: 0 is the ideal car, 1 one out of the box."""


class Verdict(NamedTuple):
    """What really came of it. `right` is None where the truth has nothing to say about the instruction."""

    right: bool | None
    reason: str
    goal_distance_m: float | None
    shortest_path_m: float | None


class Stage:
    """World, physics and camera of one drive. Close it, or use it in a `with`."""

    def __init__(self, settings: SimulatedCar) -> None:
        """Raises WorldError (bad world file) or MissingGL (nothing to render with)."""
        self.settings = settings
        self.world = extras.placed(_world(settings), settings.extra)
        parameters, camera = _built(settings)
        self._scene = scene.compile(self.world, car.document(parameters, camera))
        self._renderer = Renderer(self._scene, camera.width_px, camera.height_px)
        self._grain = np.random.default_rng([settings.seed, 0x1E45])
        config = SimulatorConfig(camera_hz=settings.camera_hz)
        self._simulator = Simulator(
            self._scene.model, parameters, camera, self._view, config, settings.seed
        )
        self.start = self._simulator.truth()
        self.path: list[Truth] = [self.start]
        self._turns = 0
        self._last_landmark_step = -1
        self._stood_at: Truth | None = None
        self._steps: list[tuple[int, int]] = []  # (step, length of the path when it began)

    def drivers(self) -> Car:
        """The car's drivers: nothing leads from them back to here."""
        return connect(self._simulator)

    def step(self, now_ns: int) -> None:
        """The world's turn: physics and sensors up to `now_ns`."""
        self._simulator.step(now_ns)
        self._turns += 1
        if self._turns % TRACK_EVERY == 0:
            self.path.append(self._simulator.truth())

    def motors_off(self) -> None:
        """Whatever the nodes left behind: no voltage."""
        self._simulator.ports.motors.duty = (0.0, 0.0)

    def truth(self) -> Truth:
        return self._simulator.truth()

    def observe(self, topic: Topic[Any], envelope: Envelope) -> None:
        """Note where the car stands when the mission goes on from its last `goto` or `find`."""
        match envelope.message:
            case Understanding(program=program) if program is not None and not is_reply(program):
                self._last_landmark_step, self._stood_at = _last_landmark_step(program), None
                self._steps = []
            case MissionStatus(step=step):
                self._steps.append((step, len(self.path)))
                if self._stood_at is None and step > self._last_landmark_step >= 0:
                    self._stood_at = self._simulator.truth()

    def verdict(self, program: Program | None) -> Verdict:
        """Judge a program by its last `goto` or `find`, where the car stood when it was done with that, and by its doorways."""
        verdict = self._landmark_verdict(program)
        for number, through in _passages(program):
            if not doorways.went_through(self.world, through, self._path_of(number)):
                return verdict._replace(right=False, reason=f"the car didn't go through {through.name}")
            verdict = verdict._replace(right=verdict.right is not False)
        return verdict

    def goal(self, program: Program | None) -> Landmark | None:
        """The thing that the program is about, as the judge sees it."""
        step = _last_landmark_step(program)
        found = program.steps[step] if program is not None and step >= 0 else None
        return found.landmark if isinstance(found, Goto | Find) else None

    def _path_of(self, step: int) -> list[Truth]:
        """Where the car was from when a step last began until a later one did."""
        starts = [length for number, length in self._steps if number == step]
        ends = [length for number, length in self._steps if number > step]
        start = starts[0] - 1 if starts else 0
        return self.path[start : ends[0] + 1 if ends else None]

    def _landmark_verdict(self, program: Program | None) -> Verdict:
        if program is None or self._last_landmark_step < 0:
            return Verdict(None, "", None, None)
        landmark_step = program.steps[self._last_landmark_step]
        assert isinstance(landmark_step, Goto | Find)
        landmark = landmark_step.landmark
        stood_at = self._stood_at or self._simulator.truth()
        colour = landmark.colour or None
        places = self._scene.footprints(self._simulator.data)
        distance_m = judge.distance_to_goal_m(
            self.world, (stood_at.x_m, stood_at.y_m), landmark.kind, colour, places
        )
        shortest_m = judge.shortest_path_m(self.world, (self.start.x_m, self.start.y_m), landmark.kind, colour)
        if not math.isfinite(distance_m):
            return Verdict(False, f"there is no {landmark} in this world", None, None)
        known_m = shortest_m if math.isfinite(shortest_m) else None
        if isinstance(landmark_step, Find):
            faces = self._faces(stood_at, landmark)
            return Verdict(faces, "" if faces else f"the car does not face a {landmark}", distance_m, known_m)
        near = distance_m <= judge.ARRIVED_M
        reason = "" if near else f"the car stands {distance_m:.2f} m from the nearest {landmark}"
        return Verdict(near, reason, distance_m, known_m)

    def close(self) -> None:
        self._renderer.close()

    def __enter__(self) -> Stage:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _view(self, data: mujoco.MjData) -> Rgb:
        self._renderer.eye(data)
        return photograph(self._renderer.rgb(), self.settings.lens, self._grain)

    def _faces(self, at: Truth, landmark: Landmark) -> bool:
        """Whether some corner or the middle of a right thing lies about straight ahead."""
        places = self._scene.footprints(self._simulator.data)
        for thing, place in zip(self.world.things, places, strict=True):
            if thing.kind == landmark.kind and landmark.colour in ("", thing.colour):
                points = [*place.corners(), (place.x_m, place.y_m)]
                bearings = [math.atan2(y - at.y_m, x - at.x_m) - at.yaw_rad for x, y in points]
                if min(abs(wrap(bearing)) for bearing in bearings) <= FACING_RAD:
                    return True
        return False


def _built(settings: SimulatedCar) -> tuple[car.CarParameters, CameraGeometry]:
    if settings.randomise:
        parameters, camera, _ = randomised(settings.seed, settings.camera)
        return parameters, camera
    return car.CarParameters.sampled(settings.seed, settings.spread), settings.camera


def _world(settings: SimulatedCar) -> world.World:
    match settings.world:
        case "home" | "office" as kind:
            return generate.generate(settings.seed, kind)
        case path:
            return world.load(Path(path))


def _last_landmark_step(program: Program | None) -> int:
    """The index of the last step to a thing of the world, -1 without one. Doorways and places named before are none."""
    steps = program.steps if program else ()
    named = {step.name for step in steps if isinstance(step, Remember)}
    to_things = (index for index, step in enumerate(steps) if isinstance(step, Goto | Find) and step.landmark.kind not in named
                 and not can_be_told(step.landmark))
    return max(to_things, default=-1)


def _passages(program: Program | None) -> list[tuple[int, Landmark]]:
    """The steps, by number, that lead through a doorway."""
    steps = program.steps if program else ()
    through = [(number, step.through) for number, step in enumerate(steps) if isinstance(step, Travel)]
    return [(number, landmark) for number, landmark in through if landmark is not None and is_doorway(landmark)]
