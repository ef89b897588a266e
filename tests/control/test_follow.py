"""Following a path and single moves, driven by a car that obeys with a lag."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from control.follow import FollowConfig, steer
from control.moves import Moves, MovesConfig
from control.routine import STAND, Drive, Outcome, Routine, pause, until
from control.senses import Senses, SensesConfig
from robot.geometry import wrap
from robot.messages import MotorState, Odometry, Sonar


class Toy:
    """A car on an endless floor: speeds follow commands with a lag of 0.1 s."""

    def __init__(self) -> None:
        self.senses = Senses(SensesConfig())
        self.moves = Moves(self.senses, MovesConfig())
        self.x = self.y = self.heading = self.speed = self.turn = 0.0
        self.turned = 0.0
        self.stuck = False
        self.wall_m = math.inf
        self._now = 0
        self.tell()

    def tell(self) -> None:
        self.senses.now_ns = self._now
        self.senses.hear_odometry(Odometry(
            t_ns=self._now, x_m=self.x, y_m=self.y, heading_rad=self.heading, speed_mps=self.speed, turn_radps=self.turn,
            covariance=(0.0,) * 9))
        ahead = self.wall_m - self.x - 0.1
        self.senses.sonar = Sonar(t_ns=self._now, range_m=min(4.0, ahead), echo=ahead < 4.0)
        self.senses.motors = MotorState(t_ns=self._now, left_v=0, right_v=0, stopped=False, reason="")

    def obey(self, drive: Drive) -> None:
        self.senses.note_drive(*drive)
        for _ in range(5):
            dt = 0.01
            self.speed += ((0.0 if self.stuck else drive.speed_mps) - self.speed) * dt / 0.1
            self.turn += ((0.0 if self.stuck else drive.turn_radps) - self.turn) * dt / 0.1
            self.heading = wrap(self.heading + self.turn * dt)
            self.turned += self.turn * dt
            self.x += self.speed * math.cos(self.heading) * dt
            self.y += self.speed * math.sin(self.heading) * dt
        self._now += 50_000_000
        self.tell()

    def run(self, routine: Routine[Outcome], seconds: float = 120.0) -> Outcome:
        for _ in range(round(seconds * 20)):
            try:
                self.obey(next(routine))
            except StopIteration as end:
                outcome: Outcome = end.value
                return outcome
        raise AssertionError("the routine did not end")


@settings(max_examples=20)
@given(degrees=st.floats(-720, 720))
def test_turns_end_within_two_degrees(degrees: float) -> None:
    car = Toy()
    outcome = car.run(car.moves.turn(math.radians(degrees)))
    assert outcome.succeeded
    assert math.degrees(car.turned) == pytest.approx(degrees, abs=2.0)
    assert abs(car.turn) < 0.1


@settings(max_examples=20)
@given(distance=st.floats(-2, 3).filter(lambda d: abs(d) > 0.03))
def test_travels_end_within_two_centimetres(distance: float) -> None:
    car = Toy()
    outcome = car.run(car.moves.travel(distance))
    assert outcome.succeeded
    assert car.x == pytest.approx(distance, abs=0.02)
    assert abs(car.y) < 0.02 and abs(car.speed) < 0.03


def test_a_travel_that_is_blocked_says_so() -> None:
    car = Toy()
    car.wall_m = 1.0
    outcome = car.run(car.moves.travel(2.0))
    assert not outcome.succeeded and "ahead" in outcome.reason
    assert 0.6 < car.x < 0.8


def test_as_far_as_possible_ends_before_the_wall() -> None:
    car = Toy()
    car.wall_m = 1.5
    assert car.run(car.moves.travel(math.inf)).succeeded
    assert 1.1 < car.x < 1.3


def test_as_far_back_as_possible_is_one_metre() -> None:
    car = Toy()
    assert car.run(car.moves.travel(-math.inf)).succeeded
    assert car.x == pytest.approx(-1.0, abs=0.02)


@pytest.mark.parametrize("move", ["turn", "travel"])
def test_a_stuck_car_gives_up(move: str) -> None:
    car = Toy()
    car.stuck = True
    outcome = car.run(getattr(car.moves, move)(1.0), 5.0)
    assert not outcome.succeeded and "stuck" in outcome.reason


def test_a_path_is_followed_around_a_corner() -> None:
    path = [(0.05 * i, 0.0) for i in range(40)] + [(1.95, 0.05 * i) for i in range(1, 40)]
    car, worst = Toy(), 0.0
    for _ in range(600):
        car.obey(steer(car.senses, path, FollowConfig()))
        worst = max(worst, min(math.dist((car.x, car.y), point) for point in path))
        if math.dist((car.x, car.y), path[-1]) < 0.1:
            break
    assert math.dist((car.x, car.y), path[-1]) < 0.1
    assert worst < 0.15


def test_the_car_turns_on_the_spot_when_the_path_is_behind() -> None:
    drive = steer(Toy().senses, [(0.0, 0.0), (-1.0, 0.1)], FollowConfig())
    assert drive.speed_mps == 0.0 and drive.turn_radps > 0.3


def test_the_car_stands_before_an_obstacle_on_the_path() -> None:
    car = Toy()
    car.wall_m = 0.2
    car.tell()
    assert steer(car.senses, [(0.0, 0.0), (1.0, 0.0)], FollowConfig()) == STAND


def test_until_hands_on_the_result_or_what_was_found() -> None:
    car = Toy()
    found: list[str] = []

    def five() -> Routine[int]:
        yield from pause(car.senses, 0.2)
        return 5

    def whole() -> Routine[Outcome]:
        result = yield from until(five(), lambda: found[0] if found else None)
        return Outcome(True, str(result))

    assert car.run(whole()).reason == "5"
    routine = whole()
    next(routine)
    found.append("it")
    assert car.run(routine).reason == "it"
