"""How the car moved when the picture was taken, not when it is looked at."""

from __future__ import annotations

import math

import pytest

from perception.motion import Motion, MotionSense, moved
from robot.poses import Pose
from tests.perception.pictures import MS, odometry


def test_the_pose_is_that_of_the_picture_and_the_speed_the_newest() -> None:
    sense = MotionSense()
    sense.hear(odometry(0, x_m=0.0, speed_mps=-0.1))
    sense.hear(odometry(100 * MS, x_m=0.2, speed_mps=-0.3, turn_radps=-1.0))
    motion = sense.at(50 * MS)
    assert motion.pose == pytest.approx(Pose(0.1, 0.0, 0.0))
    assert (motion.speed_mps, motion.turn_radps) == (0.3, 1.0)


def test_without_fresh_odometry_nothing_is_known() -> None:
    sense = MotionSense()
    assert sense.at(0) == Motion()
    sense.hear(odometry(0))
    assert sense.at(400 * MS).pose is not None
    assert sense.at(600 * MS) == Motion()


def test_poses_differ_in_way_and_angle_the_short_way_round() -> None:
    assert moved(Pose(0, 0, 3.1), Pose(3, 4, -3.1)) == pytest.approx((5.0, 2 * math.pi - 6.2))
    assert moved(None, Pose(3, 4, 1)) == moved(Pose(3, 4, 1), None) == (0.0, 0.0)
