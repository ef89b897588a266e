"""Camera height and pitch from a printed sheet that lies flat on the floor.

The pose of a plane in one picture (Zhang, A Flexible New Technique for Camera Calibration, PAMI 2000; here OpenCV's solvePnP
at the focal length that fits best) is the camera's pose over the floor, since the paper lies on it: height and pitch need no
distance, and a crooked sheet does no harm. Why a sheet and not the floor that the eyes see: their free distances come
from a network that was trained with the very pitch that is asked for, and a room's horizon is hidden behind its walls.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

from control.calibration.procedure import STILL, Procedure, Refused, watch
from robot.calibration import CameraCalibration
from robot.geometry import CameraGeometry
from robot.messages import Rgb
from robot.sheet import Sheet

Points = npt.NDArray[np.float64]

ENLARGED = 3
"""The far cells are five pixels high: corners are looked for in an enlarged picture."""
LOOK_S, LEAST_VIEWS, MOST_VIEWS = 1.5, 5, 8
HFOVS_RAD = (0.5, 1.8)
"""From a long lens to a wide one; beyond, straight lines are bent."""
MOST_OFF_PX = 1.0
"""Corners that miss the plane by more: the paper is bent, or it is not our sheet."""
MOST_ROLL_RAD = math.radians(5)


class Mount(NamedTuple):
    """How a camera sits over the floor. `ahead_m` is from the lens to the sheet's near edge, `off_px` the typical miss."""

    height_m: float
    pitch_rad: float
    roll_rad: float
    ahead_m: float
    off_px: float


class CameraResult(msgspec.Struct, frozen=True, kw_only=True):
    camera: CameraCalibration
    roll_rad: float
    views: int
    off_px: float
    pitch_std_rad: float


def look(camera: CameraGeometry, edge_m: float, sheet: Sheet | None = None) -> Procedure[CameraResult]:
    """Watch the sheet for some seconds, its near edge `edge_m` ahead of the middle between the wheels. The car stands."""
    sheet = sheet or Sheet()
    frames = yield from watch(STILL, LOOK_S)
    images = [readings.frame.image for readings in frames if readings.frame is not None][-MOST_VIEWS:]
    if not images:
        raise Refused("the camera sends no pictures; is it connected, and free?")
    corners = [found for image in images if (found := find_corners(image, sheet)) is not None]
    if len(corners) < min(LEAST_VIEWS, len(images)):
        raise Refused(f"the sheet was found in {len(corners)} of {len(images)} pictures; lay it flat, all of it in view, in "
                      "even light, its near edge towards the car")
    height, width = images[0].shape[:2]
    return result(corners, msgspec.structs.replace(camera, width_px=width, height_px=height), edge_m, sheet)


def result(views: Sequence[Points], camera: CameraGeometry, edge_m: float, sheet: Sheet) -> CameraResult:
    """From the corners of each picture. Refused where it is no camera on a car looking at a flat sheet."""
    camera = with_hfov(np.mean(views, axis=0), camera, sheet)
    mounts = [mount(view, camera, sheet) for view in views]
    height, pitch, roll, ahead, off = (float(np.median(values)) for values in zip(*mounts, strict=True))
    if off > MOST_OFF_PX:
        raise Refused(f"the corners lie {off:.1f} pixels off a plane: the paper is bent or not printed at 100 %, or the lens "
                      "bends straight lines too much")
    if abs(roll) > MOST_ROLL_RAD:
        raise Refused(f"the camera is tipped {abs(math.degrees(roll)):.0f}° sideways; mount it level, then go on")
    found = CameraCalibration(height_m=height, pitch_rad=pitch, forward_m=edge_m - ahead, hfov_rad=camera.hfov_rad)
    spread = float(np.std([each.pitch_rad for each in mounts]))
    return CameraResult(camera=found, roll_rad=roll, views=len(views), off_px=off, pitch_std_rad=spread)


def with_hfov(corners: Points, camera: CameraGeometry, sheet: Sheet) -> CameraGeometry:
    """The camera with the field of view at which the corners (N, 2) lie best on a plane: so steep a view tells it."""
    found = [msgspec.structs.replace(camera, hfov_rad=float(hfov)) for hfov in np.linspace(*HFOVS_RAD, 66)]
    for _ in range(3):
        best = min(found, key=lambda each: mount(corners, each, sheet).off_px)
        step = found[1].hfov_rad - found[0].hfov_rad
        around = np.linspace(best.hfov_rad - step, best.hfov_rad + step, 21)
        found = [msgspec.structs.replace(camera, hfov_rad=float(hfov)) for hfov in around]
    if not HFOVS_RAD[0] + step < best.hfov_rad < HFOVS_RAD[1] - step:
        raise Refused("no camera sees our sheet like that; print it at 100 % and lay it flat")
    return best


def find_corners(image: Rgb, sheet: Sheet) -> Points | None:
    """(N, 2) pixels of the sheet's inner corners, nearest row first, each from left to right; None where it is not seen."""
    import cv2

    grey = cv2.cvtColor(np.ascontiguousarray(image), cv2.COLOR_RGB2GRAY)
    large = cv2.resize(grey, None, fx=ENLARGED, fy=ENLARGED, interpolation=cv2.INTER_CUBIC)
    done, found = cv2.findChessboardCornersSB(large, sheet.pattern, flags=cv2.CALIB_CB_ACCURACY)
    if not done:
        return None
    # OpenCV counts from the middle of the top-left pixel, `CameraGeometry` from its corner.
    pixels = (np.asarray(found, np.float64).reshape(-1, 2) + 0.5) / ENLARGED
    return _in_order(pixels.reshape(sheet.along - 1, sheet.across - 1, 2))


def _in_order(grid: Points) -> Points:
    """The board as OpenCV found it, in either direction and either way round, turned so that near comes first, then left."""
    along, across = grid[-1, 0] - grid[0, 0], grid[0, -1] - grid[0, 0]
    if abs(along[0]) > abs(across[0]) and abs(along[1]) < abs(across[1]):
        grid = grid.transpose(1, 0, 2)
    if grid[0, :, 1].mean() < grid[-1, :, 1].mean():
        grid = grid[::-1]
    if grid[:, 0, 0].mean() > grid[:, -1, 0].mean():
        grid = grid[:, ::-1]
    return np.ascontiguousarray(grid.reshape(-1, 2))


def mount(corners: Points, camera: CameraGeometry, sheet: Sheet) -> Mount:
    """The camera's place over the plane that the corners (N, 2) lie in."""
    import cv2

    flat = np.column_stack([sheet.corners(), np.zeros(len(corners))])
    lens: Any = np.array([[camera.focal_px, 0, camera.width_px / 2], [0, camera.focal_px, camera.height_px / 2], [0, 0, 1]])
    _, turn, shift = cv2.solvePnP(flat, corners, lens, None, flags=cv2.SOLVEPNP_IPPE)
    turn, shift = cv2.solvePnPRefineLM(flat, corners, lens, None, turn, shift)
    again, _ = cv2.projectPoints(flat, turn, shift, lens, None)
    off_px = float(np.sqrt(np.mean(np.sum((np.asarray(again).reshape(-1, 2) - corners) ** 2, axis=1))))
    axes = np.asarray(cv2.Rodrigues(turn)[0], np.float64)  # the camera's right, down and forward, in the sheet's frame
    place = -axes.T @ np.asarray(shift, np.float64).ravel()
    forward = axes[2, :2] / math.hypot(*axes[2, :2])
    return Mount(height_m=float(place[2]), pitch_rad=math.asin(-float(axes[2, 2])), off_px=off_px,
                 roll_rad=math.asin(-float(axes[0, 2])), ahead_m=float(-place[:2] @ forward))
