"""A microphone without a sound card: PulseAudio with a source that reads a pipe, and a thread that plays into it.

What PortAudio opens is then a true device, delivered in real time: silence, and whatever is played.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
import time
from collections import deque
from pathlib import Path

import numpy as np
import pytest

RATE_HZ = 16_000
STEP_S = 0.02

needs_pulse = pytest.mark.skipif(
    shutil.which("pulseaudio") is None or shutil.which("pactl") is None,
    reason="PulseAudio is not installed: apt-get install pulseaudio pulseaudio-utils libasound2-plugins",
)


class PulseMicrophone:
    """A PulseAudio of its own in `folder`. `plug` and `unplug` it, `play` into it; `deaf` while nothing is delivered."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        folder.chmod(0o700)
        self._folder, self._pipe = folder, folder / "pipe"
        monkeypatch.setenv("PULSE_SERVER", f"unix:{folder}/native")
        monkeypatch.setenv("PULSE_COOKIE", str(folder / "cookie"))
        for place in ("PULSE_RUNTIME_PATH", "PULSE_STATE_PATH", "PULSE_CONFIG_PATH"):
            monkeypatch.setenv(place, str(folder))
        self.deaf = False
        self._waiting: deque[np.ndarray] = deque()
        self._daemon: subprocess.Popen[bytes] | None = None
        self._thread: threading.Thread | None = None
        self._plugged = False

    def plug(self, rate_hz: int = RATE_HZ) -> None:
        """The microphone is there, at that rate, when this returns."""
        self._pipe.unlink(missing_ok=True)
        modules = (
            f"module-native-protocol-unix socket={self._folder}/native auth-anonymous=1",
            f"module-pipe-source source_name=microphone file={self._pipe} format=s16le rate={rate_hz} channels=1",
        )
        command = ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "--disable-shm=true",
                   "--realtime=no", "--high-priority=no", "--log-target=stderr", "--log-level=error"]  # fmt: skip
        for module in modules:
            command += ["-L", module]
        self._daemon = subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._wait_for_the_daemon()
        self._plugged = True
        self._thread = threading.Thread(target=self._feed, args=(rate_hz,), daemon=True)
        self._thread.start()

    def unplug(self) -> None:
        """Gone, as when somebody pulls the cable."""
        self._plugged = False
        if self._daemon is not None:
            self._daemon.kill()
            self._daemon.wait()
        if self._thread is not None:
            self._thread.join()
        self._daemon = self._thread = None

    def play(self, samples: np.ndarray) -> None:
        """Have int16 samples (N,) at 16 kHz heard, once what was played before is over."""
        self._waiting.append(samples)

    def _wait_for_the_daemon(self) -> None:
        for _ in range(100):
            if subprocess.run(["pactl", "info"], capture_output=True, check=False).returncode == 0:
                return
            time.sleep(0.1)
        raise RuntimeError("PulseAudio did not start")

    def _feed(self, rate_hz: int) -> None:
        """Every 20 ms the next 20 ms: what is played, else silence; never late for long and never ahead."""
        now: np.ndarray = np.zeros(0, np.int16)
        frames = round(rate_hz * STEP_S)
        with self._pipe.open("wb", buffering=0) as pipe:
            start, steps = time.monotonic(), 0
            while self._plugged:
                if not now.size and self._waiting:
                    played = self._waiting.popleft()
                    at = np.arange(round(played.size * rate_hz / RATE_HZ)) * (RATE_HZ / rate_hz)
                    now = np.interp(at, np.arange(played.size), played).astype(np.int16)
                step, now = now[:frames], now[frames:]
                try:
                    if not self.deaf:
                        pipe.write(np.pad(step, (0, frames - step.size)).tobytes())
                except BrokenPipeError:
                    return
                steps += 1
                time.sleep(max(0.0, start + steps * STEP_S - time.monotonic()))

    def close(self) -> None:
        self.unplug()


def listed() -> bool:
    """Whether PortAudio finds PulseAudio here: ALSA needs its plug-in."""
    return any(os.path.exists(f"{folder}/libasound_module_pcm_pulse.so") for folder in _plugin_folders())


def _plugin_folders() -> list[str]:
    return [str(folder) for base in ("/usr/lib", "/usr/lib64") for folder in Path(base).glob("**/alsa-lib")]
