"""Every bridge's driver, through every motion: the right lines, and the right duty on both motors within three points."""

from __future__ import annotations

import pytest

from tests.vcar.conftest import Boot
from tests.vcar.guest.motors import MOTIONS, WIRINGS
from tests.vcar.harness import Outcome, Row

POINTS = 3.0


@pytest.fixture(scope="module")
def car(boot: Boot) -> Outcome:
    return boot("motors")


def row(car: Outcome, wiring: str, motion: str) -> Row:
    (found,) = (row for row in car.named("motors") if (row["wiring"], row["motion"]) == (wiring, motion))
    return found


@pytest.mark.parametrize("motion", MOTIONS)
@pytest.mark.parametrize("wiring", WIRINGS)
def test_the_motors_get_what_was_asked(car: Outcome, wiring: str, motion: str) -> None:
    seen = row(car, wiring, motion)
    for side, duty in zip(("left", "right"), MOTIONS[motion], strict=True):
        assert seen[side]["forward"] == pytest.approx(max(0.0, 100 * duty), abs=POINTS), seen
        assert seen[side]["reverse"] == pytest.approx(max(0.0, -100 * duty), abs=POINTS), seen
        if duty == 0.0:
            assert seen[side]["brake"] == 100.0, seen


@pytest.mark.parametrize("moment", ["opened", "off", "closed"])
@pytest.mark.parametrize("wiring", WIRINGS)
def test_every_line_is_low_when_opened_off_and_closed(car: Outcome, wiring: str, moment: str) -> None:
    assert set(row(car, wiring, moment)["lines"].values()) == {0.0}


@pytest.mark.parametrize("motion", ["forward", "back", "left", "right"])
def test_an_l298n_is_enabled_and_one_input_of_each_motor_pulses(car: Outcome, motion: str) -> None:
    lines = row(car, "l298n", motion)["lines"]
    left, right = MOTIONS[motion]
    for duty, (enable, in1, in2) in ((left, ("12", "5", "6")), (right, ("13", "20", "21"))):
        assert lines[enable] == 100.0
        assert [lines[in1], lines[in2]] == pytest.approx([100 * max(0.0, duty), 100 * max(0.0, -duty)], abs=POINTS)


@pytest.mark.parametrize("motion", [motion for motion, duties in MOTIONS.items() if min(map(abs, duties)) > 0.0])
@pytest.mark.parametrize("wiring", WIRINGS)
def test_a_motor_is_shorted_between_the_pulses_not_let_go(car: Outcome, wiring: str, motion: str) -> None:
    """Else speed does not follow duty in a straight line, and the speed loop swings instead of ending a slow turn."""
    for side in ("left", "right"):
        assert sum(row(car, wiring, motion)[side].values()) == pytest.approx(100.0, abs=0.5)
