"""The real V4L2 camera driver against the kernel's test camera."""

from __future__ import annotations

import time

from perception.cameras.reader import ReadCamera
from perception.cameras.v4l2 import V4l2Config, V4l2Source
from robot.clock import SystemClock
from robot.messages import Frame
from tests.vcar.guest.report import report

LIMIT_S = 10.0
FRAMES = 20


def main() -> None:
    camera = opened("/dev/video0")
    frames: list[tuple[Frame, int]] = []
    start_s = time.monotonic()
    while len(frames) < FRAMES and time.monotonic() - start_s < LIMIT_S:
        if (frame := camera.read()) is not None:
            frames.append((frame, time.monotonic_ns() - frame.t_ns))
        time.sleep(0.005)
    camera.close()
    report(
        "camera", frames=len(frames), shape=frames[0][0].image.shape, kind=str(frames[0][0].image.dtype),
        apart_ms=[(after.t_ns - before.t_ns) / 1e6 for (before, _), (after, _) in zip(frames, frames[1:], strict=False)],
        age_ms=[age_ns / 1e6 for _, age_ns in frames],
        contrast=float(frames[-1][0].image.std()),
        moved=int((frames[0][0].image != frames[-1][0].image).sum()),
    )  # fmt: skip
    missing = opened("/dev/video9")
    time.sleep(0.1)
    report("no camera", problem=missing.problem, frame=missing.read() is not None)
    missing.close()


def opened(device: str) -> ReadCamera:
    config = V4l2Config(device=device)
    return ReadCamera(lambda: V4l2Source(config), config.geometry, SystemClock())
