"""From a true device (PulseAudio with a pipe for a source, PortAudio) through the running stack: the car does what was said."""

from __future__ import annotations

import math
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from language.speech import microphone
from language.speech.devices import MicrophoneError
from language.speech.microphone import DeviceConfig, DeviceMicrophone
from language.speech.sound_file import read
from language.speech.synthesis import Voice, synthesize
from language.speech.vosk_recogniser import SHIPPED
from language.speech.wave import to_samples
from robot import topics
from robot.bus import Envelope, Topic
from robot.clock import SystemClock, to_ns
from robot.config import LAUNCH_FOLDER, NodeEntry, load, node_entries
from robot.drivers import Microphone
from robot.messages import MotorState, StopRequest
from robot.opening import OpeningNode
from robot.speech import Listening, Samples
from tests.language.speech.pulse import PulseMicrophone, listed, needs_pulse
from tests.photographs import DATA

pytest.importorskip("mujoco", reason="the simulator is not installed")
pytest.importorskip("vosk")
pytest.importorskip("soxr")
pytestmark = [pytest.mark.skipif(not SHIPPED.is_dir(), reason=f"{SHIPPED} is not here")]
STOPS = sorted((DATA / "speech" / "gsc-test" / "stop").glob("*.flac"))
SEED = 500_003
LONG_S = 90.0
CLOCK = SystemClock()

speaks = pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is not installed")


def _portaudio() -> bool:
    try:
        import sounddevice  # noqa: F401
    except (ImportError, OSError):  # OSError: the package is here, the library is not
        return False
    return True


true_device = [needs_pulse, speaks, pytest.mark.skipif(not (listed() and _portaudio()), reason="no PortAudio, or no way to it")]


class Car:
    """A drive, and what was said on the bus."""

    def __init__(self, drive: Any, stage: Any, heard: list[Any]) -> None:
        self.drive, self.stage, self.heard = drive, stage, heard

    def runs(self, seconds: float) -> None:
        self.drive.run(lambda: False, seconds, realtime=True)

    def until(self, happens: Any) -> None:
        assert self.drive.run(happens, LONG_S, realtime=True), f"not after {LONG_S:g} s"

    def turned_left(self, since: Any) -> bool:
        return abs(math.remainder(self.stage.truth().yaw_rad - since.yaw_rad - math.pi / 2, math.tau)) < 0.1

    def told(self, kind: type) -> list[Any]:
        return [message for message in self.heard if isinstance(message, kind)]


@contextmanager
def car(folder: Path, device: Microphone, opening: str = "", *overrides: str) -> Iterator[Car]:
    from robot.sim.drive import Drive
    from robot.sim.stage import SimulatedCar, Stage

    heard: list[Any] = []

    def watch(topic: Topic[Any], envelope: Envelope) -> None:
        if topic in (topics.LISTENING, topics.SPEECH_STOP, topics.MOTORS):
            heard.append(envelope.message)

    launch = load(LAUNCH_FOLDER / "sim.yaml", overrides)
    folder.mkdir(exist_ok=True)
    first = [NodeEntry("opening", OpeningNode, OpeningNode.Config(text=opening))] if opening else []
    with Stage(SimulatedCar(seed=SEED)) as stage:
        drive = Drive(launch, stage, folder, (watch,))
        try:
            drive.assemble([*node_entries(launch, speech=True), *first], {"microphone": device})
            yield Car(drive, stage, heard)
        finally:
            drive.close()


def said(text: str) -> Samples:
    return to_samples(synthesize(text, Voice("en-us", 150)))


class TestTrueDevice:
    pytestmark = true_device

    def test_the_car_does_what_it_is_told(self, pulse: PulseMicrophone, device: DeviceMicrophone, tmp_path: Path) -> None:
        with car(tmp_path / "run", device, "", "speech.microphone.pressed=true") as moving:
            moving.runs(0.5)
            before = moving.stage.truth()
            pulse.play(said("turn left"))
            moving.until(lambda: moving.drive.outcome.over)
            assert str(moving.drive.outcome.program) == "turn left 90°"
            assert moving.turned_left(before)

    def test_also_after_its_microphone_overflowed_vanished_and_came_back_with_another_rate(
        self, pulse: PulseMicrophone, tmp_path: Path
    ) -> None:
        device = DeviceMicrophone(DeviceConfig(name="pulse", retry_s=0.3, queue_s=0.5))
        with car(tmp_path / "run", device, "", "speech.microphone.attention.mode=open") as moving:
            moving.runs(0.5)
            CLOCK.wait_until(CLOCK.now_ns() + to_ns(1.5))  # a busy board: nobody reads
            moving.runs(0.5)
            assert device.lost > 4000 and not device.problem
            pulse.unplug()
            moving.until(lambda: bool(device.problem))
            moving.runs(0.5)
            assert moving.told(Listening)[-1].state == "off" and moving.told(Listening)[-1].problem
            pulse.plug(rate_hz=44_100)
            moving.until(lambda: not device.problem)
            before = moving.stage.truth()
            pulse.play(said("turn left"))
            moving.until(lambda: moving.drive.outcome.over)
            assert moving.turned_left(before)
        device.close()

    @pytest.mark.skipif(not STOPS, reason=f"recordings of people are not in {DATA}")
    def test_a_persons_stop_stops_it_while_it_drives(
        self, pulse: PulseMicrophone, device: DeviceMicrophone, tmp_path: Path
    ) -> None:
        with car(tmp_path / "run", device, "go forward two meters") as moving:
            moving.until(lambda: moving.stage.truth().speed_mps > 0.15)
            for clip in STOPS[:3]:
                pulse.play(read(clip))  # one of three people at least
            moving.until(lambda: bool(moving.told(StopRequest)))
            moving.runs(0.5)
            motors = moving.told(MotorState)[-1]
            assert (motors.left_v, motors.right_v) == (0.0, 0.0)
            assert moving.stage.truth().path_length_m < 1.9, "it did not drive on to the end"


def test_without_portaudio_it_says_so_and_does_what_is_typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def absent() -> Any:
        raise MicrophoneError("a microphone needs the library PortAudio, which is not installed")

    monkeypatch.setattr(microphone, "portaudio", absent)
    with car(tmp_path / "run", DeviceMicrophone(), "turn left") as moving:
        before = moving.stage.truth()
        assert moving.drive.run(lambda: moving.drive.outcome.over, LONG_S, realtime=False)
        assert moving.turned_left(before)
        assert {listening.problem for listening in moving.told(Listening)} == {
            "a microphone needs the library PortAudio, which is not installed"
        }
