"""A drive seen from above: floors, walls, things with their names, and the car's way, coloured by time."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from robot import names
from robot.ink import ACCENT, INK, WHITE, Canvas, along, blend
from robot.messages import Grid
from robot.scenery import Colour, Drive, Point, Scenery, Thing, Waypoint
from robot.view import Area, View, fit

TIME: tuple[Colour, ...] = ((52, 84, 160), (122, 72, 166), (205, 78, 118), (240, 148, 66))
MAYBE = np.array([226, 221, 212])
CAR_LENGTH_M = 0.24
CAR_WIDTH_M = 0.17


def draw(canvas: Canvas, area: Area, drive: Drive) -> View:
    """Draw the drive into the area; returns the view that was chosen."""
    points = drive.scenery.extent() + [(point.x_m, point.y_m) for point in drive.path]
    view = fit(area, points)
    _draw_scenery(canvas, view, drive.scenery)
    _draw_sight(canvas, view, drive)
    draw_path(canvas, view, drive.path)
    names.write(canvas, view, area, drive)
    return view


def draw_path(canvas: Canvas, view: View, path: Sequence[Waypoint]) -> None:
    """The way as a line coloured by time, a ring where it began, the car where it ended."""
    if not path:
        return
    points = [view((point.x_m, point.y_m)) for point in path]
    span_s = max(path[-1].t_s - path[0].t_s, 1e-9)
    canvas.line(points, WHITE, 7)
    for index in range(len(points) - 1):
        canvas.line(points[index : index + 2], along(TIME, (path[index].t_s - path[0].t_s) / span_s), 3.5)
    _draw_arrows(canvas, view, path, span_s)
    canvas.circle(points[0], 7, WHITE, TIME[0], 3)
    draw_car(canvas, view, path[-1])


def draw_car(canvas: Canvas, view: View, pose: Waypoint) -> None:
    """The car in its true size, at least 14 px long, its nose a light wedge."""
    scale = max(view.scale, 14 / CAR_LENGTH_M)
    ahead, centre = view.heading(pose.heading_rad), view((pose.x_m, pose.y_m))
    left = (ahead[1], -ahead[0])

    def corner(forward: float, aside: float) -> Point:
        x = centre[0] + (ahead[0] * forward * CAR_LENGTH_M + left[0] * aside * CAR_WIDTH_M) / 2 * scale
        return x, centre[1] + (ahead[1] * forward * CAR_LENGTH_M + left[1] * aside * CAR_WIDTH_M) / 2 * scale

    body = ((1, 0.7), (0.7, 1), (-1, 1), (-1, -1), (0.7, -1), (1, -0.7))
    canvas.polygon([corner(*place) for place in body], INK, WHITE, 2)
    canvas.polygon([corner(0.75, 0), corner(-0.3, 0.6), corner(-0.05, 0), corner(-0.3, -0.6)], TIME[-1])


def draw_grid(canvas: Canvas, view: View, grid: Grid) -> None:
    """The car's own map: free cells light, occupied cells dark, unknown ones not at all."""
    certainty = np.tanh(grid.log_odds)[..., None]
    shade = np.where(certainty > 0, np.asarray(INK), np.asarray(WHITE))
    pixels = (MAYBE + (shade - MAYBE) * np.abs(certainty)).astype(np.uint8)
    x, y, step = grid.origin_x_m, grid.origin_y_m, grid.cell_m
    corner, right, up = view((x, y)), view((x + step, y)), view((x, y + step))
    canvas.warp(pixels, np.abs(certainty[..., 0]) > 0.1, corner, right, up)


def _draw_scenery(canvas: Canvas, view: View, scenery: Scenery) -> None:
    for floor in scenery.floors:
        canvas.polygon([view(corner) for corner in floor.corners], blend(WHITE, floor.colour, 0.45))
    if scenery.grid is not None:
        draw_grid(canvas, view, scenery.grid)
    for thing in scenery.things:
        _draw_thing(canvas, view, thing)
    for wall in scenery.walls:
        canvas.polygon([view(corner) for corner in _wall_corners(wall.start, wall.end, wall.thickness_m)], INK, INK)


def _draw_thing(canvas: Canvas, view: View, thing: Thing) -> None:
    edge, line = (ACCENT, 3.0) if thing.goal else (blend(thing.colour, INK, 0.45), 1.2)
    fill = blend(thing.colour, WHITE, 0.15)
    if thing.goal:
        canvas.circle(view((thing.x_m, thing.y_m)), _radius(view, thing) + 9, edge=blend(WHITE, ACCENT, 0.45), line=2)
    if thing.round:
        canvas.circle(view((thing.x_m, thing.y_m)), thing.length_m / 2 * view.scale, fill, edge, line)
    else:
        canvas.polygon([view(corner) for corner in thing.corners()], fill, edge, line)


def _radius(view: View, thing: Thing) -> float:
    longest = thing.length_m if thing.round else math.hypot(thing.length_m, thing.width_m)
    return longest / 2 * view.scale


def _wall_corners(start: Point, end: Point, thickness_m: float) -> list[Point]:
    length = max(math.dist(start, end), 1e-9)
    x, y = ((end[0] - start[0]) / length * thickness_m / 2, (end[1] - start[1]) / length * thickness_m / 2)
    return [(start[0] - y, start[1] + x), (end[0] - y, end[1] + x), (end[0] + y, end[1] - x), (start[0] + y, start[1] - x)]


def _draw_sight(canvas: Canvas, view: View, drive: Drive) -> None:
    goal = next((thing for thing in drive.scenery.things if thing.goal), None)
    if drive.seen is not None:
        eye = view((drive.seen.x_m, drive.seen.y_m))
        if goal is not None:
            canvas.dashes(eye, view((goal.x_m, goal.y_m)), ACCENT, 1.5)
        canvas.circle(eye, 9, WHITE, ACCENT, 2)


def _draw_arrows(canvas: Canvas, view: View, path: Sequence[Waypoint], span_s: float) -> None:
    travelled, due = 0.0, 0.7
    for before, after in zip(path, path[1:], strict=False):
        travelled += math.hypot(after.x_m - before.x_m, after.y_m - before.y_m)
        if travelled < due:
            continue
        due = travelled + 1.0
        (x, y), (dx, dy) = view((after.x_m, after.y_m)), view.heading(after.heading_rad)
        tail = x - 5 * dx, y - 5 * dy
        wedge = [(x + 7 * dx, y + 7 * dy), (tail[0] - 5 * dy, tail[1] + 5 * dx), (tail[0] + 5 * dy, tail[1] - 5 * dx)]
        canvas.polygon(wedge, along(TIME, (after.t_s - path[0].t_s) / span_s), WHITE, 1.2)
