"""The map node puts what a picture showed where the car was when the picture was taken."""

from __future__ import annotations

import math

import msgspec
import numpy as np
import pytest

from models.layout import COLUMNS
from perception.map import MapConfig, MapNode
from robot import topics
from robot.geometry import CameraGeometry
from robot.messages import FreeSpace, Odometry, Threshold, Thresholds
from robot.poses import Pose
from tests.control.wires import Bench

BEARINGS = CameraGeometry().column_bearings(COLUMNS).astype(np.float32)
LEFT, RIGHT = (2.0, 0.45), (2.0, -0.45)
MS = 1_000_000


def odometry(t_ns: int, pose: Pose, turn_radps: float = 0.0) -> Odometry:
    return Odometry(t_ns=t_ns, x_m=pose.x_m, y_m=pose.y_m, heading_rad=pose.heading_rad, speed_mps=0.0,
                    turn_radps=turn_radps, covariance=(0.0,) * 9)


def thresholds(t_ns: int, view: Pose) -> Thresholds:
    """A doorway 2 m along the odometry frame's x axis, seen from `view`."""
    item = Threshold(left=view.to_car(*LEFT), right=view.to_car(*RIGHT), log_odds=3.0, std_m=0.1, columns=9)
    return Thresholds(t_ns=t_ns, items=(item,), bearing_rad=BEARINGS, log_odds=np.full(COLUMNS, 3.0, np.float32))


def free(t_ns: int, view: Pose, wall: bool) -> FreeSpace:
    """The floor is free for 3 m, but for a wall across x = 2 m with the doorway in it."""
    eye = Pose(*view.to_world(CameraGeometry().forward_m, 0.0), view.heading_rad)
    angle = eye.heading_rad + BEARINGS
    ahead = np.where(np.cos(angle) > 0.1, (2.0 - eye.x_m) / np.maximum(np.cos(angle), 0.1), 9.0)
    stopped = wall & (np.abs(eye.y_m + ahead * np.sin(angle)) > 0.45)
    return FreeSpace(t_ns=t_ns, bearing_rad=BEARINGS, range_m=np.where(stopped, ahead, 3.0).astype(np.float32),
                     log_std=np.full(COLUMNS, 0.1, np.float32))


def drive(turn_radps: float = 0.0, wall: bool = True) -> Bench:
    """Drive along x, swinging left and right; every picture is understood 100 ms late."""
    bench = Bench(MapNode(MapConfig()))
    poses = [Pose(0.1 * step, 0.0, 0.4 * math.sin(step)) for step in range(13)]
    for step, pose in enumerate(poses):
        bench.hear(topics.ODOMETRY, odometry(100 * step * MS, pose, turn_radps))
        if step:
            then = 100 * (step - 1) * MS
            bench.hear(topics.FREE_SPACE, free(then, poses[step - 1], wall))
            bench.hear(topics.THRESHOLDS, thresholds(then, poses[step - 1]))
    bench.tick(1300 * MS)
    return bench


def test_a_doorway_is_published_where_it_is() -> None:
    (doorways,) = (message.doorways for message in drive().said(topics.DOORWAYS))
    (door,) = doorways
    assert (door.x_m, door.y_m, door.width_m) == pytest.approx((2.0, 0.0, 0.9), abs=1e-3)
    assert math.sin(door.heading_rad) == pytest.approx(0.0, abs=1e-3)
    assert door.log_odds > 0
    assert door.last_seen_ns == 1100 * MS


def test_a_threshold_on_open_floor_is_not_believed() -> None:
    (message,) = drive(wall=False).said(topics.DOORWAYS)
    assert [door.log_odds for door in message.doorways] == [-1.0]


def test_pictures_of_a_fast_turn_are_not_trusted() -> None:
    (message,) = drive(turn_radps=2.0).said(topics.DOORWAYS)
    assert message.doorways == ()


def test_before_odometry_speaks_nothing_is_published() -> None:
    bench = Bench(MapNode(MapConfig()))
    bench.hear(topics.THRESHOLDS, thresholds(0, Pose(0.0, 0.0, 0.0)))
    bench.tick(200 * MS)
    assert bench.said(topics.DOORWAYS) == []


def test_repeated_pictures_are_no_evidence_but_keep_a_doorway_seen() -> None:
    bench = drive()
    (before,) = bench.said(topics.DOORWAYS)
    grid = bench.said(topics.GRID)[-1]
    here = Pose(0.1 * 12, 0.0, 0.4 * math.sin(12))
    for more in range(1, 20):
        t_ns = (1200 + 100 * more) * MS
        bench.hear(topics.ODOMETRY, odometry(t_ns, here))
        bench.hear(topics.FREE_SPACE, msgspec.structs.replace(free(t_ns, here, False), repeated=True))
        bench.hear(topics.THRESHOLDS, msgspec.structs.replace(thresholds(t_ns, here), repeated=True))
    bench.tick(1300 * MS)
    (after,) = bench.said(topics.DOORWAYS)
    assert after.doorways[0].last_seen_ns == 3100 * MS
    assert after.doorways[0].log_odds == before.doorways[0].log_odds
    same = bench.said(topics.GRID)[-1].log_odds == grid.log_odds
    assert same.mean() > 0.999  # the car itself clears the cells that it stands on
