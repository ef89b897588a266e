"""The HC-SR04 on fake lines."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from control.drivers.hc_sr04 import HcSr04, HcSr04Config
from robot.clock import SimulatedClock, to_ns
from tests.control.drivers.conformance import check_ranges
from tests.control.drivers.fake_pins import FakePins

CONFIG = HcSr04Config(trigger=23, echo=24)
NO_ECHO_S = 0.038


class Room:
    """The other side of the sensor: it answers each pulse's end with an echo as long as the sound was under way."""

    def __init__(self, config: HcSr04Config = CONFIG) -> None:
        self.clock = SimulatedClock(to_ns(100.0))
        self.pins = FakePins(self.clock)
        self.range_m: float | None = 1.0
        self.plugged = True
        self.sent_ns: list[int] = []
        self._due: list[tuple[int, bool]] = []
        self.pins.listener = self._on_output
        self.sonar = HcSr04(config, self.clock, self.pins)

    def obstacle(self, range_m: float | None) -> None:
        self.range_m = range_m

    def wait(self, seconds: float, poll: Callable[[], object]) -> None:
        for _ in range(round(seconds / 0.02)):
            self.clock.wait_until(self.clock.now_ns() + to_ns(0.02))
            while self._due and self._due[0][0] <= self.clock.now_ns():
                t_ns, high = self._due.pop(0)
                self.pins.put(CONFIG.echo, high, t_ns)
            poll()

    def _on_output(self, line: int, high: bool) -> None:
        if high:
            self._rose_ns = self.clock.now_ns()
            return
        assert line == CONFIG.trigger and self.clock.now_ns() - self._rose_ns >= 10_000, "too short a pulse"
        self.sent_ns.append(self.clock.now_ns())
        if self.plugged:
            echo_s = NO_ECHO_S if self.range_m is None else 2 * self.range_m / 343.2
            rose_ns = self.clock.now_ns() + 450_000
            self._due += [(rose_ns, True), (rose_ns + to_ns(echo_s), False)]


def test_ranges() -> None:
    room = Room()
    check_ranges(room.sonar, room.obstacle, room.wait, within_m=0.001)


def test_pulses_come_no_faster_than_the_data_sheet_allows() -> None:
    room = Room()
    room.wait(1.0, room.sonar.read)
    apart = {later - earlier for earlier, later in zip(room.sent_ns, room.sent_ns[1:], strict=False)}
    assert len(room.sent_ns) >= 16 and min(apart) >= to_ns(0.06)


def test_one_stray_echo_is_forgotten() -> None:
    room = Room()
    room.wait(0.3, room.sonar.read)
    room.range_m = 0.1
    room.wait(0.06, room.sonar.read)
    room.range_m = 1.0
    seen = set()

    def look() -> None:
        measured = room.sonar.read()
        assert measured is not None
        seen.add(round(measured.range_m, 3))

    room.wait(0.3, look)
    assert seen == {1.0}


def test_an_unplugged_sensor_has_nothing_new_to_say() -> None:
    room = Room()
    room.wait(0.3, room.sonar.read)
    before = room.sonar.read()
    room.plugged = False
    room.wait(1.0, room.sonar.read)
    after = room.sonar.read()
    assert before is not None and after is not None
    assert after.t_ns - before.t_ns <= to_ns(0.06)  # the last echo, no later
    room.plugged = True
    room.wait(0.3, room.sonar.read)
    again = room.sonar.read()
    assert again is not None and again.t_ns > after.t_ns


def test_a_sensor_whose_pulse_without_an_echo_is_long_says_so_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.control.drivers.test_hc_sr04.NO_ECHO_S", 0.2)
    room = Room(msgspec.structs.replace(CONFIG, median_of=1))
    room.range_m = None
    room.wait(0.08, room.sonar.read)
    measured = room.sonar.read()
    assert measured is not None and not measured.echo and measured.range_m == 4.0
    room.range_m = 1.0
    room.wait(0.5, room.sonar.read)
    measured = room.sonar.read()
    assert measured is not None and measured.echo


def test_a_sensor_that_was_never_there_says_nothing() -> None:
    room = Room()
    room.plugged = False
    room.wait(0.5, lambda: None)
    assert room.sonar.read() is None


def test_too_near_to_measure_is_as_near_as_it_measures() -> None:
    room = Room()
    room.range_m = 0.004
    room.wait(0.5, room.sonar.read)
    measured = room.sonar.read()
    assert measured is not None and measured.echo and measured.range_m == 0.02


@pytest.mark.parametrize(("settings", "said"), [({"median_of": 2}, "odd"), ({"period_s": 0.01}, "isn't back")])
def test_wrong_settings_are_told(settings: dict[str, float], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        HcSr04Config(trigger=1, echo=2, **settings)  # type: ignore[arg-type]
