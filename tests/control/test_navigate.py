"""Map, navigator and mission together in a flat home of two rooms."""

from __future__ import annotations

import math
from functools import lru_cache

import pytest

from control.approach import ApproachConfig
from control.mission import MissionConfig, MissionNode
from control.navigate import NavigateConfig, NavigatorNode
from control.target import TargetConfig
from perception.map import MapConfig, MapNode
from robot import topics
from robot.messages import EyesHealth, MissionStatus, Task, TaskStatus, Understanding
from robot.program import Find, Goto, Landmark, Program, Relation, Step, Stop, Travel, Turn
from robot.sim.footprint import Footprint
from tests.control.flatland import Flatland, Thing


def wall(x0: float, y0: float, x1: float, y1: float) -> Footprint:
    return Footprint((x0 + x1) / 2, (y0 + y1) / 2, 0.0, abs(x1 - x0) + 0.1, abs(y1 - y0) + 0.1)


WALLS = [wall(0, 0, 7, 0), wall(0, 4, 7, 4), wall(0, 0, 0, 4), wall(7, 0, 7, 4), wall(3.5, 0, 3.5, 1.5), wall(3.5, 2.4, 3.5, 4)]
THINGS = [
    Thing("box", "brown", Footprint(1.8, 3.3, 0.3, 0.4, 0.4), 0.4),
    Thing("chair", "red", Footprint(6.2, 0.8, 0.5, 0.45, 0.45), 0.9),
    Thing("chair", "blue", Footprint(5.6, 3.4, 0.2, 0.45, 0.45), 0.9),
    Thing("sofa", "grey", Footprint(0.5, 1.2, 0.0, 0.8, 1.6), 0.8),
]


def home(seed: int = 1, noise: float = 0.5, target: TargetConfig = TargetConfig()) -> Flatland:
    """The car in the left room, its nodes awake."""
    places = [thing.place for thing in THINGS]
    flat = Flatland([*WALLS, *places], THINGS, (2.2, 1.6, 2.0), seed, noise, [*WALLS, *places])
    flat.add(MapNode(MapConfig()))
    flat.add(NavigatorNode(NavigateConfig(target=target)))
    flat.add(MissionNode(MissionConfig()))
    flat.run(0.6)
    return flat


def tell(flat: Flatland, *steps: Step) -> None:
    now_ns = flat.wiring.now_ns
    flat.wiring.say(topics.UNDERSTANDING, Understanding(t_ns=now_ns, text="", program=Program(steps=steps), sentence=""))


def status(flat: Flatland) -> MissionStatus:
    newest = flat.wiring.last(topics.MISSION)
    assert isinstance(newest, MissionStatus)
    return newest


def carry_out(flat: Flatland, *steps: Step, seconds: float = 250.0) -> MissionStatus:
    tell(flat, *steps)
    assert flat.run(seconds, lambda: status(flat).state in ("succeeded", "failed"))
    result = status(flat)
    flat.run(1.0)
    assert abs(flat.speed_mps) < 0.01 and abs(flat.turn_radps) < 0.01  # it stopped by itself
    return result


@lru_cache
def at_the_blue_chair() -> tuple[Flatland, MissionStatus]:
    flat = home()
    return flat, carry_out(flat, Goto(landmark=Landmark(kind="chair", colour="blue")))


def test_it_finds_the_right_chair_in_the_next_room_and_stops_beside_it() -> None:
    flat, result = at_the_blue_chair()
    assert result.state == "succeeded" and result.sentence == "I'm at the blue chair."
    assert flat.distance_m("chair", "blue") <= 0.45
    assert flat.contacts == 0
    assert any(say.text.startswith("I see the blue chair") for say in flat.wiring.log["mission_says"])


def test_the_map_shows_the_walls_and_the_floor_between_them() -> None:
    flat, _ = at_the_blue_chair()
    grid = flat.wiring.last(topics.GRID)

    def log_odds(x_m: float, y_m: float) -> float:
        """At a point of the true world: the odometry frame is the start pose."""
        dx, dy, cos, sin = x_m - 2.2, y_m - 1.6, math.cos(2.0), math.sin(2.0)
        column = int((cos * dx + sin * dy - grid.origin_x_m) / grid.cell_m)
        row = int((cos * dy - sin * dx - grid.origin_y_m) / grid.cell_m)
        return float(grid.log_odds[row - 2 : row + 3, column - 2 : column + 3].mean())

    assert log_odds(2.2, 1.6) < -1.0 and log_odds(3.5, 1.95) < -1.0
    assert log_odds(3.4, 0.8) > 0.3 and log_odds(3.4, 3.2) > 0.0
    assert log_odds(-1.0, 2.0) == 0.0


def test_the_object_map_holds_the_chairs_where_they_stand() -> None:
    flat, _ = at_the_blue_chair()
    things = flat.wiring.last(topics.OBJECTS).objects
    blue = max((thing for thing in things if thing.kind == "chair" and thing.colour == "blue"), key=lambda t: t.log_odds)
    x = 2.2 + math.cos(2.0) * blue.x_m - math.sin(2.0) * blue.y_m
    y = 1.6 + math.sin(2.0) * blue.x_m + math.cos(2.0) * blue.y_m
    assert math.dist((x, y), (5.6, 3.4)) < 0.4


def test_the_second_chair_is_the_second_from_the_start() -> None:
    flat = home(seed=2)
    result = carry_out(flat, Goto(landmark=Landmark(kind="chair", ordinal=2)))
    assert result.state == "succeeded" and result.sentence == "I'm at the 2nd chair."
    assert flat.distance_m("chair", "red") <= 0.5  # 4.1 m away, the blue one 3.9 m


def test_the_other_chair_is_the_one_it_was_not_at() -> None:
    flat = home()
    carry_out(flat, Goto(landmark=Landmark(kind="chair", colour="blue")))
    result = carry_out(flat, Goto(landmark=Landmark(kind="chair", quantifier="other")))
    assert result.sentence == "I'm at the other chair."
    assert flat.distance_m("chair", "red") <= 0.5


def test_the_chair_left_of_the_other_is_found_by_geometry() -> None:
    flat = home(seed=4)
    left_of_red = Landmark(kind="chair", relations=(
        Relation(name="left of", others=(Landmark(kind="chair", colour="red"),)),))
    result = carry_out(flat, Goto(landmark=left_of_red))
    assert result.state == "succeeded" and "fits best" not in result.sentence
    assert flat.distance_m("chair", "blue") <= 0.5


def test_what_it_settles_for_it_says() -> None:
    flat = home(seed=3, target=TargetConfig(picky_s=20.0))
    beside = Landmark(kind="sofa", relations=(Relation(name="next to", others=(Landmark(kind="lamp"),)),))
    result = carry_out(flat, Goto(landmark=beside))
    assert result.state == "succeeded" and result.sentence.startswith("I'm at the sofa that fits best. I couldn't make sure")
    assert flat.distance_m("sofa", "grey") <= 0.5


def test_what_is_not_there_is_looked_for_everywhere_and_reported() -> None:
    flat = home(seed=2)
    result = carry_out(flat, Goto(landmark=Landmark(kind="chair", colour="green")), seconds=300.0)
    assert result.state == "failed"
    assert "green chair" in result.sentence
    seen = {thing.kind for thing in flat.wiring.last(topics.OBJECTS).objects}
    assert {"box", "chair", "sofa"} <= seen


def test_finding_ends_facing_the_thing() -> None:
    flat = home(seed=3)
    result = carry_out(flat, Find(landmark=Landmark(kind="sofa")))
    assert result.state == "succeeded"
    bearing = math.atan2(1.2 - flat.y_m, 0.5 - flat.x_m) - flat.heading_rad
    assert abs(math.remainder(bearing, math.tau)) < 0.6


def test_a_metric_program_is_carried_out() -> None:
    flat = home(noise=0.0)
    heading = flat.heading_rad
    result = carry_out(flat, Turn(angle_rad=-math.pi / 2), Travel(distance_m=0.6), Stop())
    assert result.state == "succeeded"
    assert math.remainder(flat.heading_rad - heading + math.pi / 2, math.tau) == pytest.approx(0.0, abs=0.04)
    assert math.dist((flat.x_m, flat.y_m), (2.2, 1.6)) == pytest.approx(0.6, abs=0.03)


def test_a_new_task_replaces_the_running_one_and_silence_follows_its_end() -> None:
    flat = home()
    tell(flat, Goto(landmark=Landmark(kind="chair")))
    flat.run(2.0)
    flat.wiring.say(topics.TASK, Task(t_ns=flat.wiring.now_ns, id=99, action="stop"))
    flat.run(0.5)
    newest = flat.wiring.last(topics.TASK_STATUS)
    assert newest.id == 99 and newest.state == "succeeded"
    count = len(flat.wiring.log["navigation"])
    flat.run(1.0)
    assert len(flat.wiring.log["navigation"]) == count


def test_a_task_without_a_landmark_fails_with_a_reason() -> None:
    flat = home()
    flat.wiring.say(topics.TASK, Task(t_ns=flat.wiring.now_ns, id=7, action="goto"))
    flat.run(0.3)
    newest = flat.wiring.last(topics.TASK_STATUS)
    assert newest.state == "failed" and "names nothing" in newest.reason


def test_the_same_seed_gives_the_same_drive() -> None:
    ends = []
    for _ in range(2):
        flat = home(seed=5, noise=1.0)
        tell(flat, Goto(landmark=Landmark(kind="box")))
        flat.run(14.0)
        ends.append((flat.x_m, flat.y_m, flat.heading_rad))
    assert ends[0] == ends[1]


def test_with_blind_eyes_it_waits_and_then_goes_on_from_there() -> None:
    flat = home(noise=0.0)
    tell(flat, Turn(angle_rad=3.0))
    flat.run(0.8)
    flat.wiring.say(topics.EYES, EyesHealth(t_ns=0, problem="the camera is dead"))
    flat.run(0.5)
    heading_rad = flat.heading_rad
    flat.run(20.0)
    assert flat.heading_rad == pytest.approx(heading_rad, abs=0.01)
    assert status(flat).state == "running"
    flat.wiring.say(topics.EYES, EyesHealth(t_ns=0, problem=""))
    assert flat.run(10.0, lambda: status(flat).state == "succeeded")
    assert status(flat).sentence in {f"I turned left by {degrees} degrees." for degrees in (171, 172, 173)}


def go_to_the_blue_chair(config: NavigateConfig, within_s: float = 0.0) -> tuple[list[TaskStatus], float]:
    """What the navigator says on the way, and how far from the chair it ends."""
    places = [thing.place for thing in THINGS]
    flat = Flatland([*WALLS, *places], THINGS, (2.2, 1.6, 2.0), 1, 0.5, [*WALLS, *places])
    flat.add(MapNode(MapConfig()))
    flat.add(NavigatorNode(config))
    flat.run(0.6)
    chair = Landmark(kind="chair", colour="blue")
    flat.wiring.say(topics.TASK, Task(t_ns=flat.wiring.now_ns, id=1, action="goto", landmark=chair, within_s=within_s))
    said: list[TaskStatus] = flat.wiring.log.setdefault("task_status", [])
    assert flat.run(250.0, lambda: bool(said) and said[-1].state != "running")
    return said, flat.distance_m("chair", "blue")


def test_what_is_found_in_the_last_moment_is_still_reached_unless_the_person_named_a_time() -> None:
    said, _ = go_to_the_blue_chair(NavigateConfig())
    found_s = next(status.t_ns for status in said if status.phase == "approaching") / 1e9
    hurried, off_m = go_to_the_blue_chair(NavigateConfig(budget_s=found_s))
    assert hurried[-1].state == "succeeded" and off_m <= 0.5
    late, _ = go_to_the_blue_chair(NavigateConfig(), within_s=found_s)
    assert late[-1].state == "failed" and "the time was over" in late[-1].reason


def test_an_approach_has_its_time() -> None:
    approach = ApproachConfig(patience_s=1.0, patience_s_per_m=0.0)
    said, off_m = go_to_the_blue_chair(NavigateConfig(budget_s=60.0, approach=approach))
    assert said[-1].state == "failed" and said[-1].reason == "I didn't get to the blue chair: I drove round it for too long."
    assert off_m > 0.5
