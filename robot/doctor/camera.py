"""The camera: there, permitted, and able to give the pictures that the car asks for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from robot.doctor.check import CAR, Check, skipped
from robot.doctor.machine import PIP, Machine
from robot.doctor.v4l2 import Video

WIDTH_PX, HEIGHT_PX = 320, 240
COMPRESSED = "MJPG"
RIBBON_DRIVERS = ("unicam", "rp1-cfe", "tegra-video")
"""Drivers of cameras on the ribbon cable: they give raw pictures, which only libcamera develops."""
PICAMERA_PROBE = "from picamera2 import Picamera2; print(', '.join(each['Model'] for each in Picamera2.global_camera_info()))"


def checks(machine: Machine) -> Iterator[Check]:
    devices = machine.glob("/dev/video*")
    if not devices and not machine.board.is_car:
        yield skipped("camera", "none; simulation needs none")
        return
    locked = [device for device in devices if not machine.may_use(device)]
    if devices and len(locked) == len(devices):
        mend = f"{machine.as_root('usermod')} -aG video {machine.user}, then log in again"
        yield Check("camera", "fail", f"{machine.shown(locked[0])} may not be used by {machine.user}", mend, CAR)
        return
    videos = [(device, video) for device in devices if device not in locked and (video := _asked(machine, device)) is not None]
    cameras = [(device, video) for device, video in videos if video.captures and video.modes]
    usb = [(device, video) for device, video in cameras if video.driver not in RIBBON_DRIVERS]
    if usb:
        yield usb_check(machine, *usb[0])
    elif cameras and machine.board.is_pi:
        yield ribbon_check(machine)
    else:
        yield missing_check(machine)


def usb_check(machine: Machine, device: Path, video: Video) -> Check:
    """Compressed pictures, or the bus is full: a USB 2 camera that sends raw ones reached 16 of 30 pictures a second."""
    name = f"{machine.shown(device)}: {video.card}"
    mode = video.mode(COMPRESSED)
    if mode is None:
        offers = ", ".join(each.fourcc for each in video.modes[:3])
        text = f"{name} has no {COMPRESSED}, only {offers}: slower, and it loads the bus"
        return Check("camera", "warn", text, "take a camera with MJPG; this one will do at 320×240", CAR)
    if not mode.offers(WIDTH_PX, HEIGHT_PX):
        text = f"{name} does not offer {WIDTH_PX}×{HEIGHT_PX} in {COMPRESSED}: the driver takes the next size"
        return Check("camera", "warn", text, f"v4l2-ctl -d {machine.shown(device)} --list-formats-ext", CAR)
    return Check("camera", "ok", f"{name}, {COMPRESSED} {WIDTH_PX}×{HEIGHT_PX}", needed=CAR)


def ribbon_check(machine: Machine) -> Check:
    result = machine.probe(PICAMERA_PROBE)
    if result.ok and result.text:
        return Check("camera", "ok", f"{result.text} on the ribbon cable, by picamera2", needed=CAR)
    if result.ok:
        mend = "check the ribbon cable, then rpicam-hello --list-cameras"
        return Check("camera", "fail", "libcamera finds no camera", mend, CAR)
    if "numpy" in result.text:  # the distribution's simplejpeg was built for numpy 1: raspberrypi/picamera2#1211
        mend = f"{PIP} install --force-reinstall --no-deps simplejpeg"
        return Check("camera", "fail", f"picamera2: {result.text}", mend, CAR)
    mend = (f"{machine.as_root('apt-get')} install -y --no-install-recommends python3-picamera2; "
            "python3 -m venv --system-site-packages .venv")
    return Check("camera", "fail", f"a camera on the ribbon cable needs picamera2: {result.text}", mend, CAR)


def missing_check(machine: Machine) -> Check:
    if machine.board.is_pi:
        result = machine.probe(PICAMERA_PROBE)
        if result.ok and result.text:
            return Check("camera", "ok", f"{result.text} on the ribbon cable, by picamera2", needed=CAR)
    if machine.board.is_car:
        return Check("camera", "fail", "no camera", "plug in a USB camera, or a ribbon cable and reboot", CAR)
    return skipped("camera", "none; simulation needs none")


def _asked(machine: Machine, device: Path) -> Video | None:
    try:
        return machine.video(device)
    except OSError:  # no camera, or one that another program has to itself
        return None
