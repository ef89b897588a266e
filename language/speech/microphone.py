"""The microphone: a device of this machine, by sounddevice, at its own rate; 16 kHz mono comes out.

It never raises while it runs: unplugged, silent or never there, it says so in `problem`, and goes on looking.
"""

from __future__ import annotations

from typing import Any

import msgspec

from language.speech.capture import Capture
from language.speech.devices import RATES_HZ, Device, MicrophoneError, choose, devices, portaudio, refresh
from language.speech.intake import Intake
from robot.clock import Clock, SystemClock, to_ns, to_s
from robot.speech import Sound


class DeviceConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    name: str = ""
    """A part of the device's name (`python -m sounddevice` lists them); "" is the system's default."""
    block_s: float = 0.02
    latency_s: float = 0.05
    """What PortAudio may keep: less is nearer to the moment, and lost sooner on a busy board."""
    queue_s: float = 5.0
    silent_s: float = 1.0
    """So long without a block, and the device is lost."""
    retry_s: float = 2.0


class DeviceMicrophone:
    """A `robot.drivers.Microphone`. `lost` counts the samples that never came, `overflows` how often that happened."""

    def __init__(self, config: DeviceConfig | None = None, clock: Clock | None = None, library: Any = None) -> None:
        self.problem = ""
        self.lost = self.overflows = 0
        self._config, self._clock, self._library = config or DeviceConfig(), clock or SystemClock(), library
        self._stream: Any = None
        self._retry_ns = 0
        self._closed = False
        self._stale = False  # whether PortAudio's list of devices is an old one

    def read(self, now_ns: int) -> list[Sound]:
        """What was recorded since the last call, oldest first, stamped by the caller's clock, on which it is `now_ns`."""
        if self._stream is None and not self._closed and now_ns >= self._retry_ns:
            self._open(now_ns)
        if self._stream is None:
            return []
        blocks = self._capture.take()
        if blocks:
            self._heard_ns, self.problem = now_ns, ""
        elif not self._stream.active or to_s(now_ns - self._heard_ns) > self._config.silent_s:
            self._lose(now_ns)
        sounds = self._intake.take(blocks)
        self.lost += sum(sound.gap for sound in sounds)
        self.overflows += sum(sound.gap > 0 for sound in sounds)
        since_ns = now_ns - self._clock.now_ns()  # a simulation's clock began elsewhere
        return [msgspec.structs.replace(sound, t_ns=sound.t_ns + since_ns) for sound in sounds]

    def close(self) -> None:
        """Let go of the device, for good."""
        self._closed = True
        self._let_go()

    # ---- the device ----------------------------------------------------------------------------------------------

    def _open(self, now_ns: int) -> None:
        self._retry_ns = now_ns + to_ns(self._config.retry_s)
        try:
            library = self._library = self._library or portaudio()
            if self._stale:
                refresh(library)
            self._stale = True
            device = choose(devices(library), self._config.name, int(library.default.device[0]))
            self._start(library, device)
        except MicrophoneError as error:
            self.problem = str(error)
            return
        self._heard_ns = now_ns

    def _start(self, library: Any, device: Device) -> None:
        """Record, at the device's own rate or at one that it takes. Raises MicrophoneError."""
        refusals = []
        for rate_hz in dict.fromkeys((device.rate_hz, *map(float, RATES_HZ))):
            try:
                self._record(library, device, rate_hz)
            except library.PortAudioError as error:
                self._let_go()
                refusals.append(str(error))
                continue
            return
        raise MicrophoneError(f"the microphone {device.name!r} can't be opened: {refusals[0]}; is another program using it?")

    def _record(self, library: Any, device: Device, rate_hz: float) -> None:
        config = self._config
        channels = min(2, device.channels)
        self._capture = Capture(self._clock, rate_hz, max(1, round(config.queue_s / config.block_s)))
        self._intake = Intake(rate_hz, channels)
        self._stream = library.RawInputStream(
            samplerate=rate_hz, blocksize=max(1, round(rate_hz * config.block_s)), device=device.number, channels=channels,
            dtype="int16", latency=config.latency_s, callback=self._capture,
        )  # fmt: skip
        self._stream.start()

    def _lose(self, now_ns: int) -> None:
        self.problem = "the microphone has gone silent: it may be unplugged; I go on looking for it"
        self._retry_ns = now_ns
        self._let_go()

    def _let_go(self) -> None:
        stream, self._stream = self._stream, None
        if stream is not None:
            stream.abort(ignore_errors=True)  # not `stop`: it waits for sound that may never come
            stream.close(ignore_errors=True)
