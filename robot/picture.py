"""The picture of a drive: what was asked, with its sound where it was spoken, the way seen from above, six looks through the
camera, how it ended."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from robot import plan_view, sound_picture
from robot.ink import ACCENT, FAINT, GOOD, INK, PAPER, Canvas, along, blend
from robot.plan_view import TIME
from robot.scenery import Drive, Shot
from robot.view import Area, View

WIDTH, HEIGHT = 1600, 1100
MARGIN = 40.0
HEADER_PX = 118.0
TICK = (((1, -7), (6, -1.5), (16, -13)),)  # drawn, as OpenCV's font has no cross
CROSS = (((2, -13), (14, -1)), ((14, -13), (2, -1)))
SHOTS = 6
GAP = 14.0
SHOT_WIDTH = (WIDTH - 2 * MARGIN - (SHOTS - 1) * GAP) / SHOTS
SHOT_HEIGHT = SHOT_WIDTH * 3 / 4
SOUND_PX = 130.0


def draw(drive: Drive) -> npt.NDArray[np.uint8]:
    """The picture, (1100, 1600, 3) RGB; higher by SOUND_PX where the instruction was spoken."""
    sound_px = SOUND_PX if drive.utterance is not None else 0.0
    canvas = Canvas(WIDTH, HEIGHT + int(sound_px))
    _draw_header(canvas, drive)
    if drive.utterance is not None:
        sound_picture.draw(canvas, Area(MARGIN, HEADER_PX, WIDTH - MARGIN, HEADER_PX + SOUND_PX - 8), drive.utterance)
    strip_top = canvas.height - 34 - SHOT_HEIGHT
    bottom = strip_top - 62 if drive.shots else canvas.height - 70
    view = plan_view.draw(canvas, Area(MARGIN, HEADER_PX + sound_px + 8, WIDTH - MARGIN, bottom), drive)
    _draw_scales(canvas, view, drive, bottom + 34)
    _draw_strip(canvas, drive.shots, strip_top)
    return canvas.image()


def write(drive: Drive, path: Path) -> None:
    """Draw the drive into a PNG file. Raises OSError where that can't be written."""
    import cv2

    pixels = np.ascontiguousarray(draw(drive)[..., ::-1])
    done, data = cv2.imencode(".png", pixels, [cv2.IMWRITE_PNG_COMPRESSION, 6])
    assert done, "OpenCV can always encode an 8-bit RGB image as PNG"
    path.write_bytes(data.tobytes())


def choose(shots: Sequence[Shot], count: int = SHOTS) -> tuple[Shot, ...]:
    """The shots to show: the first, the last, the first with the goal in it, and others evenly between."""
    if len(shots) <= count:
        return tuple(shots)
    chosen = {round(index) for index in np.linspace(0, len(shots) - 1, count)}
    first_sight = next((i for i, shot in enumerate(shots) if any(box.goal for box in shot.boxes)), None)
    if first_sight is not None and first_sight not in chosen:
        inner = sorted(chosen)[1:-1]
        if inner:
            chosen.remove(min(inner, key=lambda index: abs(index - first_sight)))
            chosen.add(first_sight)
    return tuple(shots[index] for index in sorted(chosen))


def _draw_header(canvas: Canvas, drive: Drive) -> None:
    room = WIDTH - 2 * MARGIN
    title = canvas.fitted(f"“{drive.title}”" if drive.title else "A drive", room, 34, bold=True)
    canvas.text((MARGIN, 62), title, 34, INK, bold=True)
    colour = GOOD if drive.success else ACCENT
    for stroke in TICK if drive.success else CROSS:
        canvas.line([(MARGIN + x, 96 + y) for x, y in stroke], colour, 3.2)
    result = canvas.fitted(drive.result, room - 30, 19)
    canvas.text((MARGIN + 28, 96), result, 19, colour)
    left = MARGIN + 28 + canvas.text_width(result, 19) + 22
    if WIDTH - MARGIN - left > 80:
        canvas.text((left, 96), canvas.fitted(drive.details, WIDTH - MARGIN - left, 17), 17, FAINT)


def _draw_scales(canvas: Canvas, view: View, drive: Drive, y: float) -> None:
    """A metre, and what the path's colours mean."""
    metre = view.scale if view.scale >= 40 else view.scale * 5
    canvas.line([(MARGIN, y - 4), (MARGIN, y), (MARGIN + metre, y), (MARGIN + metre, y - 4)], FAINT, 1.5)
    canvas.text((MARGIN + metre + 10, y + 2), "1 m" if view.scale >= 40 else "5 m", 13, FAINT)
    if len(drive.path) < 2:
        return
    right, length, steps = WIDTH - MARGIN - 44, 220.0, 44
    for i in range(steps):
        start = right - length + i * length / steps
        canvas.line([(start, y - 3), (start + length / steps, y - 3)], along(TIME, i / (steps - 1)), 5)
    begin, end = drive.path[0].t_s, drive.path[-1].t_s
    canvas.text((right - length - 12 - canvas.text_width(f"{begin:.0f} s", 13), y + 2), f"{begin:.0f} s", 13, FAINT)
    canvas.text((right + 12, y + 2), f"{end:.0f} s", 13, FAINT)


def _draw_strip(canvas: Canvas, shots: Sequence[Shot], top: float) -> None:
    for index, shot in enumerate(choose(shots)):
        left = MARGIN + index * (SHOT_WIDTH + GAP)
        draw_shot(canvas, shot, left, top, SHOT_WIDTH, SHOT_HEIGHT)
        canvas.text((left, top + SHOT_HEIGHT + 20), f"{shot.t_s:.1f} s", 13, FAINT)


def draw_shot(canvas: Canvas, shot: Shot, left: float, top: float, width: float, height: float) -> None:
    """A camera frame with its detection boxes, the goal's in red."""
    canvas.paste(shot.image, left, top, width, height)
    rows, columns = shot.image.shape[:2]
    for box in sorted(shot.boxes, key=lambda box: box.goal):
        x0, y0, x1, y1 = box.corners
        x0, x1 = (left + min(max(x, 0), columns) * width / columns for x in (x0, x1))
        y0, y1 = (top + min(max(y, 0), rows) * height / rows for y in (y0, y1))
        colour = ACCENT if box.goal else PAPER
        canvas.polygon([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], edge=colour, line=2.2 if box.goal else 1.2)
        _draw_tag(canvas, box.label, x0, max(y0, top + 16), left + width, colour)


def _draw_tag(canvas: Canvas, label: str, x: float, y: float, limit: float, colour: tuple[int, int, int]) -> None:
    width = canvas.text_width(label, 11, bold=True) + 8
    x = min(x, limit - width)
    canvas.rounded((x, y - 15, x + width, y), 3, colour)
    canvas.text((x + 4, y - 4), label, 11, PAPER if colour == ACCENT else blend(INK, PAPER, 0.1), bold=True)
