"""A small town of halls for tests of route language, the interpreter and the SAIL world.

```
              (2,-1) lamp
                 |  blue, towers
(0,0)--(1,0)--(2,0)--(3,0)        brick, fish
         |             |  wood, towers
       (1,1)         (3,1) sofa
         |  grass, butterflies     |
       (1,2) easel   (3,2)
```
"""

from __future__ import annotations

from language.evaluate.sail_follow import done
from language.evaluate.sail_map import Edge, Node, Plan, Point, Pose, SailMap
from language.evaluate.sail_names import sail_names
from language.evaluate.sail_world import SailWorld
from language.routes.reader import read_route
from robot.interpreter.run import Run, Runner
from robot.interpreter.walker import Walker

ITEMS = {(2, -1): "lamp", (1, 2): "easel", (3, 1): "sofa"}
HALLS: dict[tuple[str, str], list[tuple[Point, Point]]] = {
    ("brick", "fish"): [((0, 0), (1, 0)), ((1, 0), (2, 0)), ((2, 0), (3, 0))],
    ("blue", "tower"): [((2, 0), (2, -1))],
    ("grass", "butterfly"): [((1, 0), (1, 1)), ((1, 1), (1, 2))],
    ("wood", "tower"): [((3, 0), (3, 1)), ((3, 1), (3, 2))],
}
NORTH, EAST, SOUTH, WEST = 0, 90, 180, 270


def town() -> SailMap:
    edges = tuple(Edge(a, b, floor, wall) for (floor, wall), halls in HALLS.items() for a, b in halls)
    points = sorted({point for edge in edges for point in (edge.a, edge.b)})
    return SailMap(name="town", nodes=tuple(Node(x, y, ITEMS.get((x, y))) for x, y in points), edges=edges)


def world(x: int, y: int, heading_deg: int) -> SailWorld:
    return SailWorld(Plan(town()), (x, y, heading_deg), sail_names())


def follow(text: str, start: Pose) -> Pose:
    """Where one sentence leads from a pose in the town."""
    here = world(*start)
    done(Runner(Walker(here)).run(read_route(text)))
    return here.pose


def run(text: str, start: Pose) -> Run:
    found = done(Runner(Walker(world(*start))).run(read_route(text)))
    assert found is not None
    return found
