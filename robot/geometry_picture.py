"""The self-test of the camera's pose: what the program believes of it, drawn on what it sees.

The horizon, a grid on the floor, the car's axes and the strip of floor that the car will drive over. Where the believed height,
pitch or field of view is wrong, the grid floats above the floor or sinks into it, and the lines miss what they should touch.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import msgspec
import numpy as np
import numpy.typing as npt

from robot.geometry import CameraGeometry
from robot.ink import INK, WHITE, Canvas
from robot.plan_view import CAR_WIDTH_M
from robot.scenery import Colour, Point

SCALE = 3
"""The picture is drawn so many times larger than the believed camera's, to have room for words."""

STEP_M, FARTHEST_M, ASIDE_M = 0.25, 2.0, 1.0
AXIS_M = 0.25
HORIZON: Colour = (255, 80, 200)
FLOOR: Colour = (90, 210, 255)
FORWARD: Colour = (240, 70, 60)
LEFT: Colour = (70, 200, 90)
DRIVES: Colour = (255, 214, 60)
DRIVES_OPACITY = 0.25
LEAST_LABEL_GAP_PX = 16.0

Floats = npt.NDArray[np.float64]
Image = npt.NDArray[np.uint8]


def drawn(image: Image, camera: CameraGeometry, car_width_m: float = CAR_WIDTH_M) -> Image:
    """(H, W, 3) RGB, three times the believed size. The picture is stretched to that size first, as the eyes do it too."""
    large = msgspec.structs.replace(camera, width_px=SCALE * camera.width_px, height_px=SCALE * camera.height_px)
    canvas = Canvas(large.width_px, large.height_px)
    canvas.paste(_with_strip(image, large, car_width_m), 0, 0, large.width_px, large.height_px)
    for line in _grid(large):
        canvas.line(line, FLOOR, 1)
    for side in (-1, 1):
        canvas.line(floor_line(large, (0.0, side * car_width_m / 2), (FARTHEST_M, side * car_width_m / 2)), DRIVES, 2)
    _draw_axes(canvas, large)
    _draw_labels(canvas, large, car_width_m)
    canvas.line([(0.0, large.horizon_px), (float(large.width_px), large.horizon_px)], HORIZON, 2)
    canvas.text((8, large.horizon_px - 6), f"horizon: all that is {100 * camera.height_m:.1f} cm high", 13, HORIZON, halo=INK)
    canvas.text((8, 22), told(camera), 14, WHITE, halo=INK)
    return canvas.image()


def told(camera: CameraGeometry) -> str:
    """The believed camera in a line."""
    direction = "down" if camera.pitch_rad >= 0 else "up"
    return (f"lens {100 * camera.height_m:.1f} cm high, {100 * camera.forward_m:.1f} cm ahead of the middle, looks "
            f"{abs(math.degrees(camera.pitch_rad)):.1f}° {direction}, sees {math.degrees(camera.hfov_rad):.1f}° across; "
            f"horizon at row {camera.horizon_px:.0f} of {camera.height_px}")


def pitch_of_mark(camera: CameraGeometry, ahead_m: float, row_px: float) -> float:
    """The pitch (rad) at which a mark on the floor, straight ahead of the car's middle, is seen in a row of the picture.

    ValueError where the mark is not in front of the lens.
    """
    from_lens_m = ahead_m - camera.forward_m
    if not from_lens_m > 0:
        raise ValueError(f"the mark at {ahead_m} m is not in front of the lens, at {camera.forward_m} m")
    return math.atan2(camera.height_m, from_lens_m) - math.atan((row_px - camera.height_px / 2) / camera.focal_px)


def floor_line(camera: CameraGeometry, start_m: Point, end_m: Point) -> list[Point]:
    """The pixels of what can be seen of a straight line on the floor, car's frame; none of what lies behind the lens."""
    share = np.linspace(0.0, 1.0, 200)[:, None]
    points = (1 - share) * np.array([*start_m, 0.0]) + share * np.array([*end_m, 0.0])
    pixels = camera.project(points[points[:, 0] > camera.forward_m + 0.02])
    return [(float(u), float(v)) for u, v in pixels[_near_picture(pixels, camera)]]


def _near_picture(pixels: Floats, camera: CameraGeometry) -> npt.NDArray[np.bool_]:
    size = np.array([camera.width_px, camera.height_px])
    return np.asarray((np.isfinite(pixels) & (pixels > -size) & (pixels < 2 * size)).all(axis=1), dtype=np.bool_)


def _grid(camera: CameraGeometry) -> Iterator[list[Point]]:
    for ahead in np.arange(STEP_M, FARTHEST_M + 1e-6, STEP_M):
        yield floor_line(camera, (ahead, -ASIDE_M), (ahead, ASIDE_M))
    for aside in np.arange(-ASIDE_M, ASIDE_M + 1e-6, STEP_M):
        yield floor_line(camera, (0.0, aside), (FARTHEST_M, aside))


def _with_strip(image: Image, camera: CameraGeometry, width_m: float) -> Image:
    """The picture in the drawing's size, with the floor that the car will drive over tinted."""
    import cv2

    large = np.asarray(cv2.resize(image, (camera.width_px, camera.height_px), interpolation=cv2.INTER_CUBIC), np.uint8)
    left, right = (floor_line(camera, (0.0, side * width_m / 2), (FARTHEST_M, side * width_m / 2)) for side in (1, -1))
    if not left or not right:
        return large
    tinted = cv2.fillPoly(large.copy(), [np.round([*left, *reversed(right)]).astype(np.int32)], DRIVES)
    return np.asarray(cv2.addWeighted(tinted, DRIVES_OPACITY, large, 1 - DRIVES_OPACITY, 0.0), np.uint8)


def _draw_axes(canvas: Canvas, camera: CameraGeometry) -> None:
    """x forward along the floor, y to the left of it, from the nearest round distance that the picture shows."""
    nearest = float(camera.floor_points(camera.width_px / 2, camera.height_px)[0])
    if not nearest < FARTHEST_M:
        return
    foot = math.ceil((nearest + 0.05) / STEP_M) * STEP_M
    for name, tip, colour in (("x", (foot + AXIS_M, 0.0), FORWARD), ("y", (foot, AXIS_M / 2), LEFT)):
        line = floor_line(camera, (foot, 0.0), tip)
        if len(line) > 1:
            canvas.line(line, colour, 4)
            canvas.circle(line[-1], 5, fill=colour)
            canvas.text((line[-1][0] + 8, line[-1][1] + 4), name, 17, colour, bold=True, halo=INK)


def _draw_labels(canvas: Canvas, camera: CameraGeometry, car_width_m: float) -> None:
    last = math.inf
    for ahead in np.arange(STEP_M, FARTHEST_M + 1e-6, STEP_M):
        u, v = camera.project([ahead, -car_width_m / 2 - 0.01, 0.0]).tolist()
        if v < camera.height_px - 4 and last - v >= LEAST_LABEL_GAP_PX and 0 <= u < camera.width_px - 50:
            canvas.text((u + 4, v - 3), f"{ahead:g} m", 13, WHITE, halo=INK)
            last = v
