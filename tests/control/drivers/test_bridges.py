"""Motor bridges on fake pins and a fake I2C bus."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from control.bridge import BRIDGES, bridge_class
from control.drivers.bridges import DRV8833, L298N, TB6612, EnabledInputs
from control.drivers.outputs import Header, HeaderOutputs, Outputs
from control.drivers.pca9685 import ALL_OFF_H, LED0, MODE1, PRESCALE, Pca9685, Pca9685Outputs
from control.drivers.wired_outputs import open_outputs
from robot.clock import SimulatedClock
from robot.errors import SetupError
from robot.gpio import open_gpio
from tests.control.drivers.chips import Config, Share, mirrored, states
from tests.control.drivers.conformance import Drives, check_close, check_moves, lines
from tests.control.drivers.fake_gpio import FakeGpio
from tests.control.drivers.fake_i2c import FakeBus
from tests.control.drivers.wirings import WIRINGS

ADDRESS = 0x60
DUTY = st.integers(-1200, 1200).map(lambda thousandths: thousandths / 1000)
Wired = tuple[Drives, Share]


def modulated(config: Config) -> list[int]:
    if isinstance(config, TB6612.Config):
        return [config.left.pwm, config.right.pwm]
    return [line for motor in (config.left, config.right) for line in (motor.in1, motor.in2)]


def built(config: Config, outputs: Outputs) -> Drives:
    match config:
        case L298N.Config():
            return L298N(config, outputs, SimulatedClock())
        case TB6612.Config():
            return TB6612(config, outputs)
        case _:
            return DRV8833(config, outputs)


def on_header(config: Config) -> Wired:
    gpio = FakeGpio()
    return built(config, HeaderOutputs(Header(), lines(config), modulated(config), gpio)), gpio.share


def on_pca9685(config: Config) -> Wired:
    """The same wiring on channels 0…15 of a PCA9685."""
    bus = FakeBus(ADDRESS)
    moved = {line: number for number, line in enumerate(lines(config))}
    outputs = Renumbered(Pca9685Outputs(Pca9685(), list(moved.values()), bus, SimulatedClock()), moved)
    return built(config, outputs), lambda line: channel_share(bus, moved[line])


class Renumbered:
    def __init__(self, outputs: Outputs, moved: dict[int, int]) -> None:
        self._outputs, self._moved = outputs, moved
        self.low, self.close = outputs.low, outputs.close

    def put(self, levels: Mapping[int, float]) -> None:
        self._outputs.put({self._moved[line]: level for line, level in levels.items()})


def channel_share(bus: FakeBus, channel: int) -> float:
    """What a PCA9685 makes of a channel's registers (data sheet 7.3.3): always off goes before always on."""
    on_l, on_h, off_l, off_h = (bus.chips[ADDRESS][LED0 + 4 * channel + index] for index in range(4))
    if off_h & 0x10:
        return 0.0
    if on_h & 0x10:
        return 1.0
    assert on_l == on_h == 0
    return (off_h << 8 | off_l) / 4096


@pytest.mark.parametrize("wired", [on_header, on_pca9685])
@pytest.mark.parametrize("name", WIRINGS)
@pytest.mark.parametrize("swap", [False, True], ids=["as drawn", "one motor swapped"])
def test_every_move_on_every_wiring(name: str, wired: Callable[[Config], Wired], swap: bool) -> None:
    config = mirrored(WIRINGS[name]) if swap else WIRINGS[name]
    bridge, share = wired(config)
    assert states(config, share) == ("coast", "coast")
    check_moves(bridge, config, share)
    check_close(bridge, config, share)


@pytest.mark.parametrize("name", WIRINGS)
@given(st.lists(st.tuples(DUTY, DUTY), max_size=8))
def test_what_was_before_never_matters(name: str, commands: list[tuple[float, float]]) -> None:
    config = WIRINGS[name]
    bridge, share = on_header(config)
    for left, right in commands:
        bridge.drive(left, right)
        for state, duty in zip(states(config, share), (left, right), strict=True):
            assert state == ("brake" if duty == 0 else pytest.approx(min(max(duty, -1.0), 1.0), abs=1e-9))


@pytest.mark.parametrize("name", WIRINGS)
@given(st.tuples(DUTY, DUTY), st.tuples(DUTY, DUTY))
def test_no_motor_is_driven_the_wrong_way_in_between(
    name: str, first: tuple[float, float], then: tuple[float, float]
) -> None:
    """Line by line, from one command to the next: a motor's duty is never outside of what it was and what it will be."""
    config = WIRINGS[name]
    gpio = FakeGpio()
    bridge = built(config, HeaderOutputs(Header(), lines(config), modulated(config), gpio))
    bridge.drive(*first)
    seen: list[tuple[float, float]] = []
    levels = dict(gpio.levels)
    start = len(gpio.history)
    bridge.drive(*then)
    for line, level in gpio.history[start:]:
        levels[line] = level
        left, right = _duties(config, levels)
        seen.append((left, right))
    for side in (0, 1):
        low, high = sorted(min(max(duty, -1.0), 1.0) for duty in (first[side], then[side]))
        assert all(min(low, 0.0) - 1e-9 <= duties[side] <= max(high, 0.0) + 1e-9 for duties in seen)


def _duties(config: Config, levels: dict[int, float]) -> tuple[float, float]:
    left, right = states(config, lambda line: levels[line])
    return (0.0 if isinstance(left, str) else left), (0.0 if isinstance(right, str) else right)


def test_an_l298n_that_is_turned_round_is_cut_off_for_a_while() -> None:
    config = WIRINGS["L298N"]
    assert isinstance(config, L298N.Config)
    gpio, clock = FakeGpio(), SimulatedClock()
    bridge = L298N(config, HeaderOutputs(Header(), lines(config), modulated(config), gpio), clock)
    bridge.drive(0.5, 0.5)
    bridge.drive(0.7, 0.0)
    bridge.drive(0.2, -0.5)
    assert clock.now_ns() == 0
    bridge.drive(0.2, 0.5)
    assert clock.now_ns() == 1_000_000
    start = len(gpio.history)
    bridge.drive(-0.5, 0.5)
    assert [change for change in gpio.history[start:] if change[0] in (config.left.pwm, config.right.pwm)] == [
        (config.left.pwm, 0.0), (config.left.pwm, 1.0)
    ]  # fmt: skip
    assert gpio.history[start] == (config.left.pwm, 0.0)


def test_pins_that_a_dead_process_left_high_are_low_when_the_bridge_is_there() -> None:
    config = WIRINGS["L298N"]
    gpio = FakeGpio(high=tuple(lines(config)))
    HeaderOutputs(Header(), lines(config), modulated(config), gpio)
    assert [line for line in lines(config) if gpio.share(line)] == []
    bus = FakeBus(ADDRESS)
    bus.write_i2c_block_data(ADDRESS, LED0 + 4 * 3, [0, 0, 0, 8])
    Pca9685Outputs(Pca9685(), [3], bus, SimulatedClock())
    assert channel_share(bus, 3) == 0.0


def test_a_closed_bridge_leaves_its_pins_pulled_down_and_no_pwm_behind() -> None:
    config = WIRINGS["DRV8833"]
    gpio = FakeGpio()
    bridge = built(config, HeaderOutputs(Header(), lines(config), modulated(config), gpio))
    bridge.drive(0.5, -0.5)
    bridge.close()
    assert {gpio.directions[line] for line in lines(config)} == {gpio.IN}
    assert {gpio.pulls[line] for line in lines(config)} == {gpio.PUD_DOWN}
    assert gpio.pwms == {} and gpio.mistakes == []


@pytest.mark.parametrize("name", WIRINGS)
def test_every_move_where_a_pwm_is_the_chips_own(name: str) -> None:
    config = WIRINGS[name]
    gpio = FakeGpio(hardware_pwm=True)
    bridge = built(config, HeaderOutputs(Header(), lines(config), modulated(config), gpio))
    check_moves(bridge, config, gpio.share)
    check_close(bridge, config, gpio.share)


def test_no_pwm_is_stopped_while_another_runs() -> None:
    """lgpio 0.2.2 may lose its PWM thread then, and with it every line at the level that it happened to have."""
    config = WIRINGS["TB6612"]
    gpio = FakeGpio()
    bridge = built(config, HeaderOutputs(Header(), lines(config), modulated(config), gpio))
    for duties in ((0.5, 0.5), (0.0, 0.5), (-0.5, 1.0), (0.3, 0.0)):
        bridge.drive(*duties)
        bridge.off()
    assert gpio.stopped == []
    bridge.close()
    assert sorted(gpio.stopped) == sorted(modulated(config)) and gpio.mistakes == []


def test_a_busy_pin_is_told_by_its_number_and_the_others_are_low() -> None:
    config = WIRINGS["L298N"]
    gpio = FakeGpio(busy=(19,), high=tuple(lines(config)))
    with pytest.raises(SetupError, match=r"GPIO19 is in use.*gpioinfo"):
        HeaderOutputs(Header(), sorted(lines(config)), modulated(config), gpio)
    assert [gpio.share(line) for line in sorted(lines(config)) if line < 19] == [0.0] * 3


def test_a_duty_that_is_no_number_is_an_error_and_changes_nothing() -> None:
    config = WIRINGS["TB6612"]
    bridge, share = on_header(config)
    bridge.drive(0.5, 0.5)
    with pytest.raises(ValueError, match="not a number"):
        bridge.drive(0.1, math.nan)
    assert states(config, share) == (0.5, 0.5)


def test_off_is_no_end() -> None:
    config = WIRINGS["L298N"]
    bridge, share = on_header(config)
    bridge.drive(0.5, -0.5)
    bridge.off()
    assert [line for line in lines(config) if share(line)] == []
    bridge.drive(0.5, -0.5)
    assert states(config, share) == (0.5, -0.5)


def test_a_pca9685_is_set_up_as_its_data_sheet_says() -> None:
    bus, clock = FakeBus(ADDRESS), SimulatedClock()
    Pca9685Outputs(Pca9685(pwm_hz=1000), [0], bus, clock)
    assert bus.written[0] == (ALL_OFF_H, 0x10)
    modes = [value for register, value in bus.written if register == MODE1]
    assert modes[0] & 0x10 and not modes[-1] & 0x10  # asleep for the frequency, then awake
    assert bus.read_byte_data(ADDRESS, PRESCALE) == 5  # 25 MHz / (4096 * 1017 Hz) - 1
    assert clock.now_ns() >= 500_000


def test_a_missing_pca9685_is_told_by_bus_and_address() -> None:
    bus = FakeBus(0x40)
    with pytest.raises(SetupError, match=r"PCA9685 at 0x60 on I2C bus 1 is not there.*i2cdetect -y 1"):
        Pca9685Outputs(Pca9685(), [0], bus, SimulatedClock())
    assert bus.closed


def test_pins_are_low_before_the_library_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """A motor process that was killed left them as they were, and the import takes its time."""
    story: list[str] = []

    class Kernel:
        def low(self, lines: Sequence[int]) -> None:
            story.append(f"low {list(lines)}")

    def gpio() -> FakeGpio:
        story.append("import")
        return FakeGpio()

    monkeypatch.setattr("control.drivers.wired_outputs.Chip", Kernel)
    monkeypatch.setattr("control.drivers.outputs.open_gpio", gpio)
    open_outputs(Header(), [12, 16], [12])
    assert story == ["low [12, 16]", "import"]


@pytest.mark.parametrize(
    ("config", "wired", "said"),
    [
        (Header(), [5, 40], "GPIO 40 does not exist"),
        (Header(), [5, 6, 5], "GPIO 5 is wired to two"),
        (Pca9685(), [3, 16], "PCA9685 channel 16 does not exist"),
    ],
)
def test_wrong_lines_are_told_before_anything_is_touched(config: Header | Pca9685, wired: list[int], said: str) -> None:
    with pytest.raises(SetupError, match=said):
        open_outputs(config, wired, ())


@pytest.mark.parametrize("driver", ["l298n", "tb6612", "drv8833"])
def test_the_table_of_bridges_names_classes_that_are_there(driver: str) -> None:
    assert driver in BRIDGES and issubclass(bridge_class(driver).Config, msgspec.Struct)


def test_a_launch_file_says_what_the_lines_are_wired_to() -> None:
    motor = {"pwm": 1, "in1": 2, "in2": 3}
    other = {"pwm": 4, "in1": 5, "in2": 6, "inverted": True}
    settings = {"left": motor, "right": other, "outputs": {"via": "pca9685", "address": 0x41}}
    config = msgspec.convert(settings, TB6612.Config)
    assert config.outputs == Pca9685(address=0x41)
    assert config.right == EnabledInputs(pwm=4, in1=5, in2=6, inverted=True)
    for wrong in ({"via": "spi"}, {"via": "pca9685", "pwm_hz": 9}, {"via": "gpio", "bus": 1}):
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert(settings | {"outputs": wrong}, TB6612.Config)


def test_without_gpio_the_way_out_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "RPi", None)
    with pytest.raises(SetupError, match=r"RPi.GPIO.*rpi-lgpio"):
        open_gpio()
