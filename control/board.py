"""Tells how the board fares: its temperature, and whether its supply sags, as Linux shows them under /sys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from robot import topics
from robot.board_health import BoardHealth
from robot.node import Node, NodeConfig, Wiring

_PROCESSORS = ("cpu", "soc", "x86_pkg", "bcm", "gpu")
"""How the thermal zones of a processor are called on Raspberry Pi, Jetson and PC; others are batteries and radios."""


class BoardNode(Node):
    """Publishes BOARD once a second. What this board doesn't measure stays unsaid.

    Temperature: the hottest of the processor's `class/thermal/thermal_zone*/temp` (m°C; Linux, sysfs-api of thermal).
    Under-voltage: `in0_lcrit_alarm` of the hwmon that is called `rpi_volt`, on a Raspberry Pi: below 4.63 V, within 2 s.
    """

    name = "board"

    class Config(NodeConfig, frozen=True):
        period_s: float = 1.0
        sys: str = "/sys"

    def __init__(self, config: Config) -> None:
        self._period_s = config.period_s
        root = Path(config.sys)
        self._temperatures = [zone / "temp" for zone in _named(root / "class/thermal", "thermal_zone*", "type", _PROCESSORS)]
        self._alarms = [chip / "in0_lcrit_alarm" for chip in _named(root / "class/hwmon", "hwmon*", "name", ("rpi_volt",))]

    def wire(self, wiring: Wiring) -> None:
        self._board = wiring.publisher(topics.BOARD)
        wiring.every(self._period_s, self._tick)

    def _tick(self, now_ns: int) -> None:
        temperatures = [value for file in self._temperatures if (value := _number(file)) is not None]
        self._board.publish(BoardHealth(
            t_ns=now_ns, temperature_c=max(temperatures) / 1000 if temperatures else None,
            under_voltage=any(_number(file) == 1 for file in self._alarms),
        ))


def _named(folder: Path, pattern: str, file: str, starts: tuple[str, ...]) -> Iterator[Path]:
    """The folders whose `file` holds a name that starts with one of `starts`."""
    for found in sorted(folder.glob(pattern)):
        try:
            name = (found / file).read_text(encoding="ascii").strip().lower()
        except (OSError, UnicodeDecodeError):
            continue
        if name.startswith(starts):
            yield found


def _number(file: Path) -> int | None:
    """What the file says, None where it can't be read just now: some zones answer only while their part is powered."""
    try:
        return int(file.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None
