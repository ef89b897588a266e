"""`python -m language listen`: what the microphone gives, what is heard in it and what that means, live. Nothing moves."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from language.lexicon import lexicon
from language.parser import understand
from language.replies import bare_reply
from language.speech.heeding import Heeding
from language.speech.level import Meter
from language.speech.listening import ListeningNode
from language.speech.microphone import DeviceConfig, DeviceMicrophone
from language.speech.offline import Ears
from language.speech.wave import level_db
from robot.clock import Clock, SystemClock, to_ns, to_s
from robot.drivers import Microphone
from robot.level_bar import bar
from robot.messages import Message, StopRequest
from robot.speech import SAMPLE_RATE_HZ, Heard

LOOK_S = 0.1
WIDTH = 100


def listen(arguments: list[str]) -> int:
    """Exit status: 0 done, 1 where nothing came from the microphone. Raises SpeechModelError for a bad model."""
    from language.speech.vosk_recogniser import load

    asked = _parser().parse_args(arguments)
    ears = Ears(ListeningNode(ListeningNode.Config(free=asked.free), load(asked.model)))
    microphone = DeviceMicrophone(DeviceConfig(name=asked.device))
    try:
        return 0 if run(microphone, ears, SystemClock(), Display(sys.stdout), asked.seconds) else 1
    except KeyboardInterrupt:
        sys.stdout.write("\n")
        return 0
    finally:
        microphone.close()


def run(microphone: Microphone, ears: Ears, clock: Clock, display: Display, seconds: float) -> bool:
    """Listen for so long; whether there was any sound."""
    start_ns = now_ns = clock.now_ns()
    heard = False
    while now_ns - start_ns < to_ns(seconds):
        for sound in microphone.read(now_ns):
            heard = True
            display.show(ears.take(sound), level_db(sound.samples), len(sound.samples) / SAMPLE_RATE_HZ)
        display.tell(microphone.problem)
        clock.wait_until(now_ns + to_ns(LOOK_S))
        now_ns = clock.now_ns()
    display.show(ears.end(), -100.0, 0.0)
    return heard


class Display:
    """A last line with the level and what is being said; above it what was said, and what the car would do."""

    def __init__(self, out: TextIO) -> None:
        self._out, self._meter = out, Meter()
        self._heeding = Heeding()
        self._problem = self._partial = ""

    def show(self, messages: Sequence[Message], level: float, duration_s: float) -> None:
        """What a piece of sound led to."""
        self._meter.hear(level, duration_s)
        for message in messages:
            if isinstance(message, StopRequest):
                self._line("STOP")
            elif isinstance(message, Heard) and message.final:
                self._said(message)
            elif isinstance(message, Heard):
                self._partial = message.text
        self._out.write(f"\r\x1b[K{bar(self._meter.level_db)} {self._partial[-WIDTH:]}")
        self._out.flush()

    def tell(self, problem: str) -> None:
        """Why there is no sound; said once."""
        if problem and problem != self._problem:
            self._line(problem)
        self._problem = problem

    def _said(self, heard: Heard) -> None:
        self._partial = ""
        begun_s = to_s(heard.t_ns - heard.words[0].start_ns) if heard.words else 0.0
        self._line(f"heard   {heard.text}  ({heard.confidence:.0%}, {begun_s:.1f} s)")
        verdict = self._heeding.heard(heard, understand, lambda text: bare_reply(text, lexicon()))
        reading = understand(verdict.text)
        if verdict.sentence or reading.program is None:
            self._line(f"answer  {verdict.sentence or reading.sentence}")
        else:
            self._line(f"meant   {reading.program}")

    def _line(self, text: str) -> None:
        self._out.write(f"\r\x1b[K{text}\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m language listen", description="Ctrl-C ends it.")
    parser.add_argument("--device", default="", metavar="NAME", help="part of the microphone's name (python -m sounddevice)")
    parser.add_argument("--model", type=Path, metavar="FOLDER", help="a Vosk model; by default the one that ships")
    parser.add_argument("--free", action="store_true", help="any words the model knows, not only those for the car")
    parser.add_argument("--seconds", type=float, default=300.0, help="listen for so long (default 300)")
    return parser
