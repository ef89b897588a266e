"""Names on the plan: each where there is room for it, none over another or over the car's way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from robot.ink import ACCENT, FAINT, INK, WHITE, Canvas, blend
from robot.scenery import Colour, Drive, Floor, Point, Thing
from robot.view import Area, View

SIZE_PX = 13.0
LINE_PX = 16.0


class Name(NamedTuple):
    """Words, and the places where they may stand, best first, with the colour of what they then stand on.

    `own` is where the thing itself is, if it is one.
    """

    words: str
    places: list[tuple[Area, Colour]]
    colour: Colour
    bold: bool = False
    size_px: float = SIZE_PX
    own: Area | None = None


def write(canvas: Canvas, view: View, area: Area, drive: Drive) -> None:
    """Write the names: marks of the drive first, then the goal, large things before small ones, rooms last."""
    taken = [Area(x - 3, y - 3, x + 3, y + 3) for x, y in (view((p.x_m, p.y_m)) for p in drive.path)]
    things = [_area(view, thing) for thing in drive.scenery.things]
    for name in _names(canvas, view, drive):
        free = [place for place in name.places if area.holds(place[0]) and not any(map(place[0].overlaps, taken))]
        if free:
            others = [thing for thing in things if thing != name.own]
            place, on = min(free, key=lambda place: sum(map(place[0].overlaps, others)))
            taken.append(place)
            colour = WHITE if on != WHITE and _is_dark(on) else name.colour
            canvas.text((place.left, place.bottom - 3.5), name.words, name.size_px, colour, name.bold, on)


def _names(canvas: Canvas, view: View, drive: Drive) -> Iterator[Name]:
    def mark(words: str, x_m: float, y_m: float, distance: float, colour: Colour) -> Name:
        width = canvas.text_width(words, SIZE_PX, bold=True)
        return Name(words, _around(view((x_m, y_m)), distance, width), colour, bold=True)

    if drive.path:
        yield mark("start", drive.path[0].x_m, drive.path[0].y_m, 12, INK)
        yield mark("stop", drive.path[-1].x_m, drive.path[-1].y_m, 20, INK)
    if drive.seen:
        yield mark("seen from here", drive.seen.x_m, drive.seen.y_m, 13, ACCENT)
    for thing in sorted(drive.scenery.things, key=lambda thing: (not thing.goal, -thing.length_m * thing.width_m)):
        yield _of_thing(canvas, view, thing)
    for floor in drive.scenery.floors:
        if floor.name:
            yield _of_floor(canvas, view, floor)


def _of_thing(canvas: Canvas, view: View, thing: Thing) -> Name:
    width = canvas.text_width(thing.label, SIZE_PX, thing.goal)
    own = _area(view, thing)
    tall, wide = own.bottom - own.top, own.right - own.left
    x, y = view((thing.x_m, thing.y_m))
    gap = 12 if thing.goal else 3
    beside = _around((x, y), tall / 2 + gap, width) + _around((x, y), wide / 2 + gap, width)
    if thing.goal:
        return Name(thing.label, beside, ACCENT, bold=True, own=own)
    fill = blend(thing.colour, WHITE, 0.15)
    fits = width + 6 < wide and tall > LINE_PX
    inside = [(Area(x - width / 2, y - LINE_PX / 2, x + width / 2, y + LINE_PX / 2), fill)] if fits else []
    return Name(thing.label, inside + beside, INK, own=own)


def _area(view: View, thing: Thing) -> Area:
    xs, ys = zip(*(view(corner) for corner in thing.corners()), strict=True)
    return Area(min(xs), min(ys), max(xs), max(ys))


def _of_floor(canvas: Canvas, view: View, floor: Floor) -> Name:
    """A room's name stands in a corner of the room, small and faint."""
    words, size_px = floor.name.replace("_", " ").upper(), 11.0
    width = canvas.text_width(words, size_px, bold=True)
    xs, ys = zip(*(view(corner) for corner in floor.corners), strict=True)
    gap = 0.05 * view.scale + 8
    lefts = (min(xs) + gap, max(xs) - gap - width, (min(xs) + max(xs) - width) / 2)
    tops = (min(ys) + gap, max(ys) - gap - LINE_PX, (min(ys) + max(ys) - LINE_PX) / 2)
    places = [(Area(left, top, left + width, top + LINE_PX), WHITE) for top in tops for left in lefts]
    return Name(words, places, blend(FAINT, INK, 0.15), True, size_px)


def _around(point: Point, distance: float, width: float) -> list[tuple[Area, Colour]]:
    """Where words of this width can stand around a point: below, above, right, left, then a little farther."""
    x, y = point
    left, right, half = x - width / 2, x + width / 2, LINE_PX / 2
    found = []
    for away in (distance, distance + 10):
        found += [Area(left, y + away, right, y + away + LINE_PX), Area(left, y - away - LINE_PX, right, y - away)]
        found += [Area(x + away, y - half, x + away + width, y + half), Area(x - away - width, y - half, x - away, y + half)]
    return [(area, WHITE) for area in found]


def _is_dark(colour: Colour) -> bool:
    return 0.3 * colour[0] + 0.59 * colour[1] + 0.11 * colour[2] < 140
