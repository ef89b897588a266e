"""Floor plans from a seed: rooms of sensible types and sizes, the walls between them, a doorway to every room."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from robot.sim.world import Opening, Rect, Wall, WorldKind

if TYPE_CHECKING:
    from numpy.random import Generator

WALL_M = 0.1
"""Thickness of every wall."""

DOORWAY_M = (0.82, 1.1)
"""Narrowest and widest doorway."""

TYPES: dict[WorldKind, tuple[str, ...]] = {
    "home": ("living_room", "kitchen", "bedroom", "bathroom", "study", "bedroom"),
    "office": ("office", "meeting_room", "office", "kitchen", "bathroom", "office"),
}
"""Room types in the order in which a world gets them; the largest room takes the first."""

_SMALL = ("bathroom",)
_MIN_SIDE_M = 2.5
_CORNER_M = 0.2
"""A doorway keeps at least this much wall on either side, measured from the crossing wall's middle."""


class Space(msgspec.Struct, frozen=True):
    """A room before it is painted and furnished."""

    name: str
    type: str
    rect: Rect


class Plan(msgspec.Struct, frozen=True):
    """Rooms, walls with their doorways, and the height of the ceiling."""

    spaces: tuple[Space, ...]
    walls: tuple[Wall, ...]
    height_m: float


def make(rng: Generator, kind: WorldKind) -> Plan:
    """A plan of three to seven rooms, hall included."""
    count = int(rng.integers(3, 8)) if kind == "home" else int(rng.integers(4, 8))
    hall = count >= 5 or (count == 4 and bool(rng.random() < 0.6))
    rects = _around_hall(rng, count) if hall else _split(rng, count)
    spaces = _named(_turned(rng, rects), hall, kind)
    return Plan(spaces, _with_doorways(rng, spaces), round(float(rng.uniform(2.3, 2.6)), 2))


def _around_hall(rng: Generator, count: int) -> list[Rect]:
    """A hall, first in the list, with a row of rooms on either side and perhaps a room across its end."""
    others = count - 1
    end = others >= 4 and bool(rng.random() < 0.5)
    row = others - end
    upper, lower = (row + 1) // 2, row // 2
    length = max(upper, 2) * float(rng.uniform(3.1, 3.9))
    hall_m = float(rng.uniform(1.3, 1.7))
    low_m, high_m = rng.uniform(3.0, 4.3, size=2)
    rects = [Rect(0.0, low_m, length, low_m + hall_m)]
    rects += _row(rng, upper, length, low_m + hall_m, low_m + hall_m + high_m)
    rects += _row(rng, lower, length, 0.0, low_m)
    if end:
        rects.append(Rect(length, 0.0, length + float(rng.uniform(3.2, 4.2)), low_m + hall_m + high_m))
    return rects


def _row(rng: Generator, count: int, length_m: float, y0_m: float, y1_m: float) -> list[Rect]:
    spare = length_m - count * _MIN_SIDE_M
    cuts = np.concatenate([[0.0], np.cumsum(_MIN_SIDE_M + spare * rng.dirichlet(np.full(count, 3.0)))])
    cuts[-1] = length_m
    return [Rect(float(a), float(y0_m), float(b), float(y1_m)) for a, b in zip(cuts, cuts[1:], strict=False)]


def _split(rng: Generator, count: int) -> list[Rect]:
    """A rectangle cut again and again across its largest piece."""
    side = float(rng.uniform(3.5, 4.1))
    ratio = float(rng.uniform(0.85, 1.18))
    pieces = [Rect(0.0, 0.0, side * np.sqrt(count) * ratio, side * np.sqrt(count) / ratio)]
    while len(pieces) < count:
        largest = max(pieces, key=lambda r: r.width_m * r.depth_m)
        pieces.remove(largest)
        pieces += _cut(largest, float(rng.uniform(0.45, 0.55)))
    return pieces


def _cut(rect: Rect, share: float) -> list[Rect]:
    if rect.width_m >= rect.depth_m:
        x = rect.x0_m + share * rect.width_m
        return [Rect(rect.x0_m, rect.y0_m, x, rect.y1_m), Rect(x, rect.y0_m, rect.x1_m, rect.y1_m)]
    y = rect.y0_m + share * rect.depth_m
    return [Rect(rect.x0_m, rect.y0_m, rect.x1_m, y), Rect(rect.x0_m, y, rect.x1_m, rect.y1_m)]


def _turned(rng: Generator, rects: list[Rect]) -> list[Rect]:
    """The same plan mirrored or with x and y exchanged, on whole centimetres."""
    swap, mirror_x, mirror_y = rng.random(3) < 0.5
    turned = []
    for r in rects:
        x, y = (r.x0_m, r.x1_m), (r.y0_m, r.y1_m)
        x, y = (y, x) if swap else (x, y)
        x = (-x[1], -x[0]) if mirror_x else x
        y = (-y[1], -y[0]) if mirror_y else y
        turned.append((x, y))
    left, bottom = min(x[0] for x, _ in turned), min(y[0] for _, y in turned)
    return [Rect(*(round(float(v), 2) for v in (x[0] - left, y[0] - bottom, x[1] - left, y[1] - bottom)))
            for x, y in turned]


def _named(rects: list[Rect], hall: bool, kind: WorldKind) -> tuple[Space, ...]:
    """Give every rectangle a type by its size: the largest is for living or working, the smallest for washing."""
    spaces = [Space("hall", "hall", rects[0])] if hall else []
    rooms = sorted(rects[1:] if hall else rects, key=lambda r: -r.width_m * r.depth_m)
    types = sorted(TYPES[kind][: len(rooms)], key=lambda name: name in _SMALL)
    seen: Counter[str] = Counter()
    for rect, type_ in zip(rooms, types, strict=True):
        seen[type_] += 1
        spaces.append(Space(type_ if seen[type_] == 1 else f"{type_}_{seen[type_]}", type_, rect))
    return tuple(spaces)


class _Line(msgspec.Struct, frozen=True):
    """A stretch of wall and the rooms (indices, None outside) on its two sides."""

    x0_m: float
    y0_m: float
    x1_m: float
    y1_m: float
    sides: tuple[int | None, int | None]

    @property
    def length_m(self) -> float:
        return abs(self.x1_m - self.x0_m) + abs(self.y1_m - self.y0_m)

    @property
    def joins(self) -> tuple[int, int] | None:
        """The two rooms that a doorway here would connect, if it has the length for one."""
        one, two = self.sides
        long_enough = self.length_m >= DOORWAY_M[0] + 2 * _CORNER_M
        return (one, two) if one is not None and two is not None and long_enough else None


def _lines(spaces: tuple[Space, ...]) -> list[_Line]:
    """Every wall of the plan, cut where the room on either side changes."""
    flat = [(s.rect.x0_m, s.rect.x1_m, s.rect.y0_m, s.rect.y1_m) for s in spaces]
    upright = [(y0, y1, x0, x1) for x0, x1, y0, y1 in flat]
    lines = [_Line(a, at, b, at, sides) for at, a, b, sides in _edges(flat)]
    return lines + [_Line(at, a, at, b, sides) for at, a, b, sides in _edges(upright)]


def _edges(rects: list[tuple[float, float, float, float]]) -> list[tuple[float, float, float, tuple[int | None, int | None]]]:
    """(at, from, to, rooms below and above) for the edges along the first axis of (from, to, low, high) rectangles."""
    found = []
    for at in sorted({r[2] for r in rects} | {r[3] for r in rects}):
        touching = [r for r in rects if at in (r[2], r[3])]
        ends = sorted({r[0] for r in touching} | {r[1] for r in touching})
        for a, b in zip(ends, ends[1:], strict=False):
            below = _index(r[3] == at and r[0] <= a and b <= r[1] for r in rects)
            above = _index(r[2] == at and r[0] <= a and b <= r[1] for r in rects)
            if below is not None or above is not None:
                found.append((at, a, b, (below, above)))
    return found


def _index(flags: Iterable[bool]) -> int | None:
    return next((i for i, flag in enumerate(flags) if flag), None)


def _with_doorways(rng: Generator, spaces: tuple[Space, ...]) -> tuple[Wall, ...]:
    """All walls, with doorways that connect every room to every other."""
    lines = _lines(spaces)
    opened = _opened(rng, spaces, lines)
    return tuple(_wall(rng, line, i in opened) for i, line in enumerate(lines))


def _opened(rng: Generator, spaces: tuple[Space, ...], lines: list[_Line]) -> set[int]:
    """Which walls get a doorway: a tree over the rooms, doors to the hall first, and now and then one more."""
    candidates = [(i, line.joins) for i, line in enumerate(lines) if line.joins]
    order = sorted(candidates, key=lambda c: (all(spaces[room].type != "hall" for room in c[1]), rng.random()))
    group = list(range(len(spaces)))
    opened = set()
    for i, (one, two) in order:
        private = any(spaces[room].type in _SMALL for room in (one, two))
        if group[one] != group[two] or (not private and rng.random() < 0.2):
            opened.add(i)
            group = [group[one] if g == group[two] else g for g in group]
    if len(set(group)) > 1:
        raise ValueError("this floor plan has a room that no wall long enough for a doorway connects")
    return opened


def _wall(rng: Generator, line: _Line, opened: bool) -> Wall:
    openings: tuple[Opening, ...] = ()
    if opened:
        width = min(round(float(rng.uniform(*DOORWAY_M)), 2), round(line.length_m - 2 * _CORNER_M, 2))
        margin = _CORNER_M + width / 2
        slack = max(0.0, line.length_m - 2 * margin)
        openings = (Opening(round(margin + slack * float(rng.random()), 2), width),)
    return Wall(line.x0_m, line.y0_m, line.x1_m, line.y1_m, WALL_M, openings)
