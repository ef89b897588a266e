"""Conditions: seen, passed, at, blocked, elapsed, and those that the car can't tell."""

from __future__ import annotations

import numpy as np
import pytest

from control.knowledge import Knowledge, KnowledgeConfig
from robot.condition import At, Blocked, Condition, Elapsed, Not, Passed, See
from robot.messages import Detection, Detections, MapObject, ObjectMap, Odometry, Sonar
from robot.program import Landmark

CHAIR = Landmark(kind="chair")


def knowing() -> Knowledge:
    return Knowledge(KnowledgeConfig())


def look(knowledge: Knowledge, t_s: float, kind: str = "chair", bearing_rad: float = 0.0, score: float = 0.8,
         colour: str = "red") -> None:
    item = Detection(kind=kind, score=score, box=(0, 0, 9, 9), bearing_rad=bearing_rad, range_m=1.0, range_std_m=0.1,
                     foot_seen=True, colour=colour)
    knowledge.hear_detections(Detections(t_ns=int(t_s * 1e9), items=(item,), embeddings=np.zeros((1, 1), np.float32)))


def stand(knowledge: Knowledge, x_m: float, heading_rad: float = 0.0) -> None:
    pose = Odometry(t_ns=0, x_m=x_m, y_m=0.0, heading_rad=heading_rad, speed_mps=0, turn_radps=0, covariance=())
    knowledge.hear_odometry(pose)


def chair_at(knowledge: Knowledge, x_m: float, log_odds: float = 3.0) -> None:
    thing = MapObject(id=1, kind="chair", colour="red", x_m=x_m, y_m=0.1, std_m=0.1, log_odds=log_odds, seen=9, last_seen_ns=0)
    knowledge.hear_objects(ObjectMap(t_ns=0, objects=(thing,)))


def test_seen_is_seen_on_two_pictures() -> None:
    knowledge = knowing()
    look(knowledge, 0.0)
    assert knowledge.holds(See(landmark=CHAIR)) is False
    look(knowledge, 0.1)
    assert knowledge.holds(See(landmark=CHAIR)) is True
    assert knowledge.holds(Not(condition=See(landmark=CHAIR))) is False
    look(knowledge, 5.0, kind="lamp")
    assert knowledge.holds(See(landmark=CHAIR)) is False
    assert knowledge.seen() == ["red lamp"]


@pytest.mark.parametrize(("landmark", "bearing_rad", "holds"), [
    (Landmark(kind="chair", side="left"), 0.3, True),
    (Landmark(kind="chair", side="left"), -0.3, False),
    (Landmark(kind="chair", side="right"), -0.3, True),
    (Landmark(kind="chair", side="ahead"), 0.5, False),
    (Landmark(kind="chair", colour="blue"), 0.0, False),
])
def test_side_and_colour_count(landmark: Landmark, bearing_rad: float, holds: bool) -> None:
    knowledge = knowing()
    for t_s in (0.0, 0.1):
        look(knowledge, t_s, bearing_rad=bearing_rad)
    assert knowledge.holds(See(landmark=landmark)) is holds


def test_at_is_near_a_thing_that_is_believed() -> None:
    knowledge = knowing()
    chair_at(knowledge, 2.0)
    assert knowledge.holds(At(landmark=CHAIR)) is False
    assert knowledge.holds(At(landmark=CHAIR, distance_m=2.0)) is True
    stand(knowledge, 1.6)
    assert knowledge.holds(At(landmark=CHAIR)) is True
    chair_at(knowledge, 2.0, log_odds=0.0)
    assert knowledge.holds(At(landmark=CHAIR)) is False


def test_passed_was_ahead_and_is_behind() -> None:
    knowledge = knowing()
    stand(knowledge, 3.0)
    chair_at(knowledge, 2.0)
    assert knowledge.holds(Passed(landmark=CHAIR)) is False  # it was never ahead
    stand(knowledge, 0.0)
    chair_at(knowledge, 2.0)
    stand(knowledge, 3.0)
    assert knowledge.holds(Passed(landmark=CHAIR)) is True
    knowledge.begin_step(0)
    assert knowledge.holds(Passed(landmark=CHAIR)) is False


@pytest.mark.parametrize("condition", [
    Blocked(), At(landmark=Landmark(kind="hall", part="end")), At(landmark=Landmark(kind="wall")),
])
def test_blocked_is_an_echo_right_ahead(condition: Condition) -> None:
    knowledge = knowing()
    for range_m, echo, blocked in ((2.0, True, False), (0.3, True, True), (0.3, False, False)):
        knowledge.hear_sonar(Sonar(t_ns=0, range_m=range_m, echo=echo))
        assert knowledge.holds(condition) is blocked


def test_time_counts_from_the_beginning_of_the_step() -> None:
    knowledge = knowing()
    knowledge.begin_step(int(5e9))
    assert knowledge.holds(Elapsed(duration_s=2.0)) is False
    knowledge.now_ns = int(7e9)
    assert knowledge.holds(Elapsed(duration_s=2.0)) is True


def test_what_the_car_has_no_senses_for_is_unknown() -> None:
    hall = Landmark(kind="hall")
    assert knowing().holds(At(landmark=hall)) is None
    assert knowing().holds(Not(condition=See(landmark=hall))) is None
    assert not knowing().can_tell(Passed(landmark=Landmark(kind="table", part="corner")))
