from __future__ import annotations

import builtins
import sys
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.speech.capture import Block, Capture
from language.speech.intake import Intake
from language.speech.microphone import DeviceConfig, DeviceMicrophone
from robot.clock import SimulatedClock, to_ns
from robot.speech import PIECE
from tests.language.speech.test_resample import without

QUIET = SimpleNamespace(input_overflow=False)


class PortAudioError(Exception):
    pass


class Stream:
    def __init__(self, library: Library, settings: dict[str, Any]) -> None:
        self.library, self.settings, self.active = library, settings, False

    def start(self) -> None:
        self.active = True

    def abort(self, ignore_errors: bool = False) -> None:
        self.active = False

    def close(self, ignore_errors: bool = False) -> None:
        self.library.open_streams -= 1


class Library:
    """What of sounddevice is used, with devices that come and go."""

    PortAudioError = PortAudioError

    def __init__(self, *devices: tuple[str, int, float], default: int = 0, takes_hz: float | None = None) -> None:
        self.plugged, self.default, self.takes_hz = list(devices), SimpleNamespace(device=[default, 0]), takes_hz
        self.known, self.open_streams = list(devices), 0
        self.stream: Stream | None = None

    def query_devices(self) -> list[dict[str, Any]]:
        return [{"name": name, "max_input_channels": channels, "default_samplerate": rate_hz}
                for name, channels, rate_hz in self.known]

    def RawInputStream(self, **settings: Any) -> Stream:
        if self.takes_hz not in (None, settings["samplerate"]):
            raise PortAudioError("Invalid sample rate")
        self.open_streams += 1
        self.stream = Stream(self, settings)
        return self.stream

    def _terminate(self) -> None:
        assert self.open_streams == 0
        self.known = []

    def _initialize(self) -> None:
        self.known = list(self.plugged)


class Desk:
    """A microphone before which something is played."""

    def __init__(self, library: Library, config: DeviceConfig | None = None) -> None:
        self.library, self.clock = library, SimulatedClock(to_ns(100))
        self.microphone = DeviceMicrophone(config, self.clock, library)
        self.played = 0

    def read(self) -> list[Any]:
        return self.microphone.read(self.clock.now_ns())

    def play(self, seconds: float, overflowed: bool = False) -> None:
        """The stream's callback is called as PortAudio would, block after block, each told 30 ms after its first sample."""
        assert self.library.stream is not None
        settings = self.library.stream.settings
        rate_hz, frames = settings["samplerate"], settings["blocksize"]
        for _ in range(round(seconds * rate_hz / frames)):
            t_s = (self.played + np.arange(frames)) / rate_hz
            self.played += frames
            sine = (8000 * np.sin(2 * np.pi * 440 * t_s)).astype(np.int16)
            self.clock.wait_until(self.clock.now_ns() + to_ns(frames / rate_hz))
            times = SimpleNamespace(currentTime=7.03, inputBufferAdcTime=7.0)
            data = np.repeat(sine[:, None], settings["channels"], 1).tobytes()
            settings["callback"](data, frames, times, SimpleNamespace(input_overflow=overflowed))
            overflowed = False

    def wait(self, seconds: float) -> None:
        self.clock.wait_until(self.clock.now_ns() + to_ns(seconds))


@pytest.mark.parametrize("device", [("mono", 1, 16_000.0), ("usb", 2, 44_100.0), ("array", 8, 48_000.0)])
def test_any_device_becomes_16_khz_mono_with_the_time_of_each_piece(device: tuple[str, int, float]) -> None:
    pytest.importorskip("soxr")
    desk = Desk(Library(device))
    assert desk.read() == []
    begun_ns = desk.clock.now_ns()
    sounds = []
    for _ in range(20):
        desk.play(0.1)
        sounds += desk.read()
    samples = np.concatenate([sound.samples for sound in sounds])
    assert samples.size == pytest.approx(32_000, abs=600)
    assert np.abs(samples).max() == pytest.approx(8000, rel=0.05)
    assert np.argmax(np.abs(np.fft.rfft(samples))) * 16_000 / samples.size == pytest.approx(440, abs=1)
    after = 0
    for sound in sounds:
        # The first sample of a block is 30 ms old when PortAudio's thread calls, one block after the one before.
        expected_ns = begun_ns + to_ns(0.02 - 0.03 + after / 16_000)
        assert sound.t_ns == pytest.approx(expected_ns, abs=to_ns(0.002))
        assert sound.samples.size <= PIECE and sound.gap == 0
        after += sound.samples.size
    assert desk.microphone.problem == ""


def test_a_device_that_does_not_take_its_own_rate_gets_another() -> None:
    pytest.importorskip("soxr")
    desk = Desk(Library(("odd", 1, 96_000.0), takes_hz=48_000.0))
    desk.read()
    desk.play(1)
    assert sum(sound.samples.size for sound in desk.read()) == pytest.approx(16_000, abs=600)


def test_a_reader_that_sleeps_loses_the_oldest_and_knows_how_much() -> None:
    desk = Desk(Library(("mono", 1, 16_000.0)), DeviceConfig(queue_s=1.0))
    desk.read()
    desk.play(0.5)
    desk.read()
    desk.play(3.0)
    first, *rest = desk.read()
    assert first.gap == 32_000 and all(sound.gap == 0 for sound in rest)
    assert sum(sound.samples.size for sound in (first, *rest)) == 16_000
    assert (desk.microphone.lost, desk.microphone.overflows) == (32_000, 1)


def test_what_portaudio_lost_is_counted_by_the_clock() -> None:
    desk = Desk(Library(("mono", 1, 16_000.0)))
    desk.read()
    desk.play(0.2)
    desk.wait(0.5)
    desk.play(0.2, overflowed=True)
    sounds = desk.read()
    assert [sound.gap for sound in sounds if sound.gap] == [8000]
    assert desk.microphone.overflows == 1


def test_unplugged_it_says_so_and_goes_on_when_it_is_back_with_another_rate() -> None:
    pytest.importorskip("soxr")
    library = Library(("usb mic", 1, 48_000.0))
    desk = Desk(library, DeviceConfig(name="usb"))
    desk.read()
    desk.play(0.2)
    assert desk.read() and not desk.microphone.problem
    library.plugged = []
    desk.wait(1.1)
    assert desk.read() == [] and "unplugged" in desk.microphone.problem
    assert library.open_streams == 0
    desk.wait(0.1)
    assert desk.read() == [] and "no microphone is connected" in desk.microphone.problem
    library.plugged = [("other", 1, 16_000.0)]
    desk.wait(2.1)
    assert desk.read() == [] and "there is other" in desk.microphone.problem
    library.plugged = [("other", 1, 16_000.0), ("USB Mic", 2, 44_100.0)]
    desk.wait(2.1)
    desk.read()
    desk.play(1)
    assert sum(sound.samples.size for sound in desk.read()) == pytest.approx(16_000, abs=600)
    assert desk.microphone.problem == "" and library.stream and library.stream.settings["device"] == 1
    desk.microphone.close()
    assert library.open_streams == 0
    desk.wait(10)
    assert desk.read() == []


def test_a_stream_that_portaudio_ended_is_lost_at_once() -> None:
    library = Library(("mono", 1, 16_000.0))
    desk = Desk(library)
    desk.read()
    assert library.stream is not None
    library.stream.active = False
    desk.read()
    assert "gone silent" in desk.microphone.problem


def test_the_default_device_is_the_systems() -> None:
    library = Library(("speaker", 0, 48_000.0), ("first", 1, 16_000.0), ("second", 1, 16_000.0), default=2)
    Desk(library).read()
    assert library.stream is not None and library.stream.settings["device"] == 2
    library.default.device[0] = -1
    Desk(library).read()
    assert library.stream.settings["device"] == 1


def test_a_device_in_use_is_named() -> None:
    desk = Desk(Library(("busy", 1, 48_000.0), takes_hz=1.0))
    desk.read()
    assert "'busy' can't be opened" in desk.microphone.problem


def test_without_portaudio_or_its_package_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sounddevice", None)
    missing = DeviceMicrophone(clock=SimulatedClock())
    assert missing.read(0) == [] and "heed[speech]" in missing.problem
    monkeypatch.delitem(sys.modules, "sounddevice")

    def no_library(name: str, *arguments: Any, **settings: Any) -> Any:
        if name == "sounddevice":
            raise OSError("PortAudio library not found")
        return load(name, *arguments, **settings)

    load = without("nothing")
    monkeypatch.setattr(builtins, "__import__", no_library)
    missing = DeviceMicrophone(clock=SimulatedClock())
    assert missing.read(0) == [] and "apt-get install" in missing.problem


@given(st.lists(st.tuples(st.integers(1, 50), st.integers(0, 30)), min_size=1, max_size=20))
def test_pieces_and_gaps_make_the_whole_time(blocks: list[tuple[int, int]]) -> None:
    intake, at, made = Intake(16_000, 1), 0, []
    for frames, lost in blocks:
        at += lost
        made.append(Block(at, to_ns(at / 16_000), np.full(frames, 7, np.int16).tobytes(), False))
        at += frames
    sounds = intake.take(made)
    assert sum(sound.samples.size + sound.gap for sound in sounds) == at
    after = 0
    for sound in sounds:
        after += sound.gap
        assert abs(sound.t_ns - to_ns(after / 16_000)) <= 1
        after += sound.samples.size


def test_the_queue_never_grows_beyond_its_depth() -> None:
    capture = Capture(SimulatedClock(), 16_000, 3)
    for _ in range(10):
        capture(b"\0\0", 1, SimpleNamespace(currentTime=0.0, inputBufferAdcTime=0.0), QUIET)
    assert [block.at for block in capture.take()] == [7, 8, 9]
    assert capture.take() == []
