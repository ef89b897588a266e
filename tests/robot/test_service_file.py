"""The service's unit: what systemd itself thinks of it, and the lines that keep the car from running away."""

from __future__ import annotations

import configparser
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from robot.watchdog import WatchdogNode
from tests.house import ROOT

UNIT = ROOT / "launch" / "heed.service"
PYTHON = "/opt/heed/.venv/bin/python"


def section(name: str) -> configparser.SectionProxy:
    """One section; of settings that come twice the last."""
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # systemd minds capitals
    parser.read(UNIT, encoding="utf-8")
    return parser[name]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_systemd_finds_nothing_wrong_with_it(tmp_path: Path) -> None:
    copy = tmp_path / UNIT.name
    copy.write_text(UNIT.read_text(encoding="utf-8").replace(PYTHON, sys.executable), encoding="utf-8")
    done = subprocess.run(["systemd-analyze", "verify", str(copy)], capture_output=True, text=True, check=False)
    ours = [line for line in done.stderr.splitlines() if "heed" in line]
    assert (ours, done.returncode) == ([], 0)


def test_whatever_ends_it_the_motors_go_off_and_it_is_started_again() -> None:
    service = section("Service")
    assert service["ExecStopPost"] == f"{PYTHON} -m control motors-off"
    assert (service["Type"], service["Restart"]) == ("notify", "on-failure")
    assert "KillMode" not in service  # control-group: the motor process is told to end as well


def test_the_watchdog_is_fed_well_within_its_patience() -> None:
    patience_s = float(section("Service")["WatchdogSec"])
    assert WatchdogNode.Config(address="/x").period_s * 2 <= patience_s
    assert WatchdogNode.Config(address="/x").max_age_s < patience_s


def test_nothing_hides_the_cars_parts() -> None:
    service = section("Service")
    assert not {"PrivateDevices", "DevicePolicy", "DeviceAllow", "ProtectKernelTunables", "MemoryDenyWriteExecute",
                "SystemCallFilter"} & set(service)
