"""Scripts: which order follows which, for every kind of step."""

from __future__ import annotations

import math
from collections.abc import Iterable

import pytest

from control.knowledge import Knowledge, KnowledgeConfig
from control.orders import Check, Move, Order, Rest, Result, Shoot, Speak
from control.script import ScriptWriter
from robot.condition import Blocked, Passed, See
from robot.messages import MapObject, ObjectMap, Odometry
from robot.program import (
    Expect,
    Face,
    Find,
    Follow,
    Goto,
    If,
    Landmark,
    Photo,
    Program,
    Relation,
    Remember,
    Repeat,
    Return,
    Say,
    Step,
    Travel,
    Turn,
    Wait,
)

CHAIR, LAMP = Landmark(kind="chair"), Landmark(kind="lamp")


def carried_out(
    steps: Iterable[Step], results: Iterable[bool] = (), knowledge: Knowledge | None = None
) -> tuple[list[Order], Result]:
    """All orders of a program, when they go as `results` say (and well after those), and how it ends."""
    script = ScriptWriter(knowledge or Knowledge(KnowledgeConfig())).program(Program(steps=tuple(steps)))
    answers, orders = iter(results), []
    try:
        orders.append(next(script))
        while True:
            orders.append(script.send(Result(next(answers, True), "so it went")))
    except StopIteration as end:
        return orders, end.value


def actions(orders: list[Order]) -> list[str]:
    return [order.task.action if isinstance(order, Move) else type(order).__name__.lower() for order in orders]


def test_plain_steps_are_one_order_each() -> None:
    steps = (Turn(angle_rad=1.0), Travel(distance_m=2.0), Goto(landmark=CHAIR), Find(landmark=LAMP), Photo(),
             Wait(duration_s=3.0), Say(text="hello"))
    orders, result = carried_out(steps)
    assert actions(orders) == ["turn", "travel", "goto", "find", "shoot", "rest", "speak"]
    assert orders[5] == Rest(3.0) and orders[6] == Speak("hello") and result.good


def test_the_first_failure_ends_it() -> None:
    orders, result = carried_out((Goto(landmark=CHAIR), Photo()), [False])
    assert actions(orders) == ["goto"] and not result.good and result.sentence == "so it went"


def test_a_repeat_counts_and_looks_before_every_round() -> None:
    orders, _ = carried_out((Repeat(steps=(Turn(angle_rad=1.0), Photo()), count=3),))
    assert actions(orders) == ["turn", "shoot"] * 3
    until = Repeat(steps=(Turn(angle_rad=1.0),), until=See(landmark=LAMP))
    orders, result = carried_out((until,), [False, True, False, True, True])
    assert actions(orders) == ["check", "turn", "check", "turn", "check"] and result.good


@pytest.mark.parametrize(("seen", "expected"), [(True, ["check", "shoot"]), (False, ["check", "turn"])])
def test_a_branch_follows_what_is_seen(seen: bool, expected: list[str]) -> None:
    branch = If(condition=See(landmark=LAMP), steps=(Photo(),), otherwise=(Turn(angle_rad=1.0),))
    assert actions(carried_out((branch,), [seen])[0]) == expected


def test_what_was_expected_and_is_not_so_stops_nothing() -> None:
    orders, result = carried_out((Expect(condition=See(landmark=LAMP)), Photo()), [False])
    assert [type(order) for order in orders] == [Check, Shoot] and result.good


def test_travel_until_has_to_end_so_and_goes_on_as_far_as_it_takes() -> None:
    for step, until in ((Travel(until=See(landmark=LAMP)), See(landmark=LAMP)), (Travel(past=CHAIR), Passed(landmark=CHAIR)),
                        (Travel(until=Blocked()), Blocked())):
        [order], _ = carried_out((step,))
        assert isinstance(order, Move) and order.until == until and order.must
        assert order.task.distance_m == math.inf
    [order], _ = carried_out((Travel(back=True),))
    assert isinstance(order, Move) and order.task.distance_m == -0.5 and not order.must


def test_facing_away_is_finding_and_turning_round() -> None:
    orders, _ = carried_out((Face(landmark=CHAIR, away=True),))
    assert actions(orders) == ["find", "turn"]


def test_coming_back_is_to_where_it_began() -> None:
    knowledge = Knowledge(KnowledgeConfig())
    knowledge.hear_odometry(Odometry(t_ns=0, x_m=2.0, y_m=1.0, heading_rad=0.0, speed_mps=0.0, turn_radps=0.0, covariance=()))
    orders, _ = carried_out((Goto(landmark=CHAIR), Return()), knowledge=knowledge)
    assert isinstance(orders[1], Move)
    assert (orders[1].task.action, orders[1].task.x_m, orders[1].task.y_m) == ("place", 2.0, 1.0)


def test_a_named_place_is_gone_back_to() -> None:
    steps = (Remember(name="base"), Turn(angle_rad=1.0), Goto(landmark=Landmark(kind="base")))
    assert actions(carried_out(steps)[0]) == ["speak", "turn", "place"]


def test_a_thing_is_remembered_where_the_map_has_it() -> None:
    knowledge = Knowledge(KnowledgeConfig())
    steps = (Remember(name="throne", landmark=CHAIR), Goto(landmark=Landmark(kind="throne")))
    assert not carried_out(steps, knowledge=knowledge)[1].good
    knowledge.hear_objects(ObjectMap(t_ns=0, objects=(
        MapObject(id=1, kind="chair", colour="", x_m=3.0, y_m=0.5, std_m=0.1, log_odds=3.0, seen=9, last_seen_ns=0),)))
    orders, result = carried_out(steps, knowledge=knowledge)
    assert result.good and isinstance(orders[1], Move) and orders[1].task.x_m == 3.0


def test_the_place_beside_a_thing_is_gone_to_by_going_to_the_thing() -> None:
    beside = Landmark(kind="place", relations=(Relation(name="next to", others=(LAMP,)),))
    [order], _ = carried_out((Goto(landmark=beside, distance_m=1.0),))
    assert isinstance(order, Move) and order.task.landmark == LAMP and order.task.distance_m == 1.0


@pytest.mark.parametrize("step", [Follow(landmark=CHAIR), Turn(heading="north"), Turn(at=CHAIR), Travel(blocks=2),
                                  Travel(through=Landmark(kind="door")), Goto(landmark=CHAIR, fraction=0.5)])
def test_what_the_car_cannot_do_it_says_without_moving(step: Step) -> None:
    orders, result = carried_out((step,))
    assert orders == [] and not result.good and result.sentence.startswith(("I can't", "I have no"))


@pytest.mark.parametrize(("landmark", "said"), [
    (Landmark(kind="chair", quantifier="every"), "more than one"),
    (Landmark(kind="chair", relations=(Relation(name="in", others=(Landmark(kind="kitchen"),)),)), "in the kitchen"),
    (Landmark(kind="chair", size="big"), "big"),
])
def test_what_of_a_description_it_cannot_heed_it_says_first(landmark: Landmark, said: str) -> None:
    for step in (Goto(landmark=landmark), Find(landmark=landmark)):
        speak, move = carried_out((step,))[0]
        assert isinstance(speak, Speak) and said in speak.text and isinstance(move, Move)
