"""The car of launch/car.yaml: its wiring makes sense, its parts are opened and closed in good order."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from control.bridge import bridge_class, settings_of
from control.drivers.absent import AbsentConfig
from control.drivers.car import WiredCar, connected
from control.drivers.encoders import EncoderConfig
from control.drivers.noted_motors import NotedMotors
from control.safety import SafetyNode
from perception.cameras.connect import CameraConfig
from robot.clock import Clock, SimulatedClock
from robot.config import LAUNCH_FOLDER, ConfigError, LaunchFile, load, section, variant
from robot.drivers import MotorDriver
from robot.errors import SetupError
from robot.parts import PartMissing
from tests.control.drivers.conformance import lines
from tests.control.drivers.fake_i2c import FakeBus
from tests.control.drivers.fake_pins import FakePins
from tests.control.drivers.test_sensors import IMU, METER

CAR_FILE = LAUNCH_FOLDER / "car.yaml"


@pytest.fixture
def launch() -> LaunchFile:
    return load(CAR_FILE)


@pytest.fixture
def config(launch: LaunchFile) -> WiredCar:
    return section(launch.car, WiredCar, "$.car")


class RecordedMotors:
    """Motors that note what is done to them in a list that others write to as well."""

    problem = ""

    def __init__(self, story: list[str]) -> None:
        self.story = story

    def drive(self, left_v: float, right_v: float) -> tuple[float, float]:
        return left_v, right_v

    def close(self) -> None:
        self.story.append("motors off")


class RecordedPins(FakePins):
    def __init__(self, story: list[str]) -> None:
        super().__init__(SimulatedClock())
        self.listener = lambda line, high: story.append(f"GPIO{line} {'high' if high else 'low'}")


def i2c() -> FakeBus:
    bus = FakeBus(IMU, METER)
    bus.chips[IMU][0x75] = 0x68
    return bus


def test_the_parts_are_opened_motors_last_and_closed_motors_first(config: WiredCar) -> None:
    story: list[str] = []
    pins, bus = RecordedPins(story), i2c()

    def motors(config: WiredCar, clock: Clock) -> MotorDriver:
        assert {5, 6, 23, 24, 17, 25, 4} <= pins.levels.keys() and bus.chips[METER]
        return RecordedMotors(story)

    with connected(config, pins.clock, pins, motors, bus) as parts:
        assert parts.wheels.read() is not None and parts.inertial.read() is not None and parts.power.read() is not None
        assert parts.bumper.read() is not None and parts.motors.drive(1.0, -2.0) == (1.0, -2.0)
        assert story == []
    assert story == ["motors off", "GPIO17 low"]
    assert bus.closed


def test_a_part_that_is_missing_is_told_and_the_others_are_let_go_of(config: WiredCar) -> None:
    story: list[str] = []
    pins = RecordedPins(story)

    def motors(config: WiredCar, clock: Clock) -> MotorDriver:
        raise AssertionError("the motors are not for a car whose parts are missing")

    with pytest.raises(PartMissing, match="MPU-6050"), connected(config, pins.clock, pins, motors, FakeBus(METER)):
        raise AssertionError("connected")
    assert story == ["GPIO17 low"]


def test_motors_that_cannot_be_had_leave_nothing_open(config: WiredCar) -> None:
    story: list[str] = []
    pins, bus = RecordedPins(story), i2c()

    def motors(config: WiredCar, clock: Clock) -> MotorDriver:
        raise SetupError("GPIO12 is in use by another program")

    with pytest.raises(SetupError, match="GPIO12"), connected(config, pins.clock, pins, motors, bus):
        raise AssertionError("connected")
    assert story == ["GPIO17 low"] and bus.closed


def test_no_pin_of_the_launch_file_has_two_wires_and_motors_are_pulled_down_at_boot(config: WiredCar) -> None:
    driver, values = settings_of(config.motors)
    bridge = msgspec.convert(values, bridge_class(driver).Config)
    switches = [part.pin for part in (config.bumper, config.button) if not isinstance(part, AbsentConfig)]
    used = [*lines(bridge), *config.wheels.left, *config.wheels.right, config.sonar.trigger, config.sonar.echo, *switches]
    assert len(used) == len(set(used))
    assert set(used) <= set(range(4, 28)) - {14, 15}  # 2 and 3 are I2C, 14 and 15 the console
    assert min(lines(bridge)) >= 9


def test_the_launch_file_has_one_supply_voltage(launch: LaunchFile, config: WiredCar) -> None:
    safety = section({key: value for key, value in launch.nodes["safety"].items() if key != "node"}, SafetyNode.Config, "$")
    assert config.supply_v == safety.loop.supply_v


def test_the_launch_files_wheels_have_as_many_counts_as_the_simulated_ones(config: WiredCar) -> None:
    from robot.sim.sensors import COUNTS_PER_TURN

    assert 4 * config.wheels.cycles_per_turn == COUNTS_PER_TURN


@pytest.mark.parametrize(
    ("override", "said"),
    [
        ("car.power.driver=ina220", "$.car.power.driver"),
        ("car.sonar.echoes=2", "$.car.sonar"),
        ("car.bumper.when=sometimes", "$.car.bumper.when"),
        ("car.wheels.left=[1, 2, 3]", "$.car.wheels"),
        ("car.inertial.axes=[x, x, z]", "$.car.inertial"),
    ],
)
def test_what_is_wrong_in_the_car_section_is_told_with_its_place(override: str, said: str) -> None:
    with pytest.raises(ConfigError) as error:
        section(load(CAR_FILE, [override]).car, WiredCar, "$.car")
    assert said in str(error.value)


def test_an_unknown_camera_is_told_with_those_there_are() -> None:
    with pytest.raises(ConfigError, match=r"\$.car.camera.driver`; drivers there: v4l2, picamera2, film, none"):
        variant({"driver": "webcam"}, CameraConfig, "$.car.camera")


def test_one_channel_encoders_count_the_way_the_motors_were_told(config: WiredCar) -> None:
    wheels = EncoderConfig(left=(5,), right=(23,), cycles_per_turn=20)
    pins = FakePins(SimulatedClock())

    def motors(config: WiredCar, clock: Clock) -> MotorDriver:
        return RecordedMotors([])

    with connected(msgspec.structs.replace(config, wheels=wheels), pins.clock, pins, motors, i2c()) as parts:
        parts.motors.drive(-1.0, 2.0)
        parts.motors.drive(0.0, 0.0)  # it rolls on
        pins.put(5, False)
        pins.put(23, False)
        angles = parts.wheels.read()
        assert angles is not None and angles.left_rad < 0.0 < angles.right_rad


def test_motors_that_are_not_there_yet_have_no_problem_and_can_be_closed() -> None:
    motors = NotedMotors()
    assert motors.problem == "" and motors.ways() == (1, 1)
    motors.close()


@pytest.mark.parametrize("part", ["inertial", "bumper", "button", "power"])
def test_a_car_can_do_without_a_part_if_it_says_so(config: WiredCar, part: str) -> None:
    tree: dict[str, Any] = msgspec.to_builtins(config)
    tree[part] = {"driver": "none"}
    pins = FakePins(SimulatedClock(3))
    with connected(section(tree, WiredCar, "$"), pins.clock, pins, lambda config, clock: RecordedMotors([]), i2c()) as parts:
        read = getattr(parts, part).read()
        assert read is None if part in ("inertial", "power") else (read.t_ns, read.pressed) == (3, False)
    del tree[part]
    with pytest.raises(ConfigError, match=part):
        section(tree, WiredCar, "$")


def test_the_launch_file_is_documented() -> None:
    assert "docs/wiring.md" in Path(CAR_FILE).read_text(encoding="utf-8")
