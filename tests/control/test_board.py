"""The board's health, from a /sys of our own."""

from __future__ import annotations

from pathlib import Path

from control.board import BoardNode
from robot import topics
from robot.board_health import BoardHealth
from tests.control.wires import Bench


def sysfs(root: Path, zones: dict[str, str], chips: dict[str, str]) -> str:
    for number, (name, temperature) in enumerate(zones.items()):
        zone = root / f"class/thermal/thermal_zone{number}"
        zone.mkdir(parents=True)
        (zone / "type").write_text(name + "\n")
        (zone / "temp").write_text(temperature + "\n")
    for number, (name, alarm) in enumerate(chips.items()):
        chip = root / f"class/hwmon/hwmon{number}"
        chip.mkdir(parents=True)
        (chip / "name").write_text(name + "\n")
        (chip / "in0_lcrit_alarm").write_text(alarm + "\n")
    return str(root)


def told(sys: str) -> BoardHealth:
    bench = Bench(BoardNode(BoardNode.Config(sys=sys)))
    bench.tick(1)
    (health,) = bench.said(topics.BOARD)
    return health


def test_the_hottest_of_the_processors_zones_and_the_supply(tmp_path: Path) -> None:
    zones = {"cpu-thermal": "61234", "gpu-thermal": "70000", "battery": "99000"}
    assert told(sysfs(tmp_path, zones, {"rpi_volt": "1", "nvme": "0"})) == BoardHealth(
        t_ns=1, temperature_c=70.0, under_voltage=True)


def test_what_is_not_measured_is_not_said(tmp_path: Path) -> None:
    assert told(sysfs(tmp_path, {}, {"nvme": "1"})) == BoardHealth(t_ns=1)
    assert told(str(tmp_path / "nowhere")) == BoardHealth(t_ns=1)


def test_a_zone_that_does_not_answer_is_left_out(tmp_path: Path) -> None:
    assert told(sysfs(tmp_path, {"cpu": "nothing", "soc-thermal": "50500"}, {"rpi_volt": "0"})).temperature_c == 50.5
