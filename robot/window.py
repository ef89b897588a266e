"""The live view: what the camera sees, and the car's own map with its way on it.

The key g draws where the program thinks the camera is: horizon, floor and axes (robot/geometry_picture.py).
"""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import numpy as np
import numpy.typing as npt

from robot import geometry_picture, plan_view, topics
from robot.album import box_of
from robot.bus import Envelope, Topic
from robot.clock import to_s
from robot.errors import SetupError
from robot.geometry import CameraGeometry
from robot.ink import FAINT, INK, WHITE, Canvas
from robot.messages import TOLD_SCORE, Detections, Frame, Grid
from robot.picture import draw_shot
from robot.program import Landmark
from robot.scenery import Scenery, Shot, Waypoint
from robot.view import Area, fit

TITLE = "Heed"
CAMERA_AREA = Area(16, 16, 16 + 640, 16 + 480)
MAP_AREA = Area(672, 16, 672 + 480, 16 + 480)
PROBE = "import cv2; cv2.namedWindow('probe'); cv2.destroyAllWindows()"


class WindowError(SetupError):
    """There is no display to show a window on."""


class Window:
    """An observer of the bus with a window. `record` from any thread, `show` and `close` from one thread only.

    Raises WindowError where no window can be opened.
    """

    def __init__(self, camera: CameraGeometry = CameraGeometry()) -> None:
        """`camera` is what the eyes believe of theirs."""
        _probe()
        import cv2

        self._cv2, self._camera = cv2, camera
        self.shows_geometry = False
        self._frame: Frame | None = None
        self._detections: Detections | None = None
        self._grid: Grid | None = None
        self._goal: Landmark | None = None
        self._path: list[Waypoint] = []
        self._closed = False
        cv2.namedWindow(TITLE, cv2.WINDOW_NORMAL | cv2.WINDOW_KEEPRATIO)
        cv2.resizeWindow(TITLE, 1168, 540)

    def record(self, topic: Topic[Any], envelope: Envelope) -> None:
        """Take in one message."""
        message = envelope.message
        if topic is topics.CAMERA:
            self._frame = message
        elif topic is topics.DETECTIONS:
            self._detections = message
        elif topic is topics.GRID:
            self._grid = message
        elif topic is topics.TASK:
            self._goal = message.landmark
        elif topic is topics.ODOMETRY and (not self._path or to_s(message.t_ns) - self._path[-1].t_s >= 0.1):
            self._path.append(Waypoint(to_s(message.t_ns), message.x_m, message.y_m, message.heading_rad))

    def show(self) -> None:
        """Draw what is known now; nothing happens once the user has closed the window."""
        if self._closed:
            return
        if self._cv2.getWindowProperty(TITLE, self._cv2.WND_PROP_VISIBLE) < 1:
            self._closed = True
            return
        self._cv2.imshow(TITLE, np.ascontiguousarray(self.draw()[..., ::-1]))
        if self._cv2.waitKey(1) & 0xFF == ord("g"):
            self.shows_geometry = not self.shows_geometry

    def draw(self) -> npt.NDArray[np.uint8]:
        """The window's contents, (512, 1168, 3) RGB."""
        canvas = Canvas(1168, 512)
        if self._frame is None:
            canvas.text((CAMERA_AREA.left + 20, CAMERA_AREA.top + 40), "waiting for the camera …", 16, FAINT)
        elif self.shows_geometry:
            canvas.paste(geometry_picture.drawn(self._frame.image, self._camera), CAMERA_AREA.left, CAMERA_AREA.top, 640, 480)
        else:
            items = self._detections.items if self._detections else ()
            boxes = tuple(box_of(item, self._goal) for item in items if item.score >= TOLD_SCORE)
            draw_shot(canvas, Shot(t_s=0.0, image=self._frame.image, boxes=boxes), CAMERA_AREA.left, CAMERA_AREA.top, 640, 480)
        self._draw_map(canvas)
        return canvas.image()

    def close(self) -> None:
        """Close the window."""
        if not self._closed:
            self._cv2.destroyWindow(TITLE)
        self._closed = True

    def _draw_map(self, canvas: Canvas) -> None:
        path, scenery = list(self._path), Scenery(grid=self._grid)
        points = scenery.extent() + [(point.x_m, point.y_m) for point in path]
        view = fit(MAP_AREA, points or [(-1.0, -1.0), (1.0, 1.0)], may_turn=False)
        if scenery.grid is not None:
            plan_view.draw_grid(canvas, view, scenery.grid)
        plan_view.draw_path(canvas, view, path)
        if self._goal is not None:
            canvas.text((MAP_AREA.left + 8, MAP_AREA.top + 20), f"to the {self._goal}", 14, INK, bold=True, halo=WHITE)


def _probe() -> None:
    """Try a window in a process of its own: without a display OpenCV's toolkit does not raise, it aborts the process."""
    try:
        done = subprocess.run([sys.executable, "-c", PROBE], capture_output=True, timeout=30, check=False)
    except subprocess.TimeoutExpired:
        raise WindowError("the display does not answer; run without --window") from None
    if done.returncode != 0:
        raise WindowError("there is no display to open a window on; run without --window, or in a desktop session")
