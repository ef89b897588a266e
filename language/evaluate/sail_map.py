"""The SAIL route corpus as it lies in a file: one map, its sentences and its paragraphs."""

from __future__ import annotations

from pathlib import Path

import msgspec

from robot.interpreter.scene import Surface

Point = tuple[int, int]
Pose = tuple[int, int, int]  # x, y, heading in degrees: 0 is −y, 90 +x, 180 +y, 270 −x


class Node(msgspec.Struct, frozen=True):
    x: int
    y: int
    item: str | None = None


class Edge(msgspec.Struct, frozen=True):
    a: Point
    b: Point
    floor: str
    wall: str


class Sentence(msgspec.Struct, frozen=True):
    id: str
    paragraph: str
    director: str
    text: str
    path: tuple[Pose, ...]


class Paragraph(msgspec.Struct, frozen=True):
    id: str
    director: str
    text: str
    path: tuple[Pose, ...]


class SailMap(msgspec.Struct, frozen=True):
    """One map file. Fields that it has beyond these are not needed here."""

    name: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    sentences: tuple[Sentence, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()

    def sentences_of(self, paragraph: str) -> tuple[Sentence, ...]:
        """A paragraph's sentences in the order they were said."""
        return tuple(sentence for sentence in self.sentences if sentence.paragraph == paragraph)


class Plan:
    """A map's halls for quick look-up."""

    def __init__(self, sail_map: SailMap) -> None:
        self._items = {(node.x, node.y): node.item for node in sail_map.nodes}
        self._halls: dict[tuple[Point, Point], Surface] = {}
        for edge in sail_map.edges:
            surface = Surface(edge.floor, edge.wall)
            self._halls[edge.a, edge.b] = self._halls[edge.b, edge.a] = surface

    def __contains__(self, point: Point) -> bool:
        return point in self._items

    def item(self, point: Point) -> str | None:
        return self._items[point]

    def hall(self, point: Point, heading_deg: int) -> Surface | None:
        """What leads off from `point` that way; None is a wall."""
        return self._halls.get((point, onward(point, heading_deg)))


def onward(point: Point, heading_deg: int) -> Point:
    """The point one unit further."""
    dx, dy = {0: (0, -1), 90: (1, 0), 180: (0, 1), 270: (-1, 0)}[heading_deg % 360]
    return point[0] + dx, point[1] + dy


def read_map(path: Path) -> SailMap:
    """Read and check a map file; raises ValueError with the file's name and what is wrong in it."""
    try:
        sail_map = msgspec.json.decode(path.read_bytes(), type=SailMap)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"{path} is no SAIL map: {error}. See docs/benchmarks/sail.md for the format.") from error
    plan = Plan(sail_map)
    routes: list[Sentence | Paragraph] = [*sail_map.sentences, *sail_map.paragraphs]
    for route in routes:
        if not route.path or route.path[0][:2] not in plan or route.path[-1][:2] not in plan:
            raise ValueError(f"{path}: the path of {route.id!r} starts or ends nowhere on the map.")
    return sail_map
