"""The object map: association, evidence for and against, colours, merging."""

from __future__ import annotations

import numpy as np
import pytest

from perception.objects import ObjectMemory, ObjectsConfig, Visibility
from perception.sighting import Sighting, SightingConfig, sighting
from robot.messages import Detection
from robot.poses import Pose

HERE = Pose(0.0, 0.0, 0.0)
BLIND = Visibility(HERE, 0.0, ())
OPEN = Visibility(HERE, 0.5, [(b, 4.0) for b in (0.5, 0.25, 0.0, -0.25, -0.5)])


def seen(kind: str = "chair", x: float = 1.5, y: float = 0.0, score: float = 0.8, colour: str = "red",
         std: float = 0.1) -> Sighting:
    return Sighting(kind=kind, score=score, colour=colour, x_m=x, y_m=y, std_m=std, half_width_m=0.2)


def memory() -> ObjectMemory:
    return ObjectMemory(ObjectsConfig())


def test_sightings_of_one_thing_from_several_places_make_it_certain() -> None:
    things = memory()
    for step in range(5):
        view = Pose(0.1 * step, 0.0, 0.0)
        things.update(step, view, [seen(x=1.5 + 0.05 * (-1) ** step)], BLIND)
    (thing,) = things.snapshot()
    assert thing.kind == "chair" and thing.colour == "red" and thing.seen == 5
    assert thing.log_odds > 3.0
    assert thing.x_m == pytest.approx(1.5, abs=0.04)
    assert thing.std_m < 0.1


def test_many_sightings_from_one_place_count_less_than_few_from_several() -> None:
    still, moving = memory(), memory()
    for step in range(4):
        still.update(step, HERE, [seen(score=0.5)], BLIND)
        moving.update(step, Pose(0.2 * step, 0.0, 0.0), [seen(score=0.5)], BLIND)
    assert still.snapshot()[0].log_odds < moving.snapshot()[0].log_odds - 0.5


def test_kinds_and_places_are_kept_apart() -> None:
    things = memory()
    things.update(0, HERE, [seen("chair", 1.5, 0.0), seen("ball", 1.5, 0.0), seen("chair", 3.5, 2.0)], BLIND)
    assert [(t.id, t.kind) for t in things.snapshot()] == [(1, "ball"), (2, "chair"), (3, "chair")]


def test_two_things_side_by_side_in_one_picture_stay_two() -> None:
    things = memory()
    for step in range(6):
        things.update(step, HERE, [seen(y=0.35), seen(y=-0.35)], BLIND)
    assert len(things.snapshot()) == 2


def test_what_a_few_bad_ranges_left_in_front_of_a_known_thing_does_not_take_its_sightings() -> None:
    things = ObjectMemory(ObjectsConfig(seen_through=0.0))
    for step in range(10):
        things.update(step, Pose(0.0, 0.1 * step, 0.0), [seen(x=4.5, std=0.6)], BLIND)
    things.update(10, HERE, [seen(x=2.6, std=0.3)], BLIND)
    ghost = things.snapshot()[1].seen
    for step in range(10):
        things.update(11 + step, Pose(0.0, 0.1 * step, 0.0), [seen(x=3.5, std=0.6)], BLIND)
    known, left = things.snapshot()
    assert (known.seen, left.seen, ghost) == (20, 1, 1)


def test_of_two_known_things_the_nearer_one_is_seen() -> None:
    things = memory()
    for step in range(10):
        things.update(step, Pose(0.0, 0.1 * step, 0.0), [seen(x=1.5), seen(x=2.5)], BLIND)
    things.update(10, HERE, [seen(x=2.3)], BLIND)
    assert [thing.seen for thing in things.snapshot()] == [10, 11]


@pytest.mark.parametrize(("aside", "kind", "kept"), [(0.0, "chair", False), (0.8, "chair", True), (0.0, "table", True)])
def test_a_thing_that_another_of_its_kind_is_seen_through_is_a_wrong_range_of_it(aside: float, kind: str, kept: bool) -> None:
    things = memory()
    for step in range(10):
        things.update(step, Pose(0.0, 0.1 * step, 0.0), [seen(x=4.0), seen(kind, x=2.5, y=aside)], BLIND)
    for step in range(10):
        things.update(10 + step, HERE, [seen(x=4.0)], BLIND)
    assert len(things.snapshot()) == 1 + kept


def test_what_should_be_seen_but_is_not_is_forgotten() -> None:
    things = memory()
    for step in range(3):
        things.update(step, Pose(0.2 * step - 0.4, 0.0, 0.0), [seen()], BLIND)
    before = things.snapshot()[0].log_odds
    things.update(3, HERE, [], OPEN)
    assert things.snapshot()[0].log_odds < before
    for step in range(60):
        things.update(4 + step, HERE, [], OPEN)
    assert things.snapshot() == ()


@pytest.mark.parametrize("visible", [
    Visibility(HERE, 0.5, [(0.0, 0.8)]),  # something stands in the way
    Visibility(Pose(0.0, 0.0, 2.0), 0.5, [(0.0, 4.0)]),  # outside the picture
    Visibility(Pose(-3.0, 0.0, 0.0), 0.5, [(0.0, 6.0)]),  # too far
    Visibility(Pose(1.2, 0.0, 0.0), 0.5, [(0.0, 4.0)]),  # too near to fit into the picture
])
def test_what_could_not_be_seen_is_kept(visible: Visibility) -> None:
    things = memory()
    things.update(0, HERE, [seen()], BLIND)
    before = things.snapshot()[0].log_odds
    things.update(1, HERE, [], visible)
    assert things.snapshot()[0].log_odds == before


def test_colours_are_voted_on() -> None:
    things = memory()
    for step, colour in enumerate(["red", "orange", "red", "red", ""]):
        things.update(step, Pose(0.2 * step, 0, 0), [seen(colour=colour)], BLIND)
    assert things.snapshot()[0].colour == "red"
    split = memory()
    for step, colour in enumerate(["red", "blue", "green"]):
        split.update(step, HERE, [seen(colour=colour)], BLIND)
    assert split.snapshot()[0].colour == ""


def test_doubles_merge_into_the_older() -> None:
    things = memory()
    things.update(0, HERE, [seen(x=1.0, std=0.05)], BLIND)
    things.update(1, HERE, [seen(x=1.9, std=0.05)], BLIND)
    assert len(things.snapshot()) == 2
    for step in range(30):
        things.update(2 + step, HERE, [seen(x=1.6 - 0.02 * step, std=0.05), seen(x=1.0, std=0.05)], BLIND)
    assert [t.id for t in things.snapshot()] == [1]


def detection(range_m: float, std_m: float, foot: bool = True, score: float = 0.8) -> Detection:
    return Detection(kind="chair", score=score, box=(140, 80, 180, 160), bearing_rad=0.0, range_m=range_m, range_std_m=std_m,
                     foot_seen=foot)


def test_a_sighting_stands_where_the_foot_is_seen() -> None:
    found = sighting(detection(2.0, 0.05), Pose(1.0, 1.0, np.pi / 2), SightingConfig())
    assert found is not None
    assert (found.x_m, found.y_m) == pytest.approx((1.0, 3.0))


def test_weak_and_endless_detections_are_no_sightings() -> None:
    config = SightingConfig()
    assert sighting(detection(2.0, 0.1, score=0.1), HERE, config) is None
    assert sighting(detection(float("inf"), 1.0), HERE, config) is None
    assert sighting(detection(9.0, 1.0), HERE, config) is None


def test_what_is_only_repeated_keeps_things_seen_and_is_no_evidence() -> None:
    things = memory()
    things.update(1, HERE, [seen(), seen("ball", 2.5)], BLIND)
    before = things.snapshot()
    things.renew(9, [seen(x=1.55, score=0.9, colour="blue"), seen("lamp")])
    after = things.snapshot()
    assert [(thing.kind, thing.last_seen_ns) for thing in after] == [("ball", 1), ("chair", 9)]
    for one, two in zip(before, after, strict=True):
        assert (one.log_odds, one.x_m, one.seen, one.colour) == (two.log_odds, two.x_m, two.seen, two.colour)
