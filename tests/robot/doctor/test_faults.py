"""Every fault that the doctor knows, given to a healthy car one at a time: it is told, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from robot.doctor.__main__ import stopping
from robot.doctor.check import Check
from robot.doctor.examination import examine
from robot.doctor.machine import Done
from robot.doctor.probe import Probe
from robot.doctor.v4l2 import Mode, Video
from tests.robot.doctor.patients import RUNNING, WEBCAM, WIRED, Patient, healthy_pi

CONFIG = "/boot/firmware/config.txt"
PERSIST = "/sys/module/pinctrl_bcm2835/parameters/persist_gpio_outputs"
MODEL = "/proc/device-tree/model"
Harm = Callable[[Patient], object]


def examined(patient: Patient) -> dict[str, Check]:
    return {check.name: check for check in examine(patient.machine())}


def both_libraries(p: Patient) -> None:
    p.versions["RPi.GPIO"] = "0.7.1"


def old_library(p: Patient) -> None:
    p.versions["RPi.GPIO"] = p.versions.pop("rpi-lgpio")


def old_library_on_a_pi5(p: Patient) -> None:
    old_library(p)
    p.write(MODEL, "Raspberry Pi 5 Model B Rev 1.0\0")


def old_library_raises(p: Patient) -> None:
    old_library(p)
    p.probes["RPi.GPIO"] = Probe(False, "RuntimeError: This module can only be run on a Raspberry Pi!")


def no_library(p: Patient) -> None:
    del p.versions["rpi-lgpio"]


def empty_lgpio(p: Patient) -> None:
    p.versions["lgpio"], p.python = "0.0.0.2", (3, 13, 5)
    p.probes["lgpio.gpiochip_open"] = Probe(False, "AttributeError: module 'lgpio' has no attribute 'gpiochip_open'")


def stub_that_hides_its_version(p: Patient) -> None:
    del p.versions["lgpio"]
    p.probes["lgpio.gpiochip_open"] = Probe(False, "ModuleNotFoundError: No module named 'lgpio'")


def chip_in_use(p: Patient) -> None:
    p.probes["RPi.GPIO"] = Probe(False, "lgpio.error: 'can not open gpiochip'")


def not_strict(p: Patient) -> None:
    p.write(CONFIG, "dtparam=i2c_arm=on\n")
    p.write(PERSIST, "Y\n")


def strict_for_another_board(p: Patient) -> None:
    p.write(CONFIG, "dtparam=i2c_arm=on\n[pi5]\ndtparam=strict_gpiod\n")
    p.write(PERSIST, "Y\n")


def strict_but_not_yet(p: Patient) -> None:
    p.write(PERSIST, "Y\n")


def strict_commented_out(p: Patient) -> None:
    p.write(CONFIG, "dtparam=i2c_arm=on\n#dtparam=strict_gpiod\n")
    p.remove(PERSIST)


def strict_switched_off_again(p: Patient) -> None:
    p.write(CONFIG, "dtparam=i2c_arm=on\ndtparam=strict_gpiod\ndtparam=strict_gpiod=off\n")
    p.remove(PERSIST)


def no_chip(p: Patient) -> None:
    p.remove("/dev/gpiochip0")


def no_i2c(p: Patient) -> None:
    p.remove("/dev/i2c-1")
    p.write(CONFIG, "#dtparam=i2c_arm=on\ndtparam=strict_gpiod\n")


def no_i2c_dev(p: Patient) -> None:
    p.remove("/dev/i2c-1")


def short_circuit(p: Patient) -> None:
    p.i2c_busy = True


def ribbon_without_picamera(p: Patient) -> None:
    p.videos = {"video0": Video("unicam", "unicam", True, (Mode("pBAA", ()),))}
    p.probes["picamera2"] = Probe(False, "ModuleNotFoundError: No module named 'picamera2'")


def ribbon_without_camera(p: Patient) -> None:
    p.videos = {"video0": Video("rp1-cfe", "rp1-cfe", True, (Mode("pBAA", ()),))}
    p.probes["picamera2"] = Probe(True, "")


def simplejpeg_of_numpy_1(p: Patient) -> None:
    ribbon_without_picamera(p)
    p.probes["picamera2"] = Probe(False, "ValueError: numpy.dtype size changed, may indicate binary incompatibility")


def wired(**parts: dict[str, object]) -> Harm:
    return lambda p: p.probes.update({"car.yaml": Probe(True, json.dumps(WIRED | parts))})


def no_camera(p: Patient) -> None:
    p.remove("/dev/video0")
    p.probes["picamera2"] = Probe(False, "ModuleNotFoundError: No module named 'picamera2'")


def raw_camera(p: Patient) -> None:
    p.videos = {"video0": WEBCAM._replace(modes=WEBCAM.modes[:1])}


def big_camera(p: Patient) -> None:
    p.videos = {"video0": WEBCAM._replace(modes=(Mode("MJPG", (((640, 1280, 16), (480, 960, 16)),)),))}


def sound(text: str, ok: bool = True) -> Harm:
    return lambda p: p.probes.update({"sounddevice": Probe(ok, text)})


def silent_and_locked(p: Patient) -> None:
    sound("")(p)
    p.locked = {"pcmC1D0c"}


def throttled(text: str) -> Harm:
    return lambda p: p.commands.update({"vcgencmd get_throttled": Done(0, f"throttled={text}")})


def no_vcgencmd(p: Patient) -> None:
    del p.commands["vcgencmd get_throttled"]


def temperature(text: str) -> Harm:
    return lambda p: p.write("/sys/class/thermal/thermal_zone0/temp", text)


def free(free_bytes: int) -> Harm:
    return lambda p: setattr(p, "free", free_bytes)


def service(**state: str) -> Harm:
    told = dict(line.split("=") for line in RUNNING.splitlines()) | state
    return lambda p: p.commands.update({"systemctl show": Done(0, "\n".join(f"{key}={value}" for key, value in told.items()))})


def models(text: str) -> Harm:
    return lambda p: p.commands.update({"models verify": Done(1, text)})


def not_yet_logged_in(p: Patient) -> None:
    p.write("/etc/group", "gpio:x:986:karl\ni2c:x:994:karl,root\nvideo:x:44:\n")
    p.groups -= {"gpio", "i2c"}


FAULTS: list[tuple[Harm, str, str, str, str]] = [
    # what is done to it, the check that sees it, its state, words of what it says, words of the command
    (lambda p: setattr(p, "python", (3, 9, 2)), "python", "fail", "3.9.2 is too old", "install Python 3.11"),
    (lambda p: setattr(p, "python", (3, 14, 0)), "python", "warn", "tested: 3.11 to 3.13", ""),
    (lambda p: setattr(p, "requirements", None), "heed", "fail", "not installed", "make setup"),
    (lambda p: p.versions.pop("numpy"), "numpy", "fail", "not installed", "make setup"),
    (lambda p: p.versions.pop("smbus2"), "smbus2", "fail", "not installed", "pip install 'smbus2<1'"),
    (lambda p: p.probes.update({"models.runtime": Probe(False, "ModelError: eyes.onnx is missing")}),
     "model", "fail", "eyes.onnx is missing", "git checkout models/"),
    (models("eyes: damaged (/x)\nfastestdet: not here (/y)"), "checksums", "fail", "eyes: damaged", "git checkout models/"),
    (models("onnxruntime 1.32 does not run on this processor"), "checksums", "fail", "does not run", ""),
    (free(400_000_000), "disk", "warn", "0.4 GB free", "du -sh"),
    (free(10_000_000), "disk", "fail", "can't be kept", "du -sh"),
    (lambda p: p.write("/proc/mounts", "/dev/mmcblk0p2 / ext4 ro,noatime 0 0\n"), "disk writable", "warn", "read-only",
     "dmesg"),
    (no_chip, "GPIO", "fail", "no /dev/gpiochip*", "sudo apt-get full-upgrade"),
    (lambda p: p.locked.add("gpiochip0"), "GPIO", "fail", "/dev/gpiochip0 may not be used by karl", "usermod -aG gpio karl"),
    (both_libraries, "GPIO library", "fail", "RPi.GPIO 0.7.1 and rpi-lgpio 0.6 overwrite",
     "pip uninstall -y RPi.GPIO rpi-lgpio"),
    (old_library, "GPIO library", "warn", "leaves its pins high", "install rpi-lgpio"),
    (old_library_on_a_pi5, "GPIO library", "fail", "can't reach the pins of a Raspberry Pi 5", "install rpi-lgpio"),
    (old_library_raises, "GPIO library", "fail", "RuntimeError", "install rpi-lgpio"),
    (no_library, "GPIO library", "fail", "nothing answers `import RPi.GPIO`", "python3-rpi-lgpio"),
    (chip_in_use, "GPIO library", "fail", "can not open gpiochip", "--force-reinstall rpi-lgpio"),
    (empty_lgpio, "lgpio", "fail", "lgpio 0.0.0.2 is the empty stub", "--system-site-packages"),
    (stub_that_hides_its_version, "lgpio", "fail", "No module named 'lgpio'", "python3-lgpio"),
    (not_strict, "strict_gpiod", "warn", "leaves its pins as they are", f"dtparam=strict_gpiod\\n' | sudo tee -a {CONFIG}"),
    (strict_for_another_board, "strict_gpiod", "warn", "leaves its pins", "strict_gpiod"),
    (strict_commented_out, "strict_gpiod", "warn", "leaves its pins", "strict_gpiod"),
    (strict_switched_off_again, "strict_gpiod", "warn", "leaves its pins", "strict_gpiod"),
    (strict_but_not_yet, "strict_gpiod", "warn", "started without it", "reboot"),
    (no_i2c, "I2C", "fail", "switched off", "raspi-config nonint do_i2c 0"),
    (no_i2c_dev, "I2C", "fail", "i2c-dev is not loaded", "modprobe i2c-dev"),
    (lambda p: p.locked.add("i2c-1"), "I2C", "fail", "/dev/i2c-1 may not be used by karl", "usermod -aG i2c karl"),
    (short_circuit, "I2C", "fail", "Connection timed out", "dmesg"),
    (lambda p: p.i2c.pop(0x68), "I2C", "fail", "MPU6050 of launch/car.yaml does not answer at 0x68", "docs/wiring.md"),
    (wired(power={"driver": "ina226", "address": 0x44}), "I2C", "fail", "INA226 of launch/car.yaml does not answer at 0x44",
     "i2cdetect -y 1"),
    (wired(motors={"driver": "tb6612", "outputs": {"via": "pca9685", "address": 0x40}}), "I2C", "fail",
     "PCA9685 and INA219 both have 0x40", "address jumper"),
    (lambda p: p.i2c.clear(), "I2C", "warn", "nobody answers", "docs/wiring.md"),
    (lambda p: p.locked.add("video0"), "camera", "fail", "/dev/video0 may not be used", "usermod -aG video karl"),
    (no_camera, "camera", "fail", "no camera", "plug in"),
    (raw_camera, "camera", "warn", "has no MJPG, only YUYV", "take a camera"),
    (big_camera, "camera", "warn", "does not offer 320×240", "v4l2-ctl -d /dev/video0"),
    (ribbon_without_picamera, "camera", "fail", "needs picamera2", "python3-picamera2"),
    (simplejpeg_of_numpy_1, "camera", "fail", "numpy.dtype size changed", "--force-reinstall --no-deps simplejpeg"),
    (ribbon_without_camera, "camera", "fail", "libcamera finds no camera", "ribbon cable"),
    (sound(""), "microphone", "warn", "no device to record from", "plug one in"),
    (silent_and_locked, "microphone", "fail", "/dev/snd/pcmC1D0c may not be used", "usermod -aG audio karl"),
    (sound("Headset|8000|1"), "microphone", "warn", "8000 Hz is telephone quality", "16 kHz"),
    (sound("Headset|0|1"), "microphone", "fail", "busy", "fuser"),
    (sound("OSError: PortAudio library not found", ok=False), "microphone", "warn", "PortAudio", "libportaudio2"),
    (sound("ModuleNotFoundError: No module named 'sounddevice'", ok=False), "microphone", "warn", "sounddevice", "for speech"),
    (lambda p: p.programs.clear(), "voice", "warn", "no espeak-ng", "espeak-ng"),
    (throttled("0x50005"), "power", "fail", "under-voltage now", "5 V regulator"),
    (throttled("0x50000"), "power", "warn", "since boot: under-voltage, throttled", "5 V regulator"),
    (throttled("0x80008"), "power", "warn", "now: temperature limit", "fan"),
    (throttled("0xe0000"), "power", "warn", "since boot: slower clock, throttled, temperature limit", "fan"),
    (no_vcgencmd, "power", "warn", "no vcgencmd", "raspi-utils"),
    (temperature("76100"), "temperature", "warn", "76 °C", "fan"),
    (temperature("85000"), "temperature", "fail", "85 °C", "fan"),
    (lambda p: p.groups.discard("i2c"), "groups", "warn", "karl is not in i2c (gyro and power meter)", "usermod -aG i2c karl"),
    (not_yet_logged_in, "groups", "warn", "was added to gpio", "log out and in again"),
    (service(LoadState="not-found"), "service", "warn", "not installed", "enable --now heed"),
    (service(LoadState="bad-setting"), "service", "fail", "bad-setting", "systemd-analyze verify"),
    (service(ActiveState="failed", Result="watchdog", NRestarts="5"), "service", "fail",
     "gave up (watchdog, restarted 5 times)", "journalctl"),
    (service(UnitFileState="disabled"), "service", "warn", "not started at boot", "systemctl enable heed"),
    (service(ActiveState="inactive"), "service", "warn", "installed, but inactive", "systemctl start heed"),
    (service(ActiveState="activating", SubState="start"), "service", "warn", "starting (start)", "journalctl"),
    (service(NRestarts="2"), "service", "warn", "restarted 2 times", "journalctl"),
    (lambda p: p.commands.update({"systemctl show": Done(1, "Failed to connect to bus: Host is down")}),
     "service", "warn", "Host is down", "systemctl status"),
    (lambda p: p.write("/etc/systemd/system/heed.service", "[Service]\nExecStart=/bin/true\n"),
     "service file", "warn", "has no motors-off", "daemon-reload"),
]  # fmt: skip


@pytest.mark.parametrize("model", ["Raspberry Pi 4 Model B Rev 1.4", "Raspberry Pi 5 Model B Rev 1.0", "Raspberry Pi 3"])
def test_a_healthy_car_is_healthy(model: str, tmp_path: Path) -> None:
    patient = healthy_pi(tmp_path, model)
    found = examined(patient)
    assert [check for check in found.values() if check.state not in ("ok", "skipped")] == []
    assert stopping(patient.machine(), list(found.values())) == []
    assert found["I2C"].detail == "/dev/i2c-1: 0x40 INA219, 0x68 MPU-6050"
    assert found["microphone"].detail == "USB PnP Sound Device, 48 kHz"


@pytest.mark.parametrize(("harm", "name", "state", "says", "mend"), FAULTS)
def test_each_fault_is_told_with_what_mends_it(
    harm: Harm, name: str, state: str, says: str, mend: str, tmp_path: Path
) -> None:
    patient = healthy_pi(tmp_path)
    well = examined(patient)
    harm(patient)
    found = examined(patient)
    check = found[name]
    assert check.state == state, check
    assert says in check.detail
    assert mend in check.mend
    worse = {other for other, now in found.items() if now.state in ("warn", "fail") and other != name}
    assert worse <= {"groups", "GPIO library"} and all(well[other].state == "ok" for other in worse)


@pytest.mark.parametrize("text", ["", "no json", "[]", '{"inertial": 3, "power": {"driver": "none"}}'])
def test_a_launch_file_that_can_not_be_read_is_not_the_doctors_business(text: str, tmp_path: Path) -> None:
    patient = healthy_pi(tmp_path)
    patient.probes["car.yaml"] = Probe(bool(text), text)
    assert examined(patient)["I2C"].state == "ok"


def test_parts_of_another_bus_are_not_looked_for_here(tmp_path: Path) -> None:
    patient = healthy_pi(tmp_path)
    wired(power={"driver": "ina226", "address": 0x44, "bus": 3}, inertial={"driver": "none"})(patient)
    assert examined(patient)["I2C"].state == "ok"


def test_the_addresses_are_the_drivers_own() -> None:
    from control.drivers.ina import Ina219Config, Ina226Config
    from control.drivers.mpu6050 import Mpu6050Config
    from control.drivers.pca9685 import Pca9685
    from robot.doctor import plan

    assert Mpu6050Config().address == plan.INERTIAL_ADDRESS
    assert Ina219Config().address == Ina226Config().address == plan.POWER_METER_ADDRESS
    assert Pca9685().address == plan.PCA9685_ADDRESS


def test_without_the_motors_the_car_can_not_run(tmp_path: Path) -> None:
    patient = healthy_pi(tmp_path)
    no_chip(patient)
    assert stopping(patient.machine(), list(examine(patient.machine()))) == ["GPIO"]
    assert all(check.mend for check in examined(patient).values() if check.state == "fail")
