"""How often the eyes call a good camera bad: a car whose camera is well bumbles through homes, up to every wall.

    python benchmarks/false_alarms.py --minutes 60 --seed 500000

It goes straight on until something is in the way, stands there for a while, turns by any angle and goes on: it faces plain
walls from near by far more often than a car that is going somewhere. Pictures have the simulator's lens and noise.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from perception.camera_health import CameraHealth, CameraHealthConfig
from perception.evenness import edges
from perception.motion import Motion
from perception.thumbnail import thumbnail
from robot.geometry import CameraGeometry
from robot.messages import Rgb
from robot.poses import Pose
from robot.sim import car, judge, scene
from robot.sim.car import BODY, PREFIX
from robot.sim.generate import generate
from robot.sim.lens import photograph
from robot.sim.render import Renderer
from robot.sim.stage import DEFAULT_LENS
from robot.sim.world import World

PERIOD_S, SPEED_MPS, TURN_RADPS = 0.1, 0.3, 0.8
RADIUS_M = 0.11
"""Half the car's width and a finger."""
HOME_MINUTES = 2.0


class Count(NamedTuple):
    pictures: int
    even: int  # pictures without edges
    alarms: int


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--minutes", type=float, default=60.0, help=f"of driving; a new home every {HOME_MINUTES:g}")
    parser.add_argument("--seed", type=int, default=500_000, help="of the first home")
    arguments = parser.parse_args(argv)
    total, homes = Count(0, 0, 0), max(1, round(arguments.minutes / HOME_MINUTES))
    for seed in range(arguments.seed, arguments.seed + homes):
        count = bumble(seed, round(60 * arguments.minutes / homes / PERIOD_S))
        total = Count(*(a + b for a, b in zip(total, count, strict=True)))
        minutes = total.pictures * PERIOD_S / 60
        print(f"home {seed}: {minutes:.1f} min, {total.even} of {total.pictures} even, {total.alarms} alarms", flush=True)
    return 0


def bumble(seed: int, pictures: int) -> Count:
    """Drive through one home; every time that the flag is raised counts."""
    world, health = generate(seed), CameraHealth(CameraHealthConfig())
    even = alarms = 0
    with Eye(world, seed) as eye:
        for step, pose in zip(range(pictures), poses(world, np.random.default_rng([seed, 3])), strict=False):
            t_ns, image, was = round(step * PERIOD_S * 1e9), eye.see(pose), health.problem
            small = thumbnail(image)
            health.see(t_ns, t_ns, image, small, Motion(pose, SPEED_MPS, 0.0))
            even += edges(small, CameraHealthConfig().evenness.edge) <= CameraHealthConfig().evenness.edges
            alarms += bool(health.problem) and not was
            if health.problem and not was:
                print(f"home {seed}, picture {step}, {pose}: {health.problem}")
    return Count(pictures, even, alarms)


def poses(world: World, rng: np.random.Generator) -> Iterator[Pose]:
    """Where the car is at each picture, for ever."""
    grid = judge.floor_of(world)
    free = grid.room_for(RADIUS_M)
    x, y, yaw = world.start.x_m, world.start.y_m, world.start.yaw_rad
    while True:
        step = SPEED_MPS * PERIOD_S
        while free[grid.cell(x + step * math.cos(yaw), y + step * math.sin(yaw))] and rng.random() > 0.01:
            x, y = x + step * math.cos(yaw), y + step * math.sin(yaw)
            yield Pose(x, y, yaw)
        for _ in range(int(rng.integers(0, 30))):
            yield Pose(x, y, yaw)
        turn = float(rng.uniform(-math.pi, math.pi))
        for _ in range(math.ceil(abs(turn) / TURN_RADPS / PERIOD_S)):
            yaw += math.copysign(TURN_RADPS * PERIOD_S, turn)
            yield Pose(x, y, yaw)


class Eye:
    """The car's camera anywhere in a home."""

    def __init__(self, world: World, seed: int) -> None:
        import mujoco

        camera = CameraGeometry()
        compiled = scene.compile(world, car.document(car.CarParameters.sampled(seed), camera))
        self._model, self._data, self._forward = compiled.model, mujoco.MjData(compiled.model), mujoco.mj_forward
        self._at = int(compiled.model.joint(PREFIX + BODY).qposadr[0])
        self._renderer = Renderer(compiled, camera.width_px, camera.height_px)
        self._grain = np.random.default_rng([seed, 4])

    def see(self, pose: Pose) -> Rgb:
        half = pose.heading_rad / 2
        self._data.qpos[self._at : self._at + 2] = pose.x_m, pose.y_m
        self._data.qpos[self._at + 3 : self._at + 7] = math.cos(half), 0.0, 0.0, math.sin(half)
        self._forward(self._model, self._data)
        self._renderer.eye(self._data)
        return photograph(self._renderer.rgb(), DEFAULT_LENS, self._grain)

    def __enter__(self) -> Eye:
        return self

    def __exit__(self, *_: object) -> None:
        self._renderer.close()


if __name__ == "__main__":
    sys.exit(main())
