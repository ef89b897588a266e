"""Which of the remembered things is gone to: kind, colour, side, neighbours, turns, and what is settled for."""

from __future__ import annotations

import math

import pytest

from control.target import TargetChooser, TargetConfig
from robot.landmark import RelationName
from robot.messages import MapObject
from robot.poses import Pose
from robot.program import Landmark, Relation

HERE = Pose(0.0, 0.0, 0.0)


def thing(id: int, kind: str = "chair", x_m: float = 2.0, y_m: float = 0.0, colour: str = "red", **changes: float) -> MapObject:
    values = {"std_m": 0.1, "log_odds": 4.0, "seen": 9, "last_seen_ns": 0, **changes}
    return MapObject(id=id, kind=kind, colour=colour, x_m=x_m, y_m=y_m, **values)  # type: ignore[arg-type]  # ints and floats


def looking(landmark: Landmark, left_out: tuple[MapObject, ...] = ()) -> TargetChooser:
    """A chooser whose car has looked around where it started."""
    chooser = TargetChooser(landmark, TargetConfig(), left_out)
    chooser.note_overview()
    return chooser


def chosen(landmark: Landmark, *things: MapObject, pose: Pose = HERE) -> int | None:
    found = looking(landmark).sure(things, pose)
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


def test_what_looks_right_goes_before_what_has_to_do() -> None:
    chooser = TargetChooser(Landmark(kind="chair"), TargetConfig())
    chooser.settle()
    assert chooser.sure((thing(1, score=0.6, x_m=1.0), thing(2, score=0.9, x_m=5.0)), HERE) == thing(2, score=0.9, x_m=5.0)


@pytest.mark.parametrize(("score", "outdone"), [(0.9, True), (0.65, False)])
def test_what_has_to_do_is_left_for_what_looks_right(score: float, outdone: bool) -> None:
    chooser, weak = TargetChooser(Landmark(kind="chair"), TargetConfig()), thing(1, score=0.6)
    chooser.settle()
    assert chooser.is_misplaced(weak, (weak, thing(2, score=score, x_m=5.0)), HERE) is outdone
    assert not chooser.is_misplaced(thing(1, score=0.8), (weak, thing(2, score=score, x_m=5.0)), HERE)


@pytest.mark.parametrize(("rival", "believed"), [
    ({"score": 0.95}, False),
    ({"score": 0.85}, True),
    ({"score": 0.95, "log_odds": 1.0}, True),
    ({"score": 0.7, "seen": 30, "log_odds": 1.0}, False),
    ({"score": 0.95, "seen": 30, "y_m": 0.9}, True),
])  # fmt: skip
def test_of_two_names_for_one_thing_the_likelier_is_believed(rival: dict[str, float], believed: bool) -> None:
    other = thing(2, **{"kind": "sofa", "y_m": 0.3, **rival})  # type: ignore[arg-type]  # a kind and numbers
    assert (chosen(Landmark(kind="chair"), thing(1, score=0.8), other) == 1) is believed


# ---- one of several ------------------------------------------------------------------------------------------------

NEAR, MIDDLE, FAR = thing(1, x_m=1.0), thing(2, x_m=2.0), thing(3, x_m=3.0)
SECOND, FARTHEST = Landmark(kind="chair", ordinal=2), Landmark(kind="chair", quantifier="farthest")
BESIDE = Landmark(kind="chair", relations=(Relation(name="next to", others=(Landmark(kind="lamp"),)),))


def test_the_second_one_needs_two_and_a_look_around() -> None:
    chooser = TargetChooser(SECOND, TargetConfig())
    assert chooser.needs_overview
    assert chooser.sure((NEAR, MIDDLE), HERE) is None
    chooser.note_overview()
    assert chooser.sure((NEAR,), HERE) is None
    assert chooser.sure((NEAR, MIDDLE, FAR), Pose(3.0, 1.0, 0.0)) == MIDDLE  # counted from where the search began
    assert not TargetChooser(Landmark(kind="chair"), TargetConfig()).needs_overview


def test_what_may_come_before_it_is_looked_at_first() -> None:
    chooser, maybe = looking(SECOND), thing(4, x_m=1.5, log_odds=1.0)
    assert chooser.sure((NEAR, maybe, MIDDLE), HERE) is None
    assert chooser.hint((NEAR, maybe, MIDDLE), HERE) == maybe  # the certain ones need no closer look
    chooser.note_look(maybe, (NEAR, maybe, MIDDLE))
    assert chooser.sure((NEAR, maybe, MIDDLE), HERE) == MIDDLE


def test_a_second_one_that_was_the_first_seen_twice_is_misplaced() -> None:
    chooser = looking(SECOND)
    assert not chooser.is_misplaced(MIDDLE, (NEAR, MIDDLE), HERE)
    assert chooser.is_misplaced(MIDDLE, (MIDDLE,), HERE)
    doubled = (NEAR, thing(7, x_m=1.4), MIDDLE)
    assert chooser.is_misplaced(doubled[1], doubled, HERE) and not chooser.is_misplaced(MIDDLE, doubled, HERE)
    chooser.note_loss(MIDDLE, (MIDDLE,))
    assert chooser.sure((NEAR, MIDDLE), HERE) == MIDDLE  # nothing was wrong with the chair itself
    chooser.note_loss(MIDDLE, (NEAR,))
    assert chooser.sure((NEAR, MIDDLE), HERE) is None


def test_one_seen_from_two_sides_is_not_two() -> None:
    assert looking(SECOND).sure((NEAR, thing(7, x_m=1.4)), HERE) is None
    other = Landmark(kind="chair", quantifier="other")
    assert looking(other, (NEAR,)).sure((NEAR, thing(7, x_m=1.4)), HERE) is None


def test_the_farthest_is_known_at_the_end_of_the_search() -> None:
    chooser = looking(FARTHEST)
    assert chooser.sure((NEAR, FAR), HERE) is None
    chooser.settle()
    assert chooser.sure((NEAR, FAR), HERE) == FAR
    assert chooser.doubt(FAR, (NEAR, FAR), HERE) == ""


def test_when_the_time_for_being_picky_is_over_the_farthest_known_has_to_do_and_that_is_said() -> None:
    chooser = looking(FARTHEST)
    chooser.note_time(0)
    chooser.note_time(int(1e9 * chooser.config.picky_s))
    assert chooser.sure((NEAR, FAR), HERE) == FAR
    doubt = chooser.doubt(FAR, (NEAR, FAR), HERE)
    assert doubt == "I couldn't make sure that it is the farthest chair: I haven't looked everywhere."


def test_the_other_one_is_not_the_one_before_even_under_a_new_number() -> None:
    other = Landmark(kind="chair", quantifier="other")
    assert looking(other, (thing(9, x_m=1.1),)).sure((NEAR, MIDDLE), HERE) == MIDDLE
    chooser = looking(other, (NEAR,))
    chooser.settle()
    assert chooser.sure((NEAR,), HERE) is None


def test_what_fits_best_has_to_do_in_the_end_and_that_is_said() -> None:
    chooser = looking(Landmark(kind="chair", ordinal=4))
    assert chooser.sure((NEAR, MIDDLE, FAR), HERE) is None
    chooser.settle()
    assert chooser.sure((NEAR, MIDDLE, FAR), HERE) == FAR
    said = "I couldn't make sure that it is the 4th chair: it is the 3rd that I know."
    assert chooser.doubt(FAR, (NEAR, MIDDLE, FAR), HERE) == said
    assert chooser.sure((*(NEAR, MIDDLE, FAR), thing(5, x_m=5.0)), HERE) == thing(5, x_m=5.0)


def test_nothing_less_is_settled_for_while_the_one_that_is_meant_is_only_out_of_reach() -> None:
    chooser = looking(SECOND)
    chooser.settle()
    chooser.postpone(MIDDLE, 0)
    assert chooser.sure((NEAR, MIDDLE), HERE) is None


def test_a_certain_one_is_looked_at_closely_for_what_stands_beside_it() -> None:
    chooser, lamp = looking(BESIDE), thing(8, kind="lamp", x_m=2.8)
    assert chooser.hint((FAR,), HERE) == FAR and not chooser.is_clear(FAR, (FAR,))
    chooser.note_look(FAR, (FAR,))
    assert chooser.hint((FAR,), HERE) is None
    assert chooser.sure((FAR, lamp), HERE) == FAR  # the lamp was noticed later
    chooser.settle()
    assert chooser.sure((FAR,), HERE) == FAR
    assert chooser.doubt(FAR, (FAR,), HERE).endswith(": I don't see that it is next to the lamp.")


@pytest.mark.parametrize(("name", "expected"), [("left of", 1), ("right of", 2), ("in front of", 3), ("behind", 4)])
def test_on_which_side_of_it_matters(name: RelationName, expected: int) -> None:
    landmark = Landmark(kind="chair", relations=(Relation(name=name, others=(Landmark(kind="sofa"),)),))
    around = (thing(1, x_m=4.0, y_m=1.0), thing(2, x_m=4.0, y_m=-1.0), thing(3, x_m=3.0), thing(4, x_m=5.0))
    assert chosen(landmark, *around, thing(9, kind="sofa", x_m=4.0)) == expected


def test_its_neighbour_may_be_of_its_kind_in_another_colour() -> None:
    red = Landmark(kind="chair", colour="red")
    blue_beside_red = Landmark(kind="chair", colour="blue", relations=(Relation(name="next to", others=(red,)),))
    pair = (thing(1, x_m=4.0), thing(2, x_m=4.0, y_m=0.8, colour="blue"))
    assert chosen(blue_beside_red, *pair, thing(3, x_m=1.0, colour="blue")) == 2
    assert chosen(blue_beside_red, pair[1], thing(3, x_m=1.0, colour="blue")) is None


def test_a_colour_that_turns_up_after_a_closer_look_counts() -> None:
    chooser = looking(Landmark(kind="chair", colour="red"))
    unknown = thing(1, colour="")
    assert chooser.hint((unknown,), HERE) == unknown
    chooser.note_look(unknown, (unknown,))
    assert chooser.sure((unknown,), HERE) is None and chooser.hint((unknown,), HERE) is None
    assert chooser.sure((thing(1),), HERE) == thing(1)
    chooser.settle()
    assert chooser.sure((unknown,), HERE) is None
