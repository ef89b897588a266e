"""Machines for the doctor, made of files in a folder: a healthy Raspberry Pi, to which a test then does something."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

from robot.doctor.machine import NOT_FOUND, Done, Machine
from robot.doctor.probe import HOME, Probe
from robot.doctor.v4l2 import Mode, Video

QVGA = (((320, 320, 1), (240, 240, 1)),)
WEBCAM = Video("uvcvideo", "HD Webcam", True, (Mode("YUYV", QVGA), Mode("MJPG", QVGA)))
GROUPS = "gpio:x:986:\ni2c:x:994:\nvideo:x:44:\naudio:x:29:\ninput:x:995:\nkarl:x:1000:"
RUNNING = "LoadState=loaded\nUnitFileState=enabled\nActiveState=active\nSubState=running\nResult=success\nNRestarts=0"
WIRED = {"motors": {"driver": "l298n"}, "inertial": {"driver": "mpu6050"}, "power": {"driver": "ina219"}}
VERIFIED = "eyes: here (/x/eyes.onnx)\nfastestdet: not here (/y/f.onnx)"


class FakeBus:
    """An I2C bus with these registers by address; `busy` fails like one whose wires are short-circuited."""

    def __init__(self, devices: dict[int, dict[int, int]], busy: bool = False) -> None:
        self._devices, self._busy = devices, busy

    def scan(self) -> list[int]:
        if self._busy:
            raise OSError(110, "Connection timed out")
        return sorted(self._devices)

    def byte(self, address: int, register: int) -> int | None:
        return self._devices.get(address, {}).get(register)

    def word(self, address: int, register: int) -> int | None:
        return self._devices.get(address, {}).get(register)

    def __enter__(self) -> FakeBus:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        return None


@dataclass
class Patient:
    """Everything about a machine that a test may change, then `machine()`."""

    root: Path
    probes: dict[str, Probe] = field(default_factory=dict)
    commands: dict[str, Done] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    programs: set[str] = field(default_factory=lambda: {"espeak-ng"})
    locked: set[str] = field(default_factory=set)
    i2c: dict[int, dict[int, int]] = field(default_factory=dict)
    i2c_busy: bool = False
    videos: dict[str, Video] = field(default_factory=dict)
    groups: set[str] = field(default_factory=set)
    free: int = 20_000_000_000
    python: tuple[int, ...] = (3, 11, 2)
    requirements: list[str] | None = field(default_factory=lambda: ["numpy<3,>=2.1", 'smbus2<1; extra == "car"'])
    asked: list[str] = field(default_factory=list)

    def write(self, path: str, text: str = "") -> None:
        file = self.root / path.lstrip("/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def remove(self, path: str) -> None:
        (self.root / path.lstrip("/")).unlink()

    def machine(self) -> Machine:
        def bus(path: Path) -> Any:
            return FakeBus(self.i2c, self.i2c_busy)

        return Machine(
            root=self.root, run=self._run, probe=self._probe, version=self.versions.get,
            requirements=lambda: self.requirements, which=lambda name: f"/usr/bin/{name}" if name in self.programs else None,
            may_use=lambda path: path.name not in self.locked, free_bytes=lambda path: self.free, i2c=bus,
            video=self._video, home=HOME, user="karl", groups=frozenset(self.groups), is_root=False,
            python=self.python, processor="aarch64",
        )  # fmt: skip

    def _run(self, *command: str) -> Done:
        text = " ".join(command)
        return next((done for part, done in self.commands.items() if part in text), Done(NOT_FOUND, f"{command[0]}: not found"))

    def _probe(self, code: str) -> Probe:
        self.asked.append(code)
        return next((probe for part, probe in self.probes.items() if part in code), Probe(True, "fine"))

    def _video(self, path: Path) -> Video:
        if path.name not in self.videos:
            raise OSError(16, "Device or resource busy")
        return self.videos[path.name]


def healthy_pi(root: Path, model: str = "Raspberry Pi 4 Model B Rev 1.4") -> Patient:
    """A car as docs/hardware.md leads to it."""
    patient = Patient(root)
    patient.write("/proc/device-tree/model", f"{model}\0")
    for device in ("gpiochip0", "i2c-1", "i2c-20", "video0", "snd/pcmC1D0c"):
        patient.write(f"/dev/{device}")
    patient.write("/boot/firmware/config.txt", "# see README\ndtparam=i2c_arm=on,audio=on\n[all]\ndtparam=strict_gpiod\n")
    patient.write("/sys/module/pinctrl_bcm2835/parameters/persist_gpio_outputs", "N\n")
    patient.write("/sys/class/thermal/thermal_zone0/temp", "48200\n")
    patient.write("/etc/group", GROUPS)
    patient.write("/proc/mounts", "/dev/mmcblk0p2 / ext4 rw,noatime 0 0\n")
    patient.write("/etc/systemd/system/heed.service", (HOME / "launch" / "heed.service").read_text(encoding="utf-8"))
    patient.groups = {"karl", "gpio", "i2c", "video", "audio", "input"}
    patient.videos = {"video0": WEBCAM}
    patient.i2c = {0x40: {0x00: 0x399F}, 0x68: {0x75: 0x68}}
    patient.versions = {"rpi-lgpio": "0.6", "lgpio": "0.2.2.0", "numpy": "2.4.0", "smbus2": "0.6.1"}
    patient.probes = {"sounddevice": Probe(True, "USB PnP Sound Device|48000|1"), "car.yaml": Probe(True, json.dumps(WIRED))}
    patient.commands = {
        "vcgencmd get_throttled": Done(0, "throttled=0x0"), "systemctl show": Done(0, RUNNING),
        "models verify": Done(0, VERIFIED),
    }  # fmt: skip
    return patient


def laptop(root: Path) -> Patient:
    """No car at all."""
    patient = Patient(root)
    patient.write("/proc/mounts", "/dev/nvme0n1p2 / btrfs rw 0 0\n")
    patient.versions = {"numpy": "2.4.0"}
    patient.probes = {"sounddevice": Probe(True, "Internal Microphone|44100|2")}
    patient.commands = {"models verify": Done(0, VERIFIED)}
    return patient
