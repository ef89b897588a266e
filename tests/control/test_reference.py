"""Which of several things is meant: sides, relations, turns, and that it doesn't matter where the world's origin is."""

from __future__ import annotations

import math

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from control.reference import Candidate, candidates, distinct, rivals, unheeded
from robot.landmark import Landmark, Relation, RelationName
from robot.poses import Pose
from tests.control.things import CHAIR, HERE, Thing

LAMP, SOFA, TABLE = Thing(10, "lamp"), Thing(11, "sofa", "grey", 3.0), Thing(12, "table", x_m=3.0)


def the(kind: str, name: RelationName, *others: Landmark | str) -> Landmark:
    """A landmark with one relation."""
    named = tuple(Landmark(kind=other) if isinstance(other, str) else other for other in others)
    return Landmark(kind=kind, relations=(Relation(name=name, others=named),))


def meant(landmark: Landmark, *things: Thing, start: Pose = HERE, left_out: tuple[int, ...] = ()) -> list[int]:
    """The ids of what fits, best first."""
    return [one.thing.id for one in candidates(landmark, things, start, start, left_out) if one.fits]


# ---- one thing by itself -------------------------------------------------------------------------------------------


def test_kind_and_colour_decide_and_the_nearest_comes_first() -> None:
    things = Thing(1, colour="red", x_m=3.0), Thing(2, colour="red"), Thing(3, colour="blue"), Thing(4), LAMP
    assert meant(CHAIR, *things) == [2, 3, 4, 1]
    red = Landmark(kind="chair", colour="red")
    assert meant(red, *things) == [2, 1]
    against = {one.thing.id: one.against for one in candidates(red, things, HERE, HERE)}
    assert against == {1: (), 2: (), 3: ("it is blue",), 4: ("I don't know its colour",)}


@pytest.mark.parametrize(("side", "expected"), [("left", [1, 5]), ("right", [2]), ("ahead", [3, 5]), ("behind", [4])])
def test_sides(side: str, expected: list[int]) -> None:
    things = Thing(1, x_m=0.5, y_m=1.5), Thing(2, x_m=0.5, y_m=-1.5), Thing(3), Thing(4, x_m=-2.0), Thing(5, x_m=9.0, y_m=1.0)
    landmark = Landmark(kind="chair", side=side)  # type: ignore[arg-type]  # a side
    assert sorted(meant(landmark, *things)) == expected


# ---- relations -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "expected"), [("left of", 1), ("right of", 2), ("in front of", 3), ("behind", 4)])
def test_relations_are_those_of_the_view_from_the_start(name: RelationName, expected: int) -> None:
    chairs = Thing(1, x_m=3.0, y_m=1.2), Thing(2, x_m=3.0, y_m=-1.2), Thing(3, x_m=1.8), Thing(4, x_m=4.2)
    assert meant(the("chair", name, "sofa"), *chairs, SOFA) == [expected]
    turned = Pose(6.0, 0.0, 0.0)  # beyond the sofa, whatever the heading
    opposite = {1: 2, 2: 1, 3: 4, 4: 3}[expected]
    assert meant(the("chair", name, "sofa"), *chairs, SOFA, start=turned) == [opposite]


def test_far_away_is_not_left_of_it_any_more() -> None:
    assert meant(the("chair", "left of", "sofa"), Thing(1, x_m=3.0, y_m=2.5), Thing(2, x_m=3.0, y_m=4.0), SOFA) == [1]


def test_between_is_on_the_way_from_one_to_the_other() -> None:
    lamp, sofa = LAMP._replace(x_m=2.0, y_m=-2.0), SOFA._replace(x_m=2.0, y_m=2.0)
    chairs = Thing(1, x_m=2.3, y_m=0.5), Thing(2, x_m=2.0, y_m=3.0), Thing(3, x_m=4.0)
    assert meant(the("chair", "between", "lamp", "sofa"), *chairs, lamp, sofa) == [1]
    assert meant(the("chair", "between", "lamp", "sofa"), *chairs, lamp) == []


def test_between_two_of_a_kind() -> None:
    two = Landmark(kind="chair", count=2)
    lamps = LAMP._replace(x_m=2.0), LAMP._replace(id=13, x_m=5.0)
    assert meant(the("lamp", "between", two), *lamps, Thing(1, x_m=1.0), Thing(2, x_m=3.0)) == [10]


def test_next_to_nests() -> None:
    cups = Thing(1, "cup", x_m=1.0), Thing(2, "cup", x_m=5.0), Thing(3, "cup", x_m=8.0)
    lamps = Thing(4, "lamp", x_m=1.5), Thing(5, "lamp", x_m=5.5)
    on_table = the("lamp", "on", "table")
    things = (*cups, *lamps, TABLE._replace(x_m=5.8))
    assert meant(the("cup", "next to", "lamp"), *things) == [1, 2]
    assert meant(the("cup", "next to", on_table), *things) == [2]


def test_a_missing_neighbour_speaks_against_it_but_does_not_rule_it_out() -> None:
    landmark = the("chair", "next to", "lamp")
    (one,) = candidates(landmark, (Thing(1),), HERE, HERE)
    assert 0.5 < one.misfit < 1.0 and one.against == ("I don't see that it is next to the lamp",)
    assert candidates(the("chair", "next to", "chair"), (Thing(1),), HERE, HERE)[0].misfit > 0.5  # nothing is beside itself


def test_rivals_fit_about_as_well_as_the_best() -> None:
    left = Thing(1, x_m=3.0, y_m=1.0), Thing(2, x_m=3.2, y_m=1.2), Thing(3, x_m=4.1, y_m=1.0)  # straight, 10 and 48 degrees off
    found = candidates(the("chair", "left of", "sofa"), (*left, SOFA), HERE, HERE)
    assert [one.thing.id for one in found if one.fits] == [1, 2, 3]
    assert [thing.id for thing in rivals(found)] == [1, 2]
    assert rivals(candidates(Landmark(kind="cup"), left, HERE, HERE)) == []


def test_a_thing_that_the_map_has_twice_is_one() -> None:
    twice, once = (Thing(1, colour="red", x_m=1.0), Thing(7, colour="red", x_m=1.4)), Thing(2, colour="red", x_m=1.8)
    assert distinct((twice[1], once, twice[0])) == [twice[0], once]
    other_colour, unknown, lamp = Thing(3, colour="blue", x_m=1.1), Thing(4, x_m=0.9), LAMP._replace(x_m=1.0)
    assert distinct((twice[0], other_colour, unknown, lamp)) == [twice[0], other_colour, lamp]


# ---- turns ---------------------------------------------------------------------------------------------------------

ROW = Thing(1, colour="red", x_m=1.0), Thing(2, colour="blue", x_m=2.0), Thing(3, colour="red", x_m=3.0)


@pytest.mark.parametrize(("landmark", "expected"), [
    (Landmark(kind="chair", ordinal=1), 1),
    (Landmark(kind="chair", ordinal=2), 2),
    (Landmark(kind="chair", ordinal=-1), 3),
    (Landmark(kind="chair", ordinal=2, colour="red"), 3),
    (Landmark(kind="chair", ordinal=2, quantifier="nearest"), 2),
    (Landmark(kind="chair", ordinal=3, quantifier="farthest"), 1),
    (Landmark(kind="chair", quantifier="nearest", colour="blue"), 2),
])
def test_turns_count_the_fitting_things_by_distance(landmark: Landmark, expected: int) -> None:
    assert meant(landmark, *ROW[::-1]) == [expected]


def test_on_one_side_they_count_in_the_order_of_driving_past() -> None:
    things = Thing(1, x_m=1.0, y_m=3.0), Thing(2, x_m=2.0, y_m=0.9), Thing(3, x_m=1.5, y_m=-1.0), Thing(4, x_m=-0.5, y_m=1.0)
    assert meant(Landmark(kind="chair", side="left", ordinal=1), *things) == [1]
    assert meant(Landmark(kind="chair", side="left", ordinal=2), *things) == [2]
    assert meant(Landmark(kind="chair", side="left", quantifier="nearest"), *things) == [4]


def test_with_too_few_known_none_fits_and_the_last_fits_least_badly() -> None:
    found = candidates(Landmark(kind="chair", ordinal=5), ROW, HERE, HERE)
    assert not any(one.fits for one in found)
    assert [one.thing.id for one in found] == [3, 2, 1]
    assert found[0].against == ("it is the 3rd that I know",)


def test_what_is_left_out_is_not_meant() -> None:
    assert meant(Landmark(kind="chair", quantifier="other"), *ROW, left_out=(1,)) == [2, 3]
    assert meant(Landmark(kind="chair", quantifier="next"), *ROW, left_out=(1,)) == [2]


# ---- whatever the world --------------------------------------------------------------------------------------------

metres = st.integers(-60, 60).map(lambda decimetres: decimetres / 10)
angles = st.floats(-math.pi, math.pi)
poses = st.builds(Pose, metres, metres, angles)
kinds = st.sampled_from(["chair", "lamp", "sofa"])
colours = st.sampled_from(["", "red", "blue"])


@st.composite
def worlds(draw: st.DrawFn) -> tuple[Thing, ...]:
    """Up to eight things, no two in one place."""
    places = draw(st.lists(st.tuples(metres, metres), unique=True, max_size=8))
    return tuple(Thing(id, draw(kinds), draw(colours), *place) for id, place in enumerate(places))


plain = st.builds(Landmark, kind=kinds, colour=colours)
names: st.SearchStrategy[RelationName] = st.sampled_from(
    ["next to", "left of", "right of", "behind", "in front of", "opposite"])
relations = st.one_of(
    st.builds(Relation, name=names, others=st.tuples(plain)),
    st.builds(Relation, name=st.just("between"), others=st.tuples(plain, plain)),
)
landmarks = st.builds(
    Landmark, kind=kinds, colour=colours, ordinal=st.sampled_from([0, 0, 1, 2, -1]),
    side=st.sampled_from(["", "", "left", "right", "ahead", "behind"]), relations=st.lists(relations, max_size=2).map(tuple),
    quantifier=st.sampled_from(["", "", "any", "other", "next", "nearest", "farthest"]),
)


def misfits(found: list[Candidate[Thing]]) -> dict[int, float]:
    return {one.thing.id: one.misfit for one in found}


def undecided(landmark: Landmark, things: tuple[Thing, ...], start: Pose) -> bool:
    """Whether something lies so near a border that rounding decides: a fit that just isn't, two at the same distance."""
    bare = msgspec.structs.replace(landmark, ordinal=0, quantifier="")
    edges = [abs(one.misfit - 0.5) < 1e-6 and not (landmark.colour and not one.thing.colour)
             for one in candidates(bare, things, start, start)]
    for values in ([start.distance_to(thing.x_m, thing.y_m) for thing in things],
                   [abs(start.to_car(thing.x_m, thing.y_m)[0]) for thing in things]):
        ordered = sorted(values)
        edges += [after - before < 1e-6 for before, after in zip(ordered, ordered[1:], strict=False)]
    steep = [abs(math.dist(start[:2], thing[3:]) - 0.3) < 1e-6 for thing in things]
    return any(edges) or any(steep) or any(abs(start.to_car(thing.x_m, thing.y_m)[0]) < 1e-6 for thing in things)


@given(landmarks, worlds(), poses, poses)
def test_moving_and_turning_world_and_car_together_changes_nothing(
    landmark: Landmark, things: tuple[Thing, ...], start: Pose, move: Pose
) -> None:
    assume(not undecided(landmark, things, start))
    moved = tuple(thing._replace(x_m=x, y_m=y) for thing in things for x, y in [move.to_world(thing.x_m, thing.y_m)])
    there = Pose(*move.to_world(start.x_m, start.y_m), start.heading_rad + move.heading_rad)
    before = misfits(candidates(landmark, things, start, start))
    assert misfits(candidates(landmark, moved, there, there)) == pytest.approx(before, abs=1e-6)


def mirrored(landmark: Landmark) -> Landmark:
    swap = {"left": "right", "right": "left", "left of": "right of", "right of": "left of"}
    turned = tuple(Relation(name=swap.get(old.name, old.name), others=old.others) for old in landmark.relations)  # type: ignore[arg-type]
    return msgspec.structs.replace(landmark, side=swap.get(landmark.side, landmark.side), relations=turned)


@given(landmarks, worlds(), metres, metres)
def test_a_mirror_swaps_left_and_right(landmark: Landmark, things: tuple[Thing, ...], x_m: float, y_m: float) -> None:
    start, image = Pose(x_m, y_m, 0.0), Pose(x_m, -y_m, 0.0)
    assume(not undecided(landmark, things, start))
    seen = tuple(thing._replace(y_m=-thing.y_m) for thing in things)
    before = misfits(candidates(landmark, things, start, start))
    assert misfits(candidates(mirrored(landmark), seen, image, image)) == pytest.approx(before, abs=1e-6)


@given(worlds(), poses, colours)
def test_nearest_and_farthest_agree_with_distances(things: tuple[Thing, ...], start: Pose, colour: str) -> None:
    fitting = [thing for thing in things if thing.kind == "chair" and colour in ("", thing.colour)]
    assume(fitting)
    away = {thing.id: start.distance_to(thing.x_m, thing.y_m) for thing in fitting}
    (near,) = meant(Landmark(kind="chair", colour=colour, quantifier="nearest"), *things, start=start)
    (far,) = meant(Landmark(kind="chair", colour=colour, quantifier="farthest"), *things, start=start)
    assert away[near] == min(away.values()) and away[far] == max(away.values())


@given(landmarks, worlds(), poses, poses)
def test_misfits_are_shares_in_order_and_what_does_not_fit_says_why(
    landmark: Landmark, things: tuple[Thing, ...], start: Pose, now: Pose
) -> None:
    found = candidates(landmark, things, start, now)
    assert len(found) == sum(thing.kind == landmark.kind for thing in things)
    assert [one.misfit for one in found] == sorted(one.misfit for one in found)
    assert all(0.0 <= one.misfit <= 1.0 and one.fits == (not one.against) for one in found)


# ---- what can't be heeded ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("landmark", "words"), [
    (Landmark(kind="box", size="big"), "big"),
    (Landmark(kind="chair", quantifier="every"), "more than one at a time"),
    (Landmark(kind="chair", count=2), "more than one at a time"),
    (Landmark(kind="sofa", part="corner"), "its corner"),
    (the("chair", "in", "kitchen"), "in the kitchen"),
    (the("chair", "next to", Landmark(kind="box", size="small")), '"the small box": small'),
])
def test_what_it_cannot_heed_it_says(landmark: Landmark, words: str) -> None:
    assert unheeded(landmark) == f"I can't tell this yet: {words}. I take the {landmark.kind} that fits the rest."


@pytest.mark.parametrize("landmark", [
    CHAIR, Landmark(kind="chair", ordinal=3, side="left"), Landmark(kind="chair", quantifier="other"),
    the("chair", "behind", "table"), the("cup", "between", Landmark(kind="chair", count=2)),
])
def test_what_it_heeds_needs_no_word(landmark: Landmark) -> None:
    assert unheeded(landmark) == ""
