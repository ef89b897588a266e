"""What counts as running into something."""

from __future__ import annotations

from robot.sim.drivers import connect
from tests.sim.plane import WALL_AT_1M, on_plane, seconds

BOX_ON_THE_LEFT = '<body name="stool_1" pos="0.6 .105 .1"><geom type="box" size=".05 .05 .1" group="3"/></body>'


def test_driving_about_is_no_collision() -> None:
    simulator = on_plane()
    connect(simulator).motors.drive(5.0, 2.0)
    simulator.step(seconds(4))
    assert simulator.truth().collisions == ()


def test_leaning_on_a_wall_is_one_collision() -> None:
    simulator = on_plane(WALL_AT_1M)
    connect(simulator).motors.drive(4.0, 4.0)
    simulator.step(seconds(9))
    (collision,) = simulator.truth().collisions
    assert collision.body == "world"
    assert collision.force_n > 0.5
    assert abs(collision.x_m - 1.0) < 0.02


def test_coming_back_after_a_second_is_another() -> None:
    simulator = on_plane(WALL_AT_1M)
    motors = connect(simulator).motors
    for until_s, volts in ((5.5, 4.0), (7.5, -4.0), (11.0, 4.0)):
        motors.drive(volts, volts)
        simulator.step(seconds(until_s))
    assert len(simulator.truth().collisions) == 2


def test_a_wheel_that_scrapes_along_counts_and_names_the_thing() -> None:
    simulator = on_plane(BOX_ON_THE_LEFT)
    connect(simulator).motors.drive(4.0, 4.0)
    simulator.step(seconds(4))
    assert [collision.body for collision in simulator.truth().collisions] == ["stool_1"]
