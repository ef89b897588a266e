"""Conditions: seen, passed, at, blocked, elapsed, and those that the car can't tell."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest

from control.knowledge import Knowledge, KnowledgeConfig
from robot.condition import At, Blocked, Condition, Elapsed, Not, Passed, See
from robot.messages import Detection, Detections, MapObject, ObjectMap, Odometry, Sonar
from robot.program import Landmark, Relation

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


def drive_past(knowledge: Knowledge, *chairs: tuple[float, float], step_m: float = 0.5, to_m: float = 6.0) -> dict[int, float]:
    """Along the x axis, seeing 2 m ahead; for each number of a chair on the left how far the car had come when it was seen."""
    seen: dict[int, float] = {}
    last_ns = dict.fromkeys(range(len(chairs)), -1)
    for tick in range(round(to_m / step_m)):
        knowledge.now_ns = t_ns = round(tick * 1e9)
        stand(knowledge, tick * step_m)
        last_ns |= {i: t_ns for i, chair in enumerate(chairs) if 0.0 < chair[0] - tick * step_m < 2.0}
        knowledge.hear_objects(ObjectMap(t_ns=t_ns, objects=tuple(
            MapObject(id=i, kind="chair", colour="", x_m=x_m, y_m=y_m, std_m=0.1, log_odds=3.0, seen=9, last_seen_ns=last_ns[i])
            for i, (x_m, y_m) in enumerate(chairs) if last_ns[i] >= 0)))
        knowledge.hear_detections(Detections(t_ns=t_ns, items=(), embeddings=np.zeros((0, 1), np.float32)))
        for number in (1, 2, 3):
            landmark = Landmark(kind="chair", side="left", ordinal=number)
            if number > 1 and knowledge.holds(See(landmark=landmark)):
                seen.setdefault(number, tick * step_m)
    return seen


def test_the_second_chair_on_the_left_is_counted_on_the_left_as_they_come() -> None:
    chairs = (1.0, 0.6), (2.0, -0.6), (3.2, 0.6), (5.2, 0.6)
    assert drive_past(knowing(), *chairs) == {2: 1.5, 3: 3.5}
    assert drive_past(knowing(), *(chairs[:3])) == {2: 1.5}


def test_counting_begins_anew_with_every_step() -> None:
    knowledge = knowing()
    drive_past(knowledge, (1.0, 0.6), (3.2, 0.6), to_m=2.0)
    second = See(landmark=Landmark(kind="chair", side="left", ordinal=2))
    assert knowledge.holds(second) is True
    knowledge.begin_step(int(100e9))
    assert knowledge.holds(second) is False


def test_past_the_second_is_not_past_the_first() -> None:
    knowledge = knowing()
    second, third = (Passed(landmark=Landmark(kind="chair", ordinal=number)) for number in (2, 3))
    drive_past(knowledge, (1.0, 0.6), (3.2, 0.6), (5.4, 0.6), to_m=3.0)
    assert knowledge.holds(Passed(landmark=CHAIR)) is True and knowledge.holds(second) is False
    drive_past(knowledge, (1.0, 0.6), (3.2, 0.6), (5.4, 0.6), to_m=5.0)
    assert knowledge.holds(second) is True and knowledge.holds(third) is False


def test_the_other_and_the_next_are_not_the_one_where_the_step_began() -> None:
    knowledge = knowing()
    chair_at(knowledge, 0.4)
    assert knowledge.holds(At(landmark=CHAIR)) is True
    assert knowledge.holds(At(landmark=Landmark(kind="chair", quantifier="next"))) is False
    knowledge.begin_step(0)
    assert knowledge.holds(At(landmark=Landmark(kind="chair", quantifier="other"))) is False


def test_what_stands_beside_it_counts() -> None:
    knowledge = knowing()
    beside = Landmark(kind="chair", relations=(Relation(name="next to", others=(Landmark(kind="lamp"),)),))
    chair_at(knowledge, 0.4)
    assert knowledge.holds(At(landmark=beside)) is False and knowledge.known(beside) == []
    lamp = msgspec.structs.replace(knowledge.objects[0], id=2, kind="lamp", x_m=0.9)
    knowledge.hear_objects(ObjectMap(t_ns=0, objects=(*knowledge.objects, lamp)))
    assert knowledge.holds(At(landmark=beside)) is True
    assert knowledge.holds(See(landmark=beside)) is True
    assert [thing.id for thing in knowledge.known(beside)] == [1]


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
    assert not knowing().can_tell(See(landmark=Landmark(kind="chair", ordinal=-1)))
