"""The plant: a scene with the car in it, moved on in time. It fills the drivers' ports and keeps the truth for scoring."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from robot.clock import NS_PER_S
from robot.geometry import CameraGeometry
from robot.messages import Frame, Rgb
from robot.sim import sensors
from robot.sim.car import BODY, PREFIX, WHEELS, CarParameters
from robot.sim.collisions import Collision, CollisionWatch
from robot.sim.drivers import Ports
from robot.sim.motors import BatteryParameters, Drivetrain

if TYPE_CHECKING:
    import mujoco

View = Callable[["mujoco.MjData"], Rgb]
"""Takes the camera's picture of the present state."""

SLICE_NS = 10_000_000
"""Motor voltages are held for this long and sensors read on this grid: each sensor's period is a multiple of it."""

_SETTLE_STEPS = 250


class SimulatorConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How often the sensors measure (Hz, rounded to the 10 ms grid) and what feeds the car."""

    wheels_hz: float = 50.0
    inertial_hz: float = 50.0
    bumper_hz: float = 50.0
    sonar_hz: float = 20.0
    power_hz: float = 5.0
    camera_hz: float = 10.0
    battery: BatteryParameters = BatteryParameters()


class Truth(msgspec.Struct, frozen=True):
    """What really is, in the world's frame. Only for scoring: no node can reach it."""

    t_ns: int
    x_m: float
    y_m: float
    yaw_rad: float
    speed_mps: float
    turn_radps: float
    path_length_m: float
    energy_mah: float
    collisions: tuple[Collision, ...]


class Simulator:
    """One car in one scene.

    `model` is compiled with `car.document(parameters, camera)` in it. `view` takes the pictures; without it the camera stays
    dark. Everything random comes from `seed`.
    """

    def __init__(
        self,
        model: mujoco.MjModel,
        parameters: CarParameters | None = None,
        camera: CameraGeometry | None = None,
        view: View | None = None,
        config: SimulatorConfig | None = None,
        seed: int = 0,
    ) -> None:
        import mujoco

        self.model, self.data = model, mujoco.MjData(model)
        self.camera = camera or CameraGeometry()
        self.ports = Ports()
        self._mj_step = mujoco.mj_step
        self._step_ns = round(model.opt.timestep * NS_PER_S)
        self._now_ns: int | None = None
        car, config = parameters or CarParameters(), config or SimulatorConfig()
        self._drivetrain = Drivetrain(config.battery, car.charge)
        self._watch = CollisionWatch(model)
        self._path_m, self._next_slice_ns, self._elapsed_ns = 0.0, 0, 0
        self._find(model)
        self._mj_step(model, self.data, _SETTLE_STEPS)
        self._last_xy = self._xy()
        self._tasks = self._measurements(model, car, config, view, seed)

    def step(self, now_ns: int) -> None:
        """Advance to `now_ns`, as near as whole physics steps come. The first call only starts the clock."""
        if self._now_ns is None:
            self._now_ns = now_ns
            self._measure()
            return
        steps = (now_ns - self._now_ns) // self._step_ns
        while steps > 0:
            to_slice = max(1, (self._next_slice_ns - self._elapsed_ns) // self._step_ns)
            count = min(steps, to_slice)
            self._advance(count)
            steps -= count

    def truth(self) -> Truth:
        """For the judge and the evaluators, never for a node."""
        data, base = self.data, self._dof
        turn = data.xmat[self._body]
        return Truth(
            t_ns=self._now_ns or 0, x_m=float(self._xy()[0]), y_m=float(self._xy()[1]),
            yaw_rad=math.atan2(turn[3], turn[0]), speed_mps=float(np.hypot(*data.qvel[base:base + 2])),
            turn_radps=float(data.qvel[base + 5]), path_length_m=float(self._path_m),
            energy_mah=float(self._drivetrain.battery.used_mah), collisions=tuple(self._watch.collisions),
        )

    def _find(self, model: mujoco.MjModel) -> None:
        """Look up once where things are in MuJoCo's arrays."""
        joint, wheels = model.joint(PREFIX + BODY), [PREFIX + name for name in WHEELS]
        self._body, self._pos, self._dof = model.body(PREFIX + BODY).id, int(joint.qposadr[0]), int(joint.dofadr[0])
        self._wheel_dofs = [int(model.joint(name).dofadr[0]) for name in wheels]
        self._motors = [model.actuator(name).id for name in wheels]

    def _xy(self) -> tuple[float, float]:
        return float(self.data.qpos[self._pos]), float(self.data.qpos[self._pos + 1])

    def _advance(self, count: int) -> None:
        """`count` physics steps with the motor voltages held."""
        data = self.data
        left, right = self._wheel_dofs
        seconds = count * self._step_ns / NS_PER_S
        speeds = float(data.qvel[left]), float(data.qvel[right])
        data.ctrl[self._motors] = self._drivetrain.step(self.ports.motors.duty, speeds, seconds)
        self._mj_step(self.model, data, count)
        self._elapsed_ns += count * self._step_ns
        assert self._now_ns is not None
        self._now_ns += count * self._step_ns
        self._watch.check(data, self._now_ns)
        if self._elapsed_ns >= self._next_slice_ns:
            self._measure()

    def _measure(self) -> None:
        """Everything that is due on this point of the grid."""
        assert self._now_ns is not None
        x, y = self._xy()
        self._path_m += math.hypot(x - self._last_xy[0], y - self._last_xy[1])
        self._last_xy = (x, y)
        turn = self._elapsed_ns // SLICE_NS
        for every, measure in self._tasks:
            if turn % every == 0:
                measure(self._now_ns)
        self._next_slice_ns = (turn + 1) * SLICE_NS

    def _measurements(
        self, model: mujoco.MjModel, car: CarParameters, config: SimulatorConfig, view: View | None, seed: int
    ) -> list[tuple[int, Callable[[int], None]]]:
        """For each sensor: after how many slices it measures, and how it fills its port."""
        ports, data = self.ports, self.data
        inertial_rng, sonar_rng, power_rng = (np.random.default_rng([seed, 0x5E, k]) for k in range(3))
        wheels, bumper = sensors.Encoders(model), sensors.BumperContact(model)
        inertial = sensors.InertialUnit(model, car, inertial_rng)
        sonar = sensors.UltrasonicSensor(model, sonar_rng)
        power = sensors.BatteryMeter(self._drivetrain.battery, power_rng)

        def fill(name: str, read: Callable[[int], object]) -> Callable[[int], None]:
            port = getattr(ports, name)

            def measure(t_ns: int) -> None:
                port.value = read(t_ns)

            return measure

        tasks = [
            (config.wheels_hz, fill("wheels", lambda t: wheels.read(data, t))),
            (config.inertial_hz, fill("inertial", lambda t: inertial.read(data, t))),
            (config.bumper_hz, fill("bumper", lambda t: bumper.read(data, t))),
            (config.sonar_hz, fill("sonar", lambda t: sonar.read(data, t))),
            (config.power_hz, fill("power", power.read)),
        ]
        if view is not None:
            tasks.append((config.camera_hz, fill("camera", lambda t: Frame(t_ns=t, image=view(data)))))
        return [(max(1, round(NS_PER_S / SLICE_NS / hz)), measure) for hz, measure in tasks]
