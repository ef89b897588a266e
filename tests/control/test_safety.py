"""The safety node: on the bench with a motor driver that remembers, and on the simulated car."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from control.safety import SafetyNode, without_forward
from robot import topics
from robot.board_health import BoardHealth
from robot.messages import (
    Battery,
    Bumper,
    EyesHealth,
    Fault,
    Frame,
    Inertial,
    MotorState,
    Odometry,
    Resume,
    Sonar,
    StopRequest,
    Velocity,
    WheelAngles,
)
from robot.sim.car import CarParameters
from tests.control.rig import drive
from tests.control.wires import Bench
from tests.sim.plane import WALL_AT_1M

TICK_NS = 20_000_000


class Motors:
    def __init__(self) -> None:
        self.volts = (0.0, 0.0)
        self.problem = ""

    def drive(self, left_v: float, right_v: float) -> tuple[float, float]:
        self.volts = (left_v, right_v)
        return self.volts

    def close(self) -> None:
        raise AssertionError("the driver outlives the node: it is not the node's to close")


class Car:
    """A safety node whose world is well: sensors speak at every tick, and the navigator wants to drive on."""

    def __init__(self) -> None:
        self.motors = Motors()
        self.node = SafetyNode(SafetyNode.Config(), self.motors)
        self.bench = Bench(self.node)
        self.now_ns = 0
        self.silent: set[str] = set()
        self.range_m = 4.0
        self.pressed = False
        self.wish: tuple[float, float] | None = (0.2, 0.0)
        self.radps_per_v = 1.5
        self.angles_rad = [0.0, 0.0]

    def run(self, seconds: float) -> MotorState:
        """Let time pass; returns what the node said last."""
        return self.ticks(seconds)[-1]

    def ticks(self, seconds: float) -> list[MotorState]:
        """Let time pass; returns what the node said at each tick."""
        for _ in range(round(seconds * 50)):
            self.now_ns += TICK_NS
            self._speak()
            self.bench.tick(self.now_ns)
        return self.bench.said(topics.MOTORS)

    def _speak(self) -> None:
        t = self.now_ns
        for side, volts in enumerate(self.motors.volts):
            self.angles_rad[side] += volts * self.radps_per_v * TICK_NS / 1e9
        news = {
            topics.WHEELS: WheelAngles(t_ns=t, left_rad=self.angles_rad[0], right_rad=self.angles_rad[1]),
            topics.ODOMETRY: Odometry(t_ns=t, x_m=0, y_m=0, heading_rad=0, speed_mps=0, turn_radps=0, covariance=(0.0,) * 9),
            topics.SONAR: Sonar(t_ns=t, range_m=self.range_m, echo=self.range_m < 4.0),
            topics.BUMPER: Bumper(t_ns=t, pressed=self.pressed),
            topics.BATTERY: Battery(t_ns=t, voltage_v=7.8, current_a=0.5, charge_mah=0.0),
        }
        for topic, message in news.items():
            if topic.name not in self.silent:
                self.bench.hear(topic, message)
        if self.wish is not None:
            self.bench.hear(topics.NAVIGATION, Velocity(t_ns=t, speed_mps=self.wish[0], turn_radps=self.wish[1]))

    def hear_stop(self, latched: bool = False) -> None:
        self.bench.hear(topics.LANGUAGE_STOP, StopRequest(t_ns=self.now_ns, source="voice", latched=latched))


@pytest.fixture
def car() -> Car:
    driving = Car()
    assert driving.run(0.5).left_v > 1.0
    return driving


def test_before_the_sensors_have_spoken_the_car_stands() -> None:
    car = Car()
    car.silent = {"wheels", "odometry", "sonar", "bumper"}
    assert car.run(0.1).reason == "no news from the wheels and odometry and sonar and bumper"
    assert car.motors.volts == (0.0, 0.0)


@pytest.mark.parametrize("part", ["wheels", "odometry", "sonar", "bumper"])
def test_a_part_that_falls_silent_stops_the_car_in_time_and_it_goes_on_when_it_is_back(car: Car, part: str) -> None:
    car.silent = {part}
    assert car.run(0.32).reason == f"no news from the {part}"
    assert car.motors.volts == (0.0, 0.0)
    car.silent = set()
    assert not car.run(0.1).stopped


def test_a_navigator_that_falls_silent_stops_the_car_within_a_quarter_second(car: Car) -> None:
    car.wish = None
    assert not car.run(0.2).stopped
    assert car.run(0.08).stopped
    assert car.motors.volts == (0.0, 0.0)


def test_a_stop_acts_at_the_next_tick_and_holds_until_the_navigator_lets_go(car: Car) -> None:
    car.hear_stop()
    assert car.run(0.02).reason == "told to stop"
    assert car.motors.volts == (0.0, 0.0)
    assert car.run(3.0).stopped  # a navigator that drives on is not obeyed
    car.wish = (0.0, 0.0)
    car.run(0.1)
    car.wish = (0.2, 0.0)
    assert not car.run(0.1).stopped


def test_a_latched_stop_holds_until_resume_and_then_does_not_run_off(car: Car) -> None:
    car.hear_stop(latched=True)
    car.run(0.1)
    car.wish = None
    assert "emergency stop by the voice" in car.run(2.0).reason
    car.wish = (0.2, 0.0)
    assert car.run(1.0).stopped
    car.bench.hear(topics.RESUME, Resume(t_ns=car.now_ns, source="keyboard"))
    assert car.run(0.02).stopped is False  # the navigator had let go, and asked anew


def test_resume_alone_does_not_set_the_car_in_motion(car: Car) -> None:
    car.hear_stop(latched=True)
    car.run(0.1)
    car.bench.hear(topics.RESUME, Resume(t_ns=car.now_ns, source="keyboard"))
    assert car.run(0.5).reason == "told to stop"  # the navigator never let go


BLIND = "the camera has seen only black for 1 s; its lens may be covered, or it is dark"


def tell_of_eyes(car: Car, problem: str) -> None:
    car.bench.hear(topics.EYES, EyesHealth(t_ns=car.now_ns, problem=problem))


def test_eyes_that_cannot_be_trusted_stop_the_car_until_they_are_well(car: Car) -> None:
    tell_of_eyes(car, BLIND)
    assert car.run(0.02).reason == BLIND
    assert car.motors.volts == (0.0, 0.0)
    tell_of_eyes(car, "")
    assert not car.run(0.1).stopped


def test_a_person_at_the_keyboard_may_drive_a_blind_car(car: Car) -> None:
    tell_of_eyes(car, BLIND)
    car.bench.hear(topics.TELEOP, Velocity(t_ns=car.now_ns, speed_mps=-0.2, turn_radps=0.0))
    assert not car.run(0.1).stopped


def test_eyes_that_spoke_once_must_go_on_speaking(car: Car) -> None:
    tell_of_eyes(car, "")
    assert not car.run(1.4).stopped
    assert car.run(0.2).reason == "no news from the eyes"


def test_a_broken_node_stops_the_car_until_it_runs_again(car: Car) -> None:
    for node in ("map", "navigator"):
        car.bench.hear(topics.FAULT, Fault(t_ns=car.now_ns, node=node, error="ZeroDivisionError", restarting=True))
    assert car.run(0.02).reason == "map and navigator broke down and is being restarted"
    car.bench.hear(topics.FAULT, Fault(t_ns=car.now_ns, node="map", error="", restarting=False))
    assert car.run(0.1).stopped
    car.bench.hear(topics.FAULT, Fault(t_ns=car.now_ns, node="navigator", error="", restarting=False))
    assert not car.run(0.1).stopped


def test_after_its_own_restart_a_person_must_release_it(car: Car) -> None:
    car.bench.hear(topics.FAULT, Fault(t_ns=car.now_ns, node="safety", error="", restarting=False))
    assert "restarted safety node" in car.run(0.1).reason
    car.bench.hear(topics.RESUME, Resume(t_ns=car.now_ns, source="keyboard"))
    assert not car.run(0.1).stopped


def test_a_missed_echo_does_not_open_the_way(car: Car) -> None:
    car.range_m = 0.1
    car.run(0.1)
    car.range_m = 4.0
    assert car.run(0.04).stopped
    assert not car.run(0.04).stopped


def test_a_short_press_of_the_bumper_holds_for_a_while_but_backing_is_allowed(car: Car) -> None:
    car.pressed = True
    assert car.run(0.02).reason == "the bumper is pressed"
    car.pressed = False
    assert car.run(0.3).stopped
    car.wish = (-0.1, 0.0)
    assert car.run(0.1).left_v < 0.0
    car.wish = (0.2, 0.0)
    assert not car.run(0.3).stopped


def test_an_empty_battery_stops_the_car_but_a_short_sag_does_not(car: Car) -> None:
    car.silent = {"battery"}
    car.bench.hear(topics.BATTERY, Battery(t_ns=car.now_ns, voltage_v=5.5, current_a=2.0, charge_mah=0.0))
    assert not car.run(0.1).stopped
    for _ in range(40):
        car.bench.hear(topics.BATTERY, Battery(t_ns=car.now_ns, voltage_v=5.5, current_a=2.0, charge_mah=0.0))
    assert "battery is empty" in car.run(0.1).reason


def test_close_leaves_the_motors_at_zero_and_the_driver_open(car: Car) -> None:
    car.node.close()
    assert car.motors.volts == (0.0, 0.0)


def test_speed_comes_in_gently_and_goes_at_once(car: Car) -> None:
    fresh = Car()
    fresh.wish = (0.35, 0.0)
    first, later = fresh.run(0.02).left_v, fresh.run(0.4).left_v
    assert 0.0 < first < later
    fresh.hear_stop()
    assert fresh.run(0.02).left_v == 0.0


@given(st.floats(-8, 8), st.floats(-8, 8))
def test_without_forward_there_is_no_push_forward_and_the_same_turn(left_v: float, right_v: float) -> None:
    left, right = without_forward(left_v, right_v)
    assert left + right <= 1e-9
    assert right - left == pytest.approx(right_v - left_v)
    if left_v + right_v <= 0:
        assert (left, right) == (left_v, right_v)


@pytest.mark.parametrize("blocked", [{"range_m": 0.05}, {"pressed": True}])
def test_a_wound_up_wheel_does_not_push_a_turning_car_forward(car: Car, blocked: dict[str, object]) -> None:
    car.wish = (0.3, 0.2)
    car.radps_per_v = 0.01
    car.run(1.0)  # the wheels hardly move, so the loops push harder and harder
    vars(car).update(blocked)
    car.wish = (0.3, 0.4)
    states = car.ticks(0.5)[1:]
    assert all(state.left_v + state.right_v <= 1e-9 for state in states)
    assert all(state.right_v > state.left_v for state in states)


@settings(max_examples=20, phases=[Phase.generate])  # a long story is not worth shrinking
@given(st.data())
def test_the_motors_never_push_forward_while_anything_forbids_it(data: st.DataObject) -> None:
    """Some seconds of a bad day: whatever happens, the volts obey."""
    car = Car()
    for _ in range(15):
        car.range_m = data.draw(st.sampled_from([0.05, 0.11, 0.3, 4.0]))
        car.pressed = data.draw(st.booleans())
        car.silent = data.draw(st.sampled_from([set(), {"sonar"}, {"wheels", "odometry"}]))
        car.wish = data.draw(st.sampled_from([None, (0.3, 0.0), (0.3, 2.0), (-0.2, -1.0), (0.0, 2.5), (5.0, 9.0)]))
        if data.draw(st.integers(0, 29)) == 0:
            car.hear_stop(latched=True)
        for state in car.ticks(0.5):
            pushing = state.left_v + state.right_v > 1e-9
            assert not (pushing and (car.pressed or (car.range_m < 0.12 and not car.silent)))
            assert not state.stopped or (state.left_v, state.right_v) == (0.0, 0.0)


@pytest.mark.parametrize("angle_deg", [0, 30, 45, 60])
def test_a_stubborn_navigator_stops_short_of_a_wall(angle_deg: int) -> None:
    wall = f'<geom type="box" size=".05 3 1" pos="1.3 0 1" euler="0 0 {angle_deg}" group="3"/>'
    driven = drive(lambda t: (0.35, 0.0), 6.0, CarParameters.sampled(1), wall)
    assert driven.simulator.truth().collisions == ()
    assert driven.simulator.truth().speed_mps < 0.02  # creeping up to the limit at most
    assert driven.simulator.truth().x_m > 0.5
    assert "the sonar sees something" in driven.motors.reason


def test_before_the_wall_it_can_still_turn_round_and_leave() -> None:
    driven = drive(lambda t: (0.3, 0.0) if t < 5 or t > 8 else (0.2, 1.2), 11.0, None, WALL_AT_1M)
    assert driven.simulator.truth().collisions == ()
    assert driven.simulator.truth().x_m < 0.5


def test_a_wheel_that_does_not_turn_stops_the_car_until_a_person_has_looked(car: Car) -> None:
    car.radps_per_v = 0.0
    assert car.run(0.2).reason == "no turning is felt of the driven wheels, until it is taken back"
    car.radps_per_v = 1.5
    assert car.run(3.0).stopped
    car.bench.hear(topics.RESUME, Resume(t_ns=car.now_ns, source="keyboard"))
    assert not car.run(0.5).stopped


def lean(car: Car, acceleration: tuple[float, float, float], seconds: float) -> None:
    """The accelerometer feels this for a while."""
    for _ in range(round(seconds * 50)):
        car.bench.hear(topics.INERTIAL, Inertial(t_ns=car.now_ns, gyro_radps=(0, 0, 0), acceleration_mps2=acceleration))
        car.run(0.02)


def test_a_car_that_falls_over_stops_until_it_stands_and_a_person_says_so(car: Car) -> None:
    resume = Resume(t_ns=car.now_ns, source="keyboard")
    lean(car, (0.0, 9.8, 0.5), 1.0)
    assert "the car leans by" in car.run(0.02).reason
    car.bench.hear(topics.RESUME, resume)
    assert car.run(0.1).stopped  # it still lies
    lean(car, (0.0, 0.0, 9.8), 3.0)
    assert car.run(0.1).stopped
    car.bench.hear(topics.RESUME, resume)
    assert not car.run(0.1).stopped


def test_a_picture_that_does_not_come_stops_the_navigator_but_not_a_person(car: Car) -> None:
    picture = Frame(t_ns=car.now_ns, image=np.zeros((1, 1, 3), np.uint8))
    car.bench.hear(topics.CAMERA, picture)
    assert not car.run(0.2).stopped
    assert car.run(0.02).reason == "no picture from the camera for 0.2 s"
    car.bench.hear(topics.TELEOP, Velocity(t_ns=car.now_ns, speed_mps=0.1, turn_radps=0.0))
    assert not car.run(0.02).stopped
    car.now_ns += 2_000_000_000
    car.bench.hear(topics.CAMERA, msgspec.structs.replace(picture, t_ns=car.now_ns))
    assert not car.run(0.1).stopped


def test_what_the_bridge_complains_of_is_said_and_must_be_taken_back(car: Car) -> None:
    car.motors.problem = "the motor process died and was replaced"
    assert car.run(0.02).reason == "the motor process died and was replaced, until it is taken back"
    car.motors.problem = ""
    assert car.run(1.0).stopped
    car.bench.hear(topics.RESUME, Resume(t_ns=car.now_ns, source="keyboard"))
    assert not car.run(0.1).stopped


def test_a_hot_board_rests_and_a_sagging_supply_must_be_looked_at(car: Car) -> None:
    car.bench.hear(topics.BOARD, BoardHealth(t_ns=car.now_ns, temperature_c=86.0))
    assert car.run(0.02).reason == "the board is too hot (86 °C)"
    car.bench.hear(topics.BOARD, BoardHealth(t_ns=car.now_ns, temperature_c=80.0))
    assert not car.run(0.1).stopped
    car.bench.hear(topics.BOARD, BoardHealth(t_ns=car.now_ns, under_voltage=True))
    car.run(0.02)
    car.bench.hear(topics.BOARD, BoardHealth(t_ns=car.now_ns))
    assert "supply" in car.run(1.0).reason


@pytest.mark.parametrize("jump_s", [-3600.0, 3600.0])
def test_a_clock_that_jumps_stops_the_car_until_everything_has_spoken_anew(car: Car, jump_s: float) -> None:
    car.silent, car.wish = {"wheels", "odometry", "sonar", "bumper"}, None
    car.now_ns += round(jump_s * 1e9)
    assert car.run(0.02).stopped
    car.silent, car.wish = set(), (0.2, 0.0)
    assert not car.run(0.1).stopped
