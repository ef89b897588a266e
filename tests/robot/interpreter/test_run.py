from __future__ import annotations

import math

from language.evaluate.sail_follow import done
from robot.condition import At, Not, See
from robot.interpreter.costs import Costs
from robot.interpreter.route import RouteRunner
from robot.interpreter.run import Hypothesis, Limits, Runner
from robot.interpreter.trace import trace
from robot.interpreter.walker import Walker
from robot.landmark import Landmark, Relation
from robot.program import Expect, Face, Goto, Photo, Program, Step, Travel, Turn
from tests.town import EAST, NORTH, SOUTH, WEST, world

LEFT, RIGHT = math.pi / 2, -math.pi / 2
LAMP, SOFA, EASEL = (Landmark(kind=kind) for kind in ("lamp", "sofa", "easel"))
BLUE, GRASS = Landmark(kind="hall", colour="blue"), Landmark(kind="hall", attributes=("grass",))


def meant(*steps: Step) -> list[Hypothesis]:
    return [Hypothesis(Program(steps=steps))]


def test_steps_run_one_after_the_other() -> None:
    here = world(0, 0, EAST)
    run = done(Runner(Walker(here)).run(meant(Travel(blocks=1), Turn(angle_rad=RIGHT), Travel(until=At(landmark=EASEL)))))
    assert run is not None
    assert here.pose == (1, 2, SOUTH)


def test_the_turn_that_nobody_mentioned_is_made() -> None:
    here = world(2, 0, EAST)
    done(Runner(Walker(here)).run(meant(Travel(until=At(landmark=LAMP)))))
    assert here.pose == (2, -1, NORTH)


def test_the_walk_that_nobody_mentioned_is_walked() -> None:
    here = world(0, 0, EAST)
    done(Runner(Walker(here)).run(meant(Turn(angle_rad=LEFT, onto=BLUE))))
    assert here.pose == (2, 0, NORTH)


def test_a_hall_is_followed_around_its_corner() -> None:
    here = world(2, 0, EAST)
    done(Runner(Walker(here)).run(meant(Travel(until=At(landmark=SOFA)))))
    assert here.pose == (3, 1, SOUTH)


def test_goto_searches_beyond_what_is_seen() -> None:
    here = world(0, 0, EAST)
    done(Runner(Walker(here)).run(meant(Goto(landmark=EASEL))))
    assert here.pose == (1, 2, SOUTH)


def test_an_expectation_decides_between_two_ways_to_do_a_step() -> None:
    """Back to the fish-walled hall can be had both ways; the sight of the grass decides for the one that leaves it right."""
    brick = Landmark(kind="hall", attributes=("brick",))
    for side, heading_deg in (("right", EAST), ("left", WEST)):
        here = world(1, 0, SOUTH)
        seen = Landmark(kind="hall", attributes=("grass",), side=side)  # type: ignore[arg-type]
        done(Runner(Walker(here)).run(meant(Face(landmark=brick), Expect(condition=See(landmark=seen)))))
        assert here.pose == (1, 0, heading_deg)


def test_the_reading_that_the_world_bears_out_wins() -> None:
    here = world(1, 0, EAST)
    left, right = (Program(steps=(Turn(angle_rad=angle), Travel(until=At(landmark=EASEL)))) for angle in (LEFT, RIGHT))
    run = done(Runner(Walker(here)).run([Hypothesis(left), Hypothesis(right, {"turn then look": 1.0})]))
    assert run is not None
    assert run.hypothesis.program == right
    assert here.pose == (1, 2, SOUTH)


def test_exploring_leaves_the_world_as_it_was() -> None:
    here = world(0, 0, EAST)
    runs = done(Runner(Walker(here), limits=Limits(slack=3.0)).explore(meant(Travel(blocks=2), Turn(angle_rad=LEFT))))
    assert here.pose == (0, 0, EAST)
    assert min(runs, key=lambda run: run.cost).end == (2, 0, NORTH)


def test_a_photo_is_taken_once_and_only_in_the_end() -> None:
    performed = []

    here = world(0, 0, EAST)

    def perform(step: Step) -> object:
        performed.append((step, here.pose))
        yield from ()

    here.perform = perform  # type: ignore[method-assign, assignment]
    done(Runner(Walker(here)).run(meant(Travel(blocks=2), Photo())))
    assert performed == [(Photo(), (2, 0, EAST))]


def test_nothing_said_is_nothing_done() -> None:
    here = world(0, 0, EAST)
    run = done(Runner(Walker(here)).run(meant()))
    assert run is not None
    assert (here.pose, run.cost) == ((0, 0, EAST), 0.0)
    assert done(Runner(Walker(here)).run([])) is None


def test_a_later_sentence_takes_an_earlier_one_back() -> None:
    """ "Go to the blue or grass crossing" is open until one hears what hall it led to."""
    crossing = Landmark(kind="intersection")
    first = meant(Travel(until=At(landmark=crossing)))
    for seen, x in ((GRASS, 1), (BLUE, 2)):
        here = world(0, 0, EAST)
        runner = Runner(Walker(here), limits=Limits(slack=3.0))
        there = Expect(condition=At(landmark=Landmark(kind="intersection", relations=(Relation(name="of", others=(seen,)),))))
        trail = done(RouteRunner(Walker(here), runner).run([first, meant(there)]))
        assert here.pose == (x, 0, EAST)
        assert len(trail.runs) == 2


def test_the_trace_says_what_was_done_and_what_was_doubted() -> None:
    run = done(Runner(Walker(world(0, 0, EAST))).run(meant(Turn(angle_rad=LEFT, onto=BLUE), Travel(until=At(landmark=LAMP)))))
    assert run is not None
    first, second = trace(run.moves, Costs())
    assert first == "turn left 90° onto the blue hall: go on 2, turn left (walk unsaid; walk far; 1.1)"
    assert second == "go forward until you are at the lamp: go on 1, as described"


def test_conditions_may_be_denied() -> None:
    no_lamp = meant(Expect(condition=Not(condition=See(landmark=LAMP))))
    (from_here,) = done(Runner(Walker(world(2, 0, EAST))).explore(no_lamp))
    (from_afar,) = done(Runner(Walker(world(0, 0, EAST))).explore(no_lamp))
    assert from_afar.cost == 0.0 < from_here.cost
