"""A flat house along a hall, two rooms to its left, whose doorways the car comes to know as it sees them."""

from __future__ import annotations

import math
from typing import NamedTuple

from control.mission import MissionConfig, MissionNode
from control.navigate import NavigateConfig, NavigatorNode
from perception.map import MapConfig, MapNode
from robot import topics
from robot.messages import Doorway, DoorwayMap, MissionStatus, Understanding
from robot.node import Node, Wiring
from robot.poses import Pose
from robot.program import Program, Step
from robot.sim.footprint import Footprint
from tests.control.flatland import HFOV_RAD, Flatland, Thing

START = Pose(0.7, 0.75, 0.05)
SEEN_FROM_M = 3.0


class Door(NamedTuple):
    x_m: float
    y_m: float
    heading_rad: float


DOORS = (Door(2.4, 1.5, math.pi / 2), Door(5.6, 1.5, math.pi / 2))


def wall(x0: float, y0: float, x1: float, y1: float) -> Footprint:
    return Footprint((x0 + x1) / 2, (y0 + y1) / 2, 0.0, abs(x1 - x0) + 0.1, abs(y1 - y0) + 0.1)


WALLS = [
    wall(0, 0, 8, 0), wall(0, 0, 0, 4.5), wall(8, 0, 8, 4.5), wall(0, 4.5, 8, 4.5), wall(4, 1.5, 4, 4.5),
    wall(0, 1.5, 1.95, 1.5), wall(2.85, 1.5, 5.15, 1.5), wall(6.05, 1.5, 8, 1.5),
]  # fmt: skip
THINGS = [
    Thing("plant", "green", Footprint(6.6, 3.8, 0.0, 0.35, 0.35), 0.8),
    Thing("lamp", "white", Footprint(1.0, 3.9, 0.0, 0.3, 0.3), 1.4),
]


class Doorkeeper(Node):
    """Stands in for the eyes: says which doorways were in view so far."""

    name = "doorkeeper"

    def __init__(self, flat: Flatland) -> None:
        self._flat = flat
        self._seen: dict[int, int] = {}

    def wire(self, wiring: Wiring) -> None:
        self._doorways = wiring.publisher(topics.DOORWAYS)
        wiring.every(MapConfig().publish_s, self.tick)

    def tick(self, now_ns: int) -> None:
        here = Pose(self._flat.x_m, self._flat.y_m, self._flat.heading_rad)
        for number, door in enumerate(DOORS):
            near = here.distance_to(door.x_m, door.y_m) < SEEN_FROM_M
            if near and abs(here.bearing_to(door.x_m, door.y_m)) < HFOV_RAD / 2:
                self._seen[number] = now_ns
        self._doorways.publish(DoorwayMap(t_ns=now_ns, doorways=tuple(
            _known(number, t_ns) for number, t_ns in sorted(self._seen.items()))))  # fmt: skip


def _known(number: int, t_ns: int) -> Doorway:
    """In the odometry frame, which begins where the car does."""
    door = DOORS[number]
    x_m, y_m = START.to_car(door.x_m, door.y_m)
    heading_rad = (door.heading_rad - START.heading_rad) % math.pi
    return Doorway(id=number, x_m=x_m, y_m=y_m, heading_rad=heading_rad, width_m=0.9, log_odds=4.0, seen=9, last_seen_ns=t_ns)


def hallway(seed: int = 1, noise: float = 0.3) -> Flatland:
    """The car at one end of the hall, looking along it, its nodes awake."""
    places = [thing.place for thing in THINGS]
    flat = Flatland([*WALLS, *places], THINGS, START, seed, noise, [*WALLS, *places])
    flat.add(MapNode(MapConfig()))
    flat.add(Doorkeeper(flat))
    flat.add(NavigatorNode(NavigateConfig()))
    flat.add(MissionNode(MissionConfig()))
    flat.run(0.6)
    return flat


def carry_out(flat: Flatland, *steps: Step, seconds: float = 250.0) -> MissionStatus:
    """Say it, and wait until it is over."""
    now_ns = flat.wiring.now_ns
    flat.wiring.say(topics.UNDERSTANDING, Understanding(t_ns=now_ns, text="", program=Program(steps=steps), sentence=""))
    assert flat.run(seconds, lambda: flat.wiring.last(topics.MISSION).state in ("succeeded", "failed"))
    status: MissionStatus = flat.wiring.last(topics.MISSION)
    return status
