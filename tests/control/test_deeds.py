"""Deeds: which order follows which, for every kind of step."""

from __future__ import annotations

import math
from collections.abc import Iterable

import pytest

from control.deeds import Deeds
from control.knowledge import Knowledge, KnowledgeConfig
from control.orders import Move, Order, Rest, Result, Speak
from control.passage import DOOR_ID
from robot.condition import At, Blocked, Passed, See
from robot.messages import Doorway, DoorwayMap, MapObject, ObjectMap, Odometry
from robot.poses import Pose
from robot.program import (
    Face,
    Find,
    Follow,
    Forget,
    Goto,
    Landmark,
    Photo,
    Relation,
    Remember,
    Rename,
    Return,
    Say,
    Step,
    Teach,
    Travel,
    Turn,
    Wait,
)

CHAIR, LAMP, DOOR = Landmark(kind="chair"), Landmark(kind="lamp"), Landmark(kind="door")


def standing(x_m: float = 0.0, y_m: float = 0.0, heading_rad: float = 0.0) -> Knowledge:
    knowledge = Knowledge(KnowledgeConfig())
    move(knowledge, x_m, y_m, heading_rad)
    return knowledge


def move(knowledge: Knowledge, x_m: float, y_m: float, heading_rad: float) -> None:
    knowledge.hear_odometry(Odometry(
        t_ns=0, x_m=x_m, y_m=y_m, heading_rad=heading_rad, speed_mps=0.0, turn_radps=0.0, covariance=(),
    ))  # fmt: skip


def carried_out(
    step: Step, results: Iterable[bool] = (), knowledge: Knowledge | None = None, thing: MapObject | None = None,
    leads_to: int = -1,
) -> tuple[list[Order], Result]:
    """All orders of a step, when they go as `results` say (and well after those), and how it ends."""
    script = Deeds(knowledge or standing(), Pose(2.0, 1.0, 0.0)).do(step, thing)
    answers, orders = iter(results), []
    try:
        orders.append(next(script))
        while True:
            orders.append(script.send(Result(next(answers, True), "so it went", leads_to)))
    except StopIteration as end:
        return orders, end.value


def actions(orders: list[Order]) -> list[str]:
    return [order.task.action if isinstance(order, Move) else type(order).__name__.lower() for order in orders]


@pytest.mark.parametrize(("step", "action"), [
    (Turn(angle_rad=1.0), "turn"), (Travel(distance_m=2.0), "travel"), (Goto(landmark=CHAIR), "goto"),
    (Find(landmark=LAMP), "find"), (Photo(), "shoot"), (Wait(duration_s=3.0), "rest"), (Say(text="hello"), "speak"),
    (Teach(name="mug"), "study"), (Forget(name="mug"), "study"), (Rename(old="mug", new="cup"), "study"),
])
def test_plain_steps_are_one_order_each(step: Step, action: str) -> None:
    orders, result = carried_out(step)
    assert actions(orders) == [action] and result.good
    assert not carried_out(step, [False])[1].good


def test_waiting_and_saying_take_what_was_said() -> None:
    assert carried_out(Wait(duration_s=3.0))[0] == [Rest(3.0)]
    assert carried_out(Say(text="hello"))[0] == [Speak("hello")]


@pytest.mark.parametrize(("step", "action", "until"), [
    (Travel(until=See(landmark=LAMP)), "travel", See(landmark=LAMP)), (Travel(until=Blocked()), "travel", Blocked()),
    (Travel(past=CHAIR), "along", Passed(landmark=CHAIR)), (Travel(until=At(landmark=LAMP)), "along", At(landmark=LAMP)),
])
def test_travel_until_has_to_end_so_and_goes_on_as_far_as_it_takes(step: Step, action: str, until: object) -> None:
    [order], _ = carried_out(step)
    assert isinstance(order, Move) and order.until == until and order.must and order.task.action == action
    assert action == "along" or order.task.distance_m == math.inf


def test_going_back_is_a_short_way_where_nothing_was_said() -> None:
    [order], _ = carried_out(Travel(back=True))
    assert isinstance(order, Move) and order.task.distance_m == -0.5 and not order.must


def test_facing_away_is_finding_and_turning_round() -> None:
    assert actions(carried_out(Face(landmark=CHAIR, away=True))[0]) == ["find", "turn"]


@pytest.mark.parametrize("kind", ["room", "kitchen"])
def test_a_room_is_left_through_a_door(kind: str) -> None:
    order = carried_out(Travel(away=Landmark(kind=kind)))[0][0]
    assert isinstance(order, Move) and order.task.landmark == Landmark(kind="door")


@pytest.mark.parametrize("step", [Return(), Goto(landmark=Landmark(kind="start"))])
def test_coming_back_is_to_where_it_began(step: Step) -> None:
    [order], _ = carried_out(step)
    assert isinstance(order, Move) and (order.task.action, order.task.x_m, order.task.y_m) == ("place", 2.0, 1.0)


def test_a_named_place_is_gone_back_to() -> None:
    knowledge = standing(3.0, 0.5)
    assert actions(carried_out(Remember(name="base"), knowledge=knowledge)[0]) == ["speak"]
    [order], _ = carried_out(Goto(landmark=Landmark(kind="base")), knowledge=knowledge)
    assert isinstance(order, Move) and (order.task.action, order.task.x_m, order.task.y_m) == ("place", 3.0, 0.5)


def chair(x_m: float, y_m: float = 0.5) -> MapObject:
    return MapObject(id=1, kind="chair", colour="", x_m=x_m, y_m=y_m, std_m=0.1, log_odds=3.0, seen=9, last_seen_ns=0)


def test_a_thing_is_remembered_where_the_map_has_it() -> None:
    knowledge = standing()
    remember = Remember(name="throne", landmark=CHAIR)
    assert not carried_out(remember, knowledge=knowledge)[1].good
    knowledge.hear_objects(ObjectMap(t_ns=0, objects=(chair(3.0),)))
    assert carried_out(remember, knowledge=knowledge)[1].good
    assert knowledge.places["throne"] == Pose(3.0, 0.5, 0.0)


def test_the_place_beside_a_thing_is_gone_to_by_going_to_the_thing() -> None:
    beside = Landmark(kind="place", relations=(Relation(name="next to", others=(LAMP,)),))
    [order], _ = carried_out(Goto(landmark=beside, distance_m=1.0))
    assert isinstance(order, Move) and order.task.landmark == LAMP and order.task.distance_m == 1.0


def test_a_part_of_the_way_is_measured_from_here() -> None:
    knowledge = standing(1.0)
    knowledge.hear_objects(ObjectMap(t_ns=0, objects=(chair(3.0, 2.0),)))
    find, place = carried_out(Goto(landmark=CHAIR, fraction=0.5), knowledge=knowledge, leads_to=1)[0]
    assert isinstance(find, Move) and isinstance(place, Move)
    assert (find.task.action, place.task.x_m, place.task.y_m) == ("find", 2.0, 1.0)


def test_the_very_thing_that_is_meant_goes_with_the_task() -> None:
    [order], _ = carried_out(Goto(landmark=CHAIR), thing=chair(3.0))
    assert isinstance(order, Move) and order.task.wanted == 1


def door_ahead(knowledge: Knowledge) -> Knowledge:
    """A doorway 2 m ahead and 1 m to the left, in a wall along the way."""
    door = Doorway(id=0, x_m=2.0, y_m=1.0, heading_rad=math.pi / 2, width_m=0.9, log_odds=3.0, seen=9, last_seen_ns=0)
    knowledge.hear_doorways(DoorwayMap(t_ns=0, doorways=(door,)))
    return knowledge


def test_through_a_doorway_is_before_it_and_behind_it() -> None:
    knowledge = door_ahead(standing())
    script = Deeds(knowledge, knowledge.pose).do(Travel(through=DOOR), knowledge.object(DOOR_ID))
    before = next(script)
    turn = script.send(Result(True))
    look = script.send(Result(True))
    beyond = script.send(Result(True))
    assert isinstance(before, Move) and isinstance(turn, Move) and isinstance(look, Rest) and isinstance(beyond, Move)
    assert (before.task.x_m, before.task.y_m) == pytest.approx((2.0, 0.3))
    assert (beyond.task.x_m, beyond.task.y_m) == pytest.approx((2.0, 1.8)) and turn.task.action == "turn"
    move(knowledge, 2.0, 1.7, 1.5)
    with pytest.raises(StopIteration) as end:
        script.send(Result(True))
    assert end.value.value.good


def test_where_it_did_not_get_through_it_looks_for_another_doorway_and_says_why_in_the_end() -> None:
    knowledge = door_ahead(standing())
    thing = knowledge.object(DOOR_ID)
    orders, result = carried_out(Travel(through=DOOR), [True] * 4 + [False], knowledge, thing)
    assert actions(orders) == ["place", "turn", "rest", "place", "find"] and not result.good
    assert isinstance(orders[-1], Move) and orders[-1].task.unwanted == (DOOR_ID,)


def test_what_proves_no_doorway_from_near_by_is_not_gone_through() -> None:
    knowledge = door_ahead(standing())
    script = Deeds(knowledge, knowledge.pose).do(Travel(through=DOOR), knowledge.object(DOOR_ID))
    orders = [next(script), script.send(Result(True)), script.send(Result(True))]
    knowledge.hear_doorways(DoorwayMap(t_ns=0, doorways=()))
    orders += [script.send(Result(True)), script.send(Result(True))]
    assert actions(orders) == ["place", "turn", "rest", "speak", "find"]
    assert isinstance(orders[3], Speak) and "no door" in orders[3].text


def test_a_doorway_that_is_not_known_is_looked_for_first() -> None:
    orders, result = carried_out(Travel(through=Landmark(kind="exit")))
    [find] = orders
    assert isinstance(find, Move) and find.task.action == "find" and find.task.landmark == DOOR
    assert not result.good and "lost sight" in result.sentence


def test_a_turn_at_a_doorway_ends_looking_through_it() -> None:
    knowledge = door_ahead(standing(0.0, 0.1, 0.2))
    knowledge.begin_step(0)
    script = Deeds(knowledge, knowledge.pose).do(Turn(angle_rad=math.pi / 2, at=DOOR))
    along, look = next(script), script.send(Result(True))
    move(knowledge, 2.1, 0.1, 0.2)
    before, turn = script.send(Result(True)), script.send(Result(True))
    assert isinstance(along, Move) and isinstance(look, Rest) and isinstance(before, Move) and isinstance(turn, Move)
    assert (before.task.x_m, before.task.y_m) == pytest.approx((2.0, 0.3))
    assert along.task.action == "along" and along.until == At(landmark=Landmark(kind="door", side="left")) and along.must
    assert turn.task.angle_rad == pytest.approx(math.atan2(1.7, -0.1) - 0.2)


def test_a_doorway_that_proves_to_be_farther_on_is_gone_on_to() -> None:
    knowledge = door_ahead(standing())
    knowledge.begin_step(0)
    script = Deeds(knowledge, knowledge.pose).do(Travel(until=At(landmark=DOOR)))
    orders = [next(script), script.send(Result(True)), script.send(Result(True))]
    assert actions(orders) == ["along", "rest", "along"]  # the car stands 2 m before it
    script.send(Result(True))
    move(knowledge, 2.0, 0.0, 0.0)
    with pytest.raises(StopIteration) as end:
        script.send(Result(True))
    assert end.value.value.good


@pytest.mark.parametrize("step", [
    Follow(landmark=CHAIR), Turn(heading="north"), Turn(onto=Landmark(kind="hall")), Travel(blocks=2), Travel(fraction=0.5),
])
def test_what_the_car_cannot_do_it_says_without_moving(step: Step) -> None:
    orders, result = carried_out(step)
    assert orders == [] and not result.good and result.sentence.startswith(("I can't", "I have no"))


def test_what_of_a_description_it_cannot_heed_it_says_first() -> None:
    for step in (Goto(landmark=Landmark(kind="chair", size="big")), Find(landmark=Landmark(kind="chair", size="big"))):
        speak, order = carried_out(step)[0]
        assert isinstance(speak, Speak) and "big" in speak.text and isinstance(order, Move)


def test_going_back_is_to_the_place_and_the_heading() -> None:
    script = Deeds(standing(), Pose(0.0, 0.0, 0.0)).go_back(Pose(1.0, 2.0, 0.5))
    place, turn = next(script), script.send(Result(True))
    assert isinstance(place, Move) and isinstance(turn, Move)
    assert (place.task.x_m, place.task.y_m, turn.task.angle_rad) == (1.0, 2.0, 0.5)
