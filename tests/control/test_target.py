"""Which of the remembered things is meant: kind, colour, side, neighbours."""

from __future__ import annotations

import math

import pytest

from control.target import TargetChooser, TargetConfig
from robot.messages import MapObject
from robot.poses import Pose
from robot.program import Landmark, Relation

HERE = Pose(0.0, 0.0, 0.0)


def thing(id: int, kind: str = "chair", x_m: float = 2.0, y_m: float = 0.0, colour: str = "red", **changes: float) -> MapObject:
    values = {"std_m": 0.1, "log_odds": 4.0, "seen": 9, "last_seen_ns": 0, **changes}
    return MapObject(id=id, kind=kind, colour=colour, x_m=x_m, y_m=y_m, **values)  # type: ignore[arg-type]  # ints and floats


def chosen(landmark: Landmark, *things: MapObject, pose: Pose = HERE) -> int | None:
    found = TargetChooser(landmark, TargetConfig()).sure(things, pose)
    return found.id if found else None


def test_the_nearest_of_the_sure_ones() -> None:
    assert chosen(Landmark(kind="chair"), thing(1, x_m=4.0), thing(2), thing(3, kind="lamp", x_m=0.5)) == 2
    assert chosen(Landmark(kind="chair"), thing(1, log_odds=1.0), thing(2, seen=2)) is None


def test_another_colour_is_another_thing() -> None:
    assert chosen(Landmark(kind="chair", colour="blue"), thing(1), thing(2, x_m=4.0, colour="blue")) == 2


@pytest.mark.parametrize(("side", "expected"), [("left", 1), ("right", 2), ("ahead", 3), ("behind", 4)])
def test_sides_are_those_of_the_start(side: str, expected: int) -> None:
    things = (thing(1, x_m=0.5, y_m=1.5), thing(2, x_m=0.5, y_m=-1.5), thing(3, x_m=6.0), thing(4, x_m=-6.0))
    landmark = Landmark(kind="chair", side=side)  # type: ignore[arg-type]  # a side
    assert chosen(landmark, *things) == expected
    chooser = TargetChooser(landmark, TargetConfig())
    chooser.sure((), HERE)
    turned = chooser.sure(things, Pose(0.0, 0.0, math.pi))
    assert turned is not None and turned.id == expected


@pytest.mark.parametrize(("lamp_at", "expected"), [((4.0, 0.8), 2), ((9.0, 9.0), None)])
def test_a_neighbour_decides(lamp_at: tuple[float, float], expected: int | None) -> None:
    landmark = Landmark(kind="chair", relations=(Relation(name="next to", others=(Landmark(kind="lamp"),)),))
    lamp = thing(3, kind="lamp", x_m=lamp_at[0], y_m=lamp_at[1])
    assert chosen(landmark, thing(1), thing(2, x_m=4.0), lamp) == expected


def test_between_needs_both() -> None:
    landmark = Landmark(kind="chair", relations=(
        Relation(name="between", others=(Landmark(kind="lamp"), Landmark(kind="sofa"))),))
    lamp, sofa = thing(3, kind="lamp", x_m=1.2), thing(4, kind="sofa", x_m=2.8)
    assert chosen(landmark, thing(1), lamp) is None
    assert chosen(landmark, thing(1), lamp, sofa) == 1


def test_a_rejected_thing_stays_so_until_there_is_more_to_say_for_it() -> None:
    chooser = TargetChooser(Landmark(kind="chair"), TargetConfig())
    chooser.reject(thing(1, log_odds=3.0))
    assert chooser.sure((thing(1, log_odds=4.0),), HERE) is None
    assert chooser.sure((thing(1, log_odds=4.8),), HERE) is not None


def test_what_never_looked_right_is_believed_only_once_there_is_nothing_better() -> None:
    chooser = TargetChooser(Landmark(kind="chair"), TargetConfig())
    weak = thing(1, score=0.4)
    assert chooser.sure((weak,), HERE) is None
    chooser.reject(weak)
    assert chooser.settle()
    assert chooser.sure((weak,), HERE) == weak
    assert not chooser.settle()
