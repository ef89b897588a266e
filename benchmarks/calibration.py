"""Calibrates simulated cars of random parts, and compares what is found with what they are.

    python benchmarks/calibration.py [--seeds 500200-500249] [--jobs 2] [--json FILE]

Every car has wheels, track, gearboxes, camera height and pitch drawn from ±25 % about the drawing, motors 5-10 % apart, a gyro
up to 3 % and some °/s off, a field of view ±10 %, and each motor, encoder and the gyro connected the wrong way round by chance.

The truth of the dead band is the bridge voltage at which the motor's torque equals its gearbox's dry friction, in the unit in
which the speed loop reckons; that of the mismatch how much faster the left wheel turns in the air at the same voltage: both
are worked out from the simulator's own motor, bridge and friction. Both wheels' worse dead band counts.
"""

from __future__ import annotations

import argparse
import math
import sys
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np

from benchmarks.cars import measured, write
from benchmarks.drives import seed_range
from benchmarks.interval import median_interval, wilson
from control.calibration.course import STEPS, Course, Settings, run
from control.wheels import SpeedLoopConfig
from robot.calibration import MISMATCH_V, Calibration
from robot.errors import SetupError
from robot.sim.bench import SimulatedBench
from robot.sim.car import NO_LOAD_RADPS, NOMINAL_V, STALL_NM, CarParameters
from robot.sim.motors import Bridge
from robot.sim.randomise import RandomCar, randomised

LOOP = SpeedLoopConfig()
BATTERY_V = 7.5
"""What the truth is worked out at: the speed loop's unit takes the battery out of it all but a little."""
DAMPING = 1e-4


class Column(NamedTuple):
    """One thing that is measured: its name, unit, and the most that it may be off."""

    name: str
    unit: str
    limit: float


COLUMNS = (
    Column("wheel base", "%", 3.0), Column("dead band", "%", 3.0), Column("left/right mismatch", "% of itself", 3.0),
    Column("camera pitch", "°", 0.5), Column("wheel radius", "%", 3.0), Column("camera height", "%", 3.0),
    Column("camera forward", "mm", 5.0), Column("field of view", "°", 1.0), Column("gyro scale", "%", 0.5),
    Column("gyro bias", "°/s", 0.1),
)  # fmt: skip


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=seed_range, default=(500_200, 500_249), help="A-B, both included")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args(argv)
    seeds = range(arguments.seeds[0], arguments.seeds[1] + 1)
    cars = measured(calibrated, seeds, arguments.jobs, told)
    print(table(cars))
    if arguments.json:
        write(arguments.json, cars, rows(cars))
    return 0


def calibrated(seed: int) -> dict[str, Any]:
    """One car: its errors by column, whether all directions were found, or why it was refused."""
    made = randomised(seed)
    try:
        known = run(SimulatedBench(made, seed), Course(Settings(), Calibration(), lambda line: None), STEPS, lambda kept: None)
    except SetupError as error:
        return {"seed": seed, "refused": str(error)}
    return {"seed": seed, "refused": "", "directions": directions_right(known, made), "errors": errors(known, made)}


def directions_right(known: Calibration, made: RandomCar) -> bool:
    assert known.motors is not None and known.wheels is not None and known.gyro is not None
    found = (known.motors.left.reversed, known.motors.right.reversed, known.wheels.left_reversed, known.wheels.right_reversed,
             known.gyro.reversed)
    return found == tuple(made.wiring)


def errors(known: Calibration, made: RandomCar) -> dict[str, float]:
    """How far each column is off, with its sign."""
    car, camera = made.parameters, made.camera
    motors, wheels, gyro, eye = known.motors, known.wheels, known.gyro, known.camera
    assert motors is not None and wheels is not None and gyro is not None and eye is not None
    dead = [side.dead_v / dead_v(car, strength) - 1.0
            for side, strength in ((motors.left, car.left_motor), (motors.right, car.right_motor))]
    true_speeds = [air_speed_radps(car, strength, MISMATCH_V) for strength in (car.left_motor, car.right_motor)]
    return {
        "wheel base": 100 * (wheels.track_m / car.track_m - 1),
        "dead band": 100 * max(dead, key=abs),
        "left/right mismatch": 100 * (motors.mismatch / (true_speeds[0] / true_speeds[1] - 1) - 1),
        "camera pitch": math.degrees(eye.pitch_rad - camera.pitch_rad),
        "wheel radius": 100 * (wheels.radius_m / ((car.left_radius_m + car.right_radius_m) / 2) - 1),
        "camera height": 100 * (eye.height_m / camera.height_m - 1),
        "camera forward": 1000 * (eye.forward_m - camera.forward_m),
        "field of view": math.degrees(eye.hfov_rad - camera.hfov_rad),
        "gyro scale": 100 * (gyro.scale / car.gyro_scale - 1),
        "gyro bias": math.degrees(gyro.bias_radps[2] - car.gyro_bias_radps[2]),
    }


def dead_v(car: CarParameters, strength: float) -> float:
    """In the speed loop's unit, the voltage at which this motor begins to turn."""
    motor_v = NOMINAL_V * car.drag_nm / (STALL_NM * strength)
    return loop_v(motor_v, motor_v / Bridge.MOTOR_OHM)


def air_speed_radps(car: CarParameters, strength: float, volts: float) -> float:
    """How fast the wheel turns in the air when the speed loop believes that so much reaches the motor."""
    low, high = 0.0, 60.0
    for _ in range(60):
        speed = (low + high) / 2
        slope = STALL_NM / NO_LOAD_RADPS + DAMPING
        motor_v = NOMINAL_V * (car.drag_nm + slope * speed) / (STALL_NM * strength)
        current_a = max(0.0, motor_v - Bridge.MOTOR_VS_PER_RAD * speed) / Bridge.MOTOR_OHM
        low, high = (speed, high) if loop_v(motor_v, current_a) < volts else (low, speed)
    return low


def loop_v(motor_v: float, current_a: float) -> float:
    """A motor's voltage in the speed loop's unit, which takes the bridge's drop to be always the same."""
    drop_v = min(Bridge.DROP_V + Bridge.DROP_OHM * current_a, Bridge.DROP_MOST_V)
    return motor_v / (BATTERY_V - drop_v) * (BATTERY_V - LOOP.bridge_drop_v)


def rows(cars: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """For each column the median and the worst of the absolute errors, and how many cars are within the limit."""
    done = [car for car in cars if not car["refused"]]
    found = []
    for column in COLUMNS:
        off = np.abs([car["errors"][column.name] for car in done])
        low, high = median_interval(off.tolist())
        within = int((off <= column.limit).sum())
        share = wilson(within, len(done))
        found.append({"what": column.name, "unit": column.unit, "limit": column.limit, "cars": len(done), "within": within,
                      "within_low": share[0], "within_high": share[1], "median": float(np.median(off)), "median_low": low,
                      "median_high": high, "worst": float(off.max()),
                      "bias": float(np.mean([car["errors"][column.name] for car in done]))})
    return found


def table(cars: list[dict[str, Any]]) -> str:
    done = [car for car in cars if not car["refused"]]
    lines = ["", f"{len(done)} of {len(cars)} cars calibrated, directions right in {sum(car['directions'] for car in done)}"]
    head = "| what | limit | median error (95 %) | worst | mean | within the limit (95 %) |"
    lines += ["", head, "|---|---|---|---|---|---|"]
    for row in rows(cars) if done else []:
        lines.append(
            f"| {row['what']}, {row['unit']} | {row['limit']:g} "
            f"| {row['median']:.2f} ({row['median_low']:.2f}-{row['median_high']:.2f}) | {row['worst']:.2f} "
            f"| {row['bias']:+.2f} | {row['within']} of {row['cars']} "
            f"({100 * row['within_low']:.0f}-{100 * row['within_high']:.0f} %) |")
    return "\n".join(lines)


def told(car: dict[str, Any]) -> str:
    if car["refused"]:
        return f"{car['seed']}  refused: {car['refused']}"
    return f"{car['seed']}  " + ", ".join(f"{name} {value:+.2f}" for name, value in car["errors"].items())


if __name__ == "__main__":
    sys.exit(main())
