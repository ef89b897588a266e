"""Drives simulated cars of random parts 20 m at random, before and after their calibration, and says how far odometry drifted.

    python benchmarks/odometry.py [--seeds 500300-500349] [--metres 20] [--jobs 2] [--json FILE]

Each car (robot/sim/randomise.py, but wired right) first drives with the program's defaults, then is calibrated by the
procedures of `python -m control calibrate`, and drives the same wishes again. It runs the base, the odometry and the safety
node as on the car. The wishes: for 1 to 3 s straight on, along an arc, turning on the spot, or standing. Drift is how far the
pose at the end is from the true one, in per cent of the way; both start where the car woke up.
"""

from __future__ import annotations

import argparse
import math
import sys
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import msgspec
import numpy as np

from benchmarks.cars import measured, write
from benchmarks.drives import seed_range
from benchmarks.interval import median_interval
from control.base import BaseNode
from control.calibration.course import Course, Settings, run
from control.odometry import OdometryNode
from control.safety import SafetyNode
from robot import topics
from robot.boards import BOARDS
from robot.calibration import Calibration, settings
from robot.clock import to_s
from robot.errors import SetupError
from robot.geometry import wrap
from robot.messages import Velocity
from robot.node import Node, NodeConfig, Wiring
from robot.sim import car
from robot.sim.bench import SimulatedBench
from robot.sim.drivers import connect
from robot.sim.randomise import RandomCar, randomised
from robot.sim.randomise import Wiring as Wires
from robot.sim.simulator import Simulator
from robot.step_executor import StepExecutor

STEPS = ("gyro", "motors", "wheels")
REST_S, MOST_S = 2.0, 400.0
LIMITS = {"drift, % of the way": 2.0, "heading, °": 3.0}

PLANE = """<mujoco>
  <option timestep=".002" integrator="implicitfast" cone="elliptic" impratio="10" solver="Newton"/>
  <worldbody><geom name="ground" type="plane" size="0 0 1" group="3" friction="1 .005 .0001"/></worldbody>
</mujoco>"""


class Wanderer(Node):
    """Wishes at random."""

    name = "wanderer"

    def __init__(self, seed: int) -> None:
        self._rng = np.random.default_rng([seed, 0xD21])
        self._until_s, self._wish = REST_S, (0.0, 0.0)

    def wire(self, wiring: Wiring) -> None:
        self._says = wiring.publisher(topics.NAVIGATION)
        wiring.every(0.05, self._tick)

    def _tick(self, now_ns: int) -> None:
        if to_s(now_ns) >= self._until_s:
            self._until_s = to_s(now_ns) + self._rng.uniform(1.0, 3.0)
            self._wish = self._another()
        self._says.publish(Velocity(t_ns=now_ns, speed_mps=self._wish[0], turn_radps=self._wish[1]))

    def _another(self) -> tuple[float, float]:
        kind = self._rng.choice(["straight", "arc", "spot", "stand"], p=[0.35, 0.4, 0.15, 0.1])
        speed, turn = float(self._rng.uniform(0.1, 0.35)), float(self._rng.uniform(-1.5, 1.5))
        return {"straight": (speed, 0.0), "arc": (speed, turn), "spot": (0.0, turn), "stand": (0.0, 0.0)}[str(kind)]


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=seed_range, default=(500_300, 500_349), help="A-B, both included")
    parser.add_argument("--metres", type=float, default=20.0)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args(argv)
    seeds = range(arguments.seeds[0], arguments.seeds[1] + 1)
    cars = measured(partial(both, metres=arguments.metres), seeds, arguments.jobs, told)
    print(table(cars))
    if arguments.json:
        write(arguments.json, cars, rows(cars))
    return 0


def both(seed: int, metres: float) -> dict[str, Any]:
    """One car's drives before and after its calibration."""
    made = randomised(seed)
    before = drive(made, seed, {}, metres)
    try:
        known = run(SimulatedBench(made, seed), Course(Settings(), Calibration(), lambda line: None), STEPS, lambda kept: None)
    except SetupError as error:
        return {"seed": seed, "refused": str(error), "before": before}
    return {"seed": seed, "refused": "", "before": before, "after": drive(made, seed, settings(known), metres)}


def drive(made: RandomCar, seed: int, known: dict[str, Any], metres: float) -> dict[str, float]:
    """Drive so far at random; how far odometry is off at the end, and how many standard deviations it says that is."""
    simulator = plane(made, seed)
    drivers, executor = connect(simulator), StepExecutor(BOARDS["rpi4"])
    executor.every(0.01, simulator.step)
    executor.add("base", lambda: BaseNode(
        BaseNode.Config(), drivers.wheels, drivers.inertial, drivers.sonar, drivers.bumper, drivers.power))
    executor.add("odometry", lambda: OdometryNode(configured(OdometryNode.Config, known)))
    executor.add("safety", lambda: SafetyNode(configured(SafetyNode.Config, known), drivers.motors))
    executor.add("wanderer", lambda: Wanderer(seed))
    arrived = executor.run(lambda: simulator.truth().path_length_m >= metres, MOST_S)
    truth, said = simulator.truth(), executor.bus.last(topics.ODOMETRY)
    assert said is not None
    off = np.array([said.x_m - truth.x_m, said.y_m - truth.y_m, wrap(said.heading_rad - truth.yaw_rad)])
    covariance = np.array(said.covariance).reshape(3, 3)
    return {"metres": truth.path_length_m, "arrived": float(arrived), "seconds": to_s(truth.t_ns),
            "drift": 100 * float(np.hypot(off[0], off[1])) / truth.path_length_m, "heading": math.degrees(abs(off[2])),
            "surprise": float(off @ np.linalg.solve(covariance, off))}


def plane(made: RandomCar, seed: int) -> Simulator:
    """The car on an endless floor."""
    import mujoco

    made = made._replace(wiring=Wires())
    world = mujoco.MjSpec.from_string(PLANE)
    document = mujoco.MjSpec.from_string(car.document(made.parameters, made.camera))
    world.attach(document, frame=world.worldbody.add_frame(), prefix=car.PREFIX)
    return Simulator(world.compile(), made.parameters, made.camera, seed=seed)


def configured(config: type[Any], known: dict[str, Any]) -> Any:
    """The node's settings with what is known of the car, as a launch file with a calibration gives them."""
    assert issubclass(config, NodeConfig)
    return msgspec.convert({key: value for key, value in known.items() if key in config.__struct_fields__}, config)


def rows(cars: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found = []
    for when in ("before", "after"):
        drives = [car[when] for car in cars if when in car]
        for (what, limit), key in zip(LIMITS.items(), ("drift", "heading"), strict=True):
            values = [run[key] for run in drives]
            low, high = median_interval(values)
            found.append({"when": when, "what": what, "limit": limit, "drives": len(values),
                          "median": float(np.median(values)), "median_low": low, "median_high": high,
                          "q90": float(np.quantile(values, 0.9)), "worst": max(values)})
    return found


def table(cars: list[dict[str, Any]]) -> str:
    lines = ["", "| calibration | what | drives | median (95 %) | 90 % below | worst | wanted |", 7 * "|---" + "|"]
    for row in rows(cars):
        lines.append(f"| {row['when']} | {row['what']} | {row['drives']} "
                     f"| {row['median']:.2f} ({row['median_low']:.2f}-{row['median_high']:.2f}) | {row['q90']:.2f} "
                     f"| {row['worst']:.2f} | {row['limit']:g} |")
    surprise = [car["after"]["surprise"] for car in cars if "after" in car]
    lines += ["", f"After it, squared error over stated covariance: median {np.median(surprise):.1f} (an honest filter: 2.4), "
                  f"mean {np.mean(surprise):.1f} (3)" if surprise else "nothing calibrated"]
    return "\n".join(lines)


def told(car: dict[str, Any]) -> str:
    parts = [f"{when} {car[when]['drift']:.2f} % {car[when]['heading']:.2f}° ({car[when]['surprise']:.1f})"
             for when in ("before", "after") if when in car]
    return f"{car['seed']}  {', '.join(parts)} {car['refused']}"


if __name__ == "__main__":
    sys.exit(main())
