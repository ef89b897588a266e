"""Where a detection puts a thing on the map, and how sure it is."""

from __future__ import annotations

import math

import msgspec
import pytest

from perception.sighting import SightingConfig, sighting
from robot.messages import Detection
from robot.poses import Pose

DETECTION = Detection(kind="chair", score=0.8, box=(140, 80, 180, 160), bearing_rad=0.2, range_m=2.0, range_std_m=0.1,
                      foot_seen=True, bearing_std_rad=0.02)


def test_it_stands_where_bearing_and_range_say_from_where_the_car_was() -> None:
    found = sighting(DETECTION, Pose(1.0, 0.5, 0.3), SightingConfig())
    assert found is not None
    assert (found.x_m, found.y_m) == pytest.approx((1.0 + 2 * math.cos(0.5), 0.5 + 2 * math.sin(0.5)))


@pytest.mark.parametrize("bearing_std_rad", [0.01, 0.1])
def test_an_unsure_bearing_makes_the_place_unsure(bearing_std_rad: float) -> None:
    unsure = msgspec.structs.replace(DETECTION, bearing_std_rad=bearing_std_rad)
    found = sighting(unsure, Pose(0.0, 0.0, 0.0), SightingConfig())
    assert found is not None
    assert found.std_m == pytest.approx(math.hypot(0.1, 2.0 * bearing_std_rad))
